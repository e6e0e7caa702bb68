"""A date typed as day, month and year, as the GOV.UK Design System asks for one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from selfassess.common.forms.wording import in_sentence, sentence_start

PARTS = ("day", "month", "year")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


# A date that is written in one go: "1.4.27", "01/04/2027", "1st April 2027", "2027-04-01".
_WHOLE = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:\s*[./-]\s*|\s+(?:of\s+)?)"
    r"(?P<month>[0-9]{1,2}|[a-z]{3,9}\.?)(?:\s*[./-]\s*|,?\s+)(?P<year>[0-9]{4}|[0-9]{2})"
    r"|(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{2})-(?P<iso_day>[0-9]{2})",
    re.IGNORECASE,
)


def split_whole(text: str) -> list[str] | None:
    """Day, month and year of a date that is written in one go, the day first as in Britain; None
    for anything else. "27" is 2027.
    """
    match = _WHOLE.fullmatch(text.strip())
    if match is None:
        return None
    if match["iso_year"]:
        return [match["iso_day"], match["iso_month"], match["iso_year"]]
    year = match["year"]
    return [match["day"], match["month"], year if len(year) == 4 else f"20{year}"]


class GovDateWidget(forms.MultiWidget):
    """Three text boxes named <field>_0, _1 and _2; the first has the field's own id.

    A whole date in the first is read as if it were typed into all three.
    """

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = [forms.TextInput(attrs={"inputmode": "numeric"}) for _ in PARTS]
        super().__init__(boxes, attrs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        typed: list[Any] = super().value_from_datadict(data, files, name)
        whole = split_whole(str(typed[0] or ""))
        others = [str(text or "").strip() for text in typed[1:]]
        return whole if whole and others in (["", ""], whole[1:]) else typed

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, date) else ["", "", ""]


def box_names(name: str) -> tuple[str, ...]:
    """The names of the three inputs of a date's field."""
    return tuple(f"{name}_{place}" for place in range(len(PARTS)))


def boxes(name: str, value: date | None) -> dict[str, str]:
    """What a browser sends for a day, by the names of its inputs."""
    parts = GovDateWidget().decompress(value)
    return dict(zip(box_names(name), map(str, parts), strict=True))


class GovDateField(forms.Field):
    """A date; None where none is typed and none is required.

    Months may be named ("March", "mar"). An error says which of the three boxes is wrong, in its
    params as `parts`.
    """

    widget = GovDateWidget

    def __init__(self, *, error_messages: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._own_messages = dict(error_messages or {})

    def clean(self, value: Any) -> date | None:
        typed = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(typed):
            if self.required:
                raise self._error(
                    f"Enter {in_sentence(self._label)}, for example 27 3 2027", PARTS, "required"
                )
            return None
        found = self._to_date(typed)
        self.run_validators(found)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = GovDateWidget().decompress(initial)
        return [str(part) for part in before] != [str(part or "") for part in (data or [""] * 3)]

    @property
    def _label(self) -> str:
        return str(self.label or "date")

    def _to_date(self, typed: Sequence[str]) -> date:
        if _is_half_a_date(typed):
            raise self._error(
                f"Enter {in_sentence(self._label)} as a day, a month and a year, "
                "for example 27 3 2027",
                PARTS,
                "invalid",
            )
        if missing := [part for part, text in zip(PARTS, typed, strict=True) if not text]:
            raise self._error(
                f"{sentence_start(self._label)} must include a {' and '.join(missing)}",
                missing,
                "incomplete",
            )
        day, month, year = typed
        if re.fullmatch(r"[0-9]{4}", year) is None and year.isdigit():
            raise self._error(
                f"{sentence_start(self._label)} must have a year of 4 numbers, for example 2027",
                ["year"],
                "year",
            )
        return self._real_date(day, _month_number(month), year)

    def _real_date(self, day: str, month: int | None, year: str) -> date:
        wrong = [
            part
            for part, fine in (
                ("day", re.fullmatch(r"0?[1-9]|[12][0-9]|3[01]", day)),
                ("month", month),
                ("year", re.fullmatch(r"[12][0-9]{3}", year)),
            )
            if not fine
        ]
        try:
            if not wrong and month:
                return date(int(year), month, int(day))
        except ValueError:
            wrong = ["day"]
        raise self._error(
            f"{sentence_start(self._label)} must be a real date, for example 27 3 2027",
            wrong,
            "invalid",
        )

    def _error(self, message: str, parts: Sequence[str], code: str) -> ValidationError:
        """An error with the given message, or with the field's own for that code."""
        return ValidationError(
            self._own_messages.get(code, message), code=code, params={"parts": list(parts)}
        )


def _is_half_a_date(typed: Sequence[str]) -> bool:
    """Whether the first box has more than a day ("1 April"), or a date beside other boxes' own."""
    day, *others = typed
    if day.isdigit() or len(day) <= 2:
        return False
    return not any(others) or split_whole(day) is not None


def _month_number(text: str) -> int | None:
    """1 to 12 for "3", "03", "mar", "March"; None for anything else."""
    if re.fullmatch(r"0?[1-9]|1[0-2]", text):
        return int(text)
    name = text.lower().rstrip(".")
    if name == "sept":
        return 9
    for names in (_MONTHS, _FULL_MONTHS):
        if name in names:
            return names.index(name) + 1
    return None
