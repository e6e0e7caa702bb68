"""Damaged forms sent in through the pages, as an officer does it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import ImportedFile
from tests import factories
from tests.importing.broken import SEEDS, damaged

# What its page is called when the worker has read it.
HEADINGS = ("Check which year the form is for", "We could not read the form")


def kept_in_the_database(assessment):
    assessment.refresh_from_db()
    rows = assessment.responses.order_by("pk").values()
    return assessment.version, assessment.state, list(rows)


@pytest.mark.parametrize("seed", range(0, SEEDS, 21))
def test_a_damaged_form_changes_no_answer_and_its_page_says_what_became_of_it(
    cast, sign_in, full_codes, django_capture_on_commit_callbacks, seed
):
    draft = factories.start(cast.officer, full_codes["2024"])
    before = kept_in_the_database(draft)
    name, data = damaged(seed + 7)
    officer = sign_in(cast.officer)
    with django_capture_on_commit_callbacks(execute=True):
        sent = officer.post(
            f"/assessments/{draft.pk}/import/", {"file": SimpleUploadedFile(name, data)}
        )
    address = f"/assessments/{draft.pk}/import/{ImportedFile.objects.get().pk}/"
    page = officer.get(address, follow=True)
    assert sent.status_code == 302
    assert page.status_code == 200
    assert any(heading in page.text for heading in HEADINGS)
    assert kept_in_the_database(draft) == before
