"""Running text: the Code's own wording marks where each provision begins, and where it ends."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from assessments.importing.headings import Role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows import thresholds as t
from assessments.importing.rows.glued import BORDER, unglued
from assessments.importing.rows.lines import Headings, TextLine, text_lines
from assessments.importing.rows.prose_parts import ANSWER, Dividing, behind
from assessments.importing.rows.prose_whole import Whole, are_out_of_order
from assessments.importing.rows.row import FormRow
from assessments.importing.source import Source
from assessments.importing.texts import fold
from assessments.importing.wording import Wording

# More places than this where a wording seems to begin are no form.
_MOST = 1_000
# Lines of one response: beyond is another text behind the form.
_LONGEST = 600


@dataclass(frozen=True)
class _Start:
    """Where a provision begins: the line, its number, and where its wording ends."""

    line: int
    number: str
    requirement: str
    end_line: int
    # What the last line of the wording holds behind it.
    rest: str
    # Words of the Code that stand further on, because other cells cut the wording.
    left: str = ""


def prose_rows(source: Source, wording: Wording) -> list[FormRow]:
    """A row for each place where a provision's wording stands, with what follows it."""
    lines = unglued(list(text_lines(source)), len(wording.code.form.columns))
    headings = Headings(wording.code)
    starts = _starts(lines, wording)
    found: list[tuple[_Start, list[str], str, str]] = []
    section = stage = ""
    read = 0
    for index, start in enumerate(starts):
        for line in lines[read : start.line]:
            new = headings.section(line.text)
            section, stage = (new, "") if new else (section, headings.stage(line.text) or stage)
        read = start.line
        end = starts[index + 1].line if index + 1 < len(starts) else len(lines)
        body = _body(
            start, lines[start.end_line + 1 : min(end, start.end_line + _LONGEST)], headings
        )
        found.append((start, body, section, stage))
    above = lines[: starts[0].line] if starts else []
    whole = Whole(wording, (line.text for line in above))
    bodies = [whole.without_headings(body) for _, body, _, _ in found]
    dividing = Dividing(wording, bodies, lines)
    mixed = are_out_of_order(lines, ((start.line, start.number) for start in starts))
    rows = []
    for (start, _, section, stage), body in zip(found, bodies, strict=True):
        texts: dict[Role, str] = {"number": start.number, "requirement": start.requirement}
        parts, undivided = dividing.parts(body)
        if mixed or whole.is_doubtful(dividing.texts(body)):
            parts, undivided = {} if mixed else {"answer": parts["answer"]}, dividing.whole(body)
        where = lines[start.line].where
        rows.append(
            FormRow(
                texts | parts,
                where,
                "running text",
                section=section,
                stage=stage,
                undivided=undivided,
            )
        )
    return rows


def _starts(lines: list[TextLine], wording: Wording) -> list[_Start]:
    found: list[_Start] = []
    index = tried = 0
    while index < len(lines) and tried < _MOST:
        window = _beginning(lines, index, wording)
        tried += window is not None
        start = _extent(index, *window, wording) if window else None
        if start is None:
            index += 1
        else:
            found.append(start)
            index = start.end_line + 1
    return found


def _beginning(
    lines: list[TextLine], index: int, wording: Wording
) -> tuple[str, list[tuple[str, int]]] | None:
    """The number and the text where a wording seems to begin in this line; None elsewhere."""
    text = lines[index].text.strip()
    if not text:
        return None
    if looks_like_number(text):
        number, begin, rest = text, index + 1, ""
        below = next((line.text for line in lines[begin : begin + 3] if line.text.strip()), "")
        if split_number(below)[0] or looks_like_number(below):
            return None
    else:
        number, rest = split_number(text)
        begin = index
    window = _window(lines, begin, rest if number else text)
    words = [word for text, _ in window for word in text.split()]
    heads = [" ".join(words[:count]) for count in (14, 9, 6)]
    wanted = 72 if number else 84
    if not any(len(head) >= 20 and wording.beginning(head) >= wanted for head in heads):
        return None
    return number, window


def _window(lines: list[TextLine], begin: int, first: str) -> list[tuple[str, int]]:
    """The texts of the next lines with their indexes, as far as the longest wording reaches."""
    window = []
    length = 0
    for index in range(begin, min(begin + 80, len(lines))):
        text = first if index == begin and first else lines[index].text
        window.append((text, index))
        length += len(text)
        if length > 2_200:
            break
    return window


