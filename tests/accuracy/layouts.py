"""Layouts that landlords use, each a function from a form's content to a `Document`.

A layout says nothing of files: writers.py writes each of them in every format that can hold it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from tests.accuracy.document import (
    Block,
    Box,
    Cell,
    Document,
    Grid,
    Line,
    cell,
    heads,
    lines,
    paragraphs,
)
from tests.importing.content import Answered, Form, Piece
from tests.importing.markup import groups, section_title

MENU = ("Skip to main content", "Home", "Housing", "Complaints and feedback", "We use cookies")
FOOT = (
    "Last updated: 3 June 2024",
    "Was this page helpful?",
    "© Alderbrook Homes",
    "Accessibility",
)
# Other columns that landlords keep beside the answers, and what stands in them.
SIDE = {"RAG": "Green", "Score": "4", "Lead officer": "Head of Homes", "Review date": "May 2025"}

Content = Callable[[Form, Answered], list[Cell]]


def own_name(form: Form) -> str:
    return form.code.form.title


def official(form: Form, item: Answered) -> list[Cell]:
    """The cells of the official form."""
    found = [cell(item.number), cell(item.requirement), cell(item.written), Cell(item.evidence)]
    return found + [Cell(item.commentary)] * (form.columns == 5)


def _grid(form: Form, items: Iterable[Answered], names: Iterable[str], content: Content) -> Grid:
    return Grid((heads(names), *(tuple(content(form, item)) for item in items)))


def sections(
    form: Form, names: tuple[str, ...] = (), content: Content = official, *, stages: bool = True
) -> Document:
    """A table for each section, level and stage, as in the official form."""
    blocks: list[Block] = []
    for (section, level, stage), items in groups(form):
        title = section_title(form, section)
        blocks.append(Line(title, "heading"))
        own = form.code.form.must_heading if level == "must" else form.code.form.should_heading
        blocks += [Line(text, "stage") for text in (own, stage) if text and stages]
        grid = _grid(form, items, names or form.code.form.columns, content)
        blocks.append(replace(grid, name=title))
    return Document(own_name(form), tuple(blocks))


def one_table(
    form: Form,
    names: tuple[str, ...] = (),
    content: Content = official,
    *,
    titled: bool = True,
    headed: bool = True,
) -> Document:
    """One table for everything; sections and stages are rows over its whole width."""
    names = names or form.code.form.columns
    rows: list[tuple[Cell, ...]] = [heads(names)] * headed
    for (section, _, stage), items in groups(form):
        titles = (section_title(form, section), stage)
        rows += [(cell(text, wide=len(names)),) for text in titles if text and titled]
        rows += [tuple(content(form, item)) for item in items]
    return Document(own_name(form), (Grid(tuple(rows)),))


def repeated_headings(form: Form) -> Document:
    """The headings again after each fifth row."""
    grid = one_table(form).blocks[0]
    assert isinstance(grid, Grid)
    rows = list(grid.rows[:1])
    for index, row in enumerate(grid.rows[1:]):
        rows += [grid.rows[0], row] if index and index % 5 == 0 else [row]
    return Document(own_name(form), (Grid(tuple(rows)),))


def amid(form: Form) -> Document:
    """Section headings of the landlord's own amid the rows, in the first two columns."""
    rows = [heads(form.code.form.columns)]
    for (section, _, stage), items in groups(form):
        title = cell(section_title(form, section).split(": ")[1])
        rows.append((cell(f"Section {section}a"), title, *[Cell()] * (form.columns - 2)))
        if stage:
            rows.append((Cell(), cell(stage), *[Cell()] * (form.columns - 2)))
        rows += [tuple(official(form, item)) for item in items]
    return Document(own_name(form), (Grid(tuple(rows)),))


def _texts(form: Form, item: Answered) -> list[Cell]:
    return [Cell(item.evidence)] + [Cell(item.commentary)] * (form.columns == 5)


def _text_names(form: Form) -> tuple[str, ...]:
    return form.code.form.columns[3:]


