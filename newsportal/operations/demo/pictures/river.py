"""Scenes of water and hills: the rivers, their bridges, the gorges, terraces and bamboo."""

# A picture is one list of layers from back to front; cutting it up would hide their order.
# ruff: noqa: C901

import math
from collections.abc import Sequence

from PIL import Image, ImageFilter

from newsportal.operations.demo.pictures.brushes import (
    TALL,
    WIDE,
    Camera,
    Pen,
    Point,
    Sheet,
    Tone,
    block,
    curve,
    land,
    mix,
    ribbon,
    ridge,
    rough,
    tower,
    windows,
)


def two_rivers(sheet: Sheet) -> Image.Image:
    """The clear and the silty river meet below the towers on the point."""
    rng = sheet.rng
    camera = Camera((120.0, 820.0, -620.0), pitch=-34, focal=1180, centre=(930, 520))
    eye = (120.0, 820.0)

    def flat(points: Sequence[Point]) -> list[Point]:
        return [camera.at(x, 0, z) for x, z in points]

    sheet.wash([(0, "dfe6d5"), (180, "a9cdb9"), (1000, "4f9c8b")])
    # The silty river fills everything below the seam that trails off from the point.
    seam = curve(
        [(300, 470), (420, 560), (620, 640), (900, 660), (1250, 760), (1700, 800), (2600, 1100)]
    )
    silt = sheet.cut(
        lambda pen: pen.poly(
            [*flat(seam), (WIDE + 400, TALL + 50), (-50, TALL + 50), camera.at(-1500, 0, 200)]
        )
    )
    sheet.stamp(
        silt.filter(ImageFilter.GaussianBlur(2 * sheet.k)),
        [(250, "dcc59a"), (600, "c2925a"), (1000, "9c6a3c")],
    )
    with sheet.stencil("d9c48f", alpha=0.5, blur=12) as pen:
        pen.line(flat(seam), 1.0, 16)
    # Eddies where the two waters fold into each other.
    for side, tone in ((-1, "c9a468"), (1, "6fae98")):
        with sheet.stencil(tone, alpha=0.75, blur=2.5) as pen:
            for step in range(46):
                x, z = seam[8 + step]
                reach = rng.uniform(10, 60) * (0.5 + step / 40)
                swirl = curve(
                    [
                        (x - 40, z),
                        (x, z - side * reach),
                        (x + 60, z - side * reach * 1.2),
                        (x + 130, z - side * reach * 0.4),
                    ],
                    6,
                )
                pen.poly(flat(ribbon(swirl, (2, 16, 2))), rng.uniform(0.4, 1.0))
    sheet.ripples(260, 1000, "f2ead0", count=260, alpha=0.22)

    north = [
        (-2600, 1500),
        (-900, 1080),
        (-250, 1010),
        (300, 1090),
        (900, 1180),
        (1500, 1120),
        (2400, 1240),
        (4200, 1100),
        (4200, 5200),
        (-4200, 5200),
    ]
    south = [
        (330, -60),
        (520, 150),
        (860, 290),
        (1400, 420),
        (2400, 470),
        (2400, -900),
        (200, -900),
    ]
    point = [
        (-2400, 900),
        (-900, 860),
        (-300, 800),
        (60, 740),
        (300, 640),
        (390, 560),
        (340, 470),
        (120, 380),
        (-200, 240),
        (-620, 120),
        (-1400, -60),
        (-1800, 300),
    ]
    with sheet.stencil([(60, "cfdccb"), (330, "7fa593")]) as pen:
        pen.poly(flat(north))
    for shore in (point, south):
        with sheet.stencil("f0e2bd", alpha=0.9) as pen:
            pen.poly([(x, y + 7) for x, y in flat(curve([*shore, shore[0]], 8))])
        with sheet.stencil([(300, "7d9f86"), (1000, "3f6a5c")]) as pen:
            pen.poly(flat(curve([*shore, shore[0]], 8)))
    for crest, tone in ((190, "b9cdbf"), (250, "9dbcab")):
        hills = ridge(rng, crest - 70, 34, peaks=6)
        with sheet.stencil(tone, fade=[(crest - 120, 0.9), (crest + 24, 0.0)]) as pen:
            pen.poly(land(hills, crest + 30))
    sheet.fog(60, 330, "f4ecd6", 0.8)

    spots: list[tuple[float, float, float, float]] = []
    for _ in range(210):
        x, z = rng.uniform(-1250, 280), rng.uniform(40, 880)
        spine = 480 + (x - 300) * -0.06
        if abs(z - spine) > 60 + (300 - x) * 0.21 or x > 210:
            continue
        spots.append((x, z, rng.uniform(26, 52), rng.uniform(40, 190) * (1.1 if x > -500 else 0.8)))
    for _ in range(70):
        spots.append(
            (
                rng.uniform(-800, 1900),
                rng.uniform(1230, 1700),
                rng.uniform(30, 56),
                rng.uniform(40, 170),
            )
        )
    for _ in range(22):
        spots.append(
            (
                rng.uniform(420, 640),
                rng.uniform(-80, 150),
                rng.uniform(36, 56),
                rng.uniform(50, 170),
            )
        )
    for _ in range(520):
        x, z = rng.uniform(-1300, 300), rng.uniform(60, 860)
        if abs(z - 500 + (x - 300) * 0.06) < 70 + (300 - x) * 0.22:
            spots.append((x, z, rng.uniform(14, 34), rng.uniform(6, 34)))
    spots.sort(key=lambda spot: -spot[1])
    with sheet.pen() as pen:
        for _ in range(500):
            x, z = rng.uniform(-1300, 320), rng.uniform(60, 860)
            if abs(z - 500 + (x - 300) * 0.06) < 90 + (300 - x) * 0.22:
                cx, cy = camera.at(x, 0, z)
                pen.disc(cx, cy, 7, rng.choice(("4f7d68", "5f8f74", "3a6656")), 4.5)
        for x, z, wide, tall in spots:
            far = min(1.0, max(0.0, (z + 100) / 2100))
            face = mix(rng.choice(("efe3cb", "e6d3b3", "d9cdb9", "cdb79b")), "dfe6d5", far)
            shade = mix(mix(face, "3a5a5e", 0.5), "cfdccb", far)
            if rng.random() < 0.16:
                face, shade = mix("c8694a", "dfe6d5", far), mix("8b4438", "cfdccb", far)
            block(pen, camera, (x, x + wide, 0, tall, z, z + wide), (face, shade, "f7efdc"), eye)
            for row in range(int(tall / 11)):
                y = 6 + row * 11
                pen.line(
                    [camera.at(x + 3, y, z), camera.at(x + wide - 3, y, z)],
                    mix(face, "4a6a70", 0.32),
                    1.1,
                )
        _sails(pen, camera)
        _crossing(pen, camera)
    # Boats with their wakes.
    for x, z, way in ((760, 800, 1.0), (180, 200, -1.0), (1000, 560, 1.0), (560, 470, -1.0)):
        cx, cy = camera.at(x, 0, z)
        with sheet.stencil("fff8e6", alpha=0.6, blur=1.5) as pen:
            pen.poly([(cx, cy), (cx - 90 * way, cy - 14), (cx - 84 * way, cy - 8)])
            pen.poly([(cx, cy), (cx - 90 * way, cy + 18), (cx - 80 * way, cy + 11)])
        with sheet.pen() as pen:
            pen.poly(
                [
                    (cx - 24 * way, cy - 5),
                    (cx + 14 * way, cy - 5),
                    (cx + 26 * way, cy),
                    (cx + 14 * way, cy + 5),
                    (cx - 24 * way, cy + 5),
                ],
                "8c3b2e",
            )
            pen.rect(cx - 15, cy - 9, cx + 8, cy, "fbf3e0")
    return sheet.finish(grain=0.05, mottle=0.12, vignette=0.2)


