"""The shared brushes: sheets of paper, inks, stencils, fog, ridges, towers, water and grain.

Scenes speak in units of a sheet 1500 wide and 1000 tall, whatever its size in pixels. Every
random choice comes from the sheet's own generator, so that a picture is the same on every run.
"""

import itertools
import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, cast

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

WIDE = 1500.0
TALL = 1000.0

Ink = tuple[int, int, int]
Tone = str | Ink
Point = tuple[float, float]
Box = tuple[float, float, float, float]
Stops = Sequence[tuple[float, Tone]]
Fade = Sequence[tuple[float, float]]
Mode = Literal["normal", "screen"]


def ink(tone: Tone) -> Ink:
    """An ink from its six hexadecimal digits; an ink is handed back as it is."""
    if isinstance(tone, str):
        return int(tone[0:2], 16), int(tone[2:4], 16), int(tone[4:6], 16)
    return tone


def mix(first: Tone, second: Tone, share: float) -> Ink:
    """The first ink with a share (0 to 1) of the second stirred in."""
    a, b = ink(first), ink(second)
    share = min(max(share, 0.0), 1.0)
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def _to_lab(tone: Tone) -> tuple[float, float, float]:
    r, g, b = ((c / 255) ** 2.2 for c in ink(tone))
    long = (0.4122 * r + 0.5363 * g + 0.0514 * b) ** (1 / 3)
    middle = (0.2119 * r + 0.6807 * g + 0.1074 * b) ** (1 / 3)
    short = (0.0883 * r + 0.2817 * g + 0.6300 * b) ** (1 / 3)
    return (
        0.2105 * long + 0.7936 * middle - 0.0041 * short,
        1.9780 * long - 2.4286 * middle + 0.4506 * short,
        0.0259 * long + 0.7828 * middle - 0.8087 * short,
    )


def _from_lab(lightness: float, green_red: float, blue_yellow: float) -> Ink:
    long = (lightness + 0.3963 * green_red + 0.2158 * blue_yellow) ** 3
    middle = (lightness - 0.1056 * green_red - 0.0639 * blue_yellow) ** 3
    short = (lightness - 0.0895 * green_red - 1.2915 * blue_yellow) ** 3
    linear = (
        4.0767 * long - 3.3077 * middle + 0.2310 * short,
        -1.2684 * long + 2.6098 * middle - 0.3413 * short,
        -0.0042 * long - 0.7034 * middle + 1.7076 * short,
    )
    r, g, b = (round(255 * min(max(c, 0.0), 1.0) ** (1 / 2.2)) for c in linear)
    return r, g, b


def ramp(stops: Stops, steps: int = 256) -> list[Ink]:
    """Inks from the first stop to the last, mixed as the eye does: no grey in the middle."""
    labs = [(at, _to_lab(tone)) for at, tone in stops]
    found: list[Ink] = []
    place = 0
    for step in range(steps):
        at = labs[0][0] + (labs[-1][0] - labs[0][0]) * step / (steps - 1)
        while place < len(labs) - 2 and at > labs[place + 1][0]:
            place += 1
        (start, a), (end, b) = labs[place], labs[place + 1]
        t = min(max((at - start) / ((end - start) or 1.0), 0.0), 1.0)
        found.append(_from_lab(*(p + (q - p) * t for p, q in zip(a, b, strict=True))))
    return found


def between(stops: Fade, at: float) -> float:
    """The value at a place along straight stretches between stops."""
    if at <= stops[0][0]:
        return stops[0][1]
    for (start, a), (end, b) in itertools.pairwise(stops):
        if at <= end:
            return a + (b - a) * (at - start) / ((end - start) or 1.0)
    return stops[-1][1]


