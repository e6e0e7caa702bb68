"""Damaged forms, by seed: each is read or refused in words, in good time, and nothing breaks.

The reader is tried in the test's own process, where pytest-django lets nothing near the database.
tests/intake/test_damaged.py sends some through the pages. script/proof tries 10,000 seeds.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assessments.enums import Answer
from assessments.importing.limits import CannotRead
from assessments.importing.result import ImportResult
from tests.importing.broken import SEEDS, damaged
from tests.importing.content import codes
from tests.importing.reading import read_form

# A whole PDF is read in 4 seconds of a quiet machine.
SECONDS = 60


@contextmanager
def in_good_time() -> Iterator[None]:
    """Raises TimeoutError for a reader that hangs."""

    def too_long(*args: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read_or_refused(seed: int) -> ImportResult | str:
    """What the form of the seed holds, or why it is refused."""
    name, data = damaged(seed)
    try:
        with in_good_time():
            return read_form(data, name)
    except CannotRead as refusal:
        return str(refusal)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_damaged_form_is_read_or_refused_in_words(seed):
    outcome = read_or_refused(seed)
    if isinstance(outcome, str):
        assert outcome.endswith(".")
        return
    provisions = {p.number for part in codes()[outcome.edition].sections for p in part.provisions}
    numbers = [found.number for found in outcome.responses]
    assert set(numbers) <= provisions
    assert len(set(numbers)) == len(numbers)
    assert {found.answer for found in outcome.responses} <= {"", *Answer.values}
