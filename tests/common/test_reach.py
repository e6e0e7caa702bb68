"""Looking at web addresses that people typed: what answers, and what may not be asked at all."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from selfassess.common.reach import Looked, Outcome, Rules, look
from selfassess.common.reach.networks import is_public
from selfassess.common.reach.targets import target_of
from tests.common import webserver
from tests.common.webserver import WebServer, raw, rules, status, to

QUICK = 0.5


@pytest.fixture
def server() -> Iterator[WebServer]:
    with webserver.web_server() as running:
        yield running


def looked(server: WebServer, path: str = "/", **values: object) -> Looked:
    return look(server.address(path), rules(server, **values))


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (200, Outcome.WORKS),
        (204, Outcome.WORKS),
        (416, Outcome.WORKS),
        (404, Outcome.NOT_FOUND),
        (410, Outcome.NOT_FOUND),
        (401, Outcome.CLOSED),
        (403, Outcome.CLOSED),
        (429, Outcome.CLOSED),
        (400, Outcome.FAULT),
        (500, Outcome.FAULT),
        (503, Outcome.FAULT),
    ],
)
def test_an_answer_means_what_its_status_says(server, code, outcome):
    server.pages["/"] = status(code, body=b"<p>Hello")
    assert looked(server).outcome is outcome


def test_a_page_is_asked_for_politely_and_as_it_was_written(server):
    server.pages["/a%20b?q=%C3%A9"] = status(200)
    found = look(server.address("/a%20b?q=é#part"), rules(server, agent="selfassess (+https://x)"))
    assert found.outcome is Outcome.WORKS
    (head,) = server.heads
    assert head.startswith("HEAD /a%20b?q=%C3%A9 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{server.port}\r\n" in head
    assert "User-Agent: selfassess (+https://x)\r\n" in head
    assert "Cookie" not in head


@pytest.mark.parametrize("refusal", [403, 405, 501, 404])
def test_a_server_without_head_is_asked_for_a_piece_of_the_page(server, refusal):
    def page(method, head, wire):
        status(refusal if method == "HEAD" else 206)(method, head, wire)

    server.pages["/"] = page
    assert looked(server).outcome is Outcome.WORKS
    assert server.asked == ["HEAD /", "GET /"]
    assert "Range: bytes=0-1023" in server.heads[1]


def test_redirects_are_followed_and_a_lasting_one_gives_the_new_address(server):
    server.pages |= {
        "/old": to("/newer", 301),
        "/newer": to("/new", 308),
        "/new": status(200),
        "/today": to("/new", 302),
        "/lost": to("/nowhere", 301),
    }
    assert looked(server, "/old") == Looked(Outcome.MOVED, server.address("/new"), "HTTP 200.")
    assert looked(server, "/today") == Looked(Outcome.WORKS, "", "HTTP 200.")
    assert looked(server, "/lost").outcome is Outcome.NOT_FOUND


def test_a_redirect_with_spaces_and_letters_beyond_ascii_is_followed(server):
    server.pages |= {"/": raw(b"HTTP/1.1 302 X\r\nLocation: /a b/\xc3\xa9\r\n\r\n")}
    server.pages |= {"/a%20b/%C3%A9": status(200)}
    assert looked(server).outcome is Outcome.WORKS


def test_a_loop_ends(server):
    server.pages["/"] = to("/")
    assert looked(server).outcome is Outcome.LOOP
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://inside.example:{port}/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[fd00:ec2::254]/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/",
        "javascript:alert(1)",
    ],
)
def test_a_redirect_to_what_is_not_public_is_not_followed(server, address):
    """One server counts as public here; the other stands for what is on the inside."""
    server.pages["/"] = status(200)

    def resolve(name: str, port: int) -> list[str]:
        known = {"inside.example": ["127.0.0.1"]}
        return known.get(name) or [str(one[4][0]) for one in socket.getaddrinfo(name, port)]

    with webserver.web_server(host="127.0.0.2") as public:
        public.pages["/"] = to(address.format(port=server.port))
        allowed = rules(
            public,
            also=(webserver.ip_network("127.0.0.2/32"),),
            ports=frozenset({80, public.port, server.port}),
            resolve=resolve,
        )
        found = look(public.address(host="127.0.0.2"), allowed)
        assert found.outcome is Outcome.PRIVATE
        assert public.asked == ["HEAD /"]
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://100.64.0.1/",
        "http://169.254.169.254/",
        "http://localhost/",
        "http://localhost./",
    ],
)
def test_what_is_not_public_is_not_asked(address):
    assert look(address, Rules("test", seconds=QUICK)).outcome is Outcome.PRIVATE


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2a00:1450:4009::1", True),
        ("64:ff9b::808:808", True),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::808:808", False),
        ("::ffff:8.8.8.8", False),
        ("::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:7f00:1::", False),
        ("fd00:ec2::254", False),
        ("fe80::1", False),
        ("ff02::1", False),
        ("fec0::1", False),
        ("2001:db8::1", False),
        ("100.64.0.1", False),
        ("192.0.0.192", False),
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("224.0.1.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),
    ],
)
def test_which_machines_are_public(address, public):
    assert is_public(ip_address(address)) is public


def test_a_name_with_one_address_that_is_not_public_is_not_asked(server):
    mixed = rules(server, also=(), resolve=lambda name, port: ["8.8.8.8", "10.0.0.1"])
    assert look(server.address(host="mixed.example"), mixed).outcome is Outcome.PRIVATE
    assert server.asked == []


def test_a_name_is_looked_up_once_for_each_page(server):
    """A name server that answers a public address first and a private one next gains nothing."""
    asked: list[str] = []

    def resolve(name: str, port: int) -> list[str]:
        asked.append(name)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    server.pages["/"] = status(405)
    found = look(server.address(host="rebinding.example"), rules(server, resolve=resolve))
    assert found.outcome is Outcome.FAULT
    assert server.asked == ["HEAD /", "GET /"]
    assert f"Host: rebinding.example:{server.port}" in server.heads[1]
    assert asked == ["rebinding.example"]

    asked.clear()
    server.pages["/"] = to("/again")
    again = look(server.address(host="rebinding.example"), rules(server, resolve=resolve))
    assert (again.outcome, again.why) == (Outcome.PRIVATE, "rebinding.example is 10.0.0.1.")


@pytest.mark.parametrize("port", [22, 25, 6379, 8080, 5432])
def test_other_programs_than_web_servers_are_not_asked(port):
    found = look(f"http://8.8.8.8:{port}/", Rules("test", seconds=QUICK))
    assert found.outcome is Outcome.PRIVATE


@pytest.mark.parametrize(
    "address",
    [
        "ftp://www.example.org/",
        "file:///etc/passwd",
        "https://",
        "www.example.org",
        "http://user@www.example.org/",
        "http://user:pw@www.example.org/",
        "http://www.example.org\\@10.0.0.1/",
        "http://www.exa mple.org/",
        "http://www.example.org/a b",
        "http://www.example.org/\r\nHost: x",
        "http://www.example.org:99999/",
        "http://[::1",
        "http://" + "a" * 70 + ".example/",
        "http://a..example/",
    ],
)
def test_what_is_no_address_is_not_asked(address):
    assert look(address, Rules("test", seconds=QUICK)).outcome is Outcome.INVALID


def test_a_name_in_other_letters_is_asked_for_as_name_servers_know_it():
    assert target_of("https://www.bücher.example/ü?ü=1#x").host == "www.xn--bcher-kva.example"
    assert target_of("https://www.bücher.example/ü?ü=1#x").path == "/%C3%BC?%C3%BC=1"
    assert target_of("https://[2A00:1450::1]/").host_header == "[2a00:1450::1]"


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no name"), Outcome.NO_NAME),
        (socket.gaierror(socket.EAI_AGAIN, "later"), Outcome.SILENT),
    ],
)
def test_a_name_that_nobody_has_is_told_from_a_name_server_that_is_away(trouble, outcome):
    def resolve(name: str, port: int) -> list[str]:
        raise trouble

    found = look("https://www.nowhere.example/", Rules("test", seconds=QUICK, resolve=resolve))
    assert found.outcome is outcome


def test_a_name_server_that_does_not_answer_is_not_waited_for(server):
    def resolve(name: str, port: int) -> list[str]:
        server.over.wait(30)
        return ["127.0.0.1"]

    assert timed(server, seconds=QUICK, resolve=resolve).outcome is Outcome.SILENT


def test_a_closed_port_does_not_answer():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    here = Rules("test", ports=frozenset({port}), also=(webserver.LOOPBACK,), seconds=QUICK)
    assert look(f"http://127.0.0.1:{port}/", here).outcome is Outcome.SILENT


def timed(server: WebServer, **values: object) -> Looked:
    """As `looked`, and it takes not much longer than it may."""
    begun = time.monotonic()
    found = looked(server, **values)
    assert time.monotonic() - begun < QUICK + 5
    return found


def drip(server: WebServer, start: bytes, part: bytes, pause: float):
    """Sends the start, then the same part again and again until the test is over."""

    def answer(method, head, wire):
        wire.sendall(start)
        while not server.over.wait(pause):
            wire.sendall(part)

    return answer


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_byte_now_and_then_does_not_hold_it_up(server, start):
    server.pages["/"] = drip(server, start, b"H", 0.05)
    assert timed(server, seconds=QUICK).outcome is Outcome.SILENT


@pytest.mark.parametrize(
    ("start", "part"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 1000 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y" * 4000),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b"nonsense\r\n"),
    ],
)
def test_headers_without_end_are_too_much(server, start, part):
    server.pages["/"] = drip(server, start, part, 0.0)
    assert timed(server, seconds=20).outcome is Outcome.FAULT


def test_a_page_without_end_is_not_read(server):
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
    server.pages["/"] = drip(server, head, b"x" * 100_000, 0.0)
    assert timed(server, seconds=20).outcome is Outcome.WORKS


@pytest.mark.parametrize("parts", [(), (b"HTTP/1.1 two\r\n\r\n",), (b"\x00\xff" * 50,)])
def test_an_answer_that_is_none(server, parts):
    server.pages["/"] = raw(*parts)
    assert timed(server, seconds=5).outcome in (Outcome.FAULT, Outcome.SILENT)


def test_a_certificate_has_to_be_for_the_name_and_from_someone_trusted():
    name = "www.alderbrook.example"
    with webserver.web_server(webserver.serving(name)) as server:
        server.pages["/"] = status(200)
        trusted = {"trust": webserver.trusting(name), "resolve": lambda host, port: ["127.0.0.1"]}
        right = look(server.address(host=name), rules(server, **trusted))
        wrong_name = look(server.address(host="other.example"), rules(server, **trusted))
        by_number = look(server.address(), rules(server, **trusted))
        unknown = look(server.address(host=name), rules(server, resolve=trusted["resolve"]))
    assert right.outcome is Outcome.WORKS
    assert [wrong_name.outcome, by_number.outcome, unknown.outcome] == [Outcome.CERTIFICATE] * 3
    assert server.asked == ["HEAD /"]


def test_a_server_that_speaks_no_tls_and_one_that_stalls_before_it(server):
    secure = server.address(host="www.alderbrook.example").replace("http:", "https:")
    here = rules(server, seconds=QUICK, resolve=lambda host, port: ["127.0.0.1"])
    assert look(secure, here).outcome in (Outcome.FAULT, Outcome.SILENT)


def test_no_proxy_of_the_environment_is_used(server, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.pages["/"] = status(200)
    assert looked(server).outcome is Outcome.WORKS
