"""Files in storage: whole or not at all, whatever the disk does, and whatever the storage is."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from selfassess.common import storing

DATA = b"An old form. " * 100_000
DIGEST = storing.digest_of(DATA)
NAME = f"imported/{DIGEST[:2]}/{DIGEST}"
# Just under a megabyte, as it was found once: whole blocks of a file of 1.3 MB.
HALF = DATA[:921_600]


@pytest.fixture(params=["folder", "objects"])
def stored_in(request, settings, tmp_path):
    """Both kinds of storage: a folder of the machine, and objects under names, as S3 is."""
    kinds = {
        "folder": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
        "objects": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    settings.STORAGES = settings.STORAGES | {"default": kinds[request.param]}


def content() -> bytes:
    with storing.open_whole(NAME, size=len(DATA), digest=DIGEST) as file:
        return file.read()


def everything(folder: str = "imported") -> list[str]:
    """What lies in storage, also what nobody was told of."""
    folders, files = default_storage.listdir(folder)
    return [f"{folder}/{name}" for name in files] + [
        path for name in folders for path in everything(f"{folder}/{name}")
    ]


def test_equal_content_lies_there_once_and_comes_back_whole(stored_in):
    assert [storing.keep(NAME, DATA), storing.keep(NAME, DATA)] == [NAME, NAME]
    assert content() == DATA
    assert everything() == [NAME]


@pytest.mark.parametrize("left", [HALF, b"", b"x" * len(DATA)])
def test_what_is_not_whole_is_told_on_reading_and_mended_by_the_next_who_brings_it(stored_in, left):
    default_storage.save(NAME, ContentFile(left))
    with pytest.raises(storing.Damaged, match=NAME):
        content()
    assert storing.keep(NAME, DATA) == NAME
    assert content() == DATA
    assert everything() == [NAME]


def test_a_length_alone_tells_of_half_a_file(stored_in):
    default_storage.save(NAME, ContentFile(HALF))
    with pytest.raises(storing.Damaged, match="921,600 of 1,300,000 bytes"):
        storing.open_whole(NAME, size=len(DATA))


def test_a_disk_that_fills_up_leaves_nothing_behind(settings, tmp_path):
    dying = {"BACKEND": "tests.publishing.storages.DyingStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": dying}
    for store in (storing.keep, storing.put):
        with pytest.raises(OSError, match="No space left"):
            store(NAME, DATA)
    assert everything() == []


def test_a_disk_that_fills_up_does_not_take_what_was_there(settings, tmp_path):
    """A damaged file that cannot be mended yet stays to be mended later, and is not half of two."""
    dying = {"BACKEND": "tests.publishing.storages.DyingStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": dying}
    before = tmp_path / NAME
    before.parent.mkdir(parents=True)
    before.write_bytes(HALF)
    with pytest.raises(OSError, match="No space left"):
        storing.keep(NAME, DATA)
    assert everything() == [NAME]
    assert before.read_bytes() == HALF


def test_a_storage_that_says_it_is_done_and_is_not_is_found_out(settings):
    lossy = {"BACKEND": "tests.publishing.storages.LossyStorage"}
    settings.STORAGES = settings.STORAGES | {"default": lossy}
    with pytest.raises(OSError, match="Not all of it arrived") as refused:
        storing.keep(NAME, DATA)
    assert refused.value.errno == errno.EIO
    assert not default_storage.exists(NAME)


def test_a_file_is_taken_from_where_it_can_only_be_whole_or_not_there(settings, tmp_path):
    """In a process whose files may not grow past 900 KB, as on a disk with no more room."""
    program = (
        "import signal, sys, django\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "django.setup()\n"
        "from selfassess.common import storing\n"
        "storing.keep(sys.argv[1], sys.stdin.buffer.read())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, NAME],
        input=DATA,
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "selfassess.settings",
            "SELFASSESS_DATA": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path}/unused.sqlite3",
        },
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (921_600, 921_600)),
        capture_output=True,
        check=False,
    )
    assert f"[Errno {errno.EFBIG}] File too large" in ended.stderr.decode()
    settings.MEDIA_ROOT = tmp_path / "files"
    assert everything() == []
    storing.keep(NAME, DATA)
    assert content() == DATA
