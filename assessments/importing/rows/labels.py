"""Which words of a form are its labels, decided over the whole form before any text is cut.

A label stands in most provisions, once in each. What merely begins like one ("Evidence held:") is
a text. So all that could be labels are counted by provision. For each part of a response the one
that most provisions have is its label. Another counts as well where provisions have it instead, or
where most have both and it is set apart from the text. With one provision or two, where nothing
repeats, only the words count that forms are known to use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assessments.importing.answers import is_answer
from assessments.importing.headings import OWN_ROLES, Role, column_role
from assessments.importing.numbers import looks_like_number
from assessments.importing.rows import thresholds
from assessments.importing.rows.lines import TextLine
from assessments.importing.rows.prefixes import bare_prefixes, is_marked, prefixes
from assessments.importing.texts import fold

_PARTS: tuple[Role, ...] = (
    *("number", "requirement", "answer", "evidence", "commentary"),
    *OWN_ROLES,
    *("past", "ignored"),
)
_TEXTS: tuple[Role, ...] = ("evidence", "commentary")
# Words that forms use as labels, besides the Code's own column headings.
KNOWN = {
    *("evidence", "supporting evidence", "commentary", "comments", "explanation", "explanations"),
    *("requirement", "code requirement", "comply", "compliance", "compliant", "complies", "answer"),
    *("code provision", "code section", "met", "is this met", "are we compliant"),
    *("do we meet this", "do we comply", "compliance yes no", "comply yes no", "yes no"),
    *("commentary explanation", "evidence and commentary", "action", "owner", "by", "alternative"),
    *("our evidence", "our response", "narrative", "evidence commentary and explanations"),
}


@dataclass
class _Candidate:
    """One that may be a label, and the provisions in which it stands."""

    key: str
    role: Role | None
    known: bool
    first: int
    provisions: set[int] = field(default_factory=set)
    marked: set[int] = field(default_factory=set)
    strong: set[int] = field(default_factory=set)
    bare: set[int] = field(default_factory=set)
    hollow: set[int] = field(default_factory=set)

    @property
    def is_hollow(self) -> bool:
        """Whether it stands beside empty cells alone: a column's heading, whose text is below."""
        return self.hollow == self.provisions

    @property
    def count(self) -> int:
        return len(self.provisions)

    @property
    def is_marked(self) -> bool:
        """Whether it is set apart from the text, be it only by a colon."""
        return 2 * len(self.marked) >= self.count

    @property
    def is_strong(self) -> bool:
        """Whether it is set apart by more than a colon: a heading, bold, or a cell of its own."""
        return 2 * len(self.strong) >= self.count

    @property
    def is_bare(self) -> bool:
        """Whether the text goes on behind it, with nothing between: in many provisions, or behind
        so many words that no text begins with them by chance.
        """
        often = thresholds.BARE_IN * len(self.bare) >= self.count
        long = len(self.key.split()) >= thresholds.BARE_WORDS
        return not self.is_marked and (often or long)

    def see(self, provision: int, line: TextLine, label: str) -> None:
        """Takes note of one place where it stands."""
        self.provisions.add(provision)
        if line.label and not line.text.strip():
            self.hollow.add(provision)
        if is_marked(line, label):
            self.marked.add(provision)
        if line.label or line.heading or line.lead:
            self.strong.add(provision)


class Labels:
    """A form's labels and the part that each stands for."""

    def __init__(
        self, roles: Mapping[str, Role], bare: Iterable[str] = (), marked: Iterable[str] = ()
    ) -> None:
        """`bare`: those that nothing sets apart from the text behind them; `marked`: those that
        something does.
        """
        self._roles = dict(roles)
        self._bare = frozenset(bare)
        self._marked = frozenset(marked)

    def __bool__(self) -> bool:
        return any(role not in ("number", "requirement") for role in self._roles.values())

    def has(self, role: Role) -> bool:
        """Whether the form has a label for a part."""
        return role in self._roles.values()

    def only(self, keys: Iterable[str]) -> Labels:
        """Those of the labels that are among the keys."""
        kept = set(keys)
        roles = {key: role for key, role in self._roles.items() if key in kept}
        return Labels(roles, self._bare, self._marked)

    def role(self, words: str) -> Role | None:
        """The part that words stand for; None where they are no label."""
        return self._roles.get(fold(words))

    def is_marked(self, key: str) -> bool:
        """Whether a label is set apart from the text, be it only by a colon."""
        return key in self._marked

    def cut(self, line: TextLine) -> tuple[str, Role, str] | None:
        """The label that a line begins with, its part, and the rest; None for any other line."""
        for label, rest in (*prefixes(line), *bare_prefixes(line, self._bare)):
            role = self._roles.get(fold(label))
            if role is not None:
                return fold(label), role, rest
        return None


