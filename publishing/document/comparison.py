"""What changed between two self-assessments of a landlord, also from one Code to the next. Pure.

Within a Code a provision is compared with itself. Across Codes the correspondence says which
earlier provisions each later one comes from; the closest of them, named first, is the one whose
answer and texts are compared, and the others are there to be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from assessments.fields import BY_NAME, COLUMNS, OWN, Field, single_text
from codes.data import OriginData
from codes.enums import Change
from publishing.document.changes_told import Direction, direction, told
from publishing.document.parts import (
    EVIDENCE_ITEMS,
    ChangesPart,
    Document,
    DueMovePart,
    MovePart,
    OwnerMovePart,
    ProvisionPart,
    SectionPart,
)
from selfassess.common.worddiff import Piece, keeps_half, word_diff

# Characters of both years’ texts whose differences are told in one page or file, four times what
# landlords write.
MOST_TEXT = 600_000

Kind = Direction | Literal["same", "open", "new"]

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

    @property
    def is_marked(self) -> bool:
        """Whether what changed is told word by word; else as both texts side by side."""
        return keeps_half(self.pieces)

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
class ComparedRow:
    """A provision of the later document, with those it comes from (closest first).

    `change` is how the requirement itself has changed; "unchanged" within a Code. `kind` is what
    became of the answer: "open" where the later one has none yet, "new" where there was no
    such requirement.
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
    def moved_by(self) -> int:
        """By how many days the action's date is later than it was; 0 where either has none."""
        before = self.before[0].action_due if self.before else None
        return (self.after.action_due - before).days if before and self.after.action_due else 0

    @property
    def is_handed_on(self) -> bool:
        """Whether the action has another owner; where either has none, it has not."""
        before = self.before[0].action_owner if self.before else ""
        return bool(before and self.after.action_owner) and before != self.after.action_owner

    @property
    def plan_told(self) -> str:
        """What became of the action's date and owner; empty where they stay, or either is none."""
        moved = f"date {self.from_to('action_due')}" if self.moved_by else ""
        handed_on = f"owner {self.from_to('action_owner')}" if self.is_handed_on else ""
        return ", ".join(text for text in (moved, handed_on) if text)

    def from_to(self, name: str) -> str:
        """The closest earlier provision's field, and this one's, in words."""
        values = (getattr(row, name) for row in (self.before[0], self.after))
        return "from {} to {}".format(*(BY_NAME[name].in_words(value) for value in values))

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
    rows: tuple[ComparedRow, ...]
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
    def moved(self) -> tuple[ComparedRow, ...]:
        return self.of("better", "worse", "sideways")

    def of(self, *kinds: Kind) -> tuple[ComparedRow, ...]:
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
) -> ComparedRow:
    sources = tuple(
        earlier[number] for number in (link.sources if link else ()) if number in earlier
    )
    change = link.change if link and sources else Change.NEW
    texts = _texts(sources[0], after, one_text) if sources else ()
    return ComparedRow(section, after, sources, change, _kind(sources, after), texts)


def _kind(sources: tuple[ProvisionPart, ...], after: ProvisionPart) -> Kind:
    if not sources:
        return "new"
    if not after.answer:
        return "open"
    before = sources[0].answer
    if before == after.answer:
        return "same"
    return direction(before, after.answer)


def _texts(before: ProvisionPart, after: ProvisionPart, one_text: bool) -> tuple[Text, ...]:
    """The requirement, and what the landlord wrote, where either year has anything."""
    texts = [
        Text("Requirement", before.requirement, after.requirement),
        *_in_columns(before, after, one_text),
        Text(EVIDENCE_ITEMS, before.items_in_full, after.items_in_full),
        *_compared(before, after, (field for field in OWN if field.is_compared)),
    ]
    return tuple(text for text in texts if text.before or text.after)


def _in_columns(before: ProvisionPart, after: ProvisionPart, one_text: bool) -> Iterable[Text]:
    """What stands in the form's columns; evidence and commentary as one where either form has it
    so.
    """
    if one_text:
        both = (single_text(vars(before)), single_text(vars(after)))
        return [Text("Evidence and commentary", *both)]
    return _compared(before, after, (field for field in COLUMNS if field.is_compared))


def _compared(
    before: ProvisionPart, after: ProvisionPart, fields: Iterable[Field]
) -> Iterable[Text]:
    for field in fields:
        values = (getattr(row, field.name) for row in (before, after))
        yield Text(field.short, *(field.in_words(value) for value in values))


def too_long(rows: Iterable[ComparedRow]) -> list[ComparedRow]:
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


def changes_part(comparison: Comparison) -> ChangesPart:
    """What changed, as facts: what a document holds of it."""
    return ChangesPart(
        since_year=comparison.before_year,
        since_code=comparison.before_code,
        moves=tuple(
            MovePart(
                number=row.after.number,
                earlier=tuple(part.number for part in row.before),
                from_answer=row.before[0].answer,
                to_answer=row.after.answer,
                requirement=row.change.value,
            )
            for row in comparison.moved
        ),
        same=_numbers(comparison.of("same")),
        unanswered=_numbers(comparison.of("open")),
        new=_numbers(comparison.of("new")),
        dropped=tuple(part.provision.number for part in comparison.dropped),
        due_moves=tuple(_due_moves(comparison.rows)),
        owner_moves=tuple(
            OwnerMovePart(
                number=row.after.number,
                from_owner=row.before[0].action_owner,
                to_owner=row.after.action_owner,
            )
            for row in comparison.rows
            if row.is_handed_on
        ),
    )


def _due_moves(rows: Iterable[ComparedRow]) -> Iterator[DueMovePart]:
    for row in rows:
        before, after = row.before[0].action_due if row.before else None, row.after.action_due
        if before and after and before != after:
            yield DueMovePart(row.after.number, before, after)


def _numbers(rows: Iterable[ComparedRow]) -> tuple[str, ...]:
    return tuple(row.after.number for row in rows)


def sentences(comparison: Comparison) -> tuple[str, ...]:
    """The comparison in plain sentences, without judgement; always says whether any got worse,
    and which actions have another date or owner."""
    return told(changes_part(comparison), comparison.after_year, comparison.after_code)
