"""How a form stands on the page that gives it back, without the form: what of it was typed."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from selfassess.common.typed.posts import Shown, fields_of


@pytest.mark.parametrize(
    ("name", "value", "shown", "label"),
    [
        ("evidence", "One\nTwo", Shown.TEXT, "Evidence"),
        ("p5.10-evidence", "Policy", Shown.LINE, "Evidence, 5.10"),
        ("p5.10-action_due_1", "3", Shown.LINE, "Action due (month), 5.10"),
        ("p5.10-answer", "no", Shown.CHOICE, "Answer, 5.10"),
        ("keep_evidence", "mine", Shown.CHOICE, "Keep evidence"),
        ("roles", "clerk", Shown.CHOICE, "Roles"),
        ("p5.10-version", "3", Shown.HIDDEN, "Version, 5.10"),
        ("version_5.10", "3", Shown.HIDDEN, "Version 5.10"),
        ("afresh", "1", Shown.HIDDEN, "Afresh"),
        ("tick", "5.10", Shown.CHOICE, "Tick"),
        ("all", "1", Shown.HIDDEN, "All"),
        ("recommendations", "note", Shown.HIDDEN, "Recommendations"),
        ("typist", "1:x", Shown.HIDDEN, "Typist"),
        ("receipt", "abc", Shown.HIDDEN, "Receipt"),
        ("governing_body", "Cabinet", Shown.LINE, "Governing body"),
    ],
)
def test_what_was_typed_is_shown_and_what_was_not_goes_along_unseen(
    name: str, value: str, shown: Shown, label: str
) -> None:
    sent = QueryDict(mutable=True)
    sent[name] = value
    (field,) = fields_of(sent)
    assert (field.shown, field.label) == (shown, label)
