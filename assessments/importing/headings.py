"""What headings say: a table's columns, and the sections, stages and levels between tables.

A column's heading says what stands below it (its role), and may say when and whose it is: last
year's, 2024/25's, the other Ombudsman's. The two are read apart, so that "Evidence 2023/24" is
evidence, and of another year than the "Evidence 2024/25" beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from assessments.fields import OWN
from assessments.importing.texts import fold
from assessments.open_data import CITED

Role = Literal[
    "number",
    "requirement",
    "answer",
    "yes",
    "no",
    "partly",
    "not_applicable",
    "evidence",
    "commentary",
    "action",
    "action_owner",
    "action_due",
    "alternative",
    "past",
    "ignored",
]
# What the official form has no column for, by the names of the answer's fields.
OWN_ROLES: tuple[Role, ...] = tuple(
    role for role in get_args(Role) if role in {field.name for field in OWN}
)
# Stands between two rows of headings, where one goes on with the other or says whose it is.
BELOW = " › "
# A longer text is no column's heading.
_LONGEST = 80
# From here on words that end with a full stop say something; "Comply: yes or no." heads a column.
_FEWEST_WORDS_OF_SENTENCE = 6
# In this order: the first that fits. Texts are folded: small letters and digits, single spaces.
_COLUMNS: tuple[tuple[Role, str], ...] = (
    # What our own workbook has of the library: no text of the answer.
    ("ignored", f"^{fold(CITED)}$"),
    (
        "past",
        r"(last|previous|prior|earlier) (year|self|assessment|answer|position|response)|\bthen\b",
    ),
    ("past", r"^(previous|previously|prior|was|before|from|to|now|change|changed|what changed.*)$"),
    ("past", r"^(why (it|this) )?(has )?(changed?|moved)( since.*)?$|\bsince (last|previous)\b"),
    ("requirement", r"^(the )?code (provision|section)s? (and|or) (the )?requirements?$"),
    ("evidence", r"evidence.*(comment|explanation|narrative)|(comment|explanation).*evidence"),
    (
        "evidence",
        r"\bevidenc|supporting (doc|info|link|mater|text|stat)|^(links?|source|sources|proof)$",
    ),
    ("evidence", r"^how .*(compl|meet|met|achiev|do|demonstrat)|where .*(found|evidenced)"),
    ("alternative", r"\balternative"),
    ("commentary", r"comment|explanation|explain|narrative|rationale|further info|additional info"),
    (
        "action_due",
        r"^(by|by when|when|due|deadline|timescales?|timeframe|completion|target|review)$",
    ),
    (
        "action_due",
        r"\b(due|target|completion|deadline|action|review) (date|by)|^date|\bdeadline\b|by when",
    ),
    ("action_owner", r"\b(owner|lead|responsible|responsibility|officer|who|accountable)\b"),
    ("action", r"\bactions?\b|next steps|improvements?|plans? to|what we will do"),
    (
        "answer",
        r"compl(y|ies|ied)\b|complian|yes no|\by n\b|do we (meet|comply)|^(is it |is this )?met$",
    ),
    (
        "requirement",
        r"requirement|wording|code (says|text|states|requires)|what the code|^(provision )?text$",
    ),
    (
        "requirement",
        r"^(description|standard|expectation|statement|obligation|criteria|criterion)s?$",
    ),
    (
        "number",
        r"^(the )?(code )?(provision|section|clause|para|paragraph|ref|reference|item|point|code)"
        r"s?( (no|number|ref|reference|nr))?$",
    ),
    (
        "number",
        r"^(no|number|nr|ref|id)( (no|number))?$"
        r"|^(code|provision|section|clause) (ref|no|number|id)",
    ),
    (
        "answer",
        r"^(answer|(self assessment )?response|self assessment|assessment|outcome|result|met"
        r"|achieved)$",
    ),
    ("commentary", r"^(our )?(response|notes?|remarks?|position|current position|details?)$"),
    (
        "ignored",
        r"^(rag|rag (status|rating)|rating|status|priority|risk|must should|level|type"
        r"|(overall )?(score|points|marks?|maturity)( \d.*| out of .*)?)$",
    ),
)
_TICKS: tuple[tuple[Role, str], ...] = (
    ("yes", r"^(yes|y|compliant|met|fully compliant|fully met)$"),
    ("no", r"^(no|n|non compliant|not compliant|not met)$"),
    (
        "partly",
        r"^(partly|partial|partially|partially compliant|partly compliant|part|partially met)$",
    ),
    ("not_applicable", r"^(n a|na|not applicable)$"),
)
_TICK_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _TICKS)
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _COLUMNS)
_STAGE = re.compile(r"\bstage (\d|one|two|three|i{1,3})\b")
_STAGES = {"one": "1", "two": "2", "three": "3", "i": "1", "ii": "2", "iii": "3"}
_SECTION = re.compile(r"^(?:section|part|chapter) (\d{1,2}|[a-z])\b")


# Said in a heading, beside what the column holds. Texts are folded.
_PAST = re.compile(
    r"\b(last|previous|prior|preceding) (\w+ )?(years?|self|assess\w*|answers?|position|response"
    r"|return|submission|evidence|comment\w*|explanation|status|complian\w*|comply|period|rag)\b"
    r"|\blast (years|review|time)\b|^(previous|previously|prior|was)\b|\bthen\b|\b(prev|ly)\b"
    r"|\bearlier (year|self|answer)"
)
_NOW = re.compile(r"\b(this year|this years|current|currently|now|latest|ty)\b")
_PLAN = re.compile(r"\b(target|planned|plan|next year|forecast|expected|aim|proposed|by)\b")
_YEAR = re.compile(r"\b(20\d\d)(?: (?:20)?\d\d)?\b")
_SHORT_YEAR = re.compile(r"\b(?:fy ?)?(\d\d) (\d\d)\b")
_HOUSING = re.compile(r"\b(?:the )?(?:housing ombudsman(?: service)?s?|hos|ho)\b(?: code\b)?")
_OTHER_BODY = re.compile(
    r"\b(?:the )?(?:local government(?: (?:and|&) social care)?(?: ombudsman)?"
    r"|social care ombudsman|lgsco|lgo)s?\b(?: code\b)?"
)
_OF_THE_CODE = re.compile(r"\b(?:20\d\d )?code(?: of)? 20\d\d\b|\b20\d\d code\b")


@dataclass(frozen=True)
class Heading:
    """One column's heading. `role` is what it holds; None where the words do not say.

    `time` is "past", "now", "plan" or empty, `year` the year in which the one named begins, or 0;
    `body` is "housing" or "other" where the heading names one Ombudsman alone.
    """

    text: str = ""
    role: Role | None = None
    time: str = ""
    year: int = 0
    body: str = ""
    # Whether it is one cell with the heading to its left.
    beside: bool = False

    @property
    def is_qualified(self) -> bool:
        """Whether it says when, or whose, its column is."""
        return bool(self.time or self.year or self.body)


def heading_of(text: str) -> Heading:
    """What a column's heading says."""
    folded = fold(text)
    if not folded or len(folded) > _LONGEST:
        return Heading(text)
    time, year, body = _time(folded), _year(folded), _body(folded)
    role = _plain_role(folded) if time or year or body else column_role(text)
    if role is None and BELOW in text:
        role = column_role(text.rsplit(BELOW, 1)[1])
    return Heading(text, role, time, year, body)


