"""The preview's order: what needs a look first, by kind; then the rest, a section at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assessments.intake.forms import RowForm
from assessments.intake.planning import ImportRow
from codes.models import Section

# More rows of one kind than these are folded: the heading says how many there are.
_MOST_OPEN = 8


@dataclass(frozen=True)
class Kind:
    """A reason to look at a provision. `slug`: its part's id on the page."""

    slug: str
    heading: str
    reason: str
    applies: Callable[[ImportRow], bool]


# What is in the form, and is blank or shorter here: nobody looks for that among what is ready.
_LEFT_OUT = frozenset({"columns"})
# The first that applies is the one that counts.
_KINDS = (
    Kind(
        "both-changed",
        "Changed here and in the file",
        "Someone has changed these provisions here since the file was downloaded.",
        lambda row: row.is_contested,
    ),
    Kind(
        "undecided",
        "Not sure which answer belongs here",
        "The number and the wording in the form do not agree, or the provision appears more than "
        "once. We will only import these if you choose to.",
        lambda row: row.asks,
    ),
    Kind(
        "unread",
        "Answers that we could not read",
        "We have left these answers blank. To fill one in, select “Edit the text”.",
        lambda row: row.is_unread,
    ),
    Kind(
        "undivided",
        "Text that we could not place",
        "The form has text for these provisions that is in none of the fields below. Copy what "
        "belongs in a field.",
        lambda row: row.has_rest,
    ),
    Kind(
        "left-out",
        "Something in the form that we left out",
        "We could not tell which text or answer belongs here, so we left it blank. Each provision "
        "says what the form has.",
        lambda row: any(problem.kind in _LEFT_OUT for problem in row.problems),
    ),
    Kind(
        "not-valid",
        "Text or dates to correct",
        "We cannot save these as they are in the form.",
        lambda row: bool(row.problem),
    ),
    Kind(
        "reworded",
        "Different wording from the Code",
        "Check that each answer belongs to its provision.",
        lambda row: any(problem.kind == "wording" for problem in row.problems),
    ),
    Kind(
        "likely",
        "Likely matches",
        "Only the number or the wording matches the Code, not both.",
        lambda row: row.found.certainty == "likely",
    ),
    Kind(
        "different",
        "Different from what is here now",
        "We will only replace what is here if you choose to.",
        lambda row: row.overwrites,
    ),
)


@dataclass(frozen=True)
class Doubtful:
    """The provisions of one kind."""

    kind: Kind
    forms: list[RowForm] = field(default_factory=list)

    @property
    def is_folded(self) -> bool:
        return len(self.forms) > _MOST_OPEN

    @property
    def is_open(self) -> bool:
        """Whether something in it would not be seen if it were folded."""
        return any(form.errors for form in self.forms)


@dataclass(frozen=True)
class Certain:
    """The provisions of a section of which nothing needs a look."""

    section: Section
    forms: list[RowForm] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return any(form.errors for form in self.forms)


@dataclass(frozen=True)
class Sorted:
    """Everything that can be imported, in the order in which a person looks at it."""

    doubtful: list[Doubtful]
    certain: list[Certain]

    @property
    def doubts(self) -> int:
        return sum(len(part.forms) for part in self.doubtful)

    @property
    def certainties(self) -> int:
        return sum(len(part.forms) for part in self.certain)


def in_order(forms: Iterable[RowForm]) -> Sorted:
    """The forms of the preview, each once."""
    kinds = {kind.slug: Doubtful(kind) for kind in _KINDS}
    sections: dict[Section, Certain] = {}
    for form in forms:
        kind = next((kind for kind in _KINDS if kind.applies(form.row)), None)
        if kind is not None:
            kinds[kind.slug].forms.append(form)
        else:
            section = form.row.response.provision.section
            sections.setdefault(section, Certain(section)).forms.append(form)
    return Sorted([part for part in kinds.values() if part.forms], list(sections.values()))
