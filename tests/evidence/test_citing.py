"""What answers cite: added on the way from the answer's form and back, locked, told, carried."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from assessments import services as answers
from assessments import starting, workflow
from assessments.carrying.services import carry_forward, start_afresh
from assessments.completeness import Gap
from assessments.digest import content_digest, is_as_submitted
from assessments.enums import Event
from assessments.evidence import services
from assessments.models import Assessment, Citation, EvidenceItem, Response
from assessments.queries import gaps_of, worked_on_by
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page, typed
from tests.assessments.steps import response, take
from tests.conftest import Cast
from tests.evidence.test_library import ENTERED, text_of, upload

SignIn = Callable[..., Client]


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def item(cast: Cast) -> EvidenceItem:
    return factories.make_item(cast.officer)


def cited(assessment: Assessment, number: str = "5.10") -> list[str]:
    return [c.in_words for c in response(assessment, number).citations.select_related("item")]


def told(assessment: Assessment, number: str = "5.10") -> list[tuple[str, str, str]]:
    entries = assessment.history.filter(provision__number=number).order_by("pk")
    return [
        (entry.event, change["from"], change["to"])
        for entry in entries
        for change in entry.changes
        if change["field"] == "evidence_item"
    ]


def test_what_was_typed_is_there_again_after_going_to_the_library_and_back(
    officer: Client, draft: Assessment, item: EvidenceItem
) -> None:
    path = f"/assessments/{draft.pk}/5.10/"
    sent = typed(answer="yes", evidence="See", commentary="Half a sentence that I")
    # The button has a name of its own, or what is typed in the field of that name would be lost.
    (name,) = set(re.findall(r'name="(\w+)" value="add"', officer.get(path).content.decode()))
    assert name not in sent
    sent |= {name: "add"}
    sent |= {"version": Page(officer.get(path)).form["version"]}
    offered = officer.post(f"{path}draft/", sent, follow=True)
    assert "Add an evidence item to 5.10" in text_of(offered)
    assert "Complaints policy" in text_of(offered)
    added = officer.post(f"{path}evidence/", {"item": item.pk, "clause": "4.2"}, follow=True)
    assert added.redirect_chain[-1][0] == f"{path}draft/#cited"
    assert Page(added).form["commentary"] == "Half a sentence that I"
    assert Page(added).form["evidence"] == "See"
    assert "5.10 now cites Complaints policy, 4.2" in text_of(added)
    sent = Page(added).form | {"go": "stay", "evidence": ""}
    saved = officer.post(path, sent, follow=True)
    assert "5.10 saved" in text_of(saved)
    # Without anything typed nothing is kept, and nobody is told so.
    unchanged = Page(officer.get(path)).form | {name: "add"}
    assert "nsaved changes" not in text_of(officer.post(f"{path}draft/", unchanged, follow=True))
    # With an item, an answer needs no evidence in words.
    assert "Still missing" not in text_of(saved)
    assert told(draft) == [("cited", "", "Complaints policy, 4.2")]


def test_the_button_in_a_section_keeps_what_was_typed_in_all_of_it(
    officer: Client, draft: Assessment, cast: Cast
) -> None:
    form = Page(officer.get(f"/assessments/{draft.pk}/section/5/")).form
    sent = form | {"p5.1-commentary": "Of 5.1", "p5.10-commentary": "Of 5.10", "cite": "add"}
    officer.post(f"/assessments/{draft.pk}/5.10/draft/", sent)
    for number in ("5.1", "5.10"):
        kept = officer.get(f"/assessments/{draft.pk}/{number}/draft/")
        assert Page(kept).form["commentary"] == f"Of {number}"


def test_a_new_item_and_its_citation_are_one_step(officer: Client, draft: Assessment) -> None:
    path = f"/assessments/{draft.pk}/5.10/evidence/new/"
    wrong = officer.post(path, ENTERED | {"title": "", "clause": "4.2"})
    assert wrong.status_code == 422
    assert not EvidenceItem.objects.exists()
    sent = ENTERED | {"address": "", "visible": "internal", "clause": "page 3"}
    added = officer.post(path, sent | {"file": upload("minutes.pdf", b"%PDF-1.7")}, follow=True)
    assert "5.10 now cites Complaints policy, page 3" in text_of(added)
    assert "Internal" in text_of(added)
    assert cited(draft) == ["Complaints policy, page 3"]


def test_a_clause_is_changed_and_an_item_removed_and_the_history_tells_both(
    officer: Client, draft: Assessment, item: EvidenceItem, cast: Cast
) -> None:
    citation = factories.cite(cast.officer, draft, "5.10", item, "4.2")
    path = f"/assessments/{draft.pk}/5.10/evidence/{citation.pk}/"
    changed = officer.post(path, Page(officer.get(path)).form | {"clause": "4.3"}, follow=True)
    assert "You have saved what 5.10 cites" in text_of(changed)
    assert cited(draft) == ["Complaints policy, 4.3"]
    again = officer.post(f"/assessments/{draft.pk}/5.10/evidence/", {"item": item.pk})
    assert again.status_code == 422
    removed = officer.post(path, {"remove": "1", "clause": "4.3"}, follow=True)
    assert "5.10 no longer cites Complaints policy, 4.3" in text_of(removed)
    assert cited(draft) == []
    assert told(draft) == [
        ("cited", "", "Complaints policy, 4.2"),
        ("citation_changed", "Complaints policy, 4.2", "Complaints policy, 4.3"),
        ("uncited", "Complaints policy, 4.3", ""),
    ]
    history = text_of(officer.get(f"/assessments/{draft.pk}/5.10/history/"))
    assert "Removed an evidence item" in history
    # Of another answer nothing can be changed here.
    other = factories.cite(cast.officer, draft, "5.1", item)
    elsewhere = f"/assessments/{draft.pk}/5.10/evidence/{other.pk}/"
    assert officer.post(elsewhere, {"remove": "1"}).status_code == 404


def test_a_clause_is_checked_against_the_newer_edition(
    officer: Client, draft: Assessment, item: EvidenceItem, cast: Cast
) -> None:
    moves = factories.cite(cast.officer, draft, "5.10", item, "4.2")
    stays = factories.cite(cast.officer, draft, "5.1", item, "4.2")
    details = services.Details("Policy 2026", "policy", True, "https://www.landlord.example/new")
    newer = services.replace(cast.officer, item, details, version=1)
    assert "Check the clause" in text_of(officer.get(f"/assessments/{draft.pk}/5.10/"))

    for citation, number, edition in ((moves, "5.10", "newest"), (stays, "5.1", "same")):
        path = f"/assessments/{draft.pk}/{number}/evidence/{citation.pk}/"
        assert "Which edition supports this answer?" in text_of(officer.get(path))
        assert officer.post(path, {"clause": "5"}).status_code == 422
        assert officer.post(path, {"edition": edition, "clause": "5"}).status_code == 302
    assert cited(draft) == ["Policy 2026, 5"]
    assert cited(draft, "5.1") == ["Complaints policy, 5"]
    assert not Citation.objects.filter(needs_checking=True).exists()
    # Where the newest is cited already, one is left.
    again = factories.cite(cast.officer, draft, "5.10", item, "4.2")
    services.check(cast.officer, again, "4.2", takes_newest=True)
    assert cited(draft) == ["Policy 2026, 5"]
    # Twice at the same moment, it goes and is told once.
    before = told(draft)
    with pytest.raises(answers.Conflict):
        services.check(cast.officer, again, "4.2", takes_newest=True)
    assert told(draft) == before
    services.remove(cast.officer, factories.make_item(cast.officer, "Other"), version=1)
    assert EvidenceItem.objects.get(pk=item.pk).replaced_by == newer


def test_what_is_cited_is_locked_with_the_answers_and_stays_as_it_was_sent(
    officer: Client, draft: Assessment, item: EvidenceItem, cast: Cast, sign_in: SignIn
) -> None:
    citation = factories.cite(cast.officer, draft, "5.10", item, "4.2")
    factories.answer_all(cast.officer, draft)
    submitted = factories.submit(cast.officer, draft)
    assert submitted.submitted_digest.startswith("2:")
    row = response(draft, "5.10")
    for write in (
        lambda: services.cite(cast.officer, row, factories.make_item(cast.officer)),
        lambda: services.change_clause(cast.officer, citation, "9"),
        lambda: services.uncite(cast.officer, citation),
    ):
        with pytest.raises(answers.Locked):
            write()
    path = f"/assessments/{draft.pk}/5.10/evidence/"
    for address in (path, f"{path}new/", f"{path}{citation.pk}/"):
        assert officer.post(address, {"remove": "1"}).status_code == 409, address

    services.change(cast.officer, item, services.Details("Renamed", "data"), version=1)
    member = sign_in(cast.member)
    for page in (f"/assessments/{draft.pk}/5.10/", f"/assessments/{draft.pk}/read/"):
        assert "Complaints policy, 4.2" in text_of(member.get(page)), page
    assert is_as_submitted(submitted)
    # Who changes it past the service is found out.
    Citation.objects.filter(pk=citation.pk).update(clause="4.9")
    assert not is_as_submitted(submitted)
    Citation.objects.filter(pk=citation.pk).update(clause="4.2")

    taken = take(Event.TAKE_BACK, Assessment.objects.get(pk=draft.pk), cast.officer)
    assert cited(taken) == ["Renamed, 4.2"]


def test_without_anything_cited_the_digest_is_as_it_always_was(
    draft: Assessment, item: EvidenceItem, cast: Cast
) -> None:
    before = content_digest(draft)
    assert ":" not in before
    citation = factories.cite(cast.officer, draft, "5.10", item)
    assert content_digest(draft).startswith("2:")
    services.uncite(cast.officer, citation)
    assert content_digest(draft) == before


def test_an_item_is_evidence_for_yes_and_partly_alone(
    draft: Assessment, cast: Cast, item: EvidenceItem
) -> None:
    words = "Enter the evidence that supports this answer, or add an evidence item"
    factories.answer_all(cast.officer, draft, {"5.10": {"evidence": ""}})
    assert gaps_of(draft) == (Gap("5.10", "evidence", words),)
    citation = factories.cite(cast.officer, draft, "5.10", item)
    assert gaps_of(draft) == ()
    factories.answer(cast.officer, draft, "5.10", answer="not_applicable")
    assert [gap.message for gap in gaps_of(draft)] == ["Say why this does not apply"]
    services.uncite(cast.officer, citation)
    factories.answer(cast.officer, draft, "5.10", answer="yes", evidence="")
    assert len(gaps_of(draft)) == 1


def test_who_changes_what_is_cited_has_worked_on_it(
    draft: Assessment, cast: Cast, item: EvidenceItem
) -> None:
    assert cast.officer.user.pk not in worked_on_by(draft)
    factories.cite(cast.officer, draft, "5.10", item)
    assert cast.officer.user.pk in worked_on_by(draft)


def test_nobody_else_may_change_what_is_cited(
    draft: Assessment, cast: Cast, item: EvidenceItem
) -> None:
    citation = factories.cite(cast.officer, draft, "5.10", item)
    other = factories.make_item(cast.outsider, "Theirs")
    for member, write in (
        (cast.contributor, lambda who: services.uncite(who, citation)),
        (cast.contributor, lambda who: services.cite(who, response(draft, "5.1"), item)),
        (cast.outsider, lambda who: services.uncite(who, citation)),
        # Another landlord's item is none of ours.
        (cast.officer, lambda who: services.cite(who, response(draft, "5.1"), other)),
    ):
        with pytest.raises(PermissionDenied):
            write(member)
    assert Citation.objects.count() == 1


def published(cast: Cast, code: Code, item: EvidenceItem) -> Assessment:
    draft = factories.start(cast.officer, code, 2024)
    factories.answer_all(cast.officer, draft)
    factories.cite(cast.officer, draft, "5.10", item, "4.2")
    factories.submit(cast.officer, draft)
    approved = factories.approve(cast.member, draft)
    factories.confirm_response(cast.member, approved)
    approved.refresh_from_db()
    return workflow.carry_out(Event.PUBLISH, approved, cast.officer, version=approved.version)


def test_what_was_cited_comes_along_with_the_answer_and_asks_to_be_checked(
    cast: Cast, code: Code, item: EvidenceItem
) -> None:
    last = published(cast, code, item)
    details = services.Details("Policy 2026", "policy")
    services.replace(cast.officer, item, details, version=1)
    draft = factories.start(cast.officer, code)
    assert carry_forward(cast.officer, draft, source=last.pk) == 4
    (carried,) = Citation.objects.of(draft)
    assert (carried.in_words, carried.needs_checking) == ("Complaints policy, 4.2", True)
    assert carried.sent is None
    assert told(draft) == [("citation_carried", "", "Complaints policy, 4.2")]
    # A second time brings nothing twice, and clearing the answer clears it too.
    carry_forward(cast.officer, draft, source=last.pk)
    assert Citation.objects.of(draft).count() == 1
    row = response(draft, "5.10")
    start_afresh(cast.officer, row, version=row.version)
    assert cited(draft) == []
    assert told(draft)[-1] == ("uncited", "Complaints policy, 4.2", "")


def test_a_correction_begins_with_what_was_cited(
    cast: Cast, code: Code, item: EvidenceItem
) -> None:
    draft = factories.correct(cast.officer, published(cast, code, item))
    assert cited(draft) == ["Complaints policy, 4.2"]
    assert Citation.objects.of(draft).get().sent is None


def test_what_is_cited_goes_along_to_another_code_or_into_the_history(
    cast: Cast, full_codes: dict[str, Code], item: EvidenceItem
) -> None:
    draft = factories.start(cast.officer, full_codes["2022"])
    for number in ("1.2", "4.3"):
        factories.answer(cast.officer, draft, number, answer="yes", evidence="Said.")
        factories.cite(cast.officer, draft, number, item, number)
    details = answers.Details(full_codes["2024"], draft.year)
    with pytest.raises(starting.AnswersAffected) as seen:
        starting.change_details(cast.officer, draft, details, version=draft.version)
    starting.change_details(
        cast.officer, draft, details, version=draft.version, confirmed=seen.value.seen
    )
    draft.refresh_from_db()
    found = {c.response.provision.number: c.clause for c in Citation.objects.of(draft)}
    assert found == {"1.2": "1.2"}
    assert ("uncited", "Complaints policy, 4.3", "") in told(draft, "4.3")


def test_a_provision_costs_the_same_with_one_item_and_with_twenty(
    officer: Client, draft: Assessment, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    def cite_more(count: int) -> None:
        row = Response.objects.get(pk=response(draft, "5.10").pk)
        items = [factories.make_item(cast.officer, f"Item {n}") for n in range(count)]
        Citation.objects.bulk_create(Citation(response=row, item=each) for each in items)

    pages = [f"/assessments/{draft.pk}/{page}" for page in ("5.10/", "section/5/", "read/")]
    counts = []
    cite_more(1)
    for page in pages:
        officer.get(page)
    for _ in range(2):
        for page in pages:
            with django_assert_max_num_queries(20) as asked:
                assert "Item 0" in text_of(officer.get(page))
            counts.append(len(asked))
        cite_more(19)
    assert counts[:3] == counts[3:]


def test_what_came_and_went_since_a_return_is_told_by_name_and_found_by_search(
    cast: Cast, draft: Assessment, item: EvidenceItem, sign_in: SignIn
) -> None:
    gone = factories.cite(cast.officer, draft, "5.10", factories.make_item(cast.officer, "Leaflet"))
    factories.answer_all(cast.officer, draft)
    submitted = factories.submit(cast.officer, draft)
    note = workflow.Step(note="Name the policy.")
    returned = take(Event.RETURN, submitted, cast.clerk, note)
    services.uncite(cast.officer, Citation.objects.get(pk=gone.pk))
    citation = factories.cite(cast.officer, returned, "5.10", item, "4.1")
    services.change_clause(cast.officer, citation, "4.2")
    factories.submit(cast.officer, draft)
    member = sign_in(cast.member)
    page = text_of(member.get(f"/assessments/{draft.pk}/"))
    assert "Complaints policy, 4.2 (was Leaflet)" in page
    found = text_of(member.get(f"/assessments/{draft.pk}/provisions/?q=complaints+policy+4.2"))
    assert "1 of 4 provisions" in found


def test_people_can_download_what_they_put_into_the_library(
    officer: Client, item: EvidenceItem
) -> None:
    (told,) = officer.get("/account/data/").json()["evidence_items"]
    assert told["title"] == "Complaints policy"
    assert told["added_by_you"] is True
