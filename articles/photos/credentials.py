"""Content credentials: whether a file carries a C2PA manifest, and the kind of source it states.

Where the manifest lies in each format is told by C2PA 2.2, "Embedding manifests into various file
formats". Its signature is not verified: that needs the lists of whoever is trusted. Runs in the
darkroom, and imports no Django.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image

TIFF_TAG: Final = 52_545
BOX: Final = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")  # of ISO BMFF
# An address that ends in a word of IPTC NewsCodes: in CBOR a byte before it tells its length,
# in JSON a quotation mark ends it.
SOURCE_TYPE: Final = re.compile(
    rb"(?:\x78(.)|.)(https?://[\w./-]{1,60}/digitalsourcetype/)(?=([A-Za-z]{5,60}))", re.DOTALL
)
AI: Final = {b"trainedAlgorithmicMedia", b"compositeWithTrainedAlgorithmicMedia"}


def manifest_of(source: Path, kind: str, image: Image.Image) -> bytes:
    """The bytes of the manifest store in the file `source` of a `kind`; nothing without one."""
    if kind == "tiff":
        stored = image.tag_v2.get(TIFF_TAG)  # type: ignore[attr-defined]
        return stored if isinstance(stored, bytes) else b""
    parts = {"jpeg": segments, "png": chunks, "webp": riff_chunks, "avif": boxes}[kind]
    return b"".join(parts(source.read_bytes()))


def source_type_of(manifest: bytes) -> str:
    """The digital source type that a manifest states; nothing where it states none or several.

    It tells of the parts of a picture, too: where one of several was made by AI, it is a mixture.
    """
    stated = {
        word[: length[0] - len(scheme)] if length else word
        for length, scheme, word in SOURCE_TYPE.findall(manifest)
    }
    if len(stated) == 1:
        return stated.pop().decode()
    return "compositeWithTrainedAlgorithmicMedia" if stated & AI else ""


def segments(data: bytes) -> Iterator[bytes]:
    """JPEG: APP11 with a JUMBF box that says "c2pa"; a long one goes on in further segments."""
    at, began = 2, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA or size < 2:
            return
        body = data[at + 4 : at + 2 + size]
        if marker == 0xEB and body[:2] == b"JP":
            began = began or (body[12:16] == b"jumb" and body[24:28] == b"c2pa")
            if began:
                yield body[8:]
        at += 2 + size


def chunks(data: bytes) -> Iterator[bytes]:
    """PNG: the chunk caBX."""
    at = 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"caBX":
            yield data[at + 8 : at + 8 + size]
        at += 12 + size


def riff_chunks(data: bytes) -> Iterator[bytes]:
    """WebP: the chunk C2PA."""
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] == b"C2PA":
            yield data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def boxes(data: bytes) -> Iterator[bytes]:
    """AVIF: a box of the outermost level with C2PA's own number."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        head = 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        if size == 0:
            size = len(data) - at
        if size < head:
            return
        if data[at + 4 : at + 8] == b"uuid" and data[at + head : at + head + 16] == BOX:
            yield data[at + head + 16 : at + size]
        at += size
