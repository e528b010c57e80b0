"""Scenes of the city: fog, stairs, trains through houses, cables over rivers, rain and lights."""

# A picture is one list of layers from back to front; cutting it up would hide their order.
# ruff: noqa: C901

import itertools
import math
from collections.abc import Sequence

from PIL import Image

from newsportal.operations.demo.pictures.brushes import (
    TALL,
    WIDE,
    Camera,
    Pen,
    Point,
    Sheet,
    block,
    curve,
    land,
    mix,
    ridge,
    rough,
    sag,
    tower,
    windows,
)


def fog_city(sheet: Sheet) -> Image.Image:
    """Towers on their hills, one row behind the other, in the fog of early morning."""
    rng = sheet.rng
    sheet.wash([(0, "6f86a0"), (200, "c3b3b4"), (400, "f2c9ae"), (620, "fbe3c8"), (1000, "e8cdbd")])
    sheet.glow(1060, 330, 460, "ffdca8", 0.8)
    with sheet.stencil("f2704a", alpha=0.92, fade=[(260, 1.0), (372, 0.35)]) as pen:
        pen.disc(1060, 305, 58)
    rows = (
        (400, 60, "c7b2b4", "f6d9c2", 12, 24, 90, 0.0),
        (480, 60, "a999a8", "f3d3c0", 16, 30, 150, 0.0),
        (580, 60, "82809a", "eccbbd", 22, 42, 210, 0.0),
        (700, 60, "5c6585", "d9b8b4", 30, 56, 260, 0.07),
        (850, 70, "384464", "a98e9c", 46, 84, 330, 0.12),
    )
    for place, (level, swing, tone, foot, slim, broad, tall, lit) in enumerate(rows):
        crest = ridge(rng, level, swing, peaks=3 + place % 2, rise=0.2)
        towers: list[tuple[float, float, float]] = []
        x = -40.0
        while x < WIDE + 20:
            wide = rng.uniform(slim, broad)
            ground = min(crest, key=lambda p, x=x: abs(p[0] - x))[1]  # type: ignore[misc]
            cluster = 0.5 + 0.5 * math.sin(x / (130 + 40 * place) + place * 1.9)
            # The last row opens in the middle so that the eye can travel into the depth.
            gap = place == 4 and 430 < x < 960
            if rng.random() < 0.35 + 0.6 * cluster and not gap:
                towers.append(
                    (x, wide, ground - tall * (0.25 + 0.75 * cluster) * rng.uniform(0.5, 1))
                )
            x += wide + rng.uniform(0, broad * 0.8)
        with sheet.stencil([(level - tall, tone), (level + 190, foot)]) as pen:
            pen.poly(land(crest))
            for x, wide, top in towers:
                pen.poly(tower(rng, x, wide, top, level + 160))
        if place > 1:
            with sheet.stencil(
                mix(tone, "1c2440", 0.35), alpha=0.35, fade=[(level - tall, 1), (level + 60, 0)]
            ) as pen:
                for x, wide, top in towers:
                    pen.rect(x + wide * 0.62, top + wide * 0.62, x + wide, level + 100)
        if lit:
            with sheet.pen() as pen:
                for x, wide, top in towers:
                    windows(
                        rng,
                        pen,
                        (x + 3, top + wide * 0.7, x + wide - 3, level - 10),
                        ("ffd79a", "ffbf7a", "fbe7c4"),
                        lit=lit,
                        cell=(8 + place, 12 + place),
                        pane=(3.4, 4.6),
                    )
        sheet.fog(
            level - 40,
            level + 190,
            "fbe6d3" if place < 3 else "efcfc0",
            0.95,
            cells=(3, 6),
            even=0.3,
        )
    crest = rough(
        rng, [(-60, 900), (260, 930), (560, 985), (940, 990), (1240, 925), (1560, 880)], 16
    )
    with sheet.stencil([(860, "1c2740"), (1000, "2d3550")]) as pen:
        pen.poly(land(crest))
        for x, y in crest[::2]:
            pen.disc(x, y + 3, rng.uniform(9, 24), ry=rng.uniform(8, 20))
    sheet.fog(790, 960, "f0d3c4", 0.55, even=0.1)
    return sheet.finish(grain=0.05, mottle=0.09, vignette=0.18)