def _sails(pen: Pen, camera: Camera) -> None:
    """The curved towers at the point, bridged at their tops."""
    for place in range(6):
        x, z = 110 + place * 40.0, 640 - place * 22.0
        tall = 200 + 70 * math.sin(math.pi * (place + 0.8) / 6.6)
        front, back = [], []
        for step in range(13):
            t = step / 12
            bow = 15 * math.sin(math.pi * t) + 10 * t
            front.append(camera.at(x + bow, tall * t, z))
            back.append(camera.at(x + 36 + bow * 0.5 - 12 * t * t, tall * t, z))
        pen.poly([*front, *back[::-1]], "f6ecd6")
        pen.poly(
            [
                *[((a[0] * 0.45 + b[0] * 0.55), a[1]) for a, b in zip(front, back, strict=True)],
                *back[::-1],
            ],
            "5d8a8c",
        )
        for step in range(1, 12):
            pen.line([front[step], back[step]], "b9b79f", 1.2)
    a, b = camera.at(150, 232, 620), camera.at(338, 232, 560)
    pen.line([a, b], "c8694a", 9)
    pen.line([(a[0], a[1] - 4), (b[0], b[1] - 4)], "f6d9a8", 3)


def _crossing(pen: Pen, camera: Camera) -> None:
    """A bridge over the silty river, from the town to the southern bank."""
    start, end = (-330.0, 250.0), (330.0, -20.0)

    def at(t: float, y: float) -> Point:
        return camera.at(start[0] + (end[0] - start[0]) * t, y, start[1] + (end[1] - start[1]) * t)

    for t in (0.25, 0.75):
        foot, deck, head = at(t, 0), at(t, 34), at(t, 150)
        pen.poly(ribbon([foot, deck, head], (11, 9, 5)), "a8442c")
        for step in range(1, 9):
            for way in (-1, 1):
                pen.line([at(t, 148 - step * 4), at(t + way * step * 0.028, 34)], "e3b08a", 1.3)
    pen.poly(ribbon([at(n / 12, 32) for n in range(-2, 18)], (9, 12)), "7f3a2c")
    pen.line([at(n / 12, 36) for n in range(-2, 18)], "f6dcae", 3)


def bridge_cable(sheet: Sheet) -> Image.Image:
    """Two spindle pylons and their fans of cables against the last light."""
    rng = sheet.rng
    sheet.wash([(0, "2b2a5e"), (230, "6a4a8c"), (420, "c0688e"), (560, "f0997a"), (660, "fbd08e")])
    with sheet.stencil("ffd9a0", alpha=0.35, blur=14) as pen:
        for _ in range(26):
            y = rng.uniform(240, 560)
            x, reach = rng.uniform(-100, WIDE), rng.uniform(120, 420)
            pen.poly([(x, y), (x + reach * 0.5, y - 7), (x + reach, y), (x + reach * 0.5, y + 6)])
    sheet.glow(1090, 610, 520, "ffb45e", 0.85)
    with sheet.stencil("fff0c8") as pen:
        pen.disc(1090, 590, 40)
    for level, swing, tone, foot in ((560, 60, "a4628f", "f0a07e"), (610, 40, "70497f", "c87a80")):
        with sheet.stencil([(level - 60, tone), (700, foot)]) as pen:
            pen.poly(land(ridge(rng, level, swing), 700))
    with sheet.stencil([(480, "4f3a72"), (690, "93587f")]) as pen:
        for step in range(60):
            x = step * 26 + rng.uniform(-8, 8)
            if 960 < x < 1200:
                continue
            pen.poly(tower(rng, x, rng.uniform(16, 30), rng.uniform(520, 650), 700))
    sheet.fog(560, 720, "f7a983", 0.5)
    sheet.stamp(
        sheet.fall([(688, 0.0), (690, 1.0)]), [(690, "f3b384"), (790, "a5648c"), (1000, "322a5c")]
    )
    sheet.ripples(692, 1000, "ffd7a1", count=260, alpha=0.5, left=700, right=1480)
    sheet.ripples(692, 1000, "3a2c64", count=240, alpha=0.45)

    camera = Camera((0.0, 20.0, 0.0), focal=1000, centre=(780, 700), pitch=0)

    def place(s: float, y: float, out: float = 0.0) -> Point:
        # The deck runs from close by on the left to far off on the right.
        return camera.at(-62 + 0.72 * s + 0.6 * out, y, 62 + 0.92 * s - 0.8 * out)

    deck = 44.0
    for out, tone in ((-13.0, "4a3668"), (0.0, "f6b08c")):
        for mast in (52.0, 300.0):
            with sheet.stencil(tone, alpha=0.9 if out else 0.75) as pen:
                for step in range(1, 20):
                    for way in (-1, 1):
                        top = place(mast, 142 - step * 0.4 - (19 - step) * 1.4, out / 2)
                        pen.line(
                            [top, place(mast + way * (14 + step * 6.0), deck, out)],
                            1.0,
                            max(1.1, 3.0 - mast / 150),
                        )
    with sheet.pen() as pen:
        for mast in (300.0, 52.0):
            far = mast / 900
            shade, face = mix("1d1840", "c0688e", far), mix("35285c", "c0688e", far)
            for out, side in ((-13.0, shade), (0.0, face)):
                lean = [
                    place(mast, y, -6.5 + (out + 6.5) * w)
                    for y, w in ((0, 0.75), (deck, 1.15), (96, 0.55), (130, 0.12), (154, 0.06))
                ]
                wide = [max(2.0, w * 620 / (62 + mast)) for w in (4.6, 5.2, 4.2, 4.0, 2.2)]
                pen.poly(ribbon(lean, wide), side)
        low = [place(s, deck - 3.2) for s in range(-40, 640, 20)]
        kerb = [place(s, deck + 0.6) for s in range(-40, 640, 20)]
        inner = [place(s, deck - 3.2, -13) for s in range(-40, 640, 20)]
        pen.poly([*low, *inner[::-1]], "15122f")
        pen.poly([*kerb, *low[::-1]], "2a2150")
        pen.line(kerb, "f2a07c", 2.4)
        for s in range(120, 640, 60):
            if s != 300:
                base, head = place(s, -2, -6), place(s, deck - 3, -6)
                pen.poly(
                    [
                        (base[0] - 4, base[1]),
                        (base[0] + 4, base[1]),
                        (head[0] + 4, head[1]),
                        (head[0] - 4, head[1]),
                    ],
                    "5a3d70",
                )
    lamps = [place(s, deck + 5) for s in range(-20, 620, 15)]
    sheet.lights(lamps, "ffd08a", 8, 0.9)
    with sheet.stencil("1c1740", alpha=0.55, blur=9) as pen:
        x, y = place(52, 0, -6)
        pen.poly([(x - 60, y), (x + 60, y), (x + 40, 1010), (x - 80, 1010)])
    return sheet.finish(grain=0.05, mottle=0.1, vignette=0.24)


