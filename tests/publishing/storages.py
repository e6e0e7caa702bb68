"""File storages as they may be: full, or so slow that something happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage


class FullStorage(FileSystemStorage):
    """A disk without space."""

    def _save(self, name, content):
        raise OSError(28, "No space left on device")


class SlowStorage(FileSystemStorage):
    """Storing the first of several files takes so long that `meanwhile` happens first."""

    meanwhile: Callable[[], None] = staticmethod(lambda: None)

    def _save(self, name, content):
        happens, type(self).meanwhile = type(self).meanwhile, staticmethod(lambda: None)
        happens()
        return super()._save(name, content)


class DyingStorage(FileSystemStorage):
    """A disk that fills up in the middle of a file, and keeps the half of it."""

    def _save(self, name, content):
        whole = content.read()
        super()._save(name, ContentFile(whole[: len(whole) // 2]))
        raise OSError(28, "No space left on device")


class LossyStorage(InMemoryStorage):
    """One that keeps the half of an object and says nothing."""

    def _save(self, name, content):
        whole = content.read()
        return super()._save(name, ContentFile(whole[: len(whole) // 2]))
