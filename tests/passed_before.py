"""Which pages axe has passed already in this run, told by what of them axe looks at.

Half of what a browser does in tests is axe, and most pages are opened again and again with other
words in them. Their tags, their attributes and the styles that hold for them are the same then,
and so is what axe says of them.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

# One folder for a whole run of script/test, or else one for each process.
KEPT = Path(os.environ.get("TEST_LAYOUTS") or settings.DATA_DIR / "layouts")

# Where text stands, but not which. An address or what is typed counts as there or not there; all
# else counts as it is: classes, roles, ids and what points to them, what is said by an aria-label,
# what is checked, what has the focus, styles that are not ours, the window's size and colours.
_DESCRIBE = r"""() => {
  const vague = new Set(['href', 'src', 'srcset', 'action', 'value', 'content', 'nonce', 'title',
    'alt', 'placeholder', 'datetime']);
  const isVague = (name) => vague.has(name) || name.startsWith('data-');
  const parts = [innerWidth, innerHeight, matchMedia('(forced-colors: active)').matches];
  for (const sheet of document.styleSheets) {
    const ours = new URL(sheet.href || 'x:/', document.baseURI).pathname.startsWith('/static/');
    parts.push(ours ? sheet.href.split('/static/')[1] : [...sheet.cssRules].map((r) => r.cssText));
  }
  const describe = (node) => {
    if (node.nodeType === 3) { if (node.data.trim()) parts.push('·'); return; }
    if (node.nodeType !== 1 || node.localName === 'script') return;
    parts.push('<' + node.localName);
    for (const {name, value} of node.attributes) {
      parts.push(`${name}=${isVague(name) ? value.trim() && 'x' : value}`);
    }
    if (node.checked || node.selected) parts.push('chosen');
    if (node === document.activeElement) parts.push('focus');
    for (const child of node.childNodes) describe(child);
    parts.push('>');
  };
  describe(document.documentElement);
  return JSON.stringify(parts);
}"""


def passed_before(page: Page) -> Path:
    """A file that is there where such a page has passed; to be made where it passes now."""
    described = "\0".join((page.evaluate(_DESCRIBE), _looks()))
    return KEPT / "passed" / hashlib.sha256(described.encode()).hexdigest()


@cache
def _looks() -> str:
    """The style sheets and the rules that hold for all pages."""
    files = (
        *sorted((settings.BASE_DIR / "selfassess/static").rglob("*.css")),
        Path(__file__).parent / "vendor/axe/axe.min.js",
    )
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
