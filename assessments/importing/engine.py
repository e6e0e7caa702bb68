"""From a source to a result: every Code is tried, and the one that fits best is the edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assessments.importing.assemble import assemble
from assessments.importing.exact import read_exactly
from assessments.importing.left_over import with_left_over
from assessments.importing.limits import CannotRead, check_size
from assessments.importing.own_files import own_file
from assessments.importing.readers import read
from assessments.importing.refusals import check
from assessments.importing.result import ImportResult
from assessments.importing.source import Source
from assessments.importing.ways import best_attempt
from assessments.importing.wording import wording_of
from assessments.importing.years import year_of_source
from codes.data import CodeData


def import_file(
    data: bytes, name: str, codes: Sequence[CodeData], edition: str = ""
) -> ImportResult:
    """Reads a file: our own data exactly, every other form by what its content shows.

    `edition`: as in `import_source`. Raises CannotRead with a reason that says what to do.
    """
    check_size(len(data))
    own = own_file(data, name)
    if own is None:
        return import_source(read(data, name), codes, edition)
    code = next((code for code in codes if code.edition == own.edition), None)
    if code is None or edition not in ("", code.edition):
        return import_source(own.as_source(), codes, edition)
    return read_exactly(own, code)


def import_source(source: Source, codes: Sequence[CodeData], edition: str = "") -> ImportResult:
    """Reads a source against the Codes, or against one edition.

    Raises CannotRead where the edition is not known, or nothing of any Code was found; the message
    then says which other Code the form seems to be of.
    """
    chosen = [code for code in codes if not edition or code.edition == edition]
    if not chosen:
        known = ", ".join(code.edition for code in codes)
        raise CannotRead(f"There is no edition “{edition}”. Known editions: {known}.")
    wordings = [wording_of(code) for code in chosen]
    best = best_attempt(source, wordings)
    check(best, source, [code.edition for code in codes])
    result = assemble(best.matches, best.wording, source.notes)
    result = replace(result, year=year_of_source(source))
    return with_left_over(result, source, best.wording)
