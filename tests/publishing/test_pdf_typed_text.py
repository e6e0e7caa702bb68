"""Whatever people type, the PDF prints it, fetches nothing, and stays accessible."""

from __future__ import annotations

import socket
import threading
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from publishing.render import fonts
from publishing.render.pdf import own_fonts_only, render_pdf
from tests.pdfua import assert_pdfua
from tests.publishing.documents import final, make_document, with_text_everywhere
from tests.publishing.tagged import read, squeezed

HOSTILE = {
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\ufefff soft\u00adhyphen \ufe0f \u200b\n\n- \u200d",
    "right to left": "שלום עולם and مرحبا بالعالم \u202eevil\u202c \u2067iso\u2069 می‌خواهم",
    "combining": "Z̴̡͎a̷l̵͕g̸o̷ e\u0301 x\u030c ẹ́ \u0301alone",
    "control": "tab\there \x01\x02\x1f\x7f\x85 end\u2028line\u2029paragraph",
    "scripts": "Zażółć Ελληνικά Кириллица Tiếng বাংলা हिन्दी ગુજરાતી ਪੰਜਾਬੀ தமிழ் اردو "
    + "ไทย አማርኛ ትግርኛ සිංහල മലയാളം తెలుగు ქართული Հայերեն",
    "symbols": "✓✔✗→←⇒•☐☑★≥≠∞½№ﬁ 𝗯𝗼𝗹𝗱 \uf0b7 Word 😀👍🏽✅⚠️👨‍👩‍👧🇬🇧 1️⃣",
    "missing": "中文 日本語 한국어 \ue000 \U000f0000 \U0010ffff \ufdd0 \u0378",
    "spaces": "a\u2003b\u202fc\u3000d\u2009e",
    "addresses": "https://例え.jp/パス http://[ http://[::1 https://a.example/%zz%00 "
    + "https://b.example/y" * 40,
    "markup": "</td></table><style>*{display:none}</style> {{ x }} {% now 'Y' %} &amp; <!-- ]]>",
    "lists": "- a\n- b\n\na. one\nc. two\n\nx) last\n- \n•  bullet\n\n\n\n   indented",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Each hostile text in every field of a document of its own: the PDFs' paths by name."""
    folder = tmp_path_factory.mktemp("pdf")
    paths = {}
    for name, text in HOSTILE.items():
        document = with_text_everywhere(make_document("2024"), text)
        paths[name] = folder / f"{name}.pdf"
        paths[name].write_bytes(render_pdf(document, final(document)))
    return paths


@cache
def _text(path) -> str:
    return squeezed(read(path.read_bytes()).text)


def test_no_text_breaks_accessibility(hostile):
    assert_pdfua(*hostile.values())


def test_only_our_typefaces_are_used_whatever_the_machine_has(hostile):
    for path in hostile.values():
        reader = PdfReader(path)
        for page in reader.pages:
            for font in page["/Resources"]["/Font"].values():
                name = font.get_object()["/BaseFont"].split("+")[1].removesuffix("-Bold")
                assert name in fonts.FAMILIES


def test_characters_that_our_typefaces_have_are_printed_and_others_are_boxes(hostile):
    assert squeezed("Zażółć Ελληνικά Кириллица Tiếng") in _text(hostile["scripts"])
    for words in ("አማርኛ ትግርኛ", "ไทย", "සිංහල", "മലയാളം", "తెలుగు", "ქართული", "Հայերեն"):
        assert squeezed(words) in _text(hostile["scripts"])
    assert "□" not in _text(hostile["scripts"])
    assert "✓✔✗→←⇒•☐☑★≥≠∞½№fi" in _text(hostile["symbols"])
    assert "中" not in _text(hostile["missing"])
    assert "□□□□□□□□" in _text(hostile["missing"])
    assert "evil" in _text(hostile["right to left"])


def test_where_boxes_stand_in_it_says_so_and_where_the_text_can_be_read(hostile):
    note = squeezed(fonts.STAND_IN_NOTE)
    for name, path in hostile.items():
        text = _text(path)
        assert (note in text) is ("□" in text.replace(note, "")), name


def test_markup_is_printed_as_typed(hostile):
    assert squeezed(HOSTILE["markup"]) in _text(hostile["markup"])


def test_lettered_points_keep_the_letters_that_were_typed(hostile):
    marks = [mark.text.strip() for mark in read(hostile["lists"].read_bytes()).find("Lbl")]
    assert marks[:5] == ["•", "•", "a.", "c.", "x."]


def test_an_address_that_is_printed_with_boxes_still_links_where_it_was_meant_to(hostile):
    notes = [
        note.get_object()
        for page in PdfReader(hostile["addresses"]).pages
        for note in page.get("/Annots", [])
    ]
    targets = {str(note["/A"]["/URI"]) for note in notes if "/A" in note}
    assert "https://%E4%BE%8B%E3%81%88.jp/%E3%83%91%E3%82%B9" in targets


@pytest.fixture
def listening():
    """A server on this machine: its port, and the list of those who connected."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                callers.append(address)
                connection.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield server.getsockname()[1], callers
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_nothing_typed_makes_the_renderer_fetch_anything(listening):
    port, callers = listening
    here = f"http://127.0.0.1:{port}"
    text = (
        f'<img src="{here}/a.png" alt="x"> <link rel=stylesheet href="{here}/b.css"> '
        f"<style>@import url({here}/c.css); p {{ background: url({here}/d.png) }}</style> "
        f'<object data="{here}/e"></object> <svg><image href="{here}/f"/></svg> '
        f'<link rel=attachment href="file:///etc/passwd"> <img src="file:///etc/passwd"> '
        f'<base href="{here}/"> " onload=x {here}/g'
    )
    document = with_text_everywhere(make_document("2024"), text)
    pdf = render_pdf(document, final(document))
    assert callers == []
    shown = squeezed(read(pdf).text)
    assert shown.count(squeezed(text)) >= 12
    assert "root:x:0" not in shown
    assert "/EmbeddedFiles" not in PdfReader(BytesIO(pdf)).root_object.get("/Names", {})


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "ftp://127.0.0.1/x",
        "selfassess-font:../pdf.css",
        "selfassess-font:",
        "/etc/passwd",
    ],
)
def test_the_fetcher_refuses_every_address_but_our_typefaces(address):
    with pytest.raises(ValueError, match="fetches nothing but its own typefaces"):
        own_fonts_only()(address)


def test_the_fetcher_connects_to_nobody(listening):
    port, callers = listening
    with pytest.raises(ValueError, match="fetches nothing"):
        own_fonts_only()(f"http://127.0.0.1:{port}/x.png")
    assert callers == []


def test_every_typeface_is_listed_pinned_and_licensed():
    families = [face.family for face in fonts.faces()]
    assert set(families) == set(fonts.FAMILIES)
    pinned = (fonts.FOLDER / "VERSIONS").read_text().splitlines()
    packages = [line.split()[0].removeprefix("@fontsource/") for line in pinned]
    for package in packages:
        licence = (fonts.FOLDER / f"LICENSE-{package}.txt").read_text()
        assert "SIL Open Font License" in licence
    assert all(family.startswith(tuple(packages)) for family in families)
    for line in pinned:
        name, version = line.removeprefix("@fontsource/").split()
        script = (fonts.FOLDER.parents[3] / "script" / "vendor-fonts").read_text()
        assert f"vendor {name} {version} " in script


def test_invisible_characters_and_look_alikes_are_tidied_for_print():
    assert fonts.drawable("a\u200b\u202eb\ufe0f\u00ad") == "ab"
    assert fonts.drawable("e\u0301 \u2011 \uf0b7 \u2003") == "é - •  "
    assert fonts.drawable("می‌خواهم") == "می‌خواهم"
    assert fonts.drawable("中") == fonts.STAND_IN
    assert fonts.drawable("line\nline") == "line\nline"
