"""How an answer is read, however it is written; what is not plain stays blank."""

from __future__ import annotations

import pytest

from assessments.importing.answers import read_answer

WRITTEN = {
    "yes": "We are fully compliant|Green – compliant|þ Yes o No|þ|ü|Yes – no issues found"
    "|Yes|YES|yes|Y| yes. |Compliant|✓|Met|Fully compliant|Yes – compliant|☒ Yes ☐ No|✓ Yes",
    "no": "o Yes þ No|Red - not compliant"
    "|No|NO|N|Non-compliant|Non compliant|not compliant|Yes ☐ No ☒|No – not yet|✗"
    "|No - in April",
    "partly": "Partly|Partial|Yes & No|Yes / No|Yes/No|yes and no|Partially compliant|In part"
    "|Yes (partially)|Amber – partially",
    "not_applicable": "N/A|n/a|NA|Not applicable|N/A – no third stage",
}
NOT_PLAIN = (
    "Yes once the policy is approved|Yes when staff are trained|Yes subject to approval|Yes by May"
    "|Fully compliant by March 2026|Yes – our policy was revised and is not yet approved"
    "|Compliant, pending sign-off|Red – compliant|Green – not compliant|Amber – compliant|No. 12"
    "|No – we comply with this|o Yes o No o N/A|"
    "I TAC|?|x|TBC|Green|See policy|Yes, but not for leaseholders|No complaints|Mostly|Yesterday"
    "|Note"
    "|No – not applicable but will comply if necessary|Yes – will be from April|☐ Yes ☐ No ☐ N/A"
    "|☒ Yes ☒ No|Working towards|Compliant with exceptions"
    "|Yes (to be confirmed)|Not applicable (to be confirmed)|Partly To be confirmed|To be confirmed"
)


@pytest.mark.parametrize(
    ("written", "answer"),
    [(text, answer) for answer, texts in WRITTEN.items() for text in texts.split("|")],
)
def test_an_answer_is_read_as_it_is_meant(written, answer):
    assert read_answer(written).answer == answer


@pytest.mark.parametrize("written", NOT_PLAIN.split("|"))
def test_what_is_not_plain_is_never_guessed(written):
    assert read_answer(written).answer == ""


def test_an_empty_cell_is_no_riddle():
    assert read_answer("  ").sure
    assert not read_answer("I TAC").sure


def test_words_beside_an_answer_are_kept():
    assert read_answer("Yes – see clause 4 of the policy").rest == "see clause 4 of the policy"
