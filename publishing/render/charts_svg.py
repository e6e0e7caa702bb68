"""Paints a chart as inline SVG, for pages and the PDF: attributes only, no style, no script."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from publishing.document.charts import Box, Chart, Stroke, Words

# The first is the PDF's own face; a page's reader has one of the others.
_FAMILIES = "source-sans-3-latin, Arial, Helvetica, sans-serif"


def to_svg(chart: Chart) -> SafeString:
    """The chart as an SVG element that a screen reader takes for one picture, and the same again
    for narrow screens; the style sheet shows one of them.
    """
    if chart.narrow is None:
        return _svg(chart, "app-chart")
    wide = _svg(chart, "app-chart app-chart--wide")
    narrow = _svg(chart.narrow, "app-chart app-chart--narrow")
    return format_html("{}{}", wide, narrow)


def _svg(chart: Chart, classes: str) -> SafeString:
    name, words = f"chart-{chart.key}-title", f"chart-{chart.key}-words"
    return format_html(
        '<svg class="{}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}"'
        ' height="{}" role="img" aria-labelledby="{} {}"><title id="{}">{}</title>'
        '<desc id="{}">{}</desc>{}{}{}{}</svg>',
        classes,
        *(_number(chart.width), _number(chart.height), _number(chart.width), _number(chart.height)),
        *(name, words, name, chart.title, words, chart.description),
        format_html_join("", "{}", ((_box(box),) for box in chart.boxes if box.stroke)),
        format_html_join("", "{}", ((path,) for path in _paths(chart.strokes))),
        format_html_join("", "{}", ((_box(box),) for box in chart.boxes if not box.stroke)),
        format_html_join("", "{}", ((_text(text),) for text in chart.words)),
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _box(box: Box) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"/>',
        *map(_number, (box.x, box.y, box.width, box.height)),
        box.fill,
        box.stroke or "none",
    )


def _paths(strokes: tuple[Stroke, ...]) -> list[SafeString]:
    """All lines of a colour as one path."""
    lines: dict[str, list[str]] = {}
    for line in strokes:
        places = [_number(place) for place in (line.x1, line.y1, line.x2, line.y2)]
        lines.setdefault(line.colour, []).append("M{} {}L{} {}".format(*places))
    return [
        format_html('<path d="{}" stroke="{}" fill="none"/>', "".join(parts), colour)
        for colour, parts in lines.items()
    ]


def _text(words: Words) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-family="{}" font-size="14" font-weight="{}" text-anchor="{}"'
        ' fill="{}">{}</text>',
        _number(words.x),
        _number(words.y),
        _FAMILIES,
        700 if words.is_bold else 400,
        words.anchor,
        words.colour,
        words.text,
    )
