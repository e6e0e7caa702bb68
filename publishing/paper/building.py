"""Builds the committee paper of an assessment from what the database holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from assessments import completeness
from assessments.fields import NAMES
from assessments.models import Assessment, Citation
from assessments.queries import open_questions
from codes.data import OriginData
from codes.models import Code
from publishing.document import Document, ProvisionPart, stored, summary
from publishing.document.earlier import Earlier, compare_with, earlier_ones, origins
from publishing.models import PaperText, Publication
from publishing.paper.contents import (
    CommitteePaper,
    EarlierAction,
    PaperWords,
    YearCounts,
    usual_words,
)
from publishing.paper.correction import Correction, correction_of

# More years than that do not fit beside each other in a drawing.
_YEARS = 4
WORD_NAMES: tuple[str, ...] = tuple(field.name for field in fields(PaperWords))
_DATES = frozenset({"meeting_date", "written_on"})


def build_paper(assessment: Assessment, document: Document) -> CommitteePaper:
    """The paper on the assessment; `document` is what was built of it.

    The officer's words are those that are kept, or the usual ones. What is overdue is so on the
    day of publication, or today.
    """
    found = earlier_ones(assessment)
    own_year = assessment.year_start
    years = [row for row in found if row.year_start < own_year][:_YEARS]
    today = document.published_on or timezone.localdate()
    return CommitteePaper(
        document=document,
        words=words_of(assessment, document),
        state=assessment.state,
        comparison=compare_with(found[0], assessment.code, document) if found else None,
        gaps=_gaps(assessment, document),
        earlier_actions=tuple(_open_actions(found, assessment.code, document, today)),
        earlier_years=tuple(
            YearCounts(row.document.year, summary.totals(row.document)) for row in reversed(years)
        ),
        correction=_correction(assessment, document),
        open_questions=open_questions(assessment) if assessment.is_open else 0,
    )


def _correction(assessment: Assessment, document: Document) -> Correction | None:
    """What a correction corrects; None of any other."""
    if assessment.corrects_id is None:
        return None
    corrected = Publication.objects.select_related("withdrawal").get(
        assessment=assessment.corrects_id
    )
    before = stored.from_json(bytes(corrected.document))
    if corrected.is_withdrawn:
        return Correction(before.published_on, is_withdrawn=True)
    return correction_of(before, document)


def words_of(assessment: Assessment, document: Document) -> PaperWords:
    """The officer's words as they are kept; where none are, the usual ones."""
    kept = PaperText.objects.filter(assessment=assessment).first()
    return stored_words(kept) if kept else first_words(assessment, document)


def stored_words(kept: PaperText) -> PaperWords:
    """The words as they were typed."""
    words = {name: kept.words[name] for name in WORD_NAMES if name in kept.words}
    for name in _DATES & words.keys():
        words[name] = date.fromisoformat(words[name]) if words[name] else None
    return PaperWords(**words)


def stored_form(words: PaperWords) -> dict[str, str]:
    """The words as `PaperText` keeps them."""
    found = {name: getattr(words, name) or "" for name in WORD_NAMES}
    return {name: str(value) for name, value in found.items()}


def first_words(assessment: Assessment, document: Document) -> PaperWords:
    """The usual words, with what the assessment says of its meeting and of whose report it is."""
    officer = assessment.submitted_by_id or assessment.created_by_id
    holder = Membership.objects.filter(landlord=assessment.landlord, user=officer).first()
    family = assessment.code.family
    return replace(
        usual_words(document),
        legal=family.legal,
        risk=family.risk,
        meeting_date=assessment.meeting_date,
        report_of=holder.job_title if holder else "",
    )


def _gaps(assessment: Assessment, document: Document) -> tuple[completeness.Gap, ...]:
    """What is missing; nothing is required of what is only recorded."""
    if assessment.is_recorded:
        return ()
    single_text = document.code.has_single_text_column
    # Internal items count too, which the document does not have.
    citations = Citation.objects.of(assessment).order_by()
    cited = set(citations.values_list("response__provision__number", flat=True))
    return completeness.all_gaps(
        _filled(row, single_text, row.number in cited) for row in document.provisions
    )


