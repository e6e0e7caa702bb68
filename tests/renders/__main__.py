"""Says how long each file of a self-assessment takes, and the PDF against Chromium's print.

python -m tests.renders [--runs 5]

Medians of one process that has made each file once before, as the worker has; 72 provisions with
60 words in each cell. Chromium prints the very HTML and style sheet that the PDF is laid out from,
once as a command that starts and ends, once in a browser that runs already. Each run makes
everything in turn, so that a busy machine slows all alike.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

WORDS = ("complaint", "policy", "resident", "landlord", "evidence", "answer", "days", "stage", "of")


def main() -> None:
    import django

    parser = argparse.ArgumentParser(prog="tests.renders")
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        report(timed(jobs(Path(folder)), runs))


def jobs(folder: Path) -> dict[str, Callable[[], object]]:
    """What is measured, by its name."""
    from django.template.loader import render_to_string
    from playwright.sync_api import sync_playwright

    from publishing.document import to_json
    from publishing.presentation import DRAFT
    from publishing.render import pdf
    from publishing.render.csv import render_csv
    from publishing.render.docx import render_docx
    from publishing.render.xlsx import render_xlsx
    from tests.browser import chromium
    from tests.chromium import chromium_path
    from tests.publishing import forms

    document = forms.make(
        other={"answer": "yes", "evidence": text(1), "commentary": text(2)},
        approval=None,
        version=None,
        published_on=None,
    )
    html = render_to_string("publishing/pdf/document.html", pdf._context(document, DRAFT))
    page = folder / "page.html"
    style = f"<style>{pdf.STYLESHEET.read_text()}</style></head>"
    page.write_text(html.replace("</head>", style, 1), "utf-8")
    browser = chromium(sync_playwright().start())

    def printed() -> bytes:
        tab = browser.new_page()
        tab.goto(page.as_uri())
        data = tab.pdf(prefer_css_page_size=True, tagged=True)
        tab.close()
        return data

    def command() -> object:
        out = f"--print-to-pdf={folder / 'page.pdf'}"
        profile = f"--user-data-dir={folder / 'profile'}"
        options = ["--headless", "--no-sandbox", profile, out, page.as_uri()]
        return subprocess.run([chromium_path(), *options], check=True, capture_output=True)

    return {
        "Chromium, from its start": command,
        "Chromium, running already": printed,
        ".pdf": lambda: pdf.render_pdf(document, DRAFT),
        ".xlsx": lambda: render_xlsx(document, DRAFT),
        ".docx": lambda: render_docx(document, DRAFT),
        ".csv": lambda: render_csv(document),
        ".json": lambda: to_json(document),
    }


def text(seed: int) -> str:
    return " ".join(Random(seed).choices(WORDS, k=60)) + "."


def timed(makes: dict[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """The medians of so many runs after a first one, in seconds."""
    found: dict[str, list[float]] = {name: [] for name in makes}
    for _ in range(runs + 1):
        for name, make in makes.items():
            start = perf_counter()
            make()
            found[name].append(perf_counter() - start)
    return {name: median(times[1:]) for name, times in found.items()}


def report(found: dict[str, float]) -> None:
    for name, seconds in found.items():
        sys.stdout.write(f"{name:28}{seconds:7.3f} s\n")
    for name in ("Chromium, from its start", "Chromium, running already"):
        sys.stdout.write(f".pdf against {name}: {found['.pdf'] / found[name]:.2f}\n")


if __name__ == "__main__":
    main()
