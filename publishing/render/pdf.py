"""The self-assessment as PDF/UA-1: a cover, contents, summary, then the official form's tables.

WeasyPrint lays it out from one template and one style sheet. It can fetch nothing but the
typefaces in publishing/render/assets/fonts/; what people typed is escaped, so it could not ask
for anything either. The same document gives the same bytes: dates and the identifier come from
the document, and no font of the machine is used.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from publishing.document import Document, changes_told, complaining, outline, summary
from publishing.document.counts import count_table
from publishing.document.facts import about, digest_of, title
from publishing.document.layout import form_sections
from publishing.document.outline import Medium
from publishing.presentation import Presentation
from publishing.render import fonts
from publishing.render.tags import Described, finish_tags

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

# The template of each part.
PARTS = {
    outline.FACTS: "publishing/pdf/cover.html",
    outline.CONTENTS: "publishing/pdf/contents.html",
    outline.RESPONSE: "publishing/pdf/response.html",
    outline.SUMMARY: "publishing/pdf/counts.html",
    outline.NOT_MET: "publishing/pdf/not_met.html",
    outline.CHANGES: "publishing/pdf/changes.html",
    outline.FORM: "publishing/pdf/form.html",
    outline.COMPLAIN: "publishing/pdf/complain.html",
    outline.OTHER_FORMATS: "publishing/pdf/formats.html",
    outline.ABOUT: "publishing/pdf/about.html",
}
STYLESHEET = fonts.ASSETS / "pdf.css"
_TAG = re.compile(r"(<[^>]*>)")
_LINK = re.compile(r'<a [^>]*?href="([^"]*)"(?: aria-label="([^"]*)")?[^>]*>(.*?)</a>', re.DOTALL)
_DRAWING = re.compile(r"<title id=[^>]*>([^<]*)</title><desc [^>]*>([^<]*)</desc>")
# WeasyPrint's time for a word grows with the square of its length: 20,000 characters without a
# space took 8 seconds. Nobody reads words of 1,000, so those get places to break every 20.
_ENDLESS_WORD = re.compile(r"\S{1000,}")
_PIECE = re.compile(r"(?:&[#\w]+;|\S){20}")
_BREAK = "\u200b"
# Where a page's front says that characters are missing; typed text cannot hold it: it is escaped.
_NOTE_PLACE = "<!-- what stands in -->"


def render_pdf(document: Document, presentation: Presentation) -> bytes:
    """The document as a PDF that conforms to PDF/UA-1, the same bytes for the same document.

    Raises OSError where a native library that WeasyPrint needs, or a font file, is missing.
    """
    html = render_to_string("publishing/pdf/document.html", _context(document, presentation))
    return lay_out(html, STYLESHEET.read_text(), identifier=digest_of(document, presentation))


def lay_out(html: str, css: str, *, identifier: str) -> bytes:
    """A page of HTML as a PDF that conforms to PDF/UA-1, set in our typefaces by a style sheet."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    described = _described(html)
    html = _drawable(html)
    fetcher = own_fonts_only()
    with fonts.no_system_fonts():
        font_config = FontConfiguration()
    css += fonts.stylesheet(html)
    sheet = CSS(string=css, url_fetcher=fetcher, font_config=font_config)
    with _without_collecting():
        pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
            stylesheets=[sheet],
            font_config=font_config,
            presentational_hints=True,  # lettered points keep the letters that were typed
            pdf_variant="pdf/ua-1",
            pdf_identifier=identifier.encode(),
            uncompressed_pdf=True,  # `finish_tags` compresses
        )
    return finish_tags(pdf, described)


def _described(html: str) -> Described:
    """The words of the page's links, or what they say to those who listen; and of its drawings
    the title and the figures.
    """
    links: dict[str, str] = {}
    for target, label, words in _LINK.findall(html):
        text = unescape(label) or " ".join(unescape(_TAG.sub(" ", words)).split())
        links.setdefault(unescape(target).removeprefix("#"), text)
    drawings = (map(unescape, found) for found in _DRAWING.findall(html))
    return Described(links, {title: f"{title}. {words}" for title, words in drawings})


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Stops Python from collecting garbage: nearly all that is laid out is needed to the end, and
    looking through it again and again took 7% of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _context(document: Document, presentation: Presentation) -> dict[str, Any]:
    return {
        "title": title(document),
        "document": document,
        "presentation": presentation,
        "parts": [PARTS[part.key] for part in outline.parts(document, presentation, Medium.PDF)],
        "contents": outline.contents(document, presentation, Medium.PDF),
        "about": about(presentation),
        "other_formats": complaining.other_formats(document),
        "sentences": summary.sentences(document),
        "counts": count_table(document),
        "changes_sentences": changes_told.sentences(document),
        "moves": document.named_moves,
        "has_levels": any(row.level for row in summary.totals(document)),
        "not_met": summary.not_met(document),
        "sections": form_sections(document),
        "single_text": document.code.has_single_text_column,
    }


def _drawable(html: str) -> str:
    """The page with every text in characters that our typefaces have; tags stay as they are.

    Where that replaced any, the front says so.
    In the template's output a "<" or ">" that someone typed is always escaped.
    """
    pieces = _TAG.split(html)
    pieces[::2] = [_breakable(fonts.drawable(piece)) for piece in pieces[::2]]
    drawn = "".join(pieces)
    if drawn.count(fonts.STAND_IN) == html.count(fonts.STAND_IN):
        return drawn
    return drawn.replace(_NOTE_PLACE, f'<p class="stand-ins">{fonts.STAND_IN_NOTE}</p>')


def _breakable(text: str) -> str:
    return _ENDLESS_WORD.sub(lambda word: _PIECE.sub(rf"\g<0>{_BREAK}", word[0]), text)


def own_fonts_only() -> URLFetcher:
    """A fetcher that knows our font files and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    files = {fonts.address(face.path): face.path for face in fonts.faces()}

    class OwnFontsOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if url not in files:
                raise ValueError(f"A PDF fetches nothing but its own typefaces, not {url}.")
            return URLFetcherResponse(url, fonts.unpacked(files[url]))

    return OwnFontsOnly()
