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
from articles.photos.intake import accept
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


def darkroom(source: Path, folder: Path) -> dict:
    """What the child process answers for a file, as it stands."""
    done = subprocess.run(
        [sys.executable, "-m", "articles.photos.darkroom"],
        input=json.dumps({"source": str(source), "folder": str(folder)}),
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
