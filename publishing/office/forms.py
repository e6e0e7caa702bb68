"""What the officer writes for the committee paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from assessments import plausible
from publishing.paper.building import WORD_NAMES
from publishing.paper.contents import RECOMMENDATIONS
from selfassess.common.forms import CheckboxesField, GovDateField, LongTextField, ShortTextField
from selfassess.common.forms.questions import ask_date


def _line(label: str, hint: str = "") -> ShortTextField:
    return ShortTextField(label=label, help_text=hint, required=False)


def _text(label: str, hint: str = "", rows: int = 5) -> LongTextField:
    return LongTextField(label=label, help_text=hint, rows=rows, required=False)


# The form's groups: a heading, and the fields below it.
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Front page", ("title", "meeting", "meeting_date", "report_of")),
    ("What you ask the committee", ("purpose", "recommendation", "background")),
    ("Introductions to the tables", ("outcome", "changes", "improvements", "monitoring")),
    ("Implications", ("financial", "legal", "equality", "risk")),
    ("At the end", ("other", "conclusion", "author", "written_on")),
)
CHOICES = "recommendations"


class PaperForm(forms.Form):
    """The words for every part of the paper; a part that is left empty is left out."""

    title = _line("Title")
    meeting = _line("Meeting", "For example, Cabinet or Housing Scrutiny Committee.")
    meeting_date = GovDateField(label="Date of the meeting", required=False)
    report_of = _line("Report of", "The officer’s job title, for example, Director of Housing.")
    purpose = _text("Purpose")
    recommendation = _text("Recommendation")
    background = _text("Background", rows=8)
    outcome = _text("Outcome", "Appears above the table of answers, which we work out for you.")
    changes = _text("What changed", "Appears above the comparison with the last self-assessment.")
    improvements = _text(
        "Planned improvements", "Appears above the improvements to provisions that are already met."
    )
    monitoring = _text(
        "Monitoring and benchmarking",
        "For example, complaints per 1,000 homes and the share answered on time.",
    )
    financial = _text("Financial", rows=3)
    legal = _text("Legal", rows=3)
    equality = _text("Equality", rows=3)
    risk = _text("Risk", rows=3)
    other = _text("Other matters")
    conclusion = _text("Conclusion")
    author = _line("Author")
    written_on = GovDateField(label="Date of the report", required=False)
    recommendations = CheckboxesField(
        label="Standard recommendations",
        choices=[
            ("approve", "Approve the self-assessment"),
            ("note", "Note it and comment"),
            ("respond", "Agree the governing body’s response"),
            ("appoint", "Appoint the Member Responsible for Complaints"),
        ],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Asks about odd dates; of those that are in the form's `initial` it asks nothing."""
        for name in ("meeting_date", "written_on"):
            day, before = self.cleaned_data.get(name), self.initial.get(name)
            why = plausible.in_a_paper(day, before=before, today=timezone.localdate())
            ask_date(self, name, why)
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """What was typed; only of a valid form."""
        return {name: self.cleaned_data[name] for name in WORD_NAMES}

    def not_kept(self, *, everything: bool = False) -> tuple[dict[str, Any], str]:
        """Nothing: no part of it is given up for another text."""
        return {}, ""


class MeetingForm(forms.Form):
    """When the governing body meets to decide."""

    meeting_date = GovDateField(
        label="Date of the meeting",
        error_messages={"required": "Enter the date of the meeting"},
    )

    def clean(self) -> dict[str, Any]:
        day, before = self.cleaned_data.get("meeting_date"), self.initial.get("meeting_date")
        why = plausible.in_a_paper(day, before=before, today=timezone.localdate())
        ask_date(self, "meeting_date", why)
        return self.cleaned_data


@dataclass(frozen=True)
class WordsGroup:
    """Fields under one heading; `choices` stands below the recommendation."""

    heading: str
    fields: tuple[BoundField, ...]


def groups(form: PaperForm) -> tuple[WordsGroup, ...]:
    """The form's fields in groups, in the paper's order."""
    return tuple(
        WordsGroup(heading, tuple(form[name] for name in names)) for heading, names in _GROUPS
    )


def with_recommendations(typed: Any, chosen: list[str], names: dict[str, str]) -> Any:
    """A copy of what was posted, with the chosen recommendations below what was typed.

    `names`: what the wording calls the governing body, the Code and the year.
    """
    data = typed.copy()
    written = data.get("recommendation", "").strip()
    added = [RECOMMENDATIONS[key].format(**names) for key in chosen if key in RECOMMENDATIONS]
    texts = [text for text in added if text not in written]
    data["recommendation"] = "\n\n".join(filter(None, [written, *texts]))
    data.setlist(CHOICES, [])
    return data
