"""Public files: nothing of the original but its pixels, and the same again when made again."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image, PngImagePlugin

from articles.photos import renditions
from tests.photos.makers import encoded, path_of, public_files, quarters, take

pytestmark = pytest.mark.django_db

CANARY = b"Canary7391"
# How metadata begin in the three formats, and the canary itself.
TRACES = [
    CANARY,
    b"Exif",
    b"EXIF",
    b"XMP ",
    b"ns.adobe.com",
    b"ICC",
    b"Photoshop",
    b"tEXt",
    b"eXIf",
]


def telling_exif() -> Image.Exif:
    """Position, owner, serial number, maker note and artist."""
    exif, canary = Image.Exif(), CANARY.decode()
    exif[0x013B], exif[0x010E], exif[0x8298] = canary, canary, canary
    details = exif.get_ifd(0x8769)
    details[0xA430], details[0xA431], details[0x927C] = canary, canary, CANARY
    position = exif.get_ifd(0x8825)
    position[1], position[2] = "N", (29.0, 33.0, 47.0)
    position[3], position[4] = "E", (106.0, 34.0, 25.0)
    position[29] = canary
    return exif


def telling_png_text() -> PngImagePlugin.PngInfo:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", CANARY.decode())
    text.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY.decode()}</x>")
    return text


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"exif": telling_exif(), "comment": CANARY, "xmp": b"<x>" + CANARY + b"</x>"}),
        ("PNG", {"exif": telling_exif(), "pnginfo": telling_png_text()}),
        ("WEBP", {"exif": telling_exif(), "xmp": b"<x>" + CANARY + b"</x>"}),
    ],
)
def test_nothing_that_the_file_tells_reaches_a_public_file(kind, options):
    data = encoded(quarters((1300, 900)), kind, **options)
    assert CANARY in data
    photo = take(data)
    files = public_files(photo)
    assert len(files) > 10
    for path in files:
        content = path.read_bytes()
        assert [trace for trace in TRACES if trace in content] == []
        with Image.open(path) as image:
            assert set(image.info) <= {
                "jfif", "jfif_version", "jfif_unit", "jfif_density",
                "progressive", "progression", "loop", "background",
            }  # fmt: skip
            assert not image.getexif()


def test_an_embedded_thumbnail_reaches_no_public_file():
    thumbnail = encoded(Image.effect_noise((80, 60), 90))
    segment = b"Exif\x00\x00" + thumbnail[:60_000]
    plain = encoded(quarters())
    app1 = b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment
    photo = take(plain[:2] + app1 + plain[2:])
    for path in public_files(photo):
        assert thumbnail[200:240] not in path.read_bytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_page_hidden_in_a_picture_reaches_no_public_file(kind):
    marker = b"<script>alert('Canary7391')</script>"
    photo = take(encoded(quarters(), kind) + marker)
    for path in public_files(photo):
        assert b"script" not in path.read_bytes()


def test_names_come_from_the_content_and_do_not_tell_it():
    photo = take(quarters())
    for row in photo.renditions:
        assert row["name"].endswith((".jpg", ".webp"))
        assert photo.original_hash[:8] not in row["name"]
    assert len({row["name"] for row in photo.renditions}) == len(photo.renditions)


def test_rebuild_makes_the_same_names_and_bytes_again():
    photo = take(quarters((700, 500)))
    before = {path: path.read_bytes() for path in public_files(photo)}
    rows = photo.renditions
    for path in before:
        path.unlink()
    photo.renditions = []
    renditions.rebuild(photo)
    photo.refresh_from_db()
    assert photo.renditions == rows
    assert {path: path.read_bytes() for path in public_files(photo)} == before


def test_no_half_written_file_ever_has_a_name(monkeypatch, settings):
    photo = take(quarters())
    folder = path_of(photo.renditions[0]).parent
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    assert Path(default_storage.path(photo.original.name)).stat().st_mode & 0o777 == 0o640
