"""What of a web page is its content: not its frame, and not what only a program could show.

A page does not say plainly what a person sees of it, so three kinds are told apart:

- parts that belong to nobody's answer, by what they say they are: navigation, footer, cookies
  notice, dialogs, share links;
- what is folded up (an accordion, a tab): hidden now, but the page has a control that opens it, so
  it is content;
- everything else that is hidden: templates, copies for other screens, words for screen readers.
"""

from __future__ import annotations

import re
from typing import Any

from assessments.importing.answers import is_answer

_NEVER = {
    *("script", "style", "nav", "template", "noscript", "svg", "head", "select", "dialog"),
    *("footer", "aside", "iframe", "object", "embed", "video", "audio", "canvas", "map", "math"),
    *("del", "s", "strike", "input", "textarea"),
}
# Of these, what a person may see as text.
_AROUND = {"nav", "footer", "aside"}
_BESIDE = {
    *("navigation", "banner", "complementary", "contentinfo", "search", "dialog", "alertdialog"),
}
# The page itself, or a card of it, whose class may speak of anything: "has-cookie-banner".
_WHOLE = {"html", "body", "main", "article"}
_NAMED_BESIDE = re.compile(
    r"(?:^|[-_])(?:cookies?|breadcrumbs?|skip-?(?:links?|to|nav)|share|sharing|share-?links?|socials?$"
    r"|social-(?:media|links?|icons?|share|sharing)|pagination|pager|modal|popup|lightbox|offcanvas"
    r"|consent|tooltip|toast|back-to-top)(?:$|[-_])"
    r"|^(?:page|site|gem-c)-feedback|^feedback-(?:form|panel|banner)",
    re.IGNORECASE,
)
_FOLDED = re.compile(r"accordion|collaps|expand|panel|toggle|(?:^|[-_])tabs?(?:$|[-_])", re.I)
_UNSHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPOKEN = re.compile(
    r"^(?:\w+-)*(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|a11y-hidden)$", re.I
)
_ICON = re.compile(r"(?:^|[-_])(?:icons?|chevron|caret|arrow|material-\w+)(?:$|[-_])", re.I)
_SIGN = re.compile(r"(?:^|[-_])(?:toggle|icons?|chevron|caret|arrow)(?:$|[-_])", re.I)
_OPENS = ("aria-controls", "data-target", "data-bs-target", "data-controls", "for")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "legend"}
# Named for screen readers alone, these still say what stands below them.
_LABELS = _HEADINGS | {"th", "caption"}
# How much text a part beside the content may hold; more is the content, whatever its class.
_MOST_BESIDE = 1_500


def tag_of(element: Any) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def role_of(element: Any) -> str:
    return (element.get("role") or "").strip().casefold()


class Seen:
    """Tells of each element of one page whether it is left out."""

    def __init__(self, root: Any) -> None:
        self._opened = frozenset(_opened(root))

    @staticmethod
    def is_around(element: Any) -> bool:
        """Whether an element shows text, and says of itself that it is beside the content."""
        return tag_of(element) in _AROUND or (tag_of(element) not in _NEVER and _is_beside(element))

    def is_left_out(self, element: Any) -> bool:
        """Whether an element, with all that is in it, is no part of the content."""
        tag = tag_of(element)
        if not tag or tag in _NEVER or _is_beside(element):
            return True
        if tag == "button":
            return not is_control(element)
        if _is_hidden(element) and not self._is_folded(element):
            return True
        return _is_for_listeners(element) or _is_sign(element)

    def _is_folded(self, element: Any) -> bool:
        """Whether a hidden part opens by a control of the page."""
        if (element.get("hidden") or "").strip().casefold() == "until-found":
            return True
        if (element.get("id") or "") in self._opened or role_of(element) == "tabpanel":
            return True
        if any(map(_FOLDED.search, _names(element))):
            return True
        before = element.getprevious()
        return before is not None and any(
            item.get("aria-expanded") is not None for item in before.iter() if tag_of(item)
        )


def is_control(element: Any) -> bool:
    """Whether a button is a heading that opens what stands below it."""
    if any(tag_of(above) in _HEADINGS for above in element.iterancestors()):
        return True
    opens = any(element.get(name) for name in _OPENS) or element.get("aria-expanded") is not None
    return opens and not any(re.search(r"show-all|close|menu", name) for name in _names(element))


def _opened(root: Any) -> set[str]:
    found: set[str] = set()
    for element in root.iter():
        if not tag_of(element):
            continue
        for name in _OPENS:
            found.update((element.get(name) or "").replace("#", " ").split())
        address = element.get("href") or ""
        if address.startswith("#"):
            found.add(address[1:])
    return found - {""}


def _names(element: Any) -> list[str]:
    return [*(element.get("class") or "").split(), element.get("id") or ""]


def _is_beside(element: Any) -> bool:
    """Whether an element says of itself that it is none of the page's content."""
    if tag_of(element) in _WHOLE:
        return False
    if role_of(element) in _BESIDE or element.get("aria-modal") == "true":
        return True
    if not any(map(_NAMED_BESIDE.search, _names(element))):
        return False
    length = 0
    for text in element.itertext():
        length += len(text)
        if length > _MOST_BESIDE:
            return False
    return next(element.iter("table", "h1"), None) is None


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_UNSHOWN.search(element.get("style") or ""))


def _is_for_listeners(element: Any) -> bool:
    """Words for screen readers alone, unless they are the answer that a sign shows to others."""
    if tag_of(element) in _LABELS or not any(map(_SPOKEN.match, _names(element))):
        return False
    return not is_answer("".join(element.itertext()))


def _is_sign(element: Any) -> bool:
    """An icon whose name is its text, or what a heading says of its being open."""
    names = _names(element)
    if tag_of(element) not in ("i", "span", "em", "div", "b"):
        return False
    icon = element.get("aria-hidden") == "true" and any(map(_ICON.search, names))
    state = any(map(_SIGN.search, names)) and any(
        tag_of(above) in ("button", "summary") for above in element.iterancestors()
    )
    return (icon or state) and not is_answer("".join(element.itertext()))
