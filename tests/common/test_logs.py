"""What the log says, and what it keeps to itself."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from selfassess.common.logs import HideTokens
from tests import factories


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the service's own handler writes."""
    handler = next(
        handler
        for handler in logging.getLogger().handlers
        if any(isinstance(found, HideTokens) for found in handler.filters)
    )
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.parametrize("address", ["/invitations/{}/", "/unsubscribe/{}/"])
def test_what_opens_something_is_not_written_down(db, log, address):
    Client().get(address.format("s3cret-token"))
    assert "/…/" in log.getvalue()
    assert "s3cret-token" not in log.getvalue()


def test_an_invitation_that_somebody_else_opens_is_logged_without_its_token(cast, sign_in, log):
    factories.invite(cast.administrator, "nell@example.org", token="s3cret-token")
    assert sign_in(cast.viewer).get("/invitations/s3cret-token/").status_code == 403
    assert "Forbidden: /invitations/…/" in log.getvalue()


def test_a_link_to_a_new_password_is_not_written_down(db, log):
    logging.getLogger("django.request").warning(
        "%s: %s", "Forbidden", "/accounts/password/reset/key/1-s3cret/?next=/invitations/s3cret/"
    )
    assert "s3cret" not in log.getvalue()


def test_other_addresses_are_written_whole(db, log):
    Client().get("/no-such-page/5.10/")
    assert "Not Found: /no-such-page/5.10/" in log.getvalue()
