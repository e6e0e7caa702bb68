"""What has to fit together, checked when the program starts and before it migrates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from assessments.enums import Answer
from publishing.document import outline, summary
from publishing.document.outline import Medium
from publishing.formats import FORMATS, LABELS
from publishing.making.renderers import RENDERERS
from publishing.render import docx, html, pdf, xlsx

# What each renderer shows. CSV and JSON are written field by field and have no parts to forget.
_SHOWN: dict[Medium, Mapping[str, object]] = {
    Medium.PAGE: html.PARTS,
    Medium.PDF: pdf.PARTS,
    Medium.WORD: docx.PARTS,
    Medium.EXCEL: xlsx.PARTS,
}


@register()
def every_format_has_a_renderer(**_: Any) -> Sequence[CheckMessage]:
    """A format that is offered can be made, and what can be made is offered."""
    return [
        *(
            Error(
                f"The format {name} has no renderer.",
                hint="Add it to RENDERERS in publishing/making/renderers.py.",
                id="publishing.E001",
            )
            for name in FORMATS.keys() - RENDERERS.keys()
        ),
        *(
            Error(
                f"The renderer of {name} belongs to no format.",
                hint="Add the format to FORMATS in publishing/formats.py.",
                id="publishing.E002",
            )
            for name in RENDERERS.keys() - FORMATS.keys()
        ),
        *(
            Error(
                f"Nothing says what {name} is.",
                hint="Add its stem to LABELS in publishing/formats.py.",
                id="publishing.E004",
            )
            for name, file in FORMATS.items()
            if file.stem not in LABELS
        ),
    ]


@register()
def every_answer_is_counted(**_: Any) -> Sequence[CheckMessage]:
    """Each answer, and "not yet answered", stands once in the summary."""
    return [
        Error(
            f"The answer “{answer}” appears {summary.COLUMNS.count(answer)} times in the summary.",
            hint="It has to appear once in COLUMNS in publishing/document/summary.py.",
            id="publishing.E003",
        )
        for answer in (*Answer.values, "")
        if summary.COLUMNS.count(answer) != 1
    ]


@register()
def every_part_is_shown(**_: Any) -> Sequence[CheckMessage]:
    """Each part of a self-assessment is shown in every format that it belongs to."""
    return [
        Error(
            f"The {medium.value} self-assessment does not show the part “{key}”.",
            hint="Add it to the renderer’s PARTS in publishing/render/, or remove the format "
            "from the part in publishing/document/outline.py.",
            id="publishing.E005",
        )
        for medium, shown in _SHOWN.items()
        for key in outline.forgotten(medium, frozenset(shown))
    ]
