"""WeasyPrint in one process beside the tests': in theirs our own PDFs may have shut out the
machine's fonts, and to start one for each form takes half as long as the form."""

from __future__ import annotations

import gc
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context


@cache
def set_page(html: bytes) -> bytes:
    """A web page as a PDF."""
    return _beside().submit(_set, html).result(timeout=120)


@cache
def _beside() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def _set(html: bytes) -> bytes:
    import weasyprint

    gc.disable()
    pdf = weasyprint.HTML(string=html.decode()).write_pdf()
    gc.enable()
    return pdf
