"""What EXIF tells (EXIF 2.32): ImageDescription, Artist, Copyright, DateTimeOriginal."""

import re
from collections.abc import Iterator
from typing import Final

from PIL import Image

from articles.photos.metadata.text import decoded, iso_moment, joined

# What cameras and programs write into the description of every picture.
CAMERA_CAPTION: Final = re.compile(
    r"(.*digital camera|sony dsc|exif_jpeg_picture|dcf?im.*|dsc[nf_]?\d*|<digimax.*|samsung"
    r"|default|ascii|file written by adobe photoshop.*)",
    re.IGNORECASE,
)


def read(image: Image.Image) -> dict[str, str]:
    """The fields that the EXIF of `image` carries."""
    exif = image.getexif()
    caption = text_of(exif.get(0x010E)).strip()
    if caption in {text_of(exif.get(tag)).strip() for tag in (0x010F, 0x0110)}:
        caption = ""  # some cameras put their make or model there
    return {
        "caption": "" if CAMERA_CAPTION.fullmatch(caption) else caption,
        "creator": joined(text_of(exif.get(0x013B)).split(";")),
        "copyright": text_of(exif.get(0x8298)),
        "taken_at": next(moments(exif.get_ifd(0x8769)), ""),
    }


def text_of(value: object) -> str:
    """Pillow reads ASCII fields as Latin-1, though cameras and programs write UTF-8 as well."""
    if isinstance(value, tuple):
        value = value[0] if value else ""
    if isinstance(value, str):
        value = value.encode("latin-1", "replace")
    return decoded(value) if isinstance(value, bytes) else ""


def moments(details: dict[int, object]) -> Iterator[str]:
    """When it was taken, else when it was digitised; each with the offset written for it."""
    for date, offset in ((0x9003, 0x9011), (0x9004, 0x9012)):
        match = re.match(
            r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)", text_of(details.get(date))
        )
        if match:
            zone = re.match(r"[+-]\d\d:\d\d", text_of(details.get(offset)).strip())
            written = "{}-{}-{}T{}".format(*match.groups()) + (zone[0] if zone else "")
            if moment := iso_moment(written):
                yield moment
