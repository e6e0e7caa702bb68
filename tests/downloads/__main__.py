"""Says how fast a published page and PDF are served, beside nginx serving the same bytes as files.

python -m tests.downloads [--runs 5] [--seconds 2]

Both on loopback: ours as in production (granian, two workers), nginx with two workers and sendfile.
wrk asks over 16 connections that stay open, for each in turn, so that a busy machine slows all
alike. Medians.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.load.site import Site, free_port

_NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  types {{ text/html html; application/pdf pdf; }}
  client_body_temp_path {folder}/t; proxy_temp_path {folder}/t; fastcgi_temp_path {folder}/t;
  uwsgi_temp_path {folder}/t; scgi_temp_path {folder}/t;
  server {{ listen 127.0.0.1:{port}; root {folder}/plain; }}
}}
"""
_RATE = re.compile(r"Requests/sec:\s*([\d.]+)")
# What is asked for: how nginx calls it, and how it ends our address.
_WHAT = {"page.html": "", "file.pdf": "self-assessment.pdf"}
_FAILED = re.compile(r"Non-2xx or 3xx responses: \d+|Socket errors:.*")


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.downloads")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = Site(folder)
        site.set_up(1)
        ours = f"http://127.0.0.1:{site.port}{publish()}"
        site.serve()
        try:
            with nginx(folder, ours) as plain:
                report(ours, plain, wanted.runs, wanted.seconds)
        finally:
            site.kill()


def publish() -> str:
    """Publishes a year of 72 provisions, 60 words a cell; the address of the version."""
    from accounts.enums import Role
    from accounts.models import Landlord
    from codes.models import Code
    from tests import factories
    from tests.renders.__main__ import text

    landlord = Landlord.objects.get(slug="load")
    officer = factories.add_member(landlord, Role.COMPLAINTS_OFFICER, name="Olu Ficer")
    member = factories.add_member(landlord, Role.GOVERNING_BODY_MEMBER, name="Mem Burr")
    code = Code.objects.get(edition="2024")
    numbers = code.provisions.values_list("number", flat=True)
    texts = {number: {"evidence": text(1), "commentary": text(2)} for number in numbers}
    approved = factories.make_approved(officer, member, code, year=2023, but=texts)
    return factories.publish(officer, approved).get_absolute_url()


@contextmanager
def nginx(folder: Path, ours: str) -> Iterator[str]:
    """Runs nginx over what our server answers, kept as files; gives its address."""
    plain = folder / "plain"
    plain.mkdir()
    for name, ending in _WHAT.items():
        with urllib.request.urlopen(ours + ending) as answer:
            (plain / name).write_bytes(answer.read())
    port, configuration = free_port(), folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    configuration.write_text(_NGINX.format(folder=folder, port=port, user=user))
    command = ["nginx", "-p", folder, "-e", folder / "error.log", "-c", configuration]
    server = subprocess.Popen(
        command, env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"}
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        wait_for(f"{address}page.html")
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("nginx did not come up.")


def report(ours: str, plain: str, runs: int, seconds: int) -> None:
    rates: dict[str, list[float]] = {}
    for _ in range(runs):
        for name, ending in _WHAT.items():
            for address in (ours + ending, plain + name):
                rates.setdefault(address, []).append(rate(address, seconds))
    for name, ending in _WHAT.items():
        mine, other = median(rates[ours + ending]), median(rates[plain + name])
        sys.stdout.write(
            f"{name:10} ours {mine:7.0f} requests/s   nginx {other:7.0f}   ours/nginx"
            f" {mine / other:.2f}\n"
        )


def rate(address: str, seconds: int) -> float:
    """Answers a second. Raises RuntimeError where any was an error."""
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", address]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if failed := _FAILED.search(said):
        raise RuntimeError(f"{address}: {failed[0]}")
    found = _RATE.search(said)
    if found is None:
        raise RuntimeError(f"wrk said something else: {said}")
    return float(found[1])


if __name__ == "__main__":
    main()
