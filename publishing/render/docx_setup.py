"""An empty Word file in our styles: language, typefaces, paper, header and footer, properties."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from publishing.document import Document
from publishing.document.facts import day, properties
from publishing.presentation import Presentation
from publishing.render.docx_xml import field, run
from publishing.render.packing import pack, read_parts

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section

FONT = "Arial"
LANGUAGE = "en-GB"
LABEL_STYLE, HEAD_STYLE, CELL_STYLE = "LabelledLine", "TableHeading", "TableText"
_INK, _BLUE, _LINK = "0B0C0C", "1D4F7C", "144E81"
_SIZES: dict[str, float] = {
    "Title": 24,
    "Subtitle": 14,
    "Heading 1": 18,
    "Heading 2": 14,
    "Heading 3": 12,
}
_SIZES |= {"Heading 4": 11, "Heading 5": 10.5}
_KEPT_TABLE_STYLES = ("Normal Table", "Table Grid")
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
)


def new_word(
    document: Document, title: str, subject: str, presentation: Presentation
) -> WordDocument:
    """An empty file about a document, with a title that readers' windows show."""
    import docx

    word = docx.Document()
    _set_styles(word)
    _set_language(word)
    _set_properties(word, document, title, subject)
    _add_custom_properties(word, properties(document, presentation))
    _drop_thumbnail(word)
    return word


def set_paper(section: Section, *, is_landscape: bool) -> None:
    """A4, with margins as the PDF has them."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    long, short = Mm(297), Mm(210)
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_landscape else (short, long)
    side = Mm(15) if is_landscape else Mm(22)
    section.left_margin = section.right_margin = side
    section.top_margin = section.bottom_margin = Mm(18)
    section.header_distance = section.footer_distance = Mm(8)


def add_landscape(word: WordDocument) -> Section:
    """A new part of the file, from the next page on, on landscape paper."""
    from docx.enum.section import WD_SECTION

    section: Section = word.add_section(WD_SECTION.NEW_PAGE)
    set_paper(section, is_landscape=True)
    return section


def set_header_and_footer(section: Section, line: str, *, draft_line: str = "") -> None:
    """The footer: a line and "Page x of y"; the header: what a draft says of itself."""
    from docx.enum.text import WD_TAB_ALIGNMENT

    section.footer.is_linked_to_previous = section.header.is_linked_to_previous = False
    footer = section.footer.paragraphs[0]
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    footer.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    pages = [*field("PAGE"), run(" of "), *field("NUMPAGES")]
    for element in (run(f"{line}\tPage "), *pages):
        footer._p.append(element)
    if draft_line:
        section.header.paragraphs[0]._p.append(run(draft_line, bold=True))


def finish(word: WordDocument) -> bytes:
    """The file's bytes, the same for the same content."""
    out = io.BytesIO()
    word.save(out)
    return pack(read_parts(out.getvalue()))


def _set_styles(word: WordDocument) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    styles = word.styles
    for style in list(styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in _KEPT_TABLE_STYLES:
            style.delete()
    for name, size in {"Normal": 10.0, "Header": 9.0, "Footer": 9.0, **_SIZES}.items():
        style = styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(key), FONT)
        style.font.size = Pt(size)
        colour = _BLUE if name in ("Heading 1", "Heading 2") else _INK
        style.font.color.rgb = RGBColor.from_string(colour)
        style.font.italic = False
    normal = styles["Normal"].paragraph_format
    normal.space_after, normal.line_spacing = Pt(6), 1.1
    _set_headings(word)
    _add_styles(word)


def _set_headings(word: WordDocument) -> None:
    from docx.shared import Pt

    for name in _SIZES:
        layout = word.styles[name].paragraph_format
        layout.space_before, layout.space_after = Pt(14 if "Heading" in name else 0), Pt(6)
        layout.keep_with_next = True
    for path in ("./w:pPr/w:pBdr", "./w:rPr/w:spacing", "./w:pPr/w:tabs"):
        for name in ("Title", "Subtitle", "Header", "Footer"):
            for element in word.styles[name].element.xpath(path):
                element.getparent().remove(element)
    for name in ("List Bullet", "List Number"):
        layout = word.styles[name].paragraph_format
        layout.space_after = Pt(3)
        word.styles[name].font.size = Pt(9.5)


def _add_styles(word: WordDocument) -> None:
    """The styles that Word's own template lacks, named for people to restyle."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    styles = word.styles
    for name, is_bold in (("Table Text", False), ("Table Heading", True), ("Labelled Line", False)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.paragraph_format.space_after = Pt(3)
        style.font.size = Pt(9.5)
        style.font.bold = is_bold or None
        style.quick_style = True
    for level in (1, 2, 3):
        # Word knows its contents' styles by these names.
        style = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), f"TOC{level}")
        style.base_style = styles["Normal"]
        style.paragraph_format.left_indent = Pt(14 * (level - 1))
        style.paragraph_format.space_after = Pt(3)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True
    link.font.color.rgb = RGBColor.from_string(_LINK)


def _set_language(word: WordDocument) -> None:
    from docx.oxml.ns import qn

    for language in word.styles.element.xpath("./w:docDefaults//w:lang"):
        language.set(qn("w:val"), LANGUAGE)
    for language in word.settings.element.xpath("./w:themeFontLang"):
        language.set(qn("w:val"), LANGUAGE)
    # Word's present layout; the template asks for that of 2010.
    for setting in word.settings.element.xpath(
        "./w:compat/w:compatSetting[@w:name='compatibilityMode']"
    ):
        setting.set(qn("w:val"), "15")
    for zoom in word.settings.element.xpath("./w:zoom"):
        zoom.set(qn("w:percent"), "100")


def _set_properties(word: WordDocument, document: Document, title: str, subject: str) -> None:
    made = datetime.combine(day(document), time())
    core = word.core_properties
    core.title, core.subject = title[:255], subject[:255]
    core.author = core.last_modified_by = (document.landlord.name or document.code.publisher)[:255]
    core.comments = core.keywords = ""
    core.language = LANGUAGE
    core.created = core.modified = made
    core.revision = 1


def _add_custom_properties(word: WordDocument, known: Mapping[str, str]) -> None:
    """Properties by which a program recognises the file when it comes back, filled in."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    items = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" '
        f"name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(known.items(), 2)
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{items}</Properties>"
    )
    package = word.part.package
    name = PackURI("/docProps/custom.xml")
    part = Part(name, _CUSTOM_TYPE, content.encode(), package)
    package.relate_to(part, _CUSTOM_RELATION)


def _drop_thumbnail(word: WordDocument) -> None:
    """Takes out the picture of the template's empty page."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    relations = word.part.package.rels
    for key, relation in list(relations.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del relations[key]
