"""Caption, credit, creator, copyright, date and alternative text, as a picture file tells them.

Read from XMP, IPTC-IIM and EXIF, in this order of trust (IPTC Photo Metadata 2025.1, "mapping
and reconciliation"): for each field the first that has it wins. Garbage gives no field and
never an error. The module imports no Django: it runs in the child process that decodes.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from PIL import Image, IptcImagePlugin

# Field -> the most characters that are kept of it.
FIELDS: Final = {
    "caption": 1000,
    "credit": 200,
    "creator": 200,
    "copyright": 300,
    "alt": 300,
    "taken_at": 40,
}

DC: Final = "{http://purl.org/dc/elements/1.1/}"
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PHOTOSHOP: Final = "{http://ns.adobe.com/photoshop/1.0/}"
IPTC_CORE: Final = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
EXIF_XMP: Final = "{http://ns.adobe.com/exif/1.0/}"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

# What cameras write into the description of every picture they take.
CAMERA_CAPTION: Final = re.compile(
    r"(.*digital camera|sony dsc|exif_jpeg_picture|dcf?im.*|dsc[nf_]?\d*|<digimax.*|samsung"
    r"|default|ascii)",
    re.IGNORECASE,
)


def read(image: Image.Image) -> dict[str, str]:
    """The fields that the decoded `image` carries: clean text, `taken_at` in ISO 8601.

    `taken_at` has an offset only where the file gave one.
    """
    found: dict[str, str] = {}
    for source in (from_xmp, from_iim, from_exif):
        for field, text in attempt(source, image).items():
            if text := clean(text)[: FIELDS[field]].strip():
                found.setdefault(field, text)
    return found


def attempt(source: Callable[[Image.Image], dict[str, str]], image: Image.Image) -> dict[str, str]:
    """What `source` finds; nothing where it stumbles."""
    try:
        return source(image)
    except Exception:  # noqa: BLE001 - whatever a stranger's file breaks is worth no field
        return {}


def clean(text: str) -> str:
    """Without control characters (PostgreSQL stores no NUL), lone surrogates and outer space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", text)
    return text.strip()


# -- XMP -----------------------------------------------------------------------------------------


