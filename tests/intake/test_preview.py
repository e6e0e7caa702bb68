"""The preview's order: what needs a look first; and the text that reached no answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.importing.result import LeftOver, Problem
from assessments.models import ImportedFile, Response
from tests import factories
from tests.assessments.pages import Page
from tests.intake.forms import found, imported, result


@pytest.fixture
def draft(cast, code):
    return factories.start(cast.officer, code)


def test_a_text_that_could_not_be_placed_stands_beside_its_provision_and_can_be_put_there(
    cast, draft, sign_in
):
    officer = sign_in(cast.officer)
    sure, open_row = found("1.2", answer="yes", evidence="E"), found("1.3")
    file = imported(cast.officer, draft, sure, open_row)
    problem = Problem("1.3", open_row.where, "We left out all of it.", "undivided")
    rest = LeftOver("Policy and why we follow it.", open_row.where, "1.3")
    read = replace(result(sure, open_row, problems=(problem,)), left_over=(rest,))
    ImportedFile.objects.filter(pk=file.pk).update(result=read.as_data())
    page = Page(officer.get(file.get_absolute_url()))
    assert page.text.index("Check these first (1)") < page.text.index("Ready to import (1)")
    assert "Policy and why we follow it." in page.text
    page.assert_in_order()
    data = page.form | {"step": "save", "p1.3-choice": "edit", "p1.3-evidence": "Policy."}
    officer.post(file.get_absolute_url(), data)
    assert Response.objects.get(assessment=draft, provision__number="1.3").evidence == "Policy."


@pytest.mark.parametrize("kind", ["columns", "cut"])
def test_what_was_left_out_is_checked_first(cast, draft, sign_in, kind):
    officer = sign_in(cast.officer)
    sure, doubted = found("1.2", answer="yes", evidence="E"), found("1.3", evidence="F")
    file = imported(cast.officer, draft, sure, doubted)
    problem = Problem("1.3", doubted.where, "Two columns say “Yes” and “No”.", kind)
    read = result(sure, doubted, problems=(problem,))
    ImportedFile.objects.filter(pk=file.pk).update(result=read.as_data())
    page = Page(officer.get(file.get_absolute_url()))
    first, ready = page.text.index("Check these first (1)"), page.text.index("Ready to import (1)")
    assert first < page.text.index("Two columns say “Yes” and “No”.") < ready
    page.assert_in_order()
