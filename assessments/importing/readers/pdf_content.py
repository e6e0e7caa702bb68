"""What a PDF page draws: letters, lines, areas and pictures, and what of it is cut off.

The library parses a page's instructions but does not keep to clipping, by which programs cut text
off at the edge of a cell. So its interpreter is followed here: each letter knows the box that it is
drawn in, and letters outside of it are not shown. Everything is counted from the upper left corner
of the part of the page that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTItem, LTLine, LTRect
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.utils import apply_matrix_pt

if TYPE_CHECKING:
    from pdfplumber.page import Page

Box = tuple[float, float, float, float]
# A letter as the library's makers of words want it: "text", "x0", "top", "size" and so on.
Letter = dict[str, Any]


@dataclass
class Content:
    """`curves` are corners in their order; `ways` how each letter stands, see pdf_letters."""

    letters: list[Letter] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    curves: list[list[tuple[float, float]]] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)


class _Device(PDFPageAggregator):
    """Notes for each letter the box that it is drawn in; none where nothing is cut off."""

    clip: Box | None = None

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        advance = super().render_char(*args, **kwargs)
        self.cur_item._objs[-1].clip = self.clip  # type: ignore[attr-defined]
        return advance


class _Interpreter(PDFPageInterpreter):
    """Keeps to the boxes that instructions cut to; the rest is the library's."""

    device: _Device

    def __init__(self, rsrcmgr: Any, device: _Device) -> None:
        super().__init__(rsrcmgr, device)
        self._clips: list[Box | None] = []

    def do_q(self) -> None:
        self._clips.append(self.device.clip)
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802 (the library's name)
        if self._clips:
            self.device.clip = self._clips.pop()
        super().do_Q()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802 (the library's name)
        clip = self.device.clip
        super().do_Do(xobjid_arg)
        self.device.clip = clip

    def do_W(self) -> None:  # noqa: N802 (the library's name)
        points = [
            apply_matrix_pt(self.ctm, (float(x), float(y)))
            for _, *places in self.curpath
            for x, y in zip(places[::2], places[1::2], strict=False)
        ]
        if points:
            across, up = zip(*points, strict=True)
            self.device.clip = _shared(
                self.device.clip, (min(across), min(up), max(across), max(up))
            )

    def do_W_a(self) -> None:  # noqa: N802 (the library's name)
        self.do_W()


def _shared(first: Box | None, second: Box) -> Box:
    if first is None:
        return second
    left, low = max(first[0], second[0]), max(first[1], second[1])
    return left, low, max(left, min(first[2], second[2])), max(low, min(first[3], second[3]))


def content_of(page: Page, corner: tuple[float, float]) -> Content:
    """What the page draws, from a corner in the library's measure."""
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    left = float(page.bbox[0]) - corner[0]
    base = float(page.bbox[1]) - corner[1] + float(page.height)
    content = Content()
    for item in _leaves(device.get_result()):
        _take(content, item, left, base)
    return content


def _leaves(item: LTContainer[Any]) -> Iterator[LTItem]:
    for child in item:
        if isinstance(child, LTContainer):
            yield from _leaves(child)
        else:
            yield child


def _take(content: Content, item: LTItem, left: float, base: float) -> None:
    if isinstance(item, LTChar):
        content.letters.append(_letter(item, left, base))
    elif isinstance(item, LTCurve):
        points = [(left + x, base - y) for x, y in item.pts]
        if isinstance(item, LTLine):
            content.lines.append((*points[0], *points[-1]))
        elif isinstance(item, LTRect):
            content.areas.append(_box(item.bbox, left, base))
        else:
            content.curves.append(points)
    elif isinstance(item, LTImage):
        content.pictures.append(_box(item.bbox, left, base))


def _box(box: Sequence[float], left: float, base: float) -> Box:
    return left + box[0], base - box[3], left + box[2], base - box[1]


def _letter(item: LTChar, left: float, base: float) -> Letter:
    x0, top, x1, bottom = _box(item.bbox, left, base)
    clip: Box | None = getattr(item, "clip", None)
    return {
        "text": item.get_text(),
        "x0": x0,
        "x1": x1,
        "top": top,
        "doctop": top,
        "bottom": bottom,
        "size": item.size,
        "upright": True,
        "matrix": item.matrix,
        "fontname": item.fontname,
        "clip": None if clip is None else _box(clip, left, base),
    }
