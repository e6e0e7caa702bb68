"""The published page inside a landlord's own website, and nowhere else."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import FormerSlug, Landlord
from accounts.validators import clean_embed_sites
from publishing.correcting import services as corrections
from tests import factories
from tests.accounts.test_landlord_details import DETAILS, filled

EMBED = "/published/alderbrook/embed/"
YEAR = "/published/alderbrook/2025-26/embed/"
SITES = "https://www.alderbrook.example\nhttps://homes.example:8443"


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def publication(cast, code):
    Landlord.objects.filter(pk=cast.landlord.pk).update(embed_sites=SITES)
    cast.landlord.refresh_from_db()
    return factories.publish(cast.officer, factories.make_approved(cast.officer, cast.member, code))


def ancestors(response):
    policy = response.headers["Content-Security-Policy"]
    found = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    return found["frame-ancestors"]


def test_the_body_is_there_without_our_frame(visitor, publication):
    for address in (EMBED, YEAR):
        page = visitor.get(address)
        assertContains(page, 'id="5.10"')
        assertContains(page, "<h1")
        assertNotContains(page, "govuk-footer")
        assertNotContains(page, "Sign in")
        assertContains(page, 'target="_top" href="http')
        assertContains(page, '<a class="govuk-link" href="#')
        assert not page.cookies
        assert "<script" not in page.text


def test_the_landlords_sites_may_frame_it_and_nobody_else(visitor, publication):
    for address in (EMBED, YEAR):
        page = visitor.get(address)
        assert ancestors(page) == "https://www.alderbrook.example https://homes.example:8443"
        assert "X-Frame-Options" not in page.headers
        again = visitor.get(address, headers={"If-None-Match": page.headers["ETag"]})
        assert again.status_code == 304
        assert ancestors(again) == ancestors(page)
    for address in ("/published/alderbrook/", "/published/alderbrook/2025-26/", "/published/"):
        page = visitor.get(address)
        assert ancestors(page) == "'none'"
        assert page.headers["X-Frame-Options"] == "DENY"


def test_without_a_listed_site_nobody_may_frame_it(visitor, publication):
    Landlord.objects.update(embed_sites="")
    assert ancestors(visitor.get(EMBED)) == "'none'"


def test_two_queries_are_enough(visitor, publication, django_assert_max_num_queries):
    visitor.get(YEAR)  # A server's first visit reads the document too.
    for address in (EMBED, YEAR):
        with django_assert_max_num_queries(2):
            visitor.get(address)


def test_the_newest_is_shown_and_a_withdrawn_one_says_so_in_the_frame(
    visitor, cast, code, publication
):
    later = factories.publish(
        cast.officer, factories.make_approved(cast.officer, cast.member, code, 2026)
    )
    assertContains(visitor.get(EMBED), "2026-27</span>")
    assertContains(visitor.get(YEAR), "2025-26</span>")
    corrections.withdraw(cast.administrator, later, "It named a resident.")
    assertContains(visitor.get(EMBED), "2025-26</span>")
    corrections.withdraw(cast.administrator, publication, "It named a resident.")
    gone = visitor.get(EMBED)
    assertContains(gone, "It named a resident.", status_code=410)
    assert ancestors(gone).startswith("https://www.alderbrook.example")


def test_what_is_not_there_is_not_found_and_a_former_name_redirects(visitor, cast, publication):
    for address in (
        "/published/nobody/embed/",
        "/published/elsewhere/embed/",
        "/published/alderbrook/2024-25/embed/",
    ):
        assert visitor.get(address).status_code == 404
    FormerSlug.objects.create(slug="old-name", landlord=cast.landlord)
    assert visitor.get("/published/old-name/embed/").headers["Location"] == EMBED


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" HTTPS://WWW.Alderbrook.example/ \r\n\r\n", "https://www.alderbrook.example"),
        ("https://a.example\nhttps://a.example", "https://a.example"),
        ("https://a.example:8443", "https://a.example:8443"),
    ],
)
def test_sites_are_kept_as_origins(typed, kept):
    assert clean_embed_sites(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "http://a.example",
        "www.a.example",
        "https://a.example/page",
        "https://*.example",
        "https://*",
        "*",
        "https://a.example; script-src *",
        "https://a.example https://b.example",
        "https://a.example, https://b.example",
        "https://me@a.example",
        "https://a.example?x",
        "https://localhost",
        "https://a..example",
        "https://-a.example",
        "https://a.example:0",
        "'self'",
        "https://ä.example",
    ],
)
def test_what_is_no_origin_is_refused(cast, sign_in, typed):
    with pytest.raises(ValidationError):
        clean_embed_sites(typed)


def test_a_wrong_site_is_refused_beside_the_field_and_shown_again(cast, sign_in):
    sites = "https://a.example\nhttp://b.example"
    answer = sign_in(cast.administrator).post(DETAILS, filled(embed_sites=sites))
    assertContains(answer, "“http://b.example” is not the start of a secure", status_code=422)
    assertContains(answer, 'href="#id_embed_sites"', status_code=422)
    assertContains(answer, "http://b.example</textarea>", status_code=422)


def test_the_administrator_lists_sites_and_finds_what_to_paste(cast, sign_in):
    administrator = sign_in(cast.administrator)
    answer = administrator.post(
        DETAILS, filled(embed_sites=SITES, paper_is_public="on"), follow=True
    )
    snippet = "&lt;iframe src=&quot;http://127.0.0.1:8000/published/alderbrook/embed/&quot;"
    assert snippet.replace("&quot;", '"') in answer.text
    assert "title=" in answer.text.partition("&lt;iframe")[2]
    landlord = Landlord.objects.get(slug="alderbrook")
    assert landlord.embed_origins == SITES.split()
    assert landlord.paper_is_public
    read = sign_in(cast.viewer).get(DETAILS)
    assertContains(read, "https://homes.example:8443")
    assertContains(read, "Published with the self-assessment")
    assertContains(read, "&lt;iframe")
