"""The production server, killed and starved under people who type: what it kept stays kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.long
# script/proof kills more often.
KILLS = int(os.environ.get("KILLS", "8"))
ROOT: Path = settings.BASE_DIR


def load(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, with a database of its own: this one's is a test's."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SELFASSESS_DATA")
    }
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
        timeout=60 + 30 * KILLS,
    )


def test_every_acknowledged_save_outlives_a_server_that_is_killed_again_and_again():
    result = load("tests.load", "--people", "8", "--pause", "0.1", "--kills", str(KILLS))
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"8 people, {KILLS} kills" in result.stdout
    assert "0 errors, 0 texts lost" in result.stdout


def test_a_full_disk_gives_the_text_back_and_loses_nothing_that_was_saved():
    result = load("tests.load.full_disk")
    assert result.returncode == 0, result.stdout + result.stderr
