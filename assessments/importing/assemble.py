"""From matched rows to the result: a response for each provision, and what to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from assessments.enums import Answer
from assessments.importing.alignment.kinds import main_kinds, without_repeats
from assessments.importing.alignment.match import Match
from assessments.importing.answers import Reading, read_answer
from assessments.importing.headings import OWN_ROLES
from assessments.importing.own_labels import split_labels
from assessments.importing.result import Certainty, Found, ImportResult, Kind, Problem
from assessments.importing.rows.row import FormRow
from assessments.importing.texts import flat, fold, tidy
from assessments.importing.unplaced import content, offered, problems_of, quoted, short, unplaced
from assessments.importing.wording import Wording

Report = Callable[[str, Kind], None]
_RANK: dict[Certainty, int] = {"sure": 0, "likely": 1, "ask": 2}
# A kind of table that holds a smaller share of what the form's own holds is no rival of it.
_RIVAL = 0.7
# So few words beside an answer are a remark on it, and no evidence.
_NO_EVIDENCE = 3


def assemble(matches: Sequence[Match], wording: Wording, notes: tuple[str, ...]) -> ImportResult:
    """The result for one edition."""
    kept = _in_one_column(without_repeats(matches), wording)
    claims: dict[str, list[Match]] = defaultdict(list)
    for match in kept:
        if match.provision:
            claims[match.provision].append(match)
    problems: list[Problem] = []
    responses: list[Found] = []
    unasked = _never_answered(claims)
    counts = main_kinds(kept)
    for item in wording.provisions:
        if item.number in claims:
            match, found = _one(claims[item.number], counts, problems)
            responses.append(_response(match, found, problems, unasked))
    rest = unplaced(kept)
    offers = offered(rest, claims)
    problems += problems_of(rest, offers)
    missing = tuple(number.number for number in wording.provisions if number.number not in claims)
    if unasked:
        problems.insert(0, Problem("", "", _UNASKED, "form"))
    return ImportResult(
        edition=wording.code.edition,
        responses=tuple(responses),
        missing=missing,
        problems=tuple(problems),
        notes=notes,
        offers=tuple(_offer(number, match, unasked) for number, match in offers.items()),
    )


def _offer(number: str, match: Match, unasked: bool) -> Found:
    """What a row would give a provision that it may belong to."""
    asked = replace(match, provision=number, certainty="ask", doubt="")
    return _response(asked, match.row, [], unasked)


def _in_one_column(matches: list[Match], wording: Wording) -> list[Match]:
    """Where the Code's form has one column for texts, it is evidence, whatever its heading."""
    if len(wording.code.form.columns) > 4 or any(m.row.text("evidence") for m in matches):
        return matches
    return [
        replace(
            match,
            row=replace(
                match.row,
                texts={
                    **match.row.texts,
                    "evidence": match.row.text("commentary"),
                    "commentary": "",
                },
            ),
        )
        for match in matches
    ]


_UNDIVIDED = (
    "We could not tell what of this text is evidence and what is commentary, so we left out all of "
    "it: “{}”. Copy each part to its place."
)
_UNASKED = (
    "Every answer is “Yes / No”, as in a blank form. We have left all answers blank. Fill them in."
)


def _never_answered(claims: dict[str, list[Match]]) -> bool:
    """Whether the choice “Yes / No” still stands in every answer of the form."""
    texts = [match.row.text("answer") for each in claims.values() for match in each]
    filled = [text for text in texts if fold(text)]
    if len(filled) < 5 or not set(map(fold, filled)) <= {"yes no", "yes or no", "y n"}:
        return False
    # Boxes before Yes and No fold to the same words, and one of them may be ticked.
    return not any(read_answer(text).answer in (Answer.YES, Answer.NO) for text in filled)


def _one(
    claims: list[Match], counts: dict[str, int], problems: list[Problem]
) -> tuple[Match, FormRow]:
    """The row that counts where several name one provision: the form's, the surest, the first.

    A table of another kind that holds far fewer provisions (an older form) is no rival.
    """
    most = max(counts[match.row.kind] for match in claims)
    rivals = [match for match in claims if counts[match.row.kind] >= _RIVAL * most]
    chosen = min(rivals, key=lambda match: (_RANK[match.certainty], match.index))
    others = [match for match in rivals if _says_more(match.row, chosen.row)]
    problems += [_repeated(chosen, other) for other in others]
    return (replace(chosen, certainty="ask") if others else chosen), chosen.row


def _says_more(other: FormRow, chosen: FormRow) -> bool:
    """Whether a second row of one provision holds something else than the first."""
    return bool(content(other)) and content(other) != content(chosen)


def _repeated(chosen: Match, other: Match) -> Problem:
    message = (
        f"Provision {chosen.provision} appears twice with different content. We used "
        f"{chosen.row.where or 'the first'}. The other says: “{quoted(other.row)}”. Compare them."
    )
    return Problem(chosen.provision, other.row.where, message, "repeated")


def _response(match: Match, row: FormRow, problems: list[Problem], unasked: bool) -> Found:
    """One provision's response, with the problems that it has."""
    number = match.provision

    def problem(message: str, kind: Kind) -> None:
        problems.append(Problem(number, row.where, message, kind))

    _doubts(match, problem)
    for doubt in row.doubts:
        problem(doubt.message, "columns")
    asked = any(doubt.role == "answer" for doubt in row.doubts)
    written = flat(row.text("answer"))
    reading = Reading("") if unasked else read_answer(row.text("answer"))
    evidence = row.text("evidence")
    if reading.answer and len(reading.rest.split()) > _NO_EVIDENCE and not evidence.strip():
        evidence = reading.rest
    if not unasked and not asked:
        answer_problems(reading, written, problem)
    if row.undivided:
        problem(_UNDIVIDED.format(short(flat(row.undivided))), "undivided")
    texts, labelled = [tidy(evidence), tidy(row.text("commentary"))], dict[str, str]()
    if not row.has_action_column:
        texts, labelled = split_labels(*texts)
    own = {role: labelled.get(role) or tidy(row.text(role)) for role in OWN_ROLES}
    return Found(
        number=number,
        answer=reading.answer,
        evidence=texts[0],
        commentary=texts[1],
        answer_text=written,
        where=row.where,
        certainty=match.certainty,
        **own,
    )


def _doubts(match: Match, problem: Report) -> None:
    row, number = match.row, match.provision
    if match.doubt == "number":
        problem(
            f"The number is “{flat(row.number)}”, but the wording is that of {number}. We used "
            f"{number}. Check it.",
            "conflict",
        )
    elif match.doubt == "wording":
        problem(
            f"The number is {number}, but the wording is very different from the Code’s. Check "
            "that the answer belongs here.",
            "wording",
        )


def answer_problems(reading: Reading, written: str, problem: Report) -> None:
    """Says of an answer, as it was written, what a person should look at."""
    if not reading.sure:
        problem(
            f"We could not read the answer “{short(written)}”, so we left it blank.", "unreadable"
        )
    elif not reading.answer:
        problem("The form has no answer here.", "blank")
    elif reading.answer == Answer.PARTLY and reading.interpreted and not reading.rest:
        problem(f"We read the answer “{short(written)}” as Partly.", "interpreted")
    elif reading.rest:
        label = reading.answer.label
        problem(f"We read the answer “{short(written)}” as {label}.", "interpreted")
