"""The history of an assessment: one entry for each step, whatever it changed."""

from __future__ import annotations

from uuid import uuid4

import pytest

from assessments.carrying.services import carry_forward
from assessments.models import HistoryEntry
from tests import factories
from tests.assessments.pages import Page
from tests.intake.forms import choose, found, imported


@pytest.fixture
def draft(cast, code):
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast, sign_in):
    return sign_in(cast.officer)


def history(client, assessment) -> Page:
    return Page(client.get(f"/assessments/{assessment.pk}/history/"))


def test_an_import_is_one_entry_with_its_provisions_below_and_so_is_its_undo(cast, officer, draft):
    factories.answer(cast.officer, draft, "1.3", answer="no")
    file = imported(
        cast.officer, draft, found("5.10", answer="no"), found("1.2", answer="yes", evidence="A.")
    )
    data = choose(draft, file, p1_2="fill", p5_10="fill")
    step = officer.post(file.get_absolute_url(), data)["Location"]
    page = history(officer, draft)
    assert page.text.count("Imported from Old form.docx") == 1
    assert "Saved 2 answers" in page.text
    assert "1.2 (history): Answer, Evidence" in page.text
    assert page.text.index("1.2 (history)") < page.text.index("5.10 (history)")
    assert step in page.links
    assert "Saved an answer: 1.3" in page.text
    page.assert_in_order()
    officer.post(step)
    page = history(officer, draft)
    assert page.text.count("Saved 2 answers") == 2
    assert page.text.count("Undone: Imported from Old form.docx") == 1
    assert draft.history.count() == 1 + 1 + 2 + 2


def test_carrying_forward_is_one_entry_though_it_has_no_batch(cast, officer, code, draft):
    earlier = factories.record_elsewhere(cast.officer, code)
    factories.answer_all(cast.officer, earlier)
    carry_forward(cast.officer, draft, source=earlier.pk)
    page = history(officer, draft)
    assert "Carried 4 answers forward" in page.text
    assert page.text.count("From 2024-25, to be confirmed") == 1
    assert not draft.history.exclude(batch=None).exists()
    # What two people do, or one does twice, is not taken together.
    assert history(officer, earlier).text.count("Saved an answer: ") == 4


def test_a_provisions_own_history_has_its_part_alone(cast, officer, draft):
    batch = uuid4()
    factories.answer(cast.officer, draft, "1.2", answer="yes", batch=batch)
    factories.answer(cast.officer, draft, "1.3", answer="yes", batch=batch)
    page = Page(officer.get(f"/assessments/{draft.pk}/1.2/history/"))
    assert "Saved an answer" in page.text
    assert "Everything changed in this step" in page.text
    assert "Saved 2 answers" not in page.text


def test_steps_are_paged_as_steps_in_the_same_few_queries(
    cast, officer, draft, django_assert_max_num_queries
):
    for _ in range(30):
        batch = uuid4()
        HistoryEntry.objects.bulk_create(
            HistoryEntry(
                assessment=draft,
                provision=response.provision,
                event="response_saved",
                actor_id=cast.officer.user.pk,
                actor_name=cast.officer.user.name,
                batch=batch,
            )
            for response in draft.responses.select_related("provision")
        )
    with django_assert_max_num_queries(9):
        page = history(officer, draft)
    assert page.text.count("Saved 4 answers") == 30
    assert "Started the assessment" in page.text
    assert "Earlier entries" not in page.text
