"""Makes the data of a release: its database, its files, and the facts that must stay true.

For each release once, before the first change after it that touches what is stored:

    git worktree add /tmp/release COMMIT
    python3.11 -m venv /tmp/release/.venv
    /tmp/release/.venv/bin/pip install --require-hashes -r /tmp/release/requirements.txt
    /tmp/release/.venv/bin/python tests/upgrade/make.py /tmp/release tests/upgrade/release-2 \
        --postgres postgres://postgres@127.0.0.1:5432

It runs the code of that checkout, and of this folder the story (`story.py` and what it imports) and
`survey.py`, which act through the pages as people do. Where a release's pages have changed, the
story is changed for it; what lies in the folders of earlier releases is never made again.

The story is told twice, on SQLite and on PostgreSQL, with a clock and chance of its own, and both
have to end with the same facts and files. Besides Python it needs `pg_dump`. In the folder are then

- `facts.json`: what has to stay true, as the story and `survey.py` found it;
- `data.tar.xz`: `database.sqlite3`, `database.sql` (PostgreSQL: statements only, so that reading it
  needs no program of PostgreSQL's), `files/` (the folder of that name in the data folder) and
  `bodies/` (the frozen part of each published page).
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import uuid
from itertools import zip_longest
from pathlib import Path
from typing import Any

SITE = "https://selfassess.example"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkout", type=Path, help="a checkout of the release")
    parser.add_argument("folder", type=Path, help="where its data go: tests/upgrade/release-2")
    parser.add_argument("--postgres", required=True, help="a server: postgres://user@host:port")
    parser.add_argument("--tell", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.tell:
        _tell(given.tell)
        return
    with tempfile.TemporaryDirectory(prefix="selfassess-release-") as name:
        folder = Path(name)
        facts = _on_sqlite(given, folder / "sqlite")
        _compare(facts, _on_postgres(given, folder / "postgres"))
        _pack(facts, folder, given)


def _compare(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Raises SystemExit that shows where the facts of the two databases differ."""
    different = [
        f"{name}:\n  {mine}\n  {theirs}"
        for name in one
        for mine, theirs in zip_longest(_rows(one[name]), _rows(other[name]))
        if mine != theirs
    ]
    if different:
        sys.exit("The story ends in two ways:\n" + "\n".join(different[:20]))


def _rows(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.items())
    return value if isinstance(value, list) else [value]


