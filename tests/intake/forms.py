"""Old forms of the small Code of the factories, as a landlord would send them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import docx

from assessments.importing.result import Found, ImportResult, Problem, from_data
from assessments.intake import services
from assessments.models import Assessment, ImportedFile, Response
from codes.reading import read_folder
from publishing.formats import FORMATS
from publishing.making.drafts import Source
from tests.assessments.pages import Page

HEADINGS = ["Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary"]
CODES = Path(__file__).resolve().parent.parent.parent / "fixtures" / "codes"


def found(number: str, **values: str) -> Found:
    """One provision as the engine gives it; what is not said is blank."""
    texts = dict.fromkeys(
        (
            "answer",
            "evidence",
            "commentary",
            "action",
            "action_owner",
            "action_due",
            "alternative",
            "answer_text",
        ),
        "",
    )
    values = {"where": "page 2, table 1, row 3", "certainty": "sure"} | texts | values
    return Found(number=number, **values)


def result(*responses: Found, edition: str = "2024", problems: tuple[Problem, ...] = (), **more):
    missing = more.get("missing", ())
    offers, taken_from = more.get("offers", ()), more.get("taken_from", "")
    return ImportResult(
        edition, responses, missing, problems, (), taken_from, offers, more.get("year")
    )


def imported(officer, assessment: Assessment, *responses: Found, **more) -> ImportedFile:
    """A form that was sent and read, with this in it; for the assessment's own year."""
    file = sent(officer, assessment, *responses, **more)
    ImportedFile.objects.filter(pk=file.pk).update(form_year=assessment.year_start)
    return ImportedFile.objects.select_related("assessment__landlord").get(pk=file.pk)


def sent(
    officer, assessment: Assessment, *responses: Found, name: str = "Old form.docx", **more
) -> ImportedFile:
    """A form that was sent and read, with this in it; nobody was asked for which year it is."""
    file = services.keep(officer, assessment, b"An old form", name)
    ImportedFile.objects.filter(pk=file.pk).update(
        state="ready", result=result(*responses, **more).as_data()
    )
    return ImportedFile.objects.select_related("assessment__landlord").get(pk=file.pk)


def rows_of(edition: str, count: int | None = None) -> list[list[str]]:
    """The form of a real Code with every provision answered Yes."""
    codes = {code.edition: code for code in read_folder(CODES).codes}
    provisions = [
        provision for section in codes[edition].sections for provision in section.provisions
    ]
    return [
        [p.number, p.text, "Yes", f"Complaints policy, clause {p.number}", f"Why {p.number}"]
        for p in provisions[:count]
    ]


def comma_separated(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    return out.getvalue().encode()


def word(rows: list[list[str]]) -> bytes:
    document = docx.Document()
    document.add_heading("Self-assessment form", 0)
    table = document.add_table(rows=0, cols=len(HEADINGS))
    for row in [HEADINGS, *rows]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def taken_away(assessment: Assessment, name: str) -> bytes:
    """One of our own files of the draft, as the worker makes it."""
    now = Assessment.objects.select_related("landlord", "code", "body_response")
    return Source(now.get(pk=assessment.pk)).make(FORMATS[name])


def question(page: Page) -> dict[str, str]:
    """What the page that asks for the year would send: its last form is for another Code."""
    return page.forms[-2]


def of_this_year(file: ImportedFile) -> ImportedFile:
    """The form once its sender has said that it is for the assessment's own year."""
    file.refresh_from_db()
    ImportedFile.objects.filter(pk=file.pk).update(form_year=file.assessment.year_start)
    return file


def saved(assessment: Assessment, number: str = "5.10") -> Response:
    return assessment.responses.get(provision__number=number)


def choose(assessment: Assessment, file: ImportedFile, **choices: str) -> dict[str, str]:
    """What the preview sends: the versions, and for provisions like p5_10 the choice."""
    data = {"step": "save"}
    rows = assessment.responses.select_related("provision")
    for row in rows:
        data[f"version_{row.provision.number}"] = str(row.version)
    numbers = [item.number for item in from_data(file.result).responses]
    return data | {
        f"p{number}-choice": choices.get(f"p{number}".replace(".", "_"), "skip")
        for number in numbers
    }
