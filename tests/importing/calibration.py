"""What the alignment makes of the corpus of damaged rows: right, asked, open, or silently wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache

from assessments.importing.alignment.match import Match
from assessments.importing.alignment.matching import match_rows
from assessments.importing.rows.row import FormRow
from assessments.importing.wording import Wording
from tests.importing.content import codes
from tests.importing.corruption import Damaged

Matcher = Callable[[Sequence[FormRow], Wording], Sequence[Match]]


@dataclass
class Tally:
    """Rows counted. `silent` are wrong and not asked about; `sure_wrong` are those of them
    that are called sure. `noise` are rows that belong to nobody and were left alone.
    """

    rows: int = 0
    right: int = 0
    right_asked: int = 0
    open: int = 0
    wrong_asked: int = 0
    silent: int = 0
    noise: int = 0
    sure: int = 0
    sure_wrong: int = 0

    def add(self, match: Match, provision: str) -> None:
        self.rows += 1
        asked = match.certainty == "ask"
        if match.provision and match.certainty == "sure":
            self.sure += 1
            self.sure_wrong += match.provision != provision
        if match.provision == provision:
            name = "noise" if not provision else "right_asked" if asked else "right"
        elif not match.provision:
            name = "open"
        else:
            name = "wrong_asked" if asked else "silent"
        setattr(self, name, getattr(self, name) + 1)

    def as_data(self) -> dict[str, int]:
        return asdict(self)


@cache
def wording_of(edition: str) -> Wording:
    return Wording(codes()[edition])


def tallied(forms: Iterable[Damaged], matcher: Matcher = match_rows) -> dict[str, Tally]:
    """A tally for each mix."""
    found: dict[str, Tally] = {}
    for form in forms:
        tally = found.setdefault(form.mix, Tally())
        for match in matcher(form.rows(), wording_of(form.edition)):
            tally.add(match, form.written[match.index].provision)
    return found


def as_table(tallies: dict[str, Tally]) -> str:
    """The tallies in lines, for people."""
    heads = ("right", "right_asked", "open", "wrong_asked", "silent", "noise", "sure", "sure_wrong")
    lines = [f"{'mix':40}{'rows':>7}" + "".join(f"{head:>12}" for head in heads)]
    whole = Tally()
    for name, tally in tallies.items():
        lines.append(_line(name, tally, heads))
        for key, value in tally.as_data().items():
            setattr(whole, key, getattr(whole, key) + value)
    return "\n".join([*lines, _line("all", whole, heads)])


def _line(name: str, tally: Tally, heads: Sequence[str]) -> str:
    data = tally.as_data()
    return f"{name:40}{tally.rows:7}" + "".join(f"{data[head]:12}" for head in heads)


if __name__ == "__main__":
    from tests.importing.corruption import corpus

    print(as_table(tallied(corpus(range(1, 5)))))  # noqa: T201
