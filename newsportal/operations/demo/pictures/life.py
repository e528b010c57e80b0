"""Scenes of everyday life: food and tea, the market, an avenue, the stage and the library."""

# A picture is one list of layers from back to front; cutting it up would hide their order.
# ruff: noqa: C901

import math

from PIL import Image

from newsportal.operations.demo.pictures.brushes import (
    TALL,
    WIDE,
    Ink,
    Pen,
    Point,
    Sheet,
    Tone,
    curve,
    mix,
    ribbon,
    sag,
    tower,
)


def _planks(sheet: Sheet, tones: tuple[str, ...], height: float, seam: str) -> None:
    """A table of boards with their grain, seen from above."""
    rng = sheet.rng
    with sheet.pen() as pen:
        y = -10.0
        while y < TALL + 20:
            pen.rect(-10, y, WIDE + 10, y + height, rng.choice(tones))
            y += height
    with sheet.stencil(seam, alpha=0.5) as pen:
        y = -10.0
        while y < TALL + 20:
            pen.rect(-10, y, WIDE + 10, y + 3)
            for _ in range(11):
                x, gy = rng.uniform(-200, WIDE), y + rng.uniform(8, height - 6)
                reach = rng.uniform(160, 620)
                bend = rng.uniform(-7, 7)
                pen.poly(
                    ribbon(
                        curve([(x, gy), (x + reach / 2, gy + bend), (x + reach, gy)], 6),
                        (0.5, 3, 0.5),
                    ),
                    rng.uniform(0.2, 0.7),
                )
            y += height


def _shadow(sheet: Sheet, spots: list[tuple[float, float, float]], shift: float = 16) -> None:
    with sheet.stencil("080304", alpha=0.6, blur=12) as pen:
        for x, y, r in spots:
            pen.disc(x + shift, y + shift * 1.3, r)


def hotpot(sheet: Sheet) -> Image.Image:
    """The nine-grid pot from above, red oil and peppers, steam across it."""
    rng = sheet.rng
    sheet.wash([(0, "2a1612"), (1000, "1a0d0c")])
    _planks(sheet, ("2e1914", "351d16", "2a1713", "3a2018"), 132, "120807")
    sheet.glow(620, 330, 760, "a04a22", 0.5)
    cx, cy, r = 770.0, 505.0, 372.0
    dishes = (
        (176, 196, 142),
        (160, 560, 158),
        (250, 886, 128),
        (1335, 190, 150),
        (1380, 560, 138),
        (1290, 890, 150),
    )
    _shadow(sheet, [(cx, cy, r + 34), *dishes], 20)
    with sheet.pen() as pen:
        for x, y in ((cx - r - 36, cy), (cx + r + 36, cy)):
            pen.round_rect((x - 36, y - 62, x + 36, y + 62), 30, "7a4a22")
            pen.round_rect((x - 18, y - 40, x + 18, y + 40), 16, "2a1612")
        for grow, tone in (
            (34, "6b3d1c"),
            (29, "c98a42"),
            (18, "e8b866"),
            (10, "8a4f22"),
            (2, "3a1410"),
        ):
            pen.disc(cx, cy, r + grow, tone)
        pen.ring(cx, cy, r + 27, "ffe3a0", 4, start=190, end=285)
    broth = sheet.cut(lambda pen: pen.disc(cx, cy, r))
    sheet.stamp(broth, [(cy - r, "d9421c"), (cy, "b3210f"), (cy + r, "7f120c")])
    swirl = sheet.field(9, 7, 3).point(
        [max(0, min(255, (level - 118) * 4)) for level in range(256)]
    )
    with sheet.stencil("f2701e", alpha=0.55, within=swirl) as pen:
        pen.disc(cx, cy, r)
    with sheet.stencil("7a0f0c", alpha=0.55, blur=9, within=broth) as pen:
        pen.ring(cx, cy, r + 8, width=44)
        for _ in range(26):
            a, d = rng.uniform(0, 6.28), r * math.sqrt(rng.random())
            pen.disc(cx + d * math.cos(a), cy + d * math.sin(a), rng.uniform(12, 40))
    with sheet.stencil("ffb347", alpha=0.75, within=broth) as pen:
        for _ in range(300):
            a, d = rng.uniform(0, 6.28), r * math.sqrt(rng.random())
            size = rng.uniform(2, 11)
            x, y = cx + d * math.cos(a), cy + d * math.sin(a)
            pen.disc(x, y, size, rng.uniform(0.25, 0.8))
            pen.disc(x + size * 0.15, y + size * 0.15, size * 0.72, 0.0)
    with sheet.pen() as pen:
        for _ in range(96):
            a, d = rng.uniform(0, 6.28), (r - 34) * math.sqrt(rng.random())
            _pepper(
                sheet,
                pen,
                cx + d * math.cos(a),
                cy + d * math.sin(a),
                rng.uniform(34, 62),
                rng.choice(("8f0f12", "c41a16", "6f0b10", "d92a1a")),
            )
        for _ in range(240):
            a, d = rng.uniform(0, 6.28), (r - 12) * math.sqrt(rng.random())
            x, y = cx + d * math.cos(a), cy + d * math.sin(a)
            pen.disc(x, y, rng.uniform(2.6, 4.6), rng.choice(("4a1a10", "6b2a14", "2f0f0c")))
        for _ in range(46):
            a, d = rng.uniform(0, 6.28), (r - 30) * math.sqrt(rng.random())
            x, y = cx + d * math.cos(a), cy + d * math.sin(a)
            size = rng.uniform(6, 10)
            pen.ring(x, y, size, rng.choice(("9fc25a", "c6d97a", "6f9a42")), 3.4, size * 0.8)
    # The grid: four bars of steel standing out of the oil.
    with sheet.stencil("3a0808", alpha=0.6, blur=5, within=broth) as pen:
        for offset in (-128, 128):
            pen.rect(cx + offset - 6, cy - r, cx + offset + 20, cy + r)
            pen.rect(cx - r, cy + offset - 6, cx + r, cy + offset + 20)
    with sheet.pen() as pen:
        half = math.sqrt(r * r - 128 * 128) + 4
        for offset in (-128, 128):
            pen.rect(cx + offset - 9, cy - half, cx + offset + 9, cy + half, "a87a52")
            pen.rect(cx + offset - 9, cy - half, cx + offset - 2, cy + half, "ecc894")
        for offset in (-128, 128):
            pen.rect(cx - half, cy + offset - 9, cx + half, cy + offset + 9, "a87a52")
            pen.rect(cx - half, cy + offset - 9, cx + half, cy + offset - 2, "ecc894")
    _dishes(sheet, dishes)
    with sheet.pen() as pen:
        for shift in (0, 24):
            foot, bend = (1130.0 + shift, 1010.0), (1000.0 + shift * 1.6, 760.0 + shift * 0.4)
            pen.poly(ribbon([foot, bend], (15, 8)), "1a0d0c")
            pen.poly(ribbon([(foot[0] - 3, foot[1]), (bend[0] - 2, bend[1])], (4, 2)), "c98a52")
            tip = (bend[0] - 42, bend[1] - 82)
            pen.poly(ribbon([bend, tip], (8, 5)), "d9b06a")
    for x, y, reach, strength in (
        (700, 380, 360, 0.34),
        (860, 560, 300, 0.26),
        (640, 190, 330, 0.26),
    ):
        sheet.glow(x, y, reach, "fff0e0", strength)
    wisps = sheet.field(5, 6, 4).point(
        [max(0, min(255, (level - 128) * 3)) for level in range(256)]
    )
    with sheet.stencil("fff3e6", alpha=0.5, blur=60, within=wisps) as pen:
        pen.poly([(560, 760), (980, 760), (1080, 240), (900, -60), (480, -60), (430, 260)])
    return sheet.finish(grain=0.05, mottle=0.07, vignette=0.34, lift="0c0606")