def beside(form: Form) -> Document:
    """Other columns before, between and after the answers."""
    names = ("RAG", *form.code.form.columns[:2], "Lead officer", form.code.form.columns[2])
    names += (*_text_names(form), "Score", "Review date")

    def content(form: Form, item: Answered) -> list[Cell]:
        number, requirement, answer, *texts = official(form, item)
        side = [cell(SIDE[name]) for name in ("RAG", "Lead officer", "Score", "Review date")]
        return [side[0], number, requirement, side[1], answer, *texts, *side[2:]]

    return sections(form, names, content)


def own_order(form: Form) -> Document:
    """The landlord's own headings, the texts before the answer."""
    names = ("Ref", "What the Code says", "How we evidence this", "Our comments")
    names = (*names[: form.columns - 1], "Are we compliant?")

    def content(form: Form, item: Answered) -> list[Cell]:
        number, requirement, answer, *texts = official(form, item)
        return [number, requirement, *texts, answer]

    return one_table(form, names, content)


def two_years(form: Form, *, last_first: bool = True) -> Document:
    """Last year's answer beside this year's, which the headings name."""
    number, requirement, _, *texts = form.code.form.columns
    years = ("Comply 2024", "Comply 2025") if last_first else ("Comply 2025", "Comply 2024")

    def content(form: Form, item: Answered) -> list[Cell]:
        cells = official(form, item)
        old = cell({"yes": "No", "no": "Partially"}.get(item.answer, "Yes"))
        cells.insert(2 if last_first else 3, old)
        return cells

    return one_table(form, (number, requirement, *years, *texts), content)


def two_ombudsmen(form: Form) -> Document:
    """An answer for each of two Ombudsmen."""
    number, requirement, _, *texts = form.code.form.columns
    names = (number, requirement, "Housing Ombudsman: comply", "LGSCO: comply", *texts)
    return sections(form, names, _and_another_answer)


def two_answers(form: Form) -> Document:
    """Two columns of answers, and nothing says which one counts."""
    number, requirement, _, *texts = form.code.form.columns
    names = (number, requirement, "Comply (1)", "Comply (2)", *texts)
    return sections(form, names, _and_another_answer)


def _and_another_answer(form: Form, item: Answered) -> list[Cell]:
    cells = official(form, item)
    cells.insert(3, cell({"yes": "No"}.get(item.answer, "Yes")))
    return cells


_CHOICES = {"yes": "Yes", "no": "No", "partly": "Partly", "not_applicable": "N/A"}
# What landlords write into the column of the answer that they give.
_SAID = {
    "yes": "Yes we comply.",
    "no": "We do not comply.",
    "partly": "We comply in part.",
    "not_applicable": "This does not apply to us.",
}


def choices(form: Form, mark: str = "✓") -> Document:
    """A column for each answer, with a mark or words in one of them."""
    number, requirement, _, *texts = form.code.form.columns

    def content(form: Form, item: Answered) -> list[Cell]:
        first, second, _, *rest = official(form, item)
        marks = [cell((mark or _SAID[key]) if item.answer == key else "") for key in _CHOICES]
        return [first, second, *marks, *rest]

    return sections(form, (number, requirement, *_CHOICES.values(), *texts), content)


def yes_or_no(form: Form) -> Document:
    """A column for Yes and one for No; what is neither stands in the first."""
    number, requirement, _, *texts = form.code.form.columns

    def content(form: Form, item: Answered) -> list[Cell]:
        first, second, _, *rest = official(form, item)
        mark = {"yes": "✓", "partly": "Partial compliance", "not_applicable": "N/A"}
        marks = [mark.get(item.answer, ""), "✓" if item.answer == "no" else ""]
        return [first, second, *map(cell, marks), *rest]

    return sections(form, (number, requirement, "Yes", "No", *texts), content)


def boxes(form: Form, marks: str = "☒☐", count: int = 4) -> Document:
    """The choices in the answer's cell, a box before each, one of them marked."""
    shown = dict(list(_CHOICES.items())[:count])

    def content(form: Form, item: Answered) -> list[Cell]:
        cells = official(form, item)
        text = " ".join(f"{marks[key != item.answer]} {words}" for key, words in shown.items())
        cells[2] = cell(text)
        return cells

    return sections(form, content=content)


