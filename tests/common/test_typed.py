"""Forms that could not be taken: what was typed comes back to who typed it, and to nobody else."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from assessments.models import Assessment, Response
from codes.models import Code
from selfassess.common.typed import posts
from selfassess.common.typed.pages import is_passing, server_error
from tests import factories
from tests.assessments.pages import Page
from tests.conftest import Cast

SignIn = Callable[..., Client]
TEXT = "Typed\r\n\r\n  with care & <b>"


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


def url(assessment: Assessment) -> str:
    return f"/assessments/{assessment.pk}/5.10/"


def form_of(client: Client, assessment: Assessment, text: str = TEXT) -> dict[str, str]:
    return Page(client.get(url(assessment))).form | {
        "answer": "yes",
        "evidence": text,
        "go": "stay",
    }


def signed_out_post(client: Client, assessment: Assessment, text: str = TEXT) -> str:
    """Types, is signed out by the server, saves; where signing in leads to then."""
    form = form_of(client, assessment, text)
    Session.objects.all().delete()
    answer = client.post(url(assessment), form)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/typed/")
    assert "Typed" not in answer["Location"]
    return str(answer["Location"]).partition("next=")[2]


def sign_in_by_form(client: Client, email: str, onward: str):
    sent = {"login": email, "password": factories.PASSWORD, "next": onward}
    return client.post("/accounts/login/", sent)


def saved(assessment: Assessment) -> Response:
    return Response.objects.get(assessment=assessment, provision__number="5.10")


def test_after_signing_in_the_save_goes_through(
    cast: Cast, client: Client, draft: Assessment
) -> None:
    onward = signed_out_post(client, draft)
    answer = sign_in_by_form(client, cast.officer.user.email, onward)
    assert answer["Location"] == url(draft)
    page = Page(client.get(url(draft)))
    assert "5.10 saved" in page.text
    assert page.form["evidence"] == TEXT
    assert saved(draft).evidence == TEXT.replace("\r\n", "\n")
    # It is not kept any longer.
    assert client.get(onward).status_code == 302
    assert "Typed" not in str(Session.objects.get().get_decoded())


def test_a_wrong_password_keeps_it(cast: Cast, client: Client, draft: Assessment) -> None:
    onward = signed_out_post(client, draft)
    sent = {"login": cast.officer.user.email, "password": "not mine", "next": onward}
    again = client.post("/accounts/login/", sent)
    assert "Your email address or password is incorrect" in Page(again).text
    assert saved(draft).version == 0
    sign_in_by_form(client, cast.officer.user.email, Page(again).form["next"])
    assert saved(draft).version == 1


def test_only_who_signs_in_for_it_sends_it(cast: Cast, client: Client, draft: Assessment) -> None:
    """Looking at its page writes nothing, nor does signing in on the way to somewhere else."""
    onward = signed_out_post(client, draft)
    sign_in_by_form(client, cast.officer.user.email, "/")
    page = Page(client.get(onward))
    assert page.form["evidence"] == TEXT
    assert "Answer: Yes" in page.text
    page.assert_in_order()
    assert saved(draft).version == 0
    assert client.post(url(draft), page.form).status_code == 302
    assert saved(draft).version == 1
    assert client.get(onward).status_code == 302


def test_errors_are_shown_as_ever(cast: Cast, client: Client, draft: Assessment) -> None:
    form = form_of(client, draft) | {"action_due_0": "99"}
    Session.objects.all().delete()
    onward = client.post(url(draft), form)["Location"].partition("next=")[2]
    answer = sign_in_by_form(client, cast.officer.user.email, onward)
    page = Page(answer)
    assert answer.status_code == 422
    assert page.form["evidence"] == TEXT
    # The page stands at the address of signing in; its form knows where it belongs.
    assert f'action="{url(draft)}"' in page.html
    page.assert_in_order()
    assert client.post(url(draft), page.form | {"action_due_0": ""}).status_code == 302
    assert saved(draft).evidence == TEXT.replace("\r\n", "\n")


def test_who_lost_the_right_while_signed_out_can_copy_it(
    cast: Cast, client: Client, draft: Assessment
) -> None:
    onward = signed_out_post(client, draft)
    Membership.objects.get(user=cast.officer.user).roles.update(role=Role.VIEWER)
    answer = sign_in_by_form(client, cast.officer.user.email, onward)
    assert answer.status_code == 403
    assert "with care &amp; &lt;b&gt;" in answer.content.decode()
    assert saved(draft).version == 0


def test_a_step_that_others_see_waits_for_its_button(
    cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    clerk = sign_in(cast.clerk)
    address = f"/assessments/{draft.pk}/return/"
    form = Page(clerk.get(address)).form | {"note": "See 5.10."}
    Session.objects.all().delete()
    onward = clerk.post(address, form)["Location"].partition("next=")[2]
    assert sign_in_by_form(clerk, cast.clerk.user.email, onward)["Location"] == onward
    assert not draft.history.filter(event="return").exists()
    clerk.post(address, Page(clerk.get(onward)).form)
    assert draft.history.get(event="return").note == "See 5.10."


def test_somebody_else_who_signs_in_in_the_same_browser_does_not_get_it(
    cast: Cast, client: Client, draft: Assessment
) -> None:
    onward = signed_out_post(client, draft)
    sign_in_by_form(client, cast.viewer.user.email, onward)
    assert client.get(onward)["Location"] == "/"
    for address in ("/landlords/alderbrook/", url(draft)):
        page = client.get(address).content.decode()
        assert "with care" not in page
        assert "/typed/" not in page


def test_a_form_made_for_somebody_else_is_not_saved_as_ones_own(
    cast: Cast, client: Client, draft: Assessment, sign_in: SignIn
) -> None:
    form = form_of(client, draft)
    answer = sign_in(cast.administrator).post(url(draft), form)
    assert answer.status_code == 403
    assert "Someone else is now signed in on this browser" in Page(answer).text
    assert saved(draft).version == 0


def test_what_nobody_signed_for_is_not_kept(draft: Assessment) -> None:
    visitor = Client()
    for typist in ("", "1", "1:forged"):
        sent = {"evidence": "Forged", "typist": typist}
        assert visitor.post(url(draft), sent)["Location"] == f"/accounts/login/?next={url(draft)}"
    assert not Session.objects.exists()


def test_a_conflict_meanwhile_is_handled_as_ever(
    cast: Cast, client: Client, draft: Assessment
) -> None:
    onward = signed_out_post(client, draft)
    factories.answer(cast.officer, draft, "5.10", **factories.YES)
    answer = sign_in_by_form(client, cast.officer.user.email, onward)
    page = Page(answer)
    assert answer.status_code == 409
    assert "Complaints Policy" in page.text
    assert page.form["evidence"] == TEXT
    page.assert_in_order()
    assert client.post(url(draft), page.form | {"drop": "1"}).status_code == 302


def test_every_page_says_that_something_waits_and_it_can_be_thrown_away(
    cast: Cast, client: Client, draft: Assessment
) -> None:
    onward = signed_out_post(client, draft)
    sign_in_by_form(client, cast.officer.user.email, "/")
    page = Page(client.get("/landlords/alderbrook/"))
    assert "Something you typed on" in page.text
    assert onward in page.links
    changed = Page(client.get(onward)).form | {"evidence": "Typed on the page that has it"}
    question = Page(client.post(onward, changed | {"discard": "1"}))
    assert "Discard what you typed?" in question.text
    assert client.post(onward, question.form | {"discard": "back"})["Location"] == onward
    assert Page(client.get(onward)).form["evidence"] == changed["evidence"]
    sure = question.form | {"discard": "sure"}
    assert client.post(onward, sure)["Location"] == url(draft)
    assert "Something you typed on" not in Page(client.get(url(draft))).text


def test_it_is_kept_for_a_day_and_three_forms_at_most(
    cast: Cast, client: Client, draft: Assessment
) -> None:
    form = form_of(client, draft)
    Session.objects.all().delete()
    onward = [
        client.post(url(draft), form | {"evidence": f"Number {n}"})["Location"].partition("next=")[
            2
        ]
        for n in range(4)
    ]
    sign_in_by_form(client, cast.officer.user.email, "/")
    assert [client.get(address).status_code for address in onward] == [302, 200, 200, 200]
    session = client.session
    for kept in session["kept_posts"].values():
        kept["at"] = (timezone.now() - timedelta(hours=25)).isoformat()
    session.save()
    assert client.get(onward[3]).status_code == 302


def test_what_is_too_long_to_keep_is_given_back_at_once(client: Client, draft: Assessment) -> None:
    form = form_of(client, draft, "x" * (posts.MOST_CHARACTERS + 1))
    Session.objects.all().delete()
    answer = client.post(url(draft), form)
    assert answer.status_code == 403
    assert Page(answer).form["evidence"] == form["evidence"]
    assert not Session.objects.exists()


def test_a_script_is_told_that_its_person_is_signed_out(draft: Assessment) -> None:
    answer = Client().post(f"{url(draft)}draft/", {}, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["kept"] is False


def test_a_token_that_is_out_of_date_shows_the_text_with_a_way_to_save_it(
    cast: Cast, draft: Assessment
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer.user)
    form = form_of(client, draft)
    sign_in_by_form(client, cast.officer.user.email, "/")
    client.cookies["csrftoken"] = "x" * 32
    answer = client.post(url(draft), form)
    page = Page(answer)
    assert answer.status_code == 403
    assert page.form["evidence"] == TEXT
    page.assert_in_order()
    assert client.post(url(draft), page.form).status_code == 302
    assert saved(draft).version == 1


def test_a_forged_form_is_refused_without_being_shown_or_kept(
    cast: Cast, draft: Assessment
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer.user)
    answer = client.post(url(draft), {"evidence": "From another site", "version": "0"})
    assert answer.status_code == 403
    assert "From another site" not in answer.content.decode()


def test_who_lost_the_right_meanwhile_can_copy_what_they_typed(
    cast: Cast, client: Client, draft: Assessment
) -> None:
    form = form_of(client, draft)
    membership = Membership.objects.get(user=cast.officer.user)
    membership.roles.update(role=Role.VIEWER)
    answer = client.post(url(draft), form)
    assert answer.status_code == 403
    assert "with care &amp; &lt;b&gt;" in answer.content.decode()
    membership.delete()
    answer = client.post(url(draft), form)
    assert answer.status_code == 404
    assert "You can no longer save this" in Page(answer).text
    assert "with care &amp; &lt;b&gt;" in answer.content.decode()


def test_passwords_are_never_given_back() -> None:
    sent = QueryDict("password1=secret&oldpassword=secret&note=Hello&csrfmiddlewaretoken=x")
    assert [field.name for field in posts.fields_of(sent)] == ["note"]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_locked_gives_the_text_back(
    cast: Cast, client: Client, draft: Assessment
) -> None:
    """Another connection really holds the lock for longer than we wait."""
    form = form_of(client, draft)
    client.raise_request_exception = False
    with locked_database(draft):
        answer = client.post(url(draft), form)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    page = Page(answer)
    assert "We could not save this just now" in page.text
    assert "Everything you saved before is safe" in page.text
    assert page.form["evidence"] == TEXT
    page.assert_in_order()
    assert saved(draft).version == 0
    assert client.post(url(draft), page.form).status_code == 302
    assert saved(draft).evidence == TEXT.replace("\r\n", "\n")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_locked_refuses_drafts_to_the_script_too(
    client: Client, draft: Assessment
) -> None:
    form = form_of(client, draft)
    client.raise_request_exception = False
    with locked_database(draft):
        answer = client.post(f"{url(draft)}draft/", form, headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert answer.json()["kept"] is False


class locked_database:  # noqa: N801 - used as a context manager
    """Holds what a save needs, and has our own connection give up soon."""

    def __init__(self, assessment: Assessment) -> None:
        self.pk = assessment.pk

    def __enter__(self) -> None:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA busy_timeout = 100")
            self.other = sqlite3.connect(
                connection.settings_dict["NAME"], isolation_level=None, uri=True
            )
            self.other.execute("BEGIN IMMEDIATE")
            return
        import psycopg

        connection.cursor().execute("SET lock_timeout = '100ms'")
        parameters = connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        self.other = psycopg.connect(**{k: v for k, v in parameters.items() if k in names})
        self.other.execute("LOCK TABLE assessments_assessment, assessments_typeddraft")

    def __exit__(self, *_: object) -> None:
        if connection.vendor == "sqlite":
            self.other.execute("ROLLBACK")
            connection.cursor().execute("PRAGMA busy_timeout = 20000")
        else:
            connection.cursor().execute("RESET lock_timeout")
        self.other.close()


def test_a_full_disk_and_a_lost_database_pass_a_mistake_of_ours_does_not() -> None:
    assert is_passing(OSError(errno.ENOSPC, "No space left on device"))
    assert is_passing(OperationalError("database or disk is full"))
    assert not is_passing(OSError(errno.ENOENT, "No such file"))
    assert not is_passing(ValueError("a mistake"))
    assert not is_passing(None)


def test_a_page_that_only_reads_says_that_the_service_is_busy() -> None:
    try:
        raise OperationalError("the database system is shutting down")
    except OperationalError:
        answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert "The service is busy" in answer.content.decode()
    assert server_error(RequestFactory().get("/")).status_code == 500
