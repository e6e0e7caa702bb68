"""Rows of a form as landlords damage them, with the provision that each was written for.

Everything follows from a seed, so that two versions of the import can be compared.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assessments.importing.headings import Role
from assessments.importing.rows.row import FormRow
from tests.importing.content import codes, sentence

EDITIONS = ("2022", "2024")


@dataclass(frozen=True)
class Written:
    """One row and its provision; a row that belongs to none has an empty one."""

    provision: str
    number: str
    requirement: str
    section: str = ""
    stage: str = ""
    level: str = ""

    def as_row(self, index: int) -> FormRow:
        texts: dict[Role, str] = {
            "number": self.number,
            "requirement": self.requirement,
            "answer": "Yes",
            "evidence": f"Proof {index}.",
        }
        return FormRow(
            texts,
            f"row {index}",
            "table",
            section=self.section,
            stage=self.stage,
            level=self.level,
        )


Rows = list[Written]
Step = Callable[[random.Random, Rows], Rows]


@dataclass(frozen=True)
class Damaged:
    """One form of the corpus."""

    mix: str
    edition: str
    seed: int
    written: tuple[Written, ...]

    def rows(self) -> list[FormRow]:
        return [item.as_row(index) for index, item in enumerate(self.written)]


def rows_of(edition: str) -> Rows:
    """The form as the Ombudsman publishes it, with its headings."""
    return [
        Written(
            item.number,
            item.number,
            item.text,
            section=section.number,
            stage=item.stage[-1:],
            level=str(item.level),
        )
        for section in codes()[edition].sections
        for item in section.provisions
    ]


def words_changed(share: float) -> Step:
    """Puts other words of the Code in the place of some; a word may be doubled or go missing."""

    def change(chance: random.Random, rows: Rows) -> Rows:
        words = [word for row in rows for word in row.requirement.split()]

        def damaged(text: str) -> str:
            kept = []
            for word in text.split():
                if chance.random() >= share:
                    kept.append(word)
                elif chance.random() < 0.7:
                    kept.append(chance.choice(words))
            return " ".join(kept)

        return [replace(row, requirement=damaged(row.requirement)) for row in rows]

    return change


def cut_short(share: float) -> Step:
    """Of some requirements only the beginning is there."""

    def change(chance: random.Random, rows: Rows) -> Rows:
        return [
            replace(row, requirement=row.requirement[: chance.randrange(25, 120)])
            if chance.random() < share
            else row
            for row in rows
        ]

    return change


def unworded(share: float) -> Step:
    def change(chance: random.Random, rows: Rows) -> Rows:
        return [replace(row, requirement="") if chance.random() < share else row for row in rows]

    return change


def unnumbered(share: float) -> Step:
    def change(chance: random.Random, rows: Rows) -> Rows:
        return [replace(row, number="") if chance.random() < share else row for row in rows]

    return change


def wrongly_numbered(share: float) -> Step:
    """Some rows carry the number of another provision."""

    def change(chance: random.Random, rows: Rows) -> Rows:
        numbers = [row.number for row in rows]
        return [
            replace(row, number=chance.choice([n for n in numbers if n != row.number]))
            if chance.random() < share
            else row
            for row in rows
        ]

    return change


def slipped(chance: random.Random, rows: Rows) -> Rows:
    """From some row on every number is the next one's: a row was inserted and numbered."""
    start = chance.randrange(10, 50)
    numbers = [row.number for row in rows]
    end = min(start + chance.randrange(3, 12), len(rows) - 1)
    return [
        replace(row, number=numbers[index + 1]) if start <= index < end else row
        for index, row in enumerate(rows)
    ]


def numbers_shuffled(chance: random.Random, rows: Rows) -> Rows:
    numbers = [row.number for row in rows]
    chance.shuffle(numbers)
    return [replace(row, number=number) for row, number in zip(rows, numbers, strict=True)]


def as_spreadsheet(_: random.Random, rows: Rows) -> Rows:
    """Numbers as a spreadsheet keeps them: 5.10 has become 5.1."""
    return [replace(row, number=str(float(row.number)) if row.number else "") for row in rows]


