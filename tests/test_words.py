"""How the product speaks: plain British English, one name for each thing.

The README's "Words" has the vocabulary. What follows holds the part of it that patterns can hold;
for the rest, read each sentence aloud.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from lxml import html as parsing

from tests.test_access_matrix import World, browsers, world
from tests.test_every_page import pages

__all__ = ["browsers", "world"]

ROOT: Path = settings.BASE_DIR
APPS = ("selfassess", "accounts", "codes", "assessments", "publishing")

# Habits that were dropped, and what to write instead.
DROPPED = {
    r"\bsomebod(y|ies)\b": "someone",
    r"\banybody\b": "anyone",
    r"\beverybody\b": "everyone",
    r"\bwho(m)?ever\b": "who, or anyone who",
    r"\b(comes?|came|coming) over\b": "is copied, or is carried forward",
    r"\bcarr(y|ies|ied|ying) (\w+ )?over\b": "carry forward",
    r"\b(start(s|ed)?|begin(s)?|began) afresh\b": "clear",
    r"\bas a start\b": "as a starting point",
    r"\b(is|are|was|were) \w+(ed|en|t) already\b": "has already been",
    r"\b(is|are|was|were) \w+ (since|meanwhile)\b": "has been … since",
    r"\bone (row|line|page|file|entry) an? \w": "one row for each",
    r"\b(nothing|anything|all) of (it|this) (is|was)\b": "name the thing",
}
# Second names for one thing, in what users read, and the one name that it has. "Draft" is only the
# state of a self-assessment.
ONE_NAME = {
    r"\b(my|your|another) drafts?\b|\bas (a |my )?drafts?\b": "unsaved changes",
    r"\b(past|previous) years?\b": "earlier year",
    r"\bdut(y|ies)\b": "provision, or requirement for what it asks",
    r"\bfingerprints?\b": "digest",
    r"\bbackground workers?\b": "the service",
    r"\bthrow(s|n|ing)? away\b|\btak(e|es|en|ing) (it |them )?out\b": "remove; discard (unsaved)",
    r"\btaken? away\b": "download",
    r"\byour landlords\b": "your organisations",
    r"\bsubmit(s|ted)? (it |this )?to the governing body\b": "send for approval",
    r"\b(go|goes) on (with|to)\b": "continue",
    r"\bmeanwhile\b": "since …",
}
# Of buttons: a word that does not say what happens.
VAGUE = {
    "discard it",
    "keep it",
    "save it",
    "apply",
    "done",
    "go",
    "make",
    "ok",
    "record",
    "return",
    "show",
    "start",
    "submit",
}


def sources() -> Iterator[Path]:
    """Every file of ours that speaks: code, pages, emails and documents."""
    for name in (*APPS, "templates", "script"):
        for path in sorted((ROOT / name).rglob("*")):
            is_ours = not {"migrations", "vendor", "__pycache__"} & set(path.parts)
            if path.is_file() and is_ours and path.suffix in ("", ".py", ".html", ".txt", ".js"):
                yield path
    yield from (ROOT / name for name in ("README.md", "SECURITY.md"))


@pytest.mark.parametrize("habit", DROPPED)
def test_no_dropped_habit_comes_back(habit: str) -> None:
    pattern = re.compile(habit, re.I)
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sources()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, "\n".join([f"Write “{DROPPED[habit]}”:", *found])


def read_by_users() -> Iterator[tuple[str, str]]:
    """Where it stands, and the text: pages, emails and the strings of the code."""
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            text = re.sub(
                r"(?s)\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", "", path.read_text("utf-8")
            )
            yield (
                str(path.relative_to(ROOT)),
                re.sub(r"(?s)\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", text),
            )
    for path in (each for each in sources() if each.suffix == ".py"):
        tree = ast.parse(path.read_text("utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in docstrings:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", str(node.value)


def test_one_thing_has_one_name() -> None:
    found = [
        f"{where}: “{match[0]}”. Write: {name}"
        for where, text in read_by_users()
        for second, name in ONE_NAME.items()
        for match in re.finditer(second, " ".join(text.split()), re.I)
    ]
    assert not found, "\n".join(found)


def test_a_button_says_what_it_does() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {label}"
        for path in (ROOT / "templates").rglob("*.html")
        for label in re.findall(
            r"<button\b(?![^>]*aria-label)[^>]*>\s*([^<{]+?)\s*</button>", path.read_text("utf-8")
        )
        if label.lower() in VAGUE
    ]
    assert found == []


@pytest.mark.one_database
def test_every_page_can_be_read_at_the_age_of_eleven(world: World) -> None:
    """Flesch and Kincaid's grade of the page's own sentences, plus 5."""
    hard = {}
    for _, address, page in pages(world):
        text = sentences(page)
        if len(text) >= 5 and (age := reading_age(text)) > 11:
            hard[address] = f"{age:.1f}: {max(text, key=lambda one: reading_age([one]))}"
    assert not hard, "\n".join(f"{address} {what}" for address, what in hard.items())


# What an officer reads all day, and the words of the law on accessibility, however many syllables
# they have.
_TERMS = re.compile(
    r"accessib\w+|disabilit\w+|self-assessments?|governing body|complaints?|ombudsman|"
    r"provisions?|requirements?|"
    r"commentary|evidence|publication|landlords?|housing|handling",
    re.I,
)


# Web and email addresses, and names that the model accessibility statement prescribes.
_NOT_OURS = re.compile(
    r"https?://\S+|\S+@\S+\w|"
    r"Public Sector Bodies \(Websites and Mobile Applications\) \(No\. 2\) "
    r"Accessibility Regulations 2018|Equality and Human Rights Commission|"
    r"Equality Advisory and Support Service|Web Content Accessibility Guidelines"
)


def sentences(page: str) -> list[str]:
    """The sentences of a page's paragraphs, list items, hints and legends, without the wording of
    the Code and what people typed."""
    main = parsing.document_fromstring(page).find(".//main")
    if main is None:
        return []
    for part in main.xpath(".//blockquote | .//*[contains(@class, 'light-text')] | .//script"):
        part.drop_tree()
    blocks = main.xpath(".//p | .//li | .//*[contains(@class, 'govuk-hint')] | .//legend")
    text = " \n".join(" ".join(block.text_content().split()) for block in blocks)
    text = _NOT_OURS.sub("name", text)
    found = re.split(r"(?<=[.?!])\s+|\n", text)
    return [one.strip() for one in found if len(one.split()) > 3 and one.strip()[-1:] in ".?!"]


def reading_age(text: list[str]) -> float:
    words = [word for one in text for word in re.findall(r"[A-Za-z’'-]+", _TERMS.sub("term", one))]
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(text) + 11.8 * syllables / max(len(words), 1) - 15.59 + 5


def _syllables(word: str) -> int:
    groups = re.findall(
        r"[aeiouy]+", re.sub(r"(?<![aeiouyl])e$|es$|(?<![td])ed$", "", word.lower())
    )
    return max(len(groups), 1)
