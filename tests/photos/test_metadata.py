"""Words and dates that picture files tell, in the forms found in the wild."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from articles.photos import metadata
from tests.photos.makers import encoded, quarters, take

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" {attributes}>{elements}</rdf:Description>
</rdf:RDF></x:xmpmeta>"""


def xmp(elements: str = "", attributes: str = "") -> bytes:
    return XMP.format(elements=elements, attributes=attributes).encode()


def iim(datasets: list[tuple[int, int, bytes]]) -> bytes:
    """A Photoshop resource block with IPTC-IIM datasets (record, number, value)."""
    data = b"".join(
        b"\x1c" + bytes([record, number]) + len(value).to_bytes(2, "big") + value
        for record, number, value in datasets
    )
    block = b"8BIM\x04\x04\x00\x00" + len(data).to_bytes(4, "big") + data + bytes(len(data) % 2)
    return b"Photoshop 3.0\x00" + block


def with_app13(picture: bytes, payload: bytes) -> bytes:
    """A JPEG with the segment that holds IPTC-IIM."""
    return picture[:2] + b"\xff\xed" + (len(payload) + 2).to_bytes(2, "big") + payload + picture[2:]


def fields_of(data: bytes) -> dict[str, str]:
    with Image.open(BytesIO(data)) as image:
        image.load()
        return metadata.read(image)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_xmp_is_read_from_every_format(kind):
    packet = xmp(
        "<dc:description><rdf:Alt><rdf:li xml:lang='zh'>大桥</rdf:li>"
        "<rdf:li xml:lang='x-default'>A bridge</rdf:li></rdf:Alt></dc:description>"
        "<dc:creator><rdf:Seq><rdf:li>Li Wei</rdf:li>"
        "<rdf:li>Wang Fang</rdf:li></rdf:Seq></dc:creator>"
        "<i:AltTextAccessibility><rdf:Alt><rdf:li xml:lang='x-default'>Fog</rdf:li></rdf:Alt>"
        "</i:AltTextAccessibility><dc:rights>© 2026</dc:rights>",
        "photoshop:Credit='iChongqing' photoshop:DateCreated='2026-11-01T10:00:00+08:00'",
    )
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", packet.decode())
        data = encoded(quarters(), kind, pnginfo=text)
    else:
        data = encoded(quarters(), kind, xmp=packet)
    assert fields_of(data) == {
        "caption": "A bridge",
        "creator": "Li Wei, Wang Fang",
        "alt": "Fog",
        "copyright": "© 2026",
        "credit": "iChongqing",
        "taken_at": "2026-11-01T10:00:00+08:00",
    }


@pytest.mark.parametrize(
    ("marker", "caption", "text"),
    [
        (b"\x1b%G", "Café 大桥".encode(), "Café 大桥"),
        (b"", "Café 大桥".encode(), "Café 大桥"),
        (b"", "Café “Zürich”".encode("cp1252"), "Café “Zürich”"),
        (b"", b"Caf\xe9 \x81", "Café"),
        (b"\x1b%G", b"Caf\xe9", "Caf"),
    ],
)
def test_iim_is_read_in_the_character_sets_found_in_the_wild(marker, caption, text):
    datasets = [(1, 90, marker)] if marker else []
    datasets += [(2, 120, caption), (2, 110, b"Xinhua"), (2, 80, b"Li"), (2, 116, b"(c)")]
    datasets += [(2, 55, b"20261101"), (2, 60, b"100000+0800")]
    assert fields_of(with_app13(encoded(quarters()), iim(datasets))) == {
        "caption": text,
        "credit": "Xinhua",
        "creator": "Li",
        "copyright": "(c)",
        "taken_at": "2026-11-01T10:00:00+08:00",
    }


def test_exif_is_read_with_its_offset():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "A bridge", "Li Wei", "Li Wei 2026"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:01 10:00:00"
    exif.get_ifd(0x8769)[0x9011] = "+02:00"
    assert fields_of(encoded(quarters(), exif=exif)) == {
        "caption": "A bridge",
        "creator": "Li Wei",
        "copyright": "Li Wei 2026",
        "taken_at": "2026-11-01T10:00:00+02:00",
    }


@pytest.mark.parametrize("caption", ["OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "DCIM\\100"])
def test_what_cameras_write_under_every_picture_is_no_caption(caption):
    exif = Image.Exif()
    exif[0x010E] = caption
    assert fields_of(encoded(quarters(), exif=exif)) == {}


def test_xmp_counts_more_than_iim_and_iim_more_than_exif():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "exif", "exif", "exif"
    packet = xmp(attributes="dc:description='xmp'")
    data = with_app13(
        encoded(quarters(), exif=exif, xmp=packet), iim([(2, 120, b"iim"), (2, 80, b"iim")])
    )
    assert fields_of(data) == {"caption": "xmp", "creator": "iim", "copyright": "exif"}


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"<",
        b"\x00\x00",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>",
        xmp("<dc:description/><dc:creator><rdf:Seq/></dc:creator>"),
        xmp(attributes="photoshop:DateCreated='0000-00-00'"),
        xmp(attributes="photoshop:DateCreated='9999-12-31T23:59:59-23:59'"),
    ],
)
def test_broken_xmp_gives_no_field(packet):
    assert fields_of(encoded(quarters(), "WEBP", xmp=packet)) == {}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_garbage_raises(garbage):
    image = Image.new("RGB", (1, 1))
    image.info = {"xmp": garbage, "exif": b"Exif\x00\x00MM\x00*" + garbage}
    image.format = "PNG"
    assert set(metadata.read(image)) <= set(metadata.FIELDS)
    jpeg = with_app13(encoded(Image.new("RGB", (8, 8))), b"Photoshop 3.0\x00" + garbage)
    assert set(fields_of(jpeg)) <= set(metadata.FIELDS)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_clean_text_can_be_stored_everywhere(text):
    clean = metadata.clean(text)
    clean.encode("utf-8")
    assert "\x00" not in clean
    assert metadata.clean(clean) == clean


@pytest.mark.django_db
def test_a_time_without_offset_is_the_sites_own_time():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2020:06:01 08:00:00"
    photo = take(quarters(), exif=exif)
    photo.refresh_from_db()
    assert photo.taken_at == datetime(2020, 6, 1, 0, 0, tzinfo=UTC)  # Asia/Shanghai


@pytest.mark.django_db
def test_a_time_to_come_is_a_camera_that_was_never_set():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2099:06:01 08:00:00"
    assert take(quarters(), exif=exif).taken_at is None


@pytest.mark.django_db
def test_a_text_that_is_too_long_is_cut_to_its_field():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "x" * 5000, "y" * 5000
    photo = take(quarters(), exif=exif)
    assert (len(photo.caption), len(photo.creator)) == (1000, 200)
