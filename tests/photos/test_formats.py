"""What a file is, by its bytes; what of TIFF and AVIF is taken; what refusals say."""

import struct
from pathlib import Path

import pytest
from PIL import Image

from articles.photos import formats, sentences
from tests.photos.makers import (
    CORNERS,
    OTHER_FILES,
    chunk,
    darkroom,
    encoded,
    near,
    opened,
    quarters,
    take,
)

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("name", OTHER_FILES)
def test_a_file_is_what_its_bytes_say(name):
    kind, data = OTHER_FILES[name]
    assert formats.kind_of(data[: formats.HEADER]) == kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_what_is_taken_is_recognised(kind):
    assert formats.kind_of(encoded(quarters(), kind)) == kind.lower()


@pytest.mark.parametrize("code", sentences.SENTENCES)
def test_every_refusal_says_what_to_do(code):
    sentence = sentences.sentence_for(code)
    assert "%" not in sentence
    assert any(word in sentence for word in ("Save", "save", "Export", "Make", "Take"))


def answer(data: bytes, folder: Path) -> dict:
    source = folder / "original"
    source.write_bytes(data)
    return darkroom(source, folder)


@pytest.mark.parametrize(
    "compression", [None, "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"]
)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "P"])
def test_common_kinds_of_tiff_are_taken(mode, compression, tmp_path):
    if compression == "jpeg" and mode == "P":
        pytest.skip("There is no such thing.")
    data = encoded(quarters((80, 60)).convert(mode), "TIFF", compression=compression)
    made = answer(data, tmp_path)
    assert (made.get("unfit"), made.get("format"), made.get("width")) == (None, "tiff", 80)


@pytest.mark.parametrize("compression", ["group4", "lzma", "zstd"])
def test_uncommon_kinds_of_tiff_are_refused(compression, tmp_path):
    image = quarters((80, 60)).convert("1" if compression == "group4" else "RGB")
    assert answer(encoded(image, "TIFF", compression=compression), tmp_path)["unfit"] == "tiff_kind"


def tiff(samples: list[int], *, width: int, bits: int, photometric: int, tags=()) -> bytes:
    """A TIFF of one row, uncompressed, little-endian; `samples` for all pixels in turn."""
    count = len(samples) // width
    form = {8: "B", 16: "H", 32: "I"}[bits]
    data = struct.pack(f"<{len(samples)}{form}", *samples)
    data += bytes(len(data) % 2)
    depth_at = 8 + len(data)
    depths = struct.pack(f"<{count}H", *[bits] * count)
    depths += bytes(len(depths) % 4)
    entries = sorted(
        [
            (256, 4, 1, width),
            (257, 4, 1, 1),
            (258, 3, count, depth_at if count > 2 else bits),
            (259, 3, 1, 1),
            (262, 3, 1, photometric),
            (273, 4, 1, 8),
            (277, 3, 1, count),
            (278, 4, 1, 1),
            (279, 4, 1, len(data)),
            *tags,
        ]
    )
    ifd = struct.pack("<H", len(entries)) + b"".join(
        struct.pack("<HHII", *entry) for entry in entries
    )
    header = b"II*\x00" + struct.pack("<I", depth_at + len(depths))
    return header + data + depths + ifd + bytes(4)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("samples", "photometric", "colour"),
    [
        ([65_535, 32_896, 0] * 200, 2, (255, 128, 0)),
        ([32_896] * 200, 1, (128, 128, 128)),
        ([65_535, 0, 0, 0] * 200, 5, (0, 255, 255)),
    ],
)
def test_tiff_of_sixteen_bits_keeps_its_colours(samples, photometric, colour):
    photo = take(tiff(samples, width=200, bits=16, photometric=photometric))
    assert near(opened(photo).getpixel((100, 0)), colour, 6)


def test_tiff_of_thirty_two_bits_is_refused(tmp_path):
    data = tiff([7] * 100, width=100, bits=32, photometric=1)
    assert answer(data, tmp_path)["unfit"] == "depth"


@pytest.mark.parametrize("tags", [[(254, 4, 1, 1)], [(50706, 1, 4, 0x01040000)]])
def test_a_raw_file_of_a_camera_is_told_from_a_tiff(tags, tmp_path):
    data = tiff([0, 0, 0] * 100, width=100, bits=8, photometric=2, tags=tags)
    assert answer(data, tmp_path)["unfit"] == "raw"


