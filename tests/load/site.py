"""A whole site in a folder of its own: database, people, and the production server on loopback."""

from __future__ import annotations

import os
import resource
import secrets
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in, by the cookie that says so."""

    name: str
    cookie: str


@dataclass
class Site:
    """`serve` starts the server, `kill` ends it as a power cut would."""

    folder: Path
    database_url: str = ""
    port: int = 0
    most_file_bytes: int = 0
    people: list[Person] = field(default_factory=list)
    assessment: int = 0
    numbers: list[str] = field(default_factory=list)
    _server: subprocess.Popen[bytes] | None = None

    def set_up(self, people: int) -> None:
        """Makes tables, Codes, one assessment and its complaints officers; once a process."""
        os.environ.update(self.environment())
        for name in ("DEBUG", "STATIC_ROOT", "FILE_STORAGE", "EMAIL_HOST", "EMAIL_BACKEND"):
            os.environ.pop(name, None)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_codes", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self._populate(people)

    def environment(self) -> dict[str, str]:
        self.port = self.port or free_port()
        return {
            "DJANGO_SETTINGS_MODULE": "selfassess.settings",
            "SELFASSESS_DATA": str(self.folder),
            "SECRET_KEY": os.environ.get("SECRET_KEY") or secrets.token_urlsafe(64),
            "DATABASE_URL": self.database_url or f"sqlite:///{self.folder}/load.sqlite3",
            "INSECURE_HTTP": "true",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "LOG_LEVEL": "CRITICAL",
        }

    def _populate(self, people: int) -> None:
        from django.conf import settings
        from django.test import Client

        from accounts.access import member_of
        from accounts.enums import Role
        from accounts.models import Membership, MembershipRole, User
        from codes.models import Code
        from tests import factories

        landlord = factories.make_landlord(name="Load Council", slug="load")
        officers = []
        for n in range(people):
            user = User.objects.create_user(f"typist{n}@example.org", f"Typist {n}")
            membership = Membership.objects.create(user=user, landlord=landlord)
            role = Role.COMPLAINTS_OFFICER
            MembershipRole.objects.create(membership=membership, role=role)
            officers.append(member_of(user, landlord))
        assessment = factories.start(officers[0], Code.objects.get(edition="2024"))
        self.assessment = assessment.pk
        self.numbers = list(assessment.responses.values_list("provision__number", flat=True))
        for officer in officers:
            client = Client()
            client.force_login(officer.user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            self.people.append(Person(officer.user.name, cookie))

    def serve(self) -> None:
        """Starts the production server and waits until it answers."""
        granian = Path(sys.executable).with_name("granian")
        command = [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--workers", "2", "--blocking-threads", "1", "--log-level", "critical"]
        self._server = subprocess.Popen(
            [*command, "selfassess.wsgi:application"],
            cwd=ROOT,
            env={**os.environ, **self.environment()},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=self._limit if self.most_file_bytes else None,
        )
        self._wait_until_it_answers()

    def _limit(self) -> None:
        """No file may grow past this: what a full disk is to a program."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.most_file_bytes, self.most_file_bytes))

    def _wait_until_it_answers(self) -> None:
        import http.client

        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/codes/")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.05)
            finally:
                connection.close()
        raise RuntimeError("The server did not come up.")

    def kill(self) -> None:
        """SIGKILL for the server and its workers at once: nothing is finished or put away."""
        if self._server is not None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server = None


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
