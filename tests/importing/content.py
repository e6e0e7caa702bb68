"""Made-up responses to every provision of a Code, with what an import should make of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from codes.data import CodeData, ProvisionData
from codes.reading import read_folder

CODES = Path(__file__).parent.parent.parent / "fixtures" / "codes"

# How answers are written, and what each means.
WRITINGS = {
    "yes": ("Yes", "yes", "YES", "Y", "Compliant", "Fully compliant", "Yes"),
    "no": ("No", "NO", "N", "Non-compliant", "Not compliant"),
    "partly": ("Partly", "Partial", "Yes / No", "Yes/No", "Yes & No", "Partially compliant"),
    "not_applicable": ("N/A", "n/a", "Not applicable"),
    "": ("",),
}
_SUBJECTS = (
    "The tenancy team", "Our complaints officer", "The repairs desk", "The housing director",
    "Each neighbourhood office", "The residents’ scrutiny group", "The customer hub",
    "Our contractor’s liaison", "The data officer", "The lead councillor",
)  # fmt: skip
_VERBS = (
    "checks every open case on Mondays", "keeps a register of decisions",
    "writes to residents in plain English", "reports to the cabinet member each quarter",
    "trains new starters in their first month", "reviews a sample of ten letters a month",
    "offers a call back within two days", "records adjustments on the tenancy file",
    "publishes figures in the spring newsletter", "asks for a second view on refusals",
)  # fmt: skip
_TAILS = (
    "", " – see the procedure, clause 4.2", " (revised in May 2023)",
    ", including for leaseholders",
    "; the audit of 12/03/2024 found no gaps", ". About 85% were on time", " at £25 a missed visit",
    ": the board saw the report in July", " and keeps “lessons learnt” notes", "",
)  # fmt: skip
_LINKS = (
    ("Complaints policy 2023", "https://www.alderbrook.example/complaints/policy.pdf"),
    ("How to complain", "https://www.alderbrook.example/complain"),
    ("Annual report", "https://www.alderbrook.example/reports/annual-2023?part=2"),
)


@dataclass(frozen=True)
class Piece:
    """A paragraph, a bullet or a link of a text; `lead` is what it begins with in bold."""

    text: str
    kind: str = "paragraph"  # or "bullet", "link"
    address: str = ""
    lead: str = ""

    @property
    def flat(self) -> str:
        return f"{self.text} ({self.address})" if self.kind == "link" else self.text


@dataclass(frozen=True)
class Answered:
    """What a landlord wrote for one provision, and how the answer should be read."""

    number: str
    requirement: str
    stage: str
    level: str
    section: str
    written: str
    answer: str
    evidence: tuple[Piece, ...] = ()
    commentary: tuple[Piece, ...] = ()

    def expected(self) -> dict[str, str]:
        return {
            "answer": self.answer,
            "evidence": flat(self.evidence),
            "commentary": flat(self.commentary),
        }


@dataclass(frozen=True)
class Form:
    """A whole form: the Code and every response in the form's order."""

    code: CodeData
    responses: tuple[Answered, ...] = field(default_factory=tuple)

    @property
    def columns(self) -> int:
        return len(self.code.form.columns)

    def expected(self) -> dict[str, dict[str, str]]:
        return {item.number: item.expected() for item in self.responses}

    def without(self, *numbers: str) -> Form:
        kept = tuple(item for item in self.responses if item.number not in numbers)
        return replace(self, responses=kept)


def flat(pieces: tuple[Piece, ...]) -> str:
    return " ".join(piece.flat for piece in pieces)


@cache
def codes() -> dict[str, CodeData]:
    return {code.edition: code for code in read_folder(CODES).codes}


@cache
def make_form(edition: str, seed: int = 1, *, rich: bool = True, full: bool = False) -> Form:
    """A form filled in with made-up answers; `rich` with bullets and links, `full`
    without gaps."""
    code = codes()[edition]
    chance = random.Random(f"{edition} {seed}")
    responses = []
    for section in code.sections:
        for provision in section.provisions:
            responses.append(_answered(code, section.number, provision, chance, rich, full))
    return Form(code, tuple(responses))


def _answered(
    code: CodeData,
    section: str,
    provision: ProvisionData,
    chance: random.Random,
    rich: bool,
    full: bool,
) -> Answered:
    answer = chance.choices(tuple(WRITINGS), weights=(60, 8, 12, 8, 6))[0]
    evidence, commentary = _texts(chance, rich), _texts(chance, rich)
    if len(code.form.columns) == 4:
        commentary = ()
    elif not full and chance.random() < 0.2:
        evidence, commentary = chance.choice([((), commentary), (evidence, ()), ((), commentary)])
    return Answered(
        number=provision.number,
        requirement=provision.text,
        stage=provision.stage,
        level=str(provision.level),
        section=section,
        written=chance.choice(WRITINGS[answer]),
        answer=answer,
        evidence=evidence,
        commentary=commentary,
    )


def _texts(chance: random.Random, rich: bool) -> tuple[Piece, ...]:
    pieces = [Piece(sentence(chance)) for _ in range(chance.choice((1, 1, 2, 3)))]
    if rich and chance.random() < 0.3:
        pieces += [Piece(sentence(chance), "bullet") for _ in range(chance.choice((2, 3)))]
    if rich and chance.random() < 0.3:
        text, address = chance.choice(_LINKS)
        pieces.append(Piece(text, "link", address))
    return tuple(pieces)


def sentence(chance: random.Random) -> str:
    """One made-up sentence."""
    return f"{chance.choice(_SUBJECTS)} {chance.choice(_VERBS)}{chance.choice(_TAILS)}."
