"""What is made of a picture: which widths and cuts, in which formats, and how a file is written.

Runs in the child process of `darkroom`, and imports no Django. The settings and what they were
measured by stand in docs/decisions/0015-renditions.md.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from PIL import Image

from articles.photos import embedding

Size = tuple[int, int]
Box = tuple[float, float, float, float]

# Whoever changes anything that changes the bytes of a rendition raises this number: it is part
# of every name, and names are cached for ever.
RECIPE: Final = 2
WIDTHS: Final = (320, 480, 640, 960, 1280, 1920, 2560)
MAX_RENDITION: Final = 8_000_000  # pixels: a long chart gets narrower files, in bounded time
# What is there when the upload answers; the worker makes the rest.
FIRST: Final = (320, 960)
ENCODERS: Final[dict[str, dict[str, Any]]] = {
    "avif": {"max_threads": 1},
    "webp": {"method": 3},
    "jpeg": {"progressive": True},
}
# Format -> (widths up to, what else): the three formats look alike at each width, and wide AVIF is
# made three times as fast for a few bytes more.
BY_WIDTH: Final[dict[str, tuple[tuple[float, dict[str, int]], ...]]] = {
    "avif": (
        (800, {"quality": 62, "speed": 8}),
        (1100, {"quality": 64, "speed": 8}),
        (math.inf, {"quality": 64, "speed": 9}),
    ),
    "webp": (
        (500, {"quality": 70}),
        (800, {"quality": 75}),
        (1100, {"quality": 78}),
        (math.inf, {"quality": 80}),
    ),
    "jpeg": ((math.inf, {"quality": 78}),),
}
EXTENSIONS: Final = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}
WEBP_MAX_SIDE: Final = 16_383  # of the format itself

CARD: Final = (1200, 630)  # what social networks show of a link
RATIOS: Final[dict[str, Size]] = {"16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1), "card": CARD}
# Cut -> format -> widths: what the layouts print, and for news search a JPEG of 1200 and more.
CUTS: Final[dict[str, dict[str, tuple[int, ...]]]] = {
    "16x9": dict.fromkeys(ENCODERS, (320, 480, 640, 960, 1280, 1600)),
    "4x3": {"avif": (160, 320, 480, 640), "webp": (160, 320, 480, 640),
            "jpeg": (160, 320, 480, 640, 1280)},
    "1x1": {"jpeg": (1280,)},
    "card": {"jpeg": (CARD[0],)},
}  # fmt: skip


class Sheet(NamedTuple):
    """One picture to write, in one or more formats."""

    stem: str  # of the name of its files
    cut: str  # of RATIOS; empty for the whole picture
    box: Box  # what of the picture: left, top, width, height in percent
    size: Size  # pixels
    kinds: tuple[str, ...]


def cut_for(
    size: Size, ratio: str, focus: Sequence[float], crops: Mapping[str, Sequence[float]]
) -> Box:
    """What a cut shows of a picture: left, top, width, height in percent of it.

    A cut by hand as it is; else the largest of that ratio, with `focus` (percent from the left
    and the top) as near its middle as the edges allow.
    """
    if by_hand := crops.get(ratio):
        left, top, width, height = by_hand
        return (left, top, width, height)
    across, down = RATIOS[ratio]
    width = min(100.0, 100 * size[1] * across / (size[0] * down))
    height = min(100.0, 100 * size[0] * down / (size[1] * across))
    left = min(max(focus[0] - width / 2, 0.0), 100 - width)
    top = min(max(focus[1] - height / 2, 0.0), 100 - height)
    return (left, top, width, height)


def top_width(size: Size) -> int:
    """The widest rendition of a picture of this size: bounded by its height as well."""
    tallest = math.isqrt(MAX_RENDITION * size[0] // size[1])
    return max(1, min(size[0], WIDTHS[-1], tallest))


def widths_for(size: Size) -> list[int]:
    """The widths made of a picture of this size: never larger than it."""
    return steps_to(top_width(size), WIDTHS)


def steps_to(top: int, steps: Sequence[int]) -> list[int]:
    """The steps up to `top`, which is offered itself unless a step is nearly there."""
    top = min(top, steps[-1])
    return [step for step in steps if step * 1.1 <= top] + [top]


def first_sheets(size: Size) -> list[Sheet]:
    """The files that an upload waits for: a narrow and a middling JPEG."""
    widths = widths_for(size)
    middling = [width for width in widths if width <= FIRST[-1]]
    return [whole(size, width, ("jpeg",)) for width in sorted({widths[0], *middling[-1:]})]


def all_sheets(
    size: Size, focus: Sequence[float], crops: Mapping[str, Sequence[float]]
) -> list[Sheet]:
    """All that is made of a picture of this size (pixels, upright)."""
    sheets = [whole(size, width, tuple(ENCODERS)) for width in widths_for(size)]
    for cut in CUTS:
        sheets += cuts(size, cut, cut_for(size, cut, focus, crops))
    return sheets


def whole(size: Size, width: int, kinds: tuple[str, ...]) -> Sheet:
    """The whole picture in a width."""
    height = max(1, round(width * size[1] / size[0]))
    if max(width, height) > WEBP_MAX_SIDE:
        kinds = tuple(kind for kind in kinds if kind != "webp")
    return Sheet(f"{width}", "", (0, 0, 100, 100), (width, height), kinds)


def cuts(size: Size, cut: str, box: Box) -> Iterator[Sheet]:
    """One cut in its widths, none wider than what it shows of the picture."""
    across, down = RATIOS[cut]
    shown = round(size[0] * box[2] / 100)
    if cut == "card":
        # One size, which networks ask for; blown up to twice at the most.
        if shown * 2 >= CARD[0]:
            yield Sheet("card", cut, box, CARD, ("jpeg",))
        return
    by_width: dict[int, list[str]] = {}
    for kind, steps in CUTS[cut].items():
        for width in steps_to(max(1, shown), steps):
            by_width.setdefault(width, []).append(kind)
    for width, kinds in by_width.items():
        height = max(1, round(width * down / across))
        yield Sheet(f"{cut}-{width}", cut, box, (width, height), tuple(kinds))


def scale_for(sheets: Sequence[Sheet], size: Size) -> float:
    """How large the picture must be developed for these sheets, as a part of its own size."""
    return min(
        1.0,
        max(
            max(100 * sheet.size[0] / (sheet.box[2] * size[0]) for sheet in sheets),
            max(100 * sheet.size[1] / (sheet.box[3] * size[1]) for sheet in sheets),
        ),
    )


def write_sheets(
    picture: Image.Image, sheets: Sequence[Sheet], folder: Path, words: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Write the sheets of `picture` into `folder`, with `words` (see `embedding`) in each file.

    Gives dicts with `width`, `height` (pixels), `format`, `file` (a name in the folder) and, for
    a cut, `crop`: by format and from narrow to wide, cuts behind the whole picture.
    """
    made: list[dict[str, Any]] = []
    for sheet in sheets:
        left, top, width, height = (
            share * side / 100 for share, side in zip(sheet.box, picture.size * 2, strict=True)
        )
        box = (left, top, min(left + width, picture.width), min(top + height, picture.height))
        copy = picture
        if sheet.size != picture.size or sheet.cut:
            copy = picture.resize(sheet.size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        for kind in sheet.kinds:
            row = write(copy, kind, sheet.stem, folder, words)
            made.append(row | ({"crop": sheet.cut} if sheet.cut else {}))
    return sorted(made, key=lambda one: (one["format"], one.get("crop", ""), one["width"]))


def write(
    picture: Image.Image, kind: str, stem: str, folder: Path, words: Mapping[str, str]
) -> dict[str, Any]:
    """Write one file and say what it is."""
    file = folder / f"{stem}.{EXTENSIONS[kind]}"
    options = ENCODERS[kind] | next(more for most, more in BY_WIDTH[kind] if picture.width <= most)
    if kind == "jpeg":
        picture.save(file, "JPEG", **options)
        embedding.into_jpeg(file, words)
    else:
        packet = embedding.xmp(words)
        told = {"xmp": packet} if packet else {}
        picture.save(file, kind.upper(), **options, **told)
    return {"width": picture.width, "height": picture.height, "format": kind, "file": file.name}
