"""What became of each provision that was not fully met the time before. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.enums import Answer
from publishing.document import ProvisionPart
from publishing.document.changes_told import direction
from publishing.document.comparison import Comparison
from publishing.document.facts import long_date
from publishing.paper.blocks import Cell, Column, Row, Sentences, Source, Table

HEADING = "What became of what was not fully met in {year}"
_STILL: dict[str, str] = {Answer.NO: "Still not met", Answer.PARTLY: "Still partly met"}


@dataclass(frozen=True)
class EarlierGap:
    """A provision that was answered No or Partly, and those of today that come from it."""

    before: ProvisionPart
    now: tuple[ProvisionPart, ...]

    @property
    def is_met(self) -> bool:
        return bool(self.now) and all(row.is_met for row in self.now)

    @property
    def became(self) -> str:
        """What became of it, in words; of an open action more is told with the others."""
        if self.has_open_action:
            return f"{self._became}. The action is still open."
        return self._became

    @property
    def has_open_action(self) -> bool:
        return bool(self.before.action.strip()) and bool(self.now) and not self.is_met

    @property
    def _became(self) -> str:
        answers = [row.answer for row in self.now]
        if not answers:
            return "No longer in the Code"
        if self.is_met:
            return "Met now" if Answer.YES in answers else "No longer applies"
        if not any(answers):
            return "Not yet answered"
        if len(set(answers)) > 1:
            return "Not fully met yet"
        return self._unmet(answers[0])

    def _unmet(self, answer: str) -> str:
        if answer == self.before.answer:
            return _STILL[answer]
        if direction(self.before.answer, answer) == "better":
            return "Better, but not fully met yet"
        return "Worse than before"

    @property
    def promised(self) -> str:
        """What was going to be done about it, with whom and by when."""
        row = self.before
        plan = ", ".join(
            text
            for text in (row.action_owner, f"by {long_date(row.action_due)}" * bool(row.action_due))
            if text
        )
        return f"{row.action} ({plan})" if row.action and plan else row.action


def earlier_gaps(comparison: Comparison) -> tuple[EarlierGap, ...]:
    """Every one of them, whether it is met by now, open, or no longer in the Code."""
    known: dict[str, ProvisionPart] = {}
    came: dict[str, list[ProvisionPart]] = {}
    for row in comparison.rows:
        for source in row.before:
            known[source.number] = source
            came.setdefault(source.number, []).append(row.after)
    known |= {part.provision.number: part.provision for part in comparison.dropped}
    return tuple(
        EarlierGap(row, tuple(came.get(number, ())))
        for number, row in known.items()
        if row.answer in (Answer.NO, Answer.PARTLY)
    )


def blocks(comparison: Comparison) -> Iterator[Source]:
    """The part about them, under HEADING; nothing where there were none."""
    gaps = earlier_gaps(comparison)
    if not gaps:
        return
    yield Sentences((_told(gaps, comparison.before_year),))
    before, after = comparison.labels
    columns = (
        Column("Provision", 46),
        Column(before, 14),
        Column(after, 14),
        Column("What became of it", 26),
    )
    rows = tuple(row for gap in gaps for row in _rows(gap, comparison))
    yield Table(HEADING.format(year=comparison.before_year), columns, rows)


def _told(gaps: tuple[EarlierGap, ...], year: str) -> str:
    met = sum(gap.is_met for gap in gaps)
    if len(gaps) == 1:
        return (
            f"1 provision was not fully met in {year}. It is {'' if met else 'not fully '}met now."
        )
    now = f"{met or 'None'} of them {'is' if met < 2 else 'are'} met now"
    return f"{len(gaps)} provisions were not fully met in {year}. {now}."


def _rows(gap: EarlierGap, comparison: Comparison) -> Iterator[Row]:
    answers = [row.answer_label for row in gap.now]
    if len(set(answers)) > 1:
        answers = [f"{row.number}: {row.answer_label}" for row in gap.now]
    texts = (
        _provision(gap, comparison),
        gap.before.answer_label,
        "\n".join(dict.fromkeys(answers)),
        gap.became,
    )
    yield Row(tuple(map(Cell, texts)))
    if gap.promised and not gap.has_open_action:
        yield Row((Cell(gap.promised, label="Promised then", span=4),), is_below=True)


def _provision(gap: EarlierGap, comparison: Comparison) -> str:
    """By its name of today; of another Code also by the number that it had."""
    if not comparison.is_across_codes:
        return (gap.now[0] if gap.now else gap.before).numbered_title
    if not gap.now:
        return f"{gap.before.numbered_title}\n(of the {comparison.before_code})"
    today = "\n".join(row.numbered_title for row in gap.now)
    return f"{today}\n({gap.before.number} of the {comparison.before_code})"
