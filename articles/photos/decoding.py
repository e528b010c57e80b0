"""A file made a picture: its limits checked, upright, opaque, in the colours of sRGB.

Runs in the child process of `darkroom`, and imports no Django.
"""

from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from articles.photos.colours import eight_bit, in_srgb, opaque
from articles.photos.encoding import Size
from articles.photos.formats import ENDINGS, HEADER, is_hdr, kind_of

MAX_PIXELS: Final = 80_000_000
MAX_SIDE: Final = 20_000
MEMORY: Final = 600_000_000  # bytes of address space, so that resident memory stays below
# What the interpreter, the libraries and the small copies need besides the decoded picture.
MEMORY_BESIDES: Final = 110_000_000

# How EXIF 2.3, tag 0x0112, says a picture must be turned.
TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
MAX_SCANS: Final = 300

# Tags of TIFF 6.0 and of DNG.
BITS_PER_SAMPLE: Final = 258
SUBFILE_TYPE: Final = 254
REDUCED: Final = 1
MASK: Final = 4
DNG_VERSION: Final = 50706
# The rest is rare, or its decoders have a long history of holes.
TIFF_COMPRESSIONS: Final = {
    "raw",
    "packbits",
    "tiff_lzw",
    "tiff_deflate",
    "tiff_adobe_deflate",
    "jpeg",
}
SIDEWAYS: Final = {5, 6, 7, 8}


class Unfit(Exception):
    """The file is not taken; `code` says why, in a word that `renditions` has a sentence for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_checked(source: Path) -> Image.Image:
    """Open the picture, reading its header alone; Unfit where a limit is passed.

    The format is what the first bytes say, and only its decoder is asked.
    """
    with source.open("rb") as file:
        header = file.read(HEADER)
    kind = kind_of(header)
    if kind not in ENDINGS:
        raise Unfit(kind)
    if is_hdr(kind, header):
        raise Unfit("hdr")
    if webp := webp_size(header):
        # Its decoder takes memory for the canvas as soon as it is made.
        check_size(webp)
        check_memory(15 * webp[0] * webp[1])
    if kind == "jpeg":
        check_scans(source)
    try:
        image = Image.open(source, formats=[kind.upper()])
    except UnidentifiedImageError as error:
        raise Unfit("tiff_kind" if kind == "tiff" else "damaged") from error
    except Image.DecompressionBombError as error:
        raise Unfit("pixels") from error
    check_size(image.size)
    if kind == "tiff":
        check_tiff(image)
    # A JPEG with more pictures (MPO) holds previews or a second lens; the first one is the photo.
    elif image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise Unfit("frames")
    return image


def check_scans(source: Path) -> None:
    """Unfit where a JPEG goes over its picture far more often than any program makes it.

    Each scan costs the time of the whole picture. In the picture's data this pair of bytes
    stands for nothing else (ITU-T T.81, B.1.1.2); previews have a few of their own.
    """
    if source.read_bytes().count(b"\xff\xda") > MAX_SCANS:
        raise Unfit("time")


def check_tiff(image: Image.Image) -> None:
    """Unfit where a TIFF is a camera's raw file, has pages, or is of an uncommon kind."""
    tags = image.tag_v2  # type: ignore[attr-defined]
    if tags.get(SUBFILE_TYPE, 0) & REDUCED or DNG_VERSION in tags:
        raise Unfit("raw")
    if image.info.get("compression") not in TIFF_COMPRESSIONS:
        raise Unfit("tiff_kind")
    if image.mode in {"I", "F"}:
        raise Unfit("depth")
    for page in range(1, getattr(image, "n_frames", 1) if image.is_animated else 1):  # type: ignore[attr-defined]
        image.seek(page)
        if not image.tag_v2.get(SUBFILE_TYPE, 0) & (REDUCED | MASK):  # type: ignore[attr-defined]
            raise Unfit("pages")
    image.seek(0)


def webp_size(header: bytes) -> Size | None:
    """Width and height that the first 30 bytes of a WebP file declare (RFC 9649), else None."""
    if header[:4] != b"RIFF" or header[8:12] != b"WEBP":
        return None
    if header[12:16] == b"VP8X":
        return (
            int.from_bytes(header[24:27], "little") + 1,
            int.from_bytes(header[27:30], "little") + 1,
        )
    if header[12:16] == b"VP8L":
        bits = int.from_bytes(header[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if header[12:16] == b"VP8 ":
        return (
            int.from_bytes(header[26:28], "little") & 0x3FFF,
            int.from_bytes(header[28:30], "little") & 0x3FFF,
        )
    return None


def check_size(size: Size) -> None:
    """Unfit where the picture is larger than we take."""
    if max(size) > MAX_SIDE:
        raise Unfit("side")
    if size[0] * size[1] > MAX_PIXELS:
        raise Unfit("pixels")


def check_memory(needed: float) -> None:
    """Unfit where `needed` bytes are more than the process may take: known before they are."""
    if needed + MEMORY_BESIDES > MEMORY:
        raise Unfit("memory")


def orientation_of(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 where there is none or nobody can read it."""
    try:
        value = image.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 - damaged EXIF is no reason to refuse a sound picture
        return 1
    return value if value in TURNS else 1


def print_of(image: Image.Image, orientation: int, size: Size, scale: float) -> Image.Image:
    """Decode into an upright RGB picture in sRGB, `scale` (at most 1) times its own size.

    `size` is the upright size. JPEG is decoded at a fraction of its size where that is enough;
    everything else is shrunk before colours are touched, so that large pictures fit.
    """
    target = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    profile = image.info.get("icc_profile")
    image.draft(None, target)
    load_within_memory(image, size)
    picture: Image.Image = image
    if "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if picture.mode == "P":
        picture = picture.convert("RGB")
    if picture.mode == "1":
        picture = picture.convert("L")
    if picture.size != target and scale < 1:
        picture = picture.resize(target, Image.Resampling.LANCZOS)
    picture = in_srgb(opaque(eight_bit(picture)), profile)
    if orientation in TURNS:
        picture = picture.transpose(TURNS[orientation])
    # What Pillow would copy into new files: comments, profiles, positions.
    picture.info = {}
    return picture


def load_within_memory(image: Image.Image, size: Size) -> None:
    """Decode `image` (after `draft`), or raise Unfit where that would pass the limit."""
    check_memory(decoding_memory(image, size))
    image.load()


def decoding_memory(image: Image.Image, size: Size) -> float:
    """Bytes that decoding and the first copy of `image` need, after `draft`: as measured."""
    pixels = image.width * image.height
    if image.format == "WEBP":
        return 15.0 * pixels
    if image.format == "AVIF":
        return {"L": 5.0, "RGB": 11.0}.get(image.mode, 14.0) * pixels
    each = {"1": 2, "L": 1, "P": 5, "I;16": 2, "LA": 8, "RGBA": 8}.get(image.mode, 4)
    if image.format == "TIFF":
        # A strip may hold all of it, and turning it makes a copy.
        bits = image.tag_v2.get(BITS_PER_SAMPLE, (8,))  # type: ignore[attr-defined]
        each = max(each + sum(bits) / 8, 2 * each)
    if "transparency" in image.info:
        each = 13
    needed = float(pixels * each)
    if image.info.get("progressive") and (layers := getattr(image, "layer", None)):
        # All coefficients of the whole picture are kept, two bytes for each.
        widest = max(layer[1] * layer[2] for layer in layers)
        samples = sum(layer[1] * layer[2] for layer in layers) / widest
        needed += 2 * samples * size[0] * size[1]
    return needed
