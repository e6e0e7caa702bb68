"""Web addresses in a text that are most likely mistyped. Pure: nothing is asked on the network.

What is pointed out may be right: it is a remark beside the text, and nothing is refused or changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from rapidfuzz.distance import OSA, Levenshtein

from selfassess.common.lighttext import normalise, spans

# An address is shown up to here: enough to find it in the text.
_SHOWN = 80
# Letters that may differ from an address that is used elsewhere: of a name this short, one.
_SHORT, _LETTERS = 10, 2
# A path shorter than this is another page, not the same one mistyped.
_LONG_PATH = 12
_SCHEMES = ("http", "https")

_WORD = re.compile(r"[^\s<>\"“”]+")
# "htps://", "http:/", "https//", "https:", "http;//" … before a name with a dot in it.
_BEGINNING = re.compile(
    r"(?P<scheme>[a-z]{2,7})(?P<mark>[:;.,]?[/\\]{1,3}|[:;])(?P<rest>(?:www\.|[\w-]+\.)[\w-].*)",
    re.IGNORECASE | re.ASCII,
)
_TWICE = re.compile(r"https?:/*https?[:/]", re.IGNORECASE)
_GLUED_ENDS = ("govuk", "orguk", "couk", "acuk", "nhsuk")
# "alderbrook.gov.uk/complaints": a name and a path, with no sign that it is an address.
_BARE = re.compile(
    r"(?!www\.)(?:[a-z\d][a-z\d-]*\.)+(?:uk|org|com|net|gov|eu|london|wales|scot)/\S*",
    re.IGNORECASE | re.ASCII,
)
# Each is a part of the text in which an address was broken by a space. A name and a path have an
# end, so that a text of thousands of addresses without a space takes no longer than any other.
_BROKEN = (
    re.compile(r"https?:/{0,2}[ \t]+(?:/{1,2}|www\.|[\w-]+\.[\w-]+)\S*", re.IGNORECASE),
    re.compile(r"(?:https?://)?\bwww[ \t]*\.[ \t]+[\w-]+\.\S+", re.IGNORECASE),
    re.compile(r"(?:https?://)?\bwww[ \t]+\.[\w-]+\.\S+", re.IGNORECASE),
    re.compile(
        r"(?:https?://|\bwww\.)[\w.-]{0,253}(?:[ \t]+\.[ \t]*|\.[ \t]+)"
        r"(?:(?:gov|co|org|ac|nhs)\.uk|uk|org|com|net|gov)\b(?:/\S*)?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:https?://|\bwww\.)[\w.-]{1,253}/[^\s<>\"“”,;]{0,600}[^\s<>\"“”.,;:]"
        # A file's name goes on; a sentence would with one of these.
        r"(?<!\.pdf|\.doc|\.xls|docx|xlsx|aspx|html)"
        r"(?![ \t]+(?:and|or|see|our|also|the|in|for|with)\b)"
        r"(?:[ \t]+(?!https?:|www\.)[\w()&'’-]+){0,5}"
        r"[ \t]+[\w()&'’-]*\.(?:pdf|docx?|xlsx?|aspx|html?|pptx?)\b",
        re.IGNORECASE,
    ),
)


@dataclass(frozen=True)
class Remark:
    """One address as typed, and why it looks wrong, as the rest of a sentence after a colon."""

    typed: str
    why: str

    @property
    def message(self) -> str:
        typed = self.typed if len(self.typed) <= _SHOWN else f"{self.typed[:_SHOWN]}…"
        return f"Check the web address “{typed}”: {self.why}"


def remarks(text: str, known: Collection[str] = ()) -> list[Remark]:
    """What looks mistyped in a text, in its order, each once.

    `known`: addresses that are used elsewhere, and so are most likely right.
    """
    found: dict[str, Remark] = {}
    for line in normalise(text).split("\n"):
        if "." not in line and ":" not in line:
            continue
        for remark in _of_line(line, known):
            found.setdefault(remark.typed, remark)
    return list(found.values())


def addresses_in(text: str) -> list[str]:
    """The addresses that are links in a text, each once, as `lighttext` finds them."""
    lines = normalise(text).split("\n")
    return list(dict.fromkeys(span.url for line in lines for span in spans(line) if span.url))


def near_miss(address: str, known: Iterable[str]) -> str:
    """The address or name among the known ones that this one nearly is; "" for none."""
    host, path = _parts(address)
    theirs: dict[str, list[str]] = {}
    for other in known:
        if other == address:
            return ""
        other_host, other_path = _parts(other)
        theirs.setdefault(other_host, []).append(other_path)
    if not host or not theirs:
        return ""
    if host in theirs:
        near = _nearest(path, theirs[host]) if len(path) >= _LONG_PATH else ""
        return f"{host}{near}" if near else ""
    return _nearest(host, theirs, 1 if len(host) < _SHORT else _LETTERS)


def _of_line(line: str, known: Collection[str]) -> Iterator[Remark]:
    broken = [match for pattern in _BROKEN for match in pattern.finditer(line)]
    for match in broken:
        yield Remark(match[0], "it has a space in it. Remove the space, or type %20")
    ends = [(match.start(), match.end()) for match in broken]
    for match in _WORD.finditer(line):
        if any(start <= match.start() < end for start, end in ends):
            continue
        word = match[0].strip("()[]{}.,;:!?'’‘")
        if why := _why(word):
            yield Remark(word, why)
    for span in spans(line):
        if span.url and not _why(span.text) and (near := near_miss(span.url, known)):
            yield Remark(span.text, f"it is nearly {near}, which you use elsewhere")


def _why(word: str) -> str:
    """Why a word without spaces is no right address; "" where it is one, or none at all."""
    if match := _BEGINNING.fullmatch(word):
        if why := _why_beginning(match["scheme"].lower(), match["mark"]):
            return why
    elif _BARE.fullmatch(word):
        return "without https:// it is not a link"
    if _TWICE.match(word):
        return "it begins with http twice"
    is_address = word.lower().startswith(("http://", "https://", "www.", "www,"))
    return _why_host(word) if is_address else ""


def _why_beginning(scheme: str, mark: str) -> str:
    if scheme in _SCHEMES and mark == "://":
        return ""
    # "ftp" is a scheme of its own, and "and/or.else" is none.
    if scheme == "ftp" or min(Levenshtein.distance(scheme, one) for one in _SCHEMES) > 2:
        return ""
    if scheme not in _SCHEMES and len(mark) < 2:
        return ""
    return f"it begins with “{scheme}{mark}”. It should begin with https://"


def _why_host(word: str) -> str:
    rest = word.partition("://")[2] if "://" in word else word
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].lower()
    host = host.rpartition("@")[2].partition(":")[0]
    labels = host.split(".")
    if "," in host or ";" in host:
        return "it has a comma where a dot should be"
    if "" in labels[:-1]:
        return "it has two dots together" if ".." in host else "it begins with a dot"
    if host and len(labels) < 2 and host != "localhost" and "[" not in host:
        return "there is no dot in the name of the website"
    if re.fullmatch(r"ww(?:w\.?)?|wwww+", labels[0]) and labels[0] != "www":
        return "it should begin with “www.”"
    if re.match(r"www[a-z]{3}", labels[0]) and len(labels) > 1:
        return "there is no dot after “www”"
    if labels[-1] in _GLUED_ENDS:
        return f"there is a dot missing in “{labels[-1]}”"
    return ""


@lru_cache(maxsize=4096)
def _parts(address: str) -> tuple[str, str]:
    """The name of the website without "www.", and the rest without a last slash."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    query = f"?{parts.query}" if parts.query else ""
    return host, parts.path.rstrip("/") + query


def _nearest(text: str, others: Iterable[str], letters: int = _LETTERS) -> str:
    """What differs by so few letters, and not in figures alone: those are other years and pages."""
    near: dict[str, int] = {}
    for other in others:
        if abs(len(other) - len(text)) > letters or other == text:
            continue
        distance = OSA.distance(text, other, score_cutoff=letters)
        if distance <= letters and _without_figures(text) != _without_figures(other):
            near[other] = distance
    return min(near, key=lambda other: (near[other], other), default="")


def _without_figures(text: str) -> str:
    return re.sub(r"\d", "", text)
