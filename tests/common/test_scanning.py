"""Uploads are scanned for viruses before anything reads or keeps them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from assessments.models import ImportedFile
from selfassess.common import checks, scanning
from tests import factories
from tests.common.scanner import EICAR, scanner

CSV = b"Code provision,Comply\n1.2,Yes\n"


@pytest.mark.parametrize("by_path", [True, False])
def test_a_safe_file_reaches_the_scanner_whole(settings, tmp_path, by_path):
    data = os.urandom(200_000)
    with scanner(tmp_path if by_path else None) as (where, clamd):
        settings.CLAMAV_SOCKET = where
        scanning.scan(data)
        scanning.scan(b"")
        scanning.ping(where)
    assert clamd.scanned == [data, b""]


def test_a_virus_is_told_by_its_name(settings, tmp_path, caplog):
    with scanner(tmp_path) as (where, _):
        settings.CLAMAV_SOCKET = where
        with pytest.raises(scanning.Infected, match=r"^Eicar-Signature$"):
            scanning.scan(b"x" * 100_000 + EICAR)
    assert "A file was refused, because it contains a virus: Eicar-Signature" in caplog.text


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("stall", r"did not answer within 0\.3 seconds"),
        ("close", r"closed the connection|cannot be reached"),
        ("nonsense", r"answered “UNKNOWN COMMAND”"),
        ("error", r"answered “Can't allocate memory ERROR”"),
    ],
)
def test_a_scanner_that_fails_says_nothing_is_safe(settings, tmp_path, caplog, way, words):
    with scanner(tmp_path, way) as (where, _):
        settings.CLAMAV_SOCKET = where
        with pytest.raises(scanning.CannotScan, match=words):
            scanning.scan(b"x" * 1000, patience=0.3)
    assert "A file was refused, because the virus scanner failed" in caplog.text


def test_a_file_that_is_too_large_for_the_scanner_is_not_called_safe(settings, tmp_path):
    with scanner(tmp_path, limit=100_000) as (where, _):
        settings.CLAMAV_SOCKET = where
        # More than the socket holds: it stops reading, and closes while we still send.
        with pytest.raises(scanning.CannotScan, match=r"size limit exceeded|cannot be reached"):
            scanning.scan(b"x" * 8_000_000)


def test_a_scanner_that_is_away_is_told_by_the_deployment_check(settings, tmp_path):
    settings.CLAMAV_SOCKET = str(tmp_path / "nothing")
    with pytest.raises(scanning.CannotScan, match="cannot be reached"):
        scanning.scan(b"x")
    (found,) = checks.the_virus_scanner_answers()
    assert "Until then no file is taken" in found.hint
    with scanner(tmp_path) as (where, _):
        settings.CLAMAV_SOCKET = where
        assert checks.the_virus_scanner_answers() == []


@pytest.mark.django_db
def test_uploads_with_a_virus_are_refused_beside_the_field(cast, code, sign_in, settings, tmp_path):
    """Forms, pasted text, logos and files from the shell; and each is taken without one."""
    officer, draft = sign_in(cast.officer), factories.start(cast.officer, code)
    address = f"/assessments/{draft.pk}/import/"
    look = f"/landlords/{cast.landlord.slug}/look/"
    picture = factories.picture()
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    year = ("--landlord", cast.landlord.slug, "--year", "2025-26")
    bad.write_bytes(CSV + EICAR)
    good.write_bytes(CSV)
    with scanner(tmp_path) as (where, clamd):
        settings.CLAMAV_SOCKET = where
        page = officer.post(address, {"file": SimpleUploadedFile("old.csv", CSV + EICAR)})
        assert page.status_code == 422
        html = page.content.decode()
        assert html.count("The selected file contains a virus") == 2  # summary and field
        page = officer.post(address, {"text": EICAR.decode()})
        assert "The text contains a virus" in page.content.decode()
        with pytest.raises(CommandError, match="contains a virus: Eicar-Signature"):
            call_command("import_form", str(bad), *year)
        logo = SimpleUploadedFile("logo.png", picture + EICAR)
        page = sign_in(cast.administrator).post(look, {"logo": logo, "colour": ""})
        assert "The logo contains a virus" in page.content.decode()
        assert not ImportedFile.objects.exists()
        assert clamd.scanned[-1] == picture + EICAR

        file = SimpleUploadedFile("old.csv", CSV)
        assert officer.post(address, {"file": file}).status_code == 302
        assert ImportedFile.objects.get().size == len(CSV)
        call_command("import_form", str(good), *year)


@pytest.mark.django_db
def test_without_an_answer_of_the_scanner_an_upload_is_refused(
    cast, code, sign_in, settings, tmp_path
):
    officer, draft = sign_in(cast.officer), factories.start(cast.officer, code)
    settings.CLAMAV_SOCKET = str(tmp_path / "nothing")
    page = officer.post(
        f"/assessments/{draft.pk}/import/", {"file": SimpleUploadedFile("old.csv", CSV)}
    )
    assert page.status_code == 422
    html = page.content.decode()
    assert "could not be checked for viruses, so we have not kept it. Try again" in html
    assert "contact Northshire Digital (help@northshire.example" in html
    assert not ImportedFile.objects.exists()


def test_no_form_takes_a_file_past_the_scanner():
    """The check of a downloaded file alone has a plain field: it keeps nothing but a digest."""
    plain = {
        str(path.relative_to(project.BASE_DIR))
        for app in ("accounts", "codes", "assessments", "publishing", "selfassess")
        for path in Path(project.BASE_DIR / app).rglob("*.py")
        if re.search(r"forms\.(?:File|Image)Field\b", path.read_text("utf-8"))
    }
    assert plain == {"selfassess/common/forms/files.py", "publishing/site/forms.py"}
