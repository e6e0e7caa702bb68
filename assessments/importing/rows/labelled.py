"""Forms without the table: each provision under a heading, its parts behind labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.importing.answers import is_answer
from assessments.importing.headings import OWN_ROLES, Role, column_role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows.lines import (
    Headings,
    TextLine,
    is_page_number,
    reflow,
    text_lines,
)
from assessments.importing.rows.row import FormRow
from assessments.importing.source import Source
from assessments.importing.texts import fold, tidy
from assessments.importing.wording import Wording

_SPLIT = re.compile(r"^([^(]{2,60}?)\s*[:：?](?:\s+(.*))?$|^(.{2,40}?)\s+[-–—]\s+(.*)$")
_PARTS: tuple[Role, ...] = (
    *("number", "requirement", "answer", "evidence", "commentary"),
    *OWN_ROLES,
)
_LABELLED = ("requirement", "answer", "evidence", "commentary")
_OFTEN = 5
_UNCHOSEN = re.compile(r"^\W*yes\W*(?:or\W*)?no\W*:?\s*", re.IGNORECASE)


# Labels that stand on their own lines, besides the Code's own column headings.
_BARE = {
    *("evidence", "supporting evidence", "commentary", "comments", "explanation", "explanations"),
    *("requirement", "code requirement", "comply", "compliance", "compliant", "complies", "answer"),
    *(
        "code provision",
        "code section",
        "met",
        "is this met",
        "are we compliant",
        "do we meet this",
    ),
    *("commentary explanation", "evidence and commentary", "do we comply", "action", "owner", "by"),
    *(
        "alternative",
        "our evidence",
        "our response",
        "narrative",
        "compliance yes no",
        "comply yes no",
    ),
}


@dataclass
class _Record:
    where: str
    section: str
    stage: str
    texts: dict[Role, list[str]] = field(default_factory=dict)
    labels: int = 0

    def add(self, role: Role, text: str) -> None:
        self.texts.setdefault(role, []).append(text)

    def has(self, role: Role) -> bool:
        return any(text.strip() for text in self.texts.get(role, ()))


@dataclass
class _State:
    wording: Wording
    headings: Headings
    records: list[_Record] = field(default_factory=list)
    role: Role | None = None
    label: str = ""
    section: str = ""
    stage: str = ""
    # Lines that stand in the text again and again, and say what comes below them.
    repeated: frozenset[str] = frozenset()

    def begin(self, line: TextLine) -> _Record:
        self.records.append(_Record(line.where, self.section, self.stage))
        return self.records[-1]

    def current(self, line: TextLine) -> _Record:
        return self.records[-1] if self.records else self.begin(line)


def labelled_rows(source: Source, wording: Wording) -> list[FormRow]:
    """A row for each provision whose parts stand behind labels."""
    lines = list(text_lines(source))
    state = _State(wording, Headings(wording.code), repeated=_repeated(lines))
    for index, line in enumerate(lines):
        _line(state, line, [below.text for below in lines[index + 1 : index + 4]])
    _drop_unchosen(state.records)
    return [
        _row(record, source.wrapped)
        for record in state.records
        if record.labels and _answered(record)
    ]


def _repeated(lines: Sequence[TextLine]) -> frozenset[str]:
    """Lines that only labels could be: each names a part of a response, as often as any other."""
    texts = [line.text for line in lines if len(line.text) <= 60 and "://" not in line.text]
    counts = Counter(fold(text) for text in texts)
    labels = {
        text: count
        for text, count in counts.items()
        if column_role(text) in _LABELLED and not is_answer(text)
    }
    most = max(labels.values(), default=0)
    return frozenset(text for text, count in labels.items() if count >= max(_OFTEN, 0.6 * most))


def _line(state: _State, line: TextLine, below: list[str]) -> None:
    text = line.text.strip()
    if line.label:
        whole = f"{state.label} {line.label}"
        if state.role and state.headings.is_column(whole) and state.records:
            # A page ended in the middle of the label, and of the text beside it.
            state.records[-1].add(state.role, text)
            state.label = whole
            return
        state.label = line.label
        if role := _role(line.label):
            _part(state, line, role, text)
            return
    if _heading(state, text) or is_page_number(text):
        return
    if _number(state, line, text, below):
        return
    label, rest = _label(text, state.headings)
    if not label and fold(text) in state.repeated:
        label, rest = text, ""
    role = _role(label) if label else None
    if state.role == "answer" and is_answer(text):
        # "Compliant" is an answer here, though elsewhere a label.
        role = None
    if role is not None:
        _part(state, line, role, rest)
    elif state.role is not None and state.records:
        state.records[-1].add(state.role, text)


def _heading(state: _State, text: str) -> bool:
    """Takes up a section's or stage's heading: what comes after belongs to no response yet."""
    section, stage = state.headings.section(text), state.headings.stage(text)
    if section:
        state.section, state.stage, state.role = section, "", None
    elif stage:
        state.stage, state.role = stage, None
    elif state.headings.level(text):
        state.role = None
        return True
    return bool(section or stage)


def _number(state: _State, line: TextLine, text: str, below: list[str]) -> bool:
    """A provision's number alone, or before its wording, begins a record."""
    if looks_like_number(text):
        titled = text[:1].isupper() and not text.endswith(".")
        if not (line.heading or titled or _begins(state, below)):
            return False
        number, rest = text, ""
    else:
        number, rest = split_number(text)
        known = state.wording.beginning(rest) >= 80 or state.wording.is_wording(rest)
        if not number or not (known or (line.heading and len(text) < 160)):
            return False
    record = state.begin(line)
    record.add("number", number)
    record.add("requirement", rest)
    state.role = "requirement"
    return True


