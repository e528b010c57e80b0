"""Metadata as programs write them into picture files, made byte by byte."""

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:r="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
 xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" {attributes}>{elements}</rdf:Description>
</rdf:RDF></x:xmpmeta>"""


def xmp(elements: str = "", attributes: str = "") -> bytes:
    """A packet with these properties."""
    return XMP.format(elements=elements, attributes=attributes).encode()


def iim(datasets: list[tuple[int, int, bytes]]) -> bytes:
    """IPTC-IIM datasets (record, number, value)."""
    return b"".join(
        b"\x1c" + bytes([record, number]) + len(value).to_bytes(2, "big") + value
        for record, number, value in datasets
    )


def photoshop(datasets: bytes, digest: bytes | None = None) -> bytes:
    """Photoshop's resource blocks with the datasets and, where given, their digest."""
    blocks = b"".join(
        b"8BIM" + number + b"\x00\x00" + len(data).to_bytes(4, "big") + data + bytes(len(data) % 2)
        for number, data in ((b"\x04\x04", datasets), (b"\x04\x25", digest))
        if data is not None
    )
    return b"Photoshop 3.0\x00" + blocks


def with_app13(picture: bytes, payload: bytes) -> bytes:
    """A JPEG with the segment that holds IPTC-IIM."""
    return with_segment(picture, b"\xff\xed", payload)


def with_segment(picture: bytes, marker: bytes, payload: bytes) -> bytes:
    """A JPEG with one more segment at its beginning."""
    return picture[:2] + marker + (len(payload) + 2).to_bytes(2, "big") + payload + picture[2:]
