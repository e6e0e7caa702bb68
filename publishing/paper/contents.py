"""The paper that takes a self-assessment to the governing body: frozen, and built in one place.

The officer's own words and what is computed are put together into parts of a few plain kinds of
block; page, PDF and Word walk those blocks, so that no two of them can disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assessments.completeness import Gap
from assessments.enums import Answer, State
from publishing.document import Document, charts, summary
from publishing.document import comparison as comparisons
from publishing.document.comparison import Comparison
from publishing.document.counts import ROUNDING
from publishing.document.facts import Fact, long_date, occasion
from publishing.paper import correction as corrections
from publishing.paper import gaps as earlier_gaps
from publishing.paper import tables as paper_tables
from publishing.paper.blocks import (
    Cell,
    Column,
    Drawing,
    Part,
    Row,
    Sentences,
    Source,
    Table,
    Typed,
    part,
)

# The recommendations that committees are asked to take; an officer picks and edits.
RECOMMENDATIONS: dict[str, str] = {
    "approve": (
        "That {body} approves the self-assessment against the {code} for {year} at Appendix A, "
        "for publication."
    ),
    "note": (
        "That {body} notes the self-assessment against the {code} for {year} at Appendix A, and "
        "gives its comments."
    ),
    "respond": "That {body} agrees its response, to be published alongside the self-assessment.",
    "appoint": "That {body} appoints the Member Responsible for Complaints.",
}


# What heads the whole form, behind the paper's parts.
APPENDIX = "Appendix A: the self-assessment"


@dataclass(frozen=True)
class PaperWords:
    """The officer's own words, as typed; what is empty is left out of the paper."""

    title: str = ""
    meeting: str = ""
    meeting_date: date | None = None
    report_of: str = ""
    author: str = ""
    written_on: date | None = None
    purpose: str = ""
    recommendation: str = ""
    background: str = ""
    outcome: str = ""
    changes: str = ""
    improvements: str = ""
    monitoring: str = ""
    financial: str = ""
    legal: str = ""
    equality: str = ""
    risk: str = ""
    other: str = ""
    conclusion: str = ""


@dataclass(frozen=True)
class EarlierAction:
    """An action of an earlier year's self-assessment that is still open.

    `year` is the one that promised it first, `repeated` are those that did so again; owner and
    date are the last that were told, `first_due` is the date before it was moved. `number` is the
    provision's in `code`, which is named where it is another than the paper's; `now` are the
    numbers in the paper's Code.
    """

    year: str
    number: str
    action: str
    owner: str
    due: date | None
    is_overdue: bool
    code: str = ""
    now: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    first_due: date | None = None


@dataclass(frozen=True)
class YearCounts:
    """The totals of one year's self-assessment, as `summary.totals` gives them."""

    label: str
    totals: tuple[summary.Count, ...]


@dataclass(frozen=True)
class CommitteePaper:
    """All that a paper is made of. `state` is the assessment's; `earlier_years` oldest first;
    `correction`: what differs from the version that the document corrects, if it does;
    `open_questions`: how many no one has closed. What they say is never in a paper.
    """

    document: Document
    words: PaperWords
    state: str
    comparison: Comparison | None = None
    gaps: tuple[Gap, ...] = ()
    earlier_actions: tuple[EarlierAction, ...] = ()
    earlier_years: tuple[YearCounts, ...] = ()
    correction: corrections.Correction | None = None
    open_questions: int = 0

    @property
    def title(self) -> str:
        return self.words.title.strip() or _usual_title(self.document)

    @property
    def mark(self) -> str:
        """What stands on every page of a paper that is not final; else empty."""
        if self.state == State.DRAFT:
            return "DRAFT – not yet sent for approval"
        if self.state == State.RETURNED:
            return "DRAFT – returned by the governing body, not yet sent for approval again"
        return "In review – not yet approved" if self.state == State.IN_REVIEW else ""


def names_in_recommendations(document: Document) -> dict[str, str]:
    """What the words of RECOMMENDATIONS call the governing body, the Code and the year."""
    body = _the(document.landlord.governing_body or "governing body")
    return {"body": body, "code": document.code.title, "year": document.year}


def usual_words(document: Document) -> PaperWords:
    """Sensible words for every part that needs some, to start from and edit; but for what the law
    says, and what is at risk, which is not the same of every Ombudsman's Code.
    """
    names = names_in_recommendations(document)
    body = names["body"]
    recommended = [RECOMMENDATIONS[key].format(**names) for key in ("approve", "respond")]
    return PaperWords(
        title=_usual_title(document),
        meeting=document.landlord.governing_body,
        purpose=_usual_purpose(document, body),
        recommendation="\n\n".join(recommended),
        background=_usual_background(document),
        financial="None arise directly from this report.",
        equality="The Code asks landlords to make complaining easy for everyone.",
    )


