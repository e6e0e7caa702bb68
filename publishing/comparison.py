"""What changed between two self-assessments of a landlord, also from one Code to the next. Pure.

Within a Code a provision is compared with itself. Across Codes the correspondence says which
earlier provisions each later one comes from; the closest of them, named first, is the one whose
answer and texts are compared, and the others are there to be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from assessments.enums import Answer
from assessments.fields import FIELDS, single_text
from codes.data import OriginData
from codes.enums import Change
from publishing.document import Document, ProvisionPart, SectionPart
from selfassess.common.worddiff import Piece, word_diff

# Characters of both years’ texts whose differences are told in one page or file, four times what
# landlords write.
MOST_TEXT = 600_000

Kind = Literal["better", "worse", "sideways", "same", "open", "new"]

_RANK: dict[str, int] = {Answer.NO: 0, Answer.PARTLY: 1, Answer.YES: 2}
KIND_LABELS: dict[Kind, str] = {
    "better": "Better",
    "worse": "Worse",
    "sideways": "Changed, neither better nor worse",
    "same": "Same answer",
    "open": "Not yet answered",
    "new": "New in this Code",
}


@dataclass(frozen=True)
class Text:
    """One of a provision's texts in both years."""

    label: str
    before: str
    after: str

    @property
    def has_changed(self) -> bool:
        return self.before != self.after

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The differences, word by word; what went is kept apart from what came in its place."""
        found = word_diff(self.before, self.after)
        replaced = {
            first
            for first, second in pairwise(found)
            if first.kind == "removed" and second.kind == "added"
        }
        return tuple(
            Piece(piece.kind, f"{piece.text.rstrip()} ") if piece in replaced else piece
            for piece in found
        )


@dataclass(frozen=True)
class Row:
    """A provision of the later document, with those it comes from (closest first).

    `change` is what became of the duty itself; "unchanged" within a Code. `kind` is what became of
    the answer: "open" where the later one has none yet, "new" where there was no such duty.
    """

    section: str
    after: ProvisionPart
    before: tuple[ProvisionPart, ...]
    change: Change
    kind: Kind
    texts: tuple[Text, ...]

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[self.kind]

    @property
    def size(self) -> int:
        """How many characters both years' texts have."""
        return sum(len(text.before) + len(text.after) for text in self.texts)

    @property
    def answer_before(self) -> str:
        """The closest earlier provision's answer in words; empty where there is none."""
        return self.before[0].answer_label if self.before else ""

    @property
    def numbers_before(self) -> str:
        return ", ".join(row.number for row in self.before)


@dataclass(frozen=True)
class Dropped:
    """A provision of the earlier document that nothing in the later Code comes from."""

    section: str
    provision: ProvisionPart


@dataclass(frozen=True)
class Comparison:
    """Two documents side by side: a row for every provision of the later, in its form's order."""

    before_year: str
    after_year: str
    before_code: str
    after_code: str
    rows: tuple[Row, ...]
    dropped: tuple[Dropped, ...]

    @property
    def is_across_codes(self) -> bool:
        return self.before_code != self.after_code

    @property
    def labels(self) -> tuple[str, str]:
        """What heads a column about each of the two: its year, told apart where they share one."""
        if self.before_year == self.after_year:
            return f"{self.before_year} before", f"{self.after_year} now"
        return self.before_year, self.after_year

    @property
    def moved(self) -> tuple[Row, ...]:
        return self.of("better", "worse", "sideways")

    def of(self, *kinds: Kind) -> tuple[Row, ...]:
        """The rows of these kinds, in the form's order."""
        return tuple(row for row in self.rows if row.kind in kinds)


def compare(
    before: Document, after: Document, origins: Iterable[OriginData] | None = None
) -> Comparison:
    """Compares an earlier document with a later one.

    `origins` is the correspondence from the earlier Code to the later; None within one Code.
    Raises ValueError where the Codes differ and no correspondence is given.
    """
    if origins is None:
        if before.code.edition != after.code.edition:
            raise ValueError("Documents under different Codes need the correspondence of the two.")
        origins = [OriginData(p.number, (p.number,), Change.UNCHANGED) for p in after.provisions]
    links = {link.to: link for link in origins}
    earlier = {provision.number: provision for provision in before.provisions}
    one_text = before.code.has_single_text_column or after.code.has_single_text_column
    rows = tuple(
        _row(_label(section), provision, links.get(provision.number), earlier, one_text)
        for section in after.sections
        for provision in section.provisions
    )
    taken = {provision.number for row in rows for provision in row.before}
    return Comparison(
        before_year=before.year,
        after_year=after.year,
        before_code=before.code.title,
        after_code=after.code.title,
        rows=rows,
        dropped=tuple(
            Dropped(_label(section), provision)
            for section in before.sections
            for provision in section.provisions
            if provision.number not in taken
        ),
    )


def _label(section: SectionPart) -> str:
    return f"{section.number}. {section.title}"


