"""Documents for tests of what is made from them: no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from codes.data import CodeFiles, OriginData
from codes.reading import read_folder
from publishing.document import ApprovalPart, Document, LandlordPart, SectionPart
from publishing.presentation import Presentation
from tests.publishing.documents import change_provisions, make_document

FINAL = Presentation("ab" * 32, "https://example.org/published/alderbrook/2025-26/v1/", False)
LANDLORD = LandlordPart(
    name="Alderbrook Council",
    slug="alderbrook",
    homes=9400,
    website="https://www.alderbrook.example",
    governing_body="Cabinet",
    complaints_contact="Complaints Team, Civic Centre\n01632 960000",
    mrc_title="Cabinet Member for Housing",
    subsidiaries=(),
)
APPROVAL = ApprovalPart("Cabinet", date(2026, 5, 11), "Cllr Ann Reed", "CAB/26/7")
YES = {"answer": "yes", "evidence": "Complaints Policy, section 2."}

# What spreadsheets, markup, layout and encodings trip over.
HOSTILE: dict[str, str] = {
    "formula": '=HYPERLINK("https://evil.example","Click")',
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(A1:A9)",
    "tab": "\t=1+1",
    "apostrophe": "'quoted' at the start",
    "error": "#N/A",
    "number": "5.10",
    "escape": "_x0041_ as typed",
    "html": "<script>alert('x')</script> & <b>bold</b> ]]> &amp;",
    "right to left": "שלום \u202eabc\u202c مرحبا",
    "zero width": "a\u200bb\u200dc\ufeffd",
    "emoji": "👩🏽‍🔧 fixed it ✅",
    "combining": "e\u0301 and é",
    "separators": "one\u2028two\u2029three\u0085four",
    "beyond the fonts": "漢字 \U00020000 \ue000",
    "quotes": 'He said "no", twice; then, \\"yes\\"',
    "lines": "first\nsecond\n\nthird",
    "bullets": "We do:\n\n- one\n- two\n\na. first\nb. second",
    "link": "See https://example.org/a?b=c&d=%20e#f (and http://[bad).",
    "word": "x" * 20_000,
    "astral": "😀" * 20_000,
}


@cache
def codes() -> CodeFiles:
    return read_folder(Path(__file__).parents[2] / "fixtures" / "codes")


def blank(edition: str = "2024") -> Document:
    """The empty form of a real Code, as `blank_from_code` makes it of the database's."""
    empty = dict.fromkeys(
        ("answer", "evidence", "commentary", "action", "action_owner", "alternative"), ""
    )
    return replace(
        change_provisions(
            make_document(edition), lambda row: replace(row, action_due=None, **empty)
        ),
        landlord=LandlordPart("", "", 0, "", "", "", "", ()),
        year="",
        trigger="",
        body_response="",
        approval=None,
        version=None,
        published_on=None,
    )


def origins() -> tuple[OriginData, ...]:
    """The correspondence from the 2022 Code to the 2024 Code."""
    return codes().correspondences[0].origins


def make(
    edition: str = "2024",
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    other: Mapping[str, Any] = YES,
    **fields: Any,
) -> Document:
    """A document of a real Code: every provision as `other` says, except as `answers` does."""
    empty = blank(edition)
    answers = answers or {}
    sections = tuple(
        SectionPart(
            section.number,
            section.title,
            tuple(
                replace(row, **dict(answers.get(row.number, other))) for row in section.provisions
            ),
        )
        for section in empty.sections
    )
    values: dict[str, Any] = {
        "landlord": LANDLORD,
        "year": "2025-26",
        "trigger": "annual",
        "sections": sections,
        "body_response": "Cabinet read the self-assessment and accepts it.\n\n- One point.",
        "approval": APPROVAL,
        "version": 1,
        "published_on": date(2026, 5, 20),
    }
    return replace(empty, **values | fields)


def filled(edition: str = "2024", words: int = 60) -> Document:
    """All 72 provisions with so many words in each text, some not met: a form of common size."""
    text = " ".join(f"word{n % 37}" for n in range(words))
    every = {"answer": "yes", "evidence": f"{text}.\n\n- One\n- Two", "commentary": text}
    short = {
        "answer": "no",
        "action": "Change the letters.",
        "action_owner": "Head of Repairs",
        "action_due": date(2026, 9, 30),
        "commentary": text if edition != "2022" else "",
        "evidence": text,
    }
    if edition == "2022":
        every["commentary"] = ""
    numbers = [row.number for row in blank(edition).provisions]
    return make(edition, {numbers[3]: short, numbers[40]: short}, other=every)


def hostile(longest: int = 20_000) -> Document:
    """Every hostile text in every text column, one text a provision; cut to so many characters."""
    numbers = [row.number for row in blank().provisions]
    fields = ("evidence", "commentary", "action", "action_owner", "alternative")
    answers = {
        number: {"answer": "partly"} | dict.fromkeys(fields, text[:longest])
        for number, text in zip(numbers, HOSTILE.values(), strict=False)
    }
    landlord = replace(LANDLORD, name='=1+1 & <b>"Homes"</b> &P')
    return make(answers=answers, landlord=landlord, body_response=HOSTILE["formula"])