def _the(body: str) -> str:
    """ "Cabinet" is called by its name; "governing body" and "Board" have an article."""
    return body if body.startswith(("Cabinet", "Full Council")) else f"the {body}"


def _usual_title(document: Document) -> str:
    usual = f"{document.code_name} self-assessment {document.year}"
    if document.corrects_version is None:
        return usual
    return f"{usual}: correction of version {document.corrects_version}"


def _usual_purpose(document: Document, body: str) -> str:
    landlord, code = document.landlord.name, document.code
    if document.corrects_version is not None:
        return (
            f"To report what has to be corrected in version {document.corrects_version} of the "
            f"self-assessment of {landlord} against the {code.title} of the {code.publisher} for "
            f"{document.year}, and to ask {body} to approve the correction before it is published."
        )
    return (
        f"To report how {landlord} complies with the {code.title} of the {code.publisher}, and to "
        f"ask {body} to approve the self-assessment before it is published."
    )


def _usual_background(document: Document) -> str:
    sections = "\n".join(f"- {part.number}. {part.title}" for part in document.sections)
    return (
        f"The {document.code.publisher}’s {document.code.title} sets out how landlords handle "
        "complaints. Landlords assess themselves against it at least once a year, and publish the "
        f"self-assessment. Its form has {len(document.provisions)} provisions in "
        f"{len(document.sections)} sections:\n\n{sections}"
    )


def front(paper: CommitteePaper) -> tuple[Fact, ...]:
    """The lines below the paper's title; once approved, the meeting is that which approved it."""
    words, document = paper.words, paper.document
    approval = document.approval
    meeting, day = words.meeting, long_date(words.meeting_date)
    if approval:
        meeting, day = approval.body, long_date(approval.meeting_date)
    approved = f"By the {meeting}, {day}" if approval else ""
    lines = (
        Fact("Meeting", meeting),
        Fact("Date", day),
        Fact("Report of", words.report_of),
        Fact("Landlord", document.landlord.name),
        Fact("Code", f"{document.code.title}, {document.code.publisher}"),
        Fact("Year", document.year),
        *occasion(document),
        Fact("Status", str(State(paper.state).label)),
        Fact("Approved", approved),
        Fact("Questions", _open_questions(paper.open_questions)),
    )
    return tuple(fact for fact in lines if fact.text)


def _open_questions(number: int) -> str:
    """That questions are open, and how many; nothing where there are none."""
    return f"{number} question{' is' if number == 1 else 's are'} open" if number else ""


def parts(paper: CommitteePaper) -> tuple[Part, ...]:
    """The paper's parts in the order that committees use, each numbered, and so is each paragraph;
    empty parts are left out.

    What is missing comes first and has no number, so that the others keep theirs once it is done.
    """
    found: list[tuple[str, Iterable[Source]]] = [
        ("Purpose", _typed(paper.words.purpose)),
        ("Recommendation", _typed(paper.words.recommendation)),
        ("What is corrected", _corrected(paper)),
        ("Background", _typed(paper.words.background)),
        ("Outcome", _outcome(paper)),
        ("What is not fully met", _not_met(paper)),
        (_gaps_heading(paper), _gaps(paper)),
        ("Open actions of earlier years", _earlier(paper)),
        (_changes_heading(paper), _changes(paper)),
        ("Planned improvements to what is met", _improvements(paper)),
        ("Monitoring and benchmarking", _typed(paper.words.monitoring)),
        ("Implications", _implications(paper.words)),
        ("Other matters", _typed(paper.words.other)),
        ("Conclusion", _typed(paper.words.conclusion)),
        ("Author", _author(paper.words)),
    ]
    filled = [(heading, tuple(sources)) for heading, sources in found]
    kept = [(heading, sources) for heading, sources in filled if sources]
    numbered = (part(*one, number=str(n)) for n, one in enumerate(kept, 1))
    return (*_missing(paper), *numbered)


def _typed(text: str) -> tuple[Source, ...]:
    return (Typed(text),) if text.strip() else ()


def _corrected(paper: CommitteePaper) -> Iterator[Source]:
    if paper.correction:
        yield from corrections.blocks(paper.correction, paper.document)