def find_labels(
    provisions: Sequence[Sequence[TextLine]], columns: Iterable[str], count: int
) -> Labels:
    """The labels of a form whose provisions have these lines; `count` of them are different."""
    known = KNOWN | {fold(column) for column in columns}
    candidates = _candidates(provisions, known)
    chosen: list[_Candidate] = []
    for role in _PARTS:
        own = [item for item in candidates if item.role == role]
        chosen += _chosen(_without_values(own), count)
    alike = _alike(chosen, count)
    roles = {item.key: item.role for item in alike if item.role}
    bare = [item.key for item in alike if item.is_bare]
    marked = [item.key for item in alike if item.is_marked]
    return Labels(roles | _unnamed(candidates, roles, count), bare, marked)


def _alike(chosen: Sequence[_Candidate], count: int) -> list[_Candidate]:
    """Labels look alike: where they are headings or bold, plain words are none unless known."""
    strong = any(item.is_strong and _in_most(item, count) for item in chosen)
    return [item for item in chosen if item.is_strong or item.known or not strong]


def _candidates(provisions: Sequence[Sequence[TextLine]], known: set[str]) -> list[_Candidate]:
    found: dict[str, _Candidate] = {}
    for number, lines in enumerate(provisions):
        for place, line in enumerate(lines):
            for label, _ in prefixes(line):
                key = fold(label)
                if key and not looks_like_number(label):
                    new = _Candidate(key, _role(label), key in known, place)
                    found.setdefault(key, new).see(number, line, label)
            for label, _ in bare_prefixes(line, known):
                key = fold(label)
                candidate = found.setdefault(key, _Candidate(key, _role(label), True, place))
                candidate.provisions.add(number)
                candidate.bare.add(number)
    return list(found.values())


def _role(label: str) -> Role | None:
    role = column_role(label)
    return role if role in _PARTS else None


def _without_values(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The candidates without lines that are another with its text: "Comply: Yes"."""
    counts = {item.key: item.count for item in candidates}
    kept = []
    for item in candidates:
        words = item.key.split()
        shorter = (" ".join(words[:end]) for end in range(1, len(words)))
        if item.known or all(counts.get(key, 0) < item.count for key in shorter):
            kept.append(item)
    return kept


def _chosen(candidates: Sequence[_Candidate], count: int) -> list[_Candidate]:
    """Those of one part's candidates that are its labels.

    An answer's own word ("Compliant") may stand below each label: then it comes second.
    """
    ranked = sorted(
        candidates,
        key=lambda item: (
            item.is_hollow,
            -item.count,
            is_answer(item.key),
            not item.known,
            item.first,
        ),
    )
    chosen: list[_Candidate] = []
    for item in ranked:
        if _is_first(item, count) if not chosen else _is_another(item, chosen, count):
            chosen.append(item)
    return chosen


def _is_first(item: _Candidate, count: int) -> bool:
    """Whether a candidate can be the label of a part that has none yet."""
    if count <= thresholds.FEW_PROVISIONS:
        return item.known or (item.is_marked and item.count == count)
    if item.known and item.count >= max(1, thresholds.KNOWN_IN_MOST * count):
        return True
    return _in_most(item, count)


def _is_another(item: _Candidate, chosen: Sequence[_Candidate], count: int) -> bool:
    """Whether a candidate is a label beside others of its part: instead of them, or besides."""
    others = set().union(*(other.provisions for other in chosen))
    instead = item.provisions - others
    if len(instead) >= thresholds.IN_SOME and 2 * len(instead) >= item.count and item.is_marked:
        return True
    if count <= thresholds.FEW_PROVISIONS:
        return False
    return item.is_marked and _in_most(item, count)


def _in_most(item: _Candidate, count: int) -> bool:
    return item.count >= max(thresholds.IN_SOME, thresholds.IN_MOST * count)


def _unnamed(
    candidates: Sequence[_Candidate], roles: Mapping[str, Role], count: int
) -> dict[str, Role]:
    """Labels in a landlord's own words, for the parts that no label names, by their order."""
    open_: list[Role] = [role for role in _TEXTS if role not in roles.values()]
    if not open_ or count < thresholds.IN_SOME:
        return {}
    own = sorted(
        (item for item in candidates if _is_own(item, count) and item.key not in roles),
        key=lambda item: item.first,
    )
    return dict(zip((item.key for item in own), open_, strict=False)) if len(own) <= 2 else {}


def _is_own(item: _Candidate, count: int) -> bool:
    """Whether words that name no part stand in nearly every provision, each time set apart."""
    return item.role is None and item.count == len(item.marked) and _in_most(item, count)
