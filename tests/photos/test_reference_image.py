"""All fields at once, with the values of the IPTC's reference image of the standard 2025.1."""

import pytest
from PIL import PngImagePlugin

from tests.photos.makers import encoded, quarters, take
from tests.photos.words import iim, photoshop, with_app13, xmp

pytestmark = pytest.mark.one_database


def alt(text: str) -> str:
    """A text in languages."""
    return (
        f"<rdf:Alt><rdf:li xml:lang='en'>not {text}</rdf:li>"
        f"<rdf:li xml:lang='x-default'>{text}</rdf:li></rdf:Alt>"
    )


def items(kind: str, *texts: str) -> str:
    """A list of texts."""
    inside = "".join(f"<rdf:li>{text}</rdf:li>" for text in texts)
    return f"<rdf:{kind}>{inside}</rdf:{kind}>"


def located(kind: str) -> str:
    """A place in the form of the extension schema."""
    return (
        "<rdf:Bag><rdf:li rdf:parseType='Resource'>"
        f"<e:City>City (Location {kind}) (ref2025.1)</e:City></rdf:li></rdf:Bag>"
    )


def licensor(number: int) -> str:
    """Whoever grants licences, as PLUS writes it."""
    return (
        "<rdf:li rdf:parseType='Resource'>"
        f"<plus:LicensorID>Licensor ID {number} (ref2025.1)</plus:LicensorID>"
        f"<plus:LicensorName>Licensor Name {number} (ref2025.1)</plus:LicensorName>"
        f"<plus:LicensorURL>https://example.com/LicensorURL_{number}_ref2025.1</plus:LicensorURL>"
        "</rdf:li>"
    )


PROPERTIES = {
    "photoshop:Headline": "The Headline (ref2025.1)",
    "dc:title": alt("The Title (ref2025.1)"),
    "dc:description": alt("The description aka caption (ref2025.1)"),
    "dc:creator": items("Seq", "Creator1 (ref2025.1)"),
    "photoshop:AuthorsPosition": "Creator's Job Title  (ref2025.1)",
    "photoshop:Credit": "Credit Line (ref2025.1)",
    "dc:rights": alt("Copyright (Notice) 2025.1 IPTC - www.iptc.org  (ref2025.1)"),
    "photoshop:Source": "Source (ref2025.1)",
    "photoshop:DateCreated": "2025-11-03T00:25:01+00:00",
    "photoshop:CaptionWriter": "Description Writer (ref2025.1)",
    "i:Location": "Sublocation (Core) (ref2025.1)",
    "photoshop:City": "City (Core) (ref2025.1)",
    "photoshop:State": "Province/State(Core)(ref2025.1)",
    "photoshop:Country": "Country (Core) (ref2025.1)",
    "e:LocationShown": located("shown1"),
    "e:LocationCreated": located("created1"),
    "dc:subject": items("Bag", "Keyword1ref2025.1", "Keyword2ref2025.1", "Keyword3ref2025.1"),
    "i:AltTextAccessibility": alt(
        "This is the Alt Text description to support accessibility in 2025.1"
    ),
    "r:UsageTerms": alt("Rights Usage Terms (ref2025.1)"),
    "r:WebStatement": "https://example.com/WebStatementOfRights/ref2025.1",
    "e:DigitalSourceType": (
        "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    ),
    "plus:Licensor": f"<rdf:Seq>{licensor(1)}{licensor(2)}</rdf:Seq>",
}
PACKET = xmp("".join(f"<{name}>{text}</{name}>" for name, text in PROPERTIES.items()))
EXPECTED = {
    "headline": "The Headline (ref2025.1)",
    "caption": "The description aka caption (ref2025.1)",
    "creator": "Creator1 (ref2025.1)",
    "credit": "Credit Line (ref2025.1)",
    "copyright": "Copyright (Notice) 2025.1 IPTC - www.iptc.org  (ref2025.1)",
    "source": "Source (ref2025.1)",
    "place": "Sublocation (Core) (ref2025.1), City (Core) (ref2025.1), "
    "Province/State(Core)(ref2025.1), Country (Core) (ref2025.1)",
    "keywords": "Keyword1ref2025.1, Keyword2ref2025.1, Keyword3ref2025.1",
    "alt": "This is the Alt Text description to support accessibility in 2025.1",
    "usage_terms": "Rights Usage Terms (ref2025.1)",
    "web_statement": "https://example.com/WebStatementOfRights/ref2025.1",
    "licensor": "Licensor Name 1 (ref2025.1)",
    "licensor_url": "https://example.com/LicensorURL_1_ref2025.1",
    "ai": "assisted",
}
DATASETS = [
    (1, 90, b"\x1b%G"),
    (2, 105, b"The Headline (ref2025.1)"),
    (2, 120, b"The description aka caption (ref2025.1)"),
    (2, 80, b"Creator1 (ref2025.1)"),
    (2, 110, b"Credit Line (ref2025.1)"),
    (2, 116, b"Copyright (Notice) 2025.1 IPTC - www.iptc.org  (ref2025.1)"),
    (2, 115, b"Source (ref2025.1)"),
    (2, 92, b"Sublocation (Core) (ref2025.1)"),
    (2, 90, b"City (Core) (ref2025.1)"),
    (2, 95, b"Province/State(Core)(ref2025.1)"),
    (2, 101, b"Country (Core) (ref2025.1)"),
    *[(2, 25, f"Keyword{number}ref2025.1".encode()) for number in (1, 2, 3)],
    (2, 55, b"20251103"),
    (2, 60, b"002501+0000"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_every_field_arrives_in_its_column(kind):
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", PACKET.decode())
        photo = take(quarters(), kind, pnginfo=text)
    elif kind == "TIFF":
        photo = take(quarters(), kind, tiffinfo={700: PACKET})
    else:
        photo = take(quarters(), kind, xmp=PACKET)
    photo.refresh_from_db()
    assert {name: getattr(photo, name) for name in EXPECTED} == EXPECTED
    assert photo.taken_at.isoformat() == "2025-11-03T00:25:01+00:00"
    assert photo.digital_source_type == "compositeWithTrainedAlgorithmicMedia"


IIM_ALONE = {
    name: text
    for name, text in EXPECTED.items()
    if name not in {"alt", "usage_terms", "web_statement", "licensor", "licensor_url", "ai"}
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "TIFF of Photoshop"])
def test_iim_alone_says_as_much_as_it_can(kind):
    blocks = photoshop(iim(DATASETS))
    if kind == "JPEG":
        photo = take(with_app13(encoded(quarters()), blocks))
    elif kind == "PNG":
        text = PngImagePlugin.PngInfo()
        profile = blocks.removeprefix(b"Photoshop 3.0\x00")
        text.add_text("Raw profile type iptc", f"\niptc\n{len(profile):8}\n{profile.hex()}\n")
        photo = take(quarters(), kind, pnginfo=text)
    elif kind == "TIFF":
        photo = take(quarters(), kind, tiffinfo={33_723: iim(DATASETS)})
    else:
        info = {34_377: blocks.removeprefix(b"Photoshop 3.0\x00")}
        photo = take(quarters(), "TIFF", tiffinfo=info)
    assert {name: getattr(photo, name) for name in IIM_ALONE} == IIM_ALONE
    assert photo.taken_at.isoformat() == "2025-11-03T00:25:01+00:00"
