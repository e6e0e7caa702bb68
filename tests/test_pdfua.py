"""The PDF/UA check tells an accessible PDF from one that is not."""

from __future__ import annotations

import pytest

from tests.pdfua import assert_pdfua, check_pdfua

HTML = '<html lang="en-GB"><head><title>A page</title></head><body><h1>A page</h1></body></html>'


def test_it_passes_an_accessible_pdf_and_names_what_another_lacks(tmp_path):
    import weasyprint

    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    weasyprint.HTML(string=HTML).write_pdf(good, pdf_variant="pdf/ua-1")
    weasyprint.HTML(string=HTML.replace("<title>A page</title>", "")).write_pdf(bad)
    first, second = check_pdfua(good, bad)
    assert first.is_compliant
    assert first.checks > 10
    assert not second.is_compliant
    with pytest.raises(AssertionError, match=r"bad\.pdf:\n  6\.2-1 ×1: The document"):
        assert_pdfua(good, bad)