def bridge_arch(sheet: Sheet) -> Image.Image:
    """A red steel arch and nothing else quite certain in the mist."""
    rng = sheet.rng
    sheet.wash([(0, "c9d6cf"), (400, "e6e9dd"), (1000, "d3ddd4")])
    for level, swing, tone in ((360, 120, "b3c6bf"), (450, 90, "9db6af"), (520, 60, "8aa8a2")):
        with sheet.stencil([(level - 140, tone), (level + 140, "e6e9dd")]) as pen:
            pen.poly(land(ridge(rng, level, swing, peaks=3), 760))
        sheet.fog(level, level + 260, "eceee4", 0.85)

    deck = 590.0

    def arch(t: float, rise: float, base: float) -> Point:
        return 250 + 1130 * t, base - rise * 4 * t * (1 - t)

    red, dark, pale = "c23b22", "7f2a20", "e2785a"
    count = 34
    upper = [arch(step / count, 390, 560) for step in range(count + 1)]
    lower = [arch(step / count, 372, 600 + 40) for step in range(count + 1)]

    def frame(pen: Pen, shift: Point, main: str, thin: str) -> None:
        dx, dy = shift
        up = [(x + dx, y + dy) for x, y in upper]
        down = [(x + dx, y + dy) for x, y in lower]
        for step in range(count):
            pair = (up[step], down[step + 1]) if step < count // 2 else (down[step], up[step + 1])
            pen.line(pair, thin, 3.2)
            pen.line([up[step], down[step]], thin, 3.6)
        for step in range(2, count - 1):
            x, y = down[step]
            if y < deck:
                pen.line([(x, y), (x, deck + dy)], thin, 2.4)
        pen.line(up, main, 10)
        pen.line(down, main, 10)

    def road(pen: Pen) -> None:
        pen.poly(
            [(-20, deck - 6), (WIDE + 20, deck - 6), (WIDE + 20, deck + 16), (-20, deck + 16)], red
        )
        pen.rect(-20, deck - 6, WIDE + 20, deck - 1, pale)
        pen.rect(-20, deck + 40, WIDE + 20, deck + 52, dark)
        for step in range(76):
            x = step * 21.0
            pen.line([(x, deck + 14), (x + 10.5, deck + 42)], dark, 3)
            pen.line([(x + 10.5, deck + 42), (x + 21, deck + 14)], dark, 3)

    with sheet.pen() as pen:
        frame(pen, (26, -13), dark, "a5564a")
        frame(pen, (0, 0), red, red)
        pen.line([(x, y - 3) for x, y in upper], pale, 2.4)
        road(pen)
        for x in (250, 1380):
            pen.poly([(x - 34, 652), (x + 40, 652), (x + 30, 770), (x - 24, 770)], "a9a795")
            pen.poly([(x + 8, 652), (x + 40, 652), (x + 30, 770), (x + 8, 770)], "87897c")
        for x in (20, 135):
            pen.poly([(x - 10, 640), (x + 12, 640), (x + 12, 770), (x - 10, 770)], "9b9b8c")
    sheet.fog(320, 800, "eef0e6", 0.9, cells=(3, 5), even=0.1)
    with sheet.stencil("eef0e6", fade=[(560, 0), (760, 1.0)], alpha=0.96) as pen:
        pen.rect(-10, 540, WIDE + 10, 1010)
    sheet.mirror(765, 240, dim=0.62, blur=3.0, tint="d5dfd6")
    sheet.ripples(780, 1000, "8fa9a3", count=170, alpha=0.35)
    sheet.ripples(780, 1000, "f6f6ec", count=150, alpha=0.6)
    sheet.fog(690, 830, "eef0e6", 0.9, even=0.7)
    with sheet.pen() as pen:
        pen.poly([(505, 862), (640, 862), (626, 878), (520, 878)], "3d4a4a")
        pen.poly([(535, 862), (545, 846), (592, 846), (602, 862)], "59666a")
        pen.line([(620, 862), (626, 826)], "3d4a4a", 2.5)
        pen.disc(628, 823, 4, "c23b22")
        for x, y, size in ((880, 118, 15), (930, 96, 12), (962, 128, 10), (1020, 104, 9)):
            pen.line(
                [(x - size, y - size * 0.4), (x, y), (x + size, y - size * 0.5)], "5d6b6a", 2.2
            )
    with sheet.stencil("4a5a5a", alpha=0.4, blur=4) as pen:
        pen.poly([(515, 879), (630, 879), (600, 910), (545, 910)])
    return sheet.finish(grain=0.05, mottle=0.12, vignette=0.14)


