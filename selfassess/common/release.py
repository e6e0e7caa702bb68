"""Which release of the program this is, told by what it is made of, so that nobody has to count."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from django.conf import settings

# What makes a file: source, what it reads (type faces, style sheets, schemas) and templates.
_FOLDERS = ("accounts", "assessments", "codes", "publishing", "selfassess", "templates")
# What a browser gets and what Python makes of the source make no file.
_NOT_IN = frozenset({"static", "__pycache__"})


@cache
def release() -> str:
    """SHA-256 of the program and of its libraries' versions: another one after every release.

    Read once a process, since a process goes on with what it has loaded.
    """
    return release_of(settings.BASE_DIR, libraries())


def release_of(base: Path, names: list[str]) -> str:
    """The same for the program in a folder, with libraries of those names and versions."""
    digest = hashlib.sha256("\n".join(names).encode())
    for path in _files(base):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"\n{path.relative_to(base).as_posix()} {content}".encode())
    return digest.hexdigest()


def libraries() -> list[str]:
    """Each installed library with its version."""
    return sorted(f"{found.name} {found.version}" for found in distributions())


def _files(base: Path) -> list[Path]:
    return sorted(
        path
        for folder in _FOLDERS
        for path in (base / folder).rglob("*")
        if path.is_file() and not _NOT_IN.intersection(path.relative_to(base).parts)
    )
