"""What a file is, told from its first bytes: never from its name or its declared type.

Five formats are taken. Others are recognised so that the refusal can say what to do; they are
never decoded. Imports no Django: it is used in the darkroom.
"""

import re
from typing import Final

# Kind -> the ending of an original's name in the media store.
ENDINGS: Final = {"jpeg": "jpg", "png": "png", "webp": "webp", "avif": "avif", "tiff": "tif"}
HEADER: Final = 4096  # bytes that `kind_of` wants to see

HEVC_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
# (first bytes, kind); a kind that is not in ENDINGS is refused under its own name.
SIGNATURES: Final = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00\x10\x00\x00\x00CR", "raw"),  # Canon CR2
    (b"IIRO", "raw"),  # Olympus ORF
    (b"IIRS", "raw"),
    (b"MMOR", "raw"),
    (b"IIU\x00", "raw"),  # Panasonic RW2
    (b"FUJIFILMCCD-RAW", "raw"),
    (b"FOVb", "raw"),  # Sigma X3F
    (b"\x00MRM", "raw"),  # Minolta MRW
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff_kind"),  # BigTIFF
    (b"MM\x00+", "tiff_kind"),
    (b"BM", "bitmap"),
    (b"8BPS", "layers"),  # Photoshop
    (b"%!PS", "document"),
    (b"\xff\x0a", "jpeg_successor"),  # JPEG XL
    (b"\x00\x00\x00\x0cJXL ", "jpeg_successor"),
    (b"\x00\x00\x00\x0cjP  ", "jpeg_successor"),  # JPEG 2000
    (b"\xff\x4f\xff\x51", "jpeg_successor"),
    (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
)


def kind_of(header: bytes) -> str:
    """What the first bytes of a file (HEADER of them, or all) stand for; "format": none we know.

    "jpeg", "png", "webp", "avif", "tiff", or the name of something that is not taken.
    """
    for start, kind in SIGNATURES:
        if header.startswith(start):
            return kind
    if header[:4] == b"RIFF":
        return {b"WEBP": "webp", b"AVI ": "film"}.get(header[8:12], "format")
    if header[4:8] == b"ftyp":
        return kind_of_boxes(header)
    if b"%PDF-" in header[:1024]:
        return "document"
    # A document type, comments and a declaration may stand before it.
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE|!--|svg)", header, re.IGNORECASE) and (
        re.search(rb"<(?:\w+:)?svg[\s/>]", header)
    ):
        return "drawing"
    return "format"


def kind_of_boxes(header: bytes) -> str:
    """ISO 14496-12: the brands of the first box tell a still picture from a film."""
    length = int.from_bytes(header[:4], "big")
    brand, others = header[8:12], header[16 : min(length, 400)]
    brands = {brand} | {others[at : at + 4] for at in range(0, len(others), 4)}
    if brands & {b"avif", b"avis"}:
        return "avif"
    if brands & HEVC_BRANDS or brand in {b"mif1", b"msf1"}:
        return "heic"
    return "raw" if brand == b"crx " else "film"  # Canon CR3


def is_hdr(kind: str, data: bytes) -> bool:
    """Whether a PNG or AVIF says that its light is measured, not shown: PQ or HLG (ITU-T H.273).

    `data` is the beginning of the file. Shown as it stands, such a picture is grey and flat.
    """
    mark, at = {"png": (b"cICP", 5), "avif": (b"colrnclx", 11)}.get(kind, (b"", 0))
    place = data.find(mark) if mark else -1
    return place >= 0 and data[place + at : place + at + 1] in {b"\x10", b"\x12"}
