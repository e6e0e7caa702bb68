"""Publishing: everything or nothing, and what is published never changes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from accounts.models import Landlord, Membership
from assessments import services as assessment_services
from assessments import workflow
from assessments.enums import Event, State
from assessments.models import Assessment, HistoryEntry
from assessments.workflow import MovedOn, Refused
from codes.models import Code, Provision
from publishing.document import from_json
from publishing.making import freeze, renderers
from publishing.models import STALE_AFTER, Publication, PublishingRun
from publishing.office import services
from publishing.paper import services as paper_services
from publishing.paper.contents import PaperWords
from tests import factories
from tests.publishing import storages
from tests.publishing.shelves import shelve
from tests.racing import at_once


@pytest.fixture
def store_in(settings, tmp_path):
    """Has files stored in an empty folder, by one of the test's storages."""

    def _store_in(name):
        backend = f"tests.publishing.storages.{name}"
        options = {"location": tmp_path}
        settings.STORAGES = settings.STORAGES | {
            "default": {"BACKEND": backend, "OPTIONS": options}
        }

    return _store_in


@pytest.fixture
def approved(cast, code):
    return factories.make_approved(
        cast.officer, cast.member, code, but={"5.10": {"evidence": "Register of adjustments."}}
    )


def ask(cast, assessment):
    return services.request_publication(cast.officer, assessment, assessment.version)


def nothing_is_published(assessment):
    assessment.refresh_from_db()
    assert assessment.state == State.APPROVED
    assert not Publication.objects.exists()
    assert not HistoryEntry.objects.filter(event=Event.PUBLISH).exists()
    assessment.landlord.refresh_from_db()
    assert not assessment.landlord.slug_is_fixed
    assert Client().get("/published/alderbrook/2025-26/").status_code == 404


def test_publishing_freezes_document_body_and_files(cast, approved):
    at = datetime(2026, 2, 3, 10, 0, tzinfo=UTC)
    publication = factories.publish(cast.officer, approved, at=at)
    approved.refresh_from_db()
    assert approved.state == State.PUBLISHED
    assert (publication.year.label, publication.version) == ("2025-26", 1)
    assert publication.published_at == at
    data = bytes(publication.document)
    assert hashlib.sha256(data).hexdigest() == publication.digest
    document = from_json(data)
    assert document.published_on == at.date()
    assert document.version == 1
    assert document.body_response == "Cabinet read the self-assessment and accepts it."
    assert "Register of adjustments." in publication.body_html().decode()
    assert publication.digest not in publication.body_html().decode()  # Residents meet none.
    names = [file.name for file in publication.files.all()]
    assert names == [
        f"self-assessment.{ending}" for ending in ("pdf", "docx", "xlsx", "csv", "json")
    ]
    for file in publication.files.all():
        stored = default_storage.open(file.storage_name).read()
        assert hashlib.sha256(stored).hexdigest() == file.digest
        assert file.digest in file.storage_name
        assert len(stored) == file.size
    approved.landlord.refresh_from_db()
    assert approved.landlord.slug_is_fixed
    entry = HistoryEntry.objects.get(event=Event.PUBLISH)
    assert (entry.actor_name, entry.at) == ("Olu Ficer", at)
    run = PublishingRun.objects.get()
    assert (run.state, run.message) == ("done", "")


@pytest.mark.django_db(transaction=True)
def test_asking_has_the_worker_publish_after_the_commit(cast, approved):
    run = ask(cast, approved)
    run.refresh_from_db()
    assert run.state == "done"
    assert Publication.objects.get().assessment == approved
    assert not connection.in_atomic_block


def test_versions_count_for_each_landlord_and_year(cast, code):
    def publish(year):
        approved = factories.make_approved(cast.officer, cast.member, code, year)
        return factories.publish(cast.officer, approved).version

    assert [publish(2025), publish(2025), publish(2024), publish(2025)] == [1, 2, 1, 3]


