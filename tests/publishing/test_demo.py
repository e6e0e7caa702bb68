"""The demonstration: complete, plausible, and loaded once."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Landlord, Membership, User
from assessments.enums import Answer, Event
from assessments.models import (
    Assessment,
    Citation,
    Contribution,
    EvidenceItem,
    HistoryEntry,
    Question,
    Response,
    SharedNote,
)
from publishing.demo import content as demo_content
from publishing.demo import loading as demo
from publishing.document import from_json
from publishing.models import Publication
from selfassess.common.financial_year import FinancialYear
from selfassess.common.models import OutgoingMail


def run(command, *args):
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def everything():
    """All that a second load could change."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (User, Landlord, Membership, Assessment, Response, HistoryEntry, Publication)
    ]


@pytest.mark.one_database
def test_the_demonstration(full_codes):
    """One test, since loading takes seconds: each part is a paragraph."""
    today = timezone.localdate()
    this_year = FinancialYear.containing(today).start
    assert "Added Marlbury Borough Council" in run("load_demo")

    # The landlords' assessments: the first two years of a Code have their dates, others count
    # from today.
    states = {
        (row.landlord.slug, row.code.edition, row.year_start, row.state)
        for row in Assessment.objects.select_related("landlord", "code")
    }
    assert states - {("marlbury", "2024", 2025, "published")} == {
        ("marlbury", "2022", 2023, "published"),
        ("marlbury", "2024", 2024, "published"),
        ("marlbury", "2024", this_year, "draft"),
        ("fenmoor", "2024", this_year - 1, "published"),
        ("fenmoor", "2024", this_year, "in_review"),
        ("st-osyth-almshouses", "2024", this_year, "returned"),
    }

    # Colleagues talk about a draft, and questions about what is in review are open and answered.
    assert {note.author_name for note in SharedNote.objects.all()} == {
        "Priya Raman",
        "Kwabena Asante",
    }
    assert set(Question.objects.values_list("state", flat=True)) == {"raised", "answered"}
    draft = Assessment.objects.get(landlord__slug="marlbury", state="draft")

    # One item that ten answers cite, and an internal one that nothing published names.
    (policy, internal) = (
        EvidenceItem.objects.get(title=title)
        for title in ("Complaints policy", "Dip sample of refusal letters")
    )
    assert Citation.objects.of(draft).filter(item=policy).count() == 10
    assert Citation.objects.of(draft).filter(item=internal, item__is_public=False).exists()
    for published in Publication.objects.filter(landlord__slug="marlbury", code__edition="2024"):
        cited = [
            one for row in from_json(published.document).provisions for one in row.evidence_items
        ]
        assert sum(one.title == policy.title for one in cited) == 10
        assert internal.title not in {one.title for one in cited}
    assert draft.responses.exclude(answer="").count() == 36

    # Every answer, a long one, an action past its date.
    assert set(Answer.values) <= set(Response.objects.values_list("answer", flat=True))
    assert max(len(row.evidence) for row in Response.objects.all()) > 1000
    assert Response.objects.filter(
        assessment__state="published", action_due__lt=today, answer="partly"
    ).exists()

    # Nothing has happened in the future, and one's own work is approved by another.
    assert not HistoryEntry.objects.filter(at__gt=timezone.now() + timedelta(days=1)).exists()
    returned = HistoryEntry.objects.filter(event=Event.RETURN)
    assert returned.filter(assessment__landlord__slug="st-osyth-almshouses").exists()
    for entry in returned.filter(assessment__state="published"):
        corrected = entry.assessment.history
        steps = corrected.exclude(event__in=(Event.RESPONSE_SAVED, Event.CITED)).order_by(
            "at", "pk"
        )
        assert [step.event for step in steps] == [
            "started",
            "submit",
            "return",
            "submit",
            "approve",
            "body_response_saved",
            "body_response_confirmed",
            "publish",
        ]
        assert corrected.filter(event=Event.RESPONSE_SAVED, provision__number="5.10").count() == 2

    # What is published is whole.
    for publication in Publication.objects.all():
        document = from_json(bytes(publication.document))
        assert all(row.answer and "{" not in row.evidence for row in document.provisions)
        assert len(document.provisions) == 72
        assert document.published_on == timezone.localdate(publication.published_at)
        assert document.published_on.year == int(document.year[:4])
    assert "5.10" in Client().get("/published/marlbury/latest/", follow=True).text

    # Colleagues are asked: one is ready, one late, one sent back, one not theirs.
    asked = Contribution.objects.filter(response__assessment=draft)
    states = sorted(asked.values_list("state", flat=True))
    assert states == ["asked", "asked", "asked", "not_mine", "ready", "sent_back"]
    assert [row.response.provision.number for row in asked if row.is_late(today)] == ["6.2"]

    # A person in every role, who can sign in, and nobody was mailed.
    for landlord in Landlord.objects.all():
        held = {role for row in landlord.memberships.all() for role in row.role_set}
        assert held == set(Role)
    assert all(user.is_active and user.check_password(demo.PASSWORD) for user in User.objects.all())
    assert not OutgoingMail.objects.exists()
    assert not mail.outbox

    # Loaded again it changes nothing.
    before = everything()
    assert "already been loaded" in run("load_demo")
    assert everything() == before


def test_people_are_listed_a_line_each():
    lines = run("demo_people").splitlines()
    assert demo.PASSWORD in lines[0]
    assert len(lines) == 24
    assert any(
        line.split() == ["officer@fenmoor.example", "Fenmoor", "Homes:", "complaints", "officer"]
        for line in lines
    )


@pytest.mark.parametrize(
    "today",
    [date(2025, 4, 1), date(2026, 3, 31), date(2026, 12, 31), date(2027, 4, 1), date(2032, 2, 29)],
)
def test_the_content_makes_sense_on_any_day(today):
    for landlord in demo_content.read(today):
        assert landlord.assessments[-1].year == FinancialYear.containing(today)
        for assessment in landlord.assessments:
            published = assessment.state == "published"
            day = date(assessment.year.start, 12, 17) if published else today
            in_force = day >= date(2024, 4, 1)
            assert assessment.edition == ("2024" if in_force else "2022")
            assert day <= today
            assert published == (assessment.year < FinancialYear.containing(today))
            assert "{" not in assessment.response + assessment.return_note
            number = f"{assessment.year.start % 100}/"
            assert number in assessment.minute_reference or not assessment.minute_reference
            assert set(assessment.first) <= set(assessment.answers)
            assert {row["answer"] for row in assessment.answers.values()} <= set(Answer.values)


@pytest.mark.django_db
def test_it_says_what_to_do_where_the_codes_are_missing():
    with pytest.raises(CommandError, match="load_codes"):
        run("load_demo")
    assert not Landlord.objects.exists()


@pytest.mark.django_db
def test_it_stays_away_from_a_real_site(settings):
    settings.INSECURE_HTTP = False
    with pytest.raises(CommandError, match="--yes"):
        run("load_demo")
