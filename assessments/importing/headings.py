"""What headings say: a table's columns, and the sections, stages and levels between tables."""

from __future__ import annotations

import re
from typing import Literal, get_args

from assessments.fields import OWN
from assessments.importing.texts import fold

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
# In this order: the first that fits. Texts are folded: small letters and digits, single spaces.
_COLUMNS: tuple[tuple[Role, str], ...] = (
    (
        "past",
        r"(last|previous|prior|earlier) (year|self|assessment|answer|position|response)|\bthen\b",
    ),
    ("past", r"^(previous|previously|prior|was|before|from|to|now|change|changed|what changed.*)$"),
    ("past", r"^(this year|(our )?answer (in |for )?20\d\d.*|20\d\d( \d\d)?|20\d\d 20\d\d)$"),
    ("past", r"^(why (it|this) )?(has )?(changed?|moved)( since.*)?$|\bsince last\b"),
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
        r"requirement|wording|code (says|text|states)|what the code|^(provision )?text$",
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
    ("answer", r"^(answer|response|self assessment|assessment|outcome|result|met|achieved)$"),
    ("commentary", r"^(our )?(response|notes?|remarks?|position|current position|details?)$"),
    ("ignored", r"^(rag|rag (status|rating)|rating|status|priority|risk|must should|level|type)$"),
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


def column_role(heading: str) -> Role | None:
    """What a column's heading says that it holds; None where it says nothing known."""
    folded = fold(heading)
    if not folded or len(folded) > 80:
        return None
    return next((role for role, pattern in _PATTERNS if pattern.search(folded)), None)


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


def level_of(text: str) -> str:
    """ "must" or "should" where a heading announces such provisions; else empty."""
    folded = fold(text)
    if re.search(r"\bmandatory\b|\bmust requirements?\b", folded):
        return "must"
    return "should" if re.search(r"\bbest practice\b|\bshould requirements?\b", folded) else ""
