"""That a test says the same at any time, and however long it has to wait."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import signing
from django.utils import timezone

from selfassess.common.models import OutgoingMail
from tests.conftest import one_day_only, put_clock_back

TESTS = sorted((settings.BASE_DIR / "tests").rglob("*.py"))
# The first evaluates its text in the page each time it looks, which the content security policy
# refuses unless it is true at once; the second is a sleep.
FORBIDDEN = {"wait_for_function", "wait_for_timeout"}
CLOCK = {"localdate", "localtime", "now", "today"}


def test_no_wait_evaluates_a_text_in_the_page_and_none_sleeps():
    found = [
        f"{where(path, node)} {node.func.attr}: wait with expect(…), or as tests/browser.py does"
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if called(node) in FORBIDDEN
    ]
    assert found == []


def test_no_test_reads_the_clock_before_it_runs():
    """What a file reads when it is loaded is of yesterday where the tests run past midnight."""
    found = [
        f"{where(path, node)} reads the clock when the file is loaded"
        for path in TESTS
        for node in outside_functions(ast.parse(path.read_text("utf-8")))
        if called(node) in CLOCK
    ]
    assert found == []


def test_no_test_takes_the_same_day_of_another_year():
    """There is none on 29 February."""
    found = [
        f"{where(path, node)} replaces a year"
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if called(node) == "replace" and any(each.arg == "year" for each in node.keywords)
    ]
    assert found == []


def test_what_is_signed_twice_differs():
    """As it does in earnest once the second is another: nobody may compare the two."""
    assert signing.dumps("a link") != signing.dumps("a link")


@pytest.mark.parametrize(
    ("begun", "run"),
    [
        ("2026-11-26 12:00", "2026-11-26 12:00"),
        ("2026-11-26 23:49", "2026-11-26 23:49"),
        ("2026-11-26 23:59", "2026-11-26 23:39"),
        ("2026-11-27 00:00", "2026-11-27 00:00"),
        ("2028-02-29 23:55", "2028-02-29 23:35"),
        ("2026-07-01 23:55", "2026-07-01 23:35"),
    ],
)
def test_no_test_runs_past_midnight(begun, run):
    first, then = (
        timezone.make_aware(datetime.strptime(text, "%Y-%m-%d %H:%M")) for text in (begun, run)
    )
    assert first - one_day_only(first) == then


def test_where_the_clock_is_put_back_everything_reads_the_same(monkeypatch):
    before = timezone.now()
    put_clock_back(monkeypatch, timedelta(minutes=20))
    assert timezone.now() < before
    assert OutgoingMail().due_at < before
    # As a template shows it: in London's time.
    assert timezone.template_localtime(before).tzinfo == timezone.get_current_timezone()


def where(path: Path, node: ast.Call) -> str:
    return f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}"


def called(node: ast.AST) -> str:
    """The name of the method that the node calls; "" where it calls none."""
    is_method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return node.func.attr if is_method else ""


def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """All that runs when the file is loaded: not the bodies of functions, but their decorators."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*child.decorator_list, child.args):
                yield from ast.walk(part)
        elif not isinstance(child, ast.Lambda):
            yield child
            yield from outside_functions(child)