def test_later_changes_do_not_reach_what_is_published(cast, code, approved):
    publication = factories.publish(cast.officer, approved)
    addresses = [
        publication.get_absolute_url(),
        publication.get_absolute_url() + "self-assessment.json",
        publication.get_absolute_url() + "self-assessment.pdf",
    ]
    pages = [b"".join(Client().get(address)) for address in addresses]
    cast.landlord.name = "Renamed Council"
    cast.landlord.complaints_contact = "new@renamed.example"
    cast.landlord.save()
    Code.objects.update(title="Another title", columns=["A", "B", "C", "D"])
    Provision.objects.update(text="Other wording")
    cast.officer.user.name = "New Name"
    cast.officer.user.save()
    Membership.objects.all().delete()
    page, *files = (b"".join(Client().get(address)) for address in addresses)
    assert files == pages[1:]
    # Only the sentence above what was published, which says whom to contact today.
    contact = rb"To complain to .*"
    assert re.findall(contact, pages[0])
    assert b"Renamed Council" in re.findall(contact, page)[0]
    assert re.sub(contact, b"", page) == re.sub(contact, b"", pages[0])


def test_a_publication_cannot_be_changed_or_deleted(cast, approved):
    publication = factories.publish(cast.officer, approved)
    publication.digest = "0" * 64
    file = publication.files.first()
    for change in (file.save, file.delete, publication.files.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        publication.files.update(size=9)
    with pytest.raises(TypeError):
        Publication.objects.bulk_update([publication], ["digest"])
    with pytest.raises(TypeError):
        publication.save()
    with pytest.raises(TypeError):
        publication.delete()
    with pytest.raises(TypeError):
        Publication.objects.update(version=9)
    with pytest.raises(TypeError):
        Publication.objects.all().delete()


def test_a_full_disk_publishes_nothing_and_says_what_to_do(cast, approved, store_in):
    store_in("FullStorage")
    run = ask(cast, approved)
    with pytest.raises(OSError, match="No space left"):
        freeze.carry_out(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "Try again" in run.message
    nothing_is_published(approved)
    store_in("SlowStorage")
    assert factories.publish(cast.officer, approved).version == 1


def test_texts_that_cost_too_much_publish_nothing_and_the_officer_reads_which(
    cast, code, sign_in, monkeypatch
):
    """As an earlier release may have saved and approved them."""
    endless = {"evidence": "a\n" * 9_999, "commentary": "a\n" * 9_999}
    assessment = factories.make_approved(cast.officer, cast.member, code, but={"5.1": endless})
    monkeypatch.setattr(renderers, "BOUNDS", replace(renderers.BOUNDS, seconds=1))
    run = ask(cast, assessment)
    freeze.carry_out(run.pk)
    nothing_is_published(assessment)
    page = sign_in(cast.officer).get(f"/assessments/{assessment.pk}/publish/progress/")
    assertContains(page, "The self-assessment has not been published")
    assertContains(page, "The self-assessment as PDF would take too much time or memory")
    assertContains(page, "The longest texts are in 5.1. Shorten them")


def test_half_a_file_that_a_full_disk_left_behind_is_never_published(cast, approved, store_in):
    store_in("DyingStorage")
    run = ask(cast, approved)
    with pytest.raises(OSError, match="No space left"):
        freeze.carry_out(run.pk)
    nothing_is_published(approved)
    store_in("SlowStorage")
    publication = factories.publish(cast.officer, approved)
    for file in publication.files.all():
        with default_storage.open(file.storage_name) as stored:
            assert hashlib.sha256(stored.read()).hexdigest() == file.digest


def change_landlord(cast, approved):
    cast.landlord.name = "Renamed meanwhile"
    cast.landlord.save()


def change_wording(cast, approved):
    Provision.objects.filter(number="5.10").update(text="Other wording")


def record_minute(cast, approved):
    assessment_services.record_minute(cast.clerk, approved, "CAB/9", version=approved.version)


def return_it(cast, approved):
    note = workflow.Step(note="Not yet.")
    workflow.carry_out(Event.RETURN, approved, cast.member, note, version=approved.version)


@pytest.fixture
def meanwhile(monkeypatch, store_in):
    """Has something happen after everything is made and before it is frozen."""
    store_in("SlowStorage")

    def _meanwhile(happens):
        monkeypatch.setattr(storages.SlowStorage, "meanwhile", staticmethod(happens))

    return _meanwhile


@pytest.mark.parametrize("change", [change_landlord, change_wording, record_minute, return_it])
def test_what_changes_while_it_is_made_is_not_published(cast, approved, meanwhile, change):
    meanwhile(lambda: change(cast, Assessment.objects.get(pk=approved.pk)))
    run = ask(cast, approved)
    freeze.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.message) == ("failed", freeze.CHANGED)
    assert not Publication.objects.exists()
    approved.landlord.refresh_from_db()
    assert not approved.landlord.slug_is_fixed


def change_paper(cast, approved):
    words = PaperWords(purpose="Words that came late.")
    paper_services.save_words(cast.officer, approved, words, version=0)


def hide_paper(cast, approved):
    Landlord.objects.update(paper_is_public=False)


@pytest.mark.parametrize("change", [change_paper, hide_paper])
def test_a_public_paper_that_changes_while_it_is_made_is_not_published(
    cast, approved, meanwhile, change
):
    Landlord.objects.update(paper_is_public=True)
    meanwhile(lambda: change(cast, Assessment.objects.get(pk=approved.pk)))
    run = ask(cast, approved)
    freeze.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.message) == ("failed", freeze.CHANGED)
    assert not Publication.objects.exists()
    freeze.carry_out(ask(cast, Assessment.objects.get(pk=approved.pk)).pk)
    assert Publication.objects.exists()


