"""Correcting what is published, and assessing again in mid-year: a new draft, the next version."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Landlord
from assessments import starting
from assessments.digest import content_digest
from assessments.enums import Event, State
from assessments.fields import NAMES
from assessments.models import Assessment
from assessments.queries import has_worked_on
from publishing.correcting import services as corrections
from publishing.document import build, from_json, to_json
from publishing.paper.building import build_paper
from publishing.paper.contents import front, parts
from publishing.presentation import DRAFT
from publishing.render.paper_docx import render_paper_docx
from publishing.render.paper_pdf import render_paper_pdf
from tests import factories
from tests.assessments.pages import Page
from tests.publishing import office, papers

YEAR = "/published/alderbrook/2025-26/"
V1, V2 = YEAR + "v1/", YEAR + "v2/"


@pytest.fixture
def publication(cast, code):
    but = {"5.1": {"answer": "partly", "alternative": "We telephone first."}}
    return factories.publish(
        cast.officer, factories.make_approved(cast.officer, cast.member, code, but=but)
    )


def open_correction(cast, sign_in, publication, reason="The share in 5.1 was wrong."):
    """The draft, opened as the officer opens it."""
    url = reverse("publishing:correct", args=[publication.assessment_id])
    officer = sign_in(cast.officer)
    answer = officer.post(url, Page(officer.get(url)).form | {"reason": reason})
    assert answer.status_code == 302
    return Assessment.objects.get(pk=answer.url.strip("/").split("/")[-1])


def carry_through(cast, draft):
    """Submits, approves, confirms and publishes what a correction says."""
    factories.submit(cast.officer, draft)
    approved = factories.approve(cast.member, draft)
    factories.confirm_response(cast.member, approved, "Cabinet read the correction.")
    draft = Assessment.objects.select_related("landlord", "code", "body_response").get(pk=draft.pk)
    return factories.publish(cast.officer, draft)


def said(assessment):
    return {
        row.provision.number: [getattr(row, name) for name in NAMES]
        for row in assessment.responses.select_related("provision")
    }


def test_a_correction_begins_with_everything_that_was_published(cast, sign_in, publication):
    original = publication.assessment
    draft = open_correction(cast, sign_in, publication)
    assert (draft.state, draft.code, draft.year_start) == (State.DRAFT, original.code, 2025)
    assert (draft.corrects, draft.reason) == (original, "The share in 5.1 was wrong.")
    assert said(draft) == said(original)
    assert draft.body_response.text == "Cabinet read the self-assessment and accepts it."
    assert not draft.body_response.is_confirmed
    started = draft.history.get(event=Event.STARTED)
    assert "Correction of version 1 of 2025-26, published on" in started.note
    assert "The share in 5.1 was wrong." in started.note
    assert draft.history.filter(event=Event.CARRIED).count() == draft.responses.count()
    page = Page(sign_in(cast.officer).get(draft.get_absolute_url()))
    assert "Correction: The share in 5.1 was wrong." in page.text


def test_it_goes_through_the_governing_body_and_becomes_the_next_version(
    cast, sign_in, publication
):
    draft = open_correction(cast, sign_in, publication)
    factories.answer(cast.officer, draft, "5.1", **factories.YES)
    second = carry_through(cast, draft)
    assert (second.version, second.corrects_version) == (2, 1)
    document = from_json(bytes(second.document))
    assert (document.corrects_version, document.reason) == (1, "The share in 5.1 was wrong.")
    assert json.loads(bytes(second.document))["schema"] == 2
    visitor = Client()
    newest = visitor.get(YEAR)
    assertContains(newest, "Corrects version 1: The share in 5.1 was wrong.")
    assertNotContains(newest, "It was replaced on")


def test_the_old_version_stays_and_says_by_which_it_was_replaced_and_why(
    cast, sign_in, publication
):
    visitor = Client()
    before = visitor.get(V1)
    carry_through(cast, open_correction(cast, sign_in, publication, "A <b>bold</b> mistake."))
    old = visitor.get(V1, headers={"If-None-Match": before.headers["ETag"]})
    assertContains(old, "This is version 1. It was replaced on")
    assertContains(old, "by version 2. Correction: A &lt;b&gt;bold&lt;/b&gt; mistake.")
    assertContains(old, "Read version 2")
    assertContains(old, publication.body_html().decode())
    listed = visitor.get("/published/alderbrook/")
    assertContains(listed, "Correction: A &lt;b&gt;bold&lt;/b&gt; mistake.")


def test_of_three_versions_each_names_the_next(cast, sign_in, publication):
    second = carry_through(cast, open_correction(cast, sign_in, publication, "First mistake."))
    carry_through(cast, open_correction(cast, sign_in, second, "Second mistake."))
    visitor = Client()
    first = visitor.get(V1)
    assertContains(first, "by version 2. Correction: First mistake.")
    assertContains(first, "Read version 3")
    assertContains(visitor.get(V2), "by version 3. Correction: Second mistake.")


def test_a_superseded_one_is_not_corrected_but_leads_to_the_newest(cast, sign_in, publication):
    second = carry_through(cast, open_correction(cast, sign_in, publication))
    original = Assessment.objects.get(pk=publication.assessment_id)
    with pytest.raises(starting.Superseded):
        factories.correct(cast.officer, original)
    officer = sign_in(cast.officer)
    overview = Page(officer.get(original.get_absolute_url()))
    assert "Correct a mistake" not in overview.text
    for name in ("correct", "reassess"):
        url = reverse(f"publishing:{name}", args=[original.pk])
        assert second.assessment.get_absolute_url() in Page(officer.get(url)).links
        posted = officer.post(url, {"reason": "x", "trigger": "restructure"})
        assert posted.status_code == 409


def test_one_open_assessment_a_year_still_holds(cast, code, sign_in, publication):
    existing = factories.start(cast.officer, code)
    url = reverse("publishing:correct", args=[publication.assessment_id])
    answer = sign_in(cast.officer).post(url, {"reason": "Typed in vain?"})
    assert answer.status_code == 409
    page = Page(answer)
    assert "a self-assessment for 2025-26 is already open" in page.text
    assert existing.get_absolute_url() in page.links
    assert page.form["reason"] == "Typed in vain?"


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "x" * 301])
def test_a_correction_needs_a_reason_that_can_be_read(cast, sign_in, publication, reason):
    url = reverse("publishing:correct", args=[publication.assessment_id])
    answer = sign_in(cast.officer).post(url, {"reason": reason})
    assert answer.status_code == 422
    assert "#id_reason" in Page(answer).links
    assert Assessment.objects.count() == 1


def test_a_reassessment_shows_its_trigger(cast, sign_in, publication):
    url = reverse("publishing:reassess", args=[publication.assessment_id])
    officer = sign_in(cast.officer)
    assert "annual" not in officer.get(url).text
    refused = officer.post(url, {"trigger": "annual", "reason": ""})
    assert refused.status_code == 422
    answer = officer.post(url, {"trigger": "restructure", "reason": "Merged with Elsewhere."})
    draft = Assessment.objects.get(pk=answer.url.strip("/").split("/")[-1])
    assert (draft.trigger, draft.corrects, draft.reason) == (
        "restructure",
        None,
        "Merged with Elsewhere.",
    )
    assert said(draft) == said(publication.assessment)
    second = carry_through(cast, draft)
    assert second.version == 2
    says = "Significant restructure, merger or change in procedures: Merged with Elsewhere."
    visitor = Client()
    for address in (YEAR, V1, "/published/alderbrook/"):
        assertContains(visitor.get(address), says)
    assertNotContains(visitor.get(YEAR), "Corrects version")


def test_only_officers_correct(cast, publication):
    for person in (cast.administrator, cast.contributor, cast.member, cast.clerk, cast.viewer):
        with pytest.raises(PermissionDenied):
            corrections.correct(person, publication, "x")
    with pytest.raises(PermissionDenied):
        corrections.correct(cast.outsider, publication, "x")


def test_whose_answers_are_carried_over_may_not_approve_them(cast, code, publication):
    """Who answered in the first place has not become a stranger to it."""
    original = Assessment.objects.get(pk=publication.assessment_id)
    colleague = factories.add_member(cast.landlord, "complaints_officer", "clerk")
    draft = factories.correct(colleague, original)
    assert has_worked_on(draft, cast.officer.user.pk)
    assert not has_worked_on(draft, cast.clerk.user.pk)


def test_the_reason_belongs_to_what_is_approved(cast, sign_in, publication):
    draft = open_correction(cast, sign_in, publication)
    submitted = factories.submit(cast.officer, draft)
    Assessment.objects.filter(pk=draft.pk).update(reason="Another reason.")
    assert content_digest(Assessment.objects.get(pk=draft.pk)) != submitted.submitted_digest


def paper_as_read(cast, sign_in, draft) -> dict[str, str]:
    """What the committee paper says, on one line: as a page, as PDF and as Word."""
    url = reverse("publishing:paper", args=[draft.pk])
    paper = build_paper(draft, build(draft))
    pdf = PdfReader(io.BytesIO(render_paper_pdf(paper, DRAFT)))
    word = office.word(render_paper_docx(paper, DRAFT))
    texts = {
        "page": Page(sign_in(cast.officer).get(url)).text,
        "PDF": " ".join(page.extract_text() for page in pdf.pages),
        "Word": " ".join(word.element.body.itertext()),
    }
    return {name: "".join(text.split()) for name, text in texts.items()}


def test_the_paper_of_a_correction_says_so_why_and_what_differs(cast, sign_in, publication):
    draft = open_correction(cast, sign_in, publication)
    changed = {"answer": "partly", "alternative": "We write first."}
    factories.answer(cast.officer, draft, "5.1", **changed)
    factories.answer(
        cast.officer,
        draft,
        "1.3",
        answer="no",
        action="Train.",
        action_owner="The head",
        action_due=date(2099, 5, 1),
    )
    Landlord.objects.filter(pk=cast.landlord.pk).update(homes=1234)
    draft = Assessment.objects.select_related("landlord").get(pk=draft.pk)
    published = date_format(localtime(publication.published_at).date())
    for name, text in paper_as_read(cast, sign_in, draft).items():
        for wanted in (
            "Complaint Handling Code self-assessment 2025-26: correction of version 1",
            "Corrects version 1: The share in 5.1 was wrong.",
            "To report what has to be corrected in version 1",
            f"This self-assessment corrects version 1, which was published on {published}.",
            "Reason for the correction: The share in 5.1 was wrong.",
            "2 provisions differ from version 1: 1.3, 5.1.",
            "Provisions that differ from version 1",
            "In version 1",
            "1 May 2099",
            "The head",
            "telephone",
            "What else differs from version 1",
            "1,234",
        ):
            assert "".join(wanted.split()) in text, (name, wanted)


def test_the_paper_of_a_correction_that_changes_nothing_so_far_says_so(cast, sign_in, publication):
    draft = open_correction(cast, sign_in, publication)
    (part,) = [
        part
        for part in parts(build_paper(draft, build(draft)))
        if part.heading.endswith("What is corrected")
    ]
    assert papers.paragraphs(part)[-1] == "3.3 No provision differs from version 1."


def test_the_paper_of_a_correction_repeats_nothing_of_what_was_withdrawn(
    cast, sign_in, publication
):
    draft = open_correction(cast, sign_in, publication, "It named a resident.")
    factories.answer(cast.officer, draft, "5.1", **factories.YES)
    corrections.withdraw(cast.administrator, publication, "It named a resident.")
    text = Page(sign_in(cast.officer).get(reverse("publishing:paper", args=[draft.pk]))).text
    assert "Corrects version 1: It named a resident." in text
    assert "Version 1 has been withdrawn, so what it said is not repeated here." in text
    assert "We telephone first." not in text


def test_the_paper_of_any_other_corrects_nothing(cast, sign_in, publication):
    paper = build_paper(publication.assessment, build(publication.assessment))
    assert "orrect" not in paper.title + str(front(paper)) + str(
        [part.heading for part in parts(paper)]
    )


def test_the_document_of_a_correction_comes_back_from_its_json(cast, sign_in, publication):
    document = build(open_correction(cast, sign_in, publication))
    assert from_json(to_json(document)) == document
