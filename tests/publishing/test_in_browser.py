"""The pages of publishing in a real browser: accessible, and whole without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from publishing.models import PublishingRun
from tests import factories
from tests.browser import audit


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """The test's server reads what the test wrote, so it is written in earnest."""


SHORT = {
    "5.10": {
        "answer": "no",
        "action": "Do it.",
        "action_owner": "Head",
        "action_due": "2030-01-31",
    },
    "5.1": {"answer": "not_applicable", "commentary": "- One\n- Two, at https://example.org/x"},
}


@pytest.mark.parametrize("javascript", [True, False])
def test_the_officer_publishes_and_a_resident_reads(window, cast, code, javascript):
    approved = factories.make_approved(cast.officer, cast.member, code, but=SHORT)
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{approved.pk}/publish/")
    audit(page)
    page.get_by_role("link", name="Preview the public page").click()
    audit(page)
    page.get_by_role("link", name="Continue to publish").click()
    page.get_by_role("button", name="Publish").click()
    audit(page)
    page.get_by_role("link", name="Read the public page").click()
    expect(page).to_have_url(page.url.split("#")[0])
    resident = window(javascript=javascript, width=360)
    resident.goto("/published/")
    audit(resident)
    resident.get_by_role("link", name="Alderbrook Council").click()
    audit(resident)
    resident.get_by_role("link", name="2025-26", exact=True).click()
    audit(resident)
    fixed = resident.locator(".app-promises")
    heading = resident.get_by_role("heading", name="What will be fixed, and by when")
    top, bottom = heading.bounding_box(), fixed.bounding_box()
    assert top
    assert bottom
    assert bottom["y"] + bottom["height"] - top["y"] < 740, "It needs more than a phone's screen"
    fixed.get_by_role("link", name="5.10").click()
    expect(resident.locator('[id="5.10"]')).to_be_in_viewport()
    assert resident.context.cookies() == []


def test_old_versions_and_every_state_of_publishing_are_accessible(window, cast, code):
    first = factories.make_approved(cast.officer, cast.member, code)
    factories.publish(cast.officer, first)
    factories.publish(cast.officer, factories.make_approved(cast.officer, cast.member, code))
    resident = window()
    for address, heading in (
        ("alderbrook/2025-26/v1/", "Complaint handling self-assessment 2025-26"),
        ("?q=nobody", "Published self-assessments"),
        ("?q=" + "x" * 101, "Published self-assessments"),
        ("elsewhere/", "Published self-assessments"),
    ):
        resident.goto(f"/published/{address}")
        expect(resident.get_by_role("heading", level=1)).to_have_text(heading)
        audit(resident)
    page = window(cast.officer)
    draft = factories.start(cast.officer, code, 2026)
    for address in ("publish/", "preview/"):
        page.goto(f"/assessments/{draft.pk}/{address}")
        audit(page)
    for state in ("failed", "rendering"):
        PublishingRun.objects.create(
            assessment=draft, assessment_version=1, state=state, message="Try again."
        )
        page.goto(f"/assessments/{draft.pk}/publish/progress/")
        audit(page)


def test_the_progress_page_follows_the_worker(window, cast, code):
    approved = factories.make_approved(cast.officer, cast.member, code)
    run = PublishingRun.objects.create(
        assessment=approved, assessment_version=approved.version, requested_by=cast.officer.user
    )
    page = window(cast.officer)
    page.goto(f"/assessments/{approved.pk}/publish/progress/")
    expect(page.get_by_role("status")).to_contain_text("Waiting to begin")
    PublishingRun.objects.filter(pk=run.pk).update(state="rendering")
    expect(page.get_by_role("status")).to_contain_text("Making the page and the PDF")
    PublishingRun.objects.filter(pk=run.pk).update(state="failed", message="The disk was full.")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The self-assessment has not been published"
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_a_resident_checks_a_file_and_reads_what_there_is_for_programs(
    window, cast, code, javascript, tmp_path
):
    publication = factories.publish(
        cast.officer, factories.make_approved(cast.officer, cast.member, code)
    )
    page = window(javascript=javascript)
    page.goto("/published/")
    page.get_by_role("link", name="Check whether a file was published here").click()
    audit(page)
    page.get_by_role("button", name="Check").click()
    audit(page)
    paper = tmp_path / "renamed.json"
    paper.write_bytes(bytes(publication.document))
    page.get_by_label("File").set_input_files(paper)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Published here", exact=True)).to_be_visible()
    audit(page)
    page.get_by_label("Or enter its code").fill("0" * 64)
    page.get_by_role("button", name="Check another").click()
    expect(page.get_by_text("No file that was published here")).to_be_visible()
    audit(page)
    page.goto("/published/data/")
    audit(page)
    assert page.context.cookies() == []


def test_a_resident_downloads_a_file(window, cast, code):
    publication = factories.publish(
        cast.officer, factories.make_approved(cast.officer, cast.member, code)
    )
    page = window()
    page.goto(publication.get_absolute_url())
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename == "alderbrook-self-assessment-2025-26-v1.xlsx"
    page.goto("/codes/2024/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Blank form 2024 (Word)").click()
    assert download.value.suggested_filename == "complaint-handling-code-2024-form.docx"


@pytest.mark.parametrize("javascript", [True, False])
def test_the_administrator_lists_a_site_and_the_bare_page_is_accessible(
    window, cast, code, javascript
):
    factories.publish(cast.officer, factories.make_approved(cast.officer, cast.member, code))
    page = window(cast.administrator, javascript=javascript)
    page.goto("/landlords/alderbrook/details/")
    sites = page.get_by_label("Websites that may show the published pages inside their own")
    sites.fill("http://www.alderbrook.example")
    page.get_by_role("button", name="Save details").click()
    audit(page)
    sites.fill("https://www.alderbrook.example")
    page.get_by_role("button", name="Save details").click()
    expect(page.get_by_text("<iframe src=")).to_be_visible()
    audit(page)
    page.goto("/published/alderbrook/embed/")
    audit(page)


def test_only_a_listed_site_can_frame_it(window, cast, code):
    """Chromium itself is asked: a listed site's page shows the frame, another's does not."""
    cast.landlord.embed_sites = "https://listed.example"
    cast.landlord.save()
    factories.publish(cast.officer, factories.make_approved(cast.officer, cast.member, code))
    source = f"{window.base_url}/published/alderbrook/embed/"
    theirs = f'<!doctype html><title>Theirs</title><iframe title="x" src="{source}"></iframe>'
    for site, is_shown in (("https://listed.example", True), ("https://other.example", False)):
        page = window()
        # Chromium keeps pages of the internet away from this machine, where the test's server is.
        page.context.grant_permissions(["local-network-access"], origin=site)
        page.route(f"{site}/", lambda route: route.fulfill(body=theirs, content_type="text/html"))
        page.goto(f"{site}/")
        heading = page.frame_locator("iframe").get_by_role("heading", level=1)
        assert heading.count() == is_shown, site
