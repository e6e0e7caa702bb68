"""Forms kept, read and put into an assessment as one step."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments.batches.services import undo
from assessments.importing.limits import MAX_BYTES, CannotRead
from assessments.importing.result import found_in
from assessments.intake import reading, services
from assessments.intake.planning import plan
from assessments.models import Assessment, ImportedFile, Response
from assessments.queries import responses_of
from assessments.services import Conflict, Locked
from tests import factories
from tests.intake.forms import comma_separated, found, imported, result, rows_of, word


@pytest.fixture
def draft(cast, code) -> Assessment:
    return factories.start(cast.officer, code)


def saved(assessment: Assessment, number: str = "5.10") -> Response:
    return assessment.responses.get(provision__number=number)


def rows(assessment: Assessment, *responses, **more):
    """What would change."""
    now = responses_of(assessment)
    for response in now:
        response.assessment = assessment
    today = timezone.localdate()
    return plan(result(*responses, **more), now, assessment.code, today)


def take_all(member, file: ImportedFile, *, versions: dict[str, int] | None = None):
    now = responses_of(file.assessment)
    for response in now:
        response.assessment = file.assessment
    planned = plan(found_in(file.result), now, file.assessment.code, timezone.localdate()).rows
    return services.commit(
        member,
        file,
        [(r.response, r.response.values() | {c.name: c.after for c in r.takes}) for r in planned],
        versions or {r.number: r.response.version for r in planned},
    )


def test_what_differs_is_told_from_what_is_the_same(cast, draft):
    factories.answer(cast.officer, draft, "5.1", answer="yes", evidence="Policy,\n• clause 2")
    factories.answer(cast.officer, draft, "1.2", answer="no")
    planned = rows(
        draft,
        found("1.2", answer="yes", evidence="Policy"),
        found("5.1", answer="yes", evidence="Policy, clause 2"),
    )
    assert planned.same == ["5.1"]
    (row,) = planned.rows
    assert [change.name for change in row.takes] == ["answer", "evidence"]
    assert [change.name for change in row.fills] == ["evidence"]
    assert row.overwrites


def test_what_the_form_leaves_blank_takes_nothing_away(cast, draft):
    factories.answer(cast.officer, draft, "1.2", answer="no", evidence="Policy")
    assert rows(draft, found("1.2")).same == ["1.2"]


def test_a_date_that_cannot_be_is_put_to_the_person(draft):
    planned = rows(
        draft, found("1.2", action_due="next spring"), found("5.1", action_due="1 May 2020")
    )
    assert [change.problem for row in planned.rows for change in row.changes] == [
        "We could not read the date “next spring”. Enter the date.",
        "The date “1 May 2020” has passed. Enter a date in the future.",
    ]
    assert [row.takes for row in planned.rows] == [[], []]


def test_too_long_a_text_is_put_to_the_person(draft):
    (row,) = rows(draft, found("1.2", answer="yes", evidence="x" * 20_001)).rows
    assert [change.name for change in row.takes] == ["answer"]
    assert "The limit is 20,000" in row.changes[1].problem


def test_an_import_is_one_step_that_says_where_it_comes_from_and_is_undone_as_one(cast, draft):
    factories.answer(cast.officer, draft, "1.2", evidence="Mine")
    file = imported(
        cast.officer, draft, found("1.2", answer="yes"), found("5.10", answer="no", action="Do it")
    )
    batch, changed = take_all(cast.officer, file)
    assert changed == ["1.2", "5.10"]
    assert saved(draft).action == "Do it"
    assert {entry.note for entry in draft.history.filter(batch=batch)} == {
        "Imported from Old form.docx"
    }
    file.refresh_from_db()
    assert file.state == "committed"
    undone = undo(cast.officer, draft, batch)
    assert undone.restored == ["1.2", "5.10"]
    assert (saved(draft).answer, saved(draft, "1.2").evidence) == ("", "Mine")
    file.refresh_from_db()
    assert file.state == "undone"


def test_importing_twice_changes_nothing(cast, draft):
    file = imported(cast.officer, draft, found("1.2", answer="yes", evidence="- a\n- b"))
    take_all(cast.officer, file)
    before = draft.history.count(), saved(draft, "1.2").version
    assert take_all(cast.officer, file)[1] == []
    assert (draft.history.count(), saved(draft, "1.2").version) == before


def test_what_changed_meanwhile_is_not_overwritten_and_nothing_is_half_written(cast, draft):
    file = imported(cast.officer, draft, found("1.2", answer="yes"), found("5.10", answer="yes"))
    factories.answer(cast.officer, draft, "5.10", evidence="A colleague’s")
    with pytest.raises(Conflict):
        take_all(cast.officer, file, versions={"1.2": 0, "5.10": 0})
    assert (saved(draft, "1.2").answer, saved(draft).answer) == ("", "")


def test_nothing_is_imported_into_what_is_locked_or_by_others(cast, draft):
    file = imported(cast.officer, draft, found("1.2", answer="no"))
    for stranger in (cast.viewer, cast.outsider):
        with pytest.raises(PermissionDenied):
            take_all(stranger, file)
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    file = ImportedFile.objects.get(pk=file.pk)
    with pytest.raises(Locked):
        take_all(cast.officer, file)
    with pytest.raises(Locked):
        services.keep(cast.officer, file.assessment, b"x", "a.txt")


@pytest.mark.parametrize("make", [comma_separated, word])
def test_a_form_is_kept_and_read(cast, full_codes, make):
    draft = factories.start(cast.officer, full_codes["2024"])
    name = "../../etc/Old\u202e form.docx" if make is word else "C:\\forms\\old.csv"
    data = make(rows_of("2024"))
    file = services.keep(cast.officer, draft, data, name)
    assert file.name in {"Old form.docx", "old.csv"}
    assert reading.content_of(file) == data
    reading.read(file.pk)
    file.refresh_from_db()
    assert (file.state, file.message) == ("ready", "")
    read = found_in(file.result)
    assert (read.edition, len(read.responses)) == ("2024", 72)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"MZ\x90\x00" + b"\x00" * 500, "form.docx", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "form.docx", "password"),
        (b"PK\x03\x04 broken", "form.docx", ""),
        (b"Nothing of any Code", "form.txt", "could not find any provisions"),
    ],
)
def test_what_cannot_be_read_says_why(cast, draft, data, name, words):
    file = services.keep(cast.officer, draft, data, name)
    reading.read(file.pk)
    file.refresh_from_db()
    assert file.state == "failed"
    assert words in file.message
    assert file.message


def test_too_large_a_file_is_not_kept(cast, draft):
    with pytest.raises(CannotRead, match="20 MB"):
        services.keep(cast.officer, draft, b"x" * (MAX_BYTES + 1), "a.txt")
    assert not ImportedFile.objects.exists()


def test_a_file_whose_content_is_gone_fails_with_words(cast, draft):
    file = services.keep(cast.officer, draft, b"soon gone", "a.txt")
    ImportedFile.objects.filter(pk=file.pk).update(storage_name="imported/no/such")
    with pytest.raises(OSError, match="no"):
        reading.read(file.pk)
    file.refresh_from_db()
    assert (file.state, file.message) == ("failed", reading.UNEXPECTED)
