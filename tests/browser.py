"""A real browser for tests: pages watched for trouble, people signed in, and an audit of a page.

`audit` is what every page in every state has to pass; it fails with all findings at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Response,
    expect,
    sync_playwright,
)

from accounts.access import Member
from tests.chromium import chromium_path
from tests.kinds import kinds

AXE = (Path(__file__).parent / "vendor/axe/axe.min.js").read_text("utf-8")
# A machine that is busy with other tests is slow, not wrong.
PATIENCE = 45_000
expect.set_options(timeout=PATIENCE)
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320


@dataclass
class _Watch:
    """The page's server, and what went wrong on the page since it was opened: console errors (a
    breach of the content security policy is one), scripts' exceptions, files that did not load,
    addresses of other hosts."""

    base_url: str
    javascript: bool
    trouble: list[str] = field(default_factory=list)


_watched: WeakKeyDictionary[Page, _Watch] = WeakKeyDictionary()
_standing_in: WeakKeyDictionary[Browser, Page] = WeakKeyDictionary()


@dataclass
class Window:
    """Opens pages in fresh browser contexts: each has cookies, size and settings of its own."""

    browser: Browser
    base_url: str
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(
        self,
        member: Member | None = None,
        *,
        javascript: bool = True,
        width: int = 1280,
        forced_colors: bool = False,
    ) -> Page:
        """A page of someone who is signed in as `member`, or signed out."""
        context = self.browser.new_context(
            base_url=self.base_url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            forced_colors="active" if forced_colors else "none",
            locale="en-GB",
            timezone_id="Europe/London",
        )
        # Publishing renders in place in tests, which takes its time on a busy machine.
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        page = context.new_page()
        _watch(page, _Watch(self.base_url, javascript))
        if member is not None:
            sign_in(page, member)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def _watch(page: Page, watch: _Watch) -> None:
    _watched[page] = watch
    found = watch.trouble

    def answered(response: Response) -> None:
        if response.request.resource_type != "document" and response.status >= 400:
            found.append(f"{response.status} for {response.url}")
        if not response.url.startswith((watch.base_url, "data:", "blob:")):
            found.append(f"asked another host: {response.url}")

    def said(message: Any) -> None:
        # The page's own status (404 and 422 are meant) is the test's matter; of other files
        # `answered` tells more than the console does.
        if message.type == "error" and "Failed to load resource" not in message.text:
            found.append(f"console: {message.text}")

    page.on("response", answered)
    page.on("console", said)
    page.on("pageerror", lambda error: found.append(f"exception: {error}"))


def sign_in(page: Page, member: Member) -> None:
    """Signs the person in without the form, which has tests of its own."""
    client = Client()
    client.force_login(member.user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    address = _watched[page].base_url
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": address, "httpOnly": True}]
    )


def unfold_menu(page: Page, name: str) -> None:
    """Opens the menu that a button is in, by its key, where it is in one that is closed."""
    button = page.get_by_role("button", name=name, exact=True, include_hidden=True)
    button.first.wait_for(state="attached")
    menu = page.locator("details.app-menu:not([open])", has=button)
    if menu.count():
        menu.locator("> summary").press("Enter")


def expect_nothing_put_aside(page: Page) -> None:
    """Waits until the browser keeps nothing of its own any more; fails with what it still has.

    Asked of the browser and not of the page: a text that waits in a page is evaluated again and
    again, which the content security policy forbids from the second time on.
    """
    deadline = monotonic() + PATIENCE / 1000
    while (kept := page.context.storage_state()["origins"]) and monotonic() < deadline:
        continue
    assert kept == []


# Read in the page: what axe does not see.
_INSPECT = """() => {
  const findings = [];
  const ids = new Map();
  for (const element of document.querySelectorAll('[id]')) {
    ids.set(element.id, (ids.get(element.id) || 0) + 1);
  }
  for (const [id, count] of ids) if (count > 1) findings.push(`id "${id}" is there ${count} times`);

  for (const link of document.querySelectorAll('a[href^="#"]')) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) findings.push(`link "${link.textContent.trim()}" leads nowhere: ${link.hash}`);
  }

  const before = document.activeElement;
  for (const link of document.querySelectorAll('.govuk-error-summary a')) {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) { findings.push(`error "${link.textContent.trim()}" links to no field`); continue; }
    field.focus();
    if (document.activeElement !== field) {
      findings.push(`error "${link.textContent.trim()}": ${link.hash} takes no focus`);
    }
  }
  if (before) before.focus();

  const title = document.title;
  const hasErrors = !!document.querySelector('.govuk-error-summary');
  if (!title.replace(/^Error: /, '').replace(/\\s*– selfassess$/, '').trim()) {
    findings.push(`the title says nothing: "${title}"`);
  }
  if (hasErrors !== title.startsWith('Error: ')) {
    findings.push(`the title "${title}" ${hasErrors ? 'does not say' : 'says'} Error`);
  }
  if (!document.styleSheets.length) findings.push('no style sheet was loaded');
  // The one rule of axe that needs what is preloaded, which takes half as long again.
  if (document.querySelector(':is(audio, video)[autoplay]')) findings.push('it plays by itself');
  return findings;
}"""

_RUN_AXE = """async (tags) => {
  const result = await axe.run(document, {
    runOnly: tags, resultTypes: ['violations'], preload: false, selectors: false,
  });
  return result.violations.map((rule) => ({
    id: rule.id, help: rule.help,
    nodes: rule.nodes.map((node) => ({
      html: node.html, why: node.failureSummary,
    })),
  }));
}"""

_TOO_WIDE = """(width) => {
  const wide = [...document.querySelectorAll('body *')].filter((element) =>
    element.getBoundingClientRect().right > width + 1 &&
    !element.closest('.govuk-visually-hidden, .govuk-skip-link'));
  return document.documentElement.scrollWidth <= width ? [] :
    wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 160));
}"""


def audit(page: Page) -> None:
    """Fails with everything that is wrong with the page as it stands.

    axe's WCAG 2.2 AA and best-practice rules; ids that are there twice; links within the page and
    error links that land nowhere; a title that says nothing, or does not say that there are
    errors; a page wider than 320 pixels; trouble in the console, and files that did not load.
    """
    # A click returns as soon as the next page begins to arrive.
    page.wait_for_load_state()
    findings = list(_watched[page].trouble)
    findings += page.evaluate(_INSPECT) + _axe_findings(page) + _overflow(page)
    listing = "\n".join(f"- {finding}" for finding in findings)
    assert not findings, f"{page.url} ({page.title()}):\n{listing}"


@contextmanager
def _with_javascript(page: Page) -> Iterator[Page]:
    """The page itself, or where it has no JavaScript the same HTML and styles in a page where axe
    can run: it waits for ever in the first. The page's own scripts stay out of the second.
    """
    watch = _watched[page]
    if watch.javascript or page.context.browser is None:
        yield page
        return
    html = page.content()
    twin = _twin(page.context.browser)
    if page.viewport_size is not None:
        twin.set_viewport_size(page.viewport_size)
    twin.route(
        page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )
    twin.goto(page.url)
    yield twin
    twin.unroute_all(behavior="wait")


def _twin(browser: Browser) -> Page:
    """The browser's one page that stands in for such without JavaScript. It is kept, since to open
    another takes as long as half an audit."""
    if browser not in _standing_in:
        context = browser.new_context()
        context.route("**/*.js", lambda route: route.abort())
        _standing_in[browser] = context.new_page()
    return _standing_in[browser]


def _axe_findings(page: Page) -> list[str]:
    new = kinds().new_on(page)
    if not new:
        return []
    with _with_javascript(page) as subject:
        findings = _run_axe(subject)
    if not findings:
        kinds().passed(new)
    return findings


def _run_axe(page: Page) -> list[str]:
    # Evaluated, not added as a script: the page's content security policy would rightly refuse it.
    # And past Playwright, whose own wrapping has the browser compile it anew for each page.
    devtools = page.context.new_cdp_session(page)
    devtools.send("Runtime.evaluate", {"expression": AXE})
    devtools.detach()
    return [
        f"{rule['id']}: {rule['help']}\n    {node['html'][:200]}\n    {node['why']}"
        for rule in page.evaluate(_RUN_AXE, AXE_TAGS)
        for node in rule["nodes"]
        if not _is_known(rule["id"], node["html"])
    ]


def _is_known(rule: str, html: str) -> bool:
    """GOV.UK's own script puts aria-expanded on radios that reveal a field: the one exception."""
    return rule == "aria-allowed-attr" and 'type="radio"' in html and "aria-expanded" in html


def _overflow(page: Page) -> list[str]:
    size = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 900})
    wide = page.evaluate(_TOO_WIDE, NARROW)
    if size is not None:
        page.set_viewport_size(size)
    return [f"wider than {NARROW} pixels: {html}" for html in wide]


def chromium(playwright: Playwright) -> Browser:
    """Chromium as it is installed here."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser a test process."""
    # Playwright keeps an event loop running in this thread, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = chromium(playwright)
        yield running
        running.close()


@pytest.fixture
def window(browser: Browser, live_server: Any, transactional_db: None) -> Iterator[Window]:
    """Opens pages on the test's own server: window(cast.officer, javascript=False).

    What the test writes is written in earnest, because the server reads it in another thread.
    """
    opened = Window(browser, live_server.url)
    yield opened
    opened.close()


@pytest.fixture
def page(window: Callable[..., Page]) -> Page:
    """A signed-out visitor's page."""
    return window()