def number_and_requirement(form: Form) -> Document:
    """Number and requirement in one cell."""

    def content(form: Form, item: Answered) -> list[Cell]:
        _, requirement, *rest = official(form, item)
        first = Piece(f"{item.number} {requirement.pieces[0].text}")
        return [Cell((first, *requirement.pieces[1:])), *rest]

    names = ("Code provision and requirement", *form.code.form.columns[2:])
    return sections(form, names, content)


def responses(form: Form, how: str = "lines", colon: str = ":", *, bold: bool = False) -> Document:
    """Answer and texts behind labels in one cell: on lines, as a list, or in one paragraph."""

    def content(form: Form, item: Answered) -> list[Cell]:
        parts = _parts(form, item, SHORT)[1:]
        found = [_response(label + colon, pieces, how, bold) for label, pieces in parts if pieces]
        pieces = tuple(piece for part in found for piece in part)
        if how == "run":
            pieces = (Piece(" ".join(piece.flat for piece in pieces)),)
        return [cell(item.number), cell(item.requirement), Cell(pieces)]

    return sections(form, ("Code provision", "Code requirement", "Our response"), content)


def _response(label: str, pieces: tuple[Piece, ...], how: str, bold: bool) -> tuple[Piece, ...]:
    """One part of a response behind its label, or below it where it is no plain text."""
    first = pieces[0]
    kind = "bullet" if how == "items" else "paragraph"
    if how == "below" or first.kind != "paragraph":
        return (Piece(label, kind, lead=label * bold), *pieces)
    return (Piece(f"{label} {first.text}", kind, lead=label * bold), *pieces[1:])


def merged_sections(form: Form) -> Document:
    """The section in a merged column to the left of its rows."""
    rows = [heads(("Theme", *form.code.form.columns))]
    for section, group in groupby(form.responses, key=lambda item: item.section):
        items = list(group)
        theme = cell(section_title(form, section).split(": ")[1], deep=len(items))
        for index, item in enumerate(items):
            rows.append((*[theme] * (not index), *official(form, item)))
    return Document(own_name(form), (Grid(tuple(rows)),))


def merged_texts(form: Form) -> Document:
    """Where there is no commentary, the evidence is merged over its column."""

    def content(form: Form, item: Answered) -> list[Cell]:
        cells = official(form, item)
        if form.columns == 5 and not item.commentary:
            cells[3:] = [replace(cells[3], wide=2)]
        return cells

    return sections(form, content=content)


def hidden_column(form: Form) -> Document:
    """A column of an earlier answer that nobody sees."""
    names = list(form.code.form.columns)
    names.insert(2, names[2])

    def content(form: Form, item: Answered) -> list[Cell]:
        cells = official(form, item)
        cells.insert(2, cell("No" if item.answer == "yes" else "Yes"))
        return cells

    document = one_table(form, tuple(names), content, titled=False)
    grid = document.blocks[0]
    assert isinstance(grid, Grid)
    return replace(document, blocks=(replace(grid, hidden=frozenset((2,))),))


PLACEHOLDER = Piece("Click or tap here to enter text.")


def placeholders(form: Form) -> Document:
    """Word's own words where nobody typed anything."""

    def content(form: Form, item: Answered) -> list[Cell]:
        number, requirement, answer, *texts = official(form, item)
        answer = answer if item.written else cell("Choose an item.")
        return [number, requirement, answer, *(Cell(t.pieces or (PLACEHOLDER,)) for t in texts)]

    return sections(form, content=content)


def empty(form: Form) -> Document:
    """The official form before anybody answered."""
    return sections(emptied(form))


def plainly(form: Form) -> Form:
    """The same form, every answer of which is Yes or No."""
    rows = [
        item if item.answer in ("yes", "no") else replace(item, written="Yes", answer="yes")
        for item in form.responses
    ]
    return replace(form, responses=tuple(rows))


def emptied(form: Form) -> Form:
    """The same form without a single answer."""
    rows = [
        replace(item, written="", answer="", evidence=(), commentary=()) for item in form.responses
    ]
    return replace(form, responses=tuple(rows))


Labels = tuple[str, str, str, str, str]
OFFICIAL: Labels = (
    "Code provision", "Code requirement", "Comply", "Evidence", "Commentary / explanation",
)  # fmt: skip
SHORT: Labels = ("Provision", "Requirement", "Comply", "Evidence", "Commentary")
OWN: Labels = ("Provision", "Requirement", "Do we comply?", "How we evidence this", "Our comments")