def stairs(sheet: Sheet) -> Image.Image:
    """A long stairway climbs between old houses towards the light."""
    x: float
    y: float
    z: float
    rng = sheet.rng
    camera = Camera((0.35, 1.5, 0.0), pitch=14, focal=980, centre=(700, 470))
    eye = (0.35, 1.5)
    sheet.wash([(0, "f3c98b"), (220, "fbe6bd"), (420, "f6d7a4"), (1000, "7a6a62")])
    sheet.glow(700, 230, 420, "fff3d0", 0.9)
    with sheet.stencil([(60, "d9b58c"), (320, "f6deb4")]) as pen:
        for x in range(470, 960, 42):
            pen.poly(tower(rng, x, rng.uniform(24, 38), rng.uniform(90, 250), 420))
    sheet.fog(180, 420, "fdeecb", 0.7)
    rise, tread, _count = 0.17, 0.36, 96

    def height(z: float) -> float:
        return max(0.0, (z - 2.2)) / tread * rise

    for groups in ((11, 10, 9, 8), (7, 6, 5), (4, 3, 2), (1, 0)):
        with sheet.pen() as pen:
            for group in groups:
                z0 = 2.2 + group * 8 * tread
                deep = 8 * tread
                y = height(z0)
                far = min(0.85, group / 13)
                haze = "f3d6a6"
                for left in (True, False):
                    edge = (-2.0 - rng.uniform(0, 0.35)) if left else (2.0 + rng.uniform(0, 0.35))
                    tall = rng.uniform(3.6, 6.2)
                    wall = mix(rng.choice(("8c8378", "a58d72", "756f70", "b59a78")), haze, far)
                    if not left:
                        wall = mix(wall, "3a3a4c", 0.38 * (1 - far))
                    x0, x1 = (edge - 7, edge) if left else (edge, edge + 7)
                    block(
                        pen,
                        camera,
                        (x0, x1, y - 1, y + tall, z0, z0 + deep),
                        (mix(wall, "35323f", 0.4 * (1 - far * 0.5)), wall, wall),
                        eye,
                    )
                    _old_house(sheet, pen, camera, edge, y, tall, z0, deep, far, left)
                for step in range(7, -1, -1):
                    z = z0 + step * tread
                    h = height(z)
                    top = mix(rng.choice(("cbb795", "c2ad8e", "d2c0a0")), haze, far * 0.7)
                    front = mix(mix("6f6668", "5d5a66", rng.random()), haze, far * 0.75)
                    pen.poly(
                        [
                            camera.at(-2.1, h + rise, z),
                            camera.at(2.1, h + rise, z),
                            camera.at(2.1, h + rise, z + tread),
                            camera.at(-2.1, h + rise, z + tread),
                        ],
                        top,
                    )
                    pen.poly(
                        [
                            camera.at(-2.1, h, z),
                            camera.at(2.1, h, z),
                            camera.at(2.1, h + rise, z),
                            camera.at(-2.1, h + rise, z),
                        ],
                        front,
                    )
                    pen.line(
                        [camera.at(-2.1, h + rise, z), camera.at(2.1, h + rise, z)],
                        mix("e8d5ae", haze, far),
                        max(1.0, 9 / z),
                    )
                    for _ in range(4):
                        x = rng.uniform(-2, 2)
                        pen.line(
                            [camera.at(x, h, z), camera.at(x, h + rise, z)],
                            mix("57535f", haze, far * 0.8),
                            max(1.0, 4 / z),
                        )
        if 8 in groups:
            _porter(sheet, camera, -0.7, height(21.0), 21.0, laden=False)
        if 5 in groups:
            _porter(sheet, camera, 0.35, height(15.2), 15.2)
        if 0 not in groups:
            sheet.fog(120, 560, "fbe0b0", 0.2, even=0.6)
    lamps: list[Point] = []
    for z, x, up in (
        (4.4, -1.75, 3.0),
        (6.2, 1.8, 3.1),
        (8.4, -1.75, 3.1),
        (11.0, 1.8, 3.2),
        (14.0, -1.75, 3.2),
        (18.0, 1.8, 3.3),
    ):
        lamps.append(camera.at(x, height(z) + up, z))
    for (x, y), z in zip(lamps, (4.4, 6.2, 8.4, 11.0, 14.0, 18.0), strict=True):
        size = 170 / z
        sheet.glow(x, y, size * 3.4, "ff7a3a", 0.6)
        with sheet.pen() as pen:
            pen.line([(x, y - size * 2.2), (x, y)], "4a2a26", 1.5)
            pen.disc(x, y, size, "d8412a", size * 0.84)
            for part in (0.66, 0.3):
                pen.ring(x, y, size * part, "f08a4a", max(1, size * 0.05), size * 0.84)
            pen.rect(x - size * 0.4, y - size * 0.96, x + size * 0.4, y - size * 0.76, "e8b45a")
            pen.rect(x - size * 0.4, y + size * 0.76, x + size * 0.4, y + size * 0.96, "e8b45a")
            pen.line([(x, y + size), (x, y + size * 1.7)], "e8b45a", max(1, size * 0.14))
    # Lines across the lane, and the leaves of an old fig over it.
    with sheet.pen() as pen:
        for a, b, drop in (((330, 150), (1050, 100), 40), ((300, 60), (1160, 190), 50)):
            pen.line(sag(a, b, drop), "4a4048", 2)
        line = sag((330, 150), (1050, 100), 40)
        for place, tone in (
            (8, "e9dcc2"),
            (11, "b5523a"),
            (14, "6f8f95"),
            (26, "e3b868"),
            (29, "f0e6d2"),
        ):
            x, y = line[place]
            pen.poly([(x, y), (x + 34, y + 2), (x + 32, y + 54), (x + 3, y + 52)], tone)
        for _ in range(620):
            x = rng.uniform(820, 1540)
            y = rng.uniform(-30, 40 + 250 * ((x - 820) / 700) ** 1.6)
            size = rng.uniform(7, 22)
            angle = rng.uniform(0, math.pi)
            dx, dy = math.cos(angle) * size, math.sin(angle) * size
            tone = rng.choice(("2f4a3a", "3d5f42", "567a48", "243a34", "83944f"))
            pen.poly(
                [
                    (x - dx, y - dy),
                    (x - dy * 0.4, y + dx * 0.4),
                    (x + dx, y + dy),
                    (x + dy * 0.4, y - dx * 0.4),
                ],
                tone,
            )
    with sheet.stencil("ffe2a8", alpha=0.22, blur=30, mode="screen") as pen:
        pen.poly([(640, 150), (780, 150), (620, 1010), (60, 1010)])
    return sheet.finish(grain=0.05, mottle=0.11, vignette=0.26)


def _old_house(
    sheet: Sheet,
    pen: Pen,
    camera: Camera,
    x: float,
    y: float,
    tall: float,
    z: float,
    deep: float,
    far: float,
    left: bool,
) -> None:
    """Timber frames, lit windows, a door and the eaves on the lane's side of a house."""
    rng = sheet.rng

    def panel(z0: float, z1: float, y0: float, y1: float, tone: str) -> None:
        shade = mix(tone, "f3d6a6", far)
        if not left:
            shade = mix(shade, "3a3a4c", 0.25 * (1 - far))
        pen.poly(
            [
                camera.at(x, y + y0, z + z0 * deep),
                camera.at(x, y + y1, z + z0 * deep),
                camera.at(x, y + y1, z + z1 * deep),
                camera.at(x, y + y0, z + z1 * deep),
            ],
            shade,
        )

    panel(0.0, 0.05, 0, tall, "4f3b33")
    panel(0.95, 1.0, 0, tall, "4f3b33")
    panel(0.0, 1.0, 2.7, 2.86, "4f3b33")
    panel(0.16, 0.42, 0.9, 2.45, "5b3a2c")
    panel(0.285, 0.295, 0.9, 2.45, "2f2422")
    warm = rng.choice(("ffd98c", "ffcb74", "7d8f8c", "f9e0a8"))
    panel(0.56, 0.88, 1.7, 2.5, warm)
    for bar in (0.56, 0.66, 0.76, 0.86):
        panel(bar, bar + 0.02, 1.7, 2.5, "4f3b33")
    if tall > 4.2:
        panel(0.14, 0.46, 3.2, 4.0, rng.choice(("ffd98c", "6f7f80", "ffcb74")))
        panel(0.56, 0.86, 3.2, 4.0, rng.choice(("ffe3a4", "6f7f80", "5f6f74")))
        for bar in (0.14, 0.29, 0.44, 0.56, 0.7, 0.84):
            panel(bar, bar + 0.02, 3.2, 4.0, "4f3b33")
        panel(0.08, 0.92, 2.95, 3.02, "6b4a3a")
    out = x + (0.85 if left else -0.85)
    for level, tone in (
        ((tall, "4a4a54"), (2.75, "5d5450")) if rng.random() < 0.6 else ((tall, "4a4a54"),)
    ):
        a, b = camera.at(x, y + level + 0.42, z), camera.at(x, y + level + 0.42, z + deep)
        c, d = camera.at(out, y + level, z + deep), camera.at(out, y + level, z)
        pen.poly([a, b, c, d], mix(tone, "f3d6a6", far))
        for part in range(1, 9):
            t = part / 9
            pen.line(
                [
                    (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t),
                    (d[0] + (c[0] - d[0]) * t, d[1] + (c[1] - d[1]) * t),
                ],
                mix(mix(tone, "1f2028", 0.4), "f3d6a6", far),
                max(1.0, 5 / z),
            )
        pen.line([d, c], mix("c9a878", "f3d6a6", far), max(1.0, 10 / z))


