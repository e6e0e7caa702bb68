"""Our own CSV and JSON, told by the names in them and read exactly: nothing is guessed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from assessments.fields import BY_NAME, FIELDS
from assessments.importing.limits import CannotRead, check_characters, check_rows
from assessments.importing.source import Cell, Row, Source, Table
from assessments.importing.texts import tidy
from assessments.open_data import EDITION, PROVISION, REQUIREMENT, unprotect

# The versions of our JSON whose provisions are read.
VERSIONS = (1, 2)
_PACKED = (b"PK", b"%PDF-")
_OTHER = (
    "This JSON file is not a self-assessment from this service. Upload the “Self-assessment "
    "(JSON)” that you downloaded here, or the form as Word (.docx), PDF, Excel (.xlsx) or CSV."
)
_DAMAGED = (
    "This JSON file is damaged. Download it again, or upload the form as Word (.docx), PDF, Excel "
    "(.xlsx) or CSV."
)
_SEVERAL = (
    "The file has rows from different Codes. Keep the rows of one self-assessment and upload the "
    "file again."
)


@dataclass(frozen=True)
class OwnRow:
    """A provision as the file has it. `values`: by the names of `fields.FIELDS`, as typed."""

    number: str
    requirement: str
    values: Mapping[str, str]
    where: str


@dataclass(frozen=True)
class OwnFile:
    """What a file of ours holds of the form: its Code's edition, the provisions, and the year's
    label where it names one.
    """

    edition: str
    rows: tuple[OwnRow, ...]
    year: str = ""

    def as_source(self) -> Source:
        """The same as a table, to be read as a form of another Code."""
        heads = ["Code provision", "Code requirement", *(field.short for field in FIELDS)]
        rows = [Row(tuple(map(Cell, heads)), "row 1")]
        rows += [Row(tuple(map(Cell, _told(row))), row.where) for row in self.rows]
        return Source((Table(tuple(rows)),))


def _told(row: OwnRow) -> Iterator[str]:
    yield from (row.number, row.requirement)
    for name, text in row.values.items():
        yield tidy(BY_NAME[name].in_words(text))


def own_file(data: bytes, name: str) -> OwnFile | None:
    """The file's content where it is our CSV or JSON; None for every other.

    `name` helps to tell JSON. Raises CannotRead for JSON that is not ours, or too large.
    """
    if data.startswith(_PACKED):
        return None
    # Word, Excel and PDF need nothing of what reads text, which takes a moment to load.
    from assessments.importing.readers.plain import exact_text

    text = exact_text(data)
    has_ending = PurePath(name).suffix.casefold() == ".json"
    if has_ending or text.lstrip()[:1] in ("{", "["):
        return _json_file(text, has_ending=has_ending)
    return _csv_file(text)


def _csv_file(text: str) -> OwnFile | None:
    head = text.partition("\n")[0][:2_000]
    mark = next((mark for mark in ",;\t" if _is_ours(head.strip().split(mark))), "")
    if not mark:
        return None
    check_characters(len(text))
    csv.field_size_limit(len(text))
    try:
        lines = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, restval=""))
    except csv.Error as error:
        raise CannotRead(f"We could not read the CSV file: {error}.") from error
    check_rows(len(lines))
    items = [
        {name: unprotect(value) for name, value in line.items() if isinstance(value, str)}
        for line in lines
    ]
    return _made(
        {item[EDITION] for item in items if item[EDITION]},
        tuple(_row(item, item[PROVISION], f"row {count}") for count, item in enumerate(items, 2)),
    )


def _is_ours(names: list[str]) -> bool:
    """Whether the columns are those of our CSV. Some of the answer's may have been removed."""
    found = {name.strip('"') for name in names}
    return {EDITION, PROVISION} <= found and bool(found & set(BY_NAME))


def _made(editions: set[str], rows: tuple[OwnRow, ...]) -> OwnFile:
    if len(editions) > 1:
        raise CannotRead(_SEVERAL)
    return OwnFile(editions.pop() if editions else "", rows)


def _row(item: Mapping[str, Any], number: str, where: str) -> OwnRow:
    values = {field.name: _text(item.get(field.name)) for field in FIELDS}
    return OwnRow(_text(number).strip(), _text(item.get(REQUIREMENT)), values, where)


def _json_file(text: str, *, has_ending: bool) -> OwnFile | None:
    check_characters(len(text))
    try:
        content = json.loads(text)
    except ValueError:
        if has_ending:
            raise CannotRead(_DAMAGED) from None
        return None
    sections = _part(content, "sections", list)
    _check_version(_part(content, "schema", int))
    provisions = [item for section in sections for item in _part(section, "provisions", list)]
    check_rows(len(provisions))
    edition = _part(_part(content, "code", dict), "edition", str)
    return OwnFile(
        edition,
        tuple(
            _row(item, _part(item, "number", str), f"provision {count}")
            for count, item in enumerate(provisions, 1)
        ),
        _text(content.get("year")) if isinstance(content, dict) else "",
    )


def _check_version(version: int) -> None:
    if version not in VERSIONS:
        raise CannotRead(
            "We cannot read this version of the JSON file. Download it again, or upload the form "
            "as Word (.docx), Excel (.xlsx) or CSV."
        )


def _part(content: object, name: str, kind: type[Any]) -> Any:
    """What stands there. Raises CannotRead where it is something else: it is no file of ours."""
    found = content.get(name) if isinstance(content, dict) else None
    if not isinstance(found, kind) or isinstance(found, bool):
        raise CannotRead(_OTHER)
    return found


def _text(value: object) -> str:
    """A text as it was typed, without what no database keeps."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise CannotRead(_OTHER)
    return value.replace("\0", "").encode("utf-8", "ignore").decode()
