"""Rows without a single cell, as damaged files and careless programs leave them."""

from __future__ import annotations

from tests.importing.layouts import LAYOUTS
from tests.importing.reading import differences, read_form


def test_a_row_without_cells_is_passed_over():
    layout = next(item for item in LAYOUTS if item.name == "web page, one table")
    form = layout.form("2024")
    page = layout.make(form).replace(b"</tr><tr>", b"</tr><tr></tr><tr>")
    assert differences(form.expected(), read_form(page, layout.file)) == []
