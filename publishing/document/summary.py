"""Counts and percentages of a document's answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.enums import Answer
from codes.enums import Level
from publishing.document.parts import Document, ProvisionPart

# The columns of every summary table, in order; "" is "not yet answered".
COLUMNS: tuple[str, ...] = (
    Answer.YES,
    Answer.PARTLY,
    Answer.NO,
    Answer.NOT_APPLICABLE,
    "",
)


@dataclass(frozen=True)
class Count:
    """One row of a summary: how many provisions got each answer, in the order of COLUMNS."""

    label: str
    level: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)

    @property
    def percentages(self) -> tuple[str, ...]:
        """Each number's share in per cent with one decimal, each rounded separately, half up.
        They may not add up to 100.0. Zeros where there is nothing.
        """
        whole = self.total
        # In whole numbers: 0.05 has no exact float.
        tenths = ((number * 2000 + whole) // (2 * whole) if whole else 0 for number in self.numbers)
        return tuple(f"{share // 10}.{share % 10}" for share in tenths)


def count(label: str, level: str, provisions: Iterable[ProvisionPart]) -> Count:
    """Some provisions as one row. Raises ValueError for an answer without column."""
    answers = [row.answer for row in provisions]
    if unknown := set(answers) - set(COLUMNS):
        raise ValueError(f"The summary has no column for {', '.join(sorted(unknown))}.")
    return Count(label, level, tuple(answers.count(column) for column in COLUMNS))


def rows(document: Document) -> tuple[Count, ...]:
    """A row for each section, stage and level that has provisions, in the form's order."""
    found: dict[tuple[str, str], list[ProvisionPart]] = {}
    for section in document.sections:
        for provision in section.provisions:
            label = f"{section.number}. {section.title}"
            if provision.stage:
                label += f": {provision.stage}"
            found.setdefault((label, provision.level), []).append(provision)
    return tuple(count(label, level, parts) for (label, level), parts in found.items())


def totals(document: Document) -> tuple[Count, ...]:
    """All must, all should (where the Code has any), and all provisions together."""
    provisions = document.provisions
    musts = [row for row in provisions if row.level == Level.MUST]
    shoulds = [row for row in provisions if row.level == Level.SHOULD]
    levels = (
        (
            count("All ‘must’ provisions", Level.MUST, musts),
            count("All ‘should’ provisions", Level.SHOULD, shoulds),
        )
        if shoulds
        else ()
    )
    return (*levels, count("All provisions", "", provisions))


def not_met(document: Document) -> tuple[ProvisionPart, ...]:
    """The provisions answered Partly or No, in the form's order."""
    return tuple(row for row in document.provisions if row.answer in (Answer.PARTLY, Answer.NO))


def sentences(document: Document) -> tuple[str, ...]:
    """The answers in plain sentences, without judgement."""
    short = not_met(document)
    found = [_size_sentence(document), _met_sentence(document)]
    found += [
        _naming(_with_answer(document, Answer.PARTLY), "is partly met", "are partly met"),
        _naming(_with_answer(document, Answer.NO), "is not met", "are not met"),
        _naming(
            _with_answer(document, Answer.NOT_APPLICABLE),
            "does not apply to the landlord",
            "do not apply to the landlord",
        ),
        _naming(_with_answer(document, ""), "is not yet answered", "are not yet answered"),
        _naming(
            [row for row in document.provisions if row.to_confirm],
            "has been carried forward from an earlier year and not confirmed, so it counts as not "
            "yet answered",
            "have been carried forward from an earlier year and not confirmed, so they count as "
            "not yet answered",
        ),
        _plans_sentence(short) if short else "",
    ]
    return tuple(sentence for sentence in found if sentence)


def _with_answer(document: Document, answer: str) -> list[ProvisionPart]:
    return [row for row in document.provisions if row.answer == answer]


def _of_level(document: Document, level: str) -> list[ProvisionPart]:
    return [row for row in document.provisions if row.level == level]


def _size_sentence(document: Document) -> str:
    musts, shoulds = (_of_level(document, level) for level in (Level.MUST, Level.SHOULD))
    size = len(musts) + len(shoulds)
    start = f"The {document.code.title} has {size} {_plural(size, 'provision')}"
    if musts and shoulds:
        should = f"{len(shoulds)} that it should meet"
        return f"{start}: {len(musts)} that a landlord must meet and {should}."
    verb = "must" if musts else "should"
    return f"{start}, {'which' if size == 1 else 'all of which'} a landlord {verb} meet."


def _met_sentence(document: Document) -> str:
    """How many are met of those that apply."""
    parts = []
    for level in (Level.MUST, Level.SHOULD):
        answers = [row.answer for row in _of_level(document, level)]
        applying = len(answers) - answers.count(Answer.NOT_APPLICABLE)
        if applying:
            parts.append(
                f"{answers.count(Answer.YES)} of the {applying} that it {level.value} meet"
            )
    if not parts:
        return ""
    some_do_not = _with_answer(document, Answer.NOT_APPLICABLE)
    start = "Of the provisions that apply to it, " if some_do_not else ""
    return f"{start}{document.landlord.name} meets {' and '.join(parts)}."


def _naming(provisions: Sequence[ProvisionPart], one: str, many: str) -> str:
    """How many provisions it is, and which; empty for none."""
    if not provisions:
        return ""
    size = len(provisions)
    start = f"{size} {_plural(size, 'provision')} {one if size == 1 else many}"
    # A half-filled draft would list dozens.
    if size > 20:
        return f"{start}."
    return f"{start}: {_listed([row.number for row in provisions])}."


def _plans_sentence(short: Sequence[ProvisionPart]) -> str:
    planned = sum(bool(row.action.strip()) for row in short)
    explained = sum(bool(row.alternative.strip()) and not row.action.strip() for row in short)
    parts = []
    if planned:
        parts.append(f"an action is planned for {planned}")
    if explained:
        parts.append(f"an alternative approach is explained for {explained}")
    if not parts:
        return ""
    if len(short) == 1:
        return f"{' and '.join(parts).removesuffix(' 1').capitalize()} it."
    return f"Of the {len(short)} provisions that are not fully met, {' and '.join(parts)}."


def _plural(size: int, word: str) -> str:
    return word if size == 1 else f"{word}s"


def _listed(words: Sequence[str]) -> str:
    """The words as a list in a sentence: "one", "one and two", "one, two and three"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
