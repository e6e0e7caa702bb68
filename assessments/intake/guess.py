"""Which year a form is for, as far as it says so: a guess that a person confirms."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from assessments.importing.result import ImportResult
from assessments.importing.years import YearHint, year_of_name
from assessments.intake.basis import taken_from
from assessments.intake.services import PASTED
from assessments.models import Assessment, ImportedFile
from codes.models import Code
from selfassess.common.financial_year import FinancialYear

# How many earlier years a form may be for; and how long before its Code came into force.
_MOST_YEARS, _BEFORE_THE_CODE = 10, 2


@dataclass(frozen=True)
class YearGuess:
    """A year to offer as the likely one, and from what it was guessed. `year`: none where nothing
    says it, or where that could as well mean another year.
    """

    year: FinancialYear | None
    why: str


def needs_year(imported: ImportedFile, result: ImportResult) -> bool:
    """Whether a person has to say first which year the form is for.

    Not of a file that was downloaded from this very self-assessment; and of a form that was sent
    to the record of an earlier year only where it seems to be another's.
    """
    assessment = imported.assessment
    if imported.was_imported or imported.form_year == assessment.year_start:
        return False
    if taken_from(result.taken_from, assessment.landlord) == assessment:
        return False
    if assessment.is_recorded:
        return guess_year(imported, result).year not in (None, assessment.year)
    return True


def offered_years(code: Code, assessment: Assessment) -> list[FinancialYear]:
    """The years that a form of the Code may be for, newest first: the assessment's own, where it is
    made against that Code, and earlier ones; of a record, later ones too.
    """
    newest = assessment.year_start - (assessment.code_id != code.pk)
    if assessment.is_recorded:
        newest = max(newest, FinancialYear.containing(timezone.localdate()).start)
    oldest = newest - _MOST_YEARS
    in_force = FinancialYear.containing(code.in_force_from).start - _BEFORE_THE_CODE
    starts = range(max(oldest, in_force) if in_force <= newest else oldest, newest + 1)
    return [FinancialYear(start) for start in reversed(starts)]


def guess_year(imported: ImportedFile, result: ImportResult) -> YearGuess:
    """What the file's name and the form say, or where the file was downloaded."""
    assessment = imported.assessment
    source = taken_from(result.taken_from, assessment.landlord)
    if source is not None:
        why = f"This file was downloaded from your self-assessment for {source.label}."
        return YearGuess(source.year, why)
    name = year_of_name(imported.name) if imported.name != PASTED else None
    return _of_hints(assessment.year, name, result.year)


def year_against(target: FinancialYear, name: str, result: ImportResult) -> YearHint | None:
    """What says that a form is for another year than the target, as far as nothing says that it is
    for that one: a financial year that is named, or a date in an earlier one.
    """
    hints = [hint for hint in (year_of_name(name), result.year) if hint]
    named = [hint for hint in hints if hint.is_named]
    if named:
        return next((hint for hint in named if hint.year != target), None)
    return next((hint for hint in hints if hint.year < target), None)


def _of_hints(own: FinancialYear, name: YearHint | None, text: YearHint | None) -> YearGuess:
    said = [(hint, words) for hint, words in ((name, _NAME), (text, _TEXT)) if hint]
    found = [pair for pair in said if pair[0].is_named] or said
    if not found:
        return YearGuess(None, "We could not find a year in the form or in the name of the file.")
    (hint, words), *others = found
    because = words.format(hint.said)
    for other, its_words in others:
        if other.start != hint.start:
            return YearGuess(None, _sentence(f"{because}, but {its_words.format(other.said)}."))
    if hint.year == own and not hint.is_named:
        return YearGuess(None, _sentence(f"{because}. That may be when it was written."))
    return YearGuess(hint.year, f"We think it is for {hint.year}, because {because}.")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


_NAME, _TEXT = "the file is called “{}”", "the form says “{}”"
