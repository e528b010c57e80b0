"""The words that every public file carries: who made the picture, and who may do what with it.

As XMP (ISO 16684-1) in all formats, and as IPTC-IIM 4.2 in JPEG, where older programs look. The
properties are those of the IPTC Photo Metadata Standard 2025.1. Nothing else goes into a file.
The module imports no Django: it runs in the child process that encodes as well.
"""

import re
from collections.abc import Mapping
from hashlib import md5
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

# What is embedded, in the order of the packet. The values of a photo: `renditions.words_of`.
WORDS: Final = (
    "creator",
    "credit",
    "copyright",
    "usage_terms",
    "web_statement",
    "digital_source_type",  # a URI of https://cv.iptc.org/newscodes/digitalsourcetype/
)

NAMESPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
# Word -> property, and how its value is written.
PROPERTIES: Final = {
    "creator": ("dc:creator", "<rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq>"),
    "credit": ("photoshop:Credit", "{}"),
    "copyright": ("dc:rights", '<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'),
    "usage_terms": (
        "xmpRights:UsageTerms",
        '<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>',
    ),
    "web_statement": ("xmpRights:WebStatement", "{}"),
    "digital_source_type": ("Iptc4xmpExt:DigitalSourceType", "{}"),
}
PACKET: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about=""{names}>{properties}</rdf:Description>'
    '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)
# What XML 1.0 cannot hold, escaped or not.
NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Word -> dataset of IIM record 2, and the most bytes that it holds.
DATASETS: Final = {"creator": (80, 32), "credit": (110, 32), "copyright": (116, 128)}
XMP_MARK: Final = b"http://ns.adobe.com/xap/1.0/\x00"
PHOTOSHOP_MARK: Final = b"Photoshop 3.0\x00"


def xmp(words: Mapping[str, str]) -> bytes:
    """The XMP packet for `words` (of WORDS; plain text), UTF-8; empty where there are none."""
    told = {word: text for word in WORDS if (text := clean(words.get(word, "")))}
    if not told:
        return b""
    properties = [
        f"<{PROPERTIES[word][0]}>{PROPERTIES[word][1].format(escape(text))}</{PROPERTIES[word][0]}>"
        for word, text in told.items()
    ]
    prefixes = sorted({PROPERTIES[word][0].split(":")[0] for word in told})
    names = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes)
    return PACKET.format(names=names, properties="".join(properties)).encode()


def iim(words: Mapping[str, str]) -> bytes:
    """The datasets of IPTC-IIM for `words`, marked as UTF-8; empty where there are none.

    What does not fit is cut between two characters: XMP has all of it.
    """
    told = {word: text for word in DATASETS if (text := clean(words.get(word, "")))}
    if not told:
        return b""
    datasets = [(1, 90, b"\x1b%G"), (2, 0, b"\x00\x04")]
    for word, text in told.items():
        number, most = DATASETS[word]
        datasets.append((2, number, text.encode()[:most].decode(errors="ignore").encode()))
    return b"".join(
        b"\x1c" + bytes((record, number)) + len(data).to_bytes(2, "big") + data
        for record, number, data in datasets
    )


def clean(text: str) -> str:
    """Without what XML cannot hold, and without outer space."""
    return NOT_XML.sub("", text).strip()


def into_jpeg(file: Path, words: Mapping[str, str]) -> None:
    """Write `words` into a JPEG of our own that has none yet."""
    data = file.read_bytes()
    at = 2
    if data[at : at + 2] == b"\xff\xe0":  # JFIF comes first
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    if told := segments(words):
        file.write_bytes(data[:at] + told + data[at:])


def segments(words: Mapping[str, str]) -> bytes:
    """The APP1 and APP13 segments of a JPEG that carry `words`."""
    found = b""
    if packet := xmp(words):
        found += segment(0xE1, XMP_MARK + packet)
    if datasets := iim(words):
        # The checksum tells programs that both were written together, so that they believe the
        # longer words of XMP. See "Guidelines for Handling Image Metadata" of the MWG, 2010.
        checksum = md5(datasets, usedforsecurity=False).digest()
        blocks = resource(0x0404, datasets) + resource(0x0425, checksum)
        found += segment(0xED, PHOTOSHOP_MARK + blocks)
    return found


def segment(marker: int, data: bytes) -> bytes:
    """One segment of a JPEG. Our words are bounded far below the 64 KB that it holds."""
    return b"\xff" + bytes((marker,)) + (len(data) + 2).to_bytes(2, "big") + data


def resource(number: int, data: bytes) -> bytes:
    """One nameless block of Photoshop's image resources, padded to an even length."""
    head = b"8BIM" + number.to_bytes(2, "big") + b"\x00\x00" + len(data).to_bytes(4, "big")
    return head + data + b"\x00" * (len(data) % 2)
