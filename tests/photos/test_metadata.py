"""Words and dates that picture files tell, in the forms found in the wild."""

from datetime import UTC, datetime
from hashlib import md5
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from articles.models import Photo
from articles.photos import metadata
from tests.photos.makers import encoded, quarters, take
from tests.photos.words import iim, photoshop, with_app13, xmp

pytestmark = pytest.mark.one_database


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
        (b"", "重庆大桥 (Xinhua)".encode("gb18030"), "重庆大桥 (Xinhua)"),
        (b"", "Zoë, Ångström, naïve".encode("cp1252"), "Zoë, Ångström, naïve"),
        (b"", "Genève, façade".encode("mac_roman"), "Genève, façade"),
    ],
)
def test_iim_is_read_in_the_character_sets_found_in_the_wild(marker, caption, text):
    datasets = [(1, 90, marker)] if marker else []
    datasets += [(2, 120, caption), (2, 110, b"Xinhua"), (2, 80, b"Li"), (2, 116, b"(c)")]
    datasets += [(2, 55, b"20261101"), (2, 60, b"100000+0800")]
    assert fields_of(with_app13(encoded(quarters()), photoshop(iim(datasets)))) == {
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


@pytest.mark.parametrize(
    "caption",
    [
        "OLYMPUS DIGITAL CAMERA         ",
        "SONY DSC",
        "DCIM\\100",
        "File written by Adobe Photoshop¨ 4.0",
    ],
)
def test_what_cameras_write_under_every_picture_is_no_caption(caption):
    exif = Image.Exif()
    exif[0x010E] = caption
    assert fields_of(encoded(quarters(), exif=exif)) == {}


def test_xmp_counts_more_than_iim_and_iim_more_than_exif():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "exif", "exif", "exif"
    packet = xmp(attributes="dc:description='xmp'")
    data = with_app13(
        encoded(quarters(), exif=exif, xmp=packet),
        photoshop(iim([(2, 120, b"iim"), (2, 80, b"iim")])),
    )
    assert fields_of(data) == {"caption": "xmp", "creator": "iim", "copyright": "exif"}


def both(*, digest: bytes | None, headline: bytes = b"iim", wider: str = "xmp") -> dict[str, str]:
    """What is read of a file with both kinds of metadata."""
    datasets = iim([(2, 105, headline), (2, 90, b"City of iim")])
    packet = xmp(attributes=f"photoshop:Headline='{wider}' photoshop:Credit='xmp'")
    stored = digest if digest is None else digest or md5(datasets, usedforsecurity=False).digest()
    return fields_of(with_app13(encoded(quarters(), xmp=packet), photoshop(datasets, stored)))


@pytest.mark.parametrize(
    ("digest", "headline"),
    [
        (None, "xmp"),  # nobody says
        (b"", "xmp"),  # in step with each other
        (bytes(16), "xmp"),  # Photoshop's way to say that it does not know
        (b"\x01" * 16, "iim"),  # changed by a program that knows IIM alone
    ],
)
def test_iim_wins_where_it_was_changed_after_xmp(digest, headline):
    assert both(digest=digest) == {
        "headline": headline,
        "credit": "xmp",
        "place": "City of iim",
    }


def test_what_iim_had_to_cut_is_taken_whole_from_xmp():
    whole = "A headline that is longer than the sixty-four bytes of some programs allow"
    assert both(digest=b"\x01" * 16, headline=whole[:64].encode(), wider=whole)["headline"] == whole


def test_a_place_goes_from_small_to_large_and_says_nothing_twice():
    packet = xmp(
        attributes="i:Location='Nan’an' photoshop:City='Chongqing'"
        " photoshop:State='Chongqing' photoshop:Country='China'"
    )
    assert fields_of(encoded(quarters(), xmp=packet)) == {"place": "Nan’an, Chongqing, China"}


LOCATIONS = {
    "resource": "<rdf:li rdf:parseType='Resource'><e:City>Chongqing</e:City>"
    "<e:CountryName>China</e:CountryName></rdf:li>",
    "description": "<rdf:li><rdf:Description><e:City>Chongqing</e:City>"
    "<e:CountryName>China</e:CountryName></rdf:Description></rdf:li>",
    "attributes": "<rdf:li e:City='Chongqing' e:CountryName='China'/>",
}


@pytest.mark.parametrize("name", ["LocationShown", "LocationCreated"])
@pytest.mark.parametrize("form", LOCATIONS)
def test_places_as_structures_are_read_in_every_form_of_rdf(name, form):
    packet = xmp(f"<e:{name}><rdf:Bag>{LOCATIONS[form]}</rdf:Bag></e:{name}>")
    assert fields_of(encoded(quarters(), xmp=packet)) == {"place": "Chongqing, China"}


def test_keywords_stand_once():
    datasets = [(2, 25, word) for word in (b"bridge", b"River", b"Bridge", b" ", b"river")]
    data = with_app13(encoded(quarters()), photoshop(iim(datasets)))
    assert fields_of(data) == {"keywords": "bridge, River"}


def test_too_many_keywords_are_cut_between_two_of_them():
    datasets = [(2, 25, b"keyword-%03d" % number) for number in range(200)]
    words = fields_of(with_app13(encoded(quarters()), photoshop(iim(datasets))))["keywords"]
    assert len(words) <= 1000
    assert words.endswith("keyword-076")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/rights?a=1", True),
        ("HTTP://www.example.org", True),
        ("javascript:alert(1)", False),
        ("ftp://example.org/", False),
        ("//example.org/", False),
        ("www.example.org", False),
        ("https://localhost/", False),
        ("https://name:secret@example.org/", False),
        ("https://example.org/ onclick=", False),
        ("https://[::1", False),
        ("https://example.org/" + "x" * 300, False),
        ("mailto:someone@example.org", False),
    ],
)
def test_only_addresses_of_the_web_are_kept(address, kept):
    packet = xmp(f"<r:WebStatement>{address}</r:WebStatement>")
    found = fields_of(encoded(quarters(), xmp=packet))
    assert found == ({"web_statement": address} if kept else {})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "ai"),
    [
        ("trainedAlgorithmicMedia", "generated"),
        ("compositeWithTrainedAlgorithmicMedia", "assisted"),
        ("compositeSynthetic", "assisted"),
        ("digitalCapture", "none"),
        ("algorithmicallyEnhanced", "none"),
        ("<script>", "none"),
    ],
)
def test_a_file_that_tells_of_ai_is_believed(word, ai):
    address = escape(f"http://cv.iptc.org/newscodes/digitalsourcetype/{word}")
    packet = xmp(f"<e:DigitalSourceType>{address}</e:DigitalSourceType>")
    photo = take(quarters(), xmp=packet)
    assert (photo.ai, photo.digital_source_type) == (ai, "" if "<" in word else word)


def test_what_is_read_fits_into_the_columns():
    for name, most in metadata.FIELDS.items():
        field = Photo._meta.get_field(name)
        assert name == "taken_at" or field.max_length == most


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
