"""What is checked before a self-assessment is sent for approval, every answer in brief; and what a
governing body reads, with what is asked about it and what has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessments.enums import answer_label
from assessments.models import Response
from assessments.presenters import reading
from assessments.presenters.words import Item, items_of, title_of
from assessments.questions.queries import Thread
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


@dataclass(frozen=True)
class ReadAnswer:
    """One answer as it is read. `before`: what the landlord answered in an earlier year, with its
    assessment loaded, if anything; `threads`: what is asked about it.
    """

    response: Response
    before: Response | None
    threads: list[Thread]

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def title(self) -> str:
        return title_of(self.response.provision)

    @property
    def has_moved(self) -> bool:
        """Whether it is another answer than in the earlier year."""
        now = self.response.counted_answer
        return self.before is not None and bool(now) and self.before.answer != now

    @property
    def was(self) -> str:
        """The earlier answer in words."""
        return answer_label(self.before.answer) if self.before else ""


@dataclass(frozen=True)
class ReadSection:
    """A section's answers."""

    section: Section
    anchor: str
    answers: list[ReadAnswer]


@dataclass(frozen=True)
class Read:
    """All answers by section, and what a reader jumps to."""

    sections: list[ReadSection]
    # The year that is compared with; empty where there is none.
    year: str

    @property
    def moved(self) -> list[ReadAnswer]:
        return [row for part in self.sections for row in part.answers if row.has_moved]

    @property
    def asked(self) -> list[Thread]:
        return [thread for part in self.sections for row in part.answers for thread in row.threads]

    @property
    def open(self) -> int:
        """How many questions no one has closed."""
        return sum(thread.question.is_open for thread in self.asked)


def read(
    responses: Sequence[Response], before: Mapping[int, Response], threads: Iterable[Thread]
) -> Read:
    """The answers, with those of an earlier year by the provision's id."""
    by_provision: dict[int, list[Thread]] = {}
    for thread in threads:
        by_provision.setdefault(thread.question.provision_id, []).append(thread)
    parts = [
        ReadSection(
            part.section,
            part.anchor,
            [
                ReadAnswer(
                    row, before.get(row.provision_id), by_provision.get(row.provision_id, [])
                )
                for row in part.responses
            ],
        )
        for part in reading.sections(responses)
    ]
    first = next(iter(before.values()), None)
    return Read(parts, first.assessment.year.label if first else "")