def _on_sqlite(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    facts = _run(given, folder, f"sqlite:///{folder}/database.sqlite3")
    with sqlite3.connect(folder / "database.sqlite3") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("VACUUM")
    return facts


def _on_postgres(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    import psycopg

    name = f"selfassess_release_{os.getpid()}"
    with psycopg.connect(f"{given.postgres}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            facts = _run(given, folder, f"{given.postgres}/{name}")
            _dump(f"{given.postgres}/{name}", folder / "database.sql")
        finally:
            server.execute(f"DROP DATABASE {name}")
    return facts


def _dump(url: str, to: Path) -> None:
    """Statements for psycopg: without owners, `COPY` data, and commands of psql's own."""
    command = ["pg_dump", "--no-owner", "--no-privileges", "--rows-per-insert=100", url]
    sql = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Commands for psql, which newer versions of pg_dump write around the whole.
    to.write_text(re.sub(r"^\\(un)?restrict .*\n", "", sql, flags=re.MULTILINE))


def _run(given: argparse.Namespace, folder: Path, database: str) -> dict[str, Any]:
    """Tells the story in a process that has the checkout's code; the facts."""
    folder.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "selfassess.settings",
        "SECRET_KEY": "a-key-for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz",
        "SELFASSESS_DATA": str(folder),
        "DATABASE_URL": database,
        "ALLOWED_HOSTS": "testserver",
        "INSECURE_HTTP": "true",
        "SITE_URL": SITE,
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        # So that sets are in the same order every time.
        "PYTHONHASHSEED": "0",
    }
    command = [sys.executable, Path(__file__).resolve(), ".", ".", "--postgres=", "--tell", folder]
    subprocess.run(command, check=True, env=environment, cwd=given.checkout.resolve())
    facts: dict[str, Any] = json.loads((folder / "facts.json").read_text())
    return facts


def _tell(folder: Path) -> None:
    """In that process: sets the release up as the README says, and tells the story."""
    sys.path.insert(0, os.getcwd())
    clock = _own_clock()
    import django

    django.setup()
    # What was withdrawn is asked for on purpose.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    from django.core import mail
    from django.core.management import call_command

    for command in ("migrate", "createcachetable", "load_codes"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    mail.outbox = []
    import story

    steps = story.tell(clock)
    facts = steps.facts | _survey(steps, folder)
    (folder / "facts.json").write_text(json.dumps(facts))


def _own_clock() -> Any:
    """The story's clock for everything that asks Django for the time, and chance that repeats."""
    from django.utils import timezone
    from steps import Clock

    clock = Clock()
    timezone.now = clock.now
    chance = random.Random(1)
    uuid.uuid4 = lambda: uuid.UUID(int=chance.getrandbits(128), version=4)
    secrets.token_urlsafe = lambda size=32: f"{chance.getrandbits(8 * (size or 32)):x}"
    secrets.choice = chance.choice
    return clock


def _survey(steps: Any, folder: Path) -> dict[str, Any]:
    """What the release serves when all is told, and what is frozen in it."""
    import story
    from django.db.migrations.recorder import MigrationRecorder
    from survey import feed, index, of_person, of_public, phrases
    from visitor import Visitor

    typed = phrases(Visitor.typed)
    applied = MigrationRecorder.Migration.objects.order_by("id").values_list("app", "name")
    return {
        "migrations": dict(applied),
        "typed": typed,
        "public": of_public(story.public_addresses(), typed),
        "people_see": {
            who: of_person(steps.person(who), start, typed)
            for who, start in story.starting_points(steps).items()
        },
        "index": index(),
        "feed": feed(),
        "published": _published(folder / "bodies"),
        "readers": story.readers(steps),
        "history": _history(),
    }


def _published(folder: Path) -> list[dict[str, Any]]:
    """Each publication with its digest; the frozen part of its page goes into the folder."""
    from publishing.models import Publication

    folder.mkdir()
    facts = []
    for publication in Publication.objects.order_by("pk"):
        name = f"{publication.pk}.html"
        (folder / name).write_bytes(publication.body_html())
        facts.append(
            {
                "address": publication.get_absolute_url(),
                "digest": publication.digest,
                "body": name,
                "withdrawn": hasattr(publication, "withdrawal"),
            }
        )
    return facts


def _history() -> list[dict[str, Any]]:
    """Each assessment's entries, the latest first: when, who, what, and of which provision."""
    from assessments.models import Assessment

    facts = []
    for assessment in Assessment.objects.order_by("pk"):
        entries = [
            [
                entry.at.strftime("%Y-%m-%dT%H:%M"),
                entry.actor_name,
                entry.get_event_display(),
                entry.provision.number if entry.provision else "",
            ]
            for entry in assessment.history.select_related("provision")
        ]
        address = assessment.get_absolute_url()
        facts.append({"address": f"{address}history/", "entries": entries})
    return facts


def _pack(facts: dict[str, Any], folder: Path, given: argparse.Namespace) -> None:
    shutil.copy(folder / "postgres/database.sql", folder / "sqlite")
    assert _names(folder / "sqlite/files") == _names(folder / "postgres/files")
    given.folder.mkdir(parents=True, exist_ok=True)
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=given.checkout, check=True, capture_output=True, text=True
    ).stdout.strip()
    left_out = _left_out(facts, folder / "sqlite/files")
    with tarfile.open(given.folder / "data.tar.xz", "w:xz", preset=9) as archive:
        for name in ("database.sqlite3", "database.sql", "files", "bodies"):
            archive.add(folder / "sqlite" / name, name, filter=_plain)
    told = {"commit": commit} | facts | {"left_out": left_out}
    (given.folder / "facts.json").write_text(_lines(told))


def _left_out(facts: dict[str, Any], files: Path) -> list[str]:
    """Takes out the PDF, Word and Excel files of all publications but the first: they differ in
    nothing that an upgrade might touch, and most of the data would be theirs.
    """
    first = facts["published"][0]["address"]
    kept = {fact.get("sha256") for fact in facts["public"] if fact["address"].startswith(first)}
    large = [
        path
        for path in sorted(files.glob("published/*/*"))
        if path.suffix in (".pdf", ".docx", ".xlsx") and path.stem not in kept
    ]
    for path in large:
        path.unlink()
    return [str(path.relative_to(files)) for path in large]


def _lines(facts: dict[str, Any]) -> str:
    """As JSON with a line for each fact, so that people can read it."""
    parts = []
    for name, value in facts.items():
        text = json.dumps(value, ensure_ascii=False)
        if isinstance(value, list):
            rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value)
            text = f"[\n  {rows}\n ]"
        parts.append(f" {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nobody's in particular, and of no time."""
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    main()
