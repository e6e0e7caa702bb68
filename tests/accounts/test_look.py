"""A landlord's logo and colour: what is taken, what is kept, where it is seen."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from PIL import Image, ImageFile, PngImagePlugin

from accounts import colours, logos
from accounts.enums import Role
from accounts.models import Landlord
from tests import factories
from tests.factories import picture

LOOK = "/landlords/alderbrook/look/"


@pytest.fixture(autouse=True)
def _files(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield
    storages._storages.clear()


def post(client: Client, data: bytes | None = None, name: str = "logo.png", **fields: str):
    values = {"logo_alt": "Alderbrook Council", "accent": ""} | fields
    if data is not None:
        values["logo"] = SimpleUploadedFile(name, data)
    return client.post(LOOK, values)


def logo_of(landlord: Landlord) -> Image.Image:
    address = f"/landlords/alderbrook/logo-{landlord.logo_digest}.png"
    return Image.open(io.BytesIO(b"".join(Client().get(address).streaming_content)))


def png_that_claims(width: int, height: int) -> bytes:
    """A small file that says that it is a large picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    crc = struct.pack(">I", zlib.crc32(chunk))
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + crc
    return start + struct.pack(">I", 10) + b"IDAT" + b"0" * 14


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_small_png(cast, sign_in, kind):
    assert post(sign_in(cast.administrator), picture((1000, 300), kind)).status_code == 302
    cast.landlord.refresh_from_db()
    kept = logo_of(cast.landlord)
    assert (kept.format, kept.size) == ("PNG", (480, 144))
    assert (cast.landlord.logo_width, cast.landlord.logo_height) == (480, 144)


def test_a_small_picture_is_not_blown_up():
    assert (logos.read(picture((40, 20))).width, logos.read(picture((40, 20))).height) == (40, 20)


def test_what_the_file_said_beside_the_picture_stays_behind():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Somebody’s name", zip=False)
    kept = logos.read(picture(pnginfo=notes)).png
    assert "Author" not in Image.open(io.BytesIO(kept)).info
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    assert b"taken at home" not in logos.read(picture(kind="JPEG", exif=exif)).png


def test_a_picture_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = logos.read(picture((100, 40), "JPEG", exif=exif))
    assert (kept.width, kept.height) == (40, 100)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot use an SVG file"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", "cannot use an SVG file"),
        (b"GIF89a" + b"0" * 50, "Choose a PNG, JPEG or WebP file"),
        (b"%PDF-1.7", "Choose a PNG, JPEG or WebP file"),
        (b"\x89PNG\r\n\x1a\n", "Choose a PNG, JPEG or WebP file"),
        (picture()[:-60], "Choose a PNG, JPEG or WebP file"),
        (png_that_claims(8000, 8000), "8,000 by 8,000 pixels, which is too large"),
        (png_that_claims(60_000, 60_000), "Choose a PNG, JPEG or WebP file"),
        (b"x" * (2 * 1024 * 1024 + 1), "smaller than 2 MB"),
        (b"", "empty"),
    ],
)
def test_what_is_no_such_picture_is_refused_with_what_to_do(
    cast, sign_in, data, message, monkeypatch
):
    # As WeasyPrint leaves it, once a PDF has been made in the same process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    response = post(sign_in(cast.administrator), data, accent="#7a1fa2")
    assert response.status_code == 422
    assert message in response.content.decode()
    assert "#7a1fa2" in response.content.decode()
    cast.landlord.refresh_from_db()
    assert cast.landlord.logo_digest == ""


def test_a_logo_needs_words_and_keeps_needing_them(cast, sign_in):
    client = sign_in(cast.administrator)
    assert "Enter what the logo says" in post(client, picture(), logo_alt="").content.decode()
    post(client, picture())
    assert post(client, logo_alt="").status_code == 422
    assert post(client, logo_alt="", remove_logo="on").status_code == 302
    cast.landlord.refresh_from_db()
    assert (cast.landlord.logo_digest, cast.landlord.logo_alt) == ("", "")


