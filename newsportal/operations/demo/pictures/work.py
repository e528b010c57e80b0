"""Scenes of work: the wafer, the clean room, the port, the growing house and the railway."""

# A picture is one list of layers from back to front; cutting it up would hide their order.
# ruff: noqa: C901

import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from newsportal.operations.demo.pictures.brushes import (
    WIDE,
    Camera,
    Ink,
    Pen,
    Point,
    Sheet,
    Tone,
    block,
    curve,
    land,
    mix,
    ramp,
    ridge,
    rough,
    tower,
)


def wafer(sheet: Sheet) -> Image.Image:
    """The disc fills the frame at an angle and breaks a lamp's light into its colours."""
    sheet.wash([(0, "0b1220"), (300, "101d30"), (700, "0a1422"), (1000, "05080f")])
    sheet.glow(1180, -40, 620, "8a4a1c", 0.75)
    sheet.glow(240, 60, 520, "1d4a6b", 0.8)
    for _ in range(26):
        x, y = sheet.rng.uniform(0, WIDE), sheet.rng.uniform(-30, 170)
        warm = x > 760
        tone = sheet.rng.choice(("f0a24a", "ffcf8a", "d9683a") if warm else ("5fb0d8", "9fd8e6"))
        sheet.glow(x, y, sheet.rng.uniform(24, 70), tone, sheet.rng.uniform(0.12, 0.4))

    colours = _wafer_face(sheet)
    side = colours.width
    camera = Camera((0.0, 1.22, -1.5), pitch=-43.0, focal=1560.0, centre=(770.0, 520.0))
    turn = math.radians(-27)
    corners: list[Point] = []
    for x, z in ((-1, 1), (1, 1), (1, -1), (-1, -1)):
        right = x * math.cos(turn) - z * math.sin(turn)
        ahead = x * math.sin(turn) + z * math.cos(turn)
        corners.append(camera.at(right, 0.0, ahead))
    sheet_corners = [(x * sheet.k, y * sheet.k) for x, y in corners]
    lens = _lens(sheet_corners, side)
    how = Image.Transform.PERSPECTIVE
    face = colours.transform(sheet.size, how, lens, Image.Resampling.BILINEAR)
    rim = [
        camera.at(0.999 * math.cos(math.radians(a)), 0.0, 0.999 * math.sin(math.radians(a)))
        for a in range(360)
    ]
    mask = sheet.cut(lambda pen: pen.poly(rim))

    # The thickness of the slice: its outline once more, a little lower and bright.
    drop = round(7 * sheet.k)
    edge = ImageChops.offset(mask, 0, drop)
    edge.paste(0, (0, 0, sheet.width, drop))
    shadow = ImageChops.offset(mask, 0, drop * 5).filter(ImageFilter.GaussianBlur(26 * sheet.k))
    sheet.stamp(shadow, "000000", alpha=0.7)
    sheet.stamp(edge, [(0, "6d8aa0"), (420, "c9dbe2"), (700, "5d6f86"), (1000, "27324a")])
    sheet.image.paste(face, (0, 0), mask)

    # Long reflections of the lamps, only on the disc.
    with sheet.stencil("fff3dc", alpha=0.22, blur=46, within=mask, mode="screen") as pen:
        pen.poly([(930, -50), (1110, -50), (560, 1050), (250, 1050)])
    with sheet.stencil("e9fbff", alpha=0.26, blur=16, within=mask, mode="screen") as pen:
        pen.poly([(1000, -50), (1030, -50), (440, 1050), (380, 1050)])
    with sheet.stencil("ff9a5a", alpha=0.28, blur=60, within=mask, mode="screen") as pen:
        pen.poly([(1350, -50), (1500, -50), (1240, 1050), (1010, 1050)])
    with sheet.stencil("02050d", alpha=0.62, blur=90, within=mask) as pen:
        pen.poly([(-100, 420), (160, 420), (60, 1100), (-100, 1100)])
        pen.poly([(1290, 1100), (1600, 560), (1600, 1100)])
    # The far rim lies out of focus.
    sheet.soften(0, 330, 5.0, [(60, 1.0), (330, 0.0)])
    sheet.soften(880, 1000, 4.0, [(880, 0.0), (1000, 0.9)])
    sheet.glow(700, 420, 520, "ffe8c4", 0.20)
    return sheet.finish(grain=0.03, mottle=0.06, vignette=0.3, paper="ffffff", lift="04060c")


