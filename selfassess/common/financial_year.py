"""Financial years as the field writes them: 2025-26 is April 2025 to March 2026."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_LABEL = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True)
class FinancialYear:
    """A year from 1 April of `start` to 31 March of the next."""

    start: int

    @property
    def label(self) -> str:
        """The year as text: "2025-26"."""
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    @property
    def first_day(self) -> date:
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 3, 31)

    def __str__(self) -> str:
        return self.label

    @classmethod
    def containing(cls, day: date) -> FinancialYear:
        """The financial year that a day falls in."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @classmethod
    def parse(cls, label: str) -> FinancialYear:
        """The year that a label such as "2025-26" names. Raises ValueError for anything else."""
        match = _LABEL.fullmatch(label)
        if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
            raise ValueError(f"'{label}' is not a financial year such as 2025-26.")
        return cls(int(match[1]))
