"""Tables whose rows are added, and never changed or deleted."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound="AppendOnly")


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Reads, and adds; `update`, `bulk_update` and `delete` raise TypeError."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(self.model.NEVER_CHANGES)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(self.model.NEVER_CHANGES)

    def delete(self) -> NoReturn:
        raise TypeError(self.model.NEVER_DELETED)


class AppendOnly(models.Model):
    """A row that stays as it was added. A subclass says so in the words of its table."""

    NEVER_CHANGES: ClassVar[str] = "A row of this table never changes."
    NEVER_DELETED: ClassVar[str] = "A row of this table is never deleted."

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row. Raises TypeError for one that exists already."""
        if not self._state.adding:
            raise TypeError(self.NEVER_CHANGES)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(self.NEVER_DELETED)
