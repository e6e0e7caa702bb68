"""The public page's body, made once from a document and then frozen.

What changes later (which version is the newest, other years, downloads) stands in the frame that
the public pages put around it, and not here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from django.template.loader import render_to_string

from codes.enums import Level
from publishing.document import (
    CodePart,
    Document,
    ProvisionPart,
    SectionPart,
    changes_told,
    complaining,
    outline,
    summary,
)
from publishing.document.counts import count_table
from publishing.document.facts import about
from publishing.document.outline import Medium
from publishing.presentation import Presentation

# The template of each part; what is not wide is no wider than a line that is read easily.
PARTS = {
    outline.FACTS: "publishing/body/facts.html",
    outline.CONTENTS: "publishing/body/contents.html",
    outline.RESPONSE: "publishing/body/response.html",
    outline.SUMMARY: "publishing/body/summary.html",
    outline.NOT_MET: "publishing/body/not_met.html",
    outline.CHANGES: "publishing/body/changes.html",
    outline.FORM: "publishing/body/form.html",
    outline.COMPLAIN: "publishing/body/complain.html",
    outline.OTHER_FORMATS: "publishing/body/formats.html",
    outline.ABOUT: "publishing/body/about.html",
}
_WIDE = (outline.SUMMARY,)


@dataclass(frozen=True)
class Group:
    """Provisions under one heading: a stage, the form's must or should table, or both."""

    heading: str
    provisions: tuple[ProvisionPart, ...]

    @property
    def provision_heading_level(self) -> int:
        """Provisions stand below the group's heading, or below the section's if it has none."""
        return 4 if self.heading else 3


def render_body(document: Document, presentation: Presentation) -> str:
    """The page's body as HTML, without its main heading, which the frame has.

    Everything typed is escaped. Raises nothing for a draft: what it lacks is said in words.
    """
    context = {
        "document": document,
        "presentation": presentation,
        "parts": [
            {"template": PARTS[part.key], "is_wide": part.key in _WIDE}
            for part in outline.parts(document, presentation, Medium.PAGE)
        ],
        "contents": outline.contents(document, presentation, Medium.PAGE),
        # Residents meet no digest: who looks for it finds it with the data.
        "about": about(replace(presentation, digest="")),
        "other_formats": complaining.other_formats(document),
        "single_text": document.code.has_single_text_column,
        "evidence_heading": document.code.columns[3],
        "commentary_heading": document.code.columns[-1],
        "sentences": summary.sentences(document),
        "counts": count_table(document),
        "changes_sentences": changes_told.sentences(document),
        "not_met": summary.not_met(document),
        "sections": [(part, groups(part, document.code)) for part in document.sections],
    }
    return render_to_string("publishing/body/body.html", context)


def groups(section: SectionPart, code: CodePart) -> tuple[Group, ...]:
    """The section's provisions under the form's own headings, in the form's order."""
    runs = groupby(section.provisions, key=lambda row: (row.stage, row.level))
    return tuple(
        Group(_group_heading(stage, level, code), tuple(rows)) for (stage, level), rows in runs
    )


def _group_heading(stage: str, level: str, code: CodePart) -> str:
    table = code.must_heading if level == Level.MUST else code.should_heading
    return ": ".join(part for part in (stage, table) if part)
