"""The child process that opens pictures: everything a hostile file could harm happens in here.

Run as `python -m articles.photos.darkroom`, with one JSON request on standard input and one
JSON answer on standard output. It imports no Django, so that it starts in a tenth of a second;
words for people are left to `renditions`, which starts it. The process gives itself limits of
memory and time before it touches the file: whatever the decoder does, the web process lives.
"""

import json
import math
import os
import resource
import sys
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from articles.photos import metadata

Size = tuple[int, int]

MAX_PIXELS: Final = 80_000_000
MAX_SIDE: Final = 20_000
MEMORY: Final = 600_000_000  # bytes of address space, so that resident memory stays below
SECONDS: Final = 20  # of CPU
# What the interpreter, the libraries and the small copies need besides the decoded picture.
MEMORY_BESIDES: Final = 110_000_000

# Whoever changes anything that changes the bytes of a rendition raises this number: it is part
# of every name, and names are cached for ever.
RECIPE: Final = 1
WIDTHS: Final = (320, 480, 640, 960, 1280, 1920)
MAX_RENDITION: Final = 8_000_000  # pixels: a long chart gets narrower files, in bounded time
CARD: Final = (1200, 630)  # what social networks show of a link
# AVIF waits for the worker: it needs four times the CPU of WebP, too long for an upload.
ENCODERS: Final[dict[str, dict[str, Any]]] = {
    "webp": {"quality": 80, "method": 3},
    "jpeg": {"quality": 82, "progressive": True},
}
EXTENSIONS: Final = {"webp": "webp", "jpeg": "jpg", "png": "png"}
WEBP_MAX_SIDE: Final = 16_383  # of the format itself

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
SIDEWAYS: Final = {5, 6, 7, 8}


