"""Which kinds of elements axe has passed already in this run, so that it looks where there is a new
one.

Much of what a browser does in tests is axe, and most pages are opened again and again, with other
words in them or with more rows. Whatever axe says of an element it says of its like.
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

# A kind is an element with its attributes, in its place: below which others, with what they have
# that holds for all in them. It is shown or not (which is all that script changes of most); has
# text of its own, further in, or none; so many labels; children of these sorts where it would be
# wrong without; or the focus. Of an address, of what is typed and of what is said aloud it counts
# whether it is there, and of an id that is pointed to, whether it is.
# Kinds too are the window's size, the style sheets, which heading follows which, what a page has
# one of or none of, and landmarks of the same name.
_KINDS = r"""() => {
  const vague = new Set(['href', 'src', 'srcset', 'action', 'value', 'content', 'nonce', 'title',
    'alt', 'placeholder', 'datetime', 'id', 'name', 'aria-label']);
  // What is for the server or the script alone.
  const told = ({name}) => !name.startsWith('data-') && !['draggable', 'spellcheck', 'inputmode',
    'rel', 'required', 'novalidate', 'method', 'enctype', 'max', 'maxlength', 'pattern', 'checked',
    'selected', 'download', 'target', 'rows', 'cols'].includes(name);
  const pointing = new Set(['for', 'headers', 'list', 'form', 'aria-labelledby', 'aria-describedby',
    'aria-controls', 'aria-owns', 'aria-activedescendant']);
  const inherited = new Set(['class', 'role', 'style', 'hidden', 'open', 'lang', 'aria-hidden',
    'inert', 'disabled', 'colspan']);
  const plain = 'body, main, form, section, article, header, footer, nav, div, li, td, dd, p';
  const window_ = [innerWidth, matchMedia('(forced-colors: active)').matches].join(' ');
  const kinds = new Set();
  for (const sheet of document.styleSheets) {
    const ours = new URL(sheet.href || 'x:/', document.baseURI).pathname.startsWith('/static/');
    kinds.add(ours ? sheet.href.split('/static/')[1] : [...sheet.cssRules].map((r) => r.cssText));
  }
  const attribute = ({name, value}) => {
    if (vague.has(name)) return `${name}=${value.trim() && 'x'}`;
    if (name === 'class') return value.replace(/js-enabled|govuk-frontend-supported/g, '').trim();
    if (!pointing.has(name)) return `${name}=${value}`;
    return `${name}=${value.split(/\s+/).every((id) => document.getElementById(id))}`;
  };
  const hasText = (node) => [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const describe = (node, way) => {
    if (node.localName === 'script') return;
    const has = [...node.attributes].filter(told);
    const marks = [node.localName, ...has.map(attribute).sort()];
    marks.push(hasText(node) ? 'text' : node.textContent.trim() ? 'text within' : 'no text');
    if (node.labels) marks.push(`${node.labels.length} labels`);
    if (!node.checkVisibility({visibilityProperty: true})) marks.push('not shown');
    if (node === document.activeElement) marks.push('focus');
    if (!node.matches(plain)) {
      marks.push(...new Set([...node.children].map((child) => child.localName).sort()));
    }
    kinds.add(`${way}>${marks.join(' ')}`);
    const passed = has.filter(({name}) => inherited.has(name)).map(attribute).sort();
    const further = `${way}>${[node.localName, ...passed].join(' ')}`;
    for (const child of node.children) describe(child, further);
  };
  describe(document.documentElement, '');
  let before = '';
  for (const {localName} of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    kinds.add(before + localName);
    before = localName;
  }
  for (const one of ['title', 'h1', 'main', 'header', 'footer', '.govuk-skip-link']) {
    kinds.add(`${one} ${document.querySelectorAll(one).length}`);
  }
  const names = new Set();
  for (const node of document.querySelectorAll('nav, aside, section, form, [role=region]')) {
    const by = document.getElementById(node.getAttribute('aria-labelledby'));
    const text = node.getAttribute('aria-label') || by?.textContent || '';
    const name = [node.localName, node.getAttribute('role'), text.trim()].join(' ');
    if (names.has(name)) kinds.add(`twice ${node.localName} ${node.className}`);
    names.add(name);
  }
  return [...kinds].map((kind) => `${window_} ${kind}`);
}"""


class Kinds:
    """What has passed, in a file that the processes of a run add to."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"passed-{_rules()}"
        self.known: set[str] = set()
        self.read = 0

    def new_on(self, page: Page) -> set[str]:
        """What the page has of which nothing has passed."""
        found = {hashlib.sha256(kind.encode()).hexdigest()[:24] for kind in page.evaluate(_KINDS)}
        if not found <= self.known:
            self._read_on()
        return found - self.known

    def passed(self, kinds: set[str]) -> None:
        """Axe has found nothing wrong with them."""
        self.known |= kinds
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a") as file:
            file.write("".join(f"{kind}\n" for kind in sorted(kinds)))

    def _read_on(self) -> None:
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(self.read)
                added = file.read()
            # Of a line that is being written the rest is read next time.
            whole = added[: added.rfind(b"\n") + 1]
            self.read += len(whole)
            self.known |= set(whole.decode().split())


@cache
def _rules() -> str:
    """The style sheets and the rules that hold for all pages."""
    files = (
        *sorted((settings.BASE_DIR / "selfassess/static").rglob("*.css")),
        Path(__file__).parent / "vendor/axe/axe.min.js",
    )
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:24]


@cache
def kinds() -> Kinds:
    return Kinds(KEPT)