def bridge_suspension(sheet: Sheet) -> Image.Image:
    """Strings of lights over the night river, and once more in it."""
    tone: Tone
    rng = sheet.rng
    line = 560.0
    sheet.wash(
        [(0, "060b22"), (300, "0d1b44"), (line, "2b4a78"), (line + 20, "152c56"), (1000, "050a1c")]
    )
    sheet.glow(420, line, 700, "3f7fae", 0.55, squash=0.45)
    sheet.glow(1060, line, 520, "e0a060", 0.4, squash=0.4)
    with sheet.stencil("dfe9ff", alpha=0.8) as pen:
        for _ in range(70):
            pen.disc(rng.uniform(0, WIDE), rng.uniform(0, 320), rng.uniform(0.5, 1.3), rng.random())
    with sheet.stencil([(380, "132750"), (line, "274a74")]) as pen:
        pen.poly(land(ridge(rng, 450, 60), line))
    spots: list[tuple[float, float, float]] = []
    for step in range(54):
        x = step * 29 + rng.uniform(-12, 8)
        tall = rng.uniform(40, 150) + 110 * math.exp(-(((x - 420) / 190) ** 2))
        spots.append((x, rng.uniform(18, 34), line - tall))
    with sheet.stencil([(300, "0a1533"), (line, "1c3963")]) as pen:
        for x, wide, top in spots:
            pen.poly(tower(rng, x, wide, top, line))
    with sheet.pen() as pen:
        for x, wide, top in spots:
            tones = rng.choice((("ffd58a", "ffb65c"), ("bfe6ff", "8ec9f0"), ("ffe9c0", "ff9d6a")))
            windows(
                rng,
                pen,
                (x + 2, top + 20, x + wide - 2, line - 6),
                tones,
                lit=0.34,
                cell=(5.5, 8),
                pane=(2.6, 3.6),
            )
        for x, wide, top in spots[::7]:
            tone = rng.choice(("ff5a6e", "4fd6d0", "ffc04d"))
            pen.rect(x + wide / 2 - 2, top + 18, x + wide / 2 + 2, line - 4, tone)
    sheet.fog(line - 70, line + 20, "5f8fb8", 0.5)
    sheet.mirror(line, 440, dim=0.62, blur=7.0, tint="0a1734")
    sheet.stamp(sheet.fall([(line, 0.0), (1000, 0.85)]), "050a1c")

    camera = Camera((0.0, 11.0, 0.0), focal=760, centre=(690, line))

    def at(s: float, y: float, out: float = 0.0) -> Point:
        return camera.at(92 - 0.66 * s + 0.82 * out, y, 116 + 0.8 * s + 0.5 * out)

    deck, masts = 34.0, (40.0, 330.0)

    def cable(s: float) -> float:
        if s < masts[0]:
            return 118 - (masts[0] - s) * 0.95
        if s > masts[1]:
            return max(deck + 2, 118 - (s - masts[1]) * 0.9)
        t = (s - masts[0]) / (masts[1] - masts[0])
        return 118 - 78 * 4 * t * (1 - t)

    stations = [float(s) for s in range(-110, 425, 7)]
    for flip, strength in ((-1.0, 0.34), (1.0, 1.0)):
        if flip > 0:
            with sheet.pen() as pen:
                for mast in reversed(masts):
                    tone = mix("9fb7d8", "35547f", mast / 500)
                    shade = mix("3f5a86", "2b4a78", mast / 500)
                    for out in (16.0, 0.0):
                        foot, head = at(mast, 0, out), at(mast, 122, out)
                        wide = 3.8 * 760 / (116 + 0.8 * mast)
                        pen.poly(
                            [
                                (foot[0] - wide * 0.7, foot[1]),
                                (foot[0] + wide * 0.7, foot[1]),
                                (head[0] + wide * 0.4, head[1]),
                                (head[0] - wide * 0.4, head[1]),
                            ],
                            shade if out else tone,
                        )
                    for y in (deck - 4, 78.0, 116.0):
                        a, b = at(mast, y), at(mast, y, 16)
                        thick = 4 * 760 / (116 + 0.8 * mast)
                        pen.poly(
                            [
                                (a[0], a[1]),
                                (b[0], b[1]),
                                (b[0], b[1] - thick),
                                (a[0], a[1] - thick),
                            ],
                            shade,
                        )
                pen.poly(
                    [*[at(s, deck) for s in stations], *[at(s, deck - 5) for s in stations][::-1]],
                    "16284f",
                )
        with sheet.stencil("ffcf86", alpha=strength, blur=0.0 if flip > 0 else 4.0) as pen:
            for out in (16.0, 0.0):
                pen.line([at(s, flip * cable(s), out) for s in stations], 0.9, 4.5)
                for s in stations[::2]:
                    pen.line([at(s, flip * cable(s), out), at(s, flip * deck, out)], 0.4, 1.4)
            pen.line([at(s, flip * deck) for s in stations], 1.0, 4)
    beads = [at(s, cable(s), out) for s in stations for out in (0.0, 16.0)]
    sheet.lights(beads, "ffb860", 13, 0.55)
    sheet.lights([at(s, deck + 4, 8) for s in stations[::2]], "fff0c8", 10, 0.5)
    for mast in masts:
        for y in (60.0, 100.0):
            sheet.glow(*at(mast, y, 8), 26000 / (100 + mast), "6fa8ff", 0.32)
    # Each lamp draws a broken column of light towards the viewer.
    for tone, left, right in (("ffc069", 560, 1500), ("86d0f0", 240, 640), ("ff7a6a", 40, 420)):
        with sheet.stencil(tone, alpha=0.6, mode="screen") as pen:
            for _ in range(16):
                x = rng.uniform(left, right)
                for step in range(26):
                    y = line + 14 + step * 16
                    if rng.random() < 0.75:
                        half = rng.uniform(3, 9) * (0.6 + step / 16)
                        cx = x + rng.uniform(-4, 4)
                        level = rng.uniform(0.15, 0.6) * (1 - step / 30)
                        pen.poly(
                            [(cx - half, y), (cx, y - 2.2), (cx + half, y), (cx, y + 2.2)], level
                        )
    return sheet.finish(grain=0.05, mottle=0.08, vignette=0.26, lift="05070f")


