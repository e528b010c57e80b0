"""What an XMP packet tells (ISO 16684-1; the properties are those of IPTC Photo Metadata 2025.1
and of PLUS).
"""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from PIL import Image

from articles.photos.metadata.text import iso_moment, joined, web_address

DC: Final = "{http://purl.org/dc/elements/1.1/}"
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PHOTOSHOP: Final = "{http://ns.adobe.com/photoshop/1.0/}"
IPTC_CORE: Final = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
IPTC_EXT: Final = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
RIGHTS: Final = "{http://ns.adobe.com/xap/1.0/rights/}"
PLUS: Final = "{http://ns.useplus.org/ldf/xmp/1.0/}"
EXIF: Final = "{http://ns.adobe.com/exif/1.0/}"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def read(image: Image.Image) -> dict[str, str]:
    """The fields of the packet that `image` carries; raises where it is no sound XML."""
    packet = image.info.get("xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    if not packet.strip(b"\x00 \r\n\t"):
        return {}
    root = ElementTree.fromstring(packet.strip(b"\x00 \r\n\t"), forbid_dtd=True)
    described = [top for parent in root.iter(f"{RDF}RDF") for top in parent]

    def text(name: str) -> str:
        return ", ".join(texts(described, name))

    licensor = next(structures(described, f"{PLUS}Licensor"), None)
    inside = [] if licensor is None else [licensor]
    dates = (text(f"{PHOTOSHOP}DateCreated"), text(f"{EXIF}DateTimeOriginal"))
    return {
        "headline": text(f"{PHOTOSHOP}Headline"),
        "caption": text(f"{DC}description"),
        "credit": text(f"{PHOTOSHOP}Credit"),
        "creator": text(f"{DC}creator"),
        "copyright": text(f"{DC}rights"),
        "source": text(f"{PHOTOSHOP}Source"),
        "place": place(described),
        "keywords": joined(texts(described, f"{DC}subject")),
        "alt": text(f"{IPTC_CORE}AltTextAccessibility"),
        "usage_terms": text(f"{RIGHTS}UsageTerms"),
        "web_statement": web_address(text(f"{RIGHTS}WebStatement")),
        "licensor": ", ".join(texts(inside, f"{PLUS}LicensorName")),
        "licensor_url": web_address(", ".join(texts(inside, f"{PLUS}LicensorURL"))),
        "digital_source_type": text(f"{IPTC_EXT}DigitalSourceType"),
        "taken_at": next((moment for date in dates if (moment := iso_moment(date))), ""),
    }


def place(described: list[Element]) -> str:
    """Where it is, from the small to the large: as agencies write it, else the place that is
    shown, else that of the camera.
    """
    legacy = [
        part
        for name in (
            f"{IPTC_CORE}Location",
            f"{PHOTOSHOP}City",
            f"{PHOTOSHOP}State",
            f"{PHOTOSHOP}Country",
        )
        for part in texts(described, name)
    ]
    if legacy:
        return joined(legacy)
    for name in ("LocationShown", "LocationCreated"):
        for one in structures(described, f"{IPTC_EXT}{name}"):
            parts = [
                part
                for step in ("Sublocation", "City", "ProvinceState", "CountryName")
                for part in texts([one], f"{IPTC_EXT}{step}")
            ]
            if parts:
                return joined(parts)
    return ""


def texts(described: list[Element], name: str) -> list[str]:
    """The texts of a property: written as attribute, as address, as text, as a list or in several
    languages (then the one marked x-default, else the first).
    """
    for description in described:
        if value := description.get(name):
            return [value]
        for element in description.findall(name):
            if found := texts_in(element):
                return found
    return []


def texts_in(element: Element) -> list[str]:
    """The texts of one element of a property."""
    items = [item for items in element for item in items.findall(f"{RDF}li")]
    if items and items[0].get(XML_LANG):
        default = [item for item in items if item.get(XML_LANG) == "x-default"]
        items = (default or items)[:1]
    values = [text_of(item) for item in items] if items else [text_of(element)]
    return [value for value in values if value]


def text_of(element: Element) -> str:
    """The text of an element, or the address that it points to."""
    return (element.text or "").strip() or element.get(f"{RDF}resource", "").strip()


def structures(described: list[Element], name: str) -> Iterator[Element]:
    """Each structure of a property: the element that carries its fields, in any form of RDF."""
    for description in described:
        for element in description.findall(name):
            items = [item for items in element for item in items.findall(f"{RDF}li")]
            for item in items or [element]:
                nested = item.find(f"{RDF}Description")
                yield item if nested is None else nested