def _parts(form: Form, item: Answered, labels: Labels) -> list[tuple[str, tuple[Piece, ...]]]:
    texts = [paragraphs(item.requirement), paragraphs(item.written), item.evidence, item.commentary]
    return list(zip(labels[1:], texts, strict=True))[: form.columns - 1]


def _labelled(
    form: Form, item: Answered, labels: Labels, colon: str, inline: bool
) -> tuple[Block, ...]:
    blocks: list[Block] = [Line(f"{labels[0]} {item.number}", "provision")]
    for label, pieces in _parts(form, item, labels):
        # A bullet or a link cannot follow its label on the same line.
        first = pieces[0] if pieces and pieces[0].kind == "paragraph" and inline else None
        rest = first.text if first else ""
        blocks += [Line(label + colon, "label", rest), *lines(pieces[1:] if first else pieces)]
    return tuple(blocks)


def labelled(
    form: Form,
    labels: Labels = OFFICIAL,
    colon: str = ":",
    *,
    inline: bool = True,
    box: str = "",
) -> Document:
    """No tables: each provision under its heading, its parts behind labels."""
    blocks: list[Block] = []
    for (section, _, stage), items in groups(form):
        blocks.append(Line(section_title(form, section), "heading"))
        blocks += [Line(stage, "stage")] * bool(stage)
        for item in items:
            parts = _labelled(form, item, labels, colon, inline)
            blocks += [Box(parts, box)] if box else parts  # type: ignore[arg-type]
    return Document(own_name(form), tuple(blocks))


def numbered_paragraphs(form: Form) -> Document:
    """Each requirement a paragraph behind its number in bold, then bold labels without colons."""
    blocks: list[Block] = []
    for (section, _, stage), items in groups(form):
        blocks.append(Line(section_title(form, section), "heading"))
        blocks += [Line(stage, "stage")] * bool(stage)
        for item in items:
            first, *rest = item.requirement.split("\n")
            blocks += [Line(item.number, "label", first), *lines(paragraphs("\n".join(rest)))]
            blocks += _labelled(form, item, OFFICIAL, "", True)[1:][_requirement_lines(item) :]
    return Document(own_name(form), tuple(blocks))


def _requirement_lines(item: Answered) -> int:
    return len(paragraphs(item.requirement))


def cards(form: Form, labels: Labels = OFFICIAL) -> Document:
    """A small table for each provision, labels on the left."""
    grids = []
    for item in form.responses:
        rows = [(cell(labels[0], head=True), cell(item.number))]
        rows += [(cell(label, head=True), Cell(pieces)) for label, pieces in
                 _parts(form, item, labels)]  # fmt: skip
        grids.append(Grid(tuple(rows)))
    return Document(own_name(form), tuple(grids))


def table_a_provision(form: Form) -> Document:
    """A table with headings and one row for each provision, under its own heading."""
    blocks: list[Block] = []
    for item in form.responses:
        blocks.append(Line(f"Provision {item.number}", "provision"))
        blocks.append(_grid(form, [item], form.code.form.columns, official))
    return Document(own_name(form), tuple(blocks))


def accordion(form: Form, kind: str = "details") -> Document:
    """The official tables, each folded below its section's title."""
    blocks: list[Block] = []
    for (section, _, stage), items in groups(form):
        title = Line(" – ".join(filter(None, (section_title(form, section), stage))), "heading")
        grid = _grid(form, items, form.code.form.columns, official)
        blocks.append(Box((title, grid), kind))  # type: ignore[arg-type]
    return Document(own_name(form), tuple(blocks))


def a_page(form: Form) -> Document:
    """One page of a site that gives each section a page: its table amid the page's chrome."""
    return replace(sections(one_section(form)), before=MENU, after=FOOT)


def a_labelled_page(form: Form) -> Document:
    """One page of such a site, with labels instead of a table."""
    page = labelled(one_section(form), OWN, "", inline=False)
    return replace(page, before=MENU, after=FOOT)


def one_section(form: Form, number: str = "") -> Form:
    """A form's smallest section of more than three provisions, or the one of that number."""
    sizes = {
        section: sum(item.section == section for item in form.responses)
        for section in {item.section for item in form.responses}
    }
    chosen = number or min((s for s in sizes if sizes[s] > 3), key=lambda s: (sizes[s], s))
    kept = tuple(item for item in form.responses if item.section == chosen)
    return replace(form, responses=kept)