def _missing(paper: CommitteePaper) -> Iterator[Part]:
    if not paper.gaps:
        return
    numbers = dict.fromkeys(gap.number for gap in paper.gaps)
    noun = "provision is" if len(numbers) == 1 else "provisions are"
    sentence = f"{len(numbers)} {noun} not complete yet."
    yield part("What is still missing", (Sentences((sentence,)), paper_tables.gaps(paper.gaps)))


def _outcome(paper: CommitteePaper) -> Iterator[Source]:
    yield from _typed(paper.words.outcome)
    yield Sentences(summary.sentences(paper.document))
    yield paper_tables.counts(paper.document)
    yield Sentences(tuple(filter(None, (ROUNDING, paper_tables.shortened(paper.document)))))
    for chart in charts.by_section(summary.rows(paper.document)):
        yield Drawing(chart)
    this = YearCounts(paper.document.year, summary.totals(paper.document))
    years = [(year.label, year.totals) for year in (*paper.earlier_years, this)]
    against_earlier = charts.by_year(years)
    if against_earlier:
        yield Drawing(against_earlier)
        yield paper_tables.years(years)


def _gaps_heading(paper: CommitteePaper) -> str:
    year = paper.comparison.before_year if paper.comparison else ""
    return earlier_gaps.HEADING.format(year=year)


def _gaps(paper: CommitteePaper) -> Iterator[Source]:
    if paper.comparison:
        yield from earlier_gaps.blocks(paper.comparison)


def _changes_heading(paper: CommitteePaper) -> str:
    since = paper.comparison.before_year if paper.comparison else ""
    return f"What changed since {since}" if since else "What changed"


def _changes(paper: CommitteePaper) -> Iterator[Source]:
    yield from _typed(paper.words.changes)
    if paper.comparison is None:
        return
    yield Sentences(comparisons.sentences(paper.comparison))
    if paper.comparison.moved:
        yield from paper_tables.marked(paper_tables.moves(paper.comparison))


def _not_met(paper: CommitteePaper) -> Iterator[Source]:
    rows = summary.not_met(paper.document)
    if rows:
        yield paper_tables.not_met(rows)
    else:
        yield Sentences(("No provision was answered No or Partly.",))


def _improvements(paper: CommitteePaper) -> Iterator[Source]:
    yield from _typed(paper.words.improvements)
    rows = [row for row in paper.document.provisions if row.answer == Answer.YES and row.action]
    if rows:
        yield paper_tables.improvements(rows)


def _earlier(paper: CommitteePaper) -> Iterator[Source]:
    actions = paper.earlier_actions
    if not actions:
        return
    overdue = sum(action.is_overdue for action in actions)
    noun = "action is" if len(actions) == 1 else "actions are"
    late = f", {overdue} of them overdue" if overdue else ", none of them overdue"
    yield Sentences((f"{len(actions)} {noun} open{late}.",))
    columns = (
        Column("Provision", 40),
        Column("Promised in", 18),
        Column("Owner", 22),
        Column("By", 20),
    )
    names = {row.number: row.numbered_title for row in paper.document.provisions}
    rows = tuple(row for action in actions for row in _earlier_rows(action, names))
    yield Table("Open actions of earlier years", columns, rows)


def _earlier_rows(action: EarlierAction, names: Mapping[str, str]) -> Iterator[Row]:
    due = long_date(action.due) or "No date"
    due += " (overdue)" if action.is_overdue else ""
    if action.first_due:
        due += f"\nFirst promised for {long_date(action.first_due)}"
    year = "\nagain in ".join((action.year, ", ".join(action.repeated)))
    texts = (_today(action, names), year if action.repeated else action.year, action.owner, due)
    yield Row(tuple(map(Cell, texts)))
    yield from paper_tables.below(4, ("Action", action.action))


def _today(action: EarlierAction, names: Mapping[str, str]) -> str:
    """Its provisions of today, and the numbers in the Code that it was promised under."""
    today = "\n".join(names.get(number, number) for number in action.now or (action.number,))
    return f"{today}\n({action.number} of the {action.code})" if action.code else today


def _implications(words: PaperWords) -> Iterator[Source]:
    for name in ("financial", "legal", "equality", "risk"):
        text = getattr(words, name)
        if text.strip():
            yield Typed(text, heading=name.capitalize())


def _author(words: PaperWords) -> Iterator[Source]:
    line = ", ".join(text for text in (words.author, long_date(words.written_on)) if text)
    if line:
        yield Sentences((line,))
