"""What happens to a PDF after it was made: turned, put two on a sheet, cropped, filled in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

import pdfplumber
import pikepdf
from pikepdf import Array, Dictionary, Name, String

# How content is drawn for a page that /Rotate turns back by so many degrees, given its size.
_DRAWN: dict[int, Callable[[float, float], tuple[float, ...]]] = {
    90: lambda width, height: (0, 1, -1, 0, height, 0),
    180: lambda width, height: (-1, 0, 0, -1, width, height),
    270: lambda width, height: (0, -1, 1, 0, 0, width),
}


def _saved(document: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(value) for value in page.MediaBox)
    return right - left, top - bottom


def drawn_turned(pdf: bytes, angle: int, *, turned_back: bool) -> bytes:
    """Every page's content lies on its side; `turned_back` where the page says how it stands."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            width, height = _size(page)
            matrix = " ".join(f"{value:f}" for value in _DRAWN[angle](width, height))
            page.contents_add(f"q {matrix} cm\n".encode(), prepend=True)
            page.contents_add(b"\nQ")
            page.MediaBox = Array([0, 0, width, height] if angle == 180 else [0, 0, height, width])
            page.Annots = Array()
            if turned_back:
                page.Rotate = angle
        return _saved(document)


def two_on_a_sheet(pdf: bytes) -> bytes:
    """Two pages beside each other, as a printer puts them on one sheet."""
    with pikepdf.open(io.BytesIO(pdf)) as source:
        target = pikepdf.new()
        pages = list(source.pages)
        for pair in (pages[start : start + 2] for start in range(0, len(pages), 2)):
            width, height = _size(pair[0])
            sheet = target.add_blank_page(page_size=(1.4 * width, 0.7 * height))
            for place, page in enumerate(pair):
                name = sheet.add_resource(target.copy_foreign(page.as_form_xobject()), Name.XObject)
                sheet.contents_add(f"q .7 0 0 .7 {0.7 * width * place} 0 cm {name} Do Q".encode())
        return _saved(target)


def with_marks_outside(pdf: bytes) -> bytes:
    """A printer's file name and colours stand beside each page, where nobody sees them."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
        for page in document.pages:
            width, height = _size(page)
            page.MediaBox = Array([-60, -60, width + 60, height + 60])
            page.CropBox = Array([0, 0, width, height])
            name = page.add_resource(font, Name.Font)
            for x, y, text in (
                (20, height + 20, "final_v3.indd"),
                (40, -30, "Cyan Magenta"),
                (width + 2, height / 2, "slug"),
                (-55, height / 2, "slug"),
            ):
                page.contents_add(f"q BT {name} 9 Tf {x} {y} Td ({text}) Tj ET Q".encode())
        return _saved(document)


def joined(*parts: bytes) -> bytes:
    """One file after the other."""
    target = pikepdf.new()
    for part in parts:
        with pikepdf.open(io.BytesIO(part)) as document:
            target.pages.extend(document.pages)
    return _saved(target)


def scanned(pdf: bytes, numbers: Iterable[int]) -> bytes:
    """The file with some pages as pictures."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number in numbers:
            page = document.pages[number - 1]
            width, height = _size(page)
            picture = document.make_stream(b"\xff")
            picture.update(
                {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 1, "/Height": 1}
            )
            picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
            page.Resources = Dictionary()
            name = page.add_resource(picture, Name.XObject)
            page.Contents = document.make_stream(
                f"q {width} 0 0 {height} 0 0 cm {name} Do Q".encode()
            )
            page.Annots = Array()
        return _saved(document)


# What a link stands for in `filled_in`: the field's own entries, and its height in points.
Field = tuple[dict[str, object], float]


def filled_in(pdf: bytes, field_of: Callable[[str], Field]) -> bytes:
    """Each link of the file becomes a field, by its address; nothing is flattened."""
    with (
        pikepdf.open(io.BytesIO(pdf)) as document,
        pdfplumber.open(io.BytesIO(pdf)) as measured,
    ):
        fields = Array()
        for page, shown in zip(document.pages, measured.pages, strict=True):
            page.Annots = Array()
            for link in shown.hyperlinks:
                entries, size = field_of(link["uri"].rpartition("/")[2])
                top = float(shown.height) - link["top"]
                right = link["x0"] + (150 if entries["/FT"] == Name.Tx else 9)
                field = document.make_indirect(
                    Dictionary(
                        Type=Name.Annot,
                        Subtype=Name.Widget,
                        Rect=Array([link["x0"], top - size, right, top]),
                        T=String(link["uri"]),
                    )
                )
                field.update(entries)
                page.Annots.append(field)
                fields.append(field)
        document.Root.AcroForm = Dictionary(Fields=fields)
        return _saved(document)


def with_signs() -> bytes:
    """A page with ticks and boxes of symbol fonts, which store them as letters."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 200))
    dingbats = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
    name = Name("/ABCDEF+Wingdings-Regular")
    wingdings = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=name,
        Encoding=Name.WinAnsiEncoding,
        FontDescriptor=Dictionary(
            Type=Name.FontDescriptor, FontName=name, FontBBox=Array([0, -200, 1000, 900]), Flags=4
        ),
    )
    for font, height, keys in ((dingbats, 150, "34 38 6F"), (wingdings, 120, "FE A8 6F FC")):
        used = page.add_resource(font, Name.Font)
        shown = " 30 0 Td ".join(f"<{key}> Tj" for key in keys.split())
        page.contents_add(f"BT {used} 10 Tf 20 {height} Td {shown} ET".encode())
    return _saved(document)
