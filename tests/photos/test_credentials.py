"""Content credentials are found in every format, and what they state is believed."""

import struct

import pytest
from PIL import TiffImagePlugin

from articles.photos.credentials import BOX
from tests.photos.makers import chunk, encoded, quarters, take
from tests.photos.words import with_segment, xmp

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

AI = b"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
PHOTO = b"http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


def manifest(*stated: bytes) -> bytes:
    """A JUMBF box as C2PA has it, with these kinds of source somewhere inside."""
    kind = b"c2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x008\x9bq"
    described = b"jumd" + kind + b"\x03c2pa\x00"
    texts = b"".join(b"\x78" + bytes([len(text)]) + text for text in stated)
    # In CBOR the next thing follows without a mark between: here a text again.
    body = struct.pack(">I", len(described) + 4) + described + texts + b"xylophone"
    return struct.pack(">I", len(body) + 8) + b"jumb" + body


def with_manifest(kind: str, store: bytes) -> bytes:
    """A picture that carries the manifest where its format has it."""
    picture = encoded(quarters(), kind)
    if kind == "JPEG":
        return with_segment(picture, b"\xff\xeb", b"JP\x00\x01\x00\x00\x00\x01" + store)
    if kind == "PNG":
        at = picture.index(b"IDAT") - 4
        return picture[:at] + chunk(b"caBX", store) + picture[at:]
    if kind == "WEBP":
        body = picture[8:] + b"C2PA" + struct.pack("<I", len(store)) + store + bytes(len(store) % 2)
        return b"RIFF" + struct.pack("<I", len(body)) + body
    if kind == "AVIF":
        body = BOX + bytes(4) + b"manifest\x00" + bytes(8) + store
        return picture + struct.pack(">I", len(body) + 8) + b"uuid" + body
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info.tagtype[52_545] = 7
    info[52_545] = store
    return encoded(quarters(), kind, tiffinfo=info)


FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_manifest_is_found_and_the_original_keeps_it(kind, settings):
    data = with_manifest(kind, manifest(AI))
    photo = take(data)
    assert photo.has_content_credentials
    assert (photo.ai, photo.digital_source_type) == ("generated", "trainedAlgorithmicMedia")
    assert (settings.MEDIA_ROOT / str(photo.original)).read_bytes() == data


@pytest.mark.parametrize("kind", FORMATS)
def test_other_pictures_have_none(kind):
    assert not take(quarters(), kind).has_content_credentials


def test_another_box_of_the_same_family_is_no_manifest():
    other = b"JP\x00\x01\x00\x00\x00\x01" + manifest().replace(b"c2pa", b"exif", 1) + b"c2pa"
    data = with_segment(encoded(quarters()), b"\xff\xeb", other)
    assert not take(data).has_content_credentials


@pytest.mark.parametrize(
    ("stated", "ai"),
    [((PHOTO,), "none"), ((PHOTO, AI), "assisted"), ((), "none"), ((AI, AI), "generated")],
)
def test_a_picture_of_several_sources_is_a_mixture(stated, ai):
    assert take(with_manifest("JPEG", manifest(*stated))).ai == ai


@pytest.mark.parametrize(
    ("in_words", "stated", "ai"),
    [
        ("digitalCapture", AI, "generated"),
        ("trainedAlgorithmicMedia", PHOTO, "generated"),
        ("digitalCapture", PHOTO, "none"),
    ],
)
def test_whichever_tells_of_ai_is_believed(in_words, stated, ai):
    packet = xmp(f"<e:DigitalSourceType>{in_words}</e:DigitalSourceType>")
    data = encoded(quarters(), xmp=packet)
    body = b"JP\x00\x01\x00\x00\x00\x01" + manifest(stated)
    assert take(with_segment(data, b"\xff\xeb", body)).ai == ai
