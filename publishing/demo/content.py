"""Reads the demonstration's content from fixtures/demo/ into plain values; no database.

`fixtures/demo/README.md` describes the files.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from assessments.enums import State
from assessments.fields import blank_values
from selfassess.common.financial_year import FinancialYear

FOLDER: Path = settings.BASE_DIR / "fixtures" / "demo"
_DAYS = re.compile(r"today([+-]\d+)")
_IN_YEAR = re.compile(r"Y(\+\d+)?-(\d{2})-(\d{2})")
_NOT_FIELDS = frozenset({"person", "evidence", "assessment", "dead_links"})

Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class DemoPerson:
    """A person to sign in as."""

    name: str
    email: str
    roles: tuple[str, ...]
    job_title: str
    is_mrc: bool


@dataclass(frozen=True)
class DemoRemark:
    """What someone says about a provision: a shared note, or a question with its answer."""

    number: str
    by: str
    text: str
    answer: str = ""


@dataclass(frozen=True)
class DemoRequest:
    """What one colleague was asked. `texts`: what they wrote by number, with its state."""

    person: str
    numbers: tuple[str, ...]
    by: date
    note: str
    texts: dict[str, dict[str, str]]


@dataclass(frozen=True)
class DemoItem:
    """An item of evidence. `said`: what is entered of it; `cited`: the clause by the number of each
    provision of the 2024 Code that cites it.
    """

    title: str
    said: dict[str, Any]
    cited: dict[str, str]


@dataclass(frozen=True)
class DemoAssessment:
    """One assessment: its answers by number, in the form's order, and how far it got.

    `first`: the answers as first submitted, where it was returned and then corrected.
    `requests`: what colleagues were asked.
    """

    edition: str
    year: FinancialYear
    trigger: str
    state: str
    answers: Answers
    first: Answers
    response: str
    return_note: str
    minute_reference: str
    notes: tuple[DemoRemark, ...]
    questions: tuple[DemoRemark, ...]
    requests: tuple[DemoRequest, ...]


@dataclass(frozen=True)
class DemoLandlord:
    """A landlord's fields, people, evidence and assessments, oldest first.

    `dead_links`: those of its web addresses that lead nowhere.
    """

    fields: dict[str, Any]
    people: tuple[DemoPerson, ...]
    items: tuple[DemoItem, ...]
    assessments: tuple[DemoAssessment, ...]
    dead_links: frozenset[str]


def read(today: date) -> tuple[DemoLandlord, ...]:
    """All landlords of the demonstration, with years and dates counted from `today`."""
    bases = {
        edition: tomllib.loads((FOLDER / f"answers-{edition}.toml").read_text())
        for edition in ("2022", "2024")
    }
    content = tomllib.loads((FOLDER / "landlords.toml").read_text())
    return tuple(_landlord(entry, bases, today) for entry in content["landlord"])


def _landlord(entry: dict[str, Any], bases: dict[str, Any], today: date) -> DemoLandlord:
    fields = {key: entry[key] for key in entry if key not in _NOT_FIELDS}
    people = tuple(
        DemoPerson(
            row["name"], row["email"], tuple(row["roles"]), row["job_title"], row.get("mrc", False)
        )
        for row in entry["person"]
    )
    assessments = (_assessment(row, fields, bases, today) for row in entry["assessment"])
    this_year = FinancialYear.containing(today)
    # A published one of a year that is not over yet is still to come.
    told = tuple(one for one in assessments if one.state != State.PUBLISHED or one.year < this_year)
    items = tuple(_item(row, fields, this_year, today) for row in entry.get("evidence", ()))
    return DemoLandlord(fields, people, items, told, frozenset(entry.get("dead_links", ())))


def _item(
    row: dict[str, Any], landlord: dict[str, Any], year: FinancialYear, today: date
) -> DemoItem:
    said = {key: row[key] for key in row if key not in ("title", "cited")}
    if "address" in said:
        said["address"] = said["address"].format(website=landlord["website"])
    days = {key: _day(said[key], year, today) for key in ("dated_on", "review_on") if key in said}
    return DemoItem(row["title"], said | days, row["cited"])


def _assessment(
    row: dict[str, Any], landlord: dict[str, Any], bases: dict[str, Any], today: date
) -> DemoAssessment:
    year = _year(row["year"], today)
    words = {
        "landlord": landlord["name"],
        "governing_body": landlord["governing_body"],
        "website": landlord["website"],
        "year": year.label,
        "short_year": f"{year.start % 100:02d}",
        "previous_year": FinancialYear(year.start - 1).label,
    }
    base = bases[row["edition"]] | row.get("override", {})
    numbers = list(bases[row["edition"]])[: row.get("answered")]
    return DemoAssessment(
        edition=row["edition"],
        year=year,
        trigger=row["trigger"],
        state=row["state"],
        answers={number: _answer(base[number], words, year, today) for number in numbers},
        first={
            number: _answer(answer, words, year, today)
            for number, answer in row.get("first", {}).items()
        },
        response=row.get("response", "").format(**words),
        return_note=row.get("return_note", "").format(**words),
        minute_reference=row.get("minute_reference", "").format(**words),
        notes=tuple(DemoRemark(**remark) for remark in row.get("note", ())),
        questions=tuple(DemoRemark(**remark) for remark in row.get("question", ())),
        requests=tuple(_request(each, words, year, today) for each in row.get("request", ())),
    )


def _request(
    row: dict[str, Any], words: dict[str, str], year: FinancialYear, today: date
) -> DemoRequest:
    texts = {
        number: {key: text.format(**words) for key, text in keys.items()}
        for number, keys in row.get("text", {}).items()
    }
    numbers, by = tuple(row["numbers"]), _day(row["by"], year, today)
    return DemoRequest(row["person"], numbers, by, row["note"].format(**words), texts)


def _year(text: str, today: date) -> FinancialYear:
    """The year that "this", "this-1" or, where a Code's dates matter, "2024" means."""
    if not text.startswith("this"):
        return FinancialYear(int(text))
    back = int(text.removeprefix("this").removeprefix("-") or 0)
    return FinancialYear(FinancialYear.containing(today).start - back)


def _answer(
    keys: dict[str, str], words: dict[str, str], year: FinancialYear, today: date
) -> dict[str, Any]:
    values = {key: text.format(**words) for key, text in keys.items()}
    if "action_due" in values:
        return blank_values() | values | {"action_due": _day(values["action_due"], year, today)}
    return blank_values() | values


def _day(text: str, year: FinancialYear, today: date) -> date:
    """The day that "today-45" or "Y+1-03-31" means. Raises ValueError for anything else."""
    if match := _DAYS.fullmatch(text):
        return today + timedelta(days=int(match[1]))
    if match := _IN_YEAR.fullmatch(text):
        return date(year.start + int(match[1] or 0), int(match[2]), int(match[3]))
    raise ValueError(f"'{text}' is not a date such as today-45 or Y+1-03-31.")
