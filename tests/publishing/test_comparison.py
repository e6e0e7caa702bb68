"""What changed between two self-assessments, within a Code and from one Code to the next."""

from datetime import date
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from openpyxl import load_workbook

from codes.enums import Change
from publishing.document.comparison import compare, sentences
from publishing.paper.contents import parts
from publishing.presentation import DRAFT
from publishing.render.xlsx import render_xlsx
from publishing.render.xlsx_lists import CHANGES
from selfassess.common.worddiff import Kind, Piece
from tests.publishing import forms, papers


def _rows(before, after, origins=None):
    return {row.after.number: row for row in compare(before, after, origins).rows}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("no", "partly", "better"),
        ("partly", "yes", "better"),
        ("yes", "partly", "worse"),
        ("partly", "no", "worse"),
        ("yes", "not_applicable", "sideways"),
        ("not_applicable", "no", "sideways"),
        ("", "yes", "sideways"),
        ("yes", "", "open"),
        ("yes", "yes", "same"),
    ],
)
def test_an_answer_gets_better_worse_or_neither(before, after, kind):
    rows = _rows(
        forms.make(answers={"1.2": {"answer": before}}),
        forms.make(answers={"1.2": {"answer": after}}),
    )
    assert rows["1.2"].kind == kind
    assert rows["1.3"].kind == "same"


def test_across_codes_each_provision_meets_the_one_it_comes_from():
    before = forms.make(
        "2022",
        {"1.8": {"answer": "no", "evidence": "Old words."}, "4.14": {"answer": "yes"}},
        year="2023-24",
    )
    comparison = compare(before, forms.make(), forms.origins())
    rows = {row.after.number: row for row in comparison.rows}
    assert len(rows) == 72
    assert [row.number for row in rows["2.2"].before] == ["1.8", "4.14"]
    assert (rows["2.2"].answer_before, rows["2.2"].kind) == ("No", "better")
    assert rows["2.2"].change == Change.STRENGTHENED
    assert (rows["2.3"].kind, rows["2.3"].before) == ("new", ())
    dropped = [part.provision.number for part in comparison.dropped]
    assert sorted(dropped) == sorted(forms.codes().correspondences[0].dropped)


def test_both_years_words_are_there_with_their_differences():
    before = forms.make(answers={"1.2": {"answer": "yes", "evidence": "We always ring back."}})
    after = forms.make(answers={"1.2": {"answer": "yes", "evidence": "We ring back in a day."}})
    texts = {text.label: text for text in _rows(before, after)["1.2"].texts}
    assert not texts["Requirement"].has_changed
    assert (texts["Evidence"].before, texts["Evidence"].after) == (
        "We always ring back.",
        "We ring back in a day.",
    )
    assert texts["Evidence"].pieces == (
        Piece(Kind.SAME, "We "),
        Piece(Kind.REMOVED, "always "),
        Piece(Kind.SAME, "ring "),
        Piece(Kind.REMOVED, "back. "),
        Piece(Kind.ADDED, "back in a day."),
    )


def test_the_2022_forms_one_column_meets_both_of_the_2024_form():
    before = forms.make("2022", {"1.2": {"evidence": "One text."}}, year="2023-24")
    after = forms.make(answers={"1.2": {"answer": "yes", "evidence": "One", "commentary": "text."}})
    texts = {text.label: text for text in _rows(before, after, forms.origins())["1.2"].texts}
    assert texts["Evidence and commentary"].after == "One\n\ntext."
    assert "Commentary" not in texts


def test_sentences_say_what_moved_and_that_none_got_worse():
    before = forms.make(answers={"1.2": {"answer": "no"}}, year="2024-25")
    found = " ".join(sentences(compare(before, forms.make())))
    assert "for 2025-26 with the one for 2024-25. Both are against the Complaint" in found
    assert "1 provision has a better answer: 1.2 (from No to Yes)." in found
    assert "No provision has a worse answer than before." in found
    assert "71 provisions have the same answer as before." in found


