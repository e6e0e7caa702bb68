"""Our own files go out, are filled in elsewhere, and come back."""

from __future__ import annotations

import io
import itertools
import random
from datetime import date, timedelta

import docx
import pytest
from django.utils import timezone
from openpyxl import load_workbook

from assessments.carrying.services import carry_forward
from assessments.fields import FIELDS
from assessments.importing.sandbox import read_file
from assessments.intake import reading, services
from assessments.intake.basis import basis_of, moment_of
from assessments.intake.planning import ImportPlan, plan
from assessments.models import Assessment, ImportedFile, Response
from assessments.queries import responses_of
from selfassess.common.lighttext import normalise
from tests import factories
from tests.assessments.pages import Page
from tests.intake.forms import taken_away

LISTED = "Clause 4:\n\n- the leaflet (https://www.landlord.example/leaflet)\n- letters\n\nSigned."
WORD, EXCEL = "self-assessment.docx", "self-assessment.xlsx"
DATA = ["self-assessment.csv", "self-assessment.json"]
READ_BACK = [WORD, EXCEL, *DATA]


@pytest.fixture
def draft(cast, full_codes) -> Assessment:
    """Filled in as people do: lists, links, actions with their dates, and much still blank."""
    draft = factories.start(cast.officer, full_codes["2024"])
    due = timezone.localdate() + timedelta(days=200)
    factories.answer(cast.officer, draft, "1.2", answer="yes", evidence=LISTED)
    action = {"action": "Rewrite:\n\n- one\n- two", "action_owner": "Head of Housing"}
    factories.answer(
        cast.officer, draft, "1.3", answer="no", commentary=LISTED, action_due=due, **action
    )
    for number, title in (("1.2", "Complaints policy"), ("1.3", "=Minutes")):
        item = factories.make_item(cast.officer, title)
        factories.cite(cast.officer, draft, number, item, "4.2")
    factories.answer(cast.officer, draft, "1.4", answer="partly", alternative="Letters are sent.")
    return Assessment.objects.select_related("code", "landlord", "body_response").get(pk=draft.pk)


def changes_of(draft: Assessment, data: bytes, name: str) -> ImportPlan:
    """What the preview would show of the file."""
    responses = responses_of(draft)
    for response in responses:
        response.assessment = draft
    result = read_file(data, name)
    basis = basis_of(result.taken_from, draft, responses)
    return plan(result, responses, draft.code, timezone.localdate(), basis)