def _porter(
    sheet: Sheet, camera: Camera, x: float, y: float, z: float, *, laden: bool = True
) -> None:
    foot, head = camera.at(x, y, z), camera.at(x, y + 1.7, z)
    m = (foot[1] - head[1]) / 1.7
    cx, base = foot
    with sheet.pen() as pen:

        def body(points: Sequence[Point], tone: str) -> None:
            pen.poly([(cx + px * m, base - py * m) for px, py in points], tone)

        body([(-0.17, 0), (-0.04, 0), (0.02, 0.8), (-0.18, 0.84)], "2c2f3d")
        body([(0.02, 0.16), (0.15, 0.16), (0.2, 0.84), (0.0, 0.84)], "3a3d4c")
        body(
            [(-0.2, 0.78), (0.2, 0.78), (0.25, 1.36), (-0.25, 1.36)],
            "3f5f78" if laden else "a8452f",
        )
        pen.disc(cx, base - 1.54 * m, 0.13 * m, "2c2530", 0.15 * m)
        if laden:
            pen.line(
                [
                    (cx - 0.85 * m, base - 1.36 * m),
                    (cx, base - 1.44 * m),
                    (cx + 0.85 * m, base - 1.36 * m),
                ],
                "c79a5a",
                0.06 * m,
            )
            for side in (-0.8, 0.8):
                bx = cx + side * m
                pen.line([(bx, base - 1.36 * m), (bx - 0.2 * m, base - 0.72 * m)], "5a4632", 1.5)
                pen.line([(bx, base - 1.36 * m), (bx + 0.2 * m, base - 0.72 * m)], "5a4632", 1.5)
                for tone, dx in (("e8913a", -0.12), ("d9622d", 0.1), ("f0a84a", 0.0)):
                    pen.disc(bx + dx * m, base - 0.74 * m, 0.14 * m, tone)
                pen.poly(
                    [
                        (bx - 0.28 * m, base - 0.72 * m),
                        (bx + 0.28 * m, base - 0.72 * m),
                        (bx + 0.2 * m, base - 0.4 * m),
                        (bx - 0.2 * m, base - 0.4 * m),
                    ],
                    "b58a4e",
                )


def monorail(sheet: Sheet) -> Image.Image:
    """The train leaves a block of flats at the height of the eighth floor."""
    x: float
    rng = sheet.rng
    sheet.wash([(0, "f0d9b0"), (400, "f6ead0"), (1000, "dfe3cc")])
    with sheet.stencil("fbf3df", alpha=0.9) as pen:
        pen.disc(300, 210, 96)
    with sheet.stencil([(200, "dccfae"), (800, "eee6cd")]) as pen:
        for x in range(-20, 820, 58):
            pen.poly(tower(rng, x, rng.uniform(38, 60), rng.uniform(250, 560), 820))
    with sheet.stencil([(420, "b4c4ac"), (860, "d9dec3")]) as pen:
        pen.poly(
            land(rough(rng, [(-60, 620), (240, 520), (520, 600), (900, 560), (1560, 480)], 26))
        )
    sheet.fog(520, 800, "f6efd9", 0.7)
    x0, x1, top = 690.0, 1330.0, -20.0
    hole = (430.0, 640.0)
    with sheet.pen() as pen:
        pen.rect(x0, top, x1, 1010, "c9694c")
        pen.poly([(x1, top), (x1 + 150, top + 34), (x1 + 150, 1010), (x1, 1010)], "8f4038")
        for floor in range(17):
            y = top + 26 + floor * 62
            if hole[0] - 50 < y < hole[1] + 4:
                continue
            pen.rect(x0, y + 50, x1, y + 56, "b55a42")
            for flat in range(8):
                x = x0 + 18 + flat * 78
                kind = rng.random()
                if flat in (2, 5):
                    pen.rect(x - 8, y - 2, x + 68, y + 48, "f1dfbd")
                    pen.rect(x, y + 2, x + 60, y + 26, "33565c" if kind > 0.3 else "f6c46a")
                    pen.rect(x - 8, y + 28, x + 68, y + 48, "e3c9a0")
                    for rail in range(9):
                        pen.rect(x - 4 + rail * 8.6, y + 30, x - 2 + rail * 8.6, y + 47, "b88e6a")
                    if kind < 0.5:
                        for part in range(4):
                            pen.disc(
                                x + 6 + part * 13, y + 28, 8, rng.choice(("4f7d52", "7ba25a")), 7
                            )
                else:
                    pen.rect(x + 4, y + 4, x + 56, y + 42, "f3e4c4")
                    pen.rect(x + 8, y + 8, x + 29, y + 38, "3f666b" if kind > 0.25 else "ffd27a")
                    pen.rect(x + 32, y + 8, x + 52, y + 38, "335459" if kind > 0.15 else "ffd27a")
                    if kind > 0.72:
                        pen.rect(x + 12, y + 42, x + 44, y + 55, "efe6d4")
                        pen.disc(x + 28, y + 48.5, 5, "8a8f8c")
                    elif kind > 0.5:
                        pen.rect(x + 2, y + 40, x + 58, y + 46, "7d3d33")
                        for part in range(3):
                            pen.disc(x + 12 + part * 17, y + 38, 7, "5f8f5a", 6)
        for floor in range(17):
            y = top + 36 + floor * 62
            for flat in range(2):
                x = x1 + 22 + flat * 66
                pen.poly([(x, y), (x + 38, y + 7), (x + 38, y + 42), (x, y + 36)], "5a2b30")
                pen.poly(
                    [(x + 4, y + 5), (x + 34, y + 11), (x + 34, y + 37), (x + 4, y + 31)],
                    rng.choice(("2f4a52", "2f4a52", "e0a050")),
                )
        pen.rect(x0, hole[0], x1, hole[1], "f0dcb6")
        pen.rect(x0, hole[0], x1, hole[0] + 14, "fbefd2")
        pen.rect(x0 + 60, hole[0] + 26, x1 - 40, hole[1], "1f3238")
        for lamp in range(7):
            pen.rect(
                x0 + 96 + lamp * 76, hole[0] + 40, x0 + 140 + lamp * 76, hole[0] + 46, "ffe4a0"
            )
        for post in range(6):
            pen.rect(x0 + 96 + post * 100, hole[0] + 26, x0 + 110 + post * 100, hole[1], "49626a")
    sheet.glow(1000, 520, 340, "ffc868", 0.4, squash=0.4)
    # The beam curves out of the house on its piers, over the trees.
    beam = curve([(-60, 742), (160, 700), (420, 660), (700, 640), (980, 632), (1300, 632)], 16)
    with sheet.pen() as pen:
        for x in (90, 330, 560):
            y = min(beam, key=lambda p, x=x: abs(p[0] - x))[1]  # type: ignore[misc]
            pen.poly([(x - 22, y), (x + 22, y), (x + 14, 1010), (x - 14, 1010)], "b9b3a0")
            pen.poly([(x + 4, y), (x + 22, y), (x + 14, 1010), (x + 4, 1010)], "918d80")
            pen.poly(
                [(x - 44, y + 8), (x + 44, y + 8), (x + 22, y + 54), (x - 22, y + 54)], "a8a291"
            )
        pen.poly([*beam, *[(x, y + 34) for x, y in beam][::-1]], "cfc7b0")
        pen.poly([*[(x, y + 22) for x, y in beam], *[(x, y + 34) for x, y in beam][::-1]], "8f8a7e")
        _train(pen, beam)
    with sheet.stencil("1f3238", alpha=0.5, blur=10, across=[(880, 0), (1120, 1)]) as pen:
        pen.rect(800, hole[0] + 60, x1 - 44, hole[1] - 4)
    greens = (("6f9a5c", 880), ("3f7350", 930), ("285443", 980))
    for tone, level in greens:
        with sheet.pen() as pen:
            for _ in range(64):
                x = rng.uniform(-30, WIDE + 30)
                y = level + rng.uniform(-26, 60) - 34 * math.sin(x / 220 + level)
                size = rng.uniform(22, 58)
                shade = mix(tone, "d9dc9a", rng.uniform(0, 0.16))
                pen.disc(x, y, size, shade, size * 0.8)
                pen.disc(
                    x - size * 0.2,
                    y - size * 0.25,
                    size * 0.6,
                    mix(shade, "e9e7a8", 0.14),
                    size * 0.45,
                )
    return sheet.finish(grain=0.05, mottle=0.1, vignette=0.12)


