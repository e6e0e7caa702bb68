"""Running text: the Code's own wording marks where each provision begins, and where it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz import fuzz

from assessments.importing.answers import is_answer, read_answer
from assessments.importing.headings import Role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows.glued import BORDER, unglued
from assessments.importing.rows.lines import Headings, TextLine, reflow, text_lines
from assessments.importing.rows.row import FormRow
from assessments.importing.source import Source
from assessments.importing.texts import fold
from assessments.importing.wording import Wording

_ANSWER = re.compile(
    r"(yes|no|partially|partial|partly|(fully |partially |not |non-?)?compliant|not applicable|n/a"
    r"|y|n)\b",
    re.IGNORECASE,
)


# Where lines grow longer than this, each is a paragraph that no viewer has broken.
_UNBROKEN = 150
_JOINED = re.compile(rf"{_ANSWER.pattern}\s?[-–—:;,.(]", re.IGNORECASE)
# The kind of a row whose evidence and commentary nothing sets apart.
UNMARKED = "running text without marks"
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
    columns = len(wording.code.form.columns)
    width = _width(lines)
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
    bodies = [body for _, body, _, _ in found]
    joined, celled = _are_joined(bodies), width > _UNBROKEN and _are_cells(bodies)
    rows = []
    for start, body, section, stage in found:
        texts: dict[Role, str] = {"number": start.number, "requirement": start.requirement}
        parts, marked = _parts(body, columns, width, joined=joined, celled=celled)
        where = lines[start.line].where
        kind = "running text" if marked else UNMARKED
        rows.append(FormRow(texts | parts, where, kind, section=section, stage=stage))
    return rows


def _are_joined(bodies: list[list[str]]) -> bool:
    """Whether most responses read "Yes – see the policy": an answer, and evidence behind it.

    Where few do, the answer was left blank, and the evidence happens to begin with such a word.
    """
    texts = [" ".join(body[:3]) for body in bodies if body]
    return sum(bool(_JOINED.match(text)) for text in texts) > 0.6 * len(texts)


def _are_cells(bodies: list[list[str]]) -> bool:
    """Whether each line is a cell of a table, as word processors save them in plain text.

    Then many answers have a text right below them, and an empty line there is an empty cell.
    Elsewhere an empty line stands below each answer.
    """
    return 5 * sum(len(body) > 1 and bool(body[1]) for body in bodies) > len(bodies)


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
        if _ANSWER.match(following) or fold(following)[:12] != left[:12]:
            return end, left
    return count, ""


def _inserted(words: list[str], own: str) -> int:
    """Where an answer and more words stand amid the wording; 0 where none do."""
    matcher = SequenceMatcher(None, [fold(word) for word in words], own.split(), autojunk=False)
    for kind, first, last, own_first, own_last in matcher.get_opcodes():
        long = last - first >= 3 and own_last - own_first <= 1
        if kind == "equal" or not long or first < 3:
            continue
        if _ANSWER.match(" ".join(words[first : first + 4])):
            return first
    return 0


def _without_rest(lines: list[str], rest: str) -> list[str]:
    """The lines behind an interrupted wording, without the rest of it."""
    if not rest:
        return lines
    opening = rest[:40]
    for index, line in enumerate(lines):
        words = " ".join(lines[index : index + 40]).split()
        head = fold(" ".join(words[: len(opening.split()) + 1]))[: len(opening)]
        if not line.strip() or fuzz.ratio(head, opening[: max(len(head), 1)]) < 85:
            continue
        score, count = _best_end(words, rest)
        if score >= 80:
            after = _behind(lines[index:], count)
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
        if length > 1.5 * len(own) + 20:
            break
        if length >= 0.5 * len(own):
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


def _parts(
    body: list[str], columns: int, width: int, *, joined: bool, celled: bool
) -> tuple[dict[Role, str], bool]:
    """The answer at the beginning, then evidence and commentary; and whether these are marked off.

    An empty line marks them. Without one, a line that ended before the page's width may. Where
    lines are cells, an empty one is the evidence that is not there.
    """
    answer, left = _answer(body, joined=joined)
    if celled and columns == 5 and answer and left[:1] == [""]:
        return {"answer": answer, "commentary": _texts(left[1:])}, True
    if BORDER in left:
        place = left.index(BORDER)
        evidence, commentary = left[:place], left[place:]
        texts: dict[Role, str] = {"evidence": _texts(evidence), "commentary": _texts(commentary)}
        return {"answer": answer, **texts}, True
    groups: list[list[str]] = [[]]
    for text in left:
        if text:
            groups[-1].append(text)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    parts: dict[Role, str] = {"answer": answer}
    marked = columns == 4 or len(groups) == 2
    if columns == 5 and len(groups) == 1:
        whole = width > _UNBROKEN and len(groups[0]) == 2
        groups = [[line] for line in groups[0]] if whole else _ended(groups[0], width)
    if columns == 5 and len(groups) == 2:
        parts["evidence"], parts["commentary"] = reflow(groups[0]), reflow(groups[1])
    else:
        parts["evidence"] = "\n".join(reflow(group) for group in groups)
    return parts, marked or not left


def _texts(lines: list[str]) -> str:
    """Lines as one text with its paragraphs."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line and line != BORDER:
            groups[-1].append(line)
        else:
            groups.append([])
    return "\n".join(reflow(group) for group in groups if group)