def edited(data: bytes, changes: dict[str, dict[str, str | None]], without: str = "") -> bytes:
    """The workbook after somebody typed into it, by number and column; and took a column out."""
    book = load_workbook(io.BytesIO(data))
    sheet = book["Self-assessment"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for cells in sheet.iter_rows(min_row=2):
        for column, text in changes.get(cells[0].value, {}).items():
            cells[columns[column] - 1].value = text
    if without:
        sheet.delete_cols(columns[without])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled_in(data: bytes, number: str, evidence: str) -> bytes:
    """The Word file after somebody replaced the evidence of one provision."""
    document = docx.Document(io.BytesIO(data))
    rows = [row for table in document.tables for row in table.rows if len(row.cells) == 5]
    row = next(row for row in rows if row.cells[0].text == number)
    row.cells[3].text = evidence
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def shown(planned: ImportPlan) -> dict[str, list[tuple[str, object]]]:
    """What the preview offers, by number."""
    return {row.number: [(c.name, c.after) for c in row.changes] for row in planned.rows}


@pytest.mark.parametrize("name", [WORD, EXCEL])
def test_what_comes_back_as_it_went_out_changes_nothing(cast, draft, name):
    data = taken_away(draft, name)
    factories.answer(cast.officer, draft, "1.2", answer="no", evidence="Changed since.")
    planned = changes_of(draft, data, name)
    assert planned.is_ours
    assert shown(planned) == {}
    assert len(planned.kept) == 72
    assert [entry.provision.number for entry in planned.meanwhile] == ["1.2"]


@pytest.mark.parametrize("name", [WORD, EXCEL])
@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_what_is_to_be_confirmed_comes_back_unchanged_and_still_to_be_confirmed(
    cast, full_codes, edition, name
):
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"])
    action = {"action": "Rewrite it", "action_owner": "Head of Housing"}
    factories.answer_all(cast.officer, recorded, {"1.3": {"answer": "no", **action}})
    draft = factories.start(cast.officer, full_codes[edition])
    carry_forward(cast.officer, draft, source=recorded.pk)
    factories.answer(cast.officer, draft, "1.2", answer="yes", evidence=LISTED)
    data = taken_away(draft, name)
    planned = changes_of(Assessment.objects.get(pk=draft.pk), data, name)
    assert planned.is_ours
    assert (shown(planned), [x.kind for x in planned.problems if x.kind != "blank"]) == ({}, [])
    assert len(planned.kept) == 72
    assert draft.responses.filter(to_confirm=True).count() > 40


AWKWARD = {
    "2.1": {"answer": "no", "evidence": "E", "action": "Write it"},
    "2.2": {"answer": "no", "evidence": "E", "action_owner": "Head of Housing"},
    "2.3": {"answer": "no", "evidence": "E", "action_due": date(2099, 5, 9)},
    "2.4": {"answer": "yes", "evidence": "Owner: us\nBy: letter", "commentary": "Alternative: no"},
    "2.5": {"answer": "yes", "evidence": "Action: we write", "commentary": "By: 1 May"},
    "3.1": {"answer": "yes", "evidence": "'Quoted' words", "commentary": "'90s"},
    "3.2": {"answer": "yes", "evidence": "_x000D_ and _x0041_", "commentary": "'-dash"},
    "3.3": {"answer": "yes", "evidence": "=SUM(A1)", "commentary": "+44 1632 960000"},
}


@pytest.mark.parametrize("name", [WORD, EXCEL])
@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_texts_that_look_like_something_else_come_back_as_they_were(
    cast, full_codes, edition, name
):
    started = factories.start(cast.officer, full_codes[edition])
    for number, values in AWKWARD.items():
        values = values | ({"commentary": ""} if edition == "2022" else {})
        factories.answer(cast.officer, started, number, **values)
    draft = Assessment.objects.select_related("code", "landlord").get(pk=started.pk)
    data = taken_away(draft, name)
    assert shown(changes_of(draft, data, name)) == {}
    result = read_file(data, name)
    assert {found.certainty for found in result.responses} == {"sure"}
    assert result.by_number()["2.2"].action_owner == "Head of Housing"
    assert result.by_number()["2.3"].action_due


def hostile_texts() -> list[str]:
    """What people type, by itself and mixed at random; always the same."""
    parts = [
        *(
            "=1+1",
            "'quoted'",
            "-",
            "- one\n- two",
            "+44 1632",
            "@home",
            "\ttabbed\tword",
            '"',
            '""',
        ),
        *("a, b; c", "\n", "\n\n", "• bullet", "o\titem", "1. first", "a. lettered", "<b>bold</b>"),
        *("&amp; <br>", "☒ Yes ☐ No", "Yes", "N/A", "5.10", "2026-09-30", "Action: none", "By: 1"),
        *("**bold** [link](https://a.example/b)", "\N{NO-BREAK SPACE}x", "\u200bzero", "| a | b |"),
        *(
            "{json}",
            "[1]",
            "é “ü” 🏠",
            "# title",
            "> quoted",
            "line\r\nline",
            "1.2",
            "landlord,year",
        ),
        *("  both ends  ", "not_applicable", "None", "TRUE", "\\n", "％＝1", "Owner: us"),
    ]
    chance = random.Random(11)
    mixed = [chance.choice(["", " ", "\n"]).join(chance.choices(parts, k=4)) for _ in range(100)]
    # More than a workbook's cell holds.
    long = ["🏠 " * 9_000, "_x0041_ and on " * 1_300]
    return ["", *long, *parts, *mixed]


def fill_with_hostile_texts(officer, draft: Assessment) -> None:
    """Every answer, and in every field one text after the other; some have no answer."""
    texts = itertools.cycle(hostile_texts())
    answers = itertools.cycle(["yes", "no", "partly", "not_applicable", ""])
    has_one_text = draft.code.has_single_text_column
    for day, response in enumerate(responses_of(draft)):
        typed = {name: next(texts) for name in ("evidence", "commentary", "action", "alternative")}
        typed |= {"commentary": ""} if has_one_text else {}
        owner = " ".join(next(texts).split())
        due = date(2099, 1, 1) + timedelta(days=day) if day % 2 else None
        values = typed | {
            "answer": next(answers),
            "action_owner": owner[:150].strip(),
            "action_due": due,
        }
        factories.answer(officer, draft, response.provision.number, **values)


@pytest.mark.parametrize("name", READ_BACK)
@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_whatever_was_typed_comes_back_as_nothing_changed(cast, full_codes, edition, name):
    started = factories.start(cast.officer, full_codes[edition])
    fill_with_hostile_texts(cast.officer, started)
    draft = Assessment.objects.select_related("code", "landlord").get(pk=started.pk)
    planned = changes_of(draft, taken_away(draft, name), name)
    assert shown(planned) == {}
    assert len(planned.kept) + len(planned.same) == 72
    assert {problem.kind for problem in planned.problems} <= {"blank"}


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_open_data_gives_an_empty_draft_every_text_exactly_as_typed(
    cast, full_codes, edition, name
):
    started = factories.start(cast.officer, full_codes[edition])
    fill_with_hostile_texts(cast.officer, started)
    typed = {row.provision.number: row.values() for row in responses_of(started)}
    result = read_file(taken_away(started, name), name)
    found = {
        item.number: {
            field.name: field.parse(normalise(getattr(item, field.name))) for field in FIELDS
        }
        for item in result.responses
    }
    assert (result.edition, result.missing) == (edition, ())
    assert found == {number: normalised(values) for number, values in typed.items()}
    assert {item.certainty for item in result.responses} == {"sure"}


def normalised(values: dict[str, object]) -> dict[str, object]:
    return {n: normalise(v) if isinstance(v, str) else v for n, v in values.items()}


def test_beside_a_line_that_looks_like_ours_only_what_was_changed_is_offered(cast, draft):
    factories.answer(cast.officer, draft, "2.2", evidence="Action: we write", action_owner="Ann")
    data = filled_in(taken_away(draft, WORD), "2.2", "Action: we write, and call")
    assert shown(changes_of(draft, data, WORD)) == {"2.2": [("action", "we write, and call")]}
    emptied = {"2.2": {"Owner": None}}
    changed = changes_of(draft, edited(taken_away(draft, EXCEL), emptied), EXCEL)
    assert shown(changed) == {"2.2": [("action_owner", "")]}


def test_what_was_changed_in_the_word_file_is_offered_and_nothing_else(cast, draft):
    data = filled_in(taken_away(draft, WORD), "1.2", "Policy, clause 5.")
    factories.answer(cast.officer, draft, "1.3", answer="yes")
    planned = changes_of(draft, data, WORD)
    assert shown(planned) == {"1.2": [("evidence", "Policy, clause 5.")]}
    assert not planned.rows[0].asks


def test_what_was_changed_in_the_workbook_is_offered_and_what_was_taken_out(cast, draft):
    rows = {"1.3": {"Comply: Yes / No": "Yes", "Action": None, "Owner": None, "By": None}}
    rows["1.6"] = {"Comply: Yes / No": "Partly", "Alternative": "By letter."}
    data = edited(taken_away(draft, EXCEL), rows)
    assert shown(changes_of(draft, data, EXCEL)) == {
        "1.3": [("answer", "yes"), ("action", ""), ("action_owner", ""), ("action_due", None)],
        "1.6": [("answer", "partly"), ("alternative", "By letter.")],
    }


def test_of_a_column_that_was_taken_out_nothing_is_taken_away(cast, draft):
    factories.answer(cast.officer, draft, "1.6", answer="yes", evidence="Another.")
    data = edited(taken_away(draft, EXCEL), {}, without="Evidence")
    planned = changes_of(draft, data, EXCEL)
    assert "evidence" not in {name for row in shown(planned).values() for name, _ in row}


def test_what_both_changed_is_put_to_the_person_and_the_same_change_is_none(cast, draft):
    rows = {"1.2": {"Evidence": "Theirs."}, "1.4": {"Evidence": "The same."}}
    data = edited(taken_away(draft, EXCEL), rows)
    factories.answer(cast.officer, draft, "1.2", answer="no", evidence="Ours.")
    factories.answer(
        cast.officer,
        draft,
        "1.4",
        answer="partly",
        evidence="The same.",
        alternative="Letters are sent.",
    )
    planned = changes_of(draft, data, EXCEL)
    (row,) = planned.rows
    assert (row.number, row.asks) == ("1.2", True)
    (change,) = row.changes
    assert (change.before, change.after, change.contested) == ("Ours.", "Theirs.", True)
    assert row.since.actor_name == "Olu Ficer"
    assert planned.same == ["1.4"]


def test_another_field_of_the_same_provision_is_no_conflict(cast, draft):
    data = edited(taken_away(draft, EXCEL), {"1.2": {"Evidence": "Theirs."}})
    factories.answer(cast.officer, draft, "1.2", answer="no", evidence=LISTED)
    (row,) = changes_of(draft, data, EXCEL).rows
    assert [(c.name, c.contested) for c in row.changes] == [("evidence", False)]
    assert row.response.answer == "no"


def test_answers_carried_over_since_count_as_changed_here(cast, full_codes):
    recorded = factories.record_elsewhere(cast.officer, full_codes["2024"])
    factories.answer(cast.officer, recorded, "1.2", answer="yes", evidence="Last year's.")
    draft = factories.start(cast.officer, full_codes["2024"])
    data = edited(taken_away(draft, EXCEL), {"1.2": {"Evidence": "Theirs."}})
    carry_forward(cast.officer, draft, source=recorded.pk)
    planned = changes_of(Assessment.objects.get(pk=draft.pk), data, EXCEL)
    assert [(row.number, row.is_contested) for row in planned.rows] == [("1.2", True)]
    assert planned.meanwhile[0].note == "From 2024-25, to be confirmed."


def test_a_file_of_another_self_assessment_is_compared_as_any_form(cast, draft, full_codes):
    other = factories.start(cast.officer, full_codes["2024"], 2024)
    planned = changes_of(other, taken_away(draft, EXCEL), EXCEL)
    assert not planned.is_ours
    assert list(shown(planned)) == ["1.2", "1.3", "1.4"]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda moment: "",
        lambda moment: "1/2",
        lambda moment: "9" * 60,
        lambda moment: moment[:-1] + ("1" if moment[-1] != "1" else "2"),
        lambda moment: moment.replace("/", "/9", 1),
    ],
)
def test_a_moment_that_is_none_of_the_history_is_no_basis(draft, tamper):
    moment = moment_of(draft)
    assert basis_of(moment, draft, responses_of(draft)) is not None
    assert basis_of(tamper(moment), draft, responses_of(draft)) is None


