"""What IPTC-IIM tells (IPTC-NAA Information Interchange Model 4.2), and whether it was changed
after XMP was written.
"""

import re
from collections import defaultdict
from hashlib import md5
from typing import Final

from PIL import Image

from articles.photos.metadata.text import decoded, iso_moment, joined

RESOURCE: Final = 0x0404  # of Photoshop: the datasets
DIGEST: Final = 0x0425  # and their MD5, written by whoever last wrote XMP as well
TIFF_DATASETS: Final = 33_723
TIFF_RESOURCES: Final = 34_377

Datasets = dict[tuple[int, int], list[bytes]]


def read(image: Image.Image) -> dict[str, str]:
    """The fields that the datasets of `image` carry."""
    datasets = datasets_in(resources(image).get(RESOURCE, b""))
    # 1:90 announces UTF-8 with an escape sequence of ISO 2022.
    is_utf8 = b"\x1b%G" in b"".join(datasets[1, 90])

    def texts(dataset: int) -> list[str]:
        return [decoded(value, is_utf8=is_utf8) for value in datasets[2, dataset]]

    def text(dataset: int) -> str:
        return ", ".join(texts(dataset))

    return {
        "headline": text(105),
        "caption": text(120),
        "credit": text(110),
        "creator": text(80),
        "copyright": text(116),
        "source": text(115),
        "place": joined(texts(92) + texts(90) + texts(95) + texts(101)),
        "keywords": joined(texts(25)),
        "taken_at": moment(text(55), text(60)),
    }


def is_newer(image: Image.Image) -> bool:
    """Whether the datasets were changed by a program that knew nothing of XMP."""
    found = resources(image)
    digest, data = found.get(DIGEST, b""), found.get(RESOURCE, b"")
    if len(digest) != 16 or not any(digest) or not data:
        return False
    return md5(data, usedforsecurity=False).digest() != digest


def resources(image: Image.Image) -> dict[int, bytes]:
    """The resources of Photoshop that `image` carries, by number."""
    if image.format in {"JPEG", "MPO"}:
        return {
            number: data
            for number, data in image.info.get("photoshop", {}).items()
            if isinstance(data, bytes)
        }
    if image.format == "TIFF":
        # As bytes, whatever type a program declared them to be: there are several.
        tags: dict[int, bytes] = image.tag_v2._tagdata  # type: ignore[attr-defined]  # noqa: SLF001
        found = resources_in(tags.get(TIFF_RESOURCES, b""))
        if data := tags.get(TIFF_DATASETS):
            found.setdefault(RESOURCE, data)
        return found
    # ImageMagick and exiftool keep them in PNG as hexadecimal text, after a name and a length.
    profile = str(image.info.get("Raw profile type iptc", ""))
    data = bytes.fromhex("".join(profile.split("\n")[3:]))
    return resources_in(data) or {RESOURCE: data}


def resources_in(data: bytes) -> dict[int, bytes]:
    """Resource blocks (Photoshop File Formats): 8BIM, number, padded name, length, data."""
    found: dict[int, bytes] = {}
    at = 0
    while data[at : at + 4] == b"8BIM" and at + 12 <= len(data):
        number = int.from_bytes(data[at + 4 : at + 6], "big")
        at += 6
        at += (data[at] + 2) & ~1  # the name with its length, filled up to an even number
        size = int.from_bytes(data[at : at + 4], "big")
        found.setdefault(number, data[at + 4 : at + 4 + size])
        at += 4 + size + size % 2
    return found


def datasets_in(data: bytes) -> Datasets:
    """Datasets by record and number, each as often as it stands; the rest after damage is left."""
    found: Datasets = defaultdict(list)
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        size = int.from_bytes(data[at + 3 : at + 5], "big")
        if size > 0x7FFF:  # longer than any text of a photo: "extended", never seen in the wild
            break
        found[data[at + 1], data[at + 2]].append(data[at + 5 : at + 5 + size])
        at += 5 + size
    return found


def moment(date: str, time: str) -> str:
    """2:55 is CCYYMMDD, 2:60 is HHMMSS±HHMM and may be missing."""
    match = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)", date.strip())
    if not match:
        return ""
    clock = re.fullmatch(r"(\d\d):?(\d\d):?(\d\d)([+-]\d\d:?\d\d)?", time.strip())
    hours = "{}:{}:{}".format(*clock.groups()[:3]) if clock else "00:00:00"
    offset = (clock and clock[4]) or ""
    return iso_moment("{}-{}-{}".format(*match.groups()) + f"T{hours}{offset}")
