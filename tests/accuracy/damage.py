"""Forms whose content is known, whole or damaged before they are laid out."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.accuracy.scoring import PARTS, Expected
from tests.importing.content import Answered, Form, Piece, make_form

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Rows that landlords put between the provisions, and that belong to none.
_NOISE = (
    ("", "Continued from the previous page", ""),
    ("Note", "Reviewed with the residents’ panel in May 2024", ""),
    ("", "Total compliant", "12"),
    ("6a", "What residents told us", ""),
)


@dataclass(frozen=True)
class Known:
    """A form as it will be written, what an import should find, and which cells may stay blank."""

    form: Form
    expected: Expected
    open_to: frozenset[tuple[str, str]] = frozenset()


def known(edition: str, seed: int, *, links: bool = True) -> Known:
    """A form in which no two texts are the same."""
    form = make_form(edition, seed)
    rows = tuple(_unique(item, index, links) for index, item in enumerate(form.responses))
    return _whole(replace(form, responses=rows))


def _whole(form: Form) -> Known:
    return Known(form, expected(form))


def expected(form: Form) -> Expected:
    parts = PARTS[: form.columns - 2]
    return {
        number: {part: cells[part] for part in parts} for number, cells in form.expected().items()
    }


def _unique(item: Answered, index: int, links: bool) -> Answered:
    return replace(
        item,
        evidence=_numbered(item.evidence, f"AH-{1000 + index}", links),
        commentary=_numbered(item.commentary, f"AC-{2000 + index}", links),
    )


def _numbered(pieces: tuple[Piece, ...], mark: str, links: bool) -> tuple[Piece, ...]:
    found = [piece if piece.kind != "link" or links else Piece(piece.text) for piece in pieces]
    if found and found[0].kind == "paragraph":
        found[0] = Piece(f"{found[0].text.rstrip('.')}, file {mark}.")
    return tuple(found)


Damage = Callable[[Known, random.Random], Known]


def whole(case: Known, chance: random.Random) -> Known:
    return case


def words(case: Known, chance: random.Random) -> Known:
    """A sixth of the words of each requirement left out, exchanged or misspelt."""
    rows = [replace(row, requirement=_worn(row.requirement, chance)) for row in _rows(case)]
    return _with(case, rows)


def _worn(text: str, chance: random.Random) -> str:
    return "\n".join(
        " ".join(filter(None, (_word(word, chance) for word in line.split(" "))))
        for line in text.split("\n")
    )


def _word(word: str, chance: random.Random) -> str:
    if len(word) < 2 or chance.random() > 1 / 6:
        return word
    kind = chance.randrange(3)
    if kind == 0:
        return ""
    if kind == 1:
        return chance.choice(("residents", "landlord", "should", "the", "response"))
    place = chance.randrange(len(word))
    return word[:place] + chance.choice(_LETTERS) + word[place + 1 :]


def no_numbers(case: Known, chance: random.Random) -> Known:
    """No numbers at all. Provisions of the same wording may stay open."""
    rows = [replace(row, number="") for row in _rows(case)]
    return _with(case, rows, _twins(case))


def half_the_numbers(case: Known, chance: random.Random) -> Known:
    rows = [replace(row, number=chance.choice((row.number, ""))) for row in _rows(case)]
    return _with(case, rows, _twins(case))


def wrong_numbers(case: Known, chance: random.Random) -> Known:
    """A tenth of the numbers are another provision's: by the wording, or open and told."""
    rows, changed = _rows(case), set[str]()
    numbers = [row.number for row in rows]
    for index, row in enumerate(rows):
        if chance.random() < 0.1:
            other = chance.choice([number for number in numbers if number != row.number])
            rows[index] = replace(row, number=other)
            changed |= {row.number, other}
    return _with(case, rows, changed)


def shuffled_numbers(case: Known, chance: random.Random) -> Known:
    """The numbers of each section in another order: by the wording, or open and told."""
    rows = _rows(case)
    for section in dict.fromkeys(row.section for row in rows):
        places = [index for index, row in enumerate(rows) if row.section == section]
        numbers = [rows[index].number for index in places]
        chance.shuffle(numbers)
        for index, number in zip(places, numbers, strict=True):
            rows[index] = replace(rows[index], number=number)
    return _with(case, rows, {row.number for row in _rows(case)})


