"""Pictures that tests make for themselves, and what they need to hand them in."""

import json
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image

from articles.models import Edition, EditionPhoto, Photo, Section
from articles.photos.intake import accept, file_names
from articles.photos.renditions import rebuild
from newsportal.accounts.models import Role, User
from newsportal.timeline import now

_numbers = count(1)

# Four quarters of one picture: whoever looks at the corners knows how it is turned.
CORNERS = {(0, 0): "red", (1, 0): "lime", (0, 1): "blue", (1, 1): "white"}


def person(*roles: str) -> User:
    """Somebody with these roles."""
    user = User.objects.create(username=f"somebody-{next(_numbers)}")
    for name in roles:
        user.roles.add(Role.objects.get_or_create(name=name, defaults={"title": name})[0])
    return user


def quarters(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Red and lime above blue and white."""
    image = Image.new("RGB", size)
    width, height = size[0] // 2, size[1] // 2
    for (x, y), colour in CORNERS.items():
        image.paste(colour, (x * width, y * height, (x + 1) * width, (y + 1) * height))
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options) -> bytes:
    """The bytes of `image` in a format of Pillow."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def upload(data: bytes, name: str = "picture.jpg") -> ContentFile:
    return ContentFile(data, name=name)


def take(image: Image.Image | bytes, kind: str = "JPEG", **options) -> Photo:
    """The photo that becomes of a picture that a photo editor hands in."""
    data = image if isinstance(image, bytes) else encoded(image, kind, **options)
    return accept(upload(data), person("photo"))


def take_all(image: Image.Image | bytes, kind: str = "JPEG", **options) -> Photo:
    """The same with all its public files, as when the worker has been there."""
    photo = take(image, kind, **options)
    rebuild(photo)
    return photo


def path_of(row: dict) -> Path:
    """Where the file of one row of `Photo.renditions` lies."""
    return settings.MEDIA_ROOT / "renditions" / row["name"][:2] / row["name"]


def opened(photo: Photo, kind: str = "jpeg") -> Image.Image:
    """The widest rendition of the photo in one format, decoded."""
    rows = [row for row in photo.renditions if row["format"] == kind and "crop" not in row]
    with Image.open(path_of(rows[-1])) as image:
        image.load()
        return image


def public_files(photo: Photo) -> list[Path]:
    """Every file that readers may be given of the photo."""
    return [path_of(row) for row in photo.renditions]


def near(found: tuple[int, ...], expected: tuple[int, ...], by: int = 12) -> bool:
    """Whether two colours are alike, but for what lossy formats do."""
    return all(abs(a - b) <= by for a, b in zip(found, expected, strict=True))


def files_in(folder: Path) -> list[Path]:
    """All files below a folder, hidden ones too."""
    return [path for path in folder.rglob("*") if path.is_file()]


def files_of_rows() -> set[Path]:
    """All files that the rows of photos name."""
    return {
        settings.MEDIA_ROOT / name for photo in Photo.objects.all() for name in file_names(photo)
    }


def printed(photo: Photo, **interval) -> Edition:
    """An edition that prints the photo, live from now on unless told otherwise."""
    moment = now()
    number = next(_numbers)
    edition = Edition.every.create(
        article_number=number,
        revision_number=1,
        headline=f"Story {number}",
        slug=f"story-{number}",
        body="<p>Text</p>",
        language="en",
        section=Section.objects.get_or_create(slug="city", defaults={"name": "City"})[0],
        first_published_at=moment,
        **{"live_from": moment, **interval},
    )
    EditionPhoto.objects.create(edition=edition, photo=photo, position=0)
    return edition


def darkroom(source: Path, folder: Path, **request) -> dict:
    """What the child process answers for a file, as it stands; all files unless told otherwise."""
    request = request or {"all": {"words": {}, "focus": [50, 40], "crops": {}}}
    done = subprocess.run(
        [sys.executable, "-m", "articles.photos.darkroom"],
        input=json.dumps({"source": str(source), "folder": str(folder), **request}),
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def png_that_claims(width: int, height: int, *, bits: int = 1, colour: int = 0) -> bytes:
    """A PNG whose header declares a size; of the pixels there is next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(name, data)
        for name, data in (
            (b"IHDR", header),
            (b"IDAT", zlib.compress(bytes(100_000))),
            (b"IEND", b""),
        )
    )


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def box(name: bytes, *brands: bytes) -> bytes:
    """The first box of a file of the MPEG family, with some data behind it."""
    body = brands[0] + bytes(4) + b"".join(brands[1:])
    return struct.pack(">I", len(body) + 8) + name + body + bytes(100)


# Name -> what `formats.kind_of` calls it, and bytes that are enough to tell.
OTHER_FILES = {
    "iphone": ("heic", box(b"ftyp", b"heic", b"mif1", b"heic")),
    "burst": ("heic", box(b"ftyp", b"msf1", b"msf1", b"hevc")),
    "unnamed-heif": ("heic", box(b"ftyp", b"mif1", b"mif1")),
    "film": ("film", box(b"ftyp", b"isom", b"mp42")),
    "quicktime": ("film", box(b"ftyp", b"qt  ")),
    "avi": ("film", b"RIFF\x00\x00\x00\x00AVI " + bytes(40)),
    "cr3": ("raw", box(b"ftyp", b"crx ", b"isom")),
    "cr2": ("raw", b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(40)),
    "raf": ("raw", b"FUJIFILMCCD-RAW 0201" + bytes(40)),
    "orf": ("raw", b"IIRO\x08\x00\x00\x00" + bytes(40)),
    "rw2": ("raw", b"IIU\x00\x18\x00\x00\x00" + bytes(40)),
    "gif": ("gif", encoded(quarters(), "GIF")),
    "bmp": ("bitmap", encoded(quarters((8, 8)), "BMP")),
    "jp2": ("jpeg_successor", encoded(quarters((8, 8)), "JPEG2000")),
    "jxl": ("jpeg_successor", b"\xff\x0a" + bytes(40)),
    "psd": ("layers", b"8BPS\x00\x01" + bytes(40)),
    "svg": ("drawing", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "svg-late": (
        "drawing",
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n<!DOCTYPE svg>\n<svg/>',
    ),
    "pdf": ("document", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << >> endobj"),
    "eps": ("document", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\n"),
    "zip": ("archive", b"PK\x03\x04" + bytes(60)),
    "bigtiff": ("tiff_kind", b"II+\x00\x08\x00\x00\x00" + bytes(40)),
    "html": ("format", b"<!doctype html><script>alert(1)</script>"),
    "php": ("format", b"<?php system($_GET['c']); ?>"),
    "text": ("format", b"just words about <svg>"),
    "exe": ("format", b"MZ\x90\x00" + bytes(60)),
    "ico": ("format", encoded(quarters((16, 16)), "ICO")),
    "ppm": ("format", encoded(quarters((8, 8)), "PPM")),
    "one-byte": ("format", b"\xff"),
}