def _wall(
    sheet: Sheet, face: Sequence[Point], tones: Sequence[str], *, strokes: int, seam: str
) -> None:
    """A rock wall: its body, and cracks and ledges cut into it."""
    rng = sheet.rng
    ys = [y for _, y in face]
    top, bottom = min(ys), max(ys)
    stops = [(top + (bottom - top) * n / (len(tones) - 1), tone) for n, tone in enumerate(tones)]
    body = sheet.cut(lambda pen: pen.poly(face))
    sheet.stamp(body, stops)
    xs = [x for x, _ in face]
    for tone, level in ((seam, 0.5), (tones[-1], 0.5)):
        with sheet.stencil(tone, alpha=level, within=body) as pen:
            for _ in range(strokes):
                x, y = rng.uniform(min(xs), max(xs)), rng.uniform(top, bottom)
                reach = rng.uniform(30, 170)
                spine = [
                    (x, y),
                    (x + rng.uniform(-10, 10), y + reach * 0.5),
                    (x + rng.uniform(-16, 16), y + reach),
                ]
                pen.poly(ribbon(spine, (1, rng.uniform(3, 10), 1)), rng.uniform(0.3, 1.0))


def barge(sheet: Sheet) -> Image.Image:
    """A laden barge comes down between green gorge walls."""
    rng = sheet.rng
    sheet.wash([(0, "9cc6c4"), (240, "d7e4cf"), (430, "f3e9c9")])
    for level, swing, tone in ((260, 130, "a3c5b9"), (330, 110, "83b0a2")):
        crest = rough(
            rng,
            [
                (300, level + 60),
                (520, level - swing * 0.2),
                (680, level + 90),
                (840, level + 70),
                (980, level - swing),
                (1250, level),
            ],
            34,
        )
        with sheet.stencil([(level - 120, tone), (520, "dbe6cc")]) as pen:
            pen.poly(land(crest, 540))
    sheet.fog(330, 540, "f6eed3", 0.7)
    sheet.stamp(
        sheet.fall([(496, 0.0), (499, 1.0)]),
        [(498, "cfe0c2"), (620, "6fae94"), (820, "2f8276"), (1000, "14575a")],
    )
    right = [
        (1560, -30),
        (1180, -30),
        *rough(rng, [(1180, -30), (1090, 120), (1060, 260), (960, 380), (930, 505)], 22),
        (1100, 560),
        (1330, 640),
        (1560, 730),
    ]
    left = [
        (-60, -30),
        (250, -30),
        *rough(rng, [(250, -30), (330, 90), (400, 250), (520, 340), (600, 420), (680, 502)], 26),
        (500, 540),
        (260, 590),
        (-60, 680),
    ]
    _wall(sheet, left, ("3f7f6c", "2f6b5e", "5d9c7c"), strokes=170, seam="1f4f4a")
    _wall(sheet, right, ("1f5a54", "184a49", "3f8069"), strokes=170, seam="0f3638")
    with sheet.stencil("e3d9a4", alpha=0.4, blur=26) as pen:
        pen.poly([(-60, -30), (160, -30), (420, 330), (200, 400), (-60, 300)])
    near = [
        (1560, 150),
        *rough(rng, [(1560, 150), (1440, 330), (1400, 520), (1290, 660), (1240, 760)], 24),
        (1560, 890),
    ]
    _wall(sheet, near, ("123f42", "0c3035", "1f5a52"), strokes=120, seam="06222a")
    with sheet.stencil("d8e6c6", alpha=0.5, blur=1.5) as pen:
        pen.line([(-60, 682), (260, 592), (500, 542), (690, 503)], 1.0, 4)
        pen.line([(930, 506), (1100, 561), (1250, 612)], 1.0, 4)
    # The walls darken the water under them.
    with sheet.stencil("0d4448", alpha=0.6, blur=26) as pen:
        pen.poly([(-60, 690), (300, 590), (640, 506), (420, 640), (-60, 900)])
        pen.poly([(920, 508), (1560, 740), (1560, 1010), (1300, 960), (1080, 640)])
    sheet.ripples(510, 1000, "d9efd0", count=360, alpha=0.4)
    sheet.ripples(540, 1000, "0d4a50", count=240, alpha=0.45)
    _barge(sheet)
    sheet.fog(440, 560, "f6eed3", 0.65)
    return sheet.finish(grain=0.05, mottle=0.12, vignette=0.24)


