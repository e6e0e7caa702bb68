"""What a release published is there after the upgrade: every address, page, file and digest."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from tests.upgrade.comparing import differences, sha256
from tests.upgrade.installation import Installation
from tests.upgrade.visitor import Visitor

pytestmark = pytest.mark.database
Visit = Callable[..., Visitor]


def test_every_public_address_answers_as_before(installation: Installation, visit: Visit) -> None:
    visitor = visit()
    wrong = [
        difference
        for fact in installation.facts["public"]
        for difference in differences(fact, visitor.look(fact["address"]), installation)
    ]
    assert wrong == []


def test_frozen_pages_are_the_same_to_the_byte(installation: Installation, visit: Visit) -> None:
    visitor = visit()
    published = [one for one in installation.facts["published"] if not one["withdrawn"]]
    assert published
    for one in published:
        assert installation.body(one["body"]) in visitor.open(one["address"]).body, one["address"]
        document = visitor.open(f"{one['address']}self-assessment.json").body
        assert sha256(document) == one["digest"]


def test_checking_a_file_finds_what_was_published(installation: Installation, visit: Visit) -> None:
    files = [
        fact
        for fact in installation.facts["public"]
        if "/v" in fact["address"] and fact.get("sha256")
    ]
    assert {fact["address"].rpartition(".")[2] for fact in files} == {
        "csv",
        "docx",
        "json",
        "pdf",
        "xlsx",
    }
    for fact in files:
        visitor = visit()
        page = visitor.press(
            visitor.open("/published/verify/"), "Check", {"digest": fact["sha256"]}
        )
        assert fact["address"].rpartition("/")[0] + "/" in page.links(), fact["address"]
    kept = next(fact for fact in files if fact["sha256"] not in installation.left_out)
    content = visit().open(kept["address"]).body
    page = visit().open("/published/verify/")
    page = visit().press(page, "Check", file=("file", "mine.pdf", content))
    assert kept["address"].rpartition("/")[0] + "/" in page.links()


def test_index_and_feed_name_all_that_they_named(installation: Installation, visit: Visit) -> None:
    before = installation.facts["index"]["publications"]
    now = visit().open("/published/index.json").response.json()["publications"]
    assert len(now) == len(before)
    for old, new in zip(before, now, strict=True):
        assert holds(new, old), (old, new)
    feed = visit().open("/published/feed.atom").body.decode()
    for updated, name in installation.facts["feed"]:
        entry = next(text for text in feed.split("<entry>") if f"<id>{name}</id>" in text)
        assert f"<updated>{updated}</updated>" in entry


def holds(new: Any, old: Any) -> bool:
    """Whether the new value says all that the old one does; it may say more."""
    if isinstance(old, dict):
        return all(name in new and holds(new[name], value) for name, value in old.items())
    if isinstance(old, list):
        return len(new) == len(old) and all(map(holds, new, old))
    return bool(new == old)


def test_the_public_side_can_be_written_out(installation: Installation, tmp_path: Any) -> None:
    call_command("export_site", str(tmp_path), verbosity=0)
    for fact in installation.facts["public"]:
        digest = fact.get("sha256")
        if fact["status"] == 200 and digest and digest not in installation.left_out:
            written = tmp_path / fact["address"].removeprefix("/")
            assert sha256(written.read_bytes()) == digest
    index = json.loads((tmp_path / "published/index.json").read_text())
    assert index["count"] == installation.facts["index"]["count"]
