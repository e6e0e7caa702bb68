"""The Codes' public pages, as a signed-out reader finds them."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.test import Client

from codes.models import Code
from tests.codes.files import CODE, CORRESPONDENCE, OTHER, later, write

pytestmark = pytest.mark.django_db


class _Page(HTMLParser):
    """The page's ids in order, and the HTML of each summary-list row by its id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.feed(html)
        rows = re.split(r'<div class="govuk-summary-list__row"', html)[1:]
        self.rows = {m[1]: row for row in rows if (m := re.match(r' id="([^"]+)"', row))}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]

    def words(self, number: str) -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", self.rows[number]).split("</dl>")[0].split())


def page(client: Client, edition: str) -> _Page:
    response = client.get(f"/codes/{edition}/")
    assert response.status_code == 200
    return _Page(response.content.decode())


def test_every_provision_is_at_its_own_anchor_in_the_forms_order(client, full_codes):
    for edition, code in full_codes.items():
        numbers = list(code.provisions.values_list("number", flat=True))
        found = page(client, edition)
        assert [id_ for id_ in found.ids if id_ in set(numbers)] == numbers
        assert len(numbers) == 72
        assert len(found.ids) == len(set(found.ids))


def test_five_point_ten_and_five_point_one_are_told_apart(client, full_codes):
    found = page(client, "2024")
    for number in ("5.1", "5.10"):
        text = full_codes["2024"].provisions.get(number=number).text
        assert text[:40] in found.words(number)


def test_bullets_and_lettered_points_are_lists(client, full_codes):
    found = page(client, "2024")
    lettered = found.rows["8.1"]
    assert lettered.count("<li>") == 6
    assert '<ol class="govuk-list govuk-list--number app-list--letter" type="a" start="1">' in (
        lettered
    )
    assert '<ul class="govuk-list govuk-list--bullet">' in found.rows["2.2"]


def test_must_should_and_stage_are_marked(client, full_codes):
    found = page(client, "2022")
    assert "1.4 Should" in found.words("1.4")
    assert "5.10 Must Stage 2" in found.words("5.10")
    assert "Stage" not in found.words("1.2")
    html = client.get("/codes/2022/").content.decode()
    assert "Mandatory &#x27;must&#x27; requirements</h3>" in html
    assert "Best practice &#x27;should&#x27; requirements</h3>" in html
    assert html.count(">Stage 3</h4>") == 2
    assert client.get("/codes/2024/").content.decode().count(">Stage 2</h3>") == 1


def test_it_says_what_a_provision_came_from(client, full_codes):
    found = page(client, "2024")
    assert "Reworded from 2022 provision 1.2 ." in found.words("1.2")
    assert "Strengthened from 2022 provisions 1.8 and 4.14 ." in found.words("2.2")
    assert "New in 2024." in found.words("2.3")
    assert '<a class="govuk-link" href="/codes/2022/#4.14">4.14</a>' in found.rows["2.2"]


def test_it_says_what_a_provision_became(client, full_codes):
    found = page(client, "2022")
    assert "Strengthened in 2024 provision 1.3 ." in found.words("1.3")
    assert '<a class="govuk-link" href="/codes/2024/#1.3">1.3</a>' in found.rows["1.3"]
    assert "Not in 2024." in found.words("5.11")
    assert "Not carried" not in found.words("1.3")


def test_contents_rules_and_dates_are_there(client, full_codes):
    html = client.get("/codes/2022/").content.decode()
    assert 'href="#section-5">5. ' in html
    assert 'id="section-5"' in html
    assert "Completed by the complaints officer and discussed" in html
    assert "From 1 April 2022 to 31 March 2024" in html
    assert ">Superseded</strong>" in html
    assert "<title>Complaint Handling Code 2022" in html


def test_the_list_says_from_the_dates_which_code_is_in_force(client, full_codes):
    Code.objects.filter(edition="2024").update(in_force_from=date(2999, 4, 1))
    html = client.get("/codes/").content.decode()
    assert [tag in html for tag in ("Superseded", "Upcoming")] == [True, True]
    assert html.index("Code 2024") < html.index("Code 2022")
    Code.objects.filter(edition="2022").update(superseded_on=date(2999, 4, 1))
    html = client.get("/codes/").content.decode()
    assert ">In force</strong>\nFrom 1 April 2022 to 31 March 2999" in html


def test_each_family_has_a_code_in_force(client, full_codes):
    alone = client.get("/codes/").content.decode()
    assert "Housing Ombudsman’s Complaint Handling Code" not in alone
    call_command("load_codes", str(OTHER), verbosity=0)
    html = client.get("/codes/").content.decode()
    assert html.count(">In force</strong>") == 2
    councils, housing = html.split("Housing Ombudsman’s Complaint Handling Code</h2>")
    assert "Councils Ombudsman’s Good Complaints Code</h2>" in councils
    assert "Good Complaints Code 2024</a>" in councils
    assert "Complaint Handling Code 2024</a>" in housing
    assert ">In force</strong>" in client.get("/codes/councils-2024/").content.decode()
    assert "Other editions" not in client.get("/codes/councils-2024/").content.decode()
    assert "Good Complaints" not in client.get("/codes/2024/").content.decode()


def test_a_new_edition_needs_files_only(client, tmp_path):
    write(tmp_path, code_2026=CODE, code_2027=later(), code_2026_to_2027=CORRESPONDENCE)
    call_command("load_codes", str(tmp_path), verbosity=0)
    found = page(client, "2027")
    assert "Strengthened from 2026 provision 5.10 ." in found.words("5.10")
    assert found.rows["5.10"].count("<li>") == 2
    assert "New in 2027." in found.words("5.1")
    assert "Not in 2027." in page(client, "2026").words("5.1")
    assert "/codes/2027/" in client.get("/codes/").content.decode()


def test_a_code_that_takes_up_nothing_says_so_of_every_provision(client, tmp_path):
    nothing = CORRESPONDENCE.replace('["5.1"]', '["5.1", "5.10"]').replace('["5.10"]', "[]", 1)
    nothing = nothing.replace('"strengthened"', '"new"')
    write(tmp_path, code_2026=CODE, code_2027=later(), code_2026_to_2027=nothing)
    call_command("load_codes", str(tmp_path), verbosity=0)
    found = page(client, "2026")
    assert "Not in 2027." in found.words("5.1")
    assert "Not in 2027." in found.words("5.10")


def test_an_unknown_edition_is_not_found(client, full_codes):
    assert client.get("/codes/1999/").status_code == 404


def test_before_any_code_is_loaded_the_list_says_so(client):
    assert "No Codes yet" in client.get("/codes/").content.decode()


@pytest.mark.parametrize("path", ["/codes/", "/codes/2024/"])
def test_pages_can_be_kept_by_caches(client, full_codes, path):
    response = client.get(path)
    assert "public" in response["Cache-Control"]
    assert "max-age=300" in response["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    again = client.get(path, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert not again.content
    head = client.head(path)
    assert head.status_code == 200
    assert head["ETag"] == response["ETag"]
    assert client.post(path).status_code == 405


def test_the_page_of_two_provisions_costs_as_much_as_that_of_72(
    client, full_codes, tmp_path, django_assert_num_queries
):
    write(tmp_path, code_2026=CODE, code_2027=later(), code_2026_to_2027=CORRESPONDENCE)
    call_command("load_codes", str(tmp_path), verbosity=0)
    for edition in ("2022", "2024", "2026", "2027"):
        with django_assert_num_queries(6):
            client.get(f"/codes/{edition}/")
    with django_assert_num_queries(2):
        client.get("/codes/")