def _begins(state: _State, below: list[str]) -> bool:
    """Whether a response begins below a number: with a label, or with the Code's wording."""
    following = [text for text in below if text.strip()]
    if not following:
        return False
    label, _ = _label(following[0].strip(), state.headings)
    if split_number(following[0])[0]:
        # The line is a sentence's last word: "clause", and on the next line "4.2."
        return False
    return (
        bool(label and _role(label) in ("requirement", "answer"))
        or state.wording.beginning(" ".join(following)[:90]) >= 75
        or state.wording.is_wording(following[0])
    )


def _label(text: str, headings: Headings) -> tuple[str, str]:
    """A label at the start of a line, and what follows; a whole line only where it is a known one.

    Both are empty, and the text, for any other line.
    """
    match = _SPLIT.match(text)
    if match is not None:
        label, rest = (match[1], match[2] or "") if match[1] is not None else (match[3], match[4])
        known = fold(label) in _BARE or headings.is_column(label)
        plain = (
            match[1] is not None
            and "?" not in text[: len(match[1]) + 2]
            and len(label.split()) <= 5
            and label[:1].isupper()
        )
        if known or (plain and _role(label)):
            return label, rest
    return (text, "") if headings.is_column(text) or fold(text) in _BARE else ("", text)


def _role(label: str) -> Role | None:
    label = label.strip().rstrip(":").strip()
    if looks_like_number(label) or len(label) > 60:
        return None
    role = column_role(label)
    return role if role in _PARTS else None


def _part(state: _State, line: TextLine, role: Role, text: str) -> None:
    record = state.current(line)
    number, rest = split_number(f"{text} ") if role in ("number", "requirement") else ("", text)
    if role == "number" or (number and role == "requirement"):
        if not (role == "requirement" and record.has("number") and not _answered(record)):
            record = state.begin(line)
            record.add("number", number or text)
        if rest.strip():
            record.add("requirement", rest.strip())
        state.role = "requirement"
    else:
        if role == "requirement" and (record.has("requirement") or not state.records):
            record = record if not _answered(record) else state.begin(line)
        record.add(role, text)
        state.role = role
    record.labels += 1


def _answered(record: _Record) -> bool:
    return any(role in record.texts for role in ("answer", "evidence", "commentary"))


def _drop_unchosen(records: list[_Record]) -> None:
    """Where most answers begin with "Yes / No", that is a part of the label "Comply: Yes / No"."""
    answers = [record.texts["answer"] for record in records if record.texts.get("answer")]
    begun = [parts for parts in answers if fold(parts[0]) in ("yes no", "y n")]
    if len(begun) >= 3 and len(begun) > 0.6 * len(answers):
        for parts in begun:
            parts.pop(0)


def _row(record: _Record, wrapped: bool) -> FormRow:
    texts: dict[Role, str] = {
        role: reflow(parts) if wrapped else tidy("\n".join(parts)).strip()
        for role, parts in record.texts.items()
    }
    answer = texts.get("answer", "")
    if answer and fold(answer) not in ("yes no", "y n"):
        texts["answer"] = _UNCHOSEN.sub("", answer) or answer
    return FormRow(
        texts=texts,
        where=record.where,
        kind="labelled",
        section=record.section,
        stage=record.stage,
    )
