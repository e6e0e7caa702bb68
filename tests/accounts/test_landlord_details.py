"""The landlord's details and its address."""

import pytest

from accounts import services, year_end
from accounts.enums import Role
from accounts.models import FormerSlug, Landlord
from tests.factories import make_landlord

DETAILS = "/landlords/alderbrook/details/"


def filled(**changes: str) -> dict[str, str]:
    return {
        "name": "Alderbrook Council",
        "slug": "alderbrook",
        "kind": "council",
        "homes": "4,250",
        "year_end": "31 March",
        "website": "https://www.alderbrook.example",
        "governing_body": "Cabinet",
        "mrc_title": "Cabinet Member for Housing",
        "complaints_contact": "complaints@alderbrook.example",
        "subsidiaries": "",
    } | changes


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_everybody_else_reads_the_details_and_changes_nothing(cast, sign_in, role):
    client = sign_in(cast.by_role(role))
    html = client.get(DETAILS).content.decode()
    assert "Cabinet Member for Housing" in html
    assert "31 March" in html
    assert "<textarea" not in html
    assert client.post(DETAILS, filled(name="Mine now")).status_code == 403
    assert Landlord.objects.get(slug="alderbrook").name == "Alderbrook Council"


def test_outsiders_find_nothing(cast, sign_in):
    assert sign_in(cast.outsider).get(DETAILS).status_code == 404


def test_an_administrator_changes_the_details(cast, sign_in):
    response = sign_in(cast.administrator).post(
        DETAILS,
        filled(
            name="Alderbrook Borough Council",
            homes="12 345",
            year_end="30 sept",
            website="www.new.example",
            subsidiaries="Brook Homes Ltd\r\nAlder Lettings\r\n",
        ),
        follow=True,
    )
    assert "Organisation details saved" in response.content.decode()
    landlord = Landlord.objects.get(slug="alderbrook")
    assert landlord.name == "Alderbrook Borough Council"
    assert landlord.homes == 12_345
    assert landlord.year_end == "09-30"
    assert landlord.website == "https://www.new.example"
    assert landlord.subsidiary_names == ["Brook Homes Ltd", "Alder Lettings"]
    assert "30 September" in response.content.decode()


def test_bad_input_is_refused_beside_its_field_and_shown_again(cast, sign_in):
    response = sign_in(cast.administrator).post(
        DETAILS,
        filled(
            name="",
            slug="Ålder brook",
            kind="castle",
            homes="many",
            year_end="31 June",
            website="javascript:alert(1)",
            complaints_contact="x" * 2001,
        ),
    )
    html = response.content.decode()
    assert response.status_code == 422
    for message in (
        "Enter the landlord’s name",
        "Use only lower case letters from a to z",
        "Select what kind of landlord it is from the list",
        "Homes must be a whole number from 1 to 9,999,999",
        "Enter a day and a month, for example 31 March",
        "Enter a web address in the correct format",
        "must be 2,000 characters or fewer. It has 2,001.",
    ):
        assert html.count(message) == 2, message
    for typed in ("Ålder brook", "many", "31 June", "javascript:alert(1)", "x" * 2001):
        assert typed in html


@pytest.mark.parametrize(
    "homes", ["0", "-5", "1.5", "10000000", "99999999999999999999", "0" * 9 + "9" * 20, "１２"]
)
def test_homes_that_are_no_number_of_homes(cast, sign_in, homes):
    assert sign_in(cast.administrator).post(DETAILS, filled(homes=homes)).status_code == 422


@pytest.mark.parametrize("slug", ["latest", "2025-26", "v1", "elsewhere", "search"])
def test_an_address_that_is_taken_or_needed_is_refused(cast, sign_in, slug):
    assert sign_in(cast.administrator).post(DETAILS, filled(slug=slug)).status_code == 422


def test_a_rename_redirects_the_old_address(cast, sign_in):
    client = sign_in(cast.administrator)
    assert client.post(DETAILS, filled(slug="New-Name")).url == "/landlords/new-name/details/"
    moved = client.get(f"{DETAILS}?a=1")
    assert moved.status_code == 301
    assert moved.url == "/landlords/new-name/details/?a=1"
    person = cast.landlord.memberships.get(user=cast.viewer.user)
    assert client.get(f"/landlords/alderbrook/team/{person.pk}/").url == (
        f"/landlords/new-name/team/{person.pk}/"
    )
    # What was being typed when the address changed arrives whole.
    assert client.post(DETAILS, filled(slug="new-name")).status_code == 308


def test_a_former_address_tells_outsiders_nothing(cast, sign_in):
    services.rename_slug(cast.administrator, "new-name")
    assert sign_in(cast.outsider).get(DETAILS).status_code == 404


def test_a_former_address_is_not_given_to_anybody_else_but_may_be_taken_back(cast):
    services.rename_slug(cast.administrator, "new-name")
    other = make_landlord()
    assert not services.slug_is_free("alderbrook", other)
    with pytest.raises(services.SlugTaken):
        services.create_landlord(
            services.LandlordDetails("X", "council", 1, "03-31", "", "Board", "", "MRC", ""),
            "alderbrook",
        )
    services.rename_slug(cast.administrator, "alderbrook")
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"new-name"}


def test_once_something_is_published_the_address_stays(cast, sign_in):
    Landlord.objects.filter(pk=cast.landlord.pk).update(slug_is_fixed=True)
    client = sign_in(cast.administrator)
    assert "The web address stays “alderbrook”" in client.get(DETAILS).content.decode()
    client.post(DETAILS, filled(slug="new-name", name="Renamed"))
    cast.landlord.refresh_from_db()
    assert (cast.landlord.slug, cast.landlord.name) == ("alderbrook", "Renamed")
    with pytest.raises(services.SlugIsFixed):
        services.rename_slug(cast.administrator, "new-name")


@pytest.mark.parametrize("typed", ["31 March", "31 mar", "31/3", "31-03", "31st of March", "31.3"])
def test_year_ends_as_people_type_them(typed):
    assert year_end.parse(typed) == "03-31"
    assert year_end.shown("03-31") == "31 March"


@pytest.mark.parametrize("typed", ["31 June", "29 February", "0 March", "March", "31 ju", "", "31"])
def test_year_ends_that_are_no_day_of_every_year(typed):
    with pytest.raises(ValueError, match=r"^"):
        year_end.parse(typed)
