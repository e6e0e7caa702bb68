"""A moment reads as GOV.UK writes it, by London's clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from selfassess.common.moments import moment


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 1, 5, 9, 7, tzinfo=UTC), "5 January 2026 at 9:07am"),
        (datetime(2026, 7, 5, 14, 30, tzinfo=UTC), "5 July 2026 at 3:30pm"),  # summer time
        (datetime(2026, 6, 30, 23, 15, tzinfo=UTC), "1 July 2026 at 12:15am"),
    ],
)
def test_a_moment_is_told_with_its_day_and_time(at: datetime, text: str) -> None:
    assert moment(at) == text