def _filled(row: ProvisionPart, single_text: bool, cites: bool) -> completeness.Filled:
    return completeness.Filled(
        number=row.number,
        level=row.level,
        single_text=single_text,
        values={name: getattr(row, name) for name in NAMES} | {"answer": row.shown_answer},
        to_confirm=(row.to_confirm.year or "an earlier year") if row.to_confirm else "",
        cites=cites,
    )


def _came_of(links: Iterable[OriginData], numbers: Collection[str]) -> dict[str, list[str]]:
    """Which of these provisions came of each earlier one."""
    found: dict[str, list[str]] = {}
    for link in links:
        if link.to in numbers:
            for source in link.sources:
                found.setdefault(source, []).append(link.to)
    return found


def _met_in(later: Earlier, links: Iterable[OriginData]) -> Iterator[str]:
    """The earlier provisions of which all that came was met in a later self-assessment."""
    met = {row.number: row.is_met for row in later.document.provisions}
    for number, came in _came_of(links, met).items():
        if all(met[one] for one in came):
            yield number


def _open_actions(
    earlier: Iterable[Earlier], code: Code, document: Document, today: date
) -> list[EarlierAction]:
    """What was promised for requirements that have not been met since, the oldest promise first.

    A promise that is repeated word for word is told once.
    """
    found: list[EarlierAction] = []
    for promise in _promises(earlier, code, document, today):
        at = next((i for i, known in enumerate(found) if _is_again(known, promise)), None)
        if at is None:
            found.append(promise)
        else:
            found[at] = _merged(found[at], promise)
    return found


def _is_again(known: EarlierAction, promise: EarlierAction) -> bool:
    """Whether it is the same promise for the same requirement. A year may give it two dates."""
    is_later = promise.year not in (known.year, *known.repeated)
    return (
        _words(known.action) == _words(promise.action)
        and not set(known.now).isdisjoint(promise.now)
        and (is_later or known.due == promise.due)
    )


def _words(text: str) -> list[str]:
    return text.casefold().split()


def _merged(known: EarlierAction, again: EarlierAction) -> EarlierAction:
    """One promise of the two: where it began, with the owner and date that it has now."""
    changes: dict[str, Any] = {"now": tuple(dict.fromkeys((*known.now, *again.now)))}
    if again.year == known.year:
        changes["number"] = f"{known.number}, {again.number}"
    elif again.year not in known.repeated:
        changes["repeated"] = (*known.repeated, again.year)
    if again.due and again.due != known.due:
        changes |= {"due": again.due, "is_overdue": again.is_overdue}
        changes["first_due"] = known.first_due or known.due
    return replace(known, owner=again.owner or known.owner, **changes)


def _promises(
    earlier: Iterable[Earlier], code: Code, document: Document, today: date
) -> Iterator[EarlierAction]:
    """Every action of earlier years for a requirement that has not been met since."""
    links = cache(origins)
    years = sorted(earlier, key=lambda one: one.year_start)
    unmet = {row.number for row in document.provisions if not row.is_met}
    for index, one in enumerate(years):
        now = _came_of(links(one.code, code), unmet)
        done = {
            number
            for between in years[index + 1 :]
            for number in _met_in(between, links(one.code, between.code))
        }
        for row in one.document.provisions:
            if row.is_met or not row.action.strip() or row.number not in now.keys() - done:
                continue
            yield EarlierAction(
                year=one.document.year,
                number=row.number,
                action=row.action,
                owner=row.action_owner,
                due=row.action_due,
                is_overdue=row.action_due is not None and row.action_due < today,
                code=one.document.code.title if one.code != code else "",
                now=tuple(now[row.number]),
            )
