"""The fields of an answer, told once. Pure: no database, no form, no document.

Whatever goes through the fields of an answer follows `FIELDS`: forms, unsaved text, find and
replace, import, carrying, history, the rules of completeness, the document and every file made of
it. Only a rule about one field alone names it elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from django.utils.formats import date_format

from assessments.enums import Answer
from selfassess.common.forms.dates import box_names, boxes
from selfassess.common.forms.text import LONG_TEXT, too_long
from selfassess.common.lighttext import normalise

Value = str | date | None
# What was filled in for one provision, by the names of FIELDS.
Values = Mapping[str, Value]


class FormColumns(Protocol):
    """What a Code's own form says of its columns."""

    @property
    def columns(self) -> Sequence[str]: ...

    @property
    def has_single_text_column(self) -> bool: ...


class Kind(Enum):
    """What a field holds: one of the answers, paragraphs, a line, or a day."""

    CHOICE = "choice"
    TEXT = "text"
    LINE = "line"
    DATE = "date"


@dataclass(frozen=True)
class Need:
    """Which answers need the field, and what is said where it is blank.

    `unless`: the field that serves as well; `or_item`: whether an item of evidence that is cited
    does. `beside`: the one that has to be filled in first.
    """

    answers: frozenset[Answer]
    message: str
    unless: str = ""
    beside: str = ""
    or_item: bool = False


@dataclass(frozen=True)
class Field:
    """One field of an answer, by its name in the database, the history and the data files.

    `label` is what forms and the history call it, `short` what heads its column or line in files;
    where the Code's form has a column for it (`column`, from 0), its heading goes first.
    `hint` stands below the label; `single_hint` where the form has a single text column.
    `meaning` is for readers of the data. `width` is that of its column in a workbook, in
    characters. `is_copied`: text of another provision may be put there; `is_searched` and
    `is_compared`, as they say.
    """

    name: str
    kind: Kind
    label: str
    short: str
    meaning: str
    width: int
    hint: str = ""
    single_hint: str = ""
    column: int | None = None
    most: int = 0
    need: Need | None = None
    is_copied: bool = True
    is_searched: bool = True
    is_compared: bool = True

    @property
    def is_text(self) -> bool:
        return self.kind in (Kind.TEXT, Kind.LINE)

    def hint_in(self, form: FormColumns) -> str:
        """What the form says below the label; empty where the date's own hint is enough."""
        return self.single_hint if self.single_hint and form.has_single_text_column else self.hint

    @property
    def input_names(self) -> tuple[str, ...]:
        """The names of its inputs in a form: a day is typed into three."""
        return box_names(self.name) if self.kind is Kind.DATE else (self.name,)

    def inputs(self, value: object) -> dict[str, str]:
        """What a browser sends for a value, by the names of the inputs."""
        if self.kind is Kind.DATE:
            return boxes(self.name, value if isinstance(value, date) else None)
        return {self.name: normalise(str(value or ""))}

    def fitted(self, text: str) -> str:
        """A text as the field takes it: a line without the white space around it."""
        return " ".join(text.split("\n")).strip() if self.kind is Kind.LINE else text

    def too_long(self, text: str) -> str:
        """Why the text is too long, to go on with "… has"; empty where it is not."""
        reason = too_long(text, self.most) if self.is_text else ""
        return f"{reason}." if reason else ""

    @property
    def blank(self) -> Value:
        """What it holds where nothing was filled in."""
        return None if self.kind is Kind.DATE else ""

    def label_in(self, form: FormColumns) -> str:
        """What it is called: as the Code's own form has it, where it has it."""
        if self.kind is not Kind.TEXT or self.column is None or self.column >= len(form.columns):
            return self.label
        return str(form.columns[self.column])

    def parse(self, text: str) -> Value:
        """The value that `as_text` wrote. Raises ValueError for a day that is none."""
        if self.kind is Kind.DATE:
            return date.fromisoformat(text) if text else None
        return text

    def in_words(self, value: object) -> str:
        """The value as it is shown: answers and days in words, texts as typed."""
        if isinstance(value, date):
            return date_format(value)
        if self.kind is Kind.CHOICE and value in Answer.values:
            return str(Answer(str(value)).label)
        return str(value or "")