def _extent(
    index: int, number: str, window: list[tuple[str, int]], wording: Wording
) -> _Start | None:
    """The end of the wording: the word up to which the text is most like a provision's."""
    words = [(word, line) for text, line in window for word in text.split()]
    head = fold(" ".join(word for word, _ in words[:6]))
    opening = fold(" ".join(word for word, _ in words[:3]))
    best = (0.0, 0, "")
    for item in wording.provisions:
        own = fold(item.text)
        if fuzz.ratio(head, own[: len(head)]) < 65 or fuzz.ratio(opening, own[: len(opening)]) < 70:
            continue
        score, count = _best_end([word for word, _ in words], own)
        bonus = 5.0 if number and item.number == number.strip() else 0.0
        if score + bonus > best[0]:
            best = (score + bonus, count, own)
    score, count, own = best
    left = ""
    if score < 98 and own:
        count, left = _interrupted([word for word, _ in words], own, count)
        score = 90.0 if left else score
    if score < (60 if number else 75):
        return None
    last = words[count - 1][1]
    behind = [word for word, line in words[count:] if line == last]
    requirement = " ".join(word for word, _ in words[:count])
    return _Start(index, number, requirement, last, " ".join(behind), left)


def _interrupted(words: list[str], own: str, count: int) -> tuple[int, str]:
    """Where a wording is cut by its row's other cells: the end of its first part, and the rest.

    The rest is empty where it is not cut.
    """
    if end := _inserted(words[:count], own):
        return end, own[len(fold(" ".join(words[:end]))) :].strip()
    for end in range(min(len(words), count + 40), 2, -1):
        part = fold(" ".join(words[:end]))
        if len(part) > 1.03 * len(own) or fuzz.ratio(part, own[: len(part)]) < 93:
            continue
        if len(part) >= 0.97 * len(own):
            break
        left = own[len(part) :].strip()
        following = " ".join(words[end : end + 6])
        place = len(part.split())
        if fold(words[end - 1]).split()[-1:] != own.split()[place - 1 : place]:
            continue
        if ANSWER.match(following) or fold(following)[:12] != left[:12]:
            return end, left
    return count, ""


def _inserted(words: list[str], own: str) -> int:
    """Where an answer and more words stand amid the wording; 0 where none do."""
    matcher = SequenceMatcher(None, [fold(word) for word in words], own.split(), autojunk=False)
    for kind, first, last, own_first, own_last in matcher.get_opcodes():
        long = last - first >= t.INSERTED and own_last - own_first <= 1
        if kind == "equal" or not long or first < t.INSERTED:
            continue
        if ANSWER.match(" ".join(words[first : first + 4])):
            return first
    return 0


def _without_rest(lines: list[str], rest: str) -> list[str]:
    """The lines behind an interrupted wording, without the rest of it."""
    if not rest:
        return lines
    opening = rest[: t.OPENING]
    for index, line in enumerate(lines):
        words = " ".join(lines[index : index + t.MOST_LINES_OF_REST]).split()
        head = fold(" ".join(words[: len(opening.split()) + 1]))[: len(opening)]
        if not line.strip() or fuzz.ratio(head, opening[: max(len(head), 1)]) < t.SAME_OPENING:
            continue
        score, count = _best_end(words, rest)
        if score >= t.SAME_WORDING:
            after = behind(lines[index:], count)
            return lines[:index] + after
    return lines


def _best_end(words: list[str], own: str) -> tuple[float, int]:
    folded: list[str] = []
    length = 0
    best = (0.0, 0)
    for count, word in enumerate(words, start=1):
        piece = fold(word)
        if piece:
            folded.append(piece)
            length += len(piece) + 1
        if length > t.LONGER * len(own) + t.SHORT_LINE:
            break
        if length >= t.HALF * len(own):
            score = fuzz.ratio(" ".join(folded), own)
            if score > best[0]:
                best = (score, count)
    return best


def _body(start: _Start, lines: list[TextLine], headings: Headings) -> list[str]:
    """What follows a wording: without headings, page numbers and column headings."""
    body = [start.rest] if start.rest.strip() else []
    heading = ""
    texts = [line.text for line in lines]
    skipped = 0
    for index, line in enumerate(lines):
        skipped = max(skipped - 1, headings.row_of_columns(texts[index : index + 24]))
        if skipped > 0:
            continue
        text = line.text if line.text == BORDER else line.text.strip()
        heading = headings.rest_of_row(text, heading)
        if heading or headings.section(text) or headings.stage(text) or headings.is_other(text):
            continue
        body.append(text)
    body = _without_rest(body, start.left)
    while body and not body[0]:
        body.pop(0)
    return body