def misread(_: random.Random, rows: Rows) -> Rows:
    return [replace(row, number=row.number.replace("1", "I").replace(".", ". ")) for row in rows]


def shuffled(chance: random.Random, rows: Rows) -> Rows:
    rows = list(rows)
    chance.shuffle(rows)
    return rows


def numeric(_: random.Random, rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: [int(part) for part in row.provision.split(".")])


def swapped(pairs: int, reach: int = 100) -> Step:
    """Some rows have changed places with one that stands at most `reach` further on.

    Where two have the same wording, their place alone says which is which: those stay.
    """

    def change(chance: random.Random, rows: Rows) -> Rows:
        rows = list(rows)
        for _ in range(pairs):
            first = chance.randrange(len(rows) - 1)
            second = min(len(rows) - 1, first + chance.randint(1, reach))
            if rows[first].requirement != rows[second].requirement:
                rows[first], rows[second] = rows[second], rows[first]
        return rows

    return change


def sections_moved(chance: random.Random, rows: Rows) -> Rows:
    """The sections stand in another order, each whole."""
    names = list(dict.fromkeys(row.section for row in rows))
    chance.shuffle(names)
    return [row for name in names for row in rows if row.section == name]


def dropped(share: float) -> Step:
    def change(chance: random.Random, rows: Rows) -> Rows:
        return [row for row in rows if chance.random() >= share]

    return change


def one_section(chance: random.Random, rows: Rows) -> Rows:
    section = chance.choice(sorted({row.section for row in rows}))
    return [row for row in rows if row.section == section]


def repeated(share: float) -> Step:
    """Some rows stand there twice, the second right below the first or somewhere else."""

    def change(chance: random.Random, rows: Rows) -> Rows:
        made: Rows = []
        later: Rows = []
        for row in rows:
            made.append(row)
            if chance.random() < share:
                (made if chance.random() < 0.7 else later).append(row)
        for row in later:
            made.insert(chance.randrange(len(made)), row)
        return made

    return change


def noise(count: int) -> Step:
    """Rows that belong to nobody: totals, notes, sentences of a policy, other tables' rows."""

    def change(chance: random.Random, rows: Rows) -> Rows:
        words = [word for row in rows for word in row.requirement.split()]
        made = list(rows)
        for _ in range(count):
            kind = chance.randrange(4)
            text = " ".join(chance.choice(words) for _ in range(chance.randrange(3, 40)))
            if kind == 1:
                text = " ".join(sentence(chance) for _ in range(chance.randrange(1, 4)))
            elif kind == 2:
                text = chance.choice(("Total", "Signed by the chair", "Reviewed", "Note", ""))
            number = chance.choice(("", "", "12", "9.4", "A.1", "Note")) if kind != 3 else ""
            made.insert(chance.randrange(len(made) + 1), Written("", number, text))
        return made

    return change


def numbered_noise(count: int) -> Step:
    """Rows of other tables that carry a number of the Code, such as last year's changes."""

    def change(chance: random.Random, rows: Rows) -> Rows:
        made = list(rows)
        for _ in range(count):
            row = Written("", chance.choice(rows).number, sentence(chance))
            made.insert(chance.randrange(len(made) + 1), row)
        return made

    return change


def unheaded(_: random.Random, rows: Rows) -> Rows:
    return [replace(row, section="", stage="", level="") for row in rows]