def _barge(sheet: Sheet) -> None:
    rng = sheet.rng
    camera = Camera((0.0, 30.0, 0.0), pitch=-9, focal=1000, centre=(750, 500))

    def at(u: float, y: float, v: float) -> Point:
        # u from bow to stern, v from one side to the other.
        return camera.at(-22 + 0.42 * u + 0.9 * v, y, 62 + 0.9 * u - 0.42 * v)

    with sheet.stencil("eef7dd", alpha=0.75, blur=3) as pen:
        bow = at(-2, 0, 0)
        for v, reach in ((-1, 1.0), (1, 1.0)):
            tail = at(58, 0, v * 26)
            pen.poly(
                ribbon(curve([bow, at(8, 0, v * 9), at(26, 0, v * 15), tail]), (2, 14 * reach, 4))
            )
    with sheet.stencil("0a3a40", alpha=0.6, blur=7) as pen:
        pen.poly([at(-2, -2.2, 0), at(4, -2.4, -7), at(64, -2, -8), at(64, -1, 6), at(4, -2, 7)])
    low = [at(0, 0, 0), at(6, 0, -6), at(62, 0, -6), at(62, 0, 6)]
    with sheet.pen() as pen:
        near = [at(-2, 4.6, 0), at(6, 4.0, -6.4), at(62, 4.0, -6.4)]
        pen.poly([*near, low[2], low[1], low[0]], "7f2f22")
        pen.poly([at(-2, 4.6, 0), at(6, 4.0, 6.4), at(6, 0, 6), at(0, 0, 0)], "a8442c")
        pen.poly([at(6, 1.0, -6.1), at(62, 1.0, -6.1), low[2], low[1]], "4a1f20")
        pen.poly([at(62, 4, -6.4), at(62, 4, 6.4), low[3], low[2]], "6b2a22")
        pen.poly(
            [at(-2, 4.6, 0), at(6, 4.0, -6.4), at(62, 4, -6.4), at(62, 4, 6.4), at(6, 4.0, 6.4)],
            "c98a54",
        )
        pen.line([at(-2, 4.6, 0), at(6, 4.0, -6.4), at(62, 4, -6.4)], "f0c58a", 3)
        for hold in (3, 2, 1, 0):
            u = 8 + hold * 10.4
            pen.poly(
                [at(u, 4.2, -5), at(u + 9.4, 4.2, -5), at(u + 9.4, 4.2, 5), at(u, 4.2, 5)], "4a3a34"
            )
            ring = [
                at(
                    u + 4.7 + 4.5 * math.cos(a / 12 * math.pi),
                    4.3,
                    4.8 * math.sin(a / 12 * math.pi),
                )
                for a in range(24)
            ]
            peak = at(u + 4.7, 8.2, 0)
            pen.poly([*ring[4:21], peak], "2f3438")
            left = sorted(ring, key=lambda p: p[0])[:11]
            pen.poly([*sorted(left, key=lambda p: p[1]), peak], "5a5f5e")
            for _ in range(20):
                a, b = rng.choice(ring), rng.random()
                x, y = a[0] + (peak[0] - a[0]) * b, a[1] + (peak[1] - a[1]) * b
                pen.disc(x, y, 1.8, rng.choice(("8a8c84", "22272b", "6d706b")), 1.2)
        house = (
            (52.5, 61, -4.6, 4.6, 4, 10.5, "f7efdb", "cfd3c2"),
            (54, 60, -3.6, 3.6, 10.5, 14.5, "f1e6cd", "bfc6b6"),
        )
        for u0, u1, v0, v1, y0, y1, face, side in house:
            pen.poly([at(u0, y0, v0), at(u1, y0, v0), at(u1, y1, v0), at(u0, y1, v0)], side)
            pen.poly([at(u0, y0, v0), at(u0, y0, v1), at(u0, y1, v1), at(u0, y1, v0)], face)
            pen.poly([at(u0, y1, v0), at(u1, y1, v0), at(u1, y1, v1), at(u0, y1, v1)], "fff8e6")
            for step in range(5):
                near_edge = v0 + 0.7 + step * (v1 - v0 - 1.0) / 5
                far_edge = near_edge + (v1 - v0) / 5 * 0.62
                pen.poly(
                    [
                        at(u0, y0 + 2, near_edge),
                        at(u0, y0 + 2, far_edge),
                        at(u0, y1 - 0.9, far_edge),
                        at(u0, y1 - 0.9, near_edge),
                    ],
                    "2f5560",
                )
        x, y = at(57, 14.5, 0)
        pen.line([(x, y), (x, y - 62)], "5a4a44", 3)
        pen.poly([(x, y - 62), (x + 34, y - 54), (x, y - 44)], "d8452c")


def gorges(sheet: Sheet) -> Image.Image:
    """Walls of ink, a slot of gold, and a boat too small for both."""
    rng = sheet.rng
    sheet.wash([(0, "e9c983"), (260, "f6e2b0"), (560, "fbf0d2"), (840, "efd9a8"), (1000, "8c8a86")])
    with sheet.stencil("fffaf0") as pen:
        pen.disc(806, 300, 74)
    sheet.glow(806, 300, 330, "fff6dd", 0.8)
    far = ((860, 210, "c9bea6", "f4e6c4"), (690, 300, "a9a89f", "efe0bd"))
    for middle, top, tone, foot in far:
        crest = rough(
            rng,
            [
                (middle - 360, 700),
                (middle - 230, top + 170),
                (middle - 90, top + 40),
                (middle, top + 300),
                (middle + 130, top + 250),
                (middle + 300, 720),
            ],
            60,
        )
        with sheet.stencil([(top, tone), (800, foot)]) as pen:
            pen.poly(land(crest, 860))
        sheet.fog(600, 860, "fbf0d2", 0.8)
    sheet.stamp(
        sheet.fall([(812, 0.0), (815, 1.0)]), [(812, "fbf0d2"), (900, "d9bd86"), (1000, "5f6a78")]
    )
    walls = (
        ((330, 620, 0.0), ("8c959a", "717d87", "d9d0b8"), "5f6c78", 1.0),
        ((1300, 930, 0.0), ("7b8690", "62707d", "d3cab4"), "4f5d6b", -1.0),
        ((120, 470, 30.0), ("4c5a6c", "3c4a5e", "a39f98"), "2b384c", 1.0),
        ((1450, 1085, 40.0), ("3d4a5f", "2f3c51", "8f8f90"), "212c40", -1.0),
        ((-120, 250, 90.0), ("1f2a40", "182136", "556070"), "0c1424", 1.0),
        ((1640, 1290, 100.0), ("1a2439", "141c30", "4a5466"), "0a101e", -1.0),
    )
    for (back, edge, drop), tones, seam, _way in walls:
        out = -80.0 if edge < 750 else WIDE + 80
        step = (edge - back) / 5
        face = rough(
            rng,
            [
                (back, -60),
                (back + step * 1.4, 90 + drop),
                (back + step * 2.2, 120 + drop),
                (back + step * 2.6, 330 + drop),
                (back + step * 3.9, 380 + drop),
                (back + step * 4.2, 640 + drop),
                (edge, 820 + drop),
            ],
            26,
            calm=0.6,
        )
        _wall(sheet, [(out, -60), *face, (out, 840 + drop)], tones, strokes=130, seam=seam)
        sheet.fog(620 + drop, 900 + drop, "f3e2bc" if drop < 60 else "8d93a0", 0.55)
    sheet.glow(780, 760, 420, "ffe9b8", 0.55)
    sheet.ripples(822, 1000, "fff4d6", count=150, alpha=0.6, left=430, right=1130)
    sheet.ripples(850, 1000, "27324a", count=160, alpha=0.4)
    with sheet.pen() as pen:
        pen.poly([(700, 884), (714, 891), (772, 891), (792, 882), (780, 899), (712, 899)], "131a2c")
        pen.poly([(722, 890), (730, 872), (760, 872), (768, 890)], "2a2f40")
        pen.line([(784, 888), (812, 850)], "131a2c", 2.2)
        pen.poly([(778, 888), (782, 866), (789, 888)], "131a2c")
        pen.disc(784, 862, 4.4, "131a2c")
        pen.disc(711, 876, 5.2, "d8432a")
    sheet.glow(711, 876, 46, "ff6a3a", 0.8)
    with sheet.stencil("131a2c", alpha=0.45, blur=3) as pen:
        pen.poly([(708, 900), (784, 900), (764, 926), (724, 926)])
    with sheet.pen() as pen:
        for x, y, size in ((820, 470, 11), (850, 456, 9), (872, 480, 8)):
            pen.line([(x - size, y - size * 0.5), (x, y), (x + size, y - size * 0.6)], "4c5a6c", 2)
    return sheet.finish(grain=0.06, mottle=0.16, vignette=0.18, paper="f6e8cc")