def _train(pen: Pen, beam: Sequence[Point]) -> None:
    def along(x: float) -> float:
        for a, b in itertools.pairwise(beam):
            if a[0] <= x <= b[0]:
                return a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])
        return beam[-1][1]

    def strip(x0: float, x1: float, low: float, high: float, tone: str) -> None:
        xs = [x0 + (x1 - x0) * n / 10 for n in range(11)]
        pen.poly(
            [*[(x, along(x) - high) for x in xs], *[(x, along(x) - low) for x in xs][::-1]], tone
        )

    for car in range(4):
        x0 = 250 + car * 232.0
        x1 = x0 + 226
        strip(x0 + (26 if car == 0 else 0), x1, 104, 110, "c3c9b9")
        strip(x0 + (16 if car == 0 else 0), x1, 0, 106, "f7f4e6")
        if car == 0:
            nose = [
                (x0 + 18, along(x0) - 106),
                (x0 - 6, along(x0) - 62),
                (x0 - 10, along(x0) - 4),
                (x0 + 20, along(x0) - 2),
            ]
            pen.poly(nose, "f7f4e6")
            pen.poly(
                [
                    (x0 + 14, along(x0) - 98),
                    (x0 - 2, along(x0) - 60),
                    (x0 + 34, along(x0) - 58),
                    (x0 + 34, along(x0) - 98),
                ],
                "22424a",
            )
            pen.disc(x0 + 2, along(x0) - 34, 6, "ffe39a")
        strip(x0 - (8 if car == 0 else 0), x1, 26, 44, "3f8f52")
        strip(x0 - (8 if car == 0 else 0), x1, 18, 23, "7fb761")
        strip(x0 - (4 if car == 0 else 0), x1, -16, 8, "7d8783")
        for pane in range(5):
            a = x0 + 44 + pane * 36
            strip(a, a + 29, 54, 92, "2f5560" if pane not in (1, 4) else "d9ddcc")
            if pane in (1, 4):
                strip(a + 3, a + 13, 30, 90, "2f5560")
                strip(a + 16, a + 26, 30, 90, "2f5560")
        strip(x1, x1 + 6, 6, 100, "4f5a58")


def cableway(sheet: Sheet) -> Image.Image:
    """A car hangs over the river while the sun goes down behind the far bank."""
    x: float
    y: float
    rng = sheet.rng
    sheet.wash([(0, "e9a23f"), (260, "f3c05a"), (470, "f9dd92"), (560, "f6d08a")])
    for radius, tone in ((250, "f7cf74"), (180, "fadb8c"), (118, "fdebb4")):
        with sheet.stencil(tone, alpha=0.7) as pen:
            pen.disc(430, 440, radius)
    for level, swing, tone, foot in ((470, 70, "e0a05a", "f4cd88"), (530, 40, "b9764a", "e9b06e")):
        with sheet.stencil([(level - 70, tone), (640, foot)]) as pen:
            pen.poly(land(ridge(rng, level, swing), 660))
    spots: list[tuple[float, float, float]] = []
    for step in range(46):
        x = step * 34 + rng.uniform(-10, 10)
        spots.append(
            (
                x,
                rng.uniform(20, 38),
                620 - rng.uniform(30, 130) - 150 * math.exp(-(((x - 830) / 180) ** 2)),
            )
        )
    with sheet.stencil([(330, "8c4a35"), (640, "c98550")]) as pen:
        for x, wide, top in spots:
            pen.poly(tower(rng, x, wide, top, 650))
    with sheet.pen() as pen:
        for x, wide, top in spots:
            windows(
                rng,
                pen,
                (x + 3, top + 22, x + wide - 3, 636),
                ("ffe6a0", "ffd27a"),
                lit=0.16,
                cell=(7, 9),
                pane=(3, 4),
            )
    sheet.fog(540, 670, "f9d590", 0.6)
    sheet.stamp(
        sheet.fall([(646, 0.0), (648, 1.0)]), [(646, "f4cb82"), (740, "b98a55"), (1000, "24474a")]
    )
    with sheet.stencil("fff0bc", alpha=0.75, mode="screen") as pen:
        for step in range(56):
            y = 652 + step * 6
            half = rng.uniform(20, 90) * (1 - step / 80)
            x = 430 + rng.uniform(-24, 24) * (1 + step / 30)
            pen.poly([(x - half, y), (x, y - 2.4), (x + half, y), (x, y + 2.4)], 1 - step / 62)
    sheet.ripples(655, 1000, "1f4648", count=300, alpha=0.5)
    sheet.ripples(655, 1000, "fbe0a0", count=180, alpha=0.4)
    with sheet.pen() as pen:
        pen.poly([(110, 792), (330, 792), (306, 818), (136, 818)], "3d2a2c")
        pen.rect(160, 768, 280, 792, "6b3f34")
        pen.rect(180, 750, 262, 768, "8a5340")
        for x in range(168, 276, 14):
            pen.rect(x, 774, x + 8, 784, "ffdf94")
    near = [(-60, 900), *rough(rng, [(-60, 900), (180, 930), (420, 985), (560, 1020)], 14)]
    with sheet.stencil("1c2c30") as pen:
        pen.poly(land(near))
        for x, y in near:
            pen.disc(x, y, rng.uniform(10, 30))

    # The cables, and the mast they come from.
    ends = ((-40.0, 395.0), (1560.0, 60.0))
    with sheet.pen() as pen:
        for drop, lift, wide in ((58, 0, 5), (52, -18, 5), (66, 26, 2.4)):
            pen.line(
                sag((ends[0][0], ends[0][1] - lift), (ends[1][0], ends[1][1] - lift), drop),
                "3a2428",
                wide,
            )
        far = sag((-40, 470), (1560, 250), 40)
        pen.line(far, "7d4634", 2.2)
        x, y = far[11]
        pen.line([(x, y), (x, y + 20)], "7d4634", 2)
        pen.round_rect((x - 26, y + 20, x + 26, y + 56), 6, "7d3a2c")
        pen.rect(x - 20, y + 27, x + 20, y + 41, "ffdf94")
    _car(sheet, 1000, 232)
    return sheet.finish(grain=0.05, mottle=0.1, vignette=0.2)