def test_sentences_name_what_got_worse():
    after = forms.make(answers={"1.2": {"answer": "partly"}, "1.3": {"answer": "no"}})
    found = " ".join(sentences(compare(forms.make(), after)))
    assert (
        "2 provisions have worse answers: 1.2 (from Yes to Partly); 1.3 (from Yes to No)." in found
    )


def test_sentences_of_a_draft_speak_of_what_is_answered_so_far():
    found = sentences(compare(forms.make(), forms.make(other={"answer": ""})))
    assert "No provision answered so far has a worse answer than before." in found
    assert "72 provisions are not yet answered this time." in found


PROMISE = {"answer": "no", "action": "Train the team.", "action_owner": "Head of Repairs"}
JUNE, MAY, SEPTEMBER = date(2026, 6, 30), date(2026, 5, 31), date(2026, 9, 30)


def test_a_promise_that_slipped_or_has_another_owner_is_told():
    then = {
        "1.2": PROMISE | {"action_due": JUNE},
        "1.3": PROMISE | {"action_due": JUNE},
        "1.4": PROMISE | {"action_due": JUNE},
        "1.5": PROMISE,
    }
    now = {
        "1.2": PROMISE | {"action_due": SEPTEMBER},
        "1.3": PROMISE | {"action_due": JUNE, "action_owner": "Head of Housing"},
        "1.4": PROMISE | {"action_due": MAY},
        "1.5": PROMISE | {"action_due": MAY},
    }
    comparison = compare(forms.make(answers=then), forms.make(answers=now))
    assert sentences(comparison)[-3:] == (
        "1 provision has a later date for its action: 1.2 (from 30 June 2026 to 30 September "
        "2026).",
        "1 provision has an earlier date for its action: 1.4 (from 30 June 2026 to 31 May 2026).",
        "1 provision has a different owner for its action: 1.3 (from Head of Repairs to Head of "
        "Housing).",
    )
    rows = {row.after.number: row for row in comparison.rows}
    texts = {text.label: text for text in rows["1.2"].texts}
    assert (texts["By"].before, texts["By"].after) == ("30 June 2026", "30 September 2026")
    assert not texts["Owner"].has_changed
    assert rows["1.2"].plan_told == "date from 30 June 2026 to 30 September 2026"
    assert rows["1.3"].plan_told == "owner from Head of Repairs to Head of Housing"
    assert rows["1.6"].plan_told == ""


def test_every_form_of_the_comparison_tells_of_a_slipped_promise():
    before = forms.make(answers={"1.2": PROMISE | {"action_due": JUNE}}, year="2024-25")
    after = forms.make(answers={"1.2": PROMISE | {"action_due": SEPTEMBER}})
    found = compare(before, after)
    told = "1.2 (from 30 June 2026 to 30 September 2026)"
    (part,) = (
        p for p in parts(papers.make(document=after, comparison=found)) if "changed" in p.heading
    )
    assert any(told in text for text in papers.paragraphs(part))
    context = {"row": found.rows[0], "labels": found.labels}
    page = render_to_string("publishing/papers/_compared.html", context)
    assert "No in both; the action’s date from 30 June 2026 to 30 September 2026" in page
    book = load_workbook(BytesIO(render_xlsx(after, DRAFT, found)), rich_text=True)
    cells = [str(cell.value) for row in book[CHANGES].iter_rows() for cell in row]
    assert any("By: 30 June 2026" in text for text in cells)
    assert any("By: 30 September 2026" in text for text in cells)


def test_sentences_across_codes_say_what_is_new_and_what_went():
    before = forms.make("2022", year="2023-24")
    found = " ".join(sentences(compare(before, forms.make(), forms.origins())))
    assert "11 provisions are new in the Complaint Handling Code 2024: 2.3, 2.5," in found
    assert (
        "10 provisions of the Complaint Handling Code 2022 are no longer in the Complaint Handling "
        "Code 2024: 4.13," in found
    )


def test_different_codes_without_a_correspondence_are_refused():
    with pytest.raises(ValueError, match="correspondence"):
        compare(forms.make("2022"), forms.make())
