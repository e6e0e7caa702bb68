"""The one rule engine: what an assessment still lacks. Pure: no database, no request.

Pages, the submit guard, imports, exports and emails all ask it; nothing else says what
"complete" means.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assessments.fields import FIELDS, OWN, Field, Kind, Need, Values, as_text
from codes.enums import Level
from selfassess.common.mistyped import Remark, addresses_in, remarks


@dataclass(frozen=True)
class Filled:
    """What is filled in for one provision, and what of the Code bears on its completeness.

    `single_text`: the form has one column for evidence and commentary, held in `evidence`.
    `values`: by the names of `fields.FIELDS`; what is left out is blank.
    `cites`: whether it cites an item of evidence, public or internal.
    `to_confirm`: the year that it was carried forward from, until someone confirms it.
    """

    number: str
    level: str
    single_text: bool
    values: Values
    to_confirm: str = ""
    cites: bool = False

    @property
    def answer(self) -> str:
        return str(self.values.get("answer") or "")

    def has(self, name: str) -> bool:
        """Whether anything is filled in there."""
        return not is_blank(as_text(self.values.get(name)))

    def place_of(self, name: str) -> str:
        """The field that the form has for it."""
        return "evidence" if name == "commentary" and self.single_text else name


@dataclass(frozen=True)
class Gap:
    """Something missing: the provision, the form's field to go to, and what to do about it."""

    number: str
    field: str
    message: str


def is_blank(text: str) -> bool:
    """Whether a text holds nothing that can be seen: white space and zero-width characters."""
    return all(
        char.isspace()
        or unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Zs"}
        or char in _INVISIBLE_LETTERS
        for char in text
    )


# Letters and marks by Unicode's categories that print nothing: Hangul fillers, Braille blank,
# variation selectors, the combining grapheme joiner.
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}


def gaps(filled: Filled) -> tuple[Gap, ...]:
    """What one provision still lacks, in the order of its form; empty where it is complete.

    The rules are the forms' own (Code 2024, Appendix A; Code 2022, Appendix B): evidence supports
    every statement, in words or as an item that is cited; where a requirement is not met, an action
    with its owner and date or an explained alternative; for a 2022 "should", commentary is enough.
    """
    return (*_unconfirmed(filled), *_content_gaps(filled))


def _unconfirmed(filled: Filled) -> tuple[Gap, ...]:
    """An answer carried forward does not count for this year until someone confirms it."""
    if not filled.to_confirm:
        return ()
    year = filled.to_confirm
    message = f"Confirm, edit or clear this answer, carried forward from {year}"
    return (Gap(filled.number, "confirm", message),)


def _content_gaps(filled: Filled) -> tuple[Gap, ...]:
    if not filled.answer:
        return (Gap(filled.number, "answer", "Select an answer"),)
    return tuple(
        Gap(filled.number, filled.place_of(field.name), field.need.message)
        for field in FIELDS
        if field.need and _is_lacking(filled, field, field.need)
    )


def _is_lacking(filled: Filled, field: Field, need: Need) -> bool:
    if filled.answer not in need.answers or filled.has(filled.place_of(field.name)):
        return False
    if need.or_item and filled.cites:
        return False
    if field in OWN and _should_is_explained(filled):
        return False
    if need.beside and not filled.has(need.beside):
        return False
    return not (need.unless and filled.has(need.unless))


def all_gaps(provisions: Iterable[Filled]) -> tuple[Gap, ...]:
    """What the whole assessment lacks, in the order of its provisions."""
    return tuple(gap for filled in provisions for gap in gaps(filled))


@dataclass(frozen=True)
class Links:
    """What is known of web addresses beyond one provision.

    `used`: by address, the places that use it: numbers of provisions, or something else.
    `broken`: of an address that does not work what is wrong, as the rest of a sentence.
    `cited`: by number, the title and address of each evidence item that the provision cites.
    """

    used: Mapping[str, frozenset[str]] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
    cited: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)

    def used_beside(self, number: str) -> list[str]:
        """The addresses that are used somewhere else too."""
        return [address for address, places in self.used.items() if places - {number}]


def doubts(filled: Filled, links: Links) -> tuple[Gap, ...]:
    """What of one provision someone had better look at, though nothing is missing: web addresses
    that are most likely mistyped, and links that do not work. None of it holds anything up.
    """
    return (*_doubts_in_texts(filled, links), *_doubts_of_items(filled, links))


def _doubts_in_texts(filled: Filled, links: Links) -> Iterator[Gap]:
    known = links.used_beside(filled.number)
    for one in FIELDS:
        text = as_text(filled.values.get(one.name)) if one.kind is Kind.TEXT else ""
        if not text:
            continue
        for remark in remarks(text, known):
            yield Gap(filled.number, one.name, remark.message)
        for address in addresses_in(text):
            if why := links.broken.get(address):
                yield Gap(filled.number, one.name, Remark(address, why).message)


def _doubts_of_items(filled: Filled, links: Links) -> Iterator[Gap]:
    for title, address in links.cited.get(filled.number, ()):
        if why := links.broken.get(address):
            yield Gap(filled.number, "evidence", f"Check the evidence item “{title}”: {why}")


def _should_is_explained(filled: Filled) -> bool:
    """Best practice need not be met, but has to be commented on (Code 2022, Appendix B).

    The commentary is enough: an action beside it is the landlord's own, and may be half-way.
    """
    return filled.level == Level.SHOULD and filled.has(filled.place_of("commentary"))