def noise(case: Known, chance: random.Random) -> Known:
    """Rows between the provisions that belong to none."""
    rows = []
    for row in _rows(case):
        rows.append(row)
        if chance.random() < 0.12:
            number, requirement, written = chance.choice(_NOISE)
            rows.append(
                replace(
                    row,
                    number=number,
                    requirement=requirement,
                    written=written,
                    evidence=(),
                    commentary=(),
                )
            )
    return _with(case, rows)


def repeats(case: Known, chance: random.Random) -> Known:
    """A tenth of the rows a second time, with the same content."""
    rows = [twice for row in _rows(case) for twice in [row] * (1 + (chance.random() < 0.1))]
    return _with(case, rows)


def dropped(case: Known, chance: random.Random) -> Known:
    """A tenth of the provisions left out."""
    rows = [row for row in _rows(case) if chance.random() > 0.1]
    return _whole(replace(case.form, responses=tuple(rows)))


def reordered(case: Known, chance: random.Random) -> Known:
    """A tenth of the rows elsewhere in their section."""
    rows = _rows(case)
    for index in range(len(rows) - 1):
        other = min(index + chance.randrange(1, 4), len(rows) - 1)
        same = (rows[index].section, rows[index].stage, rows[index].level) == (
            rows[other].section,
            rows[other].stage,
            rows[other].level,
        )
        if same and chance.random() < 0.1:
            rows[index], rows[other] = rows[other], rows[index]
    return _with(case, rows)


# Ways of writing answers that are none of the official form's.
_OWN_WORDS = {
    "yes": ("Met", "Fully compliant", "Green – compliant", "Yes, we comply", "✓ Yes"),
    "no": ("Not met", "Red – not compliant", "No, we do not comply", "✗ No"),
    "partly": ("Partially met", "Amber – partially compliant", "In part"),
    "not_applicable": ("Not applicable", "N/A – no leaseholders"),
    "": ("",),
}


def own_words(case: Known, chance: random.Random) -> Known:
    """Answers in words of the landlord's own."""
    rows = [replace(row, written=chance.choice(_OWN_WORDS[row.answer])) for row in _rows(case)]
    return _with(case, rows)


def quotes(case: Known, chance: random.Random) -> Known:
    """Half of the texts quote the provision that they are about."""
    return _written(case, chance, lambda row: f"The Code says: {row.requirement[:160]}")


def numbers_in_texts(case: Known, chance: random.Random) -> Known:
    """Half of the texts begin with another provision's number."""
    other = case.form.responses[-1].number
    return _written(case, chance, lambda row: f"{other} of our procedure sets this out too.")


def labels_in_texts(case: Known, chance: random.Random) -> Known:
    """Half of the texts begin with a line that could be a label."""
    return _written(case, chance, lambda row: "Evidence held:")


def _written(case: Known, chance: random.Random, first: Callable[[Answered], str]) -> Known:
    rows = []
    for row in _rows(case):
        piece = Piece(" ".join(first(row).split()))
        if row.evidence and chance.random() < 0.5:
            row = replace(row, evidence=(piece, *row.evidence))
        elif row.commentary and chance.random() < 0.5:
            row = replace(row, commentary=(piece, *row.commentary))
        rows.append(row)
    return _whole(replace(case.form, responses=tuple(rows)))


DAMAGES: dict[str, Damage] = {
    "": whole,
    "own words": own_words,
    "texts that quote": quotes,
    "numbers in texts": numbers_in_texts,
    "labels in texts": labels_in_texts,
    "words damaged": words,
    "no numbers": no_numbers,
    "half the numbers": half_the_numbers,
    "wrong numbers": wrong_numbers,
    "shuffled numbers": shuffled_numbers,
    "noise rows": noise,
    "repeats": repeats,
    "provisions left out": dropped,
    "other order": reordered,
}


def _rows(case: Known) -> list[Answered]:
    return list(case.form.responses)


def _with(case: Known, rows: list[Answered], open_to: set[str] | None = None) -> Known:
    cells = {(number, part) for number in open_to or () for part in PARTS}
    return Known(
        replace(case.form, responses=tuple(rows)), case.expected, case.open_to | frozenset(cells)
    )


def _twins(case: Known) -> set[str]:
    """Provisions whose wording is another's too, but for a word or two."""
    by_wording: dict[str, list[str]] = {}
    for row in _rows(case):
        by_wording.setdefault(row.requirement[:60], []).append(row.number)
    return {number for numbers in by_wording.values() if len(numbers) > 1 for number in numbers}