def test_a_tiff_with_pages_is_refused(tmp_path):
    image = quarters((80, 60))
    data = encoded(image, "TIFF", save_all=True, append_images=[image, image])
    assert answer(data, tmp_path)["unfit"] == "pages"


def test_a_tiff_that_leads_in_circles_is_refused_or_taken_in_no_time(tmp_path):
    data = bytearray(encoded(quarters((80, 60)), "TIFF"))
    first = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, first)[0]
    struct.pack_into("<I", data, first + 2 + 12 * entries, first)
    made = answer(bytes(data), tmp_path)
    assert made.get("unfit") in {None, "pages", "damaged"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_a_picture_is_turned_once_where_its_decoder_or_its_file_knows(kind, orientation):
    turned = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}
    image = quarters((300, 200))
    if orientation in turned:
        image = image.transpose(turned[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = take(image, kind, exif=exif)
    assert (photo.width, photo.height) == (300, 200)
    for (x, y), colour in CORNERS.items():
        found = opened(photo).getpixel((75 + 150 * x, 50 + 100 * y))
        assert near(found, Image.new("RGB", (1, 1), colour).getpixel((0, 0)), 40)


@pytest.mark.parametrize("kind", ["AVIF", "TIFF"])
def test_what_claims_too_many_pixels_is_refused_by_its_header(kind, tmp_path):
    data = bytearray(encoded(Image.new("RGB", (64, 32)), kind))
    if kind == "AVIF":
        at = data.index(b"ispe") + 8
        struct.pack_into(">II", data, at, 16_000, 9_000)
    else:
        first = struct.unpack_from("<I", data, 4)[0]
        for entry in range(struct.unpack_from("<H", data, first)[0]):
            at = first + 2 + 12 * entry
            tag = struct.unpack_from("<H", data, at)[0]
            if tag in {256, 257}:
                struct.pack_into("<HHII", data, at, tag, 4, 1, 16_000)
    made = answer(bytes(data), tmp_path)
    assert made["unfit"] in {"pixels", "damaged"}
    assert made["memory"] < 100_000_000


def test_a_jpeg_with_thousands_of_scans_is_refused_at_once(tmp_path):
    data = encoded(quarters(), progressive=True)
    at = data.rindex(b"\xff\xda")
    end = data.rindex(b"\xff\xd9")
    made = answer(data[:end] + data[at:end] * 10_000 + data[end:], tmp_path)
    assert made["unfit"] == "time"


def test_a_large_avif_that_would_need_too_much_memory_is_refused_before_it_is_decoded(tmp_path):
    made = answer(encoded(Image.new("RGB", (9504, 6336)), "AVIF", speed=10), tmp_path)
    assert made["unfit"] == "memory"
    assert made["memory"] < 100_000_000


@pytest.mark.parametrize(("transfer", "unfit"), [(16, "hdr"), (18, "hdr"), (13, None)])
@pytest.mark.parametrize("kind", ["PNG", "AVIF"])
def test_a_picture_for_hdr_screens_is_refused(kind, transfer, unfit, tmp_path):
    data = encoded(quarters((80, 60)), kind)
    if kind == "PNG":
        data = data[:33] + chunk(b"cICP", bytes([9, transfer, 0, 1])) + data[33:]
    else:
        at = data.index(b"colrnclx") + 11
        data = data[:at] + bytes([transfer]) + data[at + 1 :]
    assert answer(data, tmp_path).get("unfit") == unfit


@pytest.mark.parametrize("progressive", [False, True])
def test_twenty_four_megapixels_take_less_than_two_hundred_megabytes(progressive, tmp_path):
    image = Image.effect_noise((1500, 1000), 40).resize((6000, 4000)).convert("RGB")
    made = answer(encoded(image, quality=85, progressive=progressive, subsampling=2), tmp_path)
    assert made["width"] == 6000
    assert made["memory"] < 200_000_000


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate"])
def test_a_tiff_that_unpacks_to_a_flood_stays_within_the_memory_limit(compression, tmp_path):
    data = encoded(Image.new("RGB", (8900, 8900)), "TIFF", compression=compression)
    made = answer(data, tmp_path)
    assert made["memory"] < 600_000_000
