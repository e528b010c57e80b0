"""Colour profiles made byte by byte (ICC.1:2010), small and exact."""

import struct


def s15(*values: float) -> bytes:
    """Numbers as the format's fixed-point values."""
    return struct.pack(f">{len(values)}i", *(round(value * 65_536) for value in values))


def profile(space: bytes, connection: bytes, kind: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A profile of version 2.4 with these tags."""
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\x00" + bytes(78),
        b"wtpt": b"XYZ " + bytes(4) + s15(0.9642, 1.0, 0.8249),
        b"cprt": b"text" + bytes(4) + b"none\x00",
        **tags,
    }
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = at + len(body)
    header = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02400000, kind, space, connection)
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += s15(0.9642, 1.0, 0.8249) + bytes(48)
    return header + table + body


def gamma(value: float) -> bytes:
    """A curve with one exponent."""
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(value * 256)) + bytes(2)


def of_light(primaries: list[tuple[float, float, float]], exponent: float) -> bytes:
    """A profile of red, green and blue by their XYZ under D50."""
    tags = {
        name + b"XYZ": b"XYZ " + bytes(4) + s15(*xyz)
        for name, xyz in zip((b"r", b"g", b"b"), primaries, strict=True)
    }
    tags |= {name + b"TRC": gamma(exponent) for name in (b"r", b"g", b"b")}
    return profile(b"RGB ", b"XYZ ", b"mntr", tags)


def of_grey(exponent: float) -> bytes:
    """A profile of greys."""
    return profile(b"GRAY", b"XYZ ", b"mntr", {b"kTRC": gamma(exponent)})


def of_inks() -> bytes:
    """A profile of four inks. No ink is the white of paper; all of cyan, and nothing else, is a
    certain blue (L* 50, a* -30, b* -40); magenta, yellow and black stand for the black that is
    L* 10. Any other mixture is the sum of what each takes away from white.
    """
    inks = [(50, 30, 40), (40, -70, 5), (10, 5, -90), (90, 0, 0)]  # what each takes away
    grid = []
    for number in range(16):
        chosen = [inks[place] for place in range(4) if number >> (3 - place) & 1]
        lightness, a, b = (
            start - sum(column)
            for start, column in zip((100, 0, 0), zip((0, 0, 0), *chosen, strict=True), strict=True)
        )
        grid += [
            round(max(0, lightness) * 2.55),
            min(255, max(0, 128 + a)),
            min(255, max(0, 128 + b)),
        ]
    straight = bytes(range(256))
    table = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + s15(1, 0, 0, 0, 1, 0, 0, 0, 1)
    table += straight * 4 + bytes(grid) + straight * 3
    return profile(b"CMYK", b"Lab ", b"prtr", {b"A2B0": table})


# XYZ under D50, as their standards' profiles carry them.
DISPLAY_P3 = of_light(
    [(0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)], 2.2
)
ADOBE_RGB = of_light(
    [(0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)],
    2.19921875,
)
PROPHOTO = of_light(
    [(0.79767, 0.28804, 0.0), (0.13519, 0.71188, 0.0), (0.03134, 0.00009, 0.82491)], 1.8
)