class Pen:
    """Draws hard edges in sheet units, in inks, or in grey levels when it cuts a stencil."""

    def __init__(self, draw: ImageDraw.ImageDraw, scale: float, grey: bool, above: int = 0) -> None:
        self._draw = draw
        self._scale = scale
        self._grey = grey
        self._above = above

    def _tone(self, tone: Tone | float) -> int | Ink:
        if isinstance(tone, int | float):
            return round(255 * tone)
        return 255 if self._grey else ink(tone)

    def _points(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self._scale, y * self._scale - self._above) for x, y in points]

    def poly(self, points: Sequence[Point], tone: Tone | float = 1.0) -> None:
        self._draw.polygon(self._points(points), fill=self._tone(tone))

    def rect(self, x0: float, y0: float, x1: float, y1: float, tone: Tone | float = 1.0) -> None:
        s = self._scale
        left, top = min(x0, x1) * s, min(y0, y1) * s - self._above
        right, bottom = max(x0, x1) * s - 1, max(y0, y1) * s - self._above - 1
        self._draw.rectangle((left, top, max(right, left), max(bottom, top)), fill=self._tone(tone))

    def line(self, points: Sequence[Point], tone: Tone | float = 1.0, width: float = 2.0) -> None:
        self._draw.line(
            self._points(points),
            fill=self._tone(tone),
            width=max(1, round(width * self._scale)),
            joint="curve" if len(points) > 2 else None,
        )

    def disc(
        self,
        x: float,
        y: float,
        rx: float,
        tone: Tone | float = 1.0,
        ry: float | None = None,
    ) -> None:
        s = self._scale
        ry = rx if ry is None else ry
        up = self._above
        self._draw.ellipse(
            ((x - rx) * s, (y - ry) * s - up, (x + rx) * s, (y + ry) * s - up),
            fill=self._tone(tone),
        )

    def ring(
        self,
        x: float,
        y: float,
        rx: float,
        tone: Tone | float = 1.0,
        width: float = 2.0,
        ry: float | None = None,
        start: float = 0.0,
        end: float = 360.0,
    ) -> None:
        s = self._scale
        ry = rx if ry is None else ry
        self._draw.arc(
            (
                (x - rx) * s,
                (y - ry) * s - self._above,
                (x + rx) * s,
                (y + ry) * s - self._above,
            ),
            start,
            end,
            fill=self._tone(tone),
            width=max(1, round(width * s)),
        )

    def round_rect(self, box: Box, radius: float, tone: Tone | float = 1.0) -> None:
        s = self._scale
        x0, y0, x1, y1 = box
        self._draw.rounded_rectangle(
            (x0 * s, y0 * s - self._above, x1 * s, y1 * s - self._above),
            radius * s,
            fill=self._tone(tone),
        )


