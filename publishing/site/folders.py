"""Writes files into a folder that others may keep files in too, touching only what has changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MANIFEST = ".selfassess-export.json"


class NotOurs(Exception):
    """Something that was not written by an export stands where a file has to go."""


@dataclass
class Result:
    """How many files were written, left as they were, and removed."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


def write(folder: Path, content: Iterable[tuple[str, bytes]]) -> Result:
    """Makes the folder hold the files, given by path and content.

    A file that has that content already is not touched. One that an earlier call wrote and that is
    no longer among them is removed; what someone else put there never is.
    Raises NotOurs, and OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _read_manifest(folder)
    known, result = set(before), Result()
    now: set[str] = set()
    try:
        for name, data in content:
            now.add(name)
            if _is_same(folder / name, data):
                result.unchanged += 1
                continue
            if (folder / name).exists() and name not in known:
                raise NotOurs(name)
            _write(folder / name, data)
            known.add(name)
            result.written += 1
    except BaseException:
        # What is there by now is known the next time, also after a failure half-way.
        _write_manifest(folder, before | (now & known))
        raise
    for name in before - now:
        result.removed += _remove(folder, name)
    _write_manifest(folder, now)
    return result


def _is_same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a web server may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    os.replace(beside, path)


def _remove(folder: Path, name: str) -> bool:
    path = folder / name
    if not path.is_file():
        return False
    path.unlink()
    for parent in path.parents:
        if parent == folder or any(parent.iterdir()):
            break
        parent.rmdir()
    return True


def _read_manifest(folder: Path) -> set[str]:
    """What earlier exports wrote; a name that leads out of the folder is none of ours."""
    path = folder / MANIFEST
    names = json.loads(path.read_text("utf-8")) if path.exists() else []
    return {name for name in names if _is_inside(name)}


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _write_manifest(folder: Path, names: set[str]) -> None:
    data = json.dumps(sorted(names), ensure_ascii=False, indent=0).encode()
    if not _is_same(folder / MANIFEST, data):
        _write(folder / MANIFEST, data)
