"""Reads settings from the environment, and fails loudly where a value makes no sense."""

import json
import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

# Where a program listens: the path of a socket, or a host and a port.
Endpoint = str | tuple[str, int]

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def env_str(name: str, default: str = "") -> str:
    """The variable's text, or the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool = False) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off.

    Raises ImproperlyConfigured for anything else.
    """
    raw = os.environ.get(name)
    if raw is None:
        return default
    value = raw.strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is '{raw}'. Set it to 'true' or 'false'.")


def env_int(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured for anything else."""
    raw = env_str(name)
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is '{raw}'. Set it to a whole number.") from None


def env_list(name: str, default: list[str] | None = None) -> list[str]:
    """Comma-separated words without empty ones."""
    raw = env_str(name)
    return [item.strip() for item in raw.split(",") if item.strip()] if raw else (default or [])


def env_path(name: str, default: Path) -> Path:
    """An absolute folder or file path."""
    raw = env_str(name)
    return Path(raw).expanduser().resolve() if raw else default


def env_email(name: str) -> str:
    """An email address, or "" where unset. Raises ImproperlyConfigured for anything else."""
    address = env_str(name)
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise ImproperlyConfigured(
            f"{name} is '{address}'. Set it to an email address such as help@example.org."
        ) from None
    return address


def env_phone(name: str) -> str:
    """A telephone number as people write it, or "" where unset.

    Raises ImproperlyConfigured for what nobody can dial.
    """
    number = env_str(name)
    if number and not re.fullmatch(r"\+?[\d ()-]*\d[\d ()-]*", number):
        raise ImproperlyConfigured(
            f"{name} is '{number}'. Set it to a telephone number such as 01632 960 001."
        )
    return number


def env_endpoint(name: str) -> Endpoint | None:
    """The path of a socket, or "host:port"; None where unset.

    Raises ImproperlyConfigured for anything else.
    """
    raw = env_str(name)
    if not raw or raw.startswith("/"):
        return raw or None
    host, _, port = raw.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ImproperlyConfigured(
            f"{name} is '{raw}'. Set it to the path of a socket such as /run/clamav/clamd.ctl, or "
            "to host:port."
        )
    return host.strip("[]"), int(port)


def env_json(name: str) -> dict[str, object]:
    """A JSON object, {} where unset. Raises ImproperlyConfigured for anything else."""
    raw = env_str(name)
    if not raw:
        return {}
    try:
        value = json.loads(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not JSON: {error}.") from None
    if not isinstance(value, dict):
        raise ImproperlyConfigured(f'{name} must be a JSON object such as {{"key": "value"}}.')
    return value


def secret_key(debug: bool) -> str:
    """SECRET_KEY from the environment.

    With DEBUG on, a fixed key for development is used when none is set. With DEBUG off, raises
    ImproperlyConfigured for a key that is missing, shorter than 50 characters, of fewer than 5
    different characters, or marked insecure (the same measures as Django's security.W009).
    """
    key = os.environ.get("SECRET_KEY", "")
    if debug:
        return key or "django-insecure-for-development-only"
    if len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or weak. Set it to at least 50 random characters, made with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
        )
    return key
