"""What each stage of an import makes of a file, in words: for looking where a layout goes wrong.

python -m assessments.importing FILE [--stage source|rows|alignment|result] [--code 2024]

Rows and alignment are shown for each way of reading a form; the engine takes the one that finds
most. Unlike the command that imports, this runs without limits: give it files that you trust.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from assessments.importing.alignment.match import Match
from assessments.importing.alignment.matching import match_rows
from assessments.importing.engine import import_file
from assessments.importing.readers import read
from assessments.importing.report import report
from assessments.importing.result import ImportResult
from assessments.importing.rows.row import FormRow
from assessments.importing.source import Block, Paragraph, Source
from assessments.importing.texts import flat
from assessments.importing.ways import WAYS
from assessments.importing.wording import Wording
from codes.data import CodeData
from codes.reading import read_folder

STAGES = ("source", "rows", "alignment", "result")
_WIDTH = 60


def shown(arguments: Sequence[str], codes: Path) -> Iterator[str]:
    """The lines for a command's arguments. Raises CannotRead for a file that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m assessments.importing")
    parser.add_argument("file", type=Path)
    parser.add_argument("--stage", choices=STAGES, default="result")
    parser.add_argument("--code", default="", help="the Code's edition, else the one that fits")
    wanted = parser.parse_args(arguments)
    data, known = wanted.file.read_bytes(), read_folder(codes).codes
    if wanted.stage == "result":
        yield from _result(import_file(data, wanted.file.name, known, wanted.code))
        return
    source = read(data, wanted.file.name)
    if wanted.stage == "source":
        yield from _source(source)
        return
    edition = wanted.code or import_file(data, wanted.file.name, known).edition
    yield from _ways(source, next(one for one in known if one.edition == edition), wanted.stage)


def _source(source: Source) -> Iterator[str]:
    yield from (f"note: {note}" for note in source.notes)
    for block in source.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield f"{'heading' if block.heading else 'line':8}{block.text!r}  {block.where}".rstrip()
        return
    yield f"table of {len(block.rows)} rows"
    for row in block.rows:
        cells = ("^" * cell.below + "<" * cell.beside + _short(cell.text) for cell in row.cells)
        yield f"  {' | '.join(cells)}  ({row.where})"


def _ways(source: Source, code: CodeData, stage: str) -> Iterator[str]:
    wording = Wording(code)
    for name, way in WAYS.items():
        rows = way(source, wording)
        yield f"--- {name}: {len(rows)} rows, Code of {code.edition}"
        if stage == "rows":
            yield from map(_row, rows)
        else:
            yield from map(_match, match_rows(rows, wording))


def _row(row: FormRow) -> str:
    texts = ", ".join(f"{role}={_short(text)!r}" for role, text in row.texts.items() if text)
    around = " / ".join(filter(None, (row.section, row.level, row.stage)))
    return f"{row.where}: {texts}" + f"  under {around}" * bool(around)


def _match(match: Match) -> str:
    placed = match.provision or f"open: {', '.join(match.open_to)}"
    doubt = f" ({match.doubt})" if match.doubt else ""
    written = f"{match.row.number!r} {_short(match.row.requirement)!r}"
    said = f"{match.certainty} {match.margin:.0f}{doubt}"
    return f"{placed:8} {said} from {written}  {match.row.where}"


def _result(result: ImportResult) -> Iterator[str]:
    yield f"Code of {result.edition}"
    yield from (
        " ".join(filter(None, (line.words, ", ".join(line.numbers)))) for line in report(result)
    )
    for found in result.responses:
        texts = f"{_short(found.evidence)!r} {_short(found.commentary)!r}"
        yield f"{found.number:6}{found.answer:16}{found.certainty:7}{texts}  {found.where}"
    for item in result.problems:
        yield f"{item.kind}: {item.provision} {item.message}  {item.where}"
    yield from (f"left over: {_short(item.text)!r}  {item.where}" for item in result.left_over)


def _short(text: str) -> str:
    line = flat(text)
    return line if len(line) <= _WIDTH else f"{line[:_WIDTH]}…"
