"""A committee paper with something in every part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assessments.completeness import Gap
from publishing.document import Document, summary
from publishing.document.comparison import compare
from publishing.paper import contents as paper
from publishing.paper.blocks import Part, Words
from selfassess.common.lighttext import Listing
from tests.publishing import forms

ACTION = {"action": "Retrain the team.", "action_owner": "Head of Repairs"}
DUE = {"action_due": date(2026, 9, 30)}


def document(**fields) -> Document:
    """72 provisions, of which some are not met, one is met with more planned, one is open."""
    answers = {
        "1.2": {
            "answer": "partly",
            "evidence": "Policy 2.",
            "commentary": "Not all staff.",
            **ACTION,
            **DUE,
        },
        "1.3": {"answer": "no", "alternative": "A leaflet in each office."},
        "2.1": {"answer": "yes", "evidence": "Policy 3.", "action": "Add examples."},
        "2.2": {"answer": ""},
        "6.1": {"answer": "not_applicable", "commentary": "No stage 1."},
    }
    return forms.make(answers=answers, **fields)


def make(state: str = "draft", **fields) -> paper.CommitteePaper:
    new, old = document(), forms.make("2022", {"1.2": {"answer": "no"}}, year="2023-24")
    words = replace(
        paper.usual_words(new),
        meeting_date=date(2026, 6, 2),
        report_of="Director of Housing",
        author="Priya Raman",
        written_on=date(2026, 5, 20),
        monitoring="42.1 complaints per 1,000 homes.",
        conclusion="- Most is met\n- Two are not",
    )
    values = {
        "document": new,
        "words": words,
        "state": state,
        "comparison": compare(old, new, forms.origins()),
        "gaps": (Gap("2.2", "answer", "Select an answer"),),
        "earlier_actions": (
            paper.EarlierAction(
                "2023-24", "4.3", "Rewrite the letter.", "Head of Service", date(2025, 3, 31), True
            ),
        ),
        "earlier_years": (paper.YearCounts("2023-24", summary.totals(old)),),
    }
    return paper.CommitteePaper(**values | fields)


def said(words: Words) -> str:
    """A paragraph's text, or a list's items, on one line."""
    lines = words.block.items if isinstance(words.block, Listing) else words.block.lines
    return " ".join(span.text for line in lines for span in line)


def paragraphs(part: Part) -> list[str]:
    """What a part says outside its tables, each paragraph after its number."""
    return [f"{b.number} {said(b)}".strip() for b in part.blocks if isinstance(b, Words)]