class Sheet:
    """One picture in the making."""

    def __init__(self, name: str, width: int) -> None:
        self.rng = random.Random(name)  # noqa: S311 - brushwork, not secrets
        self.width = width
        self.height = width * 2 // 3
        self.size = (self.width, self.height)
        self.k = width / WIDE
        self.image = Image.new("RGB", self.size, (255, 255, 255))

    # Grounds and masks

    def gradient(self, stops: Stops, box: tuple[int, int, int, int] | None = None) -> Image.Image:
        """A vertical gradient over the sheet or a box of it (in pixels).

        The stops are heights on the sheet, in units.
        """
        tall = ramp(stops)
        top, bottom = stops[0][0], stops[-1][0]
        inks = bytearray()
        for row in range(500):
            at = (row * 2 - top) / ((bottom - top) or 1.0)
            inks += bytes(tall[round(255 * min(max(at, 0.0), 1.0))])
        column = Image.frombytes("RGB", (1, 500), bytes(inks))
        column = column.resize((1, self.height), Image.Resampling.BILINEAR)
        left, upper, right, lower = box or (0, 0, *self.size)
        column = column.crop((0, upper, 1, lower))
        return column.resize((right - left, lower - upper), Image.Resampling.NEAREST)

    def wash(self, stops: Stops) -> None:
        """Lay the first ground: a vertical gradient over the whole sheet."""
        self.image = self.gradient(stops)

    def fall(self, fade: Fade, *, across: bool = False) -> Image.Image:
        """A mask running through the given strengths from top to bottom, or left to right."""
        count, reach = 250, WIDE if across else TALL
        levels = bytes(
            round(255 * between(fade, reach * (step + 0.5) / count)) for step in range(count)
        )
        strip = Image.frombytes("L", (count, 1) if across else (1, count), levels)
        return strip.resize(self.size, Image.Resampling.BICUBIC)

    def field(
        self, columns: int, rows: int, octaves: int = 3, band: tuple[int, int] | None = None
    ) -> Image.Image:
        """A soft cloudy field, coarser or finer by its number of cells.

        Only the rows of pixels in the band are made, if one is given.
        """
        small = (max(self.width // 4, 8), max(self.height // 4, 8))
        cloud: Image.Image | None = None
        for octave in range(octaves):
            size = (columns * 2**octave + 2, rows * 2**octave + 2)
            cells = Image.frombytes("L", size, self.rng.randbytes(size[0] * size[1]))
            layer = cells.resize(small, Image.Resampling.BICUBIC)
            cloud = layer if cloud is None else Image.blend(cloud, layer, 0.34)
        assert cloud is not None
        upper, lower = band or (0, self.height)
        share = small[1] / self.height
        return ImageOps.autocontrast(cloud, cutoff=1).resize(
            (self.width, lower - upper),
            Image.Resampling.BILINEAR,
            box=(0, upper * share, small[0], lower * share),
        )

    def stamp(
        self,
        mask: Image.Image,
        tone: Tone | Stops,
        *,
        alpha: float = 1.0,
        mode: Mode = "normal",
        at: tuple[int, int] = (0, 0),
    ) -> None:
        """Print an ink or a gradient through a mask laid at a place on the sheet."""
        if alpha < 1.0:
            mask = mask.point([round(level * alpha) for level in range(256)])
        box = (at[0], at[1], at[0] + mask.width, at[1] + mask.height)
        layer: Image.Image | Ink
        if isinstance(tone, str):
            layer = ink(tone)
        elif isinstance(tone[0], int):
            layer = cast(Ink, tone)
        else:
            layer = self.gradient(cast(Stops, tone), box)
        if mode == "screen":
            light = Image.new("RGB", mask.size)
            light.paste(layer, (0, 0, *mask.size), mask)
            self.image.paste(ImageChops.screen(self.image.crop(box), light), box)
        else:
            self.image.paste(layer, box, mask)

    @contextmanager
    def stencil(
        self,
        tone: Tone | Stops,
        *,
        alpha: float = 1.0,
        blur: float = 0.0,
        fade: Fade | None = None,
        across: Fade | None = None,
        within: Image.Image | None = None,
        mode: Mode = "normal",
    ) -> Iterator[Pen]:
        """Cut shapes with the pen handed out; on leaving they are printed in the tone.

        Soft stencils are cut small and enlarged: the blur hides it and costs a fraction.
        """
        over = 2.0 if not blur else 1.0 if blur < 8 else 0.5
        cut = Image.new("L", (round(self.width * over), round(self.height * over)))
        yield Pen(ImageDraw.Draw(cut), self.k * over, grey=True)
        if blur:
            cut = cut.filter(ImageFilter.GaussianBlur(blur * self.k * over))
        # Only the part that was drawn on is worth halving and printing.
        inked = cut.getbbox()
        if inked is None:
            return
        x0, y0 = math.floor(inked[0] / over), math.floor(inked[1] / over)
        x1 = min(math.ceil(inked[2] / over), self.width)
        y1 = min(math.ceil(inked[3] / over), self.height)
        place = (round(x0 * over), round(y0 * over), round(x1 * over), round(y1 * over))
        cut = cut.crop(place)
        if over == 2.0:
            cut = cut.reduce(2)
        elif over == 0.5:
            cut = cut.resize((x1 - x0, y1 - y0), Image.Resampling.BICUBIC)
        for limit in (
            self.fall(fade) if fade else None,
            self.fall(across, across=True) if across else None,
            within,
        ):
            if limit is not None:
                cut = ImageChops.multiply(cut, limit.crop((x0, y0, x1, y1)))
        self.stamp(cut, tone, alpha=alpha, mode=mode, at=(x0, y0))

    def cut(self, draw: Callable[[Pen], None], blur: float = 0.0) -> Image.Image:
        """A mask of the sheet's size, for printing several layers inside one outline."""
        big = Image.new("L", (self.width * 2, self.height * 2))
        draw(Pen(ImageDraw.Draw(big), self.k * 2, grey=True))
        mask = big.reduce(2)
        return mask.filter(ImageFilter.GaussianBlur(blur * self.k)) if blur else mask

    @contextmanager
    def pen(self, top: float = 0.0, bottom: float = TALL) -> Iterator[Pen]:
        """Draw opaque details in many inks at once, in a band of the sheet if one is named.

        Doubling by nearest neighbour and halving by averaging gives every untouched pixel
        back exactly, so only what is drawn is smoothed.
        """
        upper = max(0, math.floor(top * self.k))
        lower = min(self.height, math.ceil(bottom * self.k))
        if lower <= upper:
            upper, lower = 0, 1
        band = self.image.crop((0, upper, self.width, lower))
        double = band.resize((band.width * 2, band.height * 2), Image.Resampling.NEAREST)
        yield Pen(ImageDraw.Draw(double), self.k * 2, grey=False, above=upper * 2)
        self.image.paste(double.reduce(2), (0, upper))

    # Air and light

    def glow(
        self,
        x: float,
        y: float,
        radius: float,
        tone: Tone,
        strength: float = 0.8,
        *,
        squash: float = 1.0,
        mode: Mode = "screen",
    ) -> None:
        """A round light (or, painted normally, a round haze) fading to nothing."""
        wide = max(2, round(2 * radius * self.k))
        tall = max(2, round(2 * radius * squash * self.k))
        left, top = round(x * self.k - wide / 2), round(y * self.k - tall / 2)
        # The stock gradient ends at the corners; a round light has to end at the sides.
        curve = [round(255 * strength * max(0.0, 1 - d / 177) ** 1.5) for d in range(256)]
        mask = Image.radial_gradient("L").point(curve)
        mask = mask.resize((wide, tall), Image.Resampling.BICUBIC)
        place = (left, top, left + wide, top + tall)
        under = self.image.crop(place)
        if mode == "screen":
            light = Image.new("RGB", (wide, tall))
            light.paste(ink(tone), (0, 0, wide, tall), mask)
            under = ImageChops.screen(under, light)
        else:
            under.paste(ink(tone), (0, 0, wide, tall), mask)
        self.image.paste(under, (left, top))

    def fog(
        self,
        top: float,
        bottom: float,
        tone: Tone,
        strength: float = 0.8,
        *,
        cells: tuple[int, int] = (3, 9),
        even: float = 0.35,
    ) -> None:
        """A drifting band of fog, thickest in its middle; even is the part without drift."""
        middle, half = (top + bottom) / 2, (bottom - top) / 2
        bell = [(middle + half * t / 8, math.cos(math.pi * t / 16) ** 2) for t in range(-8, 9)]
        low = round(255 * even)
        upper = max(0, math.floor(top * self.k))
        lower = min(self.height, math.ceil(bottom * self.k))
        veil = [low + level * (255 - low) // 255 for level in range(256)]
        drift = self.field(*cells, band=(upper, lower)).point(veil)
        mask = ImageChops.multiply(self.fall(bell).crop((0, upper, self.width, lower)), drift)
        self.stamp(mask, tone, alpha=strength, at=(0, upper))

    def soften(self, top: float, bottom: float, radius: float, fade: Fade) -> None:
        """Put a band of the sheet out of focus, as far as the fade says."""
        upper = max(0, math.floor(top * self.k))
        lower = min(self.height, math.ceil(bottom * self.k))
        box = (0, upper, self.width, lower)
        soft = self.image.crop(box).filter(ImageFilter.GaussianBlur(radius * self.k))
        self.image.paste(soft, box, self.fall(fade).crop(box))

    def rain(
        self, count: int, tone: Tone, alpha: float, slant: float = 0.18, length: float = 70
    ) -> None:
        """Fine slanting strokes, as rain is cut in woodblock prints."""
        with self.stencil(tone, alpha=alpha) as pen:
            for _ in range(count):
                x, y = self.rng.uniform(-100, WIDE + 100), self.rng.uniform(-80, TALL)
                reach = length * self.rng.uniform(0.5, 1.4)
                pen.line([(x, y), (x - reach * slant, y + reach)], self.rng.uniform(0.4, 1.0), 1.3)

    def ripples(
        self,
        top: float,
        bottom: float,
        tone: Tone,
        *,
        count: int = 260,
        alpha: float = 0.35,
        left: float = 0.0,
        right: float = WIDE,
        mode: Mode = "normal",
        within: Image.Image | None = None,
    ) -> None:
        """Flat strokes on water, longer and further apart the nearer they are."""
        with self.stencil(tone, alpha=alpha, mode=mode, within=within) as pen:
            for _ in range(count):
                near = self.rng.random() ** 1.4
                y = top + (bottom - top) * near
                x = self.rng.uniform(left, right)
                half = (12 + 90 * near) * self.rng.uniform(0.4, 1.2)
                thick = 0.7 + 3.4 * near
                pen.poly(
                    [(x - half, y), (x, y - thick / 2), (x + half, y), (x, y + thick / 2)],
                    self.rng.uniform(0.3, 1.0),
                )

    def mirror(
        self, line: float, depth: float, *, dim: float = 0.8, blur: float = 5.0, tint: Tone
    ) -> None:
        """Turn what stands above a water line upside down into the water below it.

        The reflection is drawn out to the given depth, smeared downwards and tinted.
        """
        y, reach = round(line * self.k), round(depth * self.k)
        tall = min(reach, y)
        strip = self.image.crop((0, y - tall, self.width, y))
        strip = ImageOps.flip(strip).resize((self.width, reach), Image.Resampling.BILINEAR)
        # Squeezing and stretching sideways rows blurs along the fall of light only.
        slim = strip.resize((self.width, max(4, round(reach / (blur * self.k * 2)))))
        strip = slim.resize(strip.size, Image.Resampling.BICUBIC)
        strip = strip.filter(ImageFilter.GaussianBlur(0.6 * self.k))
        strip = Image.blend(Image.new("RGB", strip.size, ink(tint)), strip, dim)
        self.image.paste(strip, (0, y))

    def lights(
        self, spots: Sequence[tuple[float, float]], tone: Tone, radius: float, strength: float
    ) -> None:
        """Many equal small lamps: a soft halo each and a bright heart."""
        with self.stencil(tone, alpha=strength, blur=radius * 0.6, mode="screen") as pen:
            for x, y in spots:
                pen.disc(x, y, radius)
        with self.stencil(mix(tone, "ffffff", 0.6)) as pen:
            for x, y in spots:
                pen.disc(x, y, radius * 0.26)

    # Last touches

    def finish(
        self,
        *,
        grain: float = 0.05,
        mottle: float = 0.10,
        vignette: float = 0.18,
        paper: Tone = "f4ead8",
        lift: Tone = "0a0a10",
    ) -> Image.Image:
        """Uneven inking, paper fibre and a gentle darkening to the edges; the finished print."""
        image = ImageChops.screen(self.image, Image.new("RGB", self.size, ink(lift)))
        image = ImageChops.multiply(image, Image.new("RGB", self.size, mix("ffffff", paper, 0.35)))
        if vignette:
            edge = Image.radial_gradient("L").point(
                [
                    round(255 * (1 - vignette * max(0.0, d / 255 - 0.45) ** 1.5 * 2))
                    for d in range(256)
                ]
            )
            # Enlarged beyond the sheet, so that it darkens the corners without closing them.
            wide, tall = round(self.width * 1.3), round(self.height * 1.3)
            left, top = (wide - self.width) // 2, (tall - self.height) // 2
            edge = edge.resize((wide, tall), Image.Resampling.BILINEAR)
            edge = edge.crop((left, top, left + self.width, top + self.height))
            image = ImageChops.multiply(image, Image.merge("RGB", (edge, edge, edge)))
        side = 384
        speck = Image.frombytes("L", (side, side), self.rng.randbytes(side * side))
        # Fibres lie a little along the sheet; the tile repeats too far apart to be seen.
        fibre = speck.resize((side * 3, side), Image.Resampling.BILINEAR).crop((0, 0, side, side))
        speck = Image.blend(speck.filter(ImageFilter.GaussianBlur(0.5)), fibre, 0.4)
        sheet = Image.new("L", self.size, 128)
        for x in range(0, self.width, side):
            for y in range(0, self.height, side):
                turn = (x // side + y // side * 3) % 4
                tile = speck.rotate(180) if turn % 2 else speck
                sheet.paste(ImageOps.mirror(tile) if turn > 1 else tile, (x, y))
        flat = Image.new("L", self.size, 128)
        cloud = Image.blend(flat, self.field(9, 7, 4), mottle)
        sheet = Image.blend(flat, sheet, grain)
        both = ImageChops.add(cloud, sheet, scale=1, offset=-128)
        return ImageChops.overlay(image, Image.merge("RGB", (both, both, both)))


class Camera:
    """A pinhole: places in metres (right, up, ahead) become points on the sheet."""

    def __init__(
        self,
        eye: tuple[float, float, float],
        *,
        yaw: float = 0.0,
        pitch: float = 0.0,
        focal: float = 1100.0,
        centre: Point = (750.0, 500.0),
    ) -> None:
        self._eye = eye
        self._yaw = (math.cos(math.radians(yaw)), math.sin(math.radians(yaw)))
        self._pitch = (math.cos(math.radians(pitch)), math.sin(math.radians(pitch)))
        self._focal = focal
        self._centre = centre

    def depth(self, x: float, y: float, z: float) -> float:
        """How far ahead of the eye a place lies."""
        return self._turn(x, y, z)[2]

    def _turn(self, x: float, y: float, z: float) -> tuple[float, float, float]:
        x, y, z = x - self._eye[0], y - self._eye[1], z - self._eye[2]
        cos, sin = self._yaw
        x, z = x * cos - z * sin, x * sin + z * cos
        cos, sin = self._pitch
        y, z = y * cos - z * sin, y * sin + z * cos
        return x, y, z

    def at(self, x: float, y: float, z: float) -> Point:
        """The point on the sheet; what lies behind the eye is held just ahead of it."""
        x, y, z = self._turn(x, y, z)
        grow = self._focal / max(z, 0.05)
        return self._centre[0] + x * grow, self._centre[1] - y * grow


# Shapes


def rough(
    rng: random.Random, anchors: Sequence[Point], swing: float, levels: int = 6, calm: float = 0.52
) -> list[Point]:
    """A line through the anchors, broken again and again at its middles like rock."""
    line = list(anchors)
    for _ in range(levels):
        broken = [line[0]]
        for (x0, y0), (x1, y1) in itertools.pairwise(line):
            broken.append(
                (
                    (x0 + x1) / 2 + rng.uniform(-0.1, 0.1) * (x1 - x0),
                    (y0 + y1) / 2 + rng.uniform(-swing, swing),
                )
            )
            broken.append((x1, y1))
        line, swing = broken, swing * calm
    return line


def land(crest: Sequence[Point], floor: float = TALL + 20) -> list[Point]:
    """The body of a hill below its crest."""
    return [*crest, (crest[-1][0], floor), (crest[0][0], floor)]


def ridge(
    rng: random.Random, level: float, swing: float, *, peaks: int = 5, rise: float = 0.35
) -> list[Point]:
    """A crest across the sheet of so many peaks, with rough flanks."""
    anchors: list[Point] = [(-60.0, level + rng.uniform(-swing, swing) * 0.5)]
    for peak in range(peaks):
        step = (WIDE + 120) / peaks
        x = -60 + step * (peak + rng.uniform(0.3, 0.7))
        anchors.append((x, level - swing * rng.uniform(0.4, 1.0)))
        anchors.append((x + step * rng.uniform(0.35, 0.5), level + swing * rng.uniform(0.0, 0.6)))
    anchors.append((WIDE + 60, level + rng.uniform(-swing, swing) * 0.5))
    return rough(rng, anchors, swing * rise)


def curve(points: Sequence[Point], steps: int = 14) -> list[Point]:
    """A smooth line through the points."""
    ends = [points[0], *points, points[-1]]
    found: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            t = step / steps
            found.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return [*found, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b
        + (c - a) * t
        + (2 * a - 5 * b + 4 * c - d) * t * t
        + (3 * b - a - 3 * c + d) * t * t * t
    )


def ribbon(spine: Sequence[Point], widths: Sequence[float]) -> list[Point]:
    """A band along a spine whose width runs through the given widths."""
    left: list[Point] = []
    right: list[Point] = []
    for place, (x, y) in enumerate(spine):
        x0, y0 = spine[max(place - 1, 0)]
        x1, y1 = spine[min(place + 1, len(spine) - 1)]
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        along = place / (len(spine) - 1) * (len(widths) - 1)
        low = min(int(along), len(widths) - 2)
        half = (widths[low] + (widths[low + 1] - widths[low]) * (along - low)) / 2
        left.append((x - (y1 - y0) / length * half, y + (x1 - x0) / length * half))
        right.append((x + (y1 - y0) / length * half, y - (x1 - x0) / length * half))
    return left + right[::-1]


def sag(start: Point, end: Point, drop: float, steps: int = 40) -> list[Point]:
    """A cable hanging between two points."""
    return [
        (
            start[0] + (end[0] - start[0]) * t,
            start[1] + (end[1] - start[1]) * t + drop * 4 * t * (1 - t),
        )
        for t in (step / steps for step in range(steps + 1))
    ]


def tower(rng: random.Random, x: float, width: float, top: float, floor: float) -> list[Point]:
    """The outline of a high-rise with one of a few crowns."""
    right = x + width
    crown = rng.randrange(6)
    step = width * rng.uniform(0.15, 0.3)
    rise = width * rng.uniform(0.25, 0.6)
    if crown == 0:
        head = [(x, top + rise), (right, top)]
    elif crown == 1:
        head = [
            (x, top + rise),
            (x + step, top + rise),
            (x + step, top),
            (right - step, top),
            (right - step, top + rise),
            (right, top + rise),
        ]
    elif crown == 2:
        middle = x + width / 2
        head = [
            (x, top + rise),
            (x + step, top + rise * 0.6),
            (middle - 1.2, top + rise * 0.6),
            (middle - 0.6, top - rise),
            (middle + 0.6, top - rise),
            (middle + 1.2, top + rise * 0.6),
            (right - step, top + rise * 0.6),
            (right, top + rise),
        ]
    elif crown == 3:
        head = [
            (x, top + rise * 0.5),
            (x + width * 0.6, top + rise * 0.5),
            (x + width * 0.6, top),
            (right, top),
        ]
    else:
        head = [(x, top), (right, top)]
    return [(x, floor), *head, (right, floor)]


def windows(
    rng: random.Random,
    pen: Pen,
    box: Box,
    tones: Sequence[Tone],
    *,
    lit: float = 0.3,
    cell: Point = (9.0, 13.0),
    pane: Point = (4.5, 6.0),
) -> None:
    """Lit panes in the grid of a façade; whole floors are brighter or darker by chance."""
    x0, y0, x1, y1 = box
    columns = max(1, int((x1 - x0) / cell[0]))
    margin = ((x1 - x0) - columns * cell[0] + cell[0] - pane[0]) / 2
    y = y0
    while y + pane[1] < y1:
        floor = lit * rng.choice((0.3, 0.8, 1.0, 1.5))
        for column in range(columns):
            if rng.random() < floor:
                x = x0 + margin + column * cell[0]
                pen.rect(x, y, x + pane[0], y + pane[1], rng.choice(tones))
        y += cell[1]


def block(
    pen: Pen,
    camera: Camera,
    box: tuple[float, float, float, float, float, float],
    tones: tuple[Tone, Tone, Tone],
    eye: tuple[float, float],
) -> None:
    """A box from its near side, the side turned to the eye, and its top if seen from above."""
    x0, x1, y0, y1, z0, z1 = box
    front, side, top = tones
    x = x1 if eye[0] > x1 else x0
    if eye[0] > x1 or eye[0] < x0:
        pen.poly(
            [
                camera.at(x, y0, z0),
                camera.at(x, y1, z0),
                camera.at(x, y1, z1),
                camera.at(x, y0, z1),
            ],
            side,
        )
    if eye[1] > y1:
        pen.poly(
            [
                camera.at(x0, y1, z0),
                camera.at(x1, y1, z0),
                camera.at(x1, y1, z1),
                camera.at(x0, y1, z1),
            ],
            top,
        )
    pen.poly(
        [
            camera.at(x0, y0, z0),
            camera.at(x1, y0, z0),
            camera.at(x1, y1, z0),
            camera.at(x0, y1, z0),
        ],
        front,
    )
