"""Pictures as they come out of the darkroom: upright, in sRGB, light, and within the limits."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from articles.photos.decoding import MEMORY
from articles.photos.encoding import WIDTHS, top_width, widths_for
from tests.photos.makers import (
    CORNERS,
    chunk,
    darkroom,
    encoded,
    near,
    opened,
    png_that_claims,
    quarters,
    take,
    take_all,
)

pytestmark = pytest.mark.one_database

# What must be done to an upright picture so that each orientation turns it back.
INVERSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
RGB = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}


@pytest.mark.django_db
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_out_upright(orientation):
    image = quarters((300, 200))
    if orientation in INVERSE:
        image = image.transpose(INVERSE[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    kind = ("JPEG", "PNG", "WEBP")[orientation % 3]
    photo = take_all(image, kind, exif=exif)
    assert (photo.width, photo.height) == (300, 200)
    for made in ("jpeg", "webp", "avif"):
        upright = opened(photo, made)
        assert upright.size == (300, 200)
        for (x, y), colour in CORNERS.items():
            assert near(upright.getpixel((75 + 150 * x, 50 + 100 * y)), RGB[colour], 40)


@pytest.mark.django_db
def test_inks_become_light():
    photo = take(Image.new("CMYK", (200, 100), (0, 255, 255, 0)))
    red, green, blue = opened(photo).getpixel((50, 50))
    assert red > 200
    assert max(green, blue) < 80


@pytest.mark.django_db
def test_sixteen_bits_are_scaled_and_not_cut():
    image = Image.new("I;16", (200, 100), 32_768)
    assert near(opened(take(image, "PNG")).getpixel((50, 50)), (127, 127, 127), 3)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["P", "RGBA", "LA"])
def test_what_is_transparent_becomes_white(mode):
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    image.paste((90, 90, 90, 255), (0, 0, 100, 100))
    flat = opened(take_all(image.convert(mode), "PNG"), "webp")
    assert near(flat.getpixel((50, 50)), (90, 90, 90))
    assert near(flat.getpixel((150, 50)), (255, 255, 255), 3)


@pytest.mark.django_db
def test_one_bit_becomes_black_and_white():
    image = Image.new("1", (200, 100), 1)
    image.paste(0, (0, 0, 100, 100))
    made = opened(take(image, "PNG"))
    assert near(made.getpixel((50, 50)), (0, 0, 0))
    assert near(made.getpixel((150, 50)), (255, 255, 255))


@pytest.mark.django_db
def test_a_wide_gamut_is_brought_to_srgb():
    plain, wide = (
        opened(take(Image.new("RGB", (200, 100), (100, 200, 100)), **options)).getpixel((50, 50))
        for options in ({}, {"icc_profile": wide_profile()})
    )
    assert near(plain, (100, 200, 100), 4)
    # The same numbers name a more vivid green in the wider space, so sRGB needs less red.
    assert wide[0] < 60
    assert 190 < wide[1] < 215


@pytest.mark.django_db
@pytest.mark.parametrize("profile", [b"", b"no profile at all", bytes(200)])
def test_a_broken_profile_is_passed_over(profile):
    photo = take(Image.new("RGB", (200, 100), (100, 200, 100)), icc_profile=profile)
    assert near(opened(photo).getpixel((50, 50)), (100, 200, 100), 4)


@pytest.mark.django_db
def test_a_profile_of_inks_on_a_picture_of_light_is_passed_over():
    lying = wide_profile().replace(b"RGB ", b"CMYK", 1)
    photo = take(Image.new("RGB", (200, 100), (100, 200, 100)), icc_profile=lying)
    assert near(opened(photo).getpixel((50, 50)), (100, 200, 100), 4)


def wide_profile() -> bytes:
    """A profile with the primaries of Adobe RGB (1998), made from that of sRGB."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    data = bytearray(srgb.tobytes())
    primaries = {
        b"rXYZ": (0.60974, 0.31111, 0.01947),
        b"gXYZ": (0.20528, 0.62567, 0.06087),
        b"bXYZ": (0.14919, 0.06322, 0.74457),
    }
    for name, values in primaries.items():
        (offset,) = struct.unpack_from(">I", data, data.index(name) + 4)
        struct.pack_into(">3i", data, offset + 8, *(round(value * 65_536) for value in values))
    return bytes(data)


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((6000, 4000), [320, 480, 640, 960, 1280, 1920, 2560]),
        ((1920, 1080), [320, 480, 640, 960, 1280, 1920]),
        ((1000, 700), [320, 480, 640, 1000]),
        ((330, 200), [330]),
        ((200, 100), [200]),
        ((1, 20_000), [1]),
        ((20_000, 1), [320, 480, 640, 960, 1280, 1920, 2560]),
    ],
)
def test_widths_are_the_fixed_ones_and_never_more_than_the_picture_has(size, widths):
    assert widths_for(size) == widths


def test_a_long_chart_gets_narrower_files():
    assert top_width((3900, 20_000)) < WIDTHS[-1]
    assert top_width((3900, 20_000)) * 20_000 / 3900 * top_width((3900, 20_000)) <= 8_000_000


@pytest.mark.django_db
def test_the_social_card_is_cut_to_its_size():
    photo = take_all(quarters((1300, 900)))
    (card,) = [row for row in photo.renditions if row.get("crop") == "card"]
    assert (card["width"], card["height"], card["format"]) == (1200, 630, "jpeg")
    small = take_all(quarters((500, 300)))
    assert not any(row.get("crop") == "card" for row in small.renditions)


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("JPEG", "RGB", {"quality": 60, "progressive": True, "subsampling": 0}),
        ("PNG", "RGB", {"compress_level": 1}),
    ],
)
def test_sixty_one_megapixels_are_taken_within_the_memory_limit(kind, mode, options, tmp_path):
    source = tmp_path / "original"
    source.write_bytes(encoded(Image.new(mode, (9504, 6336), "teal"), kind, **options))
    answer = darkroom(source, tmp_path)
    assert "unfit" not in answer
    assert answer["width"] == 9504
    assert answer["memory"] < MEMORY


@pytest.mark.parametrize(
    ("width", "height", "bits", "colour"),
    [(30_000, 30_000, 1, 0), (8_900, 8_900, 8, 6), (8_900, 8_900, 16, 6), (8_000, 9_900, 8, 2)],
)
def test_a_flood_of_pixels_takes_no_memory_to_speak_of(width, height, bits, colour, tmp_path):
    source = tmp_path / "original"
    source.write_bytes(png_that_claims(width, height, bits=bits, colour=colour))
    answer = darkroom(source, tmp_path)
    assert answer["unfit"] in {"pixels", "memory", "damaged"}
    assert answer["memory"] < MEMORY


def test_a_text_that_unpacks_to_a_flood_stays_within_the_memory_limit(tmp_path):
    plain = encoded(quarters(), "PNG")
    at = plain.index(b"IDAT") - 4
    bomb = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(100_000_000), 1))
    source = tmp_path / "original"
    source.write_bytes(plain[:at] + bomb + plain[at:])
    assert darkroom(source, tmp_path)["memory"] < MEMORY / 2


def test_a_phone_picture_with_a_second_frame_behind_it_is_taken_without_that(tmp_path):
    source, file = tmp_path / "original", BytesIO()
    quarters().save(file, "MPO", save_all=True, append_images=[Image.new("RGB", (99, 99), "red")])
    source.write_bytes(file.getvalue())
    answer = darkroom(source, tmp_path)
    assert (answer["format"], answer["width"], answer["height"]) == ("jpeg", 400, 300)
