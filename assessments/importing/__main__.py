"""The process that reads one file: bytes on standard input, one JSON object on standard output.

`sandbox.read_file` starts it so, with `--bounded`; it limits itself before it reads. Without that,
it prints what a stage makes of the file that it is given, as showing.py says.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from assessments.importing.limits import BOUNDED, MAX_BYTES, MAX_MEMORY, CannotRead
from selfassess.common.bounded import Bounds, limit


def _read(folder: Path, name: str, edition: str) -> dict[str, object]:
    from assessments.importing.engine import import_file
    from assessments.importing.provenance import taken_from
    from codes.reading import read_folder

    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        result = import_file(data, name, read_folder(folder).codes, edition)
    except CannotRead as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "This file is too large to read. Upload only the self-assessment."}
    except RecursionError:
        return {"error": "We could not read this file. Upload only the self-assessment form."}
    return {"result": replace(result, taken_from=taken_from(data)).as_data()}


def _show() -> None:
    from assessments.importing.sandbox import CODES
    from assessments.importing.showing import shown

    try:
        for line in shown(sys.argv[1:], CODES):
            sys.stdout.write(f"{line}\n")
    except CannotRead as error:
        sys.exit(str(error))


def main() -> None:
    if BOUNDED not in sys.argv[1:2]:
        _show()
        return
    folder, name, edition, seconds = sys.argv[2:6]
    # No file can be written.
    limit(Bounds(int(seconds), MAX_MEMORY))
    json.dump(_read(Path(folder), name, edition), sys.stdout)


if __name__ == "__main__":
    main()
