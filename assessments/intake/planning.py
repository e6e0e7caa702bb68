"""What an import would change: what was found beside what is in the assessment now. No writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from assessments.batches.planning import FieldChange, Planned
from assessments.completeness import is_blank
from assessments.enums import Answer
from assessments.fields import BY_NAME, FIELDS, NAMES, OWN, Kind, Value, Values, fields_of
from assessments.importing.own_labels import split_labels
from assessments.importing.report import Rest, beside
from assessments.importing.result import Found, ImportResult, Problem
from assessments.importing.texts import flat, paragraphs, tidy
from assessments.intake.basis import Basis
from assessments.models import HistoryEntry, Response
from assessments.presenters.words import first_words
from codes.models import Code
from selfassess.common.lighttext import normalise

_SURE = {
    "sure": "Good match: the number and wording match",
    "likely": "Likely match: only the number or the wording matches",
    "ask": "Not sure: you need to decide",
}
_ASKED = frozenset({"conflict", "repeated"})
_NOT_USED = frozenset({"cut", "undivided"})
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True)
class ImportRow(Planned):
    """One provision that was found: what differs from now, and what to look at.

    `since`: the last change of it here after the file was downloaded.
    """

    found: Found
    problems: list[Problem]
    since: HistoryEntry | None = None
    # What else the form has at this place, that is in none of the fields.
    rest: Rest | None = None

    @property
    def first_words(self) -> str:
        """The beginning of the requirement."""
        return first_words(self.response.provision.text)

    @property
    def asks(self) -> bool:
        """Whether a person has to decide: we import none of it unless they say so."""
        return (
            self.is_contested
            or self.found.certainty == "ask"
            or any(problem.kind in _ASKED for problem in self.problems)
        )

    @property
    def is_contested(self) -> bool:
        """Whether the file and someone here changed the same field."""
        return any(change.contested for change in self.changes)

    @property
    def is_unread(self) -> bool:
        """Whether the form has an answer that could not be read."""
        return bool(self.found.answer_text) and not self.found.answer

    @property
    def has_rest(self) -> bool:
        """Whether a text that may belong here is in none of the fields."""
        is_told = any(problem.kind in _NOT_USED for problem in self.problems)
        return is_told or (self.rest is not None and not self.rest.in_columns)

    @property
    def answer_in_words(self) -> str:
        """The answer that was found, in a word or two."""
        return Answer(self.found.answer).label if self.found.answer else "no answer"

    @property
    def how_sure(self) -> str:
        return _SURE[self.found.certainty]


@dataclass(frozen=True)
class ImportPlan:
    """What differs, what is already the same, and what concerns no provision that was found.

    Of a file that was downloaded from here: `kept` says what it leaves as it was then, and
    `meanwhile` what was changed here since.
    """

    rows: list[ImportRow]
    same: list[str]
    problems: list[Problem]
    is_ours: bool = False
    kept: list[str] = field(default_factory=list)
    meanwhile: list[HistoryEntry] = field(default_factory=list)


def plan(
    result: ImportResult,
    responses: Iterable[Response],
    code: Code,
    today: date,
    basis: Basis | None = None,
) -> ImportPlan:
    """What was found beside the assessment's responses, in the form's order.

    With a `basis`, what the assessment said when the file was downloaded, only what the file
    changed since then counts.
    """
    found = {offer.number: offer for offer in result.offers} | result.by_number()
    was = _as_written(basis, result, code) if basis else {}
    made = ImportPlan([], [], [], is_ours=basis is not None)
    placed = set()
    for response in responses:
        number = response.provision.number
        since = basis.since.get(number) if basis else None
        if since:
            made.meanwhile.append(since)
        if number not in found:
            continue
        changes, is_kept = _changes(found[number], response, code, today, was.get(number))
        rest = beside(result, found[number])
        if changes or (basis is None and _is_missing(rest, response)):
            problems = [problem for problem in result.problems if problem.provision == number]
            made.rows.append(ImportRow(response, changes, found[number], problems, since, rest))
            placed.add(number)
        else:
            (made.kept if is_kept else made.same).append(number)
    made.problems.extend(
        item
        for item in result.problems
        # Of our own file only what was changed in it counts.
        if item.provision not in placed and (basis is None or item.kind != "cut")
    )
    return made


def _is_missing(rest: Rest | None, response: Response) -> bool:
    """Whether a text that could not be placed is still nowhere in the response."""
    if rest is None or rest.in_columns:
        return False
    here = " ".join(flat(str(text or "")) for text in response.values().values())
    return any(flat(item.text) not in here for item in rest.texts)


def _changes(
    found: Found, response: Response, code: Code, today: date, was: Values | None
) -> tuple[list[FieldChange], bool]:
    """What the form changes, and whether it leaves all as it was when it was downloaded.

    Without `was` a blank in the form removes nothing; with it, a blank where there was text means
    that the text was removed.
    """
    now = response.values()
    changes, is_kept = [], was is not None
    values = _found_values(found, code)
    written = _as_read(values, was, code)
    for name, value in values.items():
        if _is_as_written(name, value, written):
            continue
        is_kept = False
        if _differs(now[name], value):
            after, problem = _possible(name, value, response, today)
            contested = was is not None and was[name] != now[name]
            label = BY_NAME[name].label_in(code)
            changes.append(FieldChange(name, label, now[name], after, problem, contested))
    return changes, is_kept


def _as_read(found: Mapping[str, str], was: Values | None, code: Code) -> Values | None:
    """What an unchanged file would be read as: as it was written; or of our Word file, where
    lines that someone typed look like our own labelled lines, as those are read.
    """
    if was is None or not set(found) <= set(was):
        return was
    single = code.has_single_text_column
    evidence, commentary = (str(was[name] or "") for name in ("evidence", "commentary"))
    lines = [
        f"{field.short}: {field.in_words(was[field.name])}" for field in OWN if was[field.name]
    ]
    texts = [paragraphs([evidence, commentary]), ""] if single else [evidence, commentary]
    last = 0 if single else 1
    texts[last] = paragraphs([texts[last], *lines])
    rest, labelled = split_labels(*map(tidy, texts))
    in_word: Values = {**was, "evidence": rest[0], "commentary": rest[1]} | {
        field.name: labelled.get(field.name, "") for field in OWN
    }
    return max((was, in_word), key=lambda values: _agreeing(found, values))


def _agreeing(found: Mapping[str, str], written: Values) -> int:
    return sum(_is_as_written(name, value, written) for name, value in found.items())


def _is_as_written(name: str, found: str, was: Values | None) -> bool:
    """Whether the form itself says nothing in this field."""
    if was is None:
        return not found
    if not found and is_blank(str(was.get(name) or "")):
        return True
    return not _differs(was[name], found)


def _as_written(basis: Basis, result: ImportResult, code: Code) -> dict[str, Values]:
    """What the file said when it was downloaded, as far as it can have been changed in it.

    A text that two provisions had or more, and that none has in the file, is a column that was
    removed or cannot be read, and not that many texts.
    """
    read = [_found_values(found, code) for found in result.responses]
    written: dict[str, Values] = {}
    lost = {
        name
        for name in NAMES
        if not any(values.get(name) for values in read)
        and sum(not is_blank(str(values[name] or "")) for values in basis.values.values()) > 1
    }
    for number, values in basis.values.items():
        written[number] = {name: value for name, value in values.items() if name not in lost}
    return written


def _found_values(found: Found, code: Code) -> dict[str, str]:
    """What the form holds, by the names of `fields.FIELDS`; what it leaves blank is empty.

    What it has no place for is left out, and an answer that is there but cannot be read.
    """
    texts = {field.name: str(getattr(found, field.name)) for field in fields_of(code)}
    texts |= {f.name: " ".join(texts[f.name].split()) for f in FIELDS if f.kind is Kind.LINE}
    if code.has_single_text_column:
        texts["evidence"] = paragraphs([found.evidence, found.commentary])
    if found.answer_text and not found.answer:
        del texts["answer"]
    return {name: "" if is_blank(text) else normalise(text) for name, text in texts.items()}


def _differs(now: Value, found: str) -> bool:
    if isinstance(now, date):
        return _date(found) != now
    return flat(str(now or "")) != flat(found)


def _possible(name: str, found: str, response: Response, today: date) -> tuple[Value, str]:
    """The value to save, and why it cannot be taken as it is: then a person has to edit it."""
    field = BY_NAME[name]
    if not found:
        return field.blank, ""
    if field.kind is Kind.DATE:
        due = _date(found)
        if due is None:
            return None, f"We could not read the date “{found}”. Enter the date."
        if due < today and not response.assessment.is_recorded:
            return due, f"The date “{found}” has passed. Enter a date in the future."
        return due, ""
    reason = field.too_long(found)
    return found, f"It has {reason} Shorten it." if reason else ""


def _date(text: str) -> date | None:
    """A day as forms write it; None for what cannot be read."""
    for pattern in _DATES:
        try:
            return datetime.strptime(" ".join(text.split()), pattern).date()
        except ValueError:
            continue
    return None
