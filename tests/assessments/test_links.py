"""Links in answers and evidence: mistyped ones pointed out, dead ones found, told and mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts import mail_wishes
from accounts.enums import MailKind
from assessments.evidence import services as evidence
from assessments.links import checking, places, queries
from assessments.models import EvidenceItem, LinkCheck, LinkRun
from assessments.models.links import LinkRunState
from publishing.correcting import services as corrections
from selfassess.common import jobs
from selfassess.common.reach import Looked, Outcome
from tests import factories
from tests.common import webserver
from tests.common.webserver import WebServer, rules, status, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[WebServer]:
    with webserver.web_server() as running:
        running.pages |= {"/good": status(200), "/old": to("/good", 301)}
        yield running


def check(landlord, server: WebServer, **values) -> LinkRun:
    """Has all links of the landlord looked at, as the worker does."""
    run = checking.begin(landlord)
    manner = checking.Manner(rules(server), pause=0, **values)
    while checking.carry_out(run.pk, manner):
        pass
    run.refresh_from_db()
    return run


def found(landlord) -> dict[str, str]:
    return {row.address: row.outcome for row in LinkCheck.objects.filter(landlord=landlord)}


def item(officer, title: str, address: str, *, is_public: bool = True) -> EvidenceItem:
    details = evidence.Details(title=title, kind="policy", is_public=is_public, address=address)
    return evidence.add(officer, details)


def html_of(client, address: str) -> str:
    return client.get(address).content.decode()


def test_every_address_of_answers_and_public_items_is_looked_at_once(cast, code, server):
    draft = factories.start(cast.officer, code)
    good, gone, old = server.address("/good"), server.address("/gone"), server.address("/old")
    factories.answer(cast.officer, draft, "1.2", answer="yes", evidence=f"See {good} and {gone}.")
    factories.answer(cast.officer, draft, "1.3", answer="yes", evidence=f"- {good}\n- {old}")
    item(cast.officer, "Policy", server.address("/item"))
    item(cast.officer, "Minutes", server.address("/internal"), is_public=False)
    run = check(cast.landlord, server)
    assert (run.state, run.total) == (LinkRunState.DONE, 4)
    assert found(cast.landlord) == {
        good: Outcome.WORKS,
        gone: Outcome.NOT_FOUND,
        old: Outcome.MOVED,
        server.address("/item"): Outcome.NOT_FOUND,
    }
    assert LinkCheck.objects.get(address=old).moved_to == good
    assert server.asked.count("HEAD /good") == 2  # once by itself, once through the old address
    assert not any("/internal" in asked for asked in server.asked)

    # What is no longer named is forgotten.
    factories.answer(cast.officer, draft, "1.2", answer="yes", evidence="No address.")
    check(cast.landlord, server)
    assert gone not in found(cast.landlord)


def test_a_check_goes_on_where_it_left_off_and_a_second_is_refused(cast, code, sign_in, server):
    draft = factories.start(cast.officer, code)
    text = " ".join(server.address(f"/{n}") for n in range(3))
    factories.answer(cast.officer, draft, "1.2", answer="yes", evidence=text)
    run = checking.begin(cast.landlord)
    assert checking.begin(cast.landlord) is None
    address = f"/landlords/{cast.landlord.slug}/links/"
    officer = sign_in(cast.officer)
    page = officer.post(address, follow=True).content.decode()
    assert "We are already checking the links" in page
    assert 'id="progress"' in page
    assert "Check all links now" not in page

    # A piece that is over before it begins looks at nothing, and more waits.
    assert checking.carry_out(run.pk, checking.Manner(rules(server), pause=0, piece=-1))
    assert "We are checking the links: 0 of 3." in html_of(officer, address)
    assert not checking.carry_out(run.pk, checking.Manner(rules(server), pause=0))
    assert len(found(cast.landlord)) == 3
    page = html_of(officer, address)
    assert 'id="progress"' not in page
    assert page.count("Page not found") == 3


def test_the_button_asks_the_worker_and_is_for_officers(
    cast, code, sign_in, django_capture_on_commit_callbacks
):
    address = f"/landlords/{cast.landlord.slug}/links/"
    with django_capture_on_commit_callbacks() as waiting:
        sign_in(cast.officer).post(address)
    assert len(waiting) == 1
    assert LinkRun.objects.get().state == jobs.WAITING
    assert sign_in(cast.contributor).post(address).status_code == 403
    assert "Check all links now" not in html_of(sign_in(cast.contributor), address)
    assert sign_in(cast.member).get(address).status_code == 403
    assert sign_in(cast.outsider).post(address).status_code == 404


def test_a_worker_that_died_does_not_block_the_next_check(cast, sign_in):
    run = checking.begin(cast.landlord)
    LinkRun.objects.filter(pk=run.pk).update(
        state=LinkRunState.CHECKING, started_at=timezone.now() - timedelta(minutes=6)
    )
    page = html_of(sign_in(cast.officer), f"/landlords/{cast.landlord.slug}/links/")
    assert "The last check took too long and has stopped" in page
    assert "Check all links now" in page
    assert checking.begin(cast.landlord) is not None


def test_a_dead_link_is_told_beside_the_field_in_what_is_missing_and_beside_the_item(
    cast, code, sign_in, server
):
    draft = factories.start(cast.officer, code)
    gone = server.address("/gone")
    factories.answer(cast.officer, draft, "1.2", answer="yes", evidence=f"See {gone}.")
    policy = item(cast.officer, "Complaints policy", gone)
    response = draft.responses.get(provision__number="1.3")
    factories.answer(cast.officer, draft, "1.3", answer="yes", evidence="The policy.")
    response.refresh_from_db()
    evidence.cite(cast.officer, response, policy, "4.2")
    check(cast.landlord, server)
    officer = sign_in(cast.officer)
    told = f"Check the web address “{gone}”: page not found, when we looked on"
    assert told in html_of(officer, f"/assessments/{draft.pk}/1.2/")
    assert told in html_of(officer, f"/assessments/{draft.pk}/section/1/")
    missing = html_of(officer, f"/assessments/{draft.pk}/check/")
    assert told in missing
    assert "Check the evidence item “Complaints policy”: page not found" in missing
    assert "You can send the self-assessment for approval without changing them" in missing
    beside = html_of(officer, policy.get_absolute_url())
    assert "Broken" in beside
    assert "Page not found. Checked on" in beside
    library = html_of(officer, f"/landlords/{cast.landlord.slug}/evidence/")
    assert "1 link in your answers and evidence does not work" in library

    # None of it holds up the sending.
    factories.answer_all(cast.officer, draft, {"1.2": {"evidence": f"See {gone}."}})
    sending = html_of(officer, f"/assessments/{draft.pk}/submit/")
    assert "a web address looks mistyped or does not work" in sending
    assert factories.submit(cast.officer, draft).state == "in_review"


def test_trouble_is_called_broken_only_once_it_lasts(cast, code):
    now = checking.keep(cast.landlord, "https://a.example/", Looked(Outcome.SILENT))
    assert not now.is_broken
    since = timezone.now() - timedelta(hours=13)
    LinkCheck.objects.update(failing_since=since, checked_at=since)
    again = checking.keep(cast.landlord, "https://a.example/", Looked(Outcome.FAULT))
    assert again.is_broken
    assert not checking.keep(cast.landlord, "https://a.example/", Looked(Outcome.CLOSED)).is_broken
    assert not checking.keep(cast.landlord, "https://a.example/", Looked(Outcome.SILENT)).is_broken


def test_officers_get_one_email_about_what_residents_meet(cast, code, server):
    gone, good = server.address("/gone"), server.address("/good")
    draft = factories.start(cast.officer, code, year=2026)
    factories.answer(
        cast.officer, draft, "1.2", answer="yes", evidence=f"See {server.address('/draft')}"
    )
    but = {"5.1": {"answer": "yes", "evidence": f"See {gone} and {good}."}}
    approved = factories.make_approved(cast.officer, cast.member, code, but=but)
    published = factories.publish(cast.officer, approved)
    call_command("resend_mail", verbosity=0)
    mail.outbox.clear()
    check_and_send(cast.landlord, server)
    (sent,) = mail.outbox
    assert sent.to == [cast.officer.user.email]
    assert sent.subject == "1 link does not work: Alderbrook Council"
    assert f"{gone}\nPage not found. It is in: 5.1, 2025-26." in sent.body
    assert "/draft" not in sent.body
    assert good not in sent.body
    assert f"/landlords/{cast.landlord.slug}/links/" in sent.body

    check_and_send(cast.landlord, server)
    assert len(mail.outbox) == 1  # told once

    server.pages["/gone"] = status(200)
    check_and_send(cast.landlord, server)
    server.pages["/gone"] = status(410)
    mail_wishes.turn_off(cast.officer.user, [MailKind.LINKS])
    check_and_send(cast.landlord, server)
    assert len(mail.outbox) == 1  # broken again, but no longer wanted

    # What has been withdrawn is nobody's to mend.
    corrections.withdraw(cast.administrator, published, "Published by mistake.")
    assert gone not in places.places_of(cast.landlord)


def check_and_send(landlord, server: WebServer) -> None:
    """A check; then the worker sends what is in the outbox."""
    check(landlord, server)
    call_command("resend_mail", verbosity=0)


def test_the_command_looks_at_one_landlord_or_all(cast, code, capsys):
    draft = factories.start(cast.officer, code)
    factories.answer(
        cast.officer,
        draft,
        "1.2",
        answer="yes",
        evidence="https://nobody.example/x http://127.0.0.1/admin http://169.254.169.254/",
    )
    call_command("check_links", "--landlord", "alderbrook", pause=0)
    printed = capsys.readouterr().out
    assert "alderbrook: 3 links checked, 1 broken.\n" in printed
    assert "  https://nobody.example/x: No website has this name" in printed
    assert found(cast.landlord)["http://127.0.0.1/admin"] == Outcome.PRIVATE
    call_command("check_links", pause=0)
    assert "elsewhere: 0 links checked, 0 broken." in capsys.readouterr().out
    checking.begin(cast.landlord)
    call_command("check_links", "--landlord", "alderbrook", pause=0)
    assert "its links are being checked already" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no landlord with the slug “nowhere”"):
        call_command("check_links", "--landlord", "nowhere")


def test_a_mistyped_address_is_pointed_out_when_it_is_saved_and_holds_nothing_up(
    cast, code, sign_in
):
    draft = factories.start(cast.officer, code)
    factories.answer(
        cast.officer,
        draft,
        "1.2",
        answer="yes",
        evidence="https://www.alderbrook.gov.uk/complaints",
    )
    officer, page = sign_in(cast.officer), f"/assessments/{draft.pk}/1.3/"
    typed = "See htps://www.alderbrook.gov.uk/x, www.alderbrok.gov.uk/y and <b>www..a.uk</b>."
    sent = {"version": "0", "answer": "yes", "evidence": typed, "go": "next"}
    saved = officer.post(page, sent, follow=True)
    assert saved.redirect_chain[-1][0].endswith("/5.1/")
    told = saved.content.decode()
    assert f'href="{page}#id_evidence">Check 3 web addresses in 1.3</a>' in told
    assert draft.responses.get(provision__number="1.3").evidence == typed
    beside = html_of(officer, page)
    assert re.search(r'<textarea[^>]*aria-describedby="[^"]*id_evidence_remarks', beside)
    assert beside.count('class="app-remarks"') == 1
    assert "“htps://www.alderbrook.gov.uk/x”: it begins with “htps://”" in beside
    assert "it is nearly alderbrook.gov.uk, which you use elsewhere" in beside
    assert "“www..a.uk”: it has two dots together" in beside
    assert "&lt;b&gt;" in beside
    # Nobody else's page has it, and who only reads is not asked to mend it.
    assert "app-remarks" not in html_of(sign_in(cast.contributor), page)
    together = officer.post(
        f"/assessments/{draft.pk}/section/1/",
        {
            "p1.2-version": "1",
            "p1.2-answer": "yes",
            "p1.2-evidence": "https//www.a.gov.uk",
            "save": "all",
        },
        follow=True,
    ).content.decode()
    assert "Check the web addresses in 1.2" in together
    assert "it begins with “https//”" in together


def test_an_item_with_a_mistyped_address_is_refused_or_remarked_on(cast, code, sign_in):
    officer, add = sign_in(cast.officer), f"/landlords/{cast.landlord.slug}/evidence/add/"
    item(cast.officer, "Complaints policy", "https://www.alderbrook.gov.uk/complaints")
    sent = {"title": "Leaflet", "kind": "policy", "visible": "public"}
    for typed, why in {
        "htps://www.alderbrook.gov.uk/leaflet": "it begins with “htps://”",
        "https//www.alderbrook.gov.uk/leaflet": "it begins with “https//”",
        "https://www..alderbrook.gov.uk/leaflet": "it has two dots together",
        "https://www.alderbrook. gov.uk/leaflet": "it has a space in it",
    }.items():
        page = officer.post(add, sent | {"address": typed})
        assert page.status_code == 422
        assert page.content.decode().count(why) == 2, typed  # summary and field
    typed = {"address": "https://www.alderbrok.gov.uk/leaflet"}
    page = officer.post(add, sent | typed, follow=True).content.decode()
    assert "You have added Leaflet" in page
    assert "it is nearly alderbrook.gov.uk, which you use elsewhere" in page
    draft = factories.start(cast.officer, code)
    response = draft.responses.get(provision__number="1.2")
    new = sent | {"title": "Form", "address": "https://www.alderbrook.gov.ku/form", "clause": "2"}
    cite = reverse("assessments:cite_new", args=[draft.pk, "1.2"])
    page = officer.post(cite, new, follow=True).content.decode()
    assert response.citations.count() == 1
    assert "it is nearly alderbrook.gov.uk, which you use elsewhere" in page


def test_pages_ask_the_same_number_of_questions_however_many_links_there_are(
    cast, code, django_assert_max_num_queries, server
):
    draft = factories.start(cast.officer, code)
    many = "\n".join(server.address(f"/{n}") for n in range(30))
    for number in ("1.2", "1.3", "5.1"):
        factories.answer(cast.officer, draft, number, answer="yes", evidence=many)
    for n in range(5):
        item(cast.officer, f"Policy {n}", server.address(f"/item{n}"))
    check(cast.landlord, server)
    with django_assert_max_num_queries(6):
        queries.links_of(draft, [draft.responses.get(provision__number="1.2")])
    with django_assert_max_num_queries(6):
        assert len(queries.checked_links(cast.landlord)) == 35
    with django_assert_max_num_queries(3):
        assert queries.summary_of(cast.landlord).broken == 35
