"""The public side as plain files."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from io import StringIO
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import logos
from publishing.correcting import services as corrections
from publishing.site.folders import MANIFEST
from tests import factories

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def publication(cast, code):
    look = logos.Look("#005ea5", "Alderbrook", logos.read(factories.picture()))
    logos.save(cast.administrator, look)
    cast.landlord.refresh_from_db()
    return publish(cast, code)


def publish(cast, code, year=2025):
    return factories.publish(
        cast.officer, factories.make_approved(cast.officer, cast.member, code, year)
    )


def export(folder):
    out = StringIO()
    call_command("export_site", str(folder), stdout=out)
    return out.getvalue()


def files_of(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


class Links(HTMLParser):
    """Every address that a page names, its own anchors, and what it leads on to by itself."""

    def __init__(self, html):
        super().__init__()
        self.found, self.ids = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids.add(found.get("id"))
        self.found += [found[name] for name in ("href", "src", "action") if found.get(name)]
        if found.get("http-equiv") == "refresh":
            self.found.append(found["content"].partition("url=")[2])


def pointed_at(base, link):
    """The file of the export that a link of the page at `base` leads to; None for another host."""
    parts = urlsplit(urljoin(f"https://static.example/some/place/{base}", link))
    if parts.netloc != "static.example" or parts.scheme != "https":
        return None
    assert parts.path.startswith("/some/place/"), f"{base}: {link} leads out of the export"
    path = unquote(parts.path.removeprefix("/some/place/"))
    return path + ("index.html" if path.endswith("/") or not path else "")


def test_every_link_within_the_export_leads_to_a_file(cast, code, publication, tmp_path):
    publish(cast, code)
    corrections.withdraw(cast.administrator, publish(cast, code, 2026), "It named a resident.")
    export(tmp_path)
    there = files_of(tmp_path)
    ids = {
        name: Links((tmp_path / name).read_text()).ids for name in there if name.endswith(".html")
    }
    wrong, internal = [], 0
    for name in ids:
        for link in Links((tmp_path / name).read_text()).found:
            target = pointed_at(name, link)
            if target is None:
                continue
            internal += 1
            anchor = urlsplit(link).fragment
            if target not in there or (anchor and anchor not in ids[target]):
                wrong.append(f"{name}: {link}")
    assert wrong == []
    assert internal > 100
    for name in there:
        if name.endswith(".css"):
            for url in re.findall(r"url\(([^)]+)\)", (tmp_path / name).read_text()):
                assert url.startswith("data:") or pointed_at(name, url) in there, (name, url)


def test_pages_files_and_data_are_what_the_service_gives(publication, tmp_path):
    export(tmp_path)
    base = "published/alderbrook/2025-26"
    for file in publication.files.all():
        for folder in (base, f"{base}/v1"):
            served = b"".join(Client().get(f"/{folder}/{file.name}"))
            assert (tmp_path / folder / file.name).read_bytes() == served
    for name in ("published/index.json", "published/feed.atom"):
        assert (tmp_path / name).read_bytes() == Client().get(f"/{name}").content
    page = (tmp_path / base / "index.html").read_text()
    assert 'id="5.10"' in page
    assert 'href="v1/self-assessment.pdf"' in page
    assert f'href="{SITE}/account/"' in page
    assert "<script" not in page
    assert "../../../static/" in page
    assert "self-assessment-form" not in page
    whole = (tmp_path / "published/index.html").read_text()
    assert 'href="alderbrook/"' in whole
    assert "<form" not in whole
    assert 'url=../2025-26/"' in (tmp_path / "published/alderbrook/latest/index.html").read_text()
    for ending in ("docx", "xlsx"):
        assert (tmp_path / f"codes/2024/self-assessment.{ending}").is_file()
    assert (tmp_path / f"landlords/alderbrook/logo-{publication.landlord.logo_digest}.png").exists()


def test_a_withdrawn_one_says_so_and_its_files_are_gone(cast, publication, tmp_path):
    export(tmp_path)
    pdf = tmp_path / "published/alderbrook/2025-26/v1/self-assessment.pdf"
    assert pdf.exists()
    corrections.withdraw(cast.administrator, publication, "It named a resident.")
    report = export(tmp_path)
    assert not pdf.exists()
    assert "It named a resident." in (pdf.parent / "index.html").read_text()
    assert not re.search(r" 0 removed", report)


def test_what_has_not_changed_is_left_untouched(cast, code, publication, tmp_path):
    export(tmp_path)
    long_ago = 1_000_000_000
    for name in files_of(tmp_path):
        os.utime(tmp_path / name, (long_ago, long_ago))
    assert re.search(r": 0 written, \d+ unchanged, 0 removed", export(tmp_path))
    assert {(tmp_path / name).stat().st_mtime for name in files_of(tmp_path)} == {long_ago}
    publish(cast, code, 2026)
    export(tmp_path)
    touched = {n for n in files_of(tmp_path) if (tmp_path / n).stat().st_mtime != long_ago}
    assert "published/alderbrook/2026-27/index.html" in touched
    assert "published/alderbrook/2025-26/v1/self-assessment.pdf" not in touched
    assert not any(name.startswith("static/") for name in touched)


def test_other_peoples_files_stay(cast, publication, tmp_path):
    (tmp_path / "published").mkdir()
    (tmp_path / "published/notes.txt").write_text("Mine.")
    (tmp_path / "CNAME").write_text("static.example")
    export(tmp_path)
    corrections.withdraw(cast.administrator, publication, "It named a resident.")
    export(tmp_path)
    assert (tmp_path / "published/notes.txt").read_text() == "Mine."
    assert (tmp_path / "CNAME").read_text() == "static.example"


def test_a_file_of_somebody_else_in_the_way_is_not_overwritten(publication, tmp_path):
    (tmp_path / "published").mkdir()
    mine = tmp_path / "published/index.html"
    mine.write_text("Mine.")
    with pytest.raises(CommandError, match="was not written by this command"):
        export(tmp_path)
    assert mine.read_text() == "Mine."
    mine.unlink()
    export(tmp_path)
    assert mine.exists()


def test_a_list_of_files_that_was_tampered_with_removes_nothing_outside(publication, tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("Mine.")
    folder = tmp_path / "site"
    export(folder)
    names = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps([*names, "../outside.txt", str(outside)]))
    export(folder)
    assert outside.read_text() == "Mine."


def test_a_lost_file_is_an_error_that_says_so(publication, tmp_path):
    default_storage.delete(publication.files.first().storage_name)
    with pytest.raises(CommandError, match="not in storage"):
        export(tmp_path)


def test_half_a_file_is_not_exported(publication, tmp_path):
    name = publication.files.first().storage_name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"%PDF"))
    with pytest.raises(CommandError, match=r"damaged: 4 of .* Restore it from a backup"):
        export(tmp_path)


@pytest.mark.django_db
def test_nothing_published_is_an_export_too(tmp_path):
    export(tmp_path)
    assert "Nothing has been published yet" in (tmp_path / "published/index.html").read_text()
