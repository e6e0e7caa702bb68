"""An installation as a release left it: its database and its files, brought back for a test."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

RELEASES = sorted(Path(__file__).parent.glob("release-*"))


@dataclass(frozen=True)
class Installation:
    """Where it lies, and what has to be true of it. `database` is a file, or PostgreSQL's name."""

    folder: Path
    database: str
    facts: dict[str, Any]

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def now(self) -> datetime:
        """A little after the last thing that happened before the upgrade."""
        return datetime.fromisoformat(self.facts["now"]) + timedelta(hours=1)

    @cached_property
    def left_out(self) -> set[str]:
        """The SHA-256 of files of which the data keep no more than name and size."""
        return {Path(name).stem for name in self.facts["left_out"]}

    def body(self, name: str) -> bytes:
        """The frozen part of a published page, as the release served it."""
        return (self.folder / "bodies" / name).read_bytes()

    def copy(self, to: Path, number: int) -> Installation:
        """Another one, just the same. Nothing may be connected to this one."""
        shutil.copytree(self.folder, to, dirs_exist_ok=True)
        if connection.vendor == "sqlite":
            return Installation(to, str(to / "database.sqlite3"), self.facts)
        name = f"{self.database}_{number}"
        with _server() as server:
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.database}"')
        return Installation(to, name, self.facts)

    def remove(self) -> None:
        shutil.rmtree(self.folder)
        if connection.vendor != "sqlite":
            with _server() as server:
                server.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')


def restore(release: Path, to: Path) -> Installation:
    """Brings a release's data back as from a backup, in the kind of database that is tested."""
    facts = json.loads((release / "facts.json").read_text())
    with tarfile.open(release / "data.tar.xz") as archive:
        archive.extractall(to)
    for name, size in facts["left_out"].items():
        path = to / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    if connection.vendor == "sqlite":
        return Installation(to, str(to / "database.sqlite3"), facts)
    name = f"{_own_name()}_{release.name}"
    with _server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
    with _server(name) as database:
        database.execute((to / "database.sql").read_bytes())
    return Installation(to, name, facts)


@contextmanager
def connected(installation: Installation) -> Iterator[BaseDatabaseWrapper]:
    """Django's connection leads to that installation meanwhile."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = installation.database
    try:
        yield connection
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


# Django's own lists: of the migrations that ran, and of the models that there are or were.
_REGISTERS = frozenset({"django_migrations", "django_content_type", "auth_permission"})


def rows() -> dict[str, list[dict[str, Any]]]:
    """All that the database holds, by table."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table in _REGISTERS:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [
                column.name if hasattr(column, "name") else column[0]
                for column in cursor.description
            ]
            lines = [dict(zip(names, map(_plain, row), strict=True)) for row in cursor.fetchall()]
            found[table] = sorted(lines, key=lambda line: repr(sorted(line.items())))
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _own_name() -> str:
    """What the names of this process's databases begin with."""
    return f"{connection.settings_dict['NAME']}_upgrade_{os.getpid()}"


@contextmanager
def _server(database: str = "postgres") -> Iterator[Any]:
    """A connection of our own to PostgreSQL, outside any transaction."""
    import psycopg

    wanted = connection.settings_dict
    parts = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {name: wanted[key] for name, key in parts.items() if wanted[key]}
    with psycopg.connect(dbname=database, autocommit=True, **given) as server:
        yield server