class Unfit(Exception):
    """The file is not taken; `code` says why, in a word that `renditions` has a sentence for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def main() -> int:
    """Answer the request on standard input; nothing but JSON is ever printed."""
    request = json.load(sys.stdin)
    limit_process()
    try:
        answer = develop(Path(request["source"]), Path(request["folder"]))
    except Unfit as unfit:
        answer = {"unfit": unfit.code}
    except MemoryError:
        answer = {"unfit": "memory"}
    except Exception as error:  # noqa: BLE001 - decoders raise anything at all for a damaged file
        answer = {"unfit": "damaged", "error": repr(error)[:300]}
    answer["memory"] = most_memory()
    sys.stdout.write(json.dumps(answer))
    return 0


def limit_process() -> None:
    """Bound this process for good: memory, CPU, the size of a written file, no core dump."""
    for name, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 100_000_000),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (limit, limit))
    os.nice(5)  # readers come first
    warnings.simplefilter("ignore")  # the checks below are stricter than Pillow's warnings
    # Pillow itself raises at twice this, while it opens and before our own check.
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False


def most_memory() -> int:
    """The most resident memory that this process has had, in bytes.

    Linux counts what the parent had before `exec` into `ru_maxrss`, but not into VmHWM.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
    except (OSError, IndexError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def develop(source: Path, folder: Path) -> dict[str, Any]:
    """Check the file `source` and write its renditions into `folder`.

    Gives `format` ("jpeg", "png", "webp"), `width` and `height` (pixels, upright), `metadata`
    (see `metadata.read`) and `renditions`: dicts with `width`, `height`, `format`, `file` (a name
    in `folder`) and, for the social card, `crop`. Raises Unfit or whatever a decoder raises.
    """
    with open_checked(source) as image:
        if image.format in {"PNG", "WEBP"}:
            # A PNG may tell its orientation behind the pixels, so they come first.
            load_within_memory(image, image.size)
        orientation = orientation_of(image)
        size = image.size[::-1] if orientation in SIDEWAYS else image.size
        kind = "jpeg" if image.format == "MPO" else str(image.format).lower()
        upright = print_of(image, orientation, size)
        # After decoding: the last chunks of a PNG are read only then.
        fields = metadata.read(image)
    return {
        "format": kind,
        "width": size[0],
        "height": size[1],
        "metadata": fields,
        "renditions": write_renditions(upright, size, folder),
    }


def open_checked(source: Path) -> Image.Image:
    """Open the picture, reading its header alone; Unfit where a limit is passed.

    The format is what Pillow's decoders find in the bytes; names and types are never asked.
    """
    with source.open("rb") as file:
        if webp := webp_size(file.read(30)):
            # Its decoder takes memory for the canvas as soon as it is made.
            check_size(webp)
            check_memory(15 * webp[0] * webp[1])
    try:
        image = Image.open(source, formats=["JPEG", "PNG", "WEBP"])
    except UnidentifiedImageError as error:
        raise Unfit("format") from error
    except Image.DecompressionBombError as error:
        raise Unfit("pixels") from error
    check_size(image.size)
    # A JPEG with more pictures (MPO) holds previews or a second lens; the first one is the photo.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise Unfit("frames")
    return image


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


def print_of(image: Image.Image, orientation: int, size: Size) -> Image.Image:
    """Decode into an upright RGB picture in sRGB, at least as wide as the widest rendition.

    `size` is the upright size. JPEG is decoded at a fraction of its size where that is enough;
    everything else is shrunk before colours are touched, so that large pictures fit.
    """
    scale = min(1.0, max(top_width(size) / size[0], CARD[1] / size[1]))
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
    """Bytes that decoding and the first copy of `image` need, after `draft`."""
    pixels = image.width * image.height
    each = {"1": 2, "L": 1, "P": 5, "I;16": 2, "LA": 8, "RGBA": 8}.get(image.mode, 4)
    if "transparency" in image.info:
        each = 13
    if image.format == "WEBP":
        each = 15
    needed = float(pixels * each)
    if image.info.get("progressive") and (layers := getattr(image, "layer", None)):
        # All coefficients of the whole picture are kept, two bytes for each.
        widest = max(layer[1] * layer[2] for layer in layers)
        samples = sum(layer[1] * layer[2] for layer in layers) / widest
        needed += 2 * samples * size[0] * size[1]
    return needed


def eight_bit(picture: Image.Image) -> Image.Image:
    """Greys of 16 bit as greys of 8 bit; Pillow's own conversion would cut instead of scale."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value * (1 / 257)).convert("L")
    return picture


def opaque(picture: Image.Image) -> Image.Image:
    """On white, for JPEG has no transparency and both formats shall look the same."""
    if picture.mode not in {"RGBA", "LA", "PA", "RGBa", "La"}:
        return picture
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture.convert("RGBA")).convert("RGB")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as sRGB; a profile that is broken or speaks of other colours is passed over."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            space = source.profile.xcolor_space.strip()
            if space == "GRAY" and picture.mode == "RGB":
                picture = picture.convert("L")
            if space == "RGB" and picture.mode == "L":
                picture = picture.convert("RGB")
            converted = ImageCms.profileToProfile(
                picture,
                source,
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return picture.convert("RGB")


def top_width(size: Size) -> int:
    """The widest rendition of a picture of this size: bounded by its height as well."""
    tallest = math.isqrt(MAX_RENDITION * size[0] // size[1])
    return max(1, min(size[0], WIDTHS[-1], tallest))


def widths_for(size: Size) -> list[int]:
    """The widths made of a picture of this size: never larger than it.

    A picture between two steps is offered in its own width too, unless a step is nearly there.
    """
    top = top_width(size)
    return [step for step in WIDTHS if step * 1.1 <= top] + [top]


def write_renditions(picture: Image.Image, size: Size, folder: Path) -> list[dict[str, Any]]:
    """Write all widths in all formats, and the social card, into `folder`."""
    made: list[dict[str, Any]] = []
    for width in reversed(widths_for(size)):
        height = max(1, round(width * size[1] / size[0]))
        if picture.size != (width, height):
            copy = picture.resize((width, height), Image.Resampling.LANCZOS)
        else:
            copy = picture
        made += [write(copy, kind, f"{width}", folder) for kind in kinds_for(copy.size)]
    if size[0] * 2 >= CARD[0] and size[1] * 2 >= CARD[1]:
        card = ImageOps.fit(picture, CARD, Image.Resampling.LANCZOS, centering=(0.5, 0.4))
        made.append(write(card, "jpeg", "card", folder) | {"crop": "card"})
    return sorted(made, key=lambda one: (one["format"], "crop" in one, one["width"]))


def kinds_for(size: Size) -> list[str]:
    """The formats that can hold a picture of this size."""
    return [kind for kind in ENCODERS if kind != "webp" or max(size) <= WEBP_MAX_SIDE]


def write(picture: Image.Image, kind: str, stem: str, folder: Path) -> dict[str, Any]:
    """Write one file and say what it is."""
    name = f"{stem}.{EXTENSIONS[kind]}"
    picture.save(folder / name, kind.upper(), **ENCODERS[kind])
    return {"width": picture.width, "height": picture.height, "format": kind, "file": name}


if __name__ == "__main__":
    sys.exit(main())
