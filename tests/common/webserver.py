"""Web servers on this machine that behave, and misbehave, as a test says."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from tempfile import mkdtemp

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from selfassess.common.reach import Rules

LOOPBACK = ip_network("127.0.0.0/8")
Handle = Callable[[str, str, socket.socket], None]


class WebServer:
    """`pages`: by path, what to do with a request (method, its headers, the connection)."""

    def __init__(self, listening: socket.socket, trust: ssl.SSLContext | None) -> None:
        self.listening, self.trust = listening, trust
        self.port: int = listening.getsockname()[1]
        self.pages: dict[str, Handle] = {}
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.over = threading.Event()

    def address(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self.trust else 'http'}://{host}:{self.port}{path}"

    def serve(self) -> None:
        while not self.over.is_set():
            try:
                peer, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(peer,), daemon=True).start()

    def _answer(self, peer: socket.socket) -> None:
        try:
            with self.trust.wrap_socket(peer, server_side=True) if self.trust else peer as wire:
                head = b""
                while b"\r\n\r\n" not in head and (part := wire.recv(4096)):
                    head += part
                if not head:
                    return
                method, path, _ = head.decode("latin-1").split(" ", 2)
                self.asked.append(f"{method} {path}")
                self.heads.append(head.decode("latin-1"))
                self.pages.get(path, status(404))(method, head.decode("latin-1"), wire)
        except OSError:
            pass  # The one who asked has gone, as it should.


def status(code: int, *headers: str, body: bytes = b"") -> Handle:
    def answer(method: str, head: str, wire: socket.socket) -> None:
        lines = [f"HTTP/1.1 {code} X", *headers, f"Content-Length: {len(body)}", "", ""]
        wire.sendall("\r\n".join(lines).encode() + (b"" if method == "HEAD" else body))

    return answer


def to(address: str, code: int = 302) -> Handle:
    return status(code, f"Location: {address}")


def raw(*parts: bytes) -> Handle:
    """Those bytes and no more."""

    def answer(method: str, head: str, wire: socket.socket) -> None:
        for part in parts:
            wire.sendall(part)

    return answer


@contextmanager
def web_server(trust: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[WebServer]:
    listening = socket.create_server((host, 0))
    server = WebServer(listening, trust)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


def rules(server: WebServer, **values: object) -> Rules:
    """Rules under which that server may be asked; what is given replaces them."""
    usual = {"agent": "test", "ports": frozenset({server.port}), "also": (LOOPBACK,)}
    return Rules(**usual | values)  # type: ignore[arg-type]


@cache
def certificate(name: str) -> Path:
    """A file with a certificate for that name, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = Path(mkdtemp(prefix="certificate-")) / "both.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def serving(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(name))
    return context


def trusting(name: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate(name)))
