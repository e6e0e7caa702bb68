"""What stands between a wrong setting and a running service."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOOD_KEY = secrets.token_urlsafe(64)


def manage(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs manage.py with nothing but the given settings."""
    names = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
    kept = {name: value for name, value in os.environ.items() if name in names}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=kept | {"SELFASSESS_DATA": str(tmp_path / "data")} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_deployment_check_is_clean(tmp_path):
    done = manage(
        tmp_path,
        "check",
        "--deploy",
        "--fail-level=WARNING",
        SECRET_KEY=GOOD_KEY,
        ALLOWED_HOSTS="selfassess.example.org",
        SERVICE_OWNER="Northshire Digital",
        SUPPORT_EMAIL="help@northshire.example",
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    # What was made on the way is for this user of the machine alone.
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_the_deployment_check_asks_who_runs_the_service(tmp_path):
    done = manage(
        tmp_path, "check", "--deploy", SECRET_KEY=GOOD_KEY, ALLOWED_HOSTS="selfassess.example.org"
    )
    assert done.returncode == 0, done.stderr
    assert "Set SERVICE_OWNER to the organisation that runs this service." in done.stderr
    assert "Set SUPPORT_EMAIL to an address that someone answers." in done.stderr


@pytest.mark.parametrize("key", ["", "short", "x" * 60, f"django-insecure-{GOOD_KEY}"])
def test_it_does_not_start_on_a_missing_or_weak_secret(tmp_path, key):
    done = manage(tmp_path, "check", SECRET_KEY=key, ALLOWED_HOSTS="selfassess.example.org")
    assert done.returncode != 0
    assert "SECRET_KEY is missing or weak. Set it to at least 50 random characters" in done.stderr
    assert "secrets.token_urlsafe(64)" in done.stderr
    assert "Traceback" not in done.stderr
    if key:
        assert key not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DEBUG", "maybe", "Set it to 'true' or 'false'."),
        ("EMAIL_PORT", "smtp", "Set it to a whole number."),
        ("DATABASE_URL", "mysql://a/b", "must begin with sqlite:/// or postgres://"),
        ("FILE_STORAGE_OPTIONS", "{", "is not JSON"),
        ("SUPPORT_EMAIL", "ask Priya", "Set it to an email address such as help@example.org."),
        ("CLAMAV_SOCKET", "clamd", "such as /run/clamav/clamd.ctl, or to host:port."),
        ("SUPPORT_PHONE", "ask Priya", "Set it to a telephone number such as 01632 960 001."),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path, name, value, message):
    done = manage(tmp_path, "check", SECRET_KEY=GOOD_KEY, **{name: value})
    assert done.returncode != 0
    assert name in done.stderr
    assert message in done.stderr


def test_the_front_end_files_refer_to_nothing_that_is_missing(tmp_path):
    done = manage(
        tmp_path,
        "collectstatic",
        "--noinput",
        SECRET_KEY=GOOD_KEY,
        STATIC_ROOT=str(tmp_path / "static"),
    )
    assert done.returncode == 0, done.stderr
    (script,) = (tmp_path / "static" / "app").glob("app.????????????.js")
    (library,) = (tmp_path / "static" / "vendor" / "govuk-frontend").glob("*.min.????????????.js")
    # The module imports the very release that it was served with.
    assert f"../vendor/govuk-frontend/{library.name}" in script.read_text()
