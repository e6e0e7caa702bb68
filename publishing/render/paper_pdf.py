"""The committee paper as PDF/UA-1: portrait, with the whole form as a landscape appendix."""

from __future__ import annotations

from django.template.loader import render_to_string

from publishing.document import digest
from publishing.document.facts import day
from publishing.paper.contents import CommitteePaper
from publishing.presentation import Presentation
from publishing.render import fonts
from publishing.render.paper_html import paper_context
from publishing.render.pdf import STYLESHEET, lay_out

PAPER_STYLESHEET = fonts.ASSETS / "paper.css"


def render_paper_pdf(paper: CommitteePaper, presentation: Presentation) -> bytes:
    """The paper as a PDF, the same bytes for the same paper.

    Raises OSError where a native library that WeasyPrint needs, or a font file, is missing.
    """
    context = paper_context(paper, presentation)
    context["made"] = paper.words.written_on or day(paper.document)
    html = render_to_string("publishing/paper/document.html", context)
    css = STYLESHEET.read_text() + PAPER_STYLESHEET.read_text()
    return lay_out(html, css, identifier=digest(html.encode()))
