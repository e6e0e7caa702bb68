"""Files in Django's storage, whole or not at all, and told when they are not.

A disk that fills up, or a process that is killed, leaves a part of a file behind. A file that is
named by what is in it would then be taken for stored, by that name alone, and be served broken.
"""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path, PurePosixPath
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage

# Of a file's name, without its ending.
_NAME_LENGTH = 120


class Damaged(OSError):
    """What lies in storage is not what was stored; the message names it, for the log."""


def digest_of(data: bytes) -> str:
    """The SHA-256 that names the content, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def safe_name(name: str) -> str:
    """A sender's name for a file, without folders and without characters that cannot be seen."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(char for char in last if char.isprintable()).strip()
    stem, suffix = PurePosixPath(shown).stem, PurePosixPath(shown).suffix[:10]
    return f"{stem[:_NAME_LENGTH]}{suffix}" or "file"


def keep(name: str, data: bytes) -> str:
    """Stores what is named by its content, once; gives the name that it has in storage.

    A file that already has that name is used if it is whole and replaced if it is not, so storing
    the same content again mends it. Raises OSError; then nothing under that name has changed.
    A storage without folders (S3 and the like) cannot rename: there, a damaged file is removed
    first, and the storage itself promises that each object appears whole.
    """
    if _is_whole(name, data):
        return name
    target = _path(name)
    if target is None:
        default_storage.delete(name)
        return put(name, data)
    beside = put(f"{name}.{uuid4().hex}.part", data)
    try:
        os.replace(default_storage.path(beside), target)
    except OSError:
        default_storage.delete(beside)
        raise
    _sync(target.parent)
    return name


def put(name: str, data: bytes) -> str:
    """Stores a file under a name that nobody else stores under; gives the name that it has.

    Raises OSError; then no part of the file is left.
    """
    stored, is_stored = name, False
    try:
        stored = default_storage.save(name, ContentFile(data))
        if path := _path(stored):
            _sync(path)
        if not _is_whole(stored, data):
            raise OSError(errno.EIO, "Not all of it arrived in storage", stored)
        is_stored = True
    finally:
        if not is_stored:
            default_storage.delete(stored)
    return stored


def open_whole(name: str, *, size: int | None = None, digest: str = "") -> File[bytes]:
    """A stored file, open at its beginning, after a look at its length, its digest, or both.

    Raises FileNotFoundError where there is none, Damaged where it is not what was stored.
    """
    file = default_storage.open(name, "rb")
    try:
        if size is not None and file.size != size:
            raise Damaged(f"{name} is damaged: {file.size:,} of {size:,} bytes are in storage.")
        if digest and _digest(file) != digest:
            raise Damaged(f"{name} is damaged: its SHA-256 is not {digest}.")
    except OSError:
        file.close()
        raise
    return file


def _is_whole(name: str, data: bytes) -> bool:
    try:
        with open_whole(name, size=len(data), digest=digest_of(data)):
            return True
    except (FileNotFoundError, Damaged):
        return False


def _digest(file: File[bytes]) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _path(name: str) -> Path | None:
    """Where the file lies, in a storage that is a folder of this machine."""
    if isinstance(default_storage, FileSystemStorage):
        return Path(default_storage.path(name))
    return None


def _sync(path: Path) -> None:
    """Has the file, or what a folder lists, outlive a power cut. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