def terraces(sheet: Sheet) -> Image.Image:
    """Flooded terraces hold the grey sky in steps; rain comes down across them."""
    x: float
    y: float
    rng = sheet.rng
    sheet.wash([(0, "8fa6a3"), (220, "c3d0c4"), (400, "dde2d2")])
    for level, swing, tone in ((190, 80, "9db3ac"), (270, 70, "86a198")):
        with sheet.stencil([(level - 90, tone), (level + 170, "d3dccd")]) as pen:
            pen.poly(land(ridge(rng, level, swing, peaks=4)))
        sheet.fog(level + 10, level + 170, "e3e8da", 0.85)

    def slope(start: float, end: float, rise: float, phase: float, steps: int, left: bool) -> None:
        x: float
        y: float
        for step in range(steps):
            t = step / (steps - 1)
            base = start + (end - start) * t**1.35
            swell = 16 + 58 * t
            line: list[Point] = []
            for part in range(61):
                x = -30 + part * 26
                u = max(0.0, x / WIDE if left else 1 - x / WIDE)
                y = (
                    base
                    + rise * (1 - t * 0.55) * (u**1.3)
                    + swell * math.sin(x / (150 + 190 * t) + phase + t * 2.4)
                    + swell * 0.4 * math.sin(x / (60 + 90 * t) - phase * 2 + t * 5)
                )
                line.append((x, y))
            thick = 5 + 15 * t
            green = mix(mix("7fa27f", "3f7355", t), "2f5f4a", rng.uniform(0, 0.35))
            shade = mix("5f8570", "1f4a3d", t)
            water = mix(mix("dbe4dc", "a9c4bf", t), rng.choice(("f2f1e2", "8fb3b0", "c9d6c4")), 0.4)
            low = min(y for _, y in line)
            with sheet.stencil(
                [(low, mix(water, "ffffff", 0.3)), (low + 130 + 120 * t, water)]
            ) as pen:
                pen.poly(land(line))
            high = max(y for _, y in line)
            with sheet.pen(low - 12, high + 150) as pen:
                if rng.random() < 0.38:
                    # Some fields are already planted: rows of seedlings.
                    for row in range(1, 6):
                        for x, y in line[:: 1 if t > 0.4 else 2]:
                            gap = (7 + 12 * t) * row
                            pen.line(
                                [(x, y + gap + thick), (x + 2, y + gap + thick - 5 - 6 * t)],
                                mix(green, "b9d08a", 0.25),
                                1.6 + t,
                            )
                pen.poly([*line, *[(x, y + thick) for x, y in line][::-1]], shade)
                pen.poly(
                    [
                        *[(x, y - 2 - 3 * t) for x, y in line],
                        *[(x, y + thick * 0.35) for x, y in line][::-1],
                    ],
                    green,
                )
            if step % 4 == 1:
                sheet.fog(base - 20, base + 130, "e6eadc", 0.4 * (1 - t))

    slope(330, 640, 150, 0.6, 8, False)
    with sheet.pen() as pen:
        for x, y, size in ((330, 470, 1.0), (398, 482, 0.8)):
            pen.rect(x, y - 26 * size, x + 60 * size, y, "d9d3c0")
            pen.poly(
                [
                    (x - 12 * size, y - 24 * size),
                    (x + 12 * size, y - 52 * size),
                    (x + 48 * size, y - 52 * size),
                    (x + 72 * size, y - 24 * size),
                ],
                "4a5557",
            )
            pen.rect(x + 24 * size, y - 18 * size, x + 36 * size, y, "5b4a3f")
        for x, y, size in ((296, 470, 26), (470, 486, 22), (488, 490, 28)):
            pen.disc(x, y - size * 0.8, size * 0.7, "3f6a55", size)
    slope(590, 1010, 230, 2.3, 11, True)
    with sheet.pen() as pen:
        # A farmer in a straw hat and rain cape, and the buffalo.
        x, y = 1040.0, 800.0
        pen.poly(
            [
                (x - 60, y + 8),
                (x - 64, y - 22),
                (x - 22, y - 32),
                (x + 18, y - 26),
                (x + 22, y + 8),
                (x + 12, y + 8),
                (x + 8, y - 8),
                (x - 46, y - 6),
                (x - 50, y + 8),
            ],
            "39403f",
        )
        pen.poly([(x - 60, y - 20), (x - 88, y - 28), (x - 92, y - 14), (x - 70, y - 4)], "39403f")
        pen.line([(x - 82, y - 26), (x - 74, y - 42), (x - 60, y - 40)], "39403f", 4)
        x += 84
        pen.rect(x - 5, y - 18, x - 1, y + 10, "4a4038")
        pen.rect(x + 3, y - 18, x + 7, y + 10, "4a4038")
        pen.poly([(x - 14, y - 14), (x - 6, y - 50), (x + 8, y - 50), (x + 17, y - 14)], "a34a2f")
        pen.poly([(x - 24, y - 48), (x + 1, y - 66), (x + 26, y - 48)], "e0bf78")
    sheet.fog(330, 560, "e6eadc", 0.55)
    sheet.rain(520, "f6f8f0", 0.55)
    sheet.rain(260, "3f5f5c", 0.28, length=100)
    return sheet.finish(grain=0.05, mottle=0.12, vignette=0.2)