def _pepper(sheet: Sheet, pen: Pen, x: float, y: float, reach: float, tone: Tone) -> None:
    """A dried chilli: a bent body, a shine along it, a stalk."""
    rng = sheet.rng
    a = rng.uniform(0, 6.28)
    bend = rng.uniform(-0.28, 0.28) * reach
    dx, dy = math.cos(a) * reach / 2, math.sin(a) * reach / 2
    middle = (x - math.sin(a) * bend, y + math.cos(a) * bend)
    spine = curve([(x - dx, y - dy), middle, (x + dx, y + dy)], 5)
    pen.poly(ribbon(spine, (reach * 0.2, reach * 0.26, reach * 0.16, 1)), tone)
    shine = [(px - reach * 0.03, py - reach * 0.04) for px, py in spine[1:7]]
    pen.poly(ribbon(shine, (1, reach * 0.06, 1)), mix(tone, "ffd0a0", 0.5))
    pen.line([spine[0], (spine[0][0] - dx * 0.3, spine[0][1] - dy * 0.3)], "7f8a3a", reach * 0.07)


def _dishes(sheet: Sheet, dishes: tuple[tuple[int, int, int], ...]) -> None:
    rng = sheet.rng
    with sheet.pen() as pen:
        for place, (x, y, r) in enumerate(dishes):
            glaze = ("e9e2d2", "23424a", "e9e2d2", "2f5560", "efe6d6", "ded2bd")[place]
            pen.disc(x, y, r, mix(glaze, "000000", 0.25))
            pen.disc(x - 1, y - 2, r - 3, glaze)
            pen.disc(x, y, r * 0.8, mix(glaze, "000000", 0.14))
            pen.disc(x + 1, y + 2, r * 0.77, mix(glaze, "ffffff", 0.1))
            pen.ring(x, y, r * 0.92, mix(glaze, "3f7f8f", 0.5), 2)
            if place in (0, 4):
                # Slices of beef folded into a rose.
                for ring, count in ((0.56, 11), (0.36, 8), (0.14, 4)):
                    for part in range(count):
                        a = part / count * 6.283 + ring * 4
                        px, py = x + r * ring * math.cos(a), y + r * ring * math.sin(a)
                        pen.disc(px, py, r * 0.2, "8f2a26", r * 0.15)
                        pen.disc(
                            px - 3,
                            py - 3,
                            r * 0.17,
                            rng.choice(("c9504a", "b83f3c", "d4665a")),
                            r * 0.12,
                        )
                        pen.line([(px - r * 0.1, py), (px + r * 0.1, py - 4)], "f2cfc0", 2)
            elif place == 1:
                for _ in range(64):
                    a, d = rng.uniform(0, 6.28), r * 0.64 * math.sqrt(rng.random())
                    px, py = x + d * math.cos(a), y + d * math.sin(a)
                    b, reach = rng.uniform(0, 6.28), rng.uniform(24, 46)
                    leaf = [(px, py), (px + reach * math.cos(b), py + reach * math.sin(b))]
                    pen.poly(
                        ribbon(
                            [
                                leaf[0],
                                ((leaf[0][0] + leaf[1][0]) / 2 + 4, (leaf[0][1] + leaf[1][1]) / 2),
                                leaf[1],
                            ],
                            (3, 22, 2),
                        ),
                        rng.choice(("5f9a48", "7fb85a", "3f7a3c", "a4cf74")),
                    )
                    pen.line(leaf, "d9e8b4", 1.6)
            elif place == 2:
                pen.disc(x, y, r * 0.74, "a8581c")
                pen.disc(x, y, r * 0.66, "c9772a")
                for _ in range(60):
                    a, d = rng.uniform(0, 6.28), r * 0.4 * math.sqrt(rng.random())
                    pen.disc(
                        x + d * math.cos(a),
                        y + d * math.sin(a),
                        rng.uniform(4, 8),
                        rng.choice(("f2e6c4", "e9d8ac", "8fb85a")),
                    )
            elif place == 3:
                for ring, count in ((0.46, 6), (0.0, 1)):
                    for part in range(count):
                        a = part / count * 6.283
                        px, py = x + r * ring * math.cos(a), y + r * ring * math.sin(a)
                        pen.disc(px, py, r * 0.27, "c9a98f")
                        pen.disc(px - 1, py - 2, r * 0.25, "f4e6d0")
                        for hole in range(7):
                            b = hole / 7 * 6.283
                            pen.disc(
                                px + r * 0.15 * math.cos(b),
                                py + r * 0.15 * math.sin(b),
                                r * 0.04,
                                "9a6f58",
                            )
            else:
                for part in range(9):
                    px = x + (part % 3 - 1) * r * 0.42
                    py = y + (part // 3 - 1) * r * 0.42
                    pen.round_rect((px - 24, py - 22, px + 28, py + 28), 6, "c9b48a")
                    pen.round_rect((px - 27, py - 27, px + 24, py + 23), 6, "f6ecd2")


def teahouse(sheet: Sheet) -> Image.Image:
    """Bars of morning light fall through the shutters on chairs and covered cups."""
    size: float
    x: float
    y: float
    rng = sheet.rng
    sheet.wash([(0, "2a2218"), (500, "4a3a24"), (680, "3a2c1c"), (1000, "1f1710")])
    sheet.fog(100, 700, "7a6a3c", 0.4)
    with sheet.pen() as pen:
        pen.poly([(-10, 690), (WIDE + 10, 690), (WIDE + 10, 1010), (-10, 1010)], "4f3c26")
        for step in range(-14, 30):
            pen.line(
                [(620 + (step * 70 - 620) * 0.55, 690), (620 + (step * 70 - 620) * 1.8, 1010)],
                "3a2b1b",
                2,
            )
        for x in (70, 560, 1050):
            pen.rect(x - 16, -10, x + 16, 694, "2a1d13")
            pen.rect(x - 16, -10, x - 8, 694, "5f4528")
        pen.rect(-10, 92, WIDE + 10, 118, "2a1d13")
        for left in (110, 600):
            for leaf in range(4):
                x = left + leaf * 104
                pen.rect(x, 140, x + 98, 560, "33241a")
                pen.rect(x + 8, 150, x + 90, 500, "f6ecb8")
                for slat in range(19):
                    y = 156 + slat * 18.4
                    pen.poly(
                        [(x + 8, y), (x + 90, y), (x + 90, y + 9.5), (x + 8, y + 9.5)],
                        "6b5530" if slat % 2 else "5b4628",
                    )
                pen.rect(x + 46, 150, x + 52, 500, "33241a")
                pen.rect(x + 14, 510, x + 84, 550, "46321f")
    for x in (310, 800):
        sheet.glow(x, 330, 330, "fff2b4", 0.6)
    with sheet.pen() as pen:
        for place, tone in enumerate(("8f3a26", "b9862f", "8f3a26", "5f6a3a")):
            x = 1130 + place * 92
            pen.rect(x, 160, x + 62, 420, mix(tone, "2a2218", 0.45))
            pen.rect(x + 8, 172, x + 54, 408, mix("e2cf9a", "4a3a24", 0.5))
            for peak, shade in ((262, 0.35), (300, 0.6), (344, 0.85)):
                slope = [
                    (x + 8, peak + 44),
                    (x + 20, peak + 8),
                    (x + 31, peak - 12 * shade),
                    (x + 42, peak + 18),
                    (x + 54, peak + 36),
                    (x + 54, peak + 56),
                    (x + 8, peak + 56),
                ]
                pen.poly(slope, mix("96814f", "3f3322", shade))
            pen.disc(x + 42, 208, 8, "8f3a26")
    with sheet.stencil(
        "fff0b0", alpha=0.30, blur=9, mode="screen", fade=[(120, 0.3), (520, 1), (980, 0.5)]
    ) as pen:
        for left in (110, 600):
            for leaf in range(4):
                x = left + leaf * 104
                pen.poly([(x + 8, 150), (x + 90, 150), (x + 560, 1000), (x + 440, 1000)], 0.75)
    with sheet.stencil("ffe9a0", alpha=0.62, blur=2.5, mode="screen") as pen:
        for left in (110, 600):
            for leaf in range(4):
                x = left + leaf * 112 + 330
                for slat in range(9):
                    y = 716 + slat * 26
                    dx = slat * 20
                    pen.poly(
                        [
                            (x + dx, y),
                            (x + 88 + dx * 1.1, y),
                            (x + 96 + dx * 1.1, y + 11),
                            (x + 6 + dx, y + 11),
                        ],
                        0.8 - slat * 0.05,
                    )
    for x, y, size, flip in ((250.0, 860.0, 1.0, 1.0), (1270.0, 850.0, 1.0, -1.0)):
        with sheet.stencil("0d0906", alpha=0.55, blur=14) as pen:
            pen.disc(x + 30, y + 4, 170 * size, ry=30)
        _bamboo_chair(sheet, x, y, size, flip)
    _tea_table(sheet)
    with sheet.stencil("fff3c4", alpha=0.5, blur=1.2, mode="screen") as pen:
        for _ in range(150):
            pen.disc(
                rng.uniform(250, 1350), rng.uniform(160, 900), rng.uniform(0.8, 2.6), rng.random()
            )
    return sheet.finish(grain=0.055, mottle=0.12, vignette=0.3, lift="0c0a06")


def _cane(pen: Pen, a: Point, b: Point, width: float, tone: Tone = "c79a4c") -> None:
    """A bamboo pole, shaded on one side, with its joints."""
    pen.poly(ribbon([a, b], (width, width)), tone)
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / length * width * 0.26, dx / length * width * 0.26
    dark, light = mix(tone, "2a1a0c", 0.5), mix(tone, "fff0b8", 0.5)
    pen.line([(a[0] + nx, a[1] + ny), (b[0] + nx, b[1] + ny)], dark, width * 0.4)
    pen.line([(a[0] - nx, a[1] - ny), (b[0] - nx, b[1] - ny)], light, width * 0.2)
    for joint in range(1, int(length / 52) + 1):
        t = joint * 52 / length - 0.2
        if 0 < t < 1:
            x, y = a[0] + dx * t, a[1] + dy * t
            pen.line([(x - nx * 2.2, y - ny * 2.2), (x + nx * 2.2, y + ny * 2.2)], dark, 2.5)


def _bamboo_chair(sheet: Sheet, x: float, y: float, size: float, flip: float) -> None:
    def at(px: float, py: float) -> Point:
        return x + px * size * flip, y - py * size

    with sheet.pen() as pen:
        for px, tone in ((-104, "8a672f"), (70, "8a672f")):
            _cane(pen, at(px, 36), at(px, 190), 14, tone)
        _cane(pen, at(-104, 190), at(-140, 420), 14, "8a672f")
        seat = [at(-150, 170), at(96, 170), at(126, 146), at(-128, 146)]
        pen.poly(seat, "a87f3c")
        for slat in range(12):
            t = slat / 12
            a = (seat[0][0] + (seat[1][0] - seat[0][0]) * t, seat[0][1])
            b = (seat[3][0] + (seat[2][0] - seat[3][0]) * t, seat[3][1])
            pen.line([a, b], "6b4d22", 2)
        for slat in range(7):
            px = -172 + slat * 14
            _cane(pen, at(px + 26, 168), at(px - 8, 400 - abs(slat - 3) * 3), 8, "b98f48")
        _cane(pen, at(-188, 398), at(-72, 420), 17)
        _cane(pen, at(-150, 0), at(-132, 160), 17)
        _cane(pen, at(-132, 160), at(-182, 404), 17)
        _cane(pen, at(118, 0), at(112, 250), 17)
        _cane(pen, at(-150, 252), at(124, 252), 17)
        _cane(pen, at(-144, 148), at(124, 148), 15)
        _cane(pen, at(-148, 56), at(118, 56), 12)
        for px in (-88, -28, 32, 82):
            _cane(pen, at(px, 150), at(px, 250), 8, "b98f48")


def _tea_table(sheet: Sheet) -> None:
    with sheet.stencil("0d0906", alpha=0.6, blur=16) as pen:
        pen.disc(780, 946, 330, ry=40)
    with sheet.pen() as pen:
        for x in (560, 960):
            _cane(pen, (x, 730), (x + (12 if x > 700 else -12), 950), 20)
        for x in (610, 910):
            _cane(pen, (x, 730), (x, 900), 16, "8a672f")
        _cane(pen, (550, 850), (970, 850), 13)
        pen.poly([(560, 668), (970, 668), (1020, 728), (506, 728)], "8c5f33")
        pen.poly([(578, 674), (952, 674), (992, 720), (534, 720)], "a9763f")
        for step in range(1, 9):
            t = step / 9
            pen.line([(578 + 374 * t, 674), (534 + 458 * t, 720)], "85592f", 2)
        pen.rect(506, 728, 1020, 748, "5f3d22")
        for x, y, size, open_lid in (
            (630, 704, 1.0, False),
            (760, 712, 1.1, True),
            (898, 702, 1.0, False),
        ):
            _covered_cup(pen, x, y, size, open_lid)
        pen.disc(700, 716, 12, "3a2a1c", 5)
        for px in (690, 704, 712):
            pen.disc(px, 713, 4, "d9b06a", 3)
        # The long spout of the copper kettle.
        pen.poly(
            [(1096, 960), (1090, 860), (1120, 820), (1190, 820), (1220, 860), (1214, 960)], "a8562a"
        )
        pen.poly([(1096, 960), (1090, 860), (1120, 820), (1142, 820), (1128, 960)], "d98a4a")
        pen.poly([(1126, 820), (1134, 800), (1176, 800), (1184, 820)], "8a4522")
        pen.disc(1155, 796, 8, "d98a4a")
        pen.ring(1156, 812, 66, "7a3f22", 9, 72, 185, 355)
        pen.poly(
            ribbon(curve([(1096, 900), (1056, 850), (1010, 770), (960, 560)], 10), (20, 10, 6)),
            "c06f38",
        )
        pen.line(curve([(1092, 892), (1052, 842), (1006, 762), (958, 560)], 10), "f0b070", 2.4)
    for x in (632, 760, 900):
        with sheet.stencil("fff6dc", alpha=0.42, blur=10, mode="screen") as pen:
            pen.poly(
                ribbon(
                    curve([(x, 640), (x - 22, 570), (x + 20, 490), (x - 12, 390), (x + 16, 300)]),
                    (6, 22, 30, 18, 2),
                )
            )


def _covered_cup(pen: Pen, x: float, y: float, size: float, open_lid: bool) -> None:
    """A covered tea bowl on its saucer, blue brushwork on white."""
    s = size
    pen.disc(x, y, 52 * s, "8f8a78", 15 * s)
    pen.disc(x, y - 3 * s, 52 * s, "efe8d4", 14 * s)
    pen.disc(x, y - 3 * s, 30 * s, "c9c2ae", 8 * s)
    pen.poly(
        [
            (x - 40 * s, y - 58 * s),
            (x + 40 * s, y - 58 * s),
            (x + 30 * s, y - 22 * s),
            (x + 18 * s, y - 3 * s),
            (x - 18 * s, y - 3 * s),
            (x - 30 * s, y - 22 * s),
        ],
        "f6f0de",
    )
    pen.poly(
        [
            (x + 10 * s, y - 58 * s),
            (x + 40 * s, y - 58 * s),
            (x + 30 * s, y - 22 * s),
            (x + 18 * s, y - 3 * s),
            (x + 4 * s, y - 3 * s),
        ],
        "d3ccb8",
    )
    for step in range(5):
        px = x - 22 * s + step * 11 * s
        pen.line(
            curve([(px - 5 * s, y - 26 * s), (px, y - 40 * s), (px + 6 * s, y - 30 * s)], 4),
            "3f6a8c",
            2.4 * s,
        )
    pen.disc(x, y - 58 * s, 40 * s, "d9d2be", 9 * s)
    pen.disc(x, y - 58 * s, 36 * s, "8f9a3c" if open_lid else "efe8d4", 7 * s)
    if open_lid:
        pen.disc(x + 46 * s, y - 30 * s, 12 * s, "d3ccb8", 34 * s)
        pen.disc(x + 50 * s, y - 30 * s, 10 * s, "f6f0de", 32 * s)
    else:
        pen.poly(
            [
                (x - 36 * s, y - 60 * s),
                (x - 22 * s, y - 76 * s),
                (x + 22 * s, y - 76 * s),
                (x + 36 * s, y - 60 * s),
            ],
            "f6f0de",
        )
        pen.poly(
            [
                (x + 6 * s, y - 76 * s),
                (x + 22 * s, y - 76 * s),
                (x + 36 * s, y - 60 * s),
                (x + 12 * s, y - 60 * s),
            ],
            "d3ccb8",
        )
        pen.disc(x, y - 80 * s, 12 * s, "efe8d4", 6 * s)


def market(sheet: Sheet) -> Image.Image:
    """Heaps of peppers, oranges and greens in baskets on a blue cloth, from above."""
    r: float
    x: float
    y: float
    rng = sheet.rng
    sheet.wash([(0, "22385a"), (1000, "1a2c4a")])
    with sheet.stencil("3f5c86", alpha=0.55) as pen:
        for step in range(-12, 30):
            pen.poly(
                [
                    (step * 84.0, -10),
                    (step * 84.0 + 22, -10),
                    (step * 84.0 + 282, 1010),
                    (step * 84.0 + 260, 1010),
                ]
            )
            pen.poly(
                [
                    (step * 84.0 + 34, -10),
                    (step * 84.0 + 38, -10),
                    (step * 84.0 + 298, 1010),
                    (step * 84.0 + 294, 1010),
                ]
            )
    kinds = (
        "pepper",
        "orange",
        "pepper-green",
        "lemon",
        "pepper-dark",
        "tangerine",
        "peppercorn",
        "pepper",
        "lime",
        "aubergine",
        "pepper-green",
        "pomelo",
    )
    places: list[tuple[float, float, float]] = []
    for row in range(4):
        for column in range(6):
            x = -10 + column * 306 + (153 if row % 2 else 0)
            y = 60 + row * 270
            places.append((x + rng.uniform(-9, 9), y + rng.uniform(-9, 9), rng.uniform(136, 148)))
    _shadow(sheet, places, 18)
    with sheet.pen() as pen:
        for place, (x, y, r) in enumerate(places):
            _basket(sheet, pen, x, y, r)
            _heap(sheet, pen, x, y, r * 0.84, kinds[(place + place // 6 * 3) % 12])
    with sheet.stencil("fff0c8", alpha=0.28, blur=60, mode="screen") as pen:
        pen.poly([(-50, -50), (800, -50), (300, 1050), (-50, 1050)])
    with sheet.stencil("0a1224", alpha=0.5, blur=40) as pen:
        pen.poly([(1560, 300), (1560, 1050), (980, 1050)])
    return sheet.finish(grain=0.026, mottle=0.07, vignette=0.26)


def _basket(sheet: Sheet, pen: Pen, x: float, y: float, r: float) -> None:
    pen.disc(x, y, r, "6b4a26")
    pen.disc(x - 2, y - 3, r - 3, "b98a4a")
    for part in range(64):
        a = part / 64 * 6.283
        tone = "d9b06a" if part % 2 else "8f6632"
        pen.line(
            [
                (x + (r - 4) * math.cos(a), y + (r - 4) * math.sin(a)),
                (x + (r - 20) * math.cos(a + 0.09), y + (r - 20) * math.sin(a + 0.09)),
            ],
            tone,
            5,
        )
    pen.ring(x, y, r - 1, "e0bd7a", 4, start=150, end=320)
    pen.disc(x, y, r - 20, "3f2a18")


def _heap(sheet: Sheet, pen: Pen, x: float, y: float, r: float, kind: str) -> None:
    """One kind of fruit, piled: dark below, then ring upon ring, the lit ones last."""
    tone: Tone
    rng = sheet.rng
    if kind.startswith("pepper") and kind != "peppercorn":
        tones = {
            "pepper": ("c4201a", "e0351f", "a81516", "f04a28"),
            "pepper-green": ("3f7f36", "5fa044", "2f6a34", "86b850"),
            "pepper-dark": ("7a1418", "941a1a", "5f0f14", "b02a20"),
        }[kind]
        for layer in range(124):
            d = r * 0.9 * math.sqrt(rng.random()) * (1 - layer / 420)
            a = rng.uniform(0, 6.283)
            tone = mix(rng.choice(tones), "14060a", max(0.0, 0.5 - layer / 124))
            _pepper(sheet, pen, x + d * math.cos(a), y + d * math.sin(a), rng.uniform(38, 58), tone)
        return
    if kind == "peppercorn":
        pen.disc(x, y, r * 0.94, "4a1f1c")
        for layer in range(380):
            d = r * 0.93 * math.sqrt(rng.random())
            a = rng.uniform(0, 6.283)
            px, py = x + d * math.cos(a), y + d * math.sin(a)
            tone = rng.choice(("8f3f34", "6f2a26", "a8564a", "5f1f20", "b9705c"))
            pen.disc(px, py, rng.uniform(5, 8), mix(tone, "1a0a0c", max(0.0, 0.3 - layer / 600)))
        return
    size, skins = {
        "orange": (25.0, ("ee8a1f", "f29a2e", "e67a18")),
        "tangerine": (20.0, ("f0701c", "e85f18", "f58a30")),
        "lemon": (21.0, ("f2cf3a", "ecc02a", "f7dd5f")),
        "lime": (18.0, ("7fae3c", "98c24a", "5f9434")),
        "pomelo": (40.0, ("dccf6a", "e6da82", "cfc255")),
        "ginger": (22.0, ("d2ae74", "c49a5c", "e0c28c")),
        "aubergine": (26.0, ("4a2a5a", "5f3570", "3a2148")),
    }[kind]
    spots: list[tuple[float, Point]] = []
    count = int((r / size) ** 2 * 1.7)
    for part in range(count):
        d = (r - size * 0.7) * math.sqrt((part + 0.5) / count)
        a = part * 2.39996 + rng.uniform(-0.15, 0.15)
        spots.append((d, (x + d * math.cos(a), y + d * math.sin(a))))
    for d, (px, py) in reversed(spots):
        tone = mix(rng.choice(skins), "1a0c0a", 0.32 * d / r)
        _fruit(sheet, pen, px, py, size * rng.uniform(0.92, 1.08), tone, kind)


def _fruit(sheet: Sheet, pen: Pen, x: float, y: float, s: float, tone: Ink, kind: str) -> None:
    rng = sheet.rng
    flat = 1.0
    if kind in ("lemon", "ginger", "aubergine"):
        flat = 0.78
    pen.disc(x + 2, y + 3, s, mix(tone, "1a0c0a", 0.5), s * flat)
    pen.disc(x, y, s * 0.97, tone, s * 0.97 * flat)
    pen.disc(x - s * 0.16, y - s * 0.18, s * 0.7, mix(tone, "fff0c0", 0.16), s * 0.66 * flat)
    pen.disc(x - s * 0.34, y - s * 0.36 * flat, s * 0.24, mix(tone, "fffbe8", 0.55), s * 0.17)
    if kind in ("orange", "tangerine", "pomelo"):
        a = rng.uniform(0, 6.28)
        cx, cy = x + s * 0.2 * math.cos(a), y + s * 0.2 * math.sin(a)
        pen.disc(cx, cy, s * 0.1, "5f6a2c")
        if rng.random() < 0.22:
            tip = (cx + s * 0.9 * math.cos(a), cy + s * 0.9 * math.sin(a))
            pen.poly(
                ribbon(
                    [(cx, cy), ((cx + tip[0]) / 2 + 2, (cy + tip[1]) / 2), tip], (2, s * 0.42, 1)
                ),
                rng.choice(("3f7a36", "5f9a44")),
            )
    elif kind == "ginger":
        pen.disc(x + s * 0.7, y + s * 0.3, s * 0.42, mix(tone, "6b4a26", 0.16))
        pen.line([(x - s * 0.5, y + 2), (x + s * 0.4, y + 5)], mix(tone, "6b4a26", 0.5), 1.5)
    elif kind == "aubergine":
        pen.disc(x + s * 0.75, y, s * 0.26, "7a9a4a", s * 0.3)


def ginkgo(sheet: Sheet) -> Image.Image:
    """An avenue in the week when everything is yellow, the ground included."""
    size: float
    x: float
    y: float
    rng = sheet.rng
    sheet.wash([(0, "b9b4cc"), (300, "e0d3d6"), (560, "fbeed2"), (1000, "f0cf72")])
    sheet.glow(720, 500, 480, "fffbe6", 0.8)
    with sheet.stencil([(200, "cfc4d2"), (560, "f6e6cf")]) as pen:
        for x in range(520, 960, 48):
            pen.poly(tower(rng, x, rng.uniform(26, 42), rng.uniform(300, 470), 580))
    vanish = (720.0, 560.0)
    with sheet.stencil([(555, "f9e8a4"), (700, "efc23f"), (1000, "d99a1e")]) as pen:
        pen.rect(-10, 556, WIDE + 10, 1010)
    with sheet.stencil([(556, "f3e6d2"), (760, "cbb4a0"), (1000, "8f7a7c")], alpha=0.9) as pen:
        pen.poly([(vanish[0] - 6, 558), (vanish[0] + 6, 558), (1120, 1010), (340, 1010)])

    def crowns(near: float, tones: tuple[str, ...], count: int) -> None:
        with sheet.pen() as pen:
            for side in (-1.0, 1.0):
                foot = (vanish[0] + side * (40 + 620 * near), 560 + 400 * near)
                tall, wide = 90 + 760 * near, 4 + 54 * near
                trunk = curve(
                    [
                        foot,
                        (foot[0] + side * 3, foot[1] - tall * 0.4),
                        (foot[0] - side * wide * 0.6, foot[1] - tall * 0.95),
                    ],
                    6,
                )
                bark = mix("3f3038", "e6cfc0", 1 - near**0.6)
                pen.poly(ribbon(trunk, (wide * 1.5, wide, wide * 0.8, wide * 0.4)), bark)
                pen.poly(
                    ribbon([(x - wide * 0.2, y) for x, y in trunk], (wide * 0.4, wide * 0.3, 2)),
                    mix(bark, "e0b080", 0.4),
                )
                for branch in range(6):
                    t = 0.42 + branch * 0.09
                    x, y = trunk[min(int(t * len(trunk)), len(trunk) - 1)]
                    way = 1 if branch % 2 else -1
                    pen.poly(
                        ribbon(
                            curve(
                                [
                                    (x, y),
                                    (x + way * tall * 0.13, y - tall * 0.12),
                                    (x + way * tall * 0.2, y - tall * 0.3),
                                ],
                                5,
                            ),
                            (wide * 0.36, wide * 0.2, 1),
                        ),
                        bark,
                    )
                for puff in range(16):
                    a, d = puff * 2.4, math.sqrt((puff + 0.5) / 16)
                    tone = mix(
                        mix("b8800f", "e9b62a", 0.5 - 0.5 * d * math.sin(a)),
                        "fbf0d0",
                        (1 - near) * 0.55,
                    )
                    pen.disc(
                        foot[0] + d * math.cos(a) * tall * 0.30,
                        foot[1] - tall * 0.82 + d * math.sin(a) * tall * 0.32,
                        tall * 0.14,
                        tone,
                        tall * 0.12,
                    )
                for leaf in range(count):
                    a = rng.uniform(0, 6.283)
                    d = math.sqrt(rng.random())
                    x = foot[0] + d * math.cos(a) * tall * 0.36
                    y = foot[1] - tall * 0.80 + d * math.sin(a) * tall * 0.42
                    size = (3 + 20 * near) * rng.uniform(0.5, 1.2)
                    lit = max(0.0, min(1.0, 0.5 - 0.5 * d * math.sin(a) + rng.uniform(-0.3, 0.3)))
                    tone = mix(mix(tones[0], tones[1], lit), tones[2], 0.5 * (leaf / count) ** 2)
                    tone = mix(tone, "fbf0d0", (1 - near) * 0.5)
                    b = rng.uniform(0, 6.283)
                    pen.poly(
                        [(x, y)]
                        + [
                            (x + size * math.cos(b + k * 0.42), y + size * math.sin(b + k * 0.42))
                            for k in range(5)
                        ],
                        tone,
                    )

    for near, count in (
        (0.03, 90),
        (0.07, 130),
        (0.13, 180),
        (0.22, 260),
        (0.36, 420),
        (0.58, 640),
        (0.98, 900),
    ):
        crowns(near, ("c98a14", "f6cf34", "fff0a0"), count)
        if near < 0.3:
            sheet.fog(380, 620, "fdf3d4", 0.28, even=0.6)
    with sheet.pen() as pen:
        for _ in range(1500):
            near = rng.random() ** 1.5
            y = 566 + 440 * near
            spread = rng.gauss(0, 1)
            x = vanish[0] + spread * (60 + 700 * near)
            size = 1.6 + 11 * near * rng.uniform(0.6, 1.2)
            tone = rng.choice(("f6cf34", "ffe36a", "e0a41e", "c98a14", "fbe994"))
            b = rng.uniform(0, 6.283)
            pen.poly(
                [(x, y)]
                + [
                    (x + size * math.cos(b + k * 0.42), y + size * 0.55 * math.sin(b + k * 0.42))
                    for k in range(5)
                ],
                tone,
            )
        x, y = 800.0, 772.0
        pen.poly([(x - 15, y), (x - 5, y), (x - 1, y - 62), (x - 13, y - 62)], "2a2a3a")
        pen.poly([(x + 3, y - 4), (x + 12, y - 4), (x + 13, y - 62), (x + 1, y - 62)], "34344a")
        pen.poly(
            [(x - 21, y - 44), (x + 21, y - 44), (x + 14, y - 118), (x - 14, y - 118)], "a83a34"
        )
        pen.disc(x, y - 130, 11, "2a2028", 13)
        x += 46
        pen.poly([(x - 9, y - 2), (x - 2, y - 2), (x, y - 34), (x - 9, y - 34)], "2a2a3a")
        pen.poly([(x + 1, y), (x + 8, y), (x + 8, y - 34), (x, y - 34)], "34344a")
        pen.poly([(x - 13, y - 26), (x + 13, y - 26), (x + 8, y - 68), (x - 8, y - 68)], "4f6f8f")
        pen.disc(x, y - 77, 8.5, "2a2028", 9.5)
        pen.line([(x - 12, y - 50), (x - 28, y - 62)], "4f6f8f", 5)
    with sheet.stencil("5f4a5c", alpha=0.4, blur=5) as pen:
        pen.poly([(780, 772), (860, 772), (960, 800), (900, 806)])
    with sheet.pen() as pen:
        for _ in range(46):
            x, y, size = rng.uniform(60, 1440), rng.uniform(140, 900), rng.uniform(8, 19)
            b = rng.uniform(0, 6.283)
            pen.poly(
                [(x, y)]
                + [
                    (x + size * math.cos(b + k * 0.42), y + size * math.sin(b + k * 0.42))
                    for k in range(5)
                ],
                rng.choice(("ffe36a", "f6cf34", "fff0a0")),
            )
    return sheet.finish(grain=0.05, mottle=0.09, vignette=0.16)


def opera(sheet: Sheet) -> Image.Image:
    """The curtain is open: a general with pheasant plumes before a golden moon."""
    x: float
    y: float
    rng = sheet.rng
    sheet.wash([(0, "0f2b33"), (500, "17505a"), (760, "0f3a44"), (1000, "0a1c22")])
    sheet.glow(750, 440, 520, "2f8f8c", 0.5)
    with sheet.stencil([(150, "f6d27a"), (720, "d9862f")]) as pen:
        pen.disc(750, 430, 290)
    with sheet.stencil("fbe6a8", alpha=0.6) as pen:
        for r in (272, 318, 326):
            pen.ring(750, 430, r, 1.0, 2.4)
    with sheet.stencil("b9651f", alpha=0.4) as pen:
        for y in (520, 560, 604):
            pen.poly(
                ribbon(
                    curve([(470, y + 10), (640, y - 14), (820, y + 12), (1030, y - 6)]),
                    (1, 12, 14, 1),
                ),
                0.8,
            )
    with sheet.stencil([(740, "6b3a24"), (1000, "2a1512")]) as pen:
        pen.rect(-10, 770, WIDE + 10, 1010)
    with sheet.stencil("1f0e0d", alpha=0.6) as pen:
        for step in range(-16, 34):
            pen.line(
                [(750 + (step * 90 - 750) * 0.7, 770), (750 + (step * 90 - 750) * 1.5, 1010)],
                1.0,
                2,
            )
    with sheet.stencil("ffdc94", alpha=0.6, blur=20, mode="screen") as pen:
        pen.disc(750, 880, 340, ry=58)
    with sheet.stencil("ffe9b0", alpha=0.16, blur=16, mode="screen") as pen:
        for x, way in ((330, 1), (1170, -1)):
            pen.poly([(x - 20, -40), (x + 20, -40), (750 + way * 240, 900), (750 - way * 150, 900)])
    _general(sheet)
    _curtains(sheet)
    with sheet.pen() as pen:
        # Footlights and the heads of the first row.
        for step in range(11):
            x = 250 + step * 100
            pen.poly([(x - 24, 922), (x + 24, 922), (x + 18, 898), (x - 18, 898)], "1a0d0c")
    sheet.lights([(250 + 100 * n, 897) for n in range(11)], "ffc86a", 26, 0.75)
    with sheet.pen() as pen:
        for step in range(16):
            x = step * 100 + rng.uniform(-14, 14)
            y = 976 + rng.uniform(-12, 12)
            pen.disc(x, y, 34, "0a0709", 40)
            pen.disc(x, y + 66, 72, "0a0709", 46)
            if step % 5 == 2:
                pen.disc(x - 8, y - 40, 14, "0a0709")
    return sheet.finish(grain=0.05, mottle=0.09, vignette=0.32, lift="0a0608")


def _curtains(sheet: Sheet) -> None:
    rng = sheet.rng
    with sheet.pen() as pen:
        for side in (-1.0, 1.0):
            for fold in range(9):
                a, b = fold / 9, (fold + 1) / 9

                def edge(t: float, side: float = side) -> list[Point]:
                    top = 750 + side * (330 + 440 * t)
                    waist = 750 + side * (520 + 250 * t)
                    return curve(
                        [
                            (top, -20),
                            (750 + side * (400 + 370 * t), 330),
                            (waist, 640),
                            (750 + side * (480 + 290 * t), 1010),
                        ],
                        8,
                    )

                middle = a + (b - a) * rng.uniform(0.38, 0.55)
                pen.poly([*edge(a), *edge(b + 0.02)[::-1]], "7a0f1c")
                pen.poly([*edge(a), *edge(middle)[::-1]], "b31f2a")
                pen.poly(
                    [*edge(a + (middle - a) * 0.3), *edge(a + (middle - a) * 0.62)[::-1]], "d8443c"
                )
                pen.poly([*edge(b - 0.03), *edge(b + 0.02)[::-1]], "4a0812")
            x = 750 + side * 640
            pen.poly([(x - 130, 620), (x + 130, 620), (x + 130, 652), (x - 130, 652)], "d9a23f")
            pen.rect(x - 130, 632, x + 130, 638, "f6d88a")
        for swag in range(5):
            x0 = -20 + swag * 308
            for depth, tone in (
                (84, "4a0812"),
                (76, "8f1520"),
                (56, "b31f2a"),
                (34, "8f1520"),
                (16, "c8332f"),
            ):
                pen.poly([(x0, -20), *sag((x0, 8), (x0 + 308, 8), depth), (x0 + 308, -20)], tone)
            line = sag((x0, 8), (x0 + 308, 8), 84)
            pen.line(line, "d9a23f", 6)
            for x, y in line:
                pen.line([(x, y), (x, y + 20)], "e8bd5f", 3)


def _general(sheet: Sheet) -> None:
    """The figure in robe, back flags and plumes; only the painted face is light."""
    rng = sheet.rng
    x, y = 750.0, 470.0
    with sheet.pen() as pen:
        for side in (-1.0, 1.0):
            plume = curve(
                [
                    (x + side * 22, 330),
                    (x + side * 80, 210),
                    (x + side * 190, 140),
                    (x + side * 300, 190),
                    (x + side * 330, 330),
                ],
                14,
            )
            pen.poly(ribbon(plume, (8, 15, 15, 11, 2)), "2a1714")
            for step in range(2, len(plume) - 2, 2):
                a, b = plume[step], plume[step + 1]
                pen.line([a, b], "e08a3f", 7)
            for place, tone in ((0, "9c2320"), (1, "17333c")):
                angle = math.radians(-90 + side * (24 + place * 26))
                base = (x + side * 40, y + 60)
                tip = (base[0] + 300 * math.cos(angle), base[1] + 300 * math.sin(angle))
                pen.line([base, tip], "1a1012", 6)
                nx, ny = -math.sin(angle) * side, math.cos(angle) * side
                low = (base[0] + 130 * math.cos(angle), base[1] + 130 * math.sin(angle))
                far = ((low[0] + tip[0]) / 2 + nx * 112, (low[1] + tip[1]) / 2 + ny * 112)
                pen.poly([low, tip, far], tone)
                inner = [
                    (
                        (p[0] * 0.62 + far[0] * 0.16 + (low[0] + tip[0]) * 0.11),
                        (p[1] * 0.62 + far[1] * 0.16 + (low[1] + tip[1]) * 0.11),
                    )
                    for p in (low, tip, far)
                ]
                pen.line([*inner, inner[0]], "e0a848", 3)
        robe = [
            (x - 120, y + 40),
            (x - 60, y + 6),
            (x + 60, y + 6),
            (x + 120, y + 40),
            (x + 250, y + 190),
            (x + 214, y + 236),
            (x + 116, y + 160),
            (x + 150, y + 412),
            (x - 150, y + 412),
            (x - 116, y + 160),
            (x - 300, y + 120),
            (x - 306, y + 64),
        ]
        pen.poly(robe, "14151f")
        pen.poly(
            [(x - 62, y + 150), (x + 62, y + 150), (x + 96, y + 412), (x - 96, y + 412)], "8c1f22"
        )
        pen.poly(
            [(x - 30, y + 150), (x + 30, y + 150), (x + 46, y + 412), (x - 46, y + 412)], "14151f"
        )
        for row in range(8):
            half = 60 + row * 5
            py = y + 172 + row * 29
            pen.line(curve([(x - half, py), (x, py + 14), (x + half, py)], 6), "d9a23f", 2.4)
        pen.disc(x, y + 210, 32, "d9a23f")
        pen.disc(x, y + 210, 25, "14151f")
        pen.disc(x, y + 210, 12, "d9a23f")
        pen.rect(x - 118, y + 138, x + 118, y + 156, "d9a23f")
        pen.poly(
            [(x - 110, y + 40), (x, y + 92), (x + 110, y + 40), (x + 60, y + 8), (x - 60, y + 8)],
            "8c1f22",
        )
        pen.line([(x - 110, y + 42), (x, y + 94), (x + 110, y + 42)], "f0c868", 4)
        pen.poly(
            [(x - 306, y + 64), (x - 262, y + 76), (x - 258, y + 250), (x - 330, y + 236)], "e9e0cc"
        )
        pen.poly(
            [(x + 214, y + 236), (x + 250, y + 190), (x + 296, y + 330), (x + 222, y + 352)],
            "e9e0cc",
        )
        for side in (-1, 1):
            pen.poly(
                [
                    (x + side * 120, y + 412),
                    (x + side * 30, y + 412),
                    (x + side * 26, y + 440),
                    (x + side * 132, y + 440),
                ],
                "e9e0cc",
            )
            pen.rect(x + side * 128, y + 430, x + side * 24, y + 444, "14151f")
        # The head: cap with balls, painted face, long beard.
        pen.disc(x, y - 60, 76, "14151f", 88)
        pen.poly(
            [
                (x - 92, y - 92),
                (x - 70, y - 168),
                (x, y - 196),
                (x + 70, y - 168),
                (x + 92, y - 92),
            ],
            "14151f",
        )
        for step in range(9):
            turn = math.radians(200 + step * 17.5)
            tone = "d9432f" if step % 2 else "f0c868"
            pen.disc(x + 88 * math.cos(turn), y - 94 + 84 * math.sin(turn), 14, tone)
        pen.disc(x, y - 190, 20, "d9432f")
        pen.disc(x - 5, y - 195, 7, "f6a890")
        pen.disc(x, y - 56, 62, "f4ecda", 76)
        for side in (-1.0, 1.0):
            pen.poly(
                [
                    (x + side * 6, y - 70),
                    (x + side * 20, y - 104),
                    (x + side * 52, y - 112),
                    (x + side * 60, y - 84),
                    (x + side * 44, y - 60),
                    (x + side * 18, y - 58),
                ],
                "14151f",
            )
            pen.poly(
                [
                    (x + side * 16, y - 76),
                    (x + side * 34, y - 86),
                    (x + side * 48, y - 80),
                    (x + side * 32, y - 70),
                ],
                "f4ecda",
            )
            pen.disc(x + side * 33, y - 78, 4.6, "14151f")
            pen.poly(
                [
                    (x + side * 12, y - 40),
                    (x + side * 58, y - 52),
                    (x + side * 50, y - 16),
                    (x + side * 22, y - 6),
                ],
                "c8332f",
            )
            pen.poly(
                [(x + side * 3, y - 128), (x + side * 12, y - 124), (x + side * 4, y - 84)],
                "c8332f",
            )
        pen.poly(
            [(x - 9, y - 62), (x + 9, y - 62), (x + 15, y - 30), (x, y - 22), (x - 15, y - 30)],
            "d9cfba",
        )
        pen.poly([(x - 26, y - 12), (x, y - 17), (x + 26, y - 12), (x, y - 2)], "8c1418")
        for strand in range(19):
            sx = x - 54 + strand * 6
            pen.poly(
                ribbon(
                    curve(
                        [
                            (sx, y - 8),
                            (sx + (sx - x) * 0.12, y + 60),
                            (sx * 0.8 + x * 0.2 + rng.uniform(-5, 5), y + 124),
                        ],
                        5,
                    ),
                    (7, 6, 1),
                ),
                "0d0d14",
            )


def library(sheet: Sheet) -> Image.Image:
    """Shelves wind down a well of books to the reading lamps at its foot."""
    rng = sheet.rng
    sheet.wash([(0, "2a1a12"), (500, "3a2416"), (1000, "1c110c")])
    turns, shrink = 5.2, 0.66

    def at(turn: float, out: float = 1.0) -> Point:
        # Each round is smaller, and its middle slides towards the point the eye looks to.
        size = shrink**turn
        a = turn * 6.28318 + 0.7
        cx, cy = 835 - 120 * size, 525 + 70 * size
        r = 980 * size * out
        return cx + r * math.cos(a), cy + r * 0.84 * math.sin(a)

    tones = (
        "8f3a2c",
        "b5623a",
        "d9a860",
        "3f5a58",
        "5f7a6a",
        "2f3f50",
        "c9b48a",
        "6b2f2a",
        "a8783f",
        "e6d2a4",
        "4a3a4c",
        "7f8a5c",
    )
    steps = 560
    with sheet.pen() as pen:
        for step in range(steps):
            t = turns * step / steps
            u = turns * (step + 1.25) / steps
            size = shrink**t
            dim = min(0.55, 0.10 * t)
            # From the wall inwards: upper shelf, board, lower shelf, gallery floor, balustrade.
            if size * 70 > 1.2:
                pen.poly([at(t, 1.06), at(u, 1.06), at(u, 0.74), at(t, 0.74)], "24150e")
            pen.poly(
                [at(t, 0.868), at(u, 0.868), at(u, 0.79), at(t, 0.79)],
                mix("8a5630", "d99a50", 0.5 * math.sin(t * 37.7) ** 2),
            )
            pen.poly([at(t, 0.79), at(u, 0.79), at(u, 0.772), at(t, 0.772)], "6b3f20")
            pen.poly(
                [at(t, 0.772), at(u, 0.772), at(u, 0.735), at(t, 0.735)],
                mix("1c100a", "3a2214", dim),
            )
        for step in range(int(steps * 1.9)):
            t = turns * step / (steps * 1.9)
            thick = turns / (steps * 1.9)
            if step % 17 == 0:
                pen.poly(
                    [at(t, 1.06), at(t + thick, 1.06), at(t + thick, 0.868), at(t, 0.868)], "8a5a30"
                )
                continue
            for low, high in ((0.872, 0.955), (0.965, 1.05)):
                if rng.random() < 0.05:
                    continue
                tall = low + (high - low) * rng.uniform(0.72, 0.98)
                tone = mix(mix(rng.choice(tones), "8a4a20", 0.22), "1c0f0a", 0.14 + 0.1 * t)
                pen.poly(
                    [at(t, low), at(t + thick * 0.9, low), at(t + thick * 0.9, tall), at(t, tall)],
                    tone,
                )
                if rng.random() < 0.3 and shrink**t > 0.2:
                    mid = low + (tall - low) * 0.6
                    pen.poly(
                        [
                            at(t, mid),
                            at(t + thick * 0.9, mid),
                            at(t + thick * 0.9, mid + 0.008),
                            at(t, mid + 0.008),
                        ],
                        "f0d89a",
                    )
        for step in range(0, steps * 2, 3):
            t = turns * step / (steps * 2)
            pen.line([at(t, 0.772), at(t, 0.738)], "b98248", max(1.0, 3.6 * shrink**t))
        rail = [at(turns * step / 900, 0.773) for step in range(901)]
        for start in range(0, 900, 30):
            pen.line(
                rail[start : start + 31], "e8b566", max(1.4, 7 * shrink ** (turns * start / 900))
            )
    lamps: list[tuple[float, Point]] = []
    t = 0.02
    while t < turns * 0.8:
        lamps.append((shrink**t, at(t, 0.83)))
        t += 0.083
    for size, (x, y) in lamps:
        if -120 < x < WIDE + 120 and -120 < y < TALL + 120:
            sheet.glow(x, y, 260 * size + 12, "ffa23a", 0.62)
    with sheet.pen() as pen:
        for size, (x, y) in lamps:
            pen.disc(x, y + 3 * size, 21 * size, "1c3a30")
            pen.disc(x, y, 21 * size, "2f7a5c")
            pen.disc(x - 3 * size, y - 4 * size, 13 * size, "5fae84")
            pen.disc(x, y, 5 * size, "f0c868")
        readers = 0
        t = 0.11
        while t < 2.6:
            size = shrink**t
            x, y = at(t, 0.825)
            coat = ("a8332f", "2f4f6f", "e6dcc6", "3f6a4f")[readers % 4]
            pen.disc(x, y, 25 * size, mix(coat, "120a06", 0.3), 17 * size)
            pen.disc(x - 1, y - 2 * size, 24 * size, coat, 16 * size)
            pen.disc(x, y - 3 * size, 11 * size, "1f1512")
            readers += 1
            t += 0.31
    sheet.glow(835, 525, 170, "ffb860", 0.8)
    sheet.glow(835, 525, 70, "fff3cf", 0.9)
    sheet.soften(820, 1000, 5.0, [(820, 0.0), (1000, 0.8)])
    return sheet.finish(grain=0.05, mottle=0.08, vignette=0.34, lift="0c0806")
