"""Words as XMP and IPTC-IIM, written with care."""

from io import BytesIO

import pytest
from defusedxml import ElementTree
from PIL import Image
from PIL.IptcImagePlugin import getiptcinfo

from articles.photos.embedding import iim, into_jpeg, segments, xmp
from tests.photos.makers import encoded, quarters

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def test_no_words_leave_no_trace():
    assert xmp({}) == iim({}) == segments({}) == b""
    assert xmp({"credit": " \x00 "}) == b""


@pytest.mark.parametrize(
    "text",
    [
        "a & b < c > d \" e '",
        "]]></photoshop:Credit><x>",
        "<?xpacket end='w'?>",
        "重庆 – Ünïcödé 🎞",
        "line\nline",
        "{braces} {0} {names}",
    ],
)
def test_what_people_write_is_read_back_as_it_was(text):
    root = ElementTree.fromstring(xmp({"credit": text}).decode().strip("\ufeff"))
    assert root.find(f".//{RDF}Description")[0].text == text


def test_what_xml_cannot_hold_is_left_out():
    text = "a\x00b\x0bc\ud800d\ufffee"
    root = ElementTree.fromstring(xmp({"credit": text}))
    assert root.find(f".//{RDF}Description")[0].text == "abcde"


def test_iim_is_cut_between_two_characters():
    data = iim({"creator": "é" * 40, "copyright": "重" * 100})
    assert data.endswith("重".encode() * 42)
    assert "é".encode() * 16 + b"\x1c" in data
    assert "é".encode() * 17 not in data


def test_words_go_behind_the_beginning_of_a_jpeg(tmp_path):
    file = tmp_path / "a.jpg"
    file.write_bytes(encoded(quarters()))
    pixels = Image.open(file).tobytes()
    into_jpeg(file, {"credit": "Li", "creator": "Wang"})
    with Image.open(BytesIO(file.read_bytes())) as image:
        assert image.tobytes() == pixels
        assert b"Li" in image.info["xmp"]
        assert getiptcinfo(image)[(2, 110)] == b"Li"
        assert not image.getexif()