MIXES: dict[str, tuple[Step, ...]] = {
    "as published": (),
    "numeric order": (numeric, unheaded),
    "10 % words": (words_changed(0.1),),
    "30 % words": (words_changed(0.3),),
    "60 % words": (words_changed(0.6), unheaded),
    "cut short": (cut_short(0.5),),
    "no numbers": (unnumbered(1), unheaded),
    "no numbers, headings": (unnumbered(1),),
    "no numbers, numeric order": (numeric, unnumbered(1), unheaded),
    "no numbers, 30 % words": (words_changed(0.3), unnumbered(1), unheaded),
    "no numbers, 50 % words": (words_changed(0.5), unnumbered(1), unheaded),
    "no numbers, 60 % words, headings": (words_changed(0.6), unnumbered(1)),
    "no numbers, cut short": (cut_short(0.5), unnumbered(1), unheaded),
    "no numbers, dropped": (dropped(0.15), unnumbered(1), unheaded),
    "no numbers, noise, repeats": (repeated(0.1), unnumbered(1), unheaded, noise(12)),
    "half the numbers": (unnumbered(0.5), unheaded),
    "half the numbers, 40 % words": (words_changed(0.4), unnumbered(0.5), unheaded),
    "half the numbers, dropped, noise": (
        words_changed(0.2),
        dropped(0.2),
        unnumbered(0.5),
        unheaded,
        noise(15),
    ),
    "wrong numbers": (wrongly_numbered(0.1), unheaded),
    "wrong numbers, 30 % words": (words_changed(0.3), wrongly_numbered(0.1), unheaded),
    "wrong numbers, 60 % words": (words_changed(0.6), wrongly_numbered(0.1), unheaded),
    "wrong numbers, dropped": (dropped(0.2), wrongly_numbered(0.1), words_changed(0.2)),
    "slipped numbers": (slipped, words_changed(0.2), unheaded),
    "shuffled numbers": (numbers_shuffled, unheaded),
    "shuffled numbers, 30 % words": (words_changed(0.3), numbers_shuffled, unheaded),
    "shuffled rows": (shuffled, unheaded),
    "shuffled rows, 30 % words": (words_changed(0.3), shuffled, unheaded),
    "shuffled rows, no numbers": (unnumbered(1), shuffled, unheaded),
    "shuffled rows, no numbers, 30 % words": (
        words_changed(0.3),
        unnumbered(1),
        shuffled,
        unheaded,
    ),
    "shuffled rows, no numbers, headings": (unnumbered(1), shuffled),
    "shuffled rows, half the numbers": (unnumbered(0.5), shuffled, unheaded),
    "shuffled rows, wrong numbers": (wrongly_numbered(0.1), shuffled, unheaded),
    "swapped rows": (swapped(6), words_changed(0.2), unheaded),
    "swapped rows, half the numbers": (swapped(6), unnumbered(0.5), unheaded),
    "swapped neighbours, no numbers": (swapped(8, 1), unnumbered(1), unheaded),
    "swapped near, no numbers, 30 % words": (
        words_changed(0.3),
        swapped(6, 4),
        unnumbered(1),
        unheaded,
    ),
    "sections moved, no numbers": (sections_moved, unnumbered(1), unheaded),
    "noise": (noise(20), numbered_noise(6)),
    "numbers alone": (unworded(1), unheaded),
    "numbers alone, spreadsheet": (unworded(1), as_spreadsheet, unheaded),
    "some unworded, some unnumbered": (unworded(0.3), unnumbered(0.3), unheaded),
    "spreadsheet": (as_spreadsheet, words_changed(0.2), unheaded),
    "spreadsheet, shuffled": (as_spreadsheet, shuffled, words_changed(0.3), unheaded),
    "misread": (misread, words_changed(0.3), unheaded),
    "one section": (one_section, words_changed(0.2)),
    "one section, no numbers": (one_section, unnumbered(1), unheaded),
    "repeats": (repeated(0.2), words_changed(0.2)),
    "a bit of all": (
        words_changed(0.25),
        swapped(3),
        dropped(0.1),
        repeated(0.05),
        unnumbered(0.3),
        wrongly_numbered(0.03),
        noise(6),
    ),
}


@cache
def damaged(mix: str, edition: str, seed: int) -> Damaged:
    """One form, damaged as the mix says."""
    chance = random.Random(f"{mix} {edition} {seed}")
    rows = rows_of(edition)
    for step in MIXES[mix]:
        rows = step(chance, rows)
    return Damaged(mix, edition, seed, tuple(rows))


def corpus(seeds: Sequence[int], mixes: Sequence[str] = ()) -> Iterator[Damaged]:
    """Every mix, or those named, for both Codes and every seed."""
    for mix in mixes or MIXES:
        for edition in EDITIONS:
            for seed in seeds:
                yield damaged(mix, edition, seed)
