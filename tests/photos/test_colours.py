"""Colours come out as they were meant: measured against what the formulas of the CIE give.

The expected values were reckoned apart from the code: the curve and the primaries of each profile,
the matrix of sRGB under D50, and the curve of sRGB.
"""

import struct

import pytest
from PIL import Image

from tests.photos import profiles
from tests.photos.makers import encoded, near, opened, take
from tests.photos.words import with_segment

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def colour_of(data: Image.Image | bytes, kind: str = "PNG", **options) -> tuple[int, ...]:
    """The colour in the middle of the widest JPEG that is made of a picture."""
    made = opened(take(data, kind, **options))
    return made.getpixel((made.width // 2, made.height // 2))


def plain(mode: str, colour) -> Image.Image:
    return Image.new(mode, (96, 64), colour)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize(
    ("profile", "written", "meant"),
    [
        ("DISPLAY_P3", (200, 100, 50), (216, 93, 24)),
        ("ADOBE_RGB", (100, 200, 100), (0, 201, 92)),
        ("PROPHOTO", (128, 128, 128), (146, 146, 146)),
    ],
)
def test_wide_colours_are_brought_to_srgb(profile, written, meant, kind):
    lossy = {} if kind in {"PNG", "TIFF"} else {"quality": 95}
    icc = getattr(profiles, profile)
    found = colour_of(plain("RGB", written), kind, icc_profile=icc, **lossy)
    assert near(found, meant, 4)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize(("exponent", "meant"), [(1.0, 188), (1.8, 146), (2.2, 129)])
def test_greys_are_read_by_their_curve(exponent, meant, kind):
    found = colour_of(plain("L", 128), kind, icc_profile=profiles.of_grey(exponent))
    assert near(found, (meant,) * 3, 3)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
@pytest.mark.parametrize(
    ("inks", "meant"),
    [
        ((0, 0, 0, 0), (255, 255, 255)),
        ((255, 0, 0, 0), (0, 135, 187)),
        ((0, 0, 0, 255), (27, 27, 27)),
    ],
)
def test_inks_with_a_profile_are_what_it_says(inks, meant, kind):
    found = colour_of(plain("CMYK", inks), kind, icc_profile=profiles.of_inks())
    assert near(found, meant, 6)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
@pytest.mark.parametrize(
    ("inks", "meant"),
    [
        ((0, 0, 0, 0), (255, 255, 255)),
        ((0, 0, 0, 255), (0, 0, 0)),
        ((255, 0, 0, 0), (0, 255, 255)),
        ((0, 255, 255, 0), (255, 0, 0)),
    ],
)
def test_inks_without_a_profile_are_near_enough(inks, meant, kind):
    assert near(colour_of(plain("CMYK", inks), kind), meant, 20)


def test_inks_that_adobe_wrote_upside_down_are_turned_back():
    # Pillow writes them upside down, as Photoshop does, and marks them with Adobe's segment.
    data = encoded(plain("CMYK", (255, 0, 0, 0)), quality=95)
    assert b"Adobe" in data
    assert near(colour_of(data), (0, 255, 255), 6)


def test_an_adobe_segment_that_says_rgb_is_believed():
    marked = b"Adobe\x00\x64\x00\x00\x00\x00\x00"
    assert near(colour_of(rgb_jpeg((200, 100, 50), marked)), (200, 100, 50), 6)


def rgb_jpeg(colour: tuple[int, int, int], marked: bytes) -> bytes:
    """A JPEG whose three components are red, green and blue themselves, as Adobe marks them."""
    data = encoded(plain("RGB", colour), quality=95, subsampling=0, keep_rgb=True)
    jfif = data[2:4] == b"\xff\xe0"
    data = data[:2] + data[2 + 2 + int.from_bytes(data[4:6], "big") :] if jfif else data
    return data if b"Adobe" in data else with_segment(data, b"\xff\xee", marked)


@pytest.mark.parametrize(
    ("lightness", "a", "b", "meant"),
    [(128, 0, 0, (119, 119, 119)), (128, 80, 0, (232, 0, 124)), (138, -40, 50, (70, 146, 27))],
)
def test_a_tiff_in_lab_is_read(lightness, a, b, meant):
    image = plain("LAB", (lightness, a + 128, b + 128))
    data = encoded(image, "TIFF")
    assert struct.pack("<Hbb", lightness, a, b)[:1] + struct.pack("<bb", a, b) in data
    assert near(colour_of(data), meant, 4)


def test_a_picture_of_sixteen_bits_with_a_profile_keeps_it():
    image = Image.new("I;16", (96, 64), 32_896)
    assert near(colour_of(image, "PNG", icc_profile=profiles.of_grey(1.0)), (188, 188, 188), 3)


@pytest.mark.parametrize(
    ("mode", "colour", "profile", "meant"),
    [
        ("RGB", (128, 128, 128), profiles.of_grey(1.0), (188, 188, 188)),
        ("RGB", (100, 200, 100), profiles.of_inks(), (100, 200, 100)),
        ("CMYK", (0, 255, 255, 0), profiles.ADOBE_RGB, (255, 0, 0)),
        ("L", 128, profiles.of_inks(), (128, 128, 128)),
        ("L", 128, profiles.PROPHOTO, (146, 146, 146)),
    ],
)
def test_a_profile_that_does_not_fit_is_passed_over_or_fitted(mode, colour, profile, meant):
    assert near(colour_of(plain(mode, colour), "TIFF", icc_profile=profile), meant, 20)
