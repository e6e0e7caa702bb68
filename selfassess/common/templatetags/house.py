"""Filters and tags that every template may use."""

from django import template
from django.utils.safestring import SafeString

from selfassess.common import lighttext
from selfassess.common.worddiff import Piece, word_diff

register = template.Library()


@register.filter
def light_text(value: object) -> SafeString:
    """Typed text with its paragraphs, lists and links, everything typed escaped."""
    return lighttext.to_html(str(value or ""))


@register.inclusion_tag("components/word_diff.html", name="word_diff")
def _word_diff(before: object, after: object) -> dict[str, list[Piece]]:
    """Two texts as one, with what was removed and what was added marked."""
    return {"pieces": word_diff(str(before or ""), str(after or ""))}
