"""The look of a picture in 64 bits, so that copies of another size or quality are recognised.

A difference hash: of a picture shrunk to nine by eight greys, each bit says whether a point is
darker than its neighbour on the right. Runs in the darkroom, and imports no Django.
"""

from typing import Final

from PIL import Image

LEAST_CONTRAST: Final = 8  # of 255: below this the bits are noise


def look_of(picture: Image.Image) -> str:
    """The look of an upright picture: 16 hex digits, or nothing where it shows no shapes."""
    # First by boxes: that is quick, and the fine pattern of a large picture plays no part.
    small = picture.convert("L", None).resize((9, 8), Image.Resampling.BOX)
    darkest, brightest = small.getextrema()
    if brightest - darkest < LEAST_CONTRAST:  # type: ignore[operator]
        return ""
    greys = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (greys[at] < greys[at + 1])
    return f"{bits:016x}"