def _car(sheet: Sheet, x: float, y: float) -> None:
    """The cable car, its hanger above, its passengers dark against the evening."""
    rng = sheet.rng
    with sheet.pen() as pen:
        pen.poly([(x - 90, y - 4), (x + 90, y - 23), (x + 92, y - 9), (x - 88, y + 10)], "2f1d22")
        for step in range(5):
            cx = x - 76 + step * 38
            pen.disc(cx, y - 8 - step * 4 + 6, 10, "5a2f2a")
            pen.disc(cx, y - 8 - step * 4 + 6, 4, "c98a55")
        pen.poly([(x - 13, y), (x + 13, y - 4), (x + 42, y + 190), (x + 26, y + 190)], "2f1d22")
        pen.poly([(x - 13, y), (x + 13, y - 4), (x - 26, y + 190), (x - 42, y + 190)], "3f262a")
        left, right, top, bottom = x - 225, x + 225, y + 186, y + 452
        pen.round_rect((left + 40, top - 22, right - 40, top + 30), 12, "7d2a20")
        pen.round_rect((left, top, right, bottom), 40, "b83a24")
        pen.round_rect((left, top, right, top + 60), 30, "cf5230")
        pen.rect(left, top + 178, right, top + 190, "f6dc9c")
        pen.rect(left, top + 196, right, top + 200, "f6dc9c")
        pen.round_rect((left + 30, bottom - 16, right - 30, bottom + 14), 10, "4a1f20")
        for pane in range(5):
            a = left + 22 + pane * 83
            pen.round_rect((a, top + 44, a + 74, top + 164), 10, "3a1f22")
            pen.round_rect((a + 4, top + 48, a + 70, top + 160), 8, "fbd98a")
            pen.poly(
                [(a + 4, top + 120), (a + 70, top + 100), (a + 70, top + 160), (a + 4, top + 160)],
                "f0b862",
            )
            for _ in range(rng.choice((1, 2, 2))):
                px, py = a + rng.uniform(18, 56), top + rng.uniform(92, 112)
                pen.disc(px, py, 10.5, "4a2426", 12.5)
                pen.poly(
                    [
                        (px - 17, top + 160),
                        (px - 15, py + 18),
                        (px - 5, py + 10),
                        (px + 5, py + 10),
                        (px + 15, py + 18),
                        (px + 17, top + 160),
                    ],
                    "4a2426",
                )
            pen.rect(a + 4, top + 156, a + 70, top + 164, "8c3424")
        pen.poly(
            [(right - 40, top), (right, top + 40), (right, bottom - 40), (right - 40, bottom)],
            "9a2f20",
        )
    sheet.glow(x, y + 300, 330, "ffc860", 0.28, squash=0.6)


