"""What a workbook holds and does not show: columns and rows without width, height or sight.

A person who looks at the sheet does not see them, so they are no part of the form. They are never
left out silently: each sheet gives a note that names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assessments.importing.limits import MAX_COLUMNS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# Where more runs than this are hidden, as a filter does, they are counted and not named.
_NAMED_RUNS = 5
# In letters for a column, in points for a row: nobody sees what is no larger.
_NO_SIZE = 0.1


def hidden_columns(sheet: Worksheet) -> frozenset[int]:
    """The columns that are hidden, folded away in a group, or no width at all."""
    found: set[int] = set()
    for shape in sheet.column_dimensions.values():
        if shape.hidden or shape.width < _NO_SIZE:
            found.update(range(shape.min or 0, min(shape.max or 0, MAX_COLUMNS) + 1))
    return frozenset(found)


def hidden_rows(sheet: Worksheet) -> frozenset[int]:
    """The rows that are hidden, filtered out, folded away in a group, or no height at all."""
    return frozenset(
        number
        for number, shape in sheet.row_dimensions.items()
        if shape.hidden or (shape.height is not None and shape.height < _NO_SIZE)
    )


def hidden_note(sheet: Worksheet, columns: Iterable[int], rows: Iterable[int]) -> str:
    """What is said of a sheet's hidden columns and rows; empty where none holds anything."""
    from openpyxl.utils import get_column_letter

    across = _named("column", [(number, get_column_letter(number)) for number in sorted(columns)])
    down = _named("row", [(number, str(number)) for number in sorted(rows)])
    parts = " and ".join(filter(None, (across, down)))
    if not parts:
        return ""
    one = parts.startswith(("column ", "row ")) and " and " not in parts
    are, them = ("is", "it") if one else ("are", "them")
    return f"In the sheet “{sheet.title}”, {parts} {are} hidden, so we did not read {them}."


def _named(word: str, places: Sequence[tuple[int, str]]) -> str:
    """ "column C", "rows 5 to 9 and 12"; only how many where they are all over the sheet."""
    runs: list[list[tuple[int, str]]] = []
    for place in places:
        if runs and runs[-1][-1][0] == place[0] - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    if len(runs) > _NAMED_RUNS:
        return f"{len(places)} {word}s"
    names = [run[0][1] if len(run) == 1 else f"{run[0][1]} to {run[-1][1]}" for run in runs]
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
    return f"{word}{'s' if len(places) > 1 else ''} {listed}" if names else ""
