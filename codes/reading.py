"""Reads a folder of Code files (TOML) into frozen data, and refuses what is not right.

Every error names the file and, where there is one, the provision, and says what to do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

from codes.data import (
    CodeData,
    CodeFiles,
    ContactData,
    CorrespondenceData,
    FamilyData,
    FormData,
    OriginData,
    ProvisionData,
    SectionData,
)
from codes.enums import Change, Level
from codes.tables import CodeFileError, Table
from codes.validators import SHORT_TITLE_MAX_LENGTH

_WEBSITE = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(/[^\s\"'<>]*)?")
_TELEPHONE = re.compile(r"\+?[0-9]+( [0-9]+)*")
# What a file calls the fields of a family, where that is not their name.
_KEYS = {"is_submitted": "submitted"}


def read_folder(folder: Path) -> CodeFiles:
    """All Codes and correspondences of a folder, Codes by the date they came into force.

    Raises CodeFileError where a file is not right, or there is none.
    """
    if not folder.is_dir():
        raise CodeFileError(f"{folder} is not a folder.")
    paths = sorted(folder.glob("*.toml"))
    codes = [read_code(path) for path in paths if "-to-" not in path.stem]
    if not codes:
        raise CodeFileError(f"There is no Code file (such as 2024.toml) in {folder}.")
    _check_families(codes)
    _check_titles(codes)
    by_edition = {code.edition: code for code in codes}
    return CodeFiles(
        codes=tuple(sorted(codes, key=lambda code: (code.in_force_from, code.edition))),
        correspondences=tuple(
            read_correspondence(path, by_edition) for path in paths if "-to-" in path.stem
        ),
    )


def _parse(path: Path) -> Table:
    """The file’s top table. A number with a point stays as written, so that messages show it."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise CodeFileError(f"{path.name}: is not UTF-8 text. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise CodeFileError(f"{path.name}: is not TOML: {error}.") from None
    return Table(path.name, raw)


def read_code(path: Path) -> CodeData:
    """One Code from its file, checked. Raises CodeFileError where it is not right."""
    top = _parse(path)
    edition = top.edition("edition")
    if path.stem != edition:
        raise top.error(f"the edition is '{edition}'. Name the file {edition}.toml.")
    publisher = top.text("publisher", limit=200)
    code = CodeData(
        file=path.name,
        family=_family(top.table("family"), publisher),
        edition=edition,
        title=top.text("title", limit=200),
        publisher=publisher,
        in_force_from=_required_day(top, "in_force_from"),
        superseded_on=top.day("superseded_on", required=False),
        form=_form(top.table("form")),
        sections=tuple(_section(top.where, raw) for raw in top.tables("section")),
    )
    top.close()
    _check_code(top, code)
    return code


def _required_day(table: Table, key: str) -> date:
    value = table.day(key)
    if value is None:
        raise table.error(f"'{key}' is missing.")
    return value


def _family(table: Table, publisher: str) -> FamilyData:
    family = FamilyData(
        slug=table.family_slug("slug"),
        title=table.text("title", limit=200),
        publisher=publisher,
        contact=_contact(table.table("contact")),
        is_submitted=table.flag("submitted"),
        legal=table.text("legal", required=False),
        risk=table.text("risk", required=False),
    )
    table.close()
    return family


def _contact(table: Table) -> ContactData:
    contact = ContactData(
        advice=table.text("advice", limit=500),
        website=table.like("website", _WEBSITE, "https://www.ombudsman.example", limit=200),
        telephone=table.like("telephone", _TELEPHONE, "01632 960 000", limit=40),
        post=table.text("post", limit=200, required=False),
    )
    table.close()
    if not contact.website:
        raise table.error("'website' is missing.")
    return contact


def _check_families(codes: Sequence[CodeData]) -> None:
    """A family is one thing, however many files say so. Raises CodeFileError where they differ."""
    first: dict[str, CodeData] = {}
    for code in codes:
        other = first.setdefault(code.family.slug, code)
        for field in fields(FamilyData):
            if getattr(code.family, field.name) != getattr(other.family, field.name):
                key = _KEYS.get(field.name, field.name)
                raise CodeFileError(
                    f"{code.file}: '{key}' of the family '{code.family.slug}' is not what "
                    f"{other.file} says. Write the same in both."
                )


def _check_titles(codes: Sequence[CodeData]) -> None:
    """Pages tell Codes apart by their titles. Raises CodeFileError where two have the same."""
    first: dict[str, CodeData] = {}
    for code in codes:
        other = first.setdefault(code.title, code)
        if other is not code:
            raise CodeFileError(
                f"{code.file}: 'title' is that of {other.file} too. Add the year, or whose Code "
                "it is."
            )


def _form(table: Table) -> FormData:
    form = FormData(
        title=table.text("title", limit=200),
        columns=table.texts("columns"),
        must_heading=table.text("must_heading", limit=200, required=False),
        should_heading=table.text("should_heading", limit=200, required=False),
        rules=table.texts("rules"),
    )
    table.close()
    if len(form.columns) not in (4, 5):
        raise table.error(f"'columns' has {len(form.columns)} headings; a form has 4 or 5.")
    return form


def _section(file: str, raw: object) -> SectionData:
    table = Table(_where(file, "section", raw), raw)
    section = SectionData(
        number=table.number("number"),
        title=table.text("title", limit=200),
        provisions=tuple(_provision(file, raw) for raw in table.tables("provision")),
    )
    table.close()
    return section


