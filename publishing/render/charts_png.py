"""Paints a chart as a PNG picture, for Word."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from publishing.document.charts import Chart
from publishing.render.fonts import FOLDER

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

# Pixels to a unit of the drawing: sharp on paper.
SCALE = 3
_SIZE = 14
_FONTS = {
    False: "source-sans-3-latin-400-normal.woff2",
    True: "source-sans-3-latin-700-normal.woff2",
}
_ANCHORS = {"start": "ls", "middle": "ms"}


def to_png(chart: Chart) -> bytes:
    """The chart as a PNG, the same bytes for the same chart."""
    from PIL import Image, ImageDraw

    size = (int(chart.width * SCALE), int(chart.height * SCALE))
    picture = Image.new("RGB", size, "#ffffff")
    pen = ImageDraw.Draw(picture)
    boxes = [box for box in chart.boxes if box.stroke]
    for box in boxes:
        corners = _scaled(box.x, box.y, box.x + box.width, box.y + box.height)
        pen.rectangle(corners, fill=box.fill, outline=box.stroke, width=SCALE)
    for line in chart.strokes:
        pen.line(_scaled(line.x1, line.y1, line.x2, line.y2), fill=line.colour, width=SCALE)
    for box in chart.boxes:
        if not box.stroke:
            corners = _scaled(box.x, box.y, box.x + box.width, box.y + box.height)
            pen.rectangle(corners, fill=box.fill)
    fonts = {is_bold: _font(name) for is_bold, name in _FONTS.items()}
    for words in chart.words:
        place = (words.x * SCALE, words.y * SCALE)
        anchor = _ANCHORS[words.anchor]
        pen.text(place, words.text, words.colour, fonts[words.is_bold], anchor=anchor)
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True, dpi=(96 * SCALE, 96 * SCALE))
    return out.getvalue()


def _scaled(*places: float) -> list[float]:
    return [place * SCALE for place in places]


def _font(name: str) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(FOLDER / name, _SIZE * SCALE)
