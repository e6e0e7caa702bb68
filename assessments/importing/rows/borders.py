"""The borders between the cells of one row that came as tabs and lines; see divided.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from assessments.importing.answers import is_answer, looks_long, read_answer
from assessments.importing.headings import Role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows import thresholds as t
from assessments.importing.source import Cell, Row
from assessments.importing.texts import fold
from assessments.importing.wording import Wording

TAB = "\t"
_TICKS: frozenset[Role | None] = frozenset({"yes", "no", "partly", "not_applicable"})
_TEXTS: frozenset[Role | None] = frozenset({"evidence", "commentary"})
# A cell's first token and the one behind its last.
_Span = tuple[int, int]


class Division:
    """One row's tokens (lines' texts and tabs) and its columns: the ways to set the borders."""

    def __init__(self, tokens: Sequence[str], roles: Sequence[Role | None], wording: Wording):
        self._tokens = tokens
        self._roles = roles
        self._wording = wording
        self._known: dict[tuple[int, int], float] = {}
        self._heads: dict[str, list[str]] = {}
        self._costs: dict[tuple[int, int, int], float] = {}

    def row(self, where: str, *, last: bool) -> Row:
        """The row, its cells empty where the best ways differ, and the text of these.

        `last`: whether the table ends behind it, so that its last lines may be no cell's.
        """
        spans = self._spans()
        if not spans:
            return self._unfit(where)
        if last and self._may_be_title(spans[-1]):
            spans[-1].add((self._last(spans), self._last(spans)))
        texts = [{self._text(span) for span in each} for each in spans]
        cells = tuple(Cell(each.pop() if len(each) == 1 else "") for each in texts)
        open_to = [span for each, left in zip(spans, texts, strict=True) if left for span in each]
        undivided = ""
        if open_to:
            whole = min(start for start, _ in open_to), max(end for _, end in open_to)
            undivided = self._text(whole)
        return Row(cells, where, undivided)

    def _unfit(self, where: str) -> Row:
        """More tabs than columns: the number and the wording, and the rest as one text."""
        texts = [text for text in self._tokens if text != TAB]
        kept = [Cell(text) for text in texts[:2]]
        empty = [Cell()] * max(len(self._roles) - 2, 0)
        return Row((*kept, *empty), where, "\n".join(texts[2:]))

    def _may_be_title(self, spans: set[_Span]) -> bool:
        """Whether the last of several lines reads as the title of what stands below the table."""
        longest = max(end - start for start, end in spans)
        text = self._tokens[-1] if self._tokens else ""
        return longest > 1 and len(text) <= t.TITLE and not text.endswith((".", ";", ":", ","))

    @staticmethod
    def _last(spans: Sequence[set[_Span]]) -> int:
        return max(end for _, end in spans[-1])

    def _text(self, span: _Span) -> str:
        return "\n".join(text for text in self._tokens[slice(*span)] if text != TAB)

    def _spans(self) -> list[set[_Span]]:
        """For each column the spans that it has in any of the best ways; empty where none fits."""
        if self._rest(0, 0) == t.NEVER:
            return []
        spans: list[set[_Span]] = []
        starts = {0}
        for column in range(len(self._roles)):
            following: set[int] = set()
            spans.append(set())
            for start in starts:
                best = self._rest(column, start)
                for end, then, cost in self._steps(column, start):
                    if cost + self._rest(column + 1, then) <= best:
                        spans[-1].add((start, end))
                        following.add(then)
            starts = following
        return spans

    def _rest(self, column: int, start: int) -> float:
        """The least that it costs to give the tokens from there on to the columns from there on."""
        if column == len(self._roles):
            return 0.0 if start == len(self._tokens) else t.NEVER
        if (column, start) not in self._known:
            self._known[column, start] = min(
                (
                    cost + self._rest(column + 1, then)
                    for _, then, cost in self._steps(column, start)
                ),
                default=t.NEVER,
            )
        return self._known[column, start]

    def _steps(self, column: int, start: int) -> Iterator[tuple[int, int, float]]:
        """The ways in which a cell may begin there: its end, the next one's start, and the cost."""
        tokens = self._tokens
        if start == len(tokens) or tokens[start] == TAB:
            yield start, min(start + 1, len(tokens)), self._cost(column, start, start)
        elif start and tokens[start - 1] != TAB:
            # An empty cell behind one that ended with its line leaves no trace.
            yield start, start, self._cost(column, start, start)
        elif start == 0 and self._roles[column] in (None, "ignored"):
            # A cell merged with the one above.
            yield start, start, t.MERGED
        end = start
        while end < len(tokens) and tokens[end] != TAB and end - start < t.MOST_LINES:
            end += 1
            tabbed = end < len(tokens) and tokens[end] == TAB
            # Behind the last cell stands no tab, save that a program may end its lines with one.
            odd = t.ODD_TAB if tabbed and column + 1 == len(self._roles) else 0.0
            yield end, end + tabbed, self._cost(column, start, end) + odd

    def _cost(self, column: int, start: int, end: int) -> float:
        key = (column, start, end)
        if key not in self._costs:
            self._costs[key] = self._fit(self._roles[column], self._text((start, end)))
        return self._costs[key]

    def _fit(self, role: Role | None, text: str) -> float:
        """How badly a text fits a column; 0 for one as it should be."""
        if role == "number":
            return 0.0 if looks_like_number(text) else t.ODD_NUMBER
        if role == "requirement":
            words = text if "number" in self._roles else split_number(text)[1]
            return 100.0 - self._likeness(words) if words else t.NO_WORDING
        if role == "answer":
            return _fit_of_answer(text)
        if role in _TICKS:
            return 0.0 if not text or _is_mark(text) else t.ODD_ANSWER
        first = text.partition("\n")[0]
        return t.ANSWER_ELSEWHERE if role in _TEXTS and _is_mark(first) else 0.0

    def _likeness(self, text: str) -> float:
        """How like a text is to the wording that begins as it does, from 0 to 100."""
        folded = fold(text)
        return max(
            (
                fuzz.ratio(folded, own)
                for own in self._begun(folded[: t.HEADS[-1]])
                if len(folded) <= t.LONGER * len(own)
            ),
            default=0.0,
        )

    def _begun(self, head: str) -> list[str]:
        """The wordings that begin like this, one of which a row's own must be."""
        if head not in self._heads:
            own = (fold(item.text) for item in self._wording.provisions)
            self._heads[head] = [
                text for text in own if fuzz.ratio(head, text[: len(head)]) >= t.ALIKE
            ]
        return self._heads[head]


def _is_mark(text: str) -> bool:
    return bool(text) and (is_answer(text) or len(text) == 1)


def _fit_of_answer(text: str) -> float:
    if len(text) > t.LONGEST_ANSWER:
        return t.ODD_ANSWER
    if not text.strip():
        return t.NO_ANSWER
    if is_answer(text):
        return 0.0
    if read_answer(text).answer:
        return t.ANSWER_AND_WORDS
    return t.ODD_ANSWER if looks_long(text) else t.UNREADABLE_ANSWER
