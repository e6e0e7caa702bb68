"""What anybody reads, signed out: addresses, caching, files."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertNumQueries

from accounts.enums import Role
from accounts.models import FormerSlug
from accounts.validators import RESERVED_SLUGS
from publishing.urls import urlpatterns
from tests import factories
from tests.publishing.shelves import shelve

YEAR = "/published/alderbrook/2025-26/"
V1 = YEAR + "v1/"
PAGES = [
    "/published/",
    "/published/?q=alder",
    "/published/alderbrook/",
    YEAR,
    V1,
]
NAMES = [f"self-assessment.{ending}" for ending in ("pdf", "docx", "xlsx", "csv", "json")]
FILES = [base + name for base in (YEAR, V1) for name in NAMES]


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def publication(cast, code):
    approved = factories.make_approved(cast.officer, cast.member, code)
    return factories.publish(cast.officer, approved)


def content(response):
    return b"".join(response)


def publish_again(cast, code, year=2025):
    return factories.publish(
        cast.officer, factories.make_approved(cast.officer, cast.member, code, year)
    )


def test_a_visitor_reads_the_page(visitor, publication):
    response = visitor.get(YEAR)
    assertContains(response, "Alderbrook Council")
    assertContains(response, 'id="5.10"')
    # What only programs need is not on the residents' page.
    assertNotContains(response, publication.digest)
    assert f'"{publication.digest}"' in visitor.get("/published/index.json").text
    assertContains(response, V1 + "self-assessment.pdf")
    for kind in ("PDF", "Word", "Excel", "CSV", "JSON"):
        assert re.search(rf"{kind}, [\d.]+\s(KB|MB|bytes)\)", response.text), kind
    assertNotContains(response, "replaced")
    assert re.findall(r'<script type="module" src="/static/(app/\w+)', response.text) == [
        "app/menu"
    ]
    assert response.text.count("<script") == 1


def test_the_page_has_its_parts_in_order(visitor, cast, code, publication):
    publish_again(cast, code, 2024)
    text = visitor.get(YEAR).text
    facts = ["Landlord", "Code", "Year", "Approved", "Published"]
    places = [text.index(f'<dt class="govuk-summary-list__key">{fact}</dt>') for fact in facts]
    parts = ["response", "summary", "counts", "not-met", "section-1", "1.2", "section-5", "5.10"]
    parts += ["complain", "formats", "other-years"]
    places += [text.index(f' id="{part}"') for part in parts]
    assert places == sorted(places)
    assert "Housing Ombudsman" in text[places[-3] : places[-2]]
    assert "large print" in text[places[-2] : places[-1]]
    assert "/published/alderbrook/2024-25/" in text[places[-1] :]


def test_words_that_addresses_need_are_no_landlords_address():
    routes = [str(pattern.pattern).split("/") for pattern in urlpatterns]
    words = {parts[1] for parts in routes if parts[0] == "published" and parts[1]}
    assert {word for word in words if re.fullmatch(r"[a-z0-9-]+", word)} <= RESERVED_SLUGS


def test_pages_and_files_are_cacheable_and_set_no_cookie(visitor, publication):
    for address in PAGES + FILES:
        response = visitor.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address
        assert "public" in response.headers["Cache-Control"], address
        assert re.search("max-age=300$|no-cache", response.headers["Cache-Control"]), address
        assert response.headers["ETag"].startswith('"'), address


def test_signed_in_readers_get_the_same(cast, sign_in, visitor, publication):
    reader = sign_in(cast.viewer)
    for address in PAGES + FILES:
        signed_in = reader.get(address)
        assert content(signed_in) == content(visitor.get(address)), address
        assert "Cookie" not in signed_in.headers.get("Vary", ""), address


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_who_has_it_already_gets_a_304(visitor, publication, encoding):
    for address in PAGES + FILES:
        headers = {"Accept-Encoding": encoding}
        first = visitor.get(address, headers=headers)
        etag = first.headers["ETag"]
        again = visitor.get(address, headers=headers | {"If-None-Match": etag})
        assert again.status_code == 304, address
        assert again.content == b"", address
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"], address
        assert again.headers["Vary"] == "Accept-Encoding", address


def test_head_gives_the_headers_alone(visitor, publication):
    for address in PAGES + FILES:
        whole, head = visitor.get(address), visitor.head(address)
        assert head.status_code == 200, address
        assert content(head) == b"", address
        for name in ("ETag", "Content-Type", "Cache-Control", "Content-Length"):
            assert head.headers[name] == whole.headers[name], address


def test_nothing_is_written_through_public_addresses(visitor, publication):
    for address in [*PAGES, *FILES, "/published/alderbrook/latest/"]:
        for write in (visitor.post, visitor.put, visitor.delete):
            assert write(address).status_code == 405, address


def test_at_most_two_queries(visitor, cast, code, publication, django_assert_max_num_queries):
    publish_again(cast, code)
    publish_again(cast, code, 2024)
    for address in [*PAGES, *FILES, "/published/alderbrook/latest/"]:
        # What stands above a frozen body is read from its document once.
        visitor.get(address)
        with django_assert_max_num_queries(2, info=address):
            visitor.get(address)


def test_a_304_of_a_page_does_without_the_body(visitor, publication):
    etag = visitor.get(YEAR).headers["ETag"]
    with assertNumQueries(1):
        assert visitor.get(YEAR, headers={"If-None-Match": etag}).status_code == 304


def test_a_new_version_changes_the_etag_and_the_old_page_says_so(visitor, cast, code, publication):
    before = visitor.get(V1).headers["ETag"]
    publish_again(cast, code)
    old = visitor.get(V1, headers={"If-None-Match": before})
    assert old.status_code == 200
    assertContains(old, "This is version 1. It was replaced on")
    assertContains(old, "Read version 2")
    newest = visitor.get(YEAR)
    assertContains(newest, V1)
    assertNotContains(newest, "It was replaced on")
    assertContains(newest, "version 2: this page")


def test_a_later_year_is_pointed_out(visitor, cast, code, publication):
    publish_again(cast, code, 2026)
    assertContains(visitor.get(YEAR), "A later self-assessment has been published")
    assertContains(visitor.get("/published/alderbrook/2026-27/"), YEAR)


def test_the_json_is_the_frozen_document_byte_for_byte(visitor, publication):
    data = content(visitor.get(V1 + "self-assessment.json"))
    assert data == bytes(publication.document)
    assert hashlib.sha256(data).hexdigest() == publication.digest


def test_a_numbered_files_copy_is_asked_for_every_time(visitor, publication):
    """It never changes, but may be withdrawn: no cache may give it out without asking."""
    for name in NAMES:
        assert visitor.get(V1 + name).headers["Cache-Control"] == "public, no-cache"
        assert visitor.get(YEAR + name).headers["Cache-Control"] == "public, max-age=300"


def test_the_years_files_are_the_newest_versions(visitor, cast, code, publication):
    second = publish_again(cast, code)
    assert content(visitor.get(YEAR + "self-assessment.json")) == bytes(second.document)
    assert content(visitor.get(V1 + "self-assessment.json")) == bytes(publication.document)


def test_latest_leads_to_the_newest_year(visitor, cast, code, publication):
    publish_again(cast, code, 2024)
    response = visitor.get("/published/alderbrook/latest/")
    assert (response.status_code, response.headers["Location"]) == (302, YEAR)


@pytest.mark.parametrize("address", ["/published/alderbrook/", V1])
def test_residents_reach_the_landlord_with_one_press(visitor, publication, address):
    page = visitor.get(address).content.decode()
    assert 'href="tel:01632960000"' in page
    assert 'href="mailto:complaints@landlord.example"' in page


def test_the_landlords_page_lists_years_and_versions(visitor, cast, code, publication):
    publish_again(cast, code)
    publish_again(cast, code, 2024)
    text = visitor.get("/published/alderbrook/").text
    assert text.index(YEAR) < text.index("/published/alderbrook/2024-25/")
    assert V1 in text
    assert YEAR + "v2/" in text


def test_what_is_not_published_is_not_found(visitor, publication):
    for address in (
        "/published/nobody/",
        "/published/nobody/latest/",
        "/published/alderbrook/2024-25/",
        "/published/alderbrook/2025-27/",
        "/published/alderbrook/2025-26/v2/",
        "/published/alderbrook/2025-26/v2/self-assessment.pdf",
        "/published/alderbrook/2024-25/self-assessment.json",
        "/published/elsewhere/latest/",
    ):
        assert visitor.get(address).status_code == 404, address


def test_drafts_and_approved_assessments_are_not_public(visitor, cast, code):
    factories.make_approved(cast.officer, cast.member, code)
    assert visitor.get(YEAR).status_code == 404
    assertContains(visitor.get("/published/alderbrook/"), "has not published a self-assessment")
    assertNotContains(visitor.get("/published/"), "Alderbrook")


def test_a_former_slug_redirects_for_good_and_keeps_the_rest(visitor, publication):
    FormerSlug.objects.create(slug="old-name", landlord=publication.landlord)
    for rest in ("", "latest/", "2025-26/", "2025-26/v1/self-assessment.pdf"):
        response = visitor.get(f"/published/old-name/{rest}?from=mail")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/published/alderbrook/{rest}?from=mail"


def test_a_former_slug_that_another_landlord_has_now_is_that_landlords(visitor, publication):
    FormerSlug.objects.create(slug="elsewhere", landlord=publication.landlord)
    assert visitor.get("/published/elsewhere/2025-26/").status_code == 404


def test_the_list_is_searched_by_name_whatever_its_case(visitor, publication):
    assertContains(visitor.get("/published/", {"q": "ALDER"}), "/published/alderbrook/")
    response = visitor.get("/published/", {"q": "<b>nobody"})
    assertContains(response, "0 landlords with “&lt;b&gt;nobody” in the name")
    assertNotContains(response, "/published/alderbrook/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "message"),
    [("x" * 101, "100 characters or fewer"), ("a\0b", "without special characters")],
)
def test_a_search_that_cannot_be_is_refused_beside_the_field(visitor, typed, message):
    response = visitor.get("/published/", {"q": typed})
    assertContains(response, message, status_code=422)
    assertContains(response, 'href="#id_q"', status_code=422)


def test_the_list_is_paged(visitor, code):
    for number in range(26):
        landlord = factories.make_landlord(name=f"Landlord {number:02}")
        officer = factories.add_member(landlord, Role.COMPLAINTS_OFFICER)
        shelve(factories.start(officer, code))
    first, second = visitor.get("/published/"), visitor.get("/published/?page=2")
    assertContains(first, "Landlord 24")
    assertNotContains(first, "Landlord 25")
    assertContains(second, "Landlord 25")
    assertContains(second, "Page 2 of 2")
    assertContains(visitor.get("/published/?q=landlord"), "?q=landlord&amp;page=2")