def _plain_role(folded: str) -> Role | None:
    """The role without the words that say when and whose; else with them."""
    rest = folded
    for pattern in (_PAST, _NOW, _SHORT_YEAR, _YEAR, _OTHER_BODY, _HOUSING):
        rest = " ".join(pattern.sub(" ", rest).split())
    rest = re.sub(r"^(?:s|in|for|at|of|as at|and) | (?:in|for|at|of|as at|and)$", "", rest)
    return column_role(rest) or column_role(folded)


def _time(folded: str) -> str:
    if _PAST.search(folded):
        return "past"
    if _NOW.search(folded):
        return "now"
    return "plan" if _PLAN.search(folded) else ""


def _year(folded: str) -> int:
    """The latest year named, other than the one in the Code's own name."""
    rest = _OF_THE_CODE.sub(" ", folded)
    found = [int(match[1]) for match in _YEAR.finditer(rest)]
    if not found:
        pairs = [(int(match[1]), int(match[2])) for match in _SHORT_YEAR.finditer(rest)]
        found = [2000 + first for first, second in pairs if second == first + 1]
    return max(found, default=0)


def _body(folded: str) -> str:
    housing, other = bool(_HOUSING.search(folded)), bool(_OTHER_BODY.search(folded))
    return "" if housing == other else "housing" if housing else "other"


def column_role(heading: str) -> Role | None:
    """What a column's heading says that it holds; None where it says nothing known.

    A sentence is no heading, whatever words of one are in it.
    """
    folded = fold(heading)
    if not folded or len(folded) > _LONGEST or _is_sentence(heading):
        return None
    return next((role for role, pattern in _PATTERNS if pattern.search(folded)), None)


def _is_sentence(text: str) -> bool:
    return text.rstrip().endswith(".") and len(text.split()) >= _FEWEST_WORDS_OF_SENTENCE


def tick_role(heading: str) -> Role | None:
    """The answer that a column of ticks stands for; None for any other heading."""
    folded = fold(heading)
    return next((role for role, pattern in _TICK_PATTERNS if pattern.search(folded)), None)


def stage_of(text: str) -> str:
    """The stage that a heading names, as "1", "2" or "3"; empty where it names none, or two."""
    found = {_STAGES.get(name, name) for name in _STAGE.findall(fold(text))}
    return found.pop() if len(found) == 1 else ""


def section_of(text: str) -> str:
    """The section's number that a heading names; empty where it names none."""
    match = _SECTION.match(fold(text))
    return match[1] if match else ""


_TITLE = re.compile(
    r"(?:the )?(?:code )?(?:provision|section|requirement|paragraph|ref(?:erence)?)(?: no)?"
    r"[.:]? ?\d{1,2}\.\d{1,2}[.:]?",
    re.IGNORECASE,
)


def is_title(text: str) -> bool:
    """Whether a line is a provision's title, "Provision 5.1", and nothing else."""
    return _TITLE.fullmatch(" ".join(text.split())) is not None


def level_of(text: str) -> str:
    """ "must" or "should" where a heading announces such provisions; else empty."""
    folded = fold(text)
    if re.search(r"\bmandatory\b|\bmust requirements?\b", folded):
        return "must"
    return "should" if re.search(r"\bbest practice\b|\bshould requirements?\b", folded) else ""