def test_the_logo_is_public_cacheable_and_gone_when_removed(cast, sign_in):
    client = sign_in(cast.administrator)
    post(client, picture())
    cast.landlord.refresh_from_db()
    address = f"/landlords/alderbrook/logo-{cast.landlord.logo_digest}.png"
    response = Client().get(address)
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]
    assert not response.cookies
    post(client, remove_logo="on", logo_alt="")
    assert Client().get(address).status_code == 404
    assert Client().get("/landlords/alderbrook/logo-.png").status_code == 404


def test_a_replaced_logo_is_kept_for_who_still_shows_it_and_no_longer(
    cast, sign_in, django_capture_on_commit_callbacks
):
    elsewhere = factories.add_member(cast.outsider.landlord, Role.ADMINISTRATOR)
    shared = logos.Look("", "A logo", logos.read(picture()))
    name = logos.save(elsewhere, shared).logo_name
    client = sign_in(cast.administrator)
    post(client, picture())
    with django_capture_on_commit_callbacks(execute=True):
        post(client, picture((50, 50)))
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        logos.save(elsewhere, logos.Look("", "", remove_logo=True))
    assert not default_storage.exists(name)
    cast.landlord.refresh_from_db()
    assert default_storage.exists(cast.landlord.logo_name)


def test_a_storage_that_does_not_let_go_of_a_logo_does_not_stop_the_change(
    cast, tmp_path, django_capture_on_commit_callbacks
):
    logos.save(cast.administrator, logos.Look("", "A logo", logos.read(picture())))
    cast.landlord.refresh_from_db()
    kept = tmp_path / cast.landlord.logo_name
    # A folder with something in it, which no one can remove as a file.
    kept.unlink()
    (kept / "inside").mkdir(parents=True)
    with django_capture_on_commit_callbacks(execute=True):
        logos.save(cast.administrator, logos.Look("", "", remove_logo=True))
    cast.landlord.refresh_from_db()
    assert cast.landlord.logo_digest == ""


def test_only_administrators_set_the_look(cast):
    for role in Role:
        if role != Role.ADMINISTRATOR:
            with pytest.raises(PermissionDenied):
                logos.save(cast.by_role(role), logos.Look("#005ea5", ""))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("#005EA5", "#005ea5"), ("005ea5", "#005ea5"), ("#06c", "#0066cc"), (" #000 ", "#000000")],
)
def test_colours_as_people_type_them(typed, kept):
    assert colours.check(typed) == kept


@pytest.mark.parametrize("typed", ["red", "#12345", "#gggggg", "rgb(1,2,3)", "#fff;}*{x:y"])
def test_what_is_no_colour(typed):
    with pytest.raises(ValidationError, match="6 numbers or letters"):
        colours.check(typed)


@pytest.mark.parametrize("light", ["#ffaa00", "#ffffff", "#ffff00", "#00aaff", "#777777"])
def test_a_colour_that_is_too_light_is_answered_with_the_nearest_that_is_not(light):
    with pytest.raises(ValidationError, match=f"{light} is too light") as refused:
        colours.check(light)
    better = refused.value.message.rsplit(" ", 1)[1]
    assert colours.check(better) == better
    assert 4.5 <= colours.contrast_with_white(better) < 4.7


def test_contrast_is_measured_as_wcag_says():
    assert colours.contrast_with_white("#000000") == pytest.approx(21)
    assert colours.contrast_with_white("#ffffff") == pytest.approx(1)
    assert colours.contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


def test_the_style_sheet_holds_the_colour_and_is_conditional(cast, sign_in):
    address = "/landlords/alderbrook/style.css"
    assert Client().get(address).status_code == 404
    post(sign_in(cast.administrator), accent="#7a1fa2")
    response = Client().get(address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "#7a1fa2" in response.content.decode()
    again = Client().get(address, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_it_stands_on_private_and_public_pages(cast, sign_in):
    client = sign_in(cast.administrator)
    for address in ("/landlords/alderbrook/team/", "/published/alderbrook/"):
        assert "app-brand" not in client.get(address).content.decode()
    post(client, picture(), accent="#7a1fa2", logo_alt='"><script>x</script>')
    for address in ("/landlords/alderbrook/team/", "/published/alderbrook/"):
        html = client.get(address).content.decode()
        assert 'href="/landlords/alderbrook/style.css"' in html
        assert "&quot;&gt;&lt;script&gt;" in html
        assert 'width="320" height="160"' in html
