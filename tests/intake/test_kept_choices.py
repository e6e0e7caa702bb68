"""Choices made on the preview are there again, for their person alone, until they are imported."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from assessments.models import Assessment, ImportedFile, Response, TypedDraft
from tests import factories
from tests.assessments.pages import Page
from tests.browser import Window, audit
from tests.conftest import Cast
from tests.intake.forms import found, imported


@pytest.fixture
def draft(cast, code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def file(cast, draft) -> ImportedFile:
    sure = (found("1.2", answer="yes", evidence="E"), found("5.10", answer="no", evidence="F"))
    return imported(cast.officer, draft, *sure)


def preview(client, file: ImportedFile) -> Page:
    return Page(client.get(file.get_absolute_url()))


def changed(page: Page, step: str) -> dict[str, str]:
    return page.form | {"step": step, "p1.2-choice": "edit", "p1.2-evidence": "Our policy."}


def test_choices_and_edits_come_back_and_can_be_cleared(cast, file, draft, sign_in):
    officer = sign_in(cast.officer)
    address = file.get_absolute_url()
    page = preview(officer, file)
    assert "These are the choices that you saved" not in page.text
    answer = officer.post(address, changed(page, "keep"), follow=True)
    assert "Nothing has been imported" in answer.content.decode()
    page = preview(officer, file)
    assert (page.form["p1.2-choice"], page.form["p1.2-evidence"]) == ("edit", "Our policy.")
    assert page.form["p5.10-choice"] == "fill"
    assert "These are the choices that you saved" in page.text
    assert Response.objects.get(assessment=draft, provision__number="1.2").evidence == ""
    other = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, name="Ola Peer")
    assert preview(sign_in(other), file).form["p1.2-choice"] == "fill"
    officer = sign_in(cast.officer)
    officer.post(address, page.form | {"step": "forget"})
    assert preview(officer, file).form["p1.2-choice"] == "fill"
    assert not TypedDraft.objects.exists()


def test_a_choice_for_all_and_what_was_refused_are_kept(cast, file, sign_in):
    officer = sign_in(cast.officer)
    address = file.get_absolute_url()
    officer.post(address, preview(officer, file).form | {"step": "skip_all"})
    page = preview(officer, file)
    assert (page.form["p1.2-choice"], page.form["p5.10-choice"]) == ("skip", "skip")
    refused = changed(page, "save") | {"p1.2-choice": "fill"}
    assert officer.post(address, refused).status_code == 422
    assert preview(officer, file).form["p1.2-evidence"] == "Our policy."


def test_what_someone_has_saved_since_is_shown_afresh(cast, file, draft, sign_in):
    officer = sign_in(cast.officer)
    officer.post(file.get_absolute_url(), changed(preview(officer, file), "keep"))
    factories.answer(cast.officer, draft, "1.2", evidence="Theirs.")
    page = preview(officer, file)
    assert page.form["p1.2-choice"] != "edit"
    assert page.form["p1.2-evidence"] == "E"


def test_they_go_with_the_import_and_with_the_form(cast, file, draft, sign_in):
    officer = sign_in(cast.officer)
    address = file.get_absolute_url()
    officer.post(address, changed(preview(officer, file), "keep"))
    officer.post(address, preview(officer, file).form | {"step": "save"})
    assert Response.objects.get(assessment=draft, provision__number="1.2").evidence == "Our policy."
    assert not TypedDraft.objects.exists()


def test_with_script_they_are_kept_as_they_are_made(
    window: Window, cast: Cast, file: ImportedFile
) -> None:
    page = window(cast.officer)
    page.goto(file.get_absolute_url())
    page.get_by_text("Section 1", exact=False).first.click()
    page.get_by_label("Leave 1.2 as it is").check()
    expect(page.get_by_text("Your choices are saved on this page")).to_be_visible()
    page.goto(file.get_absolute_url())
    expect(page.get_by_text("These are the choices that you saved")).to_be_visible()
    expect(page.get_by_label("Leave 1.2 as it is")).to_be_checked()
    audit(page)