def test_a_response_changed_meanwhile_has_to_be_confirmed_first(cast, approved):
    run = ask(cast, approved)
    assessment_services.save_body_response(
        cast.viewer, approved, "Other words.", version=approved.body_response.version
    )
    freeze.carry_out(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "confirmed" in run.message
    nothing_is_published(approved)


def test_a_version_taken_at_the_same_moment_publishes_nothing(cast, code, approved, meanwhile):
    other = factories.start(cast.officer, code, 2030)
    meanwhile(lambda: shelve(other, year_start=2025))
    run = ask(cast, approved)
    freeze.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.message) == ("failed", freeze.VERSION_TAKEN)
    assert Publication.objects.get().assessment == other
    approved.refresh_from_db()
    assert approved.state == State.APPROVED


def test_who_lost_the_right_meanwhile_publishes_nothing(cast, approved):
    run = ask(cast, approved)
    Membership.objects.filter(user=cast.officer.user).delete()
    freeze.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.message) == ("failed", freeze.NOT_ALLOWED)
    nothing_is_published(approved)


@pytest.mark.parametrize("who", ["administrator", "contributor", "member", "clerk", "viewer"])
def test_only_the_officer_may_ask(cast, approved, who):
    with pytest.raises(PermissionDenied):
        services.request_publication(getattr(cast, who), approved, approved.version)


def test_reasons_are_told_at_once(cast, code):
    draft = factories.start(cast.officer, code)
    with pytest.raises(MovedOn):
        ask(cast, draft)
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    approved = factories.approve(cast.member, draft)
    with pytest.raises(Refused, match="response"):
        ask(cast, approved)
    with pytest.raises(MovedOn):
        services.request_publication(cast.officer, approved, approved.version - 1)
    assert not PublishingRun.objects.exists()


def test_asking_twice_starts_one_run(cast, approved):
    assert ask(cast, approved) == ask(cast, approved)
    assert PublishingRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_run_is_asked_for_and_carried_out_once_however_many_try_at_once(cast, approved):
    runs = at_once(*[partial(ask, cast, approved)] * 3, refusals=())
    assert len({run.pk for run in runs}) == 1
    at_once(*[partial(freeze.carry_out, runs[0].pk)] * 3, refusals=())
    assert Publication.objects.get().files.count() == 5
    runs[0].refresh_from_db()
    assert runs[0].state == "done"


@pytest.mark.parametrize("state", ["waiting", "rendering"])
def test_a_run_that_lost_its_worker_is_replaced(cast, approved, state):
    lost = ask(cast, approved)
    long_ago = timezone.now() - STALE_AFTER - timedelta(seconds=1)
    PublishingRun.objects.update(state=state, requested_at=long_ago, started_at=long_ago)
    run = ask(cast, approved)
    assert run != lost
    lost.refresh_from_db()
    assert lost.state == "failed"
    freeze.carry_out(lost.pk)
    assert not Publication.objects.exists()
    freeze.carry_out(run.pk)
    assert Publication.objects.count() == 1
