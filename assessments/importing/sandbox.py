"""Reads a file in its own process, with limits: whatever is in it, the caller is safe."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

from assessments.importing.limits import BOUNDED, MAX_SECONDS, CannotRead, check_size
from assessments.importing.result import ImportResult, from_data

logger = logging.getLogger(__name__)

BASE = Path(__file__).resolve().parent.parent.parent
CODES = BASE / "fixtures" / "codes"
_TOO_LONG = (
    "This file takes too long to read. Upload only the self-assessment, or save it in another "
    "format."
)
_FAILED = (
    "We could not read this file. It may be damaged. Open it in the program that made it, save it "
    "again and upload it."
)


def read_file(
    data: bytes, name: str, edition: str = "", codes: Path = CODES, seconds: int = MAX_SECONDS
) -> ImportResult:
    """What a form holds. `name` helps to tell the format; pasted text is called "pasted.txt".

    `edition` overrides the one that the content shows; `codes` is the folder of Code files.
    Raises CannotRead, with words for the person who sent it, where it cannot be read.
    """
    check_size(len(data))
    try:
        done = subprocess.run(  # noqa: S603 (our own program, and arguments that no shell sees)
            [
                sys.executable,
                "-m",
                "assessments.importing",
                BOUNDED,
                str(codes),
                _plain_name(name),
                edition,
                str(seconds),
            ],
            input=data,
            capture_output=True,
            timeout=seconds + 5,
            cwd=BASE,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotRead(_TOO_LONG) from error
    return _outcome(done)


def _plain_name(name: str) -> str:
    """Only the ending of a name tells anything, and only a plain one may stand in a command."""
    return "form" + re.sub(r"[^.A-Za-z0-9]", "", Path(name.replace("\0", "")).suffix)[:10]


def _environment() -> dict[str, str]:
    """Nothing of ours: no secret and no address gets to where a hostile file is read."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return {**kept, "PYTHONPATH": str(BASE), "PYTHONUTF8": "1"}


def _outcome(done: subprocess.CompletedProcess[bytes]) -> ImportResult:
    if done.returncode < 0:
        # A signal: the time or the memory was used up.
        raise CannotRead(_TOO_LONG)
    if done.returncode != 0:
        logger.error("Reading an import failed: %s", done.stderr[-2_000:].decode(errors="replace"))
        raise CannotRead(_FAILED)
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise CannotRead(answer["error"])
    return from_data(answer["result"])
