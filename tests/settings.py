"""The project's settings as tests run them: fast passwords, tasks in place, mail kept in memory."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A folder of its own for every test process, so that two runs side by side do not meet.
_DATA = Path(tempfile.mkdtemp(prefix="selfassess-tests-"))
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)

os.environ["SECRET_KEY"] = "a-key-for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz"
os.environ["INSECURE_HTTP"] = "true"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["SELFASSESS_DATA"] = str(_DATA)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", f"sqlite:///{_DATA}/db.sqlite3")
os.environ["SERVICE_OWNER"] = "Northshire Digital"
os.environ["SUPPORT_EMAIL"] = "help@northshire.example"
os.environ["SUPPORT_PHONE"] = "01632 960 001"
os.environ.pop("DEBUG", None)

from selfassess.settings import *  # noqa: E402, F403
from selfassess.settings import DATABASES, STORAGES, TASKS  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in earnest: browser tests read and write it from several threads.
    DATABASES["default"]["TEST"] = {"NAME": str(_DATA / "test.sqlite3")}
    # Nobody pulls the plug on a test; the rest is as in earnest.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS["default"]["BACKEND"] = "django_tasks.backends.immediate.ImmediateBackend"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