def appendix(form: Form) -> Document:
    """The form as an appendix of a report, whose text speaks of provisions too."""
    report: tuple[Block, ...] = (
        Line("Annual complaints performance and service improvement report", "heading"),
        Line("We handled 412 complaints, 23% more than in the year before."),
        Line("We answered 94.5% of them in time. Section 5.1 of our policy sets out how."),
        Line("Actions", "heading"),
        Grid((
            heads(("Provision", "Action", "Owner", "Due")),
            tuple(map(cell, (form.responses[0].number, "Rewrite the letter", "Head of Homes",
                             "31/03/2025"))),
        )),
        Line("Appendix 2", "heading"),
    )  # fmt: skip
    return replace(sections(form), title="Annual report", blocks=report + sections(form).blocks)


@dataclass(frozen=True)
class Layout:
    """`content` is what an import should find of the form, where the layout leaves some out.

    `placed`: only the column of an answer says what it means, and a text without columns has none.
    `unnamed`: nothing says which of two answers counts, so it may stay blank.
    """

    name: str
    lay: Callable[[Form], Document]
    content: Callable[[Form], Form] = lambda form: form
    only: frozenset[str] = frozenset()
    placed: bool = False
    unnamed: bool = False


LAYOUTS = (
    Layout("official", sections),
    Layout("one table", one_table),
    Layout("no headings", partial(one_table, titled=False, headed=False)),
    Layout("headings repeated", repeated_headings),
    Layout("section rows amid", amid),
    Layout("RAG, score, owner, date", beside),
    Layout("own headings and order", own_order),
    Layout("two years, last first", two_years, placed=True),
    Layout("two years, this first", partial(two_years, last_first=False), placed=True),
    Layout("two Ombudsmen", two_ombudsmen, placed=True),
    Layout("two answers, unnamed", two_answers, placed=True, unnamed=True),
    Layout("ticks", choices, placed=True),
    Layout("Wingdings ticks", partial(choices, mark="\uf0fc"), placed=True),
    Layout("Yes/No columns with words", partial(choices, mark="")),
    Layout("boxes in the answer's cell", boxes),
    Layout("two boxes in the answer's cell", partial(boxes, count=2), plainly),
    Layout("Wingdings boxes", partial(boxes, marks="\uf0fe\uf0a8")),
    Layout("number and requirement in one", number_and_requirement),
    Layout("merged sections", merged_sections),
    Layout("merged texts", merged_texts),
    Layout("hidden column", hidden_column, only=frozenset(("web", "Word", "Excel"))),
    Layout("placeholders", placeholders),
    Layout("empty form", empty, emptied),
    Layout("labels with colons", labelled),
    Layout("labels without colons", partial(labelled, colon="")),
    Layout("labels on their own lines", partial(labelled, labels=OWN, colon="", inline=False)),
    Layout("numbered paragraphs, bold labels", numbered_paragraphs),
    Layout("article a provision", partial(labelled, labels=OWN, colon="", inline=False,
                                          box="article"), only=frozenset(("web",))),
    Layout("card a provision", cards),
    Layout("card a provision, own labels", partial(cards, labels=OWN)),
    Layout("table a provision", table_a_provision),
    Layout("accordion, details", accordion, only=frozenset(("web",))),
    Layout("accordion, hidden", partial(accordion, kind="hidden"), only=frozenset(("web",))),
    Layout("a page a section", a_page, one_section),
    Layout("a labelled page a section", a_labelled_page, one_section),
    Layout("appendix of a report", appendix),
    Layout("Yes/No columns with Partly", yes_or_no, placed=True),
    Layout("response cell", responses),
    Layout("response cell, bold", partial(responses, colon="", bold=True)),
    Layout("response cell, plain", partial(responses, colon="")),
    Layout("response cell, labels above", partial(responses, how="below", colon="")),
    Layout("response cell, list", partial(responses, how="items")),
    Layout("response cell, one paragraph", partial(responses, how="run")),
    Layout("response cell, run on", partial(responses, how="run", colon="")),
)  # fmt: skip