def _wafer_face(sheet: Sheet) -> Image.Image:
    """The disc seen straight from above, its dies in all their colours."""
    rng = sheet.rng
    columns, rows = 23, 27
    side = round(sheet.width * 0.88)
    pitch_x, pitch_y = side / columns, side / rows

    # Colours fan out from the lamp's reflection, as they do from fine parallel lines.
    spectrum = ramp(
        [
            (0.00, "10214a"),
            (0.09, "1f5f9c"),
            (0.17, "25a7b5"),
            (0.25, "7fd3a4"),
            (0.32, "e6dc85"),
            (0.40, "f2a95a"),
            (0.48, "e3616a"),
            (0.57, "b23f92"),
            (0.66, "6a3aa6"),
            (0.75, "2f3f9e"),
            (0.84, "1b7fb0"),
            (0.92, "154a7c"),
            (1.00, "10214a"),
        ],
        360,
    )
    fan = Image.new("RGB", (700, 700))
    draw = ImageDraw.Draw(fan)
    for step in range(360):
        a, b = math.radians(step), math.radians(step + 1.6)
        lamp = (400.0, 250.0)
        points = [
            lamp,
            (lamp[0] + 1200 * math.cos(a), lamp[1] + 1200 * math.sin(a)),
            (lamp[0] + 1200 * math.cos(b), lamp[1] + 1200 * math.sin(b)),
        ]
        draw.polygon(points, fill=spectrum[(step * 2 + 40) % 360])
    fan = fan.filter(ImageFilter.GaussianBlur(16))
    # Rings of film thickness pull the fan's colours round, so that it does not look cut.
    bands = ramp([(0, "3a5fae"), (0.3, "47c1b6"), (0.5, "f0d58a"), (0.7, "dd5f8c"), (1, "33308a")])
    rings = Image.new("RGB", (700, 700))
    draw = ImageDraw.Draw(rings)
    for step in range(256):
        r = 760 * (1 - step / 256)
        draw.ellipse((520 - r, 120 - r * 1.1, 520 + r, 120 + r * 1.1), fill=bands[255 - step])
    fan = Image.blend(fan, rings, 0.26)
    # Mixing dulls; give the interference its strength back.
    fan = ImageEnhance.Color(fan).enhance(1.5)

    smooth = fan.resize((side, side), Image.Resampling.BICUBIC)
    facets = fan.resize((columns, rows), Image.Resampling.BOX)
    flicker = Image.frombytes("L", (columns, rows), rng.randbytes(columns * rows))
    flicker = flicker.point([96 + level // 4 for level in range(256)])
    facets = ImageChops.overlay(facets, Image.merge("RGB", (flicker, flicker, flicker)))
    facets = facets.resize((side, side), Image.Resampling.NEAREST)
    colours = Image.blend(smooth, facets, 0.55)

    die = _die(sheet, max(8, round(pitch_x)), max(8, round(pitch_y)))
    pattern = Image.new("L", (side, side), 128)
    for column in range(columns):
        for row in range(rows):
            pattern.paste(die, (round(column * pitch_x), round(row * pitch_y)))
    colours = ImageChops.overlay(colours, Image.merge("RGB", (pattern, pattern, pattern)))

    draw = ImageDraw.Draw(colours)
    street = max(2, round(side / 520))
    for column in range(columns + 1):
        draw.line((column * pitch_x, 0, column * pitch_x, side), fill="#0e1a33", width=street)
    for row in range(rows + 1):
        draw.line((0, row * pitch_y, side, row * pitch_y), fill="#0e1a33", width=street)

    # Outside the last whole dies the slice is bare and only mirrors the room.
    middle, reach = side / 2, side / 2
    bare = Image.linear_gradient("L").rotate(40).resize((side, side))
    blank = Image.composite(
        Image.new("RGB", (side, side), "#9db9c9"), Image.new("RGB", (side, side), "#2a3d5c"), bare
    )
    whole = Image.new("L", (side, side))
    draw = ImageDraw.Draw(whole)
    for column in range(columns):
        for row in range(rows):
            far = max(
                math.hypot(x * pitch_x - middle, y * pitch_y - middle)
                for x in (column, column + 1)
                for y in (row, row + 1)
            )
            if far < reach * 0.972:
                x, y = column * pitch_x, row * pitch_y
                draw.rectangle((x, y, x + pitch_x, y + pitch_y), fill=255)
    colours = Image.composite(colours, Image.blend(blank, smooth, 0.45), whole)
    draw = ImageDraw.Draw(colours)
    for inset, tone, width in ((0.0, "#e8f4f6", 0.006), (0.009, "#22304c", 0.003)):
        r = reach * (1 - inset)
        draw.ellipse(
            (middle - r, middle - r, middle + r, middle + r),
            outline=tone,
            width=max(2, round(side * width)),
        )
    return colours


def _die(sheet: Sheet, wide: int, tall: int) -> Image.Image:
    """One chip in grey: blocks of memory, a field of logic, a border of pads."""
    rng = sheet.rng
    over = 3
    w, h = wide * over, tall * over
    die = Image.new("L", (w, h), 124)
    draw = ImageDraw.Draw(die)

    def area(x0: float, y0: float, x1: float, y1: float, tone: int) -> None:
        draw.rectangle((x0 * w, y0 * h, x1 * w, y1 * h), fill=tone)

    area(0.06, 0.08, 0.94, 0.92, 110)
    for column in range(2):
        for row in range(4):
            x, y = 0.10 + column * 0.17, 0.13 + row * 0.19
            area(x, y, x + 0.14, y + 0.15, 168 - row * 8)
            area(x + 0.062, y, x + 0.078, y + 0.15, 96)
    area(0.46, 0.13, 0.90, 0.47, 146)
    for _ in range(26):
        x, y = rng.uniform(0.47, 0.85), rng.uniform(0.14, 0.42)
        tone = rng.choice((92, 120, 190, 172))
        area(x, y, x + rng.uniform(0.02, 0.09), y + rng.uniform(0.02, 0.06), tone)
    for row in range(6):
        y = 0.53 + row * 0.058
        area(0.46, y, 0.66, y + 0.03, 182 if row % 2 else 88)
    area(0.70, 0.53, 0.90, 0.86, 196)
    area(0.73, 0.57, 0.87, 0.82, 138)
    return die.resize((wide, tall), Image.Resampling.BOX)


def _lens(corners: Sequence[Point], side: float) -> list[float]:
    """The eight numbers that carry the sheet's points back to a square's, for its corners."""
    square = ((0.0, 0.0), (side, 0.0), (side, side), (0.0, side))
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, square, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for place in range(8):
        best = max(range(place, 8), key=lambda row: abs(rows[row][place]))
        rows[place], rows[best] = rows[best], rows[place]
        lead = rows[place][place]
        rows[place] = [value / lead for value in rows[place]]
        for other in range(8):
            if other != place:
                share = rows[other][place]
                rows[other] = [a - share * b for a, b in zip(rows[other], rows[place], strict=True)]
    return [row[8] for row in rows]


def clean_room(sheet: Sheet) -> Image.Image:
    """An aisle of machines in cool light; the amber bay glows at its end."""
    tone: Tone
    rng = sheet.rng
    eye = (0.9, 1.75)
    camera = Camera((0.9, 1.75, 0.0), focal=900, centre=(930, 470))
    haze, air = "d7ebee", "bfdde3"
    sheet.wash([(0, "b7d5de"), (470, "eef6f3"), (1000, "9cc1cc")])

    def quad(x0: float, x1: float, y: float, z0: float, z1: float) -> list[Point]:
        return [
            camera.at(x0, y, z0),
            camera.at(x1, y, z0),
            camera.at(x1, y, z1),
            camera.at(x0, y, z1),
        ]

    with sheet.pen() as pen:
        pen.poly(quad(-9, 9, 4.3, 0.6, 60), "a9cbd6")
        pen.poly(quad(-9, 9, 0.0, 0.6, 60), "a3c6cf")
        for step in range(28, -1, -1):
            z = 1.0 + step * 2.0
            for x in (-5.4, -3.0, -0.6, 1.8, 4.2):
                tone = mix("f8fdfb", haze, min(1, z / 60))
                pen.poly(quad(x, x + 1.9, 4.28, z, z + 1.5), tone)
        for step in range(60):
            z = 0.8 + step * 0.8
            pen.line([camera.at(-4, 0, z), camera.at(5, 0, z)], mix("86b0bd", haze, z / 44), 1.4)
        for step in range(14):
            x = -3.6 + step * 0.6
            pen.line([camera.at(x, 0, 0.8), camera.at(x, 0, 60)], "8fb7c3", 1.3)
    # The polished floor gives back the ceiling lights and, far off, the amber.
    with sheet.stencil("ffffff", alpha=0.55, blur=5, fade=[(480, 0.9), (1000, 0.35)]) as pen:
        for step in range(28):
            z = 1.0 + step * 2.0
            for x in (-3.0, -0.6, 1.8, 4.2):
                pen.poly(quad(x, x + 1.9, -3.2, z, z + 1.5))
    with sheet.pen() as pen:
        for step in range(24, -1, -1):
            z = 1.6 + step * 2.5
            far = min(1.0, z / 52)
            for left in (True, False):
                tall = rng.uniform(2.3, 3.0)
                deep = 2.25
                x0, x1 = (-6.0, -1.6) if left else (3.1, 7.5)
                tone = rng.choice(("f2f7f5", "e3eef0", "cddfe5", "f6f7f2"))
                face = mix(mix(tone, "7fa6b6", 0.25 if left else 0.45), air, far)
                block(
                    pen,
                    camera,
                    (x0, x1, 0.0, tall, z, z + deep),
                    (mix(face, "4a7488", 0.35 * (1 - far)), face, face),
                    eye,
                )
                side = x1 if left else x0
                _machine_front(sheet, pen, camera, side, tall, z, deep, far)
    # The amber bay: light safe for resist.
    with sheet.pen() as pen:
        pen.poly(
            [
                camera.at(-1.6, 0, 60),
                camera.at(3.1, 0, 60),
                camera.at(3.1, 3.2, 60),
                camera.at(-1.6, 3.2, 60),
            ],
            "ffb845",
        )
    sheet.glow(930, 460, 330, "ffb347", 0.85, mode="normal")
    sheet.glow(930, 460, 120, "fff0c0", 0.9)
    with sheet.stencil("ffbe5c", alpha=0.65, blur=10, fade=[(480, 1), (820, 0)]) as pen:
        pen.poly(
            [
                camera.at(-0.3, 0, 50),
                camera.at(1.9, 0, 50),
                camera.at(1.7, 0, 1.2),
                camera.at(0.1, 0, 1.2),
            ]
        )
    # Rails under the ceiling and the carriers that ride them.
    with sheet.pen() as pen:
        for x in (-0.75, 2.35):
            pen.poly(
                [
                    camera.at(x, 3.75, 0.7),
                    camera.at(x + 0.16, 3.75, 0.7),
                    camera.at(x + 0.16, 3.75, 58),
                    camera.at(x, 3.75, 58),
                ],
                "6f95a5",
            )
            pen.poly(
                [
                    camera.at(x, 3.75, 0.7),
                    camera.at(x, 3.92, 0.7),
                    camera.at(x, 3.92, 58),
                    camera.at(x, 3.75, 58),
                ],
                "87abb8",
            )
        for x, z, tone in (
            (-0.75, 26, "e58a3b"),
            (2.35, 19, "e58a3b"),
            (-0.75, 12, "e07a35"),
            (2.35, 8.2, "e8893a"),
            (-0.75, 5.2, "ea8234"),
        ):
            far = z / 52
            block(
                pen,
                camera,
                (x - 0.3, x + 0.46, 3.28, 3.74, z, z + 0.9),
                (mix("f3f8f7", air, far), mix("a9c4cd", air, far), "ffffff"),
                eye,
            )
            block(
                pen,
                camera,
                (x - 0.22, x + 0.38, 2.78, 3.27, z + 0.1, z + 0.8),
                (mix(tone, air, far), mix("a9521f", air, far), tone),
                eye,
            )
            for slot in range(5):
                y = 2.86 + slot * 0.08
                pen.line(
                    [camera.at(x - 0.14, y, z + 0.1), camera.at(x + 0.30, y, z + 0.1)],
                    mix("f7c48c", air, far),
                    0.05 * 900 / z * 0.35,
                )
        for x, z in ((0.1, 21.0), (1.7, 13.5), (-0.55, 7.2)):
            _worker(pen, camera, x, z, mix("ffffff", air, z / 70), mix("9fbfcb", air, z / 70))
    sheet.fog(380, 620, "e9f5f3", 0.35)
    return sheet.finish(grain=0.045, mottle=0.07, vignette=0.22, paper="eef6f4", lift="081018")


def _machine_front(
    sheet: Sheet, pen: Pen, camera: Camera, x: float, tall: float, z: float, deep: float, far: float
) -> None:
    """Doors, a dark viewing window, a screen and a signal lamp on the aisle side."""
    rng = sheet.rng

    def panel(z0: float, z1: float, y0: float, y1: float, tone: Tone) -> None:
        pen.poly(
            [
                camera.at(x, y0, z + z0 * deep),
                camera.at(x, y1, z + z0 * deep),
                camera.at(x, y1, z + z1 * deep),
                camera.at(x, y0, z + z1 * deep),
            ],
            mix(tone, "bfdde3", far),
        )

    panel(0.0, 1.0, 0.0, 0.16, "5b8496")
    panel(0.48, 0.5, 0.16, tall, "86a9b6")
    panel(0.98, 1.0, 0.0, tall, "6d94a4")
    kind = rng.randrange(3)
    if kind == 0:
        panel(0.06, 0.44, 1.0, 2.0, "21495c")
        panel(0.06, 0.44, 1.9, 2.0, "63b7c9")
        panel(0.56, 0.9, 1.2, 1.7, "2f9fb4")
    elif kind == 1:
        panel(0.1, 0.9, 1.1, 1.75, "1c3f52")
        panel(0.16, 0.4, 1.2, 1.5, "e2a24b")
        panel(0.1, 0.9, 0.5, 0.55, "7fa3b0")
    else:
        panel(0.58, 0.92, 0.7, 1.9, "d3e5e6")
        panel(0.62, 0.88, 1.35, 1.8, "27576b")
        panel(0.1, 0.38, 0.9, 1.25, "3d7486")
    for place, tone in enumerate(("58c08a", "f0b64a", "e0604a")):
        panel(0.02, 0.06, tall + 0.06 + place * 0.1, tall + 0.15 + place * 0.1, tone)


def _worker(pen: Pen, camera: Camera, x: float, z: float, suit: Ink, shade: Ink) -> None:
    """A figure in overalls, hood and mask, walking away."""
    foot, head = camera.at(x, 0, z), camera.at(x, 1.72, z)
    m = (foot[1] - head[1]) / 1.72
    cx, base = foot

    def body(points: Sequence[Point], tone: Ink) -> None:
        pen.poly([(cx + px * m, base - py * m) for px, py in points], tone)

    body([(-0.16, 0), (-0.05, 0), (-0.01, 0.8), (-0.2, 0.85)], shade)
    body([(0.03, 0.04), (0.15, 0.04), (0.2, 0.85), (0.0, 0.8)], suit)
    body([(-0.2, 0.8), (0.2, 0.8), (0.24, 1.38), (0.12, 1.5), (-0.12, 1.5), (-0.24, 1.38)], suit)
    body([(-0.2, 0.8), (-0.06, 0.8), (-0.1, 1.5), (-0.24, 1.38)], shade)
    body([(-0.24, 1.38), (-0.31, 0.86), (-0.23, 0.84), (-0.17, 1.3)], shade)
    body([(0.24, 1.38), (0.34, 0.95), (0.26, 0.9), (0.17, 1.3)], suit)
    pen.disc(cx, base - 1.61 * m, 0.125 * m, suit, 0.15 * m)
    pen.disc(cx - 0.05 * m, base - 1.6 * m, 0.075 * m, shade, 0.13 * m)


def harbour(sheet: Sheet) -> Image.Image:
    """Gantry cranes over a river port in a pale morning."""
    x: float
    rng = sheet.rng
    sheet.wash([(0, "8fb3bd"), (260, "cfd9c6"), (470, "f3dfb4"), (600, "f2c99a")])
    sheet.glow(1010, 400, 420, "fff1c9", 0.9)
    with sheet.stencil("fff6dc") as pen:
        pen.disc(1010, 360, 46)
    for level, swing, tone, foot in ((430, 70, "b9c4b4", "eed9b4"), (500, 50, "94aeab", "e3d3b4")):
        crest = ridge(rng, level, swing)
        with sheet.stencil([(level - 80, tone), (620, foot)]) as pen:
            pen.poly(land(crest, 640))
    with sheet.stencil([(420, "7f9fa3"), (600, "dccfb4")], alpha=0.75) as pen:
        for x in range(20, 420, 44):
            wide = rng.uniform(20, 36)
            pen.poly(tower(rng, x, wide, rng.uniform(430, 540), 610))
    sheet.fog(470, 640, "f7e3bd", 0.85)
    sheet.stamp(
        sheet.fall([(604, 0.0), (606, 1.0)]), [(600, "efcfa2"), (720, "9db8b3"), (1000, "3f6f7c")]
    )
    sheet.ripples(615, 900, "fff0cf", count=240, alpha=0.4)
    sheet.ripples(640, 1000, "2f5c6c", count=200, alpha=0.4)
    with sheet.stencil("fff3d2", alpha=0.6, mode="screen") as pen:
        for step in range(60):
            y = 610 + step * 5
            half = 10 + rng.uniform(0, 40) + step * 0.8
            x = 1010 + rng.uniform(-18, 18)
            pen.poly([(x - half, y), (x, y - 1.5), (x + half, y), (x, y + 1.5)])
    for x, floor, scale, tone in ((1290, 640, 0.52, "8b7f84"), (900, 690, 0.78, "7d4a44")):
        _crane(sheet, x, floor, scale, tone)
    _ship(sheet, 180, 742)
    _crane(sheet, 250, 800, 1.22, "b5412d")
    _quay(sheet)
    return sheet.finish(grain=0.05, mottle=0.1, vignette=0.16)


def _crane(sheet: Sheet, x: float, floor: float, scale: float, tone: Tone) -> None:
    """A ship-to-shore gantry: two portals, a long boom, an apex with its stays."""
    dark = mix(tone, "2a2a35", 0.35)

    def at(px: float, py: float) -> Point:
        return x + px * scale, floor - py * scale

    with sheet.pen() as pen:
        for px in (28, 178):
            pen.line([at(px, 0), at(px + 10, 330)], dark, 9 * scale)
        pen.line([at(60, 330), at(210, 120)], dark, 5 * scale)
        for px in (0, 150):
            pen.poly([at(px - 9, 0), at(px + 9, 0), at(px + 19, 340), at(px + 5, 340)], tone)
        pen.poly([at(-14, 118), at(190, 118), at(190, 134), at(-14, 134)], tone)
        pen.poly([at(-30, 0), at(50, 0), at(44, 16), at(-24, 16)], dark)
        pen.poly([at(126, 0), at(206, 0), at(200, 16), at(132, 16)], dark)
        pen.poly([at(-330, 352), at(320, 336), at(320, 356), at(-330, 364)], tone)
        for step in range(-320, 310, 26):
            pen.line([at(step, 362), at(step + 13, 344)], dark, 2.2 * scale)
        pen.poly([at(4, 340), at(22, 340), at(52, 500), at(42, 500)], tone)
        pen.poly([at(158, 345), at(170, 345), at(54, 500), at(46, 500)], dark)
        for px in (-310, -180, 300):
            pen.line([at(47, 498), at(px, 358)], dark, 3 * scale)
        pen.poly([at(196, 352), at(282, 350), at(282, 392), at(196, 392)], dark)
        pen.poly([at(-120, 326), at(-84, 325), at(-84, 350), at(-120, 350)], dark)
        for px in (-114, -90):
            pen.line([at(px, 328), at(px, 206)], dark, 1.6 * scale)
        pen.poly(
            [at(-136, 176), at(-68, 176), at(-68, 206), at(-136, 206)], mix(tone, "f0c060", 0.55)
        )
        for step in range(6):
            px = -132 + step * 12
            pen.line([at(px, 178), at(px, 204)], dark, 1.2 * scale)


_BOXES: tuple[str, ...] = (
    "c8452e",
    "e0873a",
    "e9b955",
    "2f6f77",
    "3f8f8a",
    "28485c",
    "d9cdb2",
    "8c3b35",
)


def _ship(sheet: Sheet, x: float, line: float) -> None:
    with sheet.pen() as pen:
        for column in range(15):
            for row in range(sheet.rng.choice((2, 3, 3, 4))):
                left, top = x + 60 + column * 42, line - 52 - row * 24
                tone = mix(sheet.rng.choice(_BOXES), "d9c7a4", 0.28)
                pen.rect(left, top - 23, left + 40.5, top, tone)
                for rib in range(1, 6):
                    pen.line(
                        [(left + rib * 6.8, top - 21), (left + rib * 6.8, top - 2)],
                        mix(tone, "20303a", 0.2),
                        1,
                    )
        pen.rect(x + 696, line - 178, x + 756, line - 50, "efe6d2")
        pen.rect(x + 690, line - 182, x + 762, line - 168, "d9cdb8")
        for row in range(4):
            for column in range(4):
                pen.rect(
                    x + 704 + column * 13,
                    line - 156 + row * 24,
                    x + 712 + column * 13,
                    line - 146 + row * 24,
                    "35505a",
                )
        pen.rect(x + 716, line - 216, x + 740, line - 182, "b5412d")
        pen.poly(
            [
                (x - 6, line - 62),
                (x + 50, line - 50),
                (x + 800, line - 50),
                (x + 780, line),
                (x + 30, line),
            ],
            "23404e",
        )
        pen.poly(
            [(x + 24, line - 12), (x + 784, line - 12), (x + 778, line + 2), (x + 30, line + 2)],
            "9c3a2c",
        )
    with sheet.stencil("1c3a46", alpha=0.5, blur=6) as pen:
        pen.rect(x + 20, line, x + 790, line + 40)


def _quay(sheet: Sheet) -> None:
    """Stacked boxes in the foreground, large enough to lead the eye in."""
    rng = sheet.rng
    with sheet.pen() as pen:
        pen.poly([(0, 800), (620, 800), (1500, 858), (1500, 1000), (0, 1000)], "35505a")
        pen.poly([(0, 800), (620, 800), (1500, 858), (1500, 868), (0, 808)], "d8b98a")
        heights = (1, 2, 2, 3, 4, 3)
        for column, height in enumerate(heights):
            left = 560 + column * 172
            for row in range(height):
                top = 1000 - (row + 1) * 92 + 20
                tone = rng.choice(_BOXES[:6])
                pen.rect(left, top, left + 168, top + 89, tone)
                for rib in range(1, 14):
                    at = left + rib * 12
                    pen.rect(at, top + 7, at + 5, top + 82, mix(tone, "101820", 0.22))
                pen.rect(left, top, left + 168, top + 6, mix(tone, "fff0d0", 0.35))
                pen.rect(left, top + 83, left + 168, top + 89, mix(tone, "101820", 0.4))
                pen.rect(left, top, left + 6, top + 89, mix(tone, "fff0d0", 0.2))
                pen.rect(left + 162, top, left + 168, top + 89, mix(tone, "101820", 0.35))
        for column in range(3):
            left, top = -60 + column * 172, 926 + column * 14
            tone = _BOXES[(column * 3 + 3) % 6]
            pen.rect(left, top, left + 168, top + 89, tone)
            for rib in range(1, 14):
                pen.rect(
                    left + rib * 12,
                    top + 7,
                    left + rib * 12 + 5,
                    top + 82,
                    mix(tone, "101820", 0.22),
                )
            pen.rect(left, top, left + 168, top + 6, mix(tone, "fff0d0", 0.35))


def lab(sheet: Sheet) -> Image.Image:
    """Beds of seedlings under violet lamps in a glass tunnel at night."""
    tone: Tone
    rng = sheet.rng
    camera = Camera((0.4, 2.7, 0.0), pitch=-9, focal=880, centre=(610, 430))
    sheet.wash([(0, "150a2b"), (250, "3a1454"), (420, "a3337f"), (520, "5b2169"), (1000, "180a2e")])
    sheet.glow(600, 300, 560, "ff5fb4", 0.75)
    sheet.glow(600, 300, 190, "ffd3f0", 0.9)
    with sheet.pen() as pen:
        for step in range(20, -1, -1):
            z = 1.5 + step * 2.2
            tone = mix("2b1044", "e070b8", min(1, z / 46))
            arch = [
                camera.at(6.2 * math.cos(math.radians(a)), 0.6 + 5.0 * math.sin(math.radians(a)), z)
                for a in range(0, 181, 6)
            ]
            pen.line(arch, tone, max(1.2, 34 / z))
        for a in range(15, 180, 15):
            x, y = 6.2 * math.cos(math.radians(a)), 0.6 + 5.0 * math.sin(math.radians(a))
            pen.line([camera.at(x, y, 1.2), camera.at(x, y, 46)], "5a2270", 1.6)
    rows = (-5.2, -3.1, -1.0, 1.1, 3.2, 5.3)
    with sheet.pen() as pen:
        for x in rows:
            for y, tone in ((0.0, "1d0d33"), (0.7, "3c1a4f")):
                pen.poly(
                    [
                        camera.at(x - 0.75, y, 1.6),
                        camera.at(x + 0.75, y, 1.6),
                        camera.at(x + 0.75, y, 46),
                        camera.at(x - 0.75, y, 46),
                    ],
                    tone,
                )
            edge = x + 0.75 if x < 0.4 else x - 0.75
            pen.poly(
                [
                    camera.at(edge, 0.7, 1.6),
                    camera.at(edge, 0.7, 46),
                    camera.at(edge, 0.5, 46),
                    camera.at(edge, 0.5, 1.6),
                ],
                "b04a9b",
            )
    greens = ("3f9e6a", "5fc07a", "2c7a63", "93d68a", "4a8f8a")
    with sheet.pen() as pen:
        for step in range(60, -1, -1):
            z = 2.0 + 0.42 * step * (1 + step / 70)
            for x in rows:
                for across in (-0.5, -0.17, 0.17, 0.5):
                    cx, cy = camera.at(x + across, 0.74, z + rng.uniform(-0.1, 0.1))
                    size = 150 / z * rng.uniform(0.8, 1.15)
                    far = min(1.0, z / 44)
                    if not -80 < cx < WIDE + 80:
                        continue
                    for leaf in range(5 if z < 18 else 2):
                        angle = math.radians(-90 + (leaf - 2) * 34 + rng.uniform(-12, 12))
                        tone = mix(mix(rng.choice(greens), "c03f9a", 0.14), "e86fb8", far * 0.8)
                        tip = (cx + size * math.cos(angle), cy + size * math.sin(angle))
                        side = (-math.sin(angle) * size * 0.26, math.cos(angle) * size * 0.26)
                        mid = (cx + 0.55 * (tip[0] - cx), cy + 0.55 * (tip[1] - cy))
                        pen.poly(
                            [
                                (cx, cy),
                                (mid[0] + side[0], mid[1] + side[1]),
                                tip,
                                (mid[0] - side[0], mid[1] - side[1]),
                            ],
                            tone,
                        )
                        pen.line([(cx, cy), tip], mix(tone, "f8d0e8", 0.35), max(1, size * 0.02))
    bars = [1.9 + 0.9 * step * (1 + step / 18) for step in range(16)]
    with sheet.stencil("ff4fb0", alpha=0.8, blur=22, mode="screen") as pen:
        for z in bars:
            for x in rows:
                pen.line([camera.at(x - 0.7, 2.15, z), camera.at(x + 0.7, 2.15, z)], 1.0, 80 / z)
    with sheet.stencil("ff6cc0", alpha=0.20, blur=14, mode="screen") as pen:
        for z in bars:
            for x in rows:
                pen.poly(
                    [
                        camera.at(x - 0.7, 2.15, z),
                        camera.at(x + 0.7, 2.15, z),
                        camera.at(x + 0.95, 0.75, z),
                        camera.at(x - 0.95, 0.75, z),
                    ]
                )
    with sheet.pen() as pen:
        for z in reversed(bars):
            for x in rows:
                pen.line(
                    [camera.at(x - 0.7, 2.15, z), camera.at(x + 0.7, 2.15, z)],
                    mix("ffe6f7", "ff9ad6", z / 40),
                    max(1.4, 26 / z),
                )
                for end in (-0.6, 0.6):
                    pen.line(
                        [camera.at(x + end, 2.15, z), camera.at(x + end, 4.0, z)],
                        "43205f",
                        max(1.0, 5 / z),
                    )
    sheet.fog(250, 470, "ff9ad6", 0.35)
    sheet.stamp(sheet.fall([(780, 0.0), (1000, 0.6)]), "12061f")
    return sheet.finish(grain=0.05, mottle=0.1, vignette=0.3, lift="0c0616")


def railway(sheet: Sheet) -> Image.Image:
    """A white train on a viaduct between green hills and yellow fields."""
    rng = sheet.rng
    sheet.wash([(0, "7fb7c9"), (260, "b9dad2"), (520, "f2efd2")])
    sheet.fog(30, 260, "ffffff", 0.55, cells=(4, 5), even=0.0)
    layers = (
        (330, 110, "a9cdc6", "dce9d4"),
        (420, 110, "7fb3a4", "cfe3c2"),
        (520, 90, "579679", "b9d6a6"),
    )
    for level, swing, tone, foot in layers:
        with sheet.stencil([(level - 130, tone), (level + 210, foot)]) as pen:
            pen.poly(land(ridge(rng, level, swing, peaks=4)))
        sheet.fog(level + 30, level + 190, "f3f3dc", 0.8)
    hill = rough(rng, [(-60, 600), (240, 640), (620, 740), (1000, 690), (1560, 560)], 14)
    with sheet.stencil([(560, "4f9058"), (900, "86b35a")]) as pen:
        pen.poly(land(hill))
    _viaduct(sheet)
    shoulder = rough(rng, [(1120, 760), (1230, 560), (1330, 400), (1440, 350), (1560, 380)], 24)
    with sheet.stencil([(340, "5f9f7c"), (620, "7fb268"), (800, "9cc06a")]) as pen:
        pen.poly(land(shoulder))
    sheet.fog(430, 620, "eef3d8", 0.3)
    # The fields fold in front of the piers.
    folds = (
        ([(-60, 730), (300, 770), (700, 850), (1100, 800), (1560, 700)], "e9c63c", "c9a92e"),
        ([(-60, 800), (260, 830), (640, 890), (1000, 880), (1560, 790)], "7ca747", "5d8d3f"),
        ([(-60, 890), (300, 880), (720, 930), (1100, 950), (1560, 870)], "f2d44e", "d9ae2c"),
        ([(-60, 960), (400, 950), (900, 985), (1560, 950)], "3f7a48", "2d5f3f"),
    )
    for anchors, tone, foot in folds:
        crest = curve(anchors)
        low = min(y for _, y in crest)
        with sheet.stencil([(low, tone), (low + 170, foot)]) as pen:
            pen.poly(land(crest))
        with sheet.stencil(mix(foot, "24462c", 0.35), alpha=0.45) as pen:
            for row in range(1, 7):
                pen.line([(x, y + row * row * 2.6 + 4) for x, y in crest], 0.9, 1.2 + row * 0.3)
    with sheet.pen() as pen:
        for x, y, size in (
            (120, 775, 30),
            (170, 782, 22),
            (1240, 782, 34),
            (1290, 774, 24),
            (930, 876, 26),
            (420, 800, 20),
            (1430, 730, 24),
        ):
            pen.rect(x - size * 0.06, y - size * 0.4, x + size * 0.06, y + 6, "2b4a36")
            for tone, shift in (("2f6b48", 0.0), ("4c8a55", -0.18)):
                pen.disc(
                    x + shift * size,
                    y - size * 0.8 + shift * size,
                    size * (0.6 + shift),
                    tone,
                    size * (0.8 + shift),
                )
        for x, y in ((300, 818), (352, 824), (330, 806)):
            pen.poly([(x, y), (x + 44, y), (x + 44, y - 20), (x, y - 20)], "f4ecda")
            pen.poly([(x - 6, y - 18), (x + 22, y - 36), (x + 50, y - 18)], "5c5a5e")
            pen.rect(x + 16, y - 14, x + 25, y, "6b4a38")
    return sheet.finish(grain=0.045, mottle=0.1, vignette=0.14)


def _viaduct(sheet: Sheet) -> None:
    """The line swings in from the left foreground and away between the hills."""
    camera = Camera((0.0, 14.0, 0.0), focal=1000, centre=(760, 430))

    def line(t: float) -> tuple[float, float]:
        # t runs from the near left (0) to the far right (1).
        return -62 + 150 * t + 55 * t * t, 62 + 175 * t**1.7

    def at(t: float, y: float, out: float = 0.0) -> Point:
        x, z = line(t)
        return camera.at(x, y + 9, z - out)

    steps = [step / 80 for step in range(81)]
    with sheet.pen() as pen:
        for step in range(17, -1, -1):
            t = step / 17
            far = min(1.0, t * 0.75)
            x, z = line(t)
            for side, tone in ((1.9, "9fb0a4"), (0.0, "d9d8c4")):
                a, b = camera.at(x - 1.7 + side, 9, z), camera.at(x + 1.7 + side, 9, z)
                base = camera.at(x, -26, z)[1]
                pen.poly([a, b, (b[0] + 3, base), (a[0] - 3, base)], mix(tone, "dfe9d2", far))
            a, b = camera.at(x - 3.4, 9, z), camera.at(x + 4.4, 9, z)
            low = camera.at(x, 6.6, z)[1]
            pen.poly(
                [a, b, (b[0] * 0.7 + a[0] * 0.3, low), (a[0] * 0.7 + b[0] * 0.3, low)],
                mix("c9cbb8", "dfe9d2", far),
            )
        bottom = [at(t, 0.0) for t in steps]
        top = [at(t, 2.4) for t in steps]
        pen.poly([*top, *bottom[::-1]], "e9e6d3")
        pen.line(top, "fbf8e8", 3)
        pen.poly([*bottom, *[at(t, 0.8) for t in steps][::-1]], "b4bfae")
        for step in range(0, 60, 3):
            t = step / 60
            x, z = line(t)
            a, b = at(t, 2.4), at(t, 10.5)
            pen.line([a, b], "7d9490", max(1.0, 130 / z))
            pen.line([b, at(t + 0.016, 10.2)], "7d9490", max(1.0, 90 / z))
        pen.line([at(t, 9.6) for t in steps], "8fa5a0", 1.2)
        # The train: its nose slopes down to the left.
        first, last = 0.115, 0.62
        run = [first + (last - first) * step / 70 for step in range(71)]

        def roof(t: float) -> float:
            lead = min(1.0, (t - first) / 0.06)
            return 3.1 + 4.4 * math.sin(lead * math.pi / 2)

        pen.poly(
            [*[at(t, roof(t), 1.5) for t in run], *[at(t, 2.5, 1.5) for t in run][::-1]], "fbfaf2"
        )
        pen.poly(
            [*[at(t, min(roof(t), 3.7), 1.5) for t in run], *[at(t, 2.5, 1.5) for t in run][::-1]],
            "c9d3d4",
        )
        pen.poly(
            [
                *[at(t, min(roof(t), 4.15), 1.5) for t in run],
                *[at(t, min(roof(t), 3.75), 1.5) for t in run][::-1],
            ],
            "cf4a34",
        )
        for step in range(9, 116):
            t = first + (last - first) * step / 118
            if step % 15 in (0, 1):
                continue
            u = t + (last - first) / 118 * 0.72
            pen.poly([at(t, 5.0, 1.5), at(u, 5.0, 1.5), at(u, 6.2, 1.5), at(t, 6.2, 1.5)], "35566a")
        pen.poly(
            [
                at(first + 0.016, 4.6, 1.5),
                at(first + 0.036, 4.9, 1.5),
                at(first + 0.036, 6.6, 1.5),
                at(first + 0.024, 6.0, 1.5),
            ],
            "22404f",
        )
        for step in range(15, 118, 15):
            t = first + (last - first) * step / 118
            pen.line([at(t, 2.6, 1.5), at(t, 7.2, 1.5)], "8fa3a8", 1.6)
