"""One table of a Code file (TOML), taken apart key by key, and what is not right refused."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from codes.validators import FAMILY_MAX_LENGTH, is_family
from selfassess.common.lighttext import printable

# As in an address: see assessments/converters.py, which takes the same shape.
NUMBER = re.compile(r"[0-9A-Z]{1,4}(\.[0-9]{1,3}){0,2}")
EDITION = re.compile(r"[0-9a-z]+(-[0-9a-z]+)*")


class CodeFileError(Exception):
    """A Code file is not right; the message says where and what to do."""


class Table:
    """One TOML table, taken apart key by key; `close` refuses what was not asked for."""

    def __init__(self, where: str, raw: object) -> None:
        self.where = where
        if not isinstance(raw, dict):
            raise self.error("must be a table.")
        self._raw = dict(raw)

    def error(self, message: str) -> CodeFileError:
        return CodeFileError(f"{self.where}: {message}")

    def _take(self, key: str, *, required: bool = True) -> Any:
        if required and key not in self._raw:
            raise self.error(f"'{key}' is missing.")
        return self._raw.pop(key, None)

    def text(self, key: str, *, limit: int = 0, required: bool = True) -> str:
        """A text without white space around it; empty only where it is not required."""
        value = self._take(key, required=required)
        if value is None:
            return ""
        return self._checked_text(key, value, limit)

    def texts(self, key: str, *, limit: int = 0) -> tuple[str, ...]:
        values = self._take(key)
        if not isinstance(values, list):
            raise self.error(f"'{key}' must be a list of texts.")
        return tuple(self._checked_text(key, value, limit) for value in values)

    def _checked_text(self, key: str, value: object, limit: int) -> str:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            raise self.error(f"'{key}' must be text. Put it in quotes: \"{value}\".")
        if not isinstance(value, str):
            raise self.error(f"'{key}' must be text.")
        text = value.strip()
        if not text:
            raise self.error(f"'{key}' is empty.")
        if printable(text) != text:
            raise self.error(f"'{key}' contains a control character. Remove it.")
        if limit and len(text) > limit:
            raise self.error(f"'{key}' has {len(text)} characters; {limit} are allowed.")
        return text

    def day(self, key: str, *, required: bool = True) -> date | None:
        """A date. A time of day is refused, as is a date in quotes."""
        value = self._take(key, required=required)
        if value is not None and type(value) is not date:
            raise self.error(f"'{key}' must be a date such as 2024-04-01, without quotes.")
        return value

    def number(self, key: str) -> str:
        """A number as text: "5.10" and "5.1" are different provisions."""
        value = self.text(key)
        if NUMBER.fullmatch(value) is None:
            raise self.error(f"'{value}' is not a number such as \"5.10\".")
        return value

    def edition(self, key: str) -> str:
        value = self.text(key, limit=20)
        if EDITION.fullmatch(value) is None or "to" in value.split("-"):
            raise self.error(
                f"'{value}' cannot be an edition. Use small letters, digits and hyphens, without "
                'the word "to".'
            )
        return value

    def family_slug(self, key: str) -> str:
        value = self.text(key, limit=FAMILY_MAX_LENGTH)
        if not is_family(value):
            raise self.error(
                f"'{value}' cannot be a family's slug. Use small letters, digits and hyphens, "
                "beginning with a letter. Do not use a word that web addresses already have, "
                'such as "embed", "latest" or "v1".'
            )
        return value

    def like(self, key: str, pattern: re.Pattern[str], example: str, *, limit: int) -> str:
        """A text of that shape; empty where there is none."""
        value = self.text(key, limit=limit, required=False)
        if value and pattern.fullmatch(value) is None:
            raise self.error(f"'{key}' is '{value}'. Write it like \"{example}\".")
        return value

    def flag(self, key: str) -> bool:
        """Yes or no; no where it is left out."""
        value = self._take(key, required=False)
        if value is not None and not isinstance(value, bool):
            raise self.error(f"'{key}' must be true or false, without quotes.")
        return bool(value)

    def tables(self, key: str) -> list[Any]:
        values = self._take(key, required=False)
        if not isinstance(values, list) or not values:
            raise self.error(f"there is no [[{key}]].")
        return values

    def table(self, key: str) -> Table:
        if key not in self._raw:
            raise self.error(f"there is no [{key}]. Add one, as in the other Codes.")
        return Table(f"{self.where}, [{key}]", self._take(key))

    def close(self) -> None:
        """Raises CodeFileError for keys that were never asked for: a slip of the pen."""
        if self._raw:
            names = ", ".join(f"'{key}'" for key in self._raw)
            raise self.error(f"{names} is not known here. Correct the spelling, or remove it.")
