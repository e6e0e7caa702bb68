"""One cell's parts of a response, each behind its label: "Comply: Yes" and "Evidence: ..."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from assessments.importing.answers import is_answer
from assessments.importing.headings import Role, column_role
from assessments.importing.rows.labels import Labels
from assessments.importing.rows.lines import TextLine
from assessments.importing.texts import fold

# Where labels are looked for: at the head of lines; within lines too, before a colon; or also where
# nothing but a capital follows.
Mode = Literal["lines", "colons", "bare"]
MAIN: tuple[Role, ...] = ("answer", "evidence", "commentary")
_ITEM = "- "
# What stands behind a label without a colon.
_OPENING = r"(?-i:[A-Z\d“\"‘']|(?:yes|no|partly|partial(?:ly)?|n/?a|not applicable|y|n)\b)"
# A label without a colon stands behind the end of a sentence, or of a label's text.
_ENDED = re.compile(r"[.!?;:)\]”\"]\s*$")


@dataclass
class Parts:
    """A cell's parts by role. `first` stands before any label.

    `keys`: the labels that were taken. `is_sure` is false where the cell may be cut in two ways.
    """

    first: str = ""
    texts: dict[Role, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    is_sure: bool = True


@dataclass(frozen=True)
class _Line:
    """A line, or a part of one; `glue` joins it with what stands before it."""

    glue: str
    raw: str
    line: TextLine


class Cells:
    """Cuts cells, by words that forms are known to use as labels."""

    def __init__(self, known: frozenset[str]) -> None:
        words = "|".join(
            r"\W+".join(map(re.escape, key.split())) for key in sorted(known, key=len, reverse=True)
        )
        self._before_colon = re.compile(rf"(?<![\w-])({words})\s*[:：]", re.IGNORECASE)
        self._bare = re.compile(rf"(?<![\w-])({words})(?=\s+{_OPENING})", re.IGNORECASE)
        self._at_head = re.compile(rf"^(?:- )?({words})\b", re.IGNORECASE | re.MULTILINE)

    def may_have_parts(self, text: str) -> bool:
        """Whether two parts of a response may stand in a text."""
        found = [*self._before_colon.finditer(text), *self._at_head.finditer(text)]
        found += self._bare.finditer(text) if found else ()
        return len({_main_role(match[1]) for match in found if _is_capital(match)} - {None}) > 1

    def lines(self, text: str, mode: Mode) -> list[TextLine]:
        """The lines in which labels are looked for."""
        return [item.line for item in self._lines(text, mode)]

    def parts(self, text: str, labels: Labels, mode: Mode) -> Parts:
        """The parts that a cell has."""
        found = Parts()
        role: Role | None = None
        doubted = set[Role | None]()
        for item in self._lines(text, mode):
            cut = labels.cut(item.line)
            if cut is not None:
                key, role, rest = cut
                found.is_sure &= key not in found.keys
                found.keys.append(key)
                self._add(found, role, "\n", rest)
                found.is_sure &= not self._has_label(rest)
            else:
                self._add(found, role, item.glue, item.raw)
                found.is_sure &= not self._has_label(item.line.text)
                doubted.add(self._begun(item.line.text, labels))
        # "Evidence see the log": a label that nothing sets apart, and no other of its part.
        found.is_sure &= not doubted - {None, *found.texts}
        if mode == "bare":
            found.is_sure &= not self._within(found, labels) - {None, *found.texts}
        return found

    def _within(self, found: Parts, labels: Labels) -> set[Role | None]:
        """The parts whose labels' words stand within the texts."""
        texts = [found.first, *found.texts.values()]
        matches = (match for text in texts for match in self._bare.finditer(text))
        return {labels.role(match[1]) for match in matches if _is_capital(match)}

    def _begun(self, text: str, labels: Labels) -> Role | None:
        """The part of a response whose label a text begins with, whatever follows."""
        match = self._at_head.match(text)
        return labels.role(match[1]) if match and _is_capital(match) else None

    @staticmethod
    def _add(found: Parts, role: Role | None, glue: str, text: str) -> None:
        above = found.first if role is None else found.texts.get(role, "")
        joined = f"{above}{glue}{text}" if above else text
        if role is None:
            found.first = joined
        else:
            found.texts[role] = joined

    def _has_label(self, text: str) -> bool:
        """Whether another label may stand in a text: words of one, and a colon."""
        matches = self._before_colon.finditer(text)
        return any(_is_capital(match) and _main_role(match[1]) for match in matches)

    def _lines(self, text: str, mode: Mode) -> Iterator[_Line]:
        for line in text.split("\n"):
            begin, glue = 0, "\n"
            for end in [*self._places(line, mode), len(line)]:
                raw = line[begin:end].strip()
                yield _Line(glue, raw, TextLine(raw.removeprefix(_ITEM), ""))
                begin, glue = end, " "

    def _places(self, line: str, mode: Mode) -> list[int]:
        """Where labels may begin within a line.

        Without a colon a label stands where the text before it may end; elsewhere only where its
        part has no other label, and the words stand once.
        """
        if mode == "lines":
            return []
        sure = {match.start(): match for match in self._before_colon.finditer(line)}
        bare = [match for match in self._bare.finditer(line) if mode == "bare"]
        unended: list[re.Match[str]] = []
        for match in bare:
            begin = max((place for place in sure if place < match.start()), default=0)
            if _may_end(line[begin : match.start()]):
                sure.setdefault(match.start(), match)
            else:
                unended.append(match)
        sure = {place: match for place, match in sure.items() if _is_capital(match)}
        unended = [match for match in unended if _is_capital(match)]
        roles = Counter(_main_role(match[1]) for match in [*sure.values(), *unended])
        sure |= {m.start(): m for m in unended if _main_role(m[1]) and roles[_main_role(m[1])] == 1}
        first = len(_ITEM) * line.startswith(_ITEM)
        return sorted(place for place in sure if place > first)


def _may_end(text: str) -> bool:
    """Whether a part of a cell may end so: with a sentence, or with an answer behind its label."""
    words = text.removeprefix(_ITEM).split()
    return bool(_ENDED.search(text)) or any(
        is_answer(" ".join(words[at:])) for at in range(min(len(words), 5))
    )


def _is_capital(match: re.Match[str]) -> bool:
    return match[1][:1].isupper()


@lru_cache(maxsize=500)
def _main_role(words: str) -> Role | None:
    role = column_role(words)
    return role if role in MAIN else None


@lru_cache(maxsize=8)
def cells_of(columns: tuple[str, ...], known: frozenset[str]) -> Cells:
    """What cuts cells of a Code's form, whose own columns have these names."""
    return Cells(known | set(map(fold, columns)))


def ordered(parts: Iterable[Parts]) -> list[Role]:
    """The roles that any of the parts has, in the order in which they come first."""
    return list(dict.fromkeys(role for item in parts for role in item.texts))
