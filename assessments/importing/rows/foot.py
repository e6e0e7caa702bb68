"""What stands below the last provision of a form without a table, and is none of its text.

Nothing ends the last text but the end of the page, so that a line such as "Published by the
complaints team" would join it. What reads like one is taken out and said; a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assessments.importing.headings import Role
from assessments.importing.rows.thresholds import FOOT_LETTERS, FOOT_ROWS

_FOOT = re.compile(
    r"^\W*(?:published (?:by|on|in|at)|for (?:more|further) (?:information|help|details|advice)"
    r"|to find out more|contact (?:us|the|our)|if you (?:need|would like|have any|want)"
    r"|follow us|(?:page |document )?last (?:updated|reviewed|modified|changed)"
    r"|(?:next )?review date|©|\(c\)|copyright|version \d|signed|signature|approved (?:by|on)"
    r"|(?:document|policy|report) (?:owner|control|author)|tel(?:ephone)?:|e-?mail:|phone:"
    r"|registered (?:office|in|charity|address)|back to top|share this|download|print this"
    r"|privacy|cookies?|accessibility|terms (?:and|of)|site ?map|feedback|(?:date|name|position) ?:"
    r"|(?:produced|prepared) by|page \d)(?!\w)",
    re.IGNORECASE,
)


def take_foot(
    texts: Sequence[Mapping[Role, list[str]]], role: Role | None, *, wrapped: bool
) -> str:
    """Takes the last provision's last lines out where they are no part of its text.

    `texts`: the lines of each provision's parts, of which the last one's are changed; `role`: the
    part that the form ends with; `wrapped`: whether a line may be a part of a paragraph. Returns
    what was taken; empty where nothing was.
    """
    lines = texts[-1].get(role, []) if texts and role else []
    start = len(lines)
    while start > 1 and (not lines[start - 1].strip() or _is_foot(lines[start - 1])):
        start -= 1
    if role and not wrapped and start == len(lines) and _is_alone(texts, role):
        start = _second(lines)
    foot = "\n".join(line for line in lines[start:] if line.strip())
    if foot:
        del lines[start:]
    return foot


def _is_foot(line: str) -> bool:
    return len(line) <= FOOT_LETTERS and _FOOT.match(line) is not None


def _is_alone(texts: Sequence[Mapping[Role, list[str]]], role: Role) -> bool:
    """Whether no other provision's text has a second paragraph, and enough have one."""
    others = [each[role] for each in texts[:-1] if any(map(str.strip, each.get(role, ())))]
    return len(others) >= FOOT_ROWS and all(_second(lines) == len(lines) for lines in others)


def _second(lines: Sequence[str]) -> int:
    """Where a second paragraph begins; the end where there is none."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    return filled[1] if len(filled) > 1 else len(lines)