def hongya(sheet: Sheet) -> Image.Image:
    """Stilted houses stacked up a cliff, every window lit, and the river below."""
    x: float
    y: float
    rng = sheet.rng
    line = 830.0
    sheet.wash([(0, "0d1020"), (300, "1d1830"), (600, "4a2a2c"), (line, "2a1a1c")])
    sheet.glow(820, 520, 900, "c8641e", 0.55, squash=0.7)
    with sheet.stencil([(40, "1a1a30"), (line, "4a2c30")]) as pen:
        for x in range(-20, 1540, 62):
            pen.poly(tower(rng, x, rng.uniform(40, 66), rng.uniform(60, 330), line))
    with sheet.pen() as pen:
        for x in range(-20, 1540, 62):
            windows(
                rng,
                pen,
                (x + 8, 240, x + 40, 640),
                ("e0a45a", "8f6a58", "c98a50"),
                lit=0.12,
                cell=(9, 14),
                pane=(3, 4),
            )
    cliff = [
        (180, line),
        *rough(
            rng,
            [
                (180, line),
                (240, 560),
                (330, 380),
                (470, 240),
                (700, 190),
                (1060, 170),
                (1280, 240),
                (1420, 430),
                (1540, 520),
            ],
            20,
        ),
        (1560, line),
    ]
    with sheet.stencil([(150, "2a1c22"), (line, "120d14")]) as pen:
        pen.poly(cliff)
        for x, y in cliff:
            pen.disc(x, y, rng.uniform(10, 30))
    tiers: tuple[tuple[float, float, float], ...] = (
        (560, 1040, 232),
        (480, 1180, 310),
        (700, 1300, 380),
        (400, 1120, 455),
        (560, 1380, 530),
        (330, 1200, 604),
        (440, 1470, 676),
        (270, 1350, 750),
        (240, 1520, line),
    )
    for left, right, floor in tiers:
        sheet.glow(
            (left + right) / 2, floor - 24, (right - left) * 0.55, "ff9a3a", 0.4, squash=0.22
        )
    spots: list[Point] = []
    with sheet.pen() as pen:
        for place, (left, right, floor) in enumerate(tiers):
            x = left
            while x < right - 60:
                wide = min(rng.uniform(96, 190), right - x)
                _stilt_house(sheet, pen, x, wide, floor, rng.uniform(44, 62), place)
                for lamp in range(int(wide / 34)):
                    spots.append((x + 18 + lamp * 34, floor - 8))
                x += wide + rng.uniform(-8, 14)
    sheet.lights(spots, "ff5a2a", 8, 0.9)
    with sheet.pen() as pen:
        # The pavilion on the roof of it all.
        for width, y in ((190, 180), (130, 130), (70, 84)):
            pen.rect(800 - width * 0.36, y - 34, 800 + width * 0.36, y + 4, "ffc25a")
            for bar in range(7):
                bx = 800 - width * 0.36 + bar * width * 0.12
                pen.rect(bx - 1.5, y - 34, bx + 1.5, y + 4, "6b2a1a")
            _eaves(pen, 800 - width / 2, 800 + width / 2, y - 30, 26)
        pen.line([(800, 56), (800, 26)], "e0a04a", 4)
    sheet.glow(800, 130, 240, "ffae4a", 0.6)
    sheet.mirror(line, 172, dim=0.82, blur=5.0, tint="140c12")
    sheet.ripples(line + 4, 1000, "0d0a12", count=240, alpha=0.6)
    sheet.ripples(line + 4, 1000, "ffb85a", count=150, alpha=0.4, mode="screen")
    with sheet.pen() as pen:
        pen.rect(0, line - 5, WIDE, line + 5, "2a1614")
        pen.poly([(60, 912), (260, 912), (236, 938), (90, 938)], "120c12")
        pen.poly([(90, 912), (104, 888), (214, 888), (228, 912)], "3a1f1a")
        _eaves(pen, 84, 236, 890, 20)
    sheet.lights([(100 + 24 * n, 902) for n in range(6)], "ffb04a", 10, 0.9)
    return sheet.finish(grain=0.05, mottle=0.08, vignette=0.3, lift="0c080c")


def _eaves(pen: Pen, left: float, right: float, y: float, rise: float) -> None:
    """A tiled roof whose corners turn up."""
    middle, half = (left + right) / 2, (right - left) / 2
    points = [
        (left - 14, y - 8),
        (left + 2, y + 3),
        (left + 16, y + 6),
        (right - 16, y + 6),
        (right - 2, y + 3),
        (right + 14, y - 8),
        (right - 6, y - 5),
        (middle + half * 0.62, y - rise * 0.72),
        (middle + half * 0.56, y - rise),
        (middle - half * 0.56, y - rise),
        (middle - half * 0.62, y - rise * 0.72),
        (left + 6, y - 5),
    ]
    pen.poly(points, "1c141a")
    pen.line(
        [
            (left - 14, y - 8),
            (left + 2, y + 3),
            (left + 16, y + 6),
            (right - 16, y + 6),
            (right - 2, y + 3),
            (right + 14, y - 8),
        ],
        "f6a840",
        2.6,
    )
    pen.line([(middle - half * 0.56, y - rise), (middle + half * 0.56, y - rise)], "a8622a", 2)


def _stilt_house(
    sheet: Sheet, pen: Pen, x: float, wide: float, floor: float, tall: float, place: int
) -> None:
    rng = sheet.rng
    for post in range(int(wide / 22) + 1):
        px = x + 4 + post * 22
        pen.rect(px, floor, px + 4, floor + 26, "4a2418")
    wall = rng.choice(("6b2a1a", "7d3a1f", "5a2418", "8a4a22"))
    pen.rect(x, floor - tall, x + wide, floor, wall)
    pane = rng.choice((15.0, 18.0, 22.0))
    count = int((wide - 8) / pane)
    for window in range(count):
        wx = x + 5 + window * (wide - 8) / count
        tone = rng.choice(("ffd070", "ffbe55", "ffe09a", "f79a3a", "ffc860"))
        top = floor - tall + 10
        pen.rect(wx, top, wx + pane - 5, floor - 12, tone)
        pen.rect(
            wx,
            top + (floor - 12 - top) * 0.4,
            wx + pane - 5,
            top + (floor - 12 - top) * 0.4 + 1.6,
            "7d3a1f",
        )
        pen.rect(wx + pane / 2 - 3.2, top, wx + pane / 2 - 1.8, floor - 12, "9a5426")
    pen.rect(x - 4, floor - 9, x + wide + 4, floor - 1, "3a1a14")
    pen.rect(x - 4, floor - 3, x + wide + 4, floor, "d98a3a")
    _eaves(pen, x - 6, x + wide + 6, floor - tall + 2, rng.uniform(18, 28) if place else 30)