def _width(lines: list[TextLine]) -> int:
    """How long lines grow before a viewer breaks them; 0 where they are broken anywhere."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 20)
    return lengths[int(0.9 * len(lengths))] if lengths else 0


def _ended(lines: list[str], width: int) -> list[list[str]]:
    """The lines cut where a sentence ended and the next word would still have fitted."""
    groups = [[lines[0]]]
    for above, line in pairwise(lines):
        room = width - len(above) - len(line.split()[0])
        if above.endswith((".", "!", "?", ")")) and line[0].isupper() and room > 0.15 * width:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _answer(body: list[str], *, joined: bool) -> tuple[str, list[str]]:
    """The answer that the text begins with, which may be broken over lines, and what follows."""
    words = [
        (word, last)
        for line in body[:4]
        for word, last in zip(line.split(), _lasts(line), strict=True)
    ]
    for count in range(min(5, len(words)), 0, -1):
        phrase = " ".join(word for word, _ in words[:count])
        if not is_answer(phrase) or read_answer(phrase).answer == "":
            continue
        following = words[count][0] if count < len(words) else ""
        if is_answer(following) and fold(following) != fold(phrase):
            alone = words[count - 1][1] and count + 1 < len(words) and not words[count][1]
            if not alone:
                # "Yes No": two answers and no sentence, such as choices that were never made.
                return "", body
        if not joined and _goes_on(phrase, words[count - 1][1], following):
            return "", body
        if _stands_alone(phrase, words[count - 1][1], following):
            return phrase, _behind(body, count)
    return "", body


def _lasts(line: str) -> list[bool]:
    words = line.split()
    return [index == len(words) - 1 for index in range(len(words))]


def _goes_on(phrase: str, at_end: bool, following: str) -> bool:
    """Whether a text goes on behind such a word in its own line: "Yes, we …", "No – the …"."""
    mark = phrase[-1:] in ",:;." or following[:1] in tuple("-–—:;,(")
    return bool(following) and mark and not at_end


def _stands_alone(phrase: str, at_end: bool, following: str) -> bool:
    """Whether an answer ends where the phrase ends, rather than a sentence going on.

    "No complaints were refused" is a sentence; "No Surveys begin in May" is an answer and one.
    """
    begins = not following or following[0].isupper() or not following[0].isalpha()
    if len(phrase) == 1:
        return phrase.isupper() and begins
    return begins or (at_end and not phrase.casefold().startswith("no"))


def _behind(lines: list[str], count: int) -> list[str]:
    """The lines without their first words."""
    for index, line in enumerate(lines):
        words = line.split()
        if count < len(words):
            return [" ".join(words[count:]), *lines[index + 1 :]]
        count -= len(words)
        if count == 0:
            return lines[index + 1 :]
    return []
