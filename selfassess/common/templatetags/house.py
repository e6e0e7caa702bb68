"""Filters and tags that every template may use."""

from datetime import datetime

from django import template
from django.utils.safestring import SafeString

from selfassess.common import lighttext, moments

register = template.Library()


@register.filter
def moment(at: datetime | None) -> str:
    """Day and time of day: 5 April 2026 at 3:30pm; nothing where there is none."""
    return moments.moment(at) if at else ""


@register.filter
def light_text(value: object) -> SafeString:
    """Typed text with its paragraphs, lists and links, everything typed escaped."""
    return lighttext.to_html(str(value or ""))