def rain(sheet: Sheet) -> Image.Image:
    """Umbrellas on a wet crossing, seen from a window high above."""
    r: float
    x: float
    y: float
    rng = sheet.rng
    sheet.wash([(0, "2f3c4c"), (500, "3d4c5c"), (1000, "26323f")])
    with sheet.stencil("151c28", alpha=0.5, blur=20) as pen:
        pen.poly([(-50, 1050), (-50, 640), (720, 1050)])
        pen.poly([(900, -50), (1550, -50), (1550, 330)])

    def turn(u: float, v: float) -> Point:
        a = math.radians(-24)
        return 750 + u * math.cos(a) - v * math.sin(a), 500 + u * math.sin(a) + v * math.cos(a)

    with sheet.stencil("c3cfd6", alpha=0.55, blur=1.2) as pen:
        for step in range(-9, 10):
            u = step * 104.0
            pen.poly([turn(u, -230), turn(u + 56, -230), turn(u + 56, 230), turn(u, 230)], 0.9)
    worn = sheet.field(30, 20, 3).point(
        [max(0, min(255, (level - 120) * 3)) for level in range(256)]
    )
    sheet.stamp(worn, "35434f", alpha=0.35)
    with sheet.stencil("d9b45a", alpha=0.6, blur=1.2) as pen:
        for v in (-330, -310, 330, 350):
            pen.poly([turn(-1100, v), turn(1100, v), turn(1100, v + 7), turn(-1100, v + 7)])
    # Shop signs far below the frame smear over the wet ground.
    for tone, x, y, reach in (
        ("ff5a5a", 230, 180, 420),
        ("4fd0c8", 1240, 760, 460),
        ("ffb54a", 1180, 160, 360),
        ("ff7ab0", 380, 880, 340),
        ("6fa8ff", 720, 470, 320),
    ):
        sheet.glow(x, y, reach, tone, 0.42, squash=0.6)
    with sheet.stencil("e8f4ff", alpha=0.24, blur=3, mode="screen") as pen:
        for _ in range(60):
            x, y = rng.uniform(0, WIDE), rng.uniform(0, TALL)
            pen.disc(x, y, rng.uniform(20, 90), rng.uniform(0.2, 0.9), rng.uniform(3, 14))
    places: list[tuple[float, float, float]] = []
    while len(places) < 27:
        x, y, r = rng.uniform(20, 1480), rng.uniform(20, 980), rng.uniform(62, 92)
        if all(math.hypot(x - px, y - py) > (r + pr) * 0.94 for px, py, pr in places):
            places.append((x, y, r))
    places.sort(key=lambda p: p[1])
    tones = (
        "b93a32",
        "1f2a38",
        "2f7f86",
        "e2a83c",
        "d9d4c4",
        "274a72",
        "16202c",
        "7a3f63",
        "d8663a",
        "4f8a6a",
        "20303f",
        "8fa8b4",
    )
    with sheet.stencil("0b1018", alpha=0.6, blur=12) as pen:
        for x, y, r in places:
            pen.disc(x + 26, y + 34, r * 0.96)
    with sheet.pen() as pen:
        for place, (x, y, r) in enumerate(places):
            way = rng.uniform(0, 360)
            dx, dy = math.cos(math.radians(way)), math.sin(math.radians(way))
            for side in (-1, 1):
                fx, fy = x + dx * r * 0.9 * side + 18, y + dy * r * 0.5 * side + 26
                if side > 0:
                    pen.disc(fx, fy, 13, "10161f", 9)
            _umbrella(pen, x, y, r, tones[(place * 5) % 12], way, place == 13)
    with sheet.stencil("eef6fb", alpha=0.5) as pen:
        for _ in range(190):
            x, y, r = rng.uniform(0, WIDE), rng.uniform(0, TALL), rng.uniform(3, 13)
            if all(math.hypot(x - px, y - py) > pr for px, py, pr in places):
                pen.ring(x, y, r, rng.uniform(0.3, 0.9), 1.3, r * 0.8)
        for x, y, r in places:
            for _ in range(7):
                a, d = rng.uniform(0, 6.3), r * rng.uniform(0.2, 0.95)
                pen.disc(x + d * math.cos(a), y + d * math.sin(a), rng.uniform(1, 2.2))
    sheet.rain(300, "e6f0f6", 0.32, slant=0.3, length=110)
    return sheet.finish(grain=0.05, mottle=0.1, vignette=0.32, lift="080c12")


def _umbrella(pen: Pen, x: float, y: float, r: float, tone: str, way: float, striped: bool) -> None:
    ribs = 8
    for rib in range(ribs):
        a = math.radians(way + rib * 45)
        b = math.radians(way + (rib + 1) * 45)
        middle = (a + b) / 2
        # Light falls from the upper left.
        light = 0.5 + 0.5 * math.cos(middle - math.radians(225))
        shade = mix(mix(tone, "0a0f18", 0.42), mix(tone, "ffffff", 0.16), light)
        if striped and rib % 2:
            shade = mix("f0e8d8", "8a93a0", 1 - light)
        rim = [
            (x + r * math.cos(a), y + r * math.sin(a)),
            (x + r * 0.94 * math.cos(middle), y + r * 0.94 * math.sin(middle)),
            (x + r * math.cos(b), y + r * math.sin(b)),
        ]
        pen.poly([(x, y), *rim], shade)
        pen.poly(
            [
                (x, y),
                (x + r * 0.5 * math.cos(a), y + r * 0.5 * math.sin(a)),
                (x + r * 0.47 * math.cos(middle), y + r * 0.47 * math.sin(middle)),
            ],
            mix(shade, "ffffff", 0.07),
        )
        pen.line([(x, y), rim[0]], mix(shade, "05080d", 0.35), 1.6)
    pen.disc(x, y, 4.5, mix(tone, "f4ead8", 0.6))


