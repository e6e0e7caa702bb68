"""Text of a web page whose table cells were copied with nothing between them.

"1.3A resident … policy.YesThe policy includes …": a number, the wording, an answer and evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assessments.importing.rows.lines import TextLine

_NUMBER = re.compile(r"^(\W{0,3}\d{1,2}\.\d{1,2})(?=[A-Z‘“'\"…])")
_WORDS = (
    r"(?:Yes ?/ ?No|Y/N|Yes|YES|No|NO|Part(?:ial(?:ly)?|ly)(?: compliant)?|N/A"
    r"|(?:Non-|Not )?[Cc]ompliant|[YN](?=[A-Z][a-z ]|\s*$))"
)
_ANSWER = re.compile(rf"(?:^|(?<=[a-z.,;:)’'”\"]))\s?({_WORDS})(?=[A-Z‘“\"(]|\s*$|\s(?=[A-Z]))")
_SENTENCES = re.compile(
    r"(?<=[a-z0-9)’”][.!?])(?=[A-Z‘“])"
    r"|(?<=[a-z]{2})(?=(?:The|We|Our|This|Yes|No|All|As|See|It|In|Any|A|Not)\b)"
)
_FEW = 3
# Stands on its own line between two columns.
BORDER = "\x1f"


def unglued(lines: Sequence[TextLine], columns: int) -> list[TextLine]:
    """The lines with their cells apart; as they are where hardly any number is glued to a text."""
    if sum(bool(_NUMBER.match(line.text)) for line in lines) < _FEW:
        return list(lines)
    apart: list[TextLine] = []
    for line in lines:
        text = _ANSWER.sub(r" \1 ", _NUMBER.sub(r"\1 ", line.text))
        if columns > 4:
            # What is glued behind the answer is the next column.
            text = _SENTENCES.sub(f"\n{BORDER}\n", text)
        apart += [replace(line, text=part) for part in text.split("\n")]
    return apart
