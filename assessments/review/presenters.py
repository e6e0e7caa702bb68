"""What is checked before a self-assessment is sent for approval: every answer, in brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.models import Response
from assessments.presenters import reading
from assessments.presenters.words import Item, items_of, title_of
from codes.models import Code, Section
from selfassess.common.lighttext import plain

# How much of a text is shown, in characters: enough to know it again.
_MOST = 160


@dataclass(frozen=True)
class CheckedAnswer:
    """One answer; `texts`: what is filled in beside it, cut short where it is long."""

    response: Response
    texts: list[Item]

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def title(self) -> str:
        return title_of(self.response.provision)


@dataclass(frozen=True)
class CheckedSection:
    """A section's answers, and how often each answer was given."""

    section: Section
    anchor: str
    counts: list[tuple[str, int]]
    answers: list[CheckedAnswer]


def checked(responses: Sequence[Response], code: Code) -> list[CheckedSection]:
    """All answers by section; they come in the form's order, with provision and section loaded."""
    return [
        CheckedSection(
            part.section,
            part.anchor,
            reading.answer_counts(part.responses),
            [CheckedAnswer(row, _texts(row, code)) for row in part.responses],
        )
        for part in reading.sections(responses)
    ]


def _texts(response: Response, code: Code) -> list[Item]:
    return [
        Item(item.name, item.label, _cut(plain(item.text))) for item in items_of(response, code)
    ]


def _cut(text: str) -> str:
    """The beginning, up to the end of a word."""
    text = " ".join(text.split())
    if len(text) <= _MOST:
        return text
    cut = text[:_MOST]
    return f"{cut.rpartition(' ')[0] or cut} …"
