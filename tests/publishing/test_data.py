"""Index, feed and schema: what programs read of everything that is published."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import jsonschema
import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from publishing.correcting import services as corrections
from publishing.render.csv import COLUMNS
from publishing.site import catalogue
from tests import factories
from tests.publishing.shelves import shelve

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"
INDEX, FEED = "/published/index.json", "/published/feed.atom"


@pytest.fixture
def visitor():
    return Client()


def publish(cast, code, year=2025):
    return factories.publish(
        cast.officer, factories.make_approved(cast.officer, cast.member, code, year)
    )


def read(visitor, address=INDEX):
    return json.loads(visitor.get(address).content)


def test_the_index_tells_each_publication_with_its_files(visitor, cast, code):
    publication = publish(cast, code)
    (entry,) = read(visitor)["publications"]
    assert entry["landlord"] == {
        "name": "Alderbrook Council",
        "slug": "alderbrook",
        "url": f"{SITE}/published/alderbrook/",
    }
    assert (entry["year"], entry["version"], entry["status"]) == ("2025-26", 1, "current")
    assert entry["digest"] == publication.digest
    assert len(entry["files"]) == 5
    for file in entry["files"]:
        answer = visitor.get(file["url"].removeprefix(SITE))
        assert answer.headers["ETag"] == f'"{file["sha256"]}"'
        assert answer.headers["Content-Length"] == str(file["size"])
        assert answer.headers["Content-Type"] == file["content_type"]


def test_what_was_replaced_or_withdrawn_says_so(visitor, cast, code):
    publish(cast, code)
    publish(cast, code)
    corrections.withdraw(cast.administrator, publish(cast, code), "It named a resident.")
    entries = read(visitor)["publications"]
    assert [entry["status"] for entry in entries] == ["replaced", "current", "withdrawn"]
    assert entries[2]["withdrawn"]["reason"] == "It named a resident."
    assert entries[2]["files"] == []


def test_an_empty_index_is_a_page_too(visitor):
    assert read(visitor) == {
        "schema": 1,
        "page": 1,
        "pages": 1,
        "count": 0,
        "next": None,
        "previous": None,
        "publications": [],
    }


def test_the_index_is_paged(visitor, cast, code, monkeypatch):
    monkeypatch.setattr(catalogue, "PAGE_SIZE", 2)
    for year in range(2020, 2025):
        shelve(factories.start(cast.officer, code, year), digest=f"{year}" * 16)
    years, address = [], INDEX
    while address:
        page = read(visitor, address.removeprefix(SITE))
        years += [entry["year"] for entry in page["publications"]]
        assert (page["pages"], page["count"]) == (3, 5)
        address = page["next"]
    assert years == ["2020-21", "2021-22", "2022-23", "2023-24", "2024-25"]
    assert page["previous"] == f"{SITE}/published/index-2.json"
    assert read(visitor, "/published/index-2.json")["previous"] == f"{SITE}{INDEX}"
    for number in (0, 1, 4):
        assert visitor.get(f"/published/index-{number}.json").status_code == 404


def test_the_index_asks_as_much_for_many_as_for_one(
    visitor, cast, code, django_assert_max_num_queries
):
    publish(cast, code)
    publish(cast, code, 2024)
    with django_assert_max_num_queries(3):
        visitor.get(INDEX)


def test_every_field_is_explained_and_no_other(visitor, cast, code):
    publish(cast, code)
    page = read(visitor)
    assert list(page) == [field.name for field in catalogue.PAGE_FIELDS]
    assert list(page["publications"][0]) == [f.name for f in catalogue.PUBLICATION_FIELDS]
    explained = visitor.get("/published/data/")
    for field in (*catalogue.PAGE_FIELDS, *catalogue.PUBLICATION_FIELDS, *COLUMNS):
        assertContains(explained, f"<code>{field.name}</code>")


def entries(visitor):
    return ET.fromstring(visitor.get(FEED).content).findall(f"{ATOM}entry")


def test_the_feed_is_atom_with_the_newest_first(visitor, cast, code):
    publish(cast, code, 2024)
    publication = publish(cast, code)
    answer = visitor.get(FEED)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.content)
    assert feed.find(f"{ATOM}id").text == SITE + FEED
    assert feed.find(f"{ATOM}updated").text
    assert {(link.get("rel"), link.get("href")) for link in feed.findall(f"{ATOM}link")} == {
        ("alternate", f"{SITE}/published/"),
        ("self", SITE + FEED),
    }
    first, second = entries(visitor)
    assert first.find(f"{ATOM}title").text == (
        "Alderbrook Council: self-assessment 2025-26, version 1"
    )
    assert first.find(f"{ATOM}link").get("href") == SITE + publication.get_absolute_url()
    assert publication.digest in first.find(f"{ATOM}id").text
    assert "2024-25" in second.find(f"{ATOM}title").text
    for entry in (first, second):
        for name in ("updated", "published", "summary", f"author/{ATOM}name"):
            assert entry.find(ATOM + name).text


def test_an_entry_keeps_its_id_when_the_landlord_moves_and_moves_up_when_withdrawn(
    visitor, cast, code
):
    first = publish(cast, code, 2024)
    publish(cast, code)
    before = {entry.find(f"{ATOM}id").text for entry in entries(visitor)}
    cast.landlord.slug = "alder-and-brook"
    cast.landlord.save()
    corrections.withdraw(cast.administrator, first, "It named a <b>resident</b>.")
    newest = entries(visitor)[0]
    assert newest.find(f"{ATOM}title").text.startswith("Withdrawn: Alderbrook Council")
    assert newest.find(f"{ATOM}summary").text == "Withdrawn: It named a <b>resident</b>."
    assert newest.find(f"{ATOM}updated").text > newest.find(f"{ATOM}published").text
    assert {entry.find(f"{ATOM}id").text for entry in entries(visitor)} == before


def test_the_schema_is_public_and_holds_for_what_is_published(visitor, cast, code):
    publication = publish(cast, code)
    answer = visitor.get("/published/schema/self-assessment-2.json")
    assert answer.headers["Content-Type"] == "application/schema+json"
    jsonschema.validate(json.loads(bytes(publication.document)), json.loads(answer.content))


def test_who_has_it_already_gets_a_304_until_something_changes(visitor, cast, code):
    for address in (INDEX, FEED, "/published/schema/self-assessment-1.json", "/published/data/"):
        first = visitor.get(address)
        assert "public" in first.headers["Cache-Control"]
        assert not first.cookies
        etag = {"If-None-Match": first.headers["ETag"]}
        if address == FEED and not entries(visitor):
            # An empty feed has no time but the present.
            continue
        assert visitor.get(address, headers=etag).status_code == 304, address
        assert visitor.post(address).status_code == 405
    etag = {"If-None-Match": visitor.get(INDEX).headers["ETag"]}
    publish(cast, code)
    assert visitor.get(INDEX, headers=etag).status_code == 200
    feed = visitor.get(FEED).headers["ETag"]
    assert visitor.get(FEED, headers={"If-None-Match": feed}).status_code == 304


def test_the_list_leads_to_all_of_it(visitor):
    listing = visitor.get("/published/")
    for address in (FEED, "/published/data/", "/published/verify/"):
        assertContains(listing, f'href="{address}"')
    explained = visitor.get("/published/data/")
    for address in (INDEX, FEED, "/published/schema/self-assessment-1.json"):
        assertContains(explained, f'href="{address}"')
