"""People who type: drafts while they do, saves when they are done, conflicts settled.

Each text carries a marker. What the server acknowledged is written down here, and looked for in
the database afterwards.
"""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass, field
from random import Random
from threading import Event
from typing import Any
from urllib.parse import urlencode

from tests.load.site import Person, Site

_TOKEN = "x" * 32
_INPUTS = ("evidence", "commentary", "action", "action_owner", "alternative")
_HIDDEN = re.compile(r'name="(version|draft|typist)" value="([^"]*)"')
_KEEP = re.compile(r'name="(keep_\w+)"')
_DRAFTS_A_SAVE = 4


@dataclass
class Typist:
    """One person at one provision after the other."""

    site: Site
    person: Person
    place: int
    stop: Event
    # Seconds between two drafts.
    pause: float
    # Whether the server may be gone for a while: then everything is sent again.
    patient: bool
    saves: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, tuple[int, str]] = field(default_factory=dict)
    unsure: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    _connection: http.client.HTTPConnection | None = None
    _count: int = 0

    def run(self) -> None:
        chance = Random(self.place)
        self.stop.wait(chance.random() * self.pause)
        turn = 0
        while not self.stop.is_set():
            # Neighbours share provisions, so that conflicts happen.
            number = self.site.numbers[(self.place // 2 + turn) % len(self.site.numbers)]
            try:
                self._provision(number)
            except RuntimeError as trouble:
                self.errors.append(f"{self.person.name} at {number}: {trouble}")
            turn += 1

    def _provision(self, number: str) -> None:
        """Types one text for a provision in several goes, and saves it."""
        path = f"/assessments/{self.site.assessment}/{number}/"
        hidden = dict(_HIDDEN.findall(self._ask("page", "GET", path)[1]))
        form = dict.fromkeys(_INPUTS, "") | hidden | {"answer": "yes", "go": "stay"}
        form["window"] = f"{self.place}w{self._count}"
        form["csrfmiddlewaretoken"] = _TOKEN
        text = ""
        for _ in range(_DRAFTS_A_SAVE):
            self._count += 1
            text += f"[{self.place}-{self._count}] Complaints Policy, section {self._count}.\n"
            form["evidence"] = text
            self.unsure.setdefault(number, []).append((self._count, text))
            if '"kept": true' in self._ask("draft", "POST", f"{path}draft/", form)[1]:
                self.drafts[number] = (self._count, text)
            if self.stop.wait(self.pause):
                return
        for _ in range(50):
            status, page = self._ask("save", "POST", path, form)
            if status == 302:
                self.saves[text] = number
                self.drafts.pop(number, None)
                return
            # Somebody was first: both texts are shown, and this person keeps their own.
            form |= dict(_HIDDEN.findall(page)) | {"chosen": "1"}
            form |= dict.fromkeys(_KEEP.findall(page), "mine")
        raise RuntimeError("never got through a conflict")

    def _ask(
        self, what: str, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, str]:
        expected = {"page": {200}, "draft": {200}, "save": {302, 409}}[what]
        headers = {
            "Cookie": f"sessionid={self.person.cookie}; csrftoken={_TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json" if what == "draft" else "text/html",
        }
        while True:
            began = time.monotonic()
            try:
                status, body = self._exchange(method, path, form, headers)
            except (OSError, http.client.HTTPException) as error:
                self._connection = None
                if not self.patient:
                    raise RuntimeError(f"{what}: {error!r}") from None
                if self.stop.wait(0.05):
                    raise RuntimeError("stopped while the server was away") from None
                continue
            if status in expected:
                self.times.setdefault(what, []).append(time.monotonic() - began)
                return status, body
            raise RuntimeError(f"{what}: {status} {body[:200]}")

    def _exchange(
        self, method: str, path: str, form: dict[str, str] | None, headers: dict[str, str]
    ) -> tuple[int, str]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        self._connection.request(method, path, urlencode(form) if form else None, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode()


def lost_words(typists: list[Typist]) -> list[str]:
    """What was acknowledged and is not there, of every save and of every latest draft."""
    from assessments.enums import Event as Happened
    from assessments.models import HistoryEntry, Response, TypedDraft

    saved: set[str] = {
        change["to"]
        for changes in HistoryEntry.objects.filter(event=Happened.RESPONSE_SAVED).values_list(
            "changes", flat=True
        )
        for change in changes
        if change["field"] == "evidence"
    }
    numbers = dict(Response.objects.values_list("pk", "provision__number"))
    drafts: dict[tuple[str, str], Any] = {
        (name, numbers[subject]): values["evidence"]
        for name, subject, values in TypedDraft.objects.values_list(
            "membership__user__name", "subject_id", "values"
        )
    }
    lost = []
    for typist in typists:
        lost += [f"save: {text[:40]!r}" for text in typist.saves if text not in saved]
        for number, (count, text) in typist.drafts.items():
            # A later text of the same person may be there instead, sent and never acknowledged.
            later = {t for c, t in typist.unsure[number] if c >= count}
            if drafts.get((typist.person.name, number)) not in later and not later & saved:
                lost.append(f"draft: {text[:40]!r} of {number}")
    return lost