def football(sheet: Sheet) -> Image.Image:
    """A floodlit pitch on a roof, deep among the dark towers."""
    rng = sheet.rng
    camera = Camera((30.0, 150.0, -138.0), pitch=-38, focal=1150, centre=(790, 480))
    sheet.wash([(0, "1d5560"), (260, "12404e"), (620, "0e2a38"), (1000, "06121c")])
    spots: list[tuple[float, float, float, float]] = []
    for row in range(13):
        for column in range(-9, 11):
            x, z = column * 48 + rng.uniform(-7, 7), 470 - row * 48 + rng.uniform(-7, 7)
            if -122 < x < 90 and -72 < z < 122:
                continue
            tall = rng.uniform(-10, 80) if z > 110 or abs(x) > 150 else rng.uniform(-30, 34)
            if z < -60:
                tall = rng.uniform(-40, -8)
            spots.append((x, z, rng.uniform(24, 36), tall))
    spots.sort(key=lambda spot: (-spot[1], -abs(spot[0] - 30)))
    behind = [spot for spot in spots if spot[1] > 40]
    beside = [spot for spot in spots if spot[1] <= 40]
    _night_blocks(sheet, camera, behind)
    sheet.fog(-40, 330, "4f9a98", 0.75, even=0.5)
    with sheet.pen() as pen:
        _pitch(pen, camera)
    with sheet.stencil("f2ffe2", alpha=0.5, blur=24, mode="screen") as pen:
        for x in (-46, 8, 62):
            cx, cy = camera.at(x, 30.5, 44)
            pen.disc(cx, cy, 120, ry=66)
    with sheet.pen() as pen:
        _players(sheet, pen, camera)
    _night_blocks(sheet, camera, beside)
    lamps = [(x, z) for x in (-72.0, 88.0) for z in (-14.0, 44.0, 104.0)]
    beams = ((-72, 44), (88, 44), (-72, 104), (88, 104), (-72, -14), (88, -14))
    with sheet.stencil("e9ffe8", alpha=0.13, blur=14, mode="screen") as pen:
        for x, z in beams:
            way = 1 if x < 0 else -1
            pen.poly(
                [
                    camera.at(x, 62, z),
                    camera.at(x + way * 96, 30, z - 26),
                    camera.at(x + way * 70, 30, z + 26),
                ]
            )
    with sheet.pen() as pen:
        for x, z in lamps:
            pen.line([camera.at(x, 30, z), camera.at(x, 64, z)], "0a1a24", 4)
            a = camera.at(x, 64, z)
            pen.poly(
                [
                    (a[0] - 22, a[1] - 10),
                    (a[0] + 22, a[1] - 10),
                    (a[0] + 22, a[1] + 12),
                    (a[0] - 22, a[1] + 12),
                ],
                "0a1a24",
            )
            for lamp in range(8):
                pen.disc(a[0] - 16 + lamp % 4 * 10.6, a[1] - 4 + lamp // 4 * 10, 4, "fffce6")
    for x, z in lamps:
        sheet.glow(*camera.at(x, 64, z), 120, "eaffdc", 0.85)
    sheet.glow(760, 520, 640, "4fbf86", 0.28, squash=0.6)
    return sheet.finish(grain=0.05, mottle=0.08, vignette=0.34, lift="050c12")


def _night_blocks(
    sheet: Sheet, camera: Camera, spots: Sequence[tuple[float, float, float, float]]
) -> None:
    rng = sheet.rng
    panes = ("ffd68a", "ffb860", "ffe9bd", "8fd6d6", "ff9a62")
    with sheet.pen() as pen:
        for x, z, wide, tall in spots:
            far = min(0.8, max(0.0, (z + 20) / 560))
            base = rng.choice(("16384a", "1b3f4f", "122c3e", "20485a"))
            front = mix(base, "3a7f86", far)
            roof = mix(mix(base, "7fb8b0", 0.25), "4f9a98", far)
            block(
                pen,
                camera,
                (x, x + wide, -90.0, tall, z, z + wide),
                (front, mix(front, "050d16", 0.5), roof),
                (46.0, 150.0),
            )
            inner = [
                camera.at(x + wide * a, tall, z + wide * b)
                for a, b in ((0.3, 0.4), (0.6, 0.4), (0.6, 0.7), (0.3, 0.7))
            ]
            pen.poly([(px, py - 8) for px, py in inner], mix(roof, "050d16", 0.2))
            pen.poly(
                [*[(px, py - 8) for px, py in inner[:2]], *inner[1::-1]], mix(front, "050d16", 0.3)
            )
            columns = int(wide / 4.4)
            for floor in range(15):
                y = tall - 6 - floor * 6.4
                share = 0.26 * rng.choice((0.2, 1.0, 1.4))
                for column in range(columns):
                    if rng.random() < share:
                        wx = x + 2 + column * 4.4
                        a, b = camera.at(wx, y, z), camera.at(wx + 2.5, y - 3.2, z)
                        pen.rect(a[0], a[1], b[0], b[1], mix(rng.choice(panes), front, far * 0.55))


def _pitch(pen: Pen, camera: Camera) -> None:
    """The roof with its mown stripes and lines, and the storeys that carry it."""
    x0, x1, z0, z1, y = -72.0, 88.0, -30.0, 118.0, 30.0

    def flat(a0: float, a1: float, b0: float, b1: float) -> list[Point]:
        return [
            camera.at(a0, y, b0),
            camera.at(a1, y, b0),
            camera.at(a1, y, b1),
            camera.at(a0, y, b1),
        ]

    front = [
        camera.at(x0 - 8, y, z0 - 8),
        camera.at(x1 + 8, y, z0 - 8),
        camera.at(x1 + 8, -60, z0 - 8),
        camera.at(x0 - 8, -60, z0 - 8),
    ]
    pen.poly(front, "17323f")
    for floor in range(9):
        top = y - 7 - floor * 8
        for bay in range(22):
            a = x0 - 5 + bay * 7.5
            p, q = camera.at(a, top, z0 - 8), camera.at(a + 5.4, top - 4.6, z0 - 8)
            tone = "ffcf82" if (bay * 7 + floor * 5) % 11 in (0, 3) else "24505c"
            pen.rect(p[0], p[1], q[0], q[1], tone)
    pen.poly(flat(x0 - 8, x1 + 8, z0 - 8, z1 + 8), "8a4a3c")
    pen.poly(flat(x0 - 3, x1 + 3, z0 - 3, z1 + 3), "b5634a")
    for stripe in range(10):
        a = x0 + (x1 - x0) * stripe / 10
        pen.poly(flat(a, a + (x1 - x0) / 10, z0, z1), "4fae5f" if stripe % 2 else "3f9a56")
    white = "f4fbe8"
    outline = (
        (x0 + 4, x1 - 4, z0 + 4, z1 - 4),
        (x0 + 4, x0 + 30, 14.0, 74.0),
        (x1 - 30, x1 - 4, 14.0, 74.0),
        (x0 + 4, x0 + 14, 30.0, 58.0),
        (x1 - 14, x1 - 4, 30.0, 58.0),
    )
    for a0, a1, b0, b1 in outline:
        corners = flat(a0, a1, b0, b1)
        pen.line([*corners, corners[0]], white, 3)
    middle = (x0 + x1) / 2
    pen.line([camera.at(middle, y, z0 + 4), camera.at(middle, y, z1 - 4)], white, 3)
    pen.line(
        [
            camera.at(
                middle + 18 * math.cos(a / 20 * math.pi), y, 44 + 18 * math.sin(a / 20 * math.pi)
            )
            for a in range(41)
        ],
        white,
        3,
    )
    for x in (x0 + 3, x1 - 3):
        posts = [
            camera.at(x, y, 36),
            camera.at(x, y + 9, 36),
            camera.at(x, y + 9, 52),
            camera.at(x, y, 52),
        ]
        pen.line(posts, "ffffff", 4)
    for step in range(41):
        x = x0 - 8 + step * (x1 - x0 + 16) / 40
        pen.line([camera.at(x, y, z1 + 8), camera.at(x, y + 16, z1 + 8)], "2f6470", 1.4)
    pen.line([camera.at(x0 - 8, y + 16, z1 + 8), camera.at(x1 + 8, y + 16, z1 + 8)], "2f6470", 2)


def _players(sheet: Sheet, pen: Pen, camera: Camera) -> None:
    rng = sheet.rng
    for place in range(15):
        x, z = rng.uniform(-58, 74), rng.uniform(-14, 102)
        cx, cy = camera.at(x, 30, z)
        shirt = "e8482f" if place % 2 else "f8f4e4"
        for dx in (-26, 26):
            pen.poly(
                [(cx - 2, cy), (cx + 2, cy), (cx + dx + 3, cy + 11), (cx + dx - 3, cy + 11)],
                "2f7f4a",
            )
        pen.line([(cx - 3, cy), (cx - 1, cy - 13)], "14242c", 3.4)
        pen.line([(cx + 5, cy - 1), (cx + 1, cy - 13)], "14242c", 3.4)
        pen.poly(
            [(cx - 6, cy - 12), (cx + 6, cy - 12), (cx + 7, cy - 27), (cx - 7, cy - 27)], shirt
        )
        pen.disc(cx, cy - 32, 4.4, "3a2a26")
    cx, cy = camera.at(14, 30, 30)
    pen.disc(cx, cy - 3, 3.6, "ffffff")