def _row(
    section: str,
    after: ProvisionPart,
    link: OriginData | None,
    earlier: dict[str, ProvisionPart],
    one_text: bool,
) -> Row:
    sources = tuple(
        earlier[number] for number in (link.sources if link else ()) if number in earlier
    )
    change = link.change if link and sources else Change.NEW
    texts = _texts(sources[0], after, one_text) if sources else ()
    return Row(section, after, sources, change, _kind(sources, after), texts)


def _kind(sources: tuple[ProvisionPart, ...], after: ProvisionPart) -> Kind:
    if not sources:
        return "new"
    if not after.answer:
        return "open"
    before = sources[0].answer
    if before == after.answer:
        return "same"
    if before not in _RANK or after.answer not in _RANK:
        return "sideways"
    return "better" if _RANK[after.answer] > _RANK[before] else "worse"


def _texts(before: ProvisionPart, after: ProvisionPart, one_text: bool) -> tuple[Text, ...]:
    """The requirement, and what the landlord wrote, where either year has anything."""
    compared = [field for field in FIELDS if field.is_compared]
    texts = [Text("Requirement", before.requirement, after.requirement)]
    if one_text:
        both = (single_text(vars(before)), single_text(vars(after)))
        texts.append(Text("Evidence and commentary", *both))
        compared = [field for field in compared if field.column is None]
    texts += [
        Text(field.short, *(field.in_words(getattr(row, field.name)) for row in (before, after)))
        for field in compared
    ]
    return tuple(text for text in texts if text.before or text.after)


def too_long(rows: Iterable[Row]) -> list[Row]:
    """Those whose differences are not told any more, after those of the rows before them.

    Finding differences takes time that grows with the texts, and nobody reads that many.
    """
    left, found = MOST_TEXT, []
    for row in rows:
        if row.size > left:
            found.append(row)
        else:
            left -= row.size
    return found


def sentences(comparison: Comparison) -> tuple[str, ...]:
    """The comparison in plain sentences, without judgement; always says whether any got worse."""
    found = [_compared_sentence(comparison)]
    found.append(
        _moved_sentence(comparison.of("better"), "has a better answer", "have better answers")
    )
    found.append(
        _moved_sentence(comparison.of("worse"), "has a worse answer", "have worse answers")
        or _none_worse(comparison)
    )
    found.append(
        _moved_sentence(
            comparison.of("sideways"),
            "has another answer that is neither better nor worse",
            "have other answers that are neither better nor worse",
        )
    )
    found.append(
        _size_sentence(len(comparison.of("same")), "has", "have", "the same answer as before")
    )
    found.append(
        _size_sentence(len(comparison.of("open")), "is", "are", "not yet answered this time")
    )
    found += _code_sentences(comparison)
    return tuple(sentence for sentence in found if sentence)


def _compared_sentence(comparison: Comparison) -> str:
    if not comparison.is_across_codes:
        return (
            f"The self-assessment for {comparison.after_year} is compared with the one for "
            f"{comparison.before_year}, both against the {comparison.after_code}."
        )
    return (
        f"The self-assessment for {comparison.after_year} against the {comparison.after_code} is "
        f"compared with the one for {comparison.before_year} against the "
        f"{comparison.before_code}, each provision with the one it comes from."
    )


def _none_worse(comparison: Comparison) -> str:
    if comparison.of("open"):
        return "No provision answered so far has a worse answer than before."
    return "No provision has a worse answer than before."


def _moved_sentence(rows: Sequence[Row], one: str, many: str) -> str:
    if not rows:
        return ""
    listed = "; ".join(f"{row.after.number} ({_move(row)})" for row in rows)
    noun = "provision" if len(rows) == 1 else "provisions"
    return f"{len(rows)} {noun} {one if len(rows) == 1 else many}: {listed}."


def _move(row: Row) -> str:
    """From which answer to which; and for a worse one, whether more is asked now."""
    move = f"from {row.answer_before} to {row.after.answer_label}"
    if row.kind == "worse" and row.change in (Change.CHANGED, Change.STRENGTHENED):
        move += f"; the requirement was {row.change.label.lower()}"
    return move


def _size_sentence(size: int, one: str, many: str, rest: str) -> str:
    if not size:
        return ""
    return f"1 provision {one} {rest}." if size == 1 else f"{size} provisions {many} {rest}."


def _code_sentences(comparison: Comparison) -> list[str]:
    """What the later Code asks anew, and what it no longer asks."""
    code = comparison.after_code
    found = [_naming([row.after.number for row in comparison.of("new")], "new in", code)]
    dropped = [part.provision.number for part in comparison.dropped]
    found.append(
        _naming(dropped, "no longer asked for by", code, f" of the {comparison.before_code}")
    )
    return found


def _naming(numbers: Sequence[str], verb: str, code: str, of: str = "") -> str:
    if not numbers:
        return ""
    noun = "provision" if len(numbers) == 1 else "provisions"
    be = "is" if len(numbers) == 1 else "are"
    return f"{len(numbers)} {noun}{of} {be} {verb} the {code}: {', '.join(numbers)}."