def test_a_history_with_a_gap_is_no_basis_for_that_provision(cast, draft):
    moment = moment_of(draft)
    factories.answer(cast.officer, draft, "1.2", answer="no")
    Response.objects.filter(assessment=draft, provision__number="1.2").update(answer="partly")
    basis = basis_of(moment, draft, responses_of(draft))
    assert "1.2" not in basis.values
    assert basis.values["1.3"]["answer"] == "no"


def test_the_history_leads_back_over_many_changes(cast, draft):
    moment = moment_of(draft)
    before = {row.provision.number: row.values() for row in responses_of(draft)}
    for number in ("1.3", "1.4", "1.3"):
        factories.answer(cast.officer, draft, number, answer="yes", evidence=f"At last {number}.")
    basis = basis_of(moment, draft, responses_of(draft))
    assert basis.values == before
    assert set(basis.since) == {"1.3", "1.4"}


# In the pages


def sent(member, draft: Assessment, data: bytes, name: str) -> ImportedFile:
    """The file, sent in and read."""
    file = services.keep(member, draft, data, name)
    reading.read(file.pk)
    return ImportedFile.objects.get(pk=file.pk)


def test_the_second_file_shows_what_the_first_changed(cast, draft, sign_in):
    data = taken_away(draft, EXCEL)
    mine = {"1.2": {"Evidence": "Nell’s."}, "1.6": {"Comply: Yes / No": "Yes"}}
    first = sent(cast.officer, draft, edited(data, mine), "Nell.xlsx")
    theirs = {"1.2": {"Evidence": "Bo’s."}, "2.2": {"Comply: Yes / No": "No"}}
    second = sent(cast.officer, draft, edited(data, theirs), "Bo.xlsx")
    officer = sign_in(cast.officer)
    page = Page(officer.get(first.get_absolute_url()))
    assert (
        "2 provisions have changed in the file. See below. 70 have not changed in the file"
        in page.text
    )
    assert "Nothing has changed here since then" in page.text
    form = page.form | {"p1.2-choice": "take", "p1.6-choice": "fill", "step": "save"}
    officer.post(first.get_absolute_url(), form)
    page = Page(officer.get(second.get_absolute_url()))
    page.assert_in_order()
    assert "1.2, by Olu Ficer" in page.text
    assert "Imported from Nell.xlsx" in page.text
    assert "Check these first" in page.text
    assert "Evidence: changed here and in the file" in page.text
    assert page.form["p1.2-choice"] == "skip"
    assert page.form["p2.2-choice"] == "fill"
    everything = Page(officer.get(f"{second.get_absolute_url()}?all=1"))
    assert "This compares the whole file" in everything.text
    assert "Evidence: different from what is here now" in everything.text