def from_xmp(image: Image.Image) -> dict[str, str]:
    """ISO 16684-1; the packet of a JPEG, PNG or WebP."""
    packet = image.info.get("xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    root = ElementTree.fromstring(packet.strip(b"\x00 \r\n\t"), forbid_dtd=True)
    described = list(root.iter(f"{RDF}Description"))
    dates = (
        xmp_text(described, f"{PHOTOSHOP}DateCreated"),
        xmp_text(described, f"{EXIF_XMP}DateTimeOriginal"),
    )
    return {
        "caption": xmp_text(described, f"{DC}description"),
        "credit": xmp_text(described, f"{PHOTOSHOP}Credit"),
        "creator": xmp_text(described, f"{DC}creator"),
        "copyright": xmp_text(described, f"{DC}rights"),
        "alt": xmp_text(described, f"{IPTC_CORE}AltTextAccessibility"),
        "taken_at": next((moment for date in dates if (moment := iso_moment(date))), ""),
    }


def xmp_text(described: list[Element], name: str) -> str:
    """A property written as attribute, as text, as a list or in several languages."""
    for description in described:
        if value := description.get(name):
            return value
        for element in description.findall(name):
            if items := list(element.iter(f"{RDF}li")):
                if items[0].get(XML_LANG):
                    return default_language(items)
                return ", ".join(text for item in items if (text := (item.text or "").strip()))
            if element.text and element.text.strip():
                return element.text
    return ""


def default_language(items: list[Element]) -> str:
    """The text marked x-default, else the first."""
    default = [item for item in items if item.get(XML_LANG) == "x-default"]
    return (default or items)[0].text or ""


# -- IPTC-IIM ------------------------------------------------------------------------------------


def from_iim(image: Image.Image) -> dict[str, str]:
    """IPTC-NAA Information Interchange Model 4.2, record 2."""
    records = IptcImagePlugin.getiptcinfo(image) if image.format in {"JPEG", "MPO"} else None  # type: ignore[arg-type]
    if not records:
        return {}
    # 1:90 announces UTF-8 with an escape sequence of ISO 2022.
    is_utf8 = b"\x1b%G" in b"".join(values(records.get((1, 90))))

    def text(dataset: int) -> str:
        found = values(records.get((2, dataset)))
        return ", ".join(decoded(value, is_utf8=is_utf8) for value in found)

    return {
        "caption": text(120),
        "credit": text(110),
        "creator": text(80),
        "copyright": text(116),
        "taken_at": iim_moment(text(55), text(60)),
    }


def values(record: bytes | list[bytes] | None) -> list[bytes]:
    """A dataset may be missing, stand once or be repeated."""
    if record is None:
        return []
    return record if isinstance(record, list) else [record]


def decoded(value: bytes, *, is_utf8: bool = False) -> str:
    """Text of an unmarked character set: UTF-8 where it is sound UTF-8, else Windows Latin.

    Most programs write UTF-8 without saying so, and other text is hardly ever valid UTF-8.
    """
    value = value.split(b"\x00", 1)[0]
    for charset in ("utf-8", "cp1252"):
        try:
            return value.decode(charset)
        except UnicodeDecodeError:
            if is_utf8:
                return value.decode("utf-8", "ignore")
    return value.decode("latin-1")


def iim_moment(date: str, time: str) -> str:
    """2:55 is CCYYMMDD, 2:60 is HHMMSS±HHMM and may be missing."""
    match = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)", date.strip())
    if not match:
        return ""
    clock = re.fullmatch(r"(\d\d):?(\d\d):?(\d\d)([+-]\d\d:?\d\d)?", time.strip())
    hours = "{}:{}:{}".format(*clock.groups()[:3]) if clock else "00:00:00"
    offset = (clock and clock[4]) or ""
    return iso_moment("{}-{}-{}".format(*match.groups()) + f"T{hours}{offset}")


# -- EXIF ----------------------------------------------------------------------------------------


def from_exif(image: Image.Image) -> dict[str, str]:
    """EXIF 2.32: ImageDescription, Artist, Copyright, DateTimeOriginal with its offset."""
    exif = image.getexif()
    details = exif.get_ifd(0x8769)
    caption = exif_text(exif.get(0x010E)).strip()
    if caption in {exif_text(exif.get(tag)).strip() for tag in (0x010F, 0x0110)}:
        caption = ""  # some cameras put their make or model there
    taken = next(exif_moments(details), "")
    return {
        "caption": "" if CAMERA_CAPTION.fullmatch(caption) else caption,
        "creator": exif_text(exif.get(0x013B)),
        "copyright": exif_text(exif.get(0x8298)),
        "taken_at": taken,
    }


def exif_text(value: object) -> str:
    """Pillow reads ASCII fields as Latin-1, though cameras and programs write UTF-8 as well."""
    if isinstance(value, tuple):
        value = value[0] if value else ""
    if isinstance(value, str):
        value = value.encode("latin-1", "replace")
    return decoded(value) if isinstance(value, bytes) else ""


def exif_moments(details: dict[int, object]) -> Iterator[str]:
    """When it was taken, else when it was digitised; each with the offset written for it."""
    for date, offset in ((0x9003, 0x9011), (0x9004, 0x9012)):
        match = re.match(
            r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)", exif_text(details.get(date))
        )
        if match:
            zone = re.match(r"[+-]\d\d:\d\d", exif_text(details.get(offset)).strip())
            written = "{}-{}-{}T{}".format(*match.groups()) + (zone[0] if zone else "")
            if moment := iso_moment(written):
                yield moment


def iso_moment(text: str) -> str:
    """`text` in full ISO 8601 form, or nothing where it names no moment of photography."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return ""
    return moment.isoformat() if 1826 <= moment.year <= 2100 else ""
