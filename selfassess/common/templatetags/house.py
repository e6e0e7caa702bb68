"""Filters and tags that every template may use."""

from django import template
from django.utils.safestring import SafeString

from selfassess.common import lighttext

register = template.Library()


@register.filter
def light_text(value: object) -> SafeString:
    """Typed text with its paragraphs, lists and links, everything typed escaped."""
    return lighttext.to_html(str(value or ""))