def _provision(file: str, raw: object) -> ProvisionData:
    table = Table(_where(file, "provision", raw), raw)
    number = table.number("number")
    level = table.text("level")
    if level not in Level.values:
        raise table.error(f"'level' is '{level}'. Write \"must\" or \"should\".")
    provision = ProvisionData(
        number=number,
        level=Level(level),
        stage=table.text("stage", limit=40, required=False),
        text=table.text("text"),
        short_title=table.text("short_title", limit=SHORT_TITLE_MAX_LENGTH, required=False),
    )
    table.close()
    return provision


def _where(file: str, kind: str, raw: object, key: str = "number") -> str:
    """The place for messages, with the provision's number where it can be read."""
    value = raw.get(key) if isinstance(raw, dict) else None
    return f"{file}, {kind} {value}" if value is not None else f"{file}, a {kind} without '{key}'"


def _check_code(top: Table, code: CodeData) -> None:
    """What can only be seen across the whole file."""
    for kind, numbers in (
        ("section", [section.number for section in code.sections]),
        ("provision", code.numbers()),
    ):
        if repeated := _repeated(numbers):
            raise top.error(f"{kind} {repeated} appears twice. Numbers are unique in a Code.")
    if code.superseded_on is not None and code.superseded_on <= code.in_force_from:
        raise top.error("'superseded_on' must be after 'in_force_from'.")
    titles = [item.short_title for item in code.provisions() if item.short_title]
    if repeated := _repeated(titles):
        raise top.error(f"two provisions have the short title '{repeated}'. Give each its own.")
    shoulds = [item.number for item in code.provisions() if item.level == Level.SHOULD]
    if shoulds and not (code.form.must_heading and code.form.should_heading):
        raise top.error(
            f"provision {shoulds[0]} is a \"should\", so [form] needs 'must_heading' and "
            "'should_heading'."
        )


def _repeated(values: Sequence[str]) -> str:
    """The first value that comes a second time; empty where none does."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return ""


def read_correspondence(path: Path, codes: dict[str, CodeData]) -> CorrespondenceData:
    """One correspondence from its file, checked against the Codes that it names.

    Raises CodeFileError where it is not right.
    """
    top = _parse(path)
    found = CorrespondenceData(
        file=path.name,
        from_edition=top.edition("from"),
        to_edition=top.edition("to"),
        dropped=top.texts("dropped"),
        origins=tuple(_origin(path.name, raw) for raw in top.tables("provision")),
    )
    top.close()
    if path.stem != f"{found.from_edition}-to-{found.to_edition}":
        raise top.error(f"name the file {found.from_edition}-to-{found.to_edition}.toml.")
    for edition in (found.from_edition, found.to_edition):
        if edition not in codes:
            raise top.error(f"edition '{edition}' is not known. Add {edition}.toml first.")
    _check_correspondence(top, found, codes[found.from_edition], codes[found.to_edition])
    return found


def _origin(file: str, raw: object) -> OriginData:
    table = Table(_where(file, "provision", raw, key="to"), raw)
    change = table.text("change")
    if change not in Change.values:
        raise table.error(f"'change' is '{change}'. Write one of: {', '.join(Change.values)}.")
    origin = OriginData(table.number("to"), table.texts("from"), Change(change))
    table.close()
    if (origin.change == Change.NEW) != (not origin.sources):
        raise table.error("'change' must be \"new\" if 'from' is empty, and only then.")
    if repeated := _repeated(origin.sources):
        raise table.error(f"'from' names {repeated} twice.")
    return origin


def _check_correspondence(
    top: Table, found: CorrespondenceData, earlier: CodeData, later: CodeData
) -> None:
    if earlier.family.slug != later.family.slug:
        raise top.error(
            f"{earlier.edition} and {later.edition} are from different families, so "
            "we cannot carry answers from one to the other. Remove the file."
        )
    if earlier.in_force_from >= later.in_force_from:
        raise top.error(f"'from' must be the earlier Code; {earlier.edition} is not.")
    targets = [origin.to for origin in found.origins]
    if repeated := _repeated(targets):
        raise top.error(f"provision {repeated} appears twice.")
    _check_same(top, f"provision of {later.edition}", set(later.numbers()), set(targets))
    taken: set[str] = set()
    for origin in found.origins:
        for unknown in set(origin.sources) - set(earlier.numbers()):
            raise CodeFileError(
                f"{found.file}, provision {origin.to}: {earlier.edition} has no provision "
                f"{unknown}."
            )
        taken.update(origin.sources)
    left = set(earlier.numbers()) - taken
    if left != set(found.dropped) or _repeated(found.dropped):
        named = ", ".join(number for number in earlier.numbers() if number in left) or "none"
        raise top.error(
            f"'dropped' must name exactly the provisions of {earlier.edition} that have no "
            f"place in {later.edition}: {named}."
        )


def _check_same(top: Table, what: str, wanted: set[str], given: set[str]) -> None:
    """Raises CodeFileError where a wanted number is not given, or one is given too many."""
    if missing := sorted(wanted - given):
        raise top.error(f"{what} {missing[0]} is missing. Add a [[provision]] for it.")
    if unknown := sorted(given - wanted):
        raise top.error(f"there is no {what} {unknown[0]}. Remove it.")
