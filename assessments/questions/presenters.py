"""What the list of questions shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.enums import QuestionState
from assessments.presenters.words import first_words
from assessments.questions.queries import Thread
from selfassess.common.lighttext import plain


@dataclass(frozen=True)
class Row:
    """One question in the list."""

    thread: Thread

    @property
    def in_brief(self) -> str:
        return first_words(plain(self.thread.asked))


@dataclass(frozen=True)
class Listed:
    """The questions by what they wait for, each in the form's order."""

    waiting: list[Row]
    answered: list[Row]
    closed: list[Row]

    @property
    def open(self) -> int:
        return len(self.waiting) + len(self.answered)

    @property
    def total(self) -> int:
        return self.open + len(self.closed)


def listed(threads: Iterable[Thread]) -> Listed:
    """The questions sorted by their state."""
    by_state: dict[str, list[Row]] = {state: [] for state in QuestionState}
    for thread in threads:
        by_state[thread.question.state].append(Row(thread))
    return Listed(*by_state.values())
