"""Filters and tags that every template may use."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from selfassess.common import lighttext, moments
from selfassess.common.support import Support, support
from selfassess.common.typed.posts import KeptPost, kept_posts, typist_token
from selfassess.common.worddiff import keeps_half, word_diff

register = template.Library()


@register.filter
def moment(at: datetime | None) -> str:
    """Day and time of day: 5 April 2026 at 3:30pm; nothing where there is none."""
    return moments.moment(at) if at else ""


@register.filter
def days_away(day: date | None) -> str:
    """How far off a day is from today; nothing where there is none."""
    return moments.days_away(day, timezone.localdate()) if day else ""


@register.filter
def light_text(value: object) -> SafeString:
    """Typed text with its paragraphs, lists and links, everything typed escaped."""
    return lighttext.to_html(str(value or ""))


@register.filter
def contact_text(value: object) -> SafeString:
    """As `light_text`, for a contact: its email addresses and telephone numbers are links too."""
    return lighttext.contact_html(str(value or ""))


@register.simple_tag
def service_support() -> Support:
    """The contact for help, which every page has as `support`.

    A tag, because some pages, and emails, are made without a request.
    """
    return support()


@register.inclusion_tag("components/word_diff.html", name="word_diff")
def _word_diff(
    before: object, after: object, before_label: str = "Before", after_label: str = "After"
) -> dict[str, Any]:
    """Two texts as one, with what was removed and what was added marked; where hardly any word
    stays, both side by side under their labels.
    """
    then, now = str(before or ""), str(after or "")
    pieces = word_diff(then, now)
    sides = ((before_label, then), (after_label, now))
    return {"pieces": pieces, "sides": sides if pieces and not keeps_half(pieces) else ()}


@register.filter
def keeps_half_of(after: object, before: object) -> bool:
    """Whether marked differences of two texts can be read."""
    return keeps_half(word_diff(str(before or ""), str(after or "")))


@register.simple_tag(takes_context=True)
def typist(context: dict[str, Any]) -> SafeString:
    """Says, signed, for whom a form is made, so that what they type can come back to them."""
    token = typist_token(context["request"].user.pk)
    return format_html('<input type="hidden" name="typist" value="{}">', token)


@register.simple_tag(takes_context=True)
def waiting_posts(context: dict[str, Any]) -> list[KeptPost]:
    """The forms that wait for their sender since they were signed out."""
    request = context.get("request")
    if request is None or not hasattr(request, "session") or not request.user.is_authenticated:
        return []
    return kept_posts(request)
