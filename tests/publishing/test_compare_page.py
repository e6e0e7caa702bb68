"""Any two self-assessments of a landlord beside each other."""

from html import unescape

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from publishing.document import comparison
from tests import factories

PAGE = "/landlords/alderbrook/compare/"
NO = {"answer": "no", "alternative": "We write letters instead."}


@pytest.fixture
def both(cast, code):
    """Last year's, recorded; and this year's draft, with one better, one worse and one same."""
    recorded = factories.record_elsewhere(cast.officer, code, 2024)
    factories.answer_all(cast.officer, recorded, {"1.2": NO})
    draft = factories.start(cast.officer, code)
    factories.answer(cast.officer, draft, "1.2", **factories.YES)
    factories.answer(
        cast.officer, draft, "1.3", **factories.YES | {"evidence": "Complaints Policy, section 3."}
    )
    factories.answer(cast.officer, draft, "5.1", **NO)
    return recorded, draft


def test_the_two_newest_are_compared_at_once(cast, sign_in, both):
    page = sign_in(cast.viewer).get(PAGE)
    assertContains(page, "1 provision has a better answer: 1.2 (from No to Yes).")
    assertContains(page, "1.2: No in 2024-25, Yes in 2025-26 (better)")
    assertContains(page, "5.1: Yes in 2024-25, No in 2025-26 (worse)")
    assertContains(page, "1.3: Yes in both")
    assertContains(page, "5.10: Yes in 2024-25, Not yet answered in 2025-26")
    assertContains(page, "We write letters instead.")
    # Half of the words of 1.3's evidence are still there, and none of what 1.2 did instead.
    assertContains(page, "[removed:", count=1)
    assertContains(page, "<strong>2024-25</strong>")


def test_any_two_may_be_chosen_in_either_direction(cast, sign_in, both):
    recorded, draft = both
    page = sign_in(cast.officer).get(PAGE, {"from": draft.pk, "to": recorded.pk})
    assertContains(page, "1.2: Yes in 2025-26, No in 2024-25 (worse)")


def test_the_same_or_nothing_sensible_is_refused_with_a_reason(cast, sign_in, both):
    officer = sign_in(cast.officer)
    page = officer.get(PAGE, {"from": both[0].pk, "to": both[0].pk})
    assertContains(page, "Select two different self-assessments")
    assertContains(page, "<title>Error: ")
    for wrong in ("x", "", "999999", "\x00"):
        assertContains(officer.get(PAGE, {"to": wrong}), "There is a problem")


def test_across_codes_it_tells_what_is_new_and_what_is_no_longer_asked(cast, sign_in, full_codes):
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"], 2023)
    factories.answer(cast.officer, recorded, "1.8", **NO)
    factories.start(cast.officer, full_codes["2024"])
    page = sign_in(cast.officer).get(PAGE)
    assertContains(page, "2.2 When a matter will not be considered (from 1.8, 4.14): No in 2023-24")
    assertContains(page, "New in the Complaint Handling Code")
    assertContains(page, "No longer in the")


def test_codes_of_which_nothing_is_known_are_not_compared(cast, sign_in, code):
    factories.record_elsewhere(cast.officer, factories.make_code("2020"), 2023)
    factories.start(cast.officer, code)
    assertContains(sign_in(cast.officer).get(PAGE), "We cannot compare these 2 self-assessments")


def test_nobody_compares_what_they_may_not_read(cast, sign_in, both):
    member = sign_in(cast.member)
    assertContains(member.get(PAGE), "You need 2 self-assessments to compare")
    recorded = factories.record_elsewhere(cast.officer, both[0].code, 2023)
    page = member.get(PAGE, {"from": recorded.pk, "to": both[1].pk})
    assertContains(page, "Select later from the list")
    assertNotContains(page, "section 3.")
    assert sign_in(cast.outsider).get(PAGE).status_code == 404


def test_texts_that_are_too_long_for_one_page_have_pages_of_their_own(
    cast, sign_in, both, monkeypatch
):
    monkeypatch.setattr(comparison, "MOST_TEXT", 900)
    factories.answer(cast.officer, both[1], "1.3", **factories.YES | {"evidence": "Long. " * 150})
    viewer = sign_in(cast.viewer)
    page = viewer.get(PAGE)
    assertContains(page, "The texts of 1 provision are too long for this page.")
    assertContains(page, "We write letters instead.")
    assertNotContains(page, "Long. Long.")
    alone = f"?from={both[0].pk}&amp;to={both[1].pk}&amp;provision=1.3"
    assertContains(page, f'href="{alone}"')
    assertContains(viewer.get(PAGE + unescape(alone)), "Long. Long.")
    assertContains(viewer.get(PAGE, {"provision": "9.99"}), "The texts of 1 provision")
