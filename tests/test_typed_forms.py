"""Every form that takes typed text says for whom it was made, so that the text can come back.

A lost session, a changed token, a busy database and a lost right are handled for every such form
in one place (tests/common/test_typed.py); this holds that none is left out.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from selfassess.settings import BASE_DIR

TEMPLATES = BASE_DIR / "templates"
_FORM = re.compile(r'<form\b[^>]*?method="post".*?</form>', re.DOTALL)
_SAYS_FOR_WHOM = ("{% typist %}", '{% include "assessments/drafting/_inputs.html" %}')
# Passwords and what is sent by somebody who is not signed in: nothing that may be shown again.
_SIGNED_OUT = {
    "account/login.html",
    "account/password_change.html",
    "account/password_reset.html",
    "account/password_reset_from_key.html",
    "account/password_set.html",
    "account/reauthenticate.html",
    "accounts/invitation/new_account.html",
    "publishing/public/verify.html",
}
# A button, or a choice that is made again as quickly.
_NOTHING_TYPED = {
    "account/logout.html",
    "accounts/_mail_row.html",
    "accounts/account_sessions.html",
    "accounts/invitation/accept.html",
    "accounts/invitation/other_address.html",
    "accounts/team_invitation.html",
    "accounts/team_remove.html",
    "accounts/unsubscribe.html",
    "assessments/asking/accept_all.html",
    "assessments/batches/_undo.html",
    "assessments/carrying/_preview.html",
    "assessments/drafting/_offer.html",
    "assessments/evidence/remove.html",
    "assessments/filling/_entry.html",
    "assessments/filling/discard.html",
    "assessments/intake/_edition.html",
    "assessments/intake/progress.html",
    "assessments/intake/remove.html",
    "assessments/links/_check.html",
    "assessments/review/confirm_body_response.html",
    "assessments/review/submit.html",
    "assessments/review/take_back.html",
    "components/account_menu.html",
    "publishing/officer/progress.html",
    "publishing/officer/publish.html",
    "publishing/papers/file.html",
    "publishing/papers/files.html",
    # They carry what was sent, with what it says of its sender.
    "typed/ask.html",
    "typed/given_back.html",
    "typed/kept.html",
}


def templates_with_forms() -> list[str]:
    return [
        str(path.relative_to(TEMPLATES))
        for path in sorted(TEMPLATES.rglob("*.html"))
        if _FORM.search(path.read_text("utf-8"))
    ]


@pytest.mark.parametrize("name", templates_with_forms())
def test_a_form_says_for_whom_it_was_made(name: str) -> None:
    forms = _FORM.findall((TEMPLATES / name).read_text("utf-8"))
    silent = [form for form in forms if not any(tag in form for tag in _SAYS_FOR_WHOM)]
    if name in _SIGNED_OUT | _NOTHING_TYPED:
        assert not any("<textarea" in form for form in forms)
    else:
        assert not silent, f"{name}: add {{% typist %}} to its form, or list it here with a reason."


def test_what_is_listed_is_there() -> None:
    assert set(templates_with_forms()) >= _SIGNED_OUT | _NOTHING_TYPED
    assert Path(TEMPLATES, "assessments/drafting/_inputs.html").read_text().count("typist") == 1