_LINE = 150
_NOT_MET = frozenset({Answer.NO, Answer.PARTLY})

# In the order of the form.
FIELDS = (
    Field(
        "answer",
        Kind.CHOICE,
        "Answer",
        "Answer",
        "“yes”, “partly”, “no” or “not_applicable”; empty where not yet answered.",
        13,
        column=2,
        is_copied=False,
        is_searched=False,
        is_compared=False,
    ),
    Field(
        "evidence",
        Kind.TEXT,
        "Evidence",
        "Evidence",
        "The evidence; with the commentary where the form has one column for both.",
        60,
        column=3,
        hint="Name the document and its clause. Add its web address if it has one.",
        single_hint="Name the document and its clause. Explain your answer if you need to. "
        "If you select Not applicable, say why.",
        most=LONG_TEXT,
        need=Need(
            frozenset({Answer.YES, Answer.PARTLY}),
            "Enter the evidence that supports this answer, or add an evidence item",
            or_item=True,
        ),
    ),
    Field(
        "commentary",
        Kind.TEXT,
        "Commentary",
        "Commentary",
        "The commentary or explanation.",
        48,
        column=4,
        hint="Explain your answer if you need to. If you select Not applicable, say why.",
        most=LONG_TEXT,
        need=Need(frozenset({Answer.NOT_APPLICABLE}), "Say why this does not apply"),
    ),
    Field(
        "action",
        Kind.TEXT,
        "Action",
        "Action",
        "What will be done where the provision is not met.",
        30,
        hint="Say in a sentence or two what you will do to meet the requirement.",
        most=LONG_TEXT,
        need=Need(
            _NOT_MET,
            "Enter an action that will put this right, or an alternative approach",
            unless="alternative",
        ),
    ),
    Field(
        "action_owner",
        Kind.LINE,
        "Owner of the action",
        "Owner",
        "Who will do it.",
        16,
        hint="A job title, not a name. For example, Head of Repairs.",
        most=_LINE,
        need=Need(_NOT_MET, "Enter the job title of the action’s owner", beside="action"),
    ),
    Field(
        "action_due",
        Kind.DATE,
        "Date by which the action will be done",
        "By",
        "The day by which it will be done, as 2026-09-30.",
        13,
        need=Need(_NOT_MET, "Enter the date by which the action will be done", beside="action"),
        is_copied=False,
        is_searched=False,
    ),
    Field(
        "alternative",
        Kind.TEXT,
        "Alternative approach",
        "Alternative",
        "The alternative approach, and why it meets the Code’s intention.",
        28,
        hint="Describe another way you meet the aim of the Code, and why it does.",
        most=LONG_TEXT,
    ),
)
BY_NAME = {field.name: field for field in FIELDS}
NAMES = tuple(BY_NAME)
# What the official form has columns for.
COLUMNS = tuple(field for field in FIELDS if field.column is not None)
# What the official form has no column for: labelled lines in its last column, their own columns
# in spreadsheets.
OWN = tuple(field for field in FIELDS if field.column is None)


def fields_of(form: FormColumns) -> tuple[Field, ...]:
    """Those that the form has: with a single text column none for the commentary."""
    if not form.has_single_text_column:
        return FIELDS
    return tuple(
        field for field in FIELDS if field.column is None or field.column < len(form.columns)
    )


def blank_values() -> dict[str, Value]:
    """Nothing filled in, by name."""
    return {field.name: field.blank for field in FIELDS}


def single_text(values: Values) -> str:
    """Evidence and commentary as one text, as a form with a single text column has them."""
    return "\n\n".join(str(values[name]) for name in ("evidence", "commentary") if values[name])


def as_text(value: object) -> str:
    """A value as the history and data files write it: a day as 2026-09-30, nothing as ""."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
