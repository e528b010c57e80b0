"""Forty files that want to be something else, and floods of every kind (the list of T3 and T4)."""

import gzip
import io
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Photo
from articles.photos import renditions
from articles.photos.intake import accept
from newsportal.refusals import Refused
from tests.photos.bench import Bench
from tests.photos.makers import (
    chunk,
    darkroom,
    encoded,
    files_in,
    files_of_rows,
    person,
    png_that_claims,
    quarters,
)
from tests.photos.words import with_segment

pytestmark = pytest.mark.one_database

MARKER = b"<script>alert('polyglot-marker')</script><?php polyglot_marker(); ?>"
JPEG, PNG = encoded(quarters()), encoded(quarters(), "PNG")


def zipped() -> bytes:
    """An archive with a program inside."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.php", MARKER)
    return file.getvalue()


ACTIVE = {
    "html": b"<!doctype html><html>" + MARKER,
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg">' + MARKER + b"</svg>",
    "svgz": gzip.compress(b"<svg>" + MARKER + b"</svg>", mtime=0),
    "php": b"<?php system('id'); ?>" + MARKER,
    "js": b"alert(1);" + MARKER,
    "xml": b"<?xml version='1.0'?><a>" + MARKER + b"</a>",
    "pdf": b"%PDF-1.7\n" + MARKER,
    "zip": zipped(),
    "exe": b"MZ\x90\x00" + MARKER,
}
# Name, declared type, bytes: each kind under its own name, as a picture, and with both endings.
REFUSED = [
    (name, declared, data)
    for kind, data in ACTIVE.items()
    for name, declared in (
        (f"a.{kind}", "image/jpeg"),
        ("a.jpg", "image/jpeg"),
        (f"a.{kind}.png", f"application/{kind}"),
    )
] + [("gifar.jpg", "image/jpeg", encoded(quarters(), "GIF") + zipped())]

exif = Image.Exif()
exif[0x010E] = MARKER.decode()
NAMES = {
    "a.html": "text/html",
    "a.php.jpg": "application/x-php",
    "a.jpg\x00.php": "image/jpeg",
    "\u202egpj.php": "image/jpeg",
    "x" * 300 + ".jpg": "image/jpeg",
    "../../x.jpg": "image/jpeg",
    "..\\..\\x.jpg": "image/jpeg",
}
TAKEN = [
    # A comment makes each of them a photo of its own.
    *(
        (name, declared, with_segment(JPEG, b"\xff\xfe", name.encode()))
        for name, declared in NAMES.items()
    ),
    ("behind.jpg", "image/jpeg", JPEG + MARKER),
    ("comment.jpg", "image/jpeg", with_segment(JPEG, b"\xff\xfe", MARKER)),
    ("exif.jpg", "image/jpeg", encoded(quarters(), exif=exif)),
    ("behind.png", "image/png", PNG + MARKER),
    ("text.png", "image/png", PNG[:33] + chunk(b"tEXt", b"a\x00" + MARKER) + PNG[33:]),
    ("jar.png", "image/png", PNG + zipped()),
]


@pytest.mark.django_db
def test_forty_files_that_want_to_be_something_else_are_pictures_or_nothing(settings, monkeypatch):
    bench, user = Bench(), person("photo")
    monkeypatch.setattr(renditions, "run_darkroom", bench.run)
    assert len(REFUSED) + len(TAKEN) >= 40
    for name, declared, data in REFUSED:
        with pytest.raises(Refused):
            accept(SimpleUploadedFile(name, data, declared), user)
    assert not Photo.objects.exists()
    assert not files_in(settings.MEDIA_ROOT)
    for name, declared, data in TAKEN:
        photo = accept(SimpleUploadedFile(name, data, declared), user)
        ending = str(photo.original).rsplit(".", 1)[-1]
        assert ending == {b"\xff\xd8": "jpg", b"\x89P": "png"}[data[:2]]
        assert len(photo.file_name) <= 200
        assert not set(photo.file_name) & set("/\\\x00")
    bench.close()
    assert Photo.objects.count() == len(TAKEN)
    assert set(files_in(settings.MEDIA_ROOT)) == files_of_rows()
    for path in files_in(settings.MEDIA_ROOT / "renditions"):
        data = path.read_bytes()
        assert b"polyglot" not in data
        assert Image.open(io.BytesIO(data)).format in {"JPEG", "WEBP", "AVIF"}


def looping(kind: str, frames: int) -> bytes:
    """An animation of very many frames, all of them one pixel."""
    images = [Image.new("L", (1, 1), number % 2 * 255) for number in range(frames)]
    return encoded(images[0], kind, save_all=True, append_images=images[1:], duration=20)


def zipped_text(name: bytes, size: int) -> bytes:
    """A PNG with a text or a profile that unpacks to `size` bytes."""
    body = b"a\x00\x00" + zlib.compress(bytes(size), 9)
    return PNG[:33] + chunk(name, body) + PNG[33:]


FLOODS = {
    "13000² of one bit": lambda: png_that_claims(13_000, 13_000),
    "13500² of one bit": lambda: png_that_claims(13_500, 13_500),
    "30000² of one bit": lambda: png_that_claims(30_000, 30_000),
    "20000² in colour": lambda: png_that_claims(20_000, 20_000, bits=8, colour=2),
    "2³¹ wide": lambda: png_that_claims(2**31 - 1, 1),
    "nothing high": lambda: png_that_claims(10, 0),
    "a GIF of 2000 frames": lambda: looping("GIF", 2000),
    "a WebP of 2000 frames": lambda: looping("WEBP", 2000),
    "a PNG of 2000 frames": lambda: looping("PNG", 2000),
    "a JPEG of 65500²": lambda: jpeg_that_claims(65_500, 65_500),
    "a TIFF of 60000²": lambda: tiff_that_claims(60_000, 60_000),
    "a TIFF of 100 million tags": lambda: b"II*\x00\x08\x00\x00\x00\xff\xff" + bytes(12),
}


def jpeg_that_claims(width: int, height: int) -> bytes:
    data = bytearray(JPEG)
    at = data.index(b"\xff\xc0")
    struct.pack_into(">HH", data, at + 5, height, width)
    return bytes(data)


def tiff_that_claims(width: int, height: int) -> bytes:
    data = bytearray(encoded(quarters(), "TIFF", compression="tiff_lzw"))
    first = struct.unpack_from("<I", data, 4)[0]
    for entry in range(struct.unpack_from("<H", data, first)[0]):
        at = first + 2 + 12 * entry
        tag = struct.unpack_from("<H", data, at)[0]
        if tag in {256, 257}:
            struct.pack_into("<HHII", data, at, tag, 4, 1, width if tag == 256 else height)
    return bytes(data)


def answer(data: bytes, folder: Path) -> tuple[dict, float]:
    source = folder / "original"
    source.write_bytes(data)
    begun = time.perf_counter()
    return darkroom(source, folder), time.perf_counter() - begun


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_refused_by_its_header(name, tmp_path):
    found, seconds = answer(FLOODS[name](), tmp_path)
    assert found["unfit"] in {"pixels", "side", "frames", "gif", "damaged", "tiff_kind"}
    assert found["memory"] < 120_000_000
    assert seconds < 5  # a third of a second where nobody else wants the processor


@pytest.mark.parametrize("name", [b"zTXt", b"iCCP"])
def test_a_text_that_unpacks_to_a_hundred_megabytes_harms_nobody(name, tmp_path):
    found, _seconds = answer(zipped_text(name, 100_000_000), tmp_path)
    assert found["memory"] < 300_000_000
