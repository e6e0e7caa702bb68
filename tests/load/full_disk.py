"""Saves until no file can grow any more, then goes on with room again.

What was acknowledged has to be there, what was refused has to come back with its text.
"""

from __future__ import annotations

import http.client
import re
import sys
import tempfile
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from tests.load.site import Site

_TOKEN = "x" * 32
_HIDDEN = re.compile(r'name="(version|draft|typist|window)" value="([^"]*)"')
_MOST_BYTES = 512 * 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), most_file_bytes=_MOST_BYTES)
        site.set_up(1)
        # The last to close puts all of the log into the database: it begins to grow anew.
        from django.db import connection

        connection.close()
        try:
            fill_up(site)
        finally:
            site.kill()


def fill_up(site: Site) -> None:
    site.serve()
    saved: dict[str, str] = {}
    for number in site.numbers:
        text = f"[{number}] " + "Evidence. " * 1_500
        status, page = save(site, number, text)
        if status == 503:
            break
        assert status == 302, (status, page[:500])
        saved[number] = text
    else:
        raise AssertionError("The disk never got full.")
    assert saved
    assert "We could not save this just now" in page
    given_back = unescape(page.partition('name="evidence"')[2].partition(">")[2])
    assert given_back.lstrip("\n").startswith(text)

    site.kill()
    site.most_file_bytes = 0
    site.serve()
    assert save(site, number, text)[0] == 302
    saved[number] = text

    from assessments.models import Response

    for number, text in saved.items():
        response = Response.objects.get(provision__number=number, assessment=site.assessment)
        assert response.evidence == text


def save(site: Site, number: str, text: str) -> tuple[int, str]:
    path = f"/assessments/{site.assessment}/{number}/"
    hidden = dict(_HIDDEN.findall(ask(site, "GET", path)[1]))
    form = hidden | {"evidence": text, "go": "stay", "csrfmiddlewaretoken": _TOKEN}
    return ask(site, "POST", path, urlencode(form))


def ask(site: Site, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    headers = {
        "Cookie": f"sessionid={site.people[0].cookie}; csrftoken={_TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


if __name__ == "__main__":
    sys.exit(main())
