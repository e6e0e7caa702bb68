"""What follows a provision's wording in running text: its answer, evidence and commentary.

With one column for texts it is all evidence. With two, something has to part them: labels that
begin lines of most responses, the cells' own lines, or an empty line, where the whole form has no
more than one in a response. What nothing parts is left as one text for a person to divide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assessments.importing.answers import is_answer, read_answer
from assessments.importing.headings import Role
from assessments.importing.rows import thresholds as t
from assessments.importing.rows.glued import BORDER
from assessments.importing.rows.lines import TextLine, reflow
from assessments.importing.texts import fold
from assessments.importing.wording import Wording

ANSWER = re.compile(
    r"(yes|no|partially|partial|partly|(fully |partially |not |non-?)?compliant|not applicable|n/a"
    r"|y|n)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(rf"{ANSWER.pattern}\s?[-–—:;,.(]", re.IGNORECASE)
_COMPLY = re.compile(r"^(?:do (?:we|you) )?comply\b[:?]?\s*(?=\S|$)", re.IGNORECASE)
_Parts = dict[Role, str]


class Dividing:
    """Divides the responses of one form by what all of them show."""

    def __init__(
        self, wording: Wording, bodies: Sequence[list[str]], lines: Sequence[TextLine]
    ) -> None:
        self._columns = wording.code.form.columns
        width = text_width(lines)
        self._joined = _are_joined(bodies)
        self._celled = width > t.UNBROKEN and _are_cells(bodies)
        self._asked = 2 * sum(_is_asked(body) for body in bodies) > len(bodies)
        self._labels = self._often(bodies)
        groups = [len(_groups(self._answered(body)[1])) for body in bodies]
        self._parted = (
            len(groups) >= t.FEW_RESPONSES
            and 2 * groups.count(2) >= len(groups)
            and sum(count > 2 for count in groups) <= t.MORE_PARTS * len(groups)
        )

    def parts(self, body: list[str]) -> tuple[_Parts, str]:
        """The response's texts, and what of it cannot be divided."""
        answer, left = self._answered(body)
        parts = self._divided(left, bool(answer))
        if parts is None:
            return {"answer": answer}, _texts(left)
        return {"answer": answer, **parts}, ""

    def texts(self, body: list[str]) -> list[str]:
        """The response's lines without its answer, and without labels that begin its texts."""
        left = [line for line in self._answered(body)[1] if line != BORDER]
        return [line for line in left if self._label(line) is None]

    def whole(self, body: list[str]) -> str:
        """All of a response, to be divided by a person."""
        return _texts(body)

    def _answered(self, body: list[str]) -> tuple[str, list[str]]:
        if self._asked and _is_asked(body):
            body = [_COMPLY.sub("", body[0]), *body[1:]]
            body = body[1:] if not body[0] else body
            if self._labels and self._label(body[0] if body else "") is not None:
                # "Comply", and nothing behind it.
                return "", body
        return _answer(body, joined=self._joined)

    def _divided(self, left: list[str], answered: bool) -> _Parts | None:
        """Evidence and commentary; None where nothing parts them."""
        groups = _groups(left)
        if self._labels and groups:
            return self._by_labels(left)
        if len(self._columns) < t.TWO_TEXTS or not groups:
            return {"evidence": _texts(left)}
        if BORDER in left:
            place = left.index(BORDER)
            return {"evidence": _texts(left[:place]), "commentary": _texts(left[place:])}
        if self._celled:
            return _by_cells(left, answered)
        if self._parted and len(groups) == 2:
            return {"evidence": reflow(groups[0]), "commentary": reflow(groups[1])}
        return None

    def _often(self, bodies: Sequence[list[str]]) -> tuple[str, ...]:
        """The headings of the columns for texts, where most responses have both as labels."""
        labels = tuple(self._columns[3:])
        both = sum(
            all(any(_begins(line, label) for line in body) for label in labels) for body in bodies
        )
        return labels if labels and 2 * both > len(bodies) else ()

    def _label(self, line: str) -> int | None:
        return next((i for i, label in enumerate(self._labels) if _begins(line, label)), None)

    def _by_labels(self, left: list[str]) -> _Parts | None:
        found: list[list[str]] = [[] for _ in self._labels]
        current: int | None = None
        for line in left:
            label = self._label(line)
            if label is not None:
                current = label
                line = line[len(self._labels[label]) :].lstrip(" :")
            if current is None and line:
                return None
            if current is not None:
                found[current].append(line)
        roles: tuple[Role, ...] = ("evidence", "commentary")
        return {role: _texts(lines) for role, lines in zip(roles, found, strict=False)}


def _begins(line: str, label: str) -> bool:
    """Whether a line begins with a label, and goes on with a text of its own or ends."""
    rest = line[len(label) :].lstrip(" :")
    return line.startswith(label) and not rest[:1].islower()


def _is_asked(body: list[str]) -> bool:
    """Whether a response begins with the question that it answers: "Comply Yes"."""
    return bool(body) and _COMPLY.match(body[0]) is not None


def _by_cells(left: list[str], answered: bool) -> _Parts | None:
    """Where each line is a cell, and an empty one a cell without a text."""
    cells = _until_end(left)
    if len(cells) > 2 or not (answered or cells[0]):
        return None
    return {"evidence": cells[0], "commentary": cells[1] if len(cells) == 2 else ""}


def _groups(lines: Sequence[str]) -> list[list[str]]:
    """The lines between empty ones."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _texts(lines: list[str]) -> str:
    """Lines as one text with its paragraphs."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line and line != BORDER:
            groups[-1].append(line)
        else:
            groups.append([])
    return "\n".join(reflow(group) for group in groups if group)


def _are_joined(bodies: Sequence[list[str]]) -> bool:
    """Whether most responses read "Yes – see the policy": an answer, and evidence behind it.

    Where few do, the answer was left blank, and the evidence happens to begin with such a word.
    """
    texts = [" ".join(body[:3]) for body in bodies if body]
    return sum(bool(_JOINED.match(text)) for text in texts) > t.MOSTLY * len(texts)


def _are_cells(bodies: Sequence[list[str]]) -> bool:
    """Whether each line is a cell of a table, as word processors save them in plain text.

    Then many answers have a text right below them, and an empty line there is an empty cell.
    Elsewhere an empty line stands below each answer.
    """
    below = 5 * sum(len(body) > 1 and bool(body[1]) for body in bodies) > len(bodies)
    long = sum(len(_until_end(body)) > t.CELLS for body in bodies)
    return below and long <= t.MORE_PARTS * len(bodies)


def _until_end(lines: list[str]) -> list[str]:
    """The lines up to the last with a text."""
    filled = [index for index, line in enumerate(lines) if line]
    return lines[: filled[-1] + 1] if filled else []


def text_width(lines: Sequence[TextLine]) -> int:
    """How long lines grow before a viewer breaks them; 0 where they are broken anywhere."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > t.SHORT_LINE)
    return lengths[int(t.NEARLY_ALL * len(lengths))] if lengths else 0


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
            return phrase, behind(body, count)
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


def behind(lines: list[str], count: int) -> list[str]:
    """The lines without their first words."""
    for index, line in enumerate(lines):
        words = line.split()
        if count < len(words):
            return [" ".join(words[count:]), *lines[index + 1 :]]
        count -= len(words)
        if count == 0:
            return lines[index + 1 :]
    return []
