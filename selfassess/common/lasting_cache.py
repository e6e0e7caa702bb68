"""The cache that all server processes share, and that nobody can flood."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache


class LastingCache(DatabaseCache):
    """Django's cache in the database, where every entry stays until its time is up.

    Django's own throws out a third of all entries, expired or not, once there are more than
    MAX_ENTRIES. The limits on wrong passwords are entries: who makes enough others could so clear
    the lock of an account. Here only expired ones go, so that the table is as large as what its
    limits count just now.
    """

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        # Removes what has expired, and stops there: as far as it knows nothing is left.
        super()._cull(db, cursor, now, num=0)  # type: ignore[misc]