def test_a_choice_for_all_leaves_what_both_changed(cast, draft, sign_in):
    data = edited(taken_away(draft, EXCEL), {"1.2": {"Evidence": "Theirs."}})
    factories.answer(cast.officer, draft, "1.2", answer="yes", evidence="Ours.")
    file = sent(cast.officer, draft, data, "Theirs.xlsx")
    officer = sign_in(cast.officer)
    page = Page(officer.get(file.get_absolute_url()))
    page = Page(officer.post(file.get_absolute_url(), page.form | {"step": "take_all"}))
    assert page.form["p1.2-choice"] == "skip"


def test_a_text_taken_out_in_the_file_is_taken_out_here_where_the_person_says_so(
    cast, draft, sign_in
):
    data = edited(taken_away(draft, EXCEL), {"1.2": {"Evidence": None}})
    file = sent(cast.officer, draft, data, "Back.xlsx")
    officer = sign_in(cast.officer)
    page = Page(officer.get(file.get_absolute_url()))
    assert "Evidence: removed in the file" in page.text
    assert page.form["p1.2-choice"] == "skip"
    officer.post(file.get_absolute_url(), page.form | {"p1.2-choice": "take", "step": "save"})
    row = draft.responses.get(provision__number="1.2")
    assert (row.answer, row.evidence) == ("yes", "")