def bamboo(sheet: Sheet) -> Image.Image:
    """A path bends away into the lit part of a bamboo wood."""
    rng = sheet.rng
    sheet.wash([(0, "7f9f4a"), (400, "d9e08a"), (640, "eef0b4"), (760, "a9bb62"), (1000, "3f5f35")])
    sheet.glow(860, 520, 560, "fffbd0", 0.9)

    def stems(count: int, wide: float, floor: float, tones: tuple[str, str], gap: float) -> None:
        places = sorted(rng.uniform(-30, WIDE + 30) for _ in range(count))
        with sheet.pen() as pen:
            for x in places:
                if abs(x - 860) < gap:
                    continue
                w = wide * rng.uniform(0.7, 1.2)
                lean = rng.uniform(-50, 50)
                foot = floor + rng.uniform(-14, 14) + abs(x - 860) * 0.03
                tone = mix(tones[0], tones[1], rng.random())

                def at(t: float, x: float = x, lean: float = lean, foot: float = foot) -> Point:
                    return x + lean * t * t, foot + (-40 - foot) * t

                joints = max(5, int(foot / (w * 5.2 + 26)))
                for joint in range(joints):
                    a, b = at(joint / joints), at((joint + 1) / joints)
                    pen.poly(
                        [
                            (a[0] - w / 2, a[1]),
                            (a[0] + w / 2, a[1]),
                            (b[0] + w * 0.47, b[1]),
                            (b[0] - w * 0.47, b[1]),
                        ],
                        tone,
                    )
                    pen.poly(
                        [
                            (a[0] - w * 0.32, a[1]),
                            (a[0] - w * 0.08, a[1]),
                            (b[0] - w * 0.08, b[1]),
                            (b[0] - w * 0.32, b[1]),
                        ],
                        mix(tone, "f2f4b0", 0.4),
                    )
                    pen.poly(
                        [
                            (a[0] + w * 0.22, a[1]),
                            (a[0] + w / 2, a[1]),
                            (b[0] + w * 0.47, b[1]),
                            (b[0] + w * 0.22, b[1]),
                        ],
                        mix(tone, "16301f", 0.35),
                    )
                    pen.rect(
                        a[0] - w * 0.56,
                        a[1] - w * 0.10 - 1,
                        a[0] + w * 0.56,
                        a[1] + 1,
                        mix(tone, "f4f0c0", 0.45),
                    )
                    pen.rect(
                        a[0] - w * 0.52,
                        a[1] + 1,
                        a[0] + w * 0.52,
                        a[1] + w * 0.1 + 2,
                        mix(tone, "16301f", 0.5),
                    )

    stems(70, 9, 640, ("c3cf74", "b3c468"), 20)
    sheet.fog(250, 760, "f4f4c0", 0.7)
    stems(46, 16, 680, ("93ad50", "a3b95a"), 70)
    sheet.fog(380, 780, "eef0b4", 0.5)
    ground = rough(rng, [(-40, 690), (400, 672), (800, 650), (1100, 664), (1540, 700)], 6)
    with sheet.stencil([(650, "b9c870"), (760, "6f8f45"), (1000, "24452c")]) as pen:
        pen.poly(land(ground))
    path = curve([(868, 652), (902, 690), (850, 740), (720, 820), (640, 920), (640, 1040)])
    # Level widths: a band square to its spine would fold over itself in the bends.
    spread = [6 + 260 * max(0.0, (y - 650) / 360) ** 1.25 for _, y in path]
    sides = [(x - w, y) for (x, y), w in zip(path, spread, strict=True)]
    sides += [(x + w, y) for (x, y), w in zip(path, spread, strict=True)][::-1]
    with sheet.stencil([(650, "fbf6cf"), (800, "dccf94"), (1000, "9c8f5c")]) as pen:
        pen.poly(sides)
    with sheet.pen() as pen:
        for _ in range(120):
            t = rng.random() ** 1.6
            x, y = path[min(int((1 - t) * len(path)), len(path) - 1)]
            near = (y - 650) / 360
            x += rng.uniform(-0.42, 0.42) * (30 + 520 * near)
            size = 4 + 34 * near
            pen.disc(x, y, size, mix("e6dba6", "8a7f52", near * rng.uniform(0.4, 1)), size * 0.3)
    stems(20, 30, 770, ("5f8a3f", "75994a"), 190)
    with sheet.stencil(
        "fffbd0", alpha=0.34, blur=18, mode="screen", fade=[(0, 0.5), (700, 1), (900, 0)]
    ) as pen:
        for x in (980, 1110, 1190, 1330):
            pen.poly([(x, -40), (x + 46, -40), (x - 420, 900), (x - 540, 900)])
    stems(9, 62, 1010, ("2f5a34", "3d6a3a"), 360)
    with sheet.pen() as pen:
        for _ in range(900):
            left = rng.random() < 0.5
            x = rng.uniform(-20, 620) if left else rng.uniform(980, 1520)
            y = rng.uniform(-30, 330) * (1 - abs(x if left else 1500 - x) / 900) - 10
            angle = math.radians(rng.uniform(35, 145))
            reach = rng.uniform(26, 74)
            tip = (x + reach * math.cos(angle), y + reach * math.sin(angle))
            side = (-math.sin(angle) * reach * 0.09, math.cos(angle) * reach * 0.09)
            mid = (x + 0.35 * (tip[0] - x), y + 0.35 * (tip[1] - y))
            pen.poly(
                [
                    (x, y),
                    (mid[0] + side[0], mid[1] + side[1]),
                    tip,
                    (mid[0] - side[0], mid[1] - side[1]),
                ],
                rng.choice(("1f4a2c", "2d5f34", "4f8040", "7fa24c", "a9bf5c")),
            )
        for _ in range(420):
            x = rng.uniform(-20, 1520)
            if 330 < x < 1010:
                continue
            y = rng.uniform(900, 1010)
            angle = math.radians(rng.uniform(-150, -30))
            reach = rng.uniform(30, 90)
            pen.poly(
                [
                    (x - 5, y),
                    (x + reach * math.cos(angle), y + reach * math.sin(angle)),
                    (x + 5, y),
                ],
                rng.choice(("12301f", "1f4528", "2f5f33")),
            )
    return sheet.finish(grain=0.05, mottle=0.12, vignette=0.28)
