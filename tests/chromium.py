"""The browser that tests open, and that prints forms."""

from __future__ import annotations

import shutil


def chromium_path() -> str:
    """Where Chromium is. Fails clearly where there is none.

    The headless shell is the same engine without the browser's own window around each page, which
    takes longer to open than our pages.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    assert path, "There is no Chromium here. Run script/test once, which installs it."
    return path
