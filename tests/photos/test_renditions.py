"""Public files: nothing of the original but its pixels, and the same again when made again."""

from pathlib import Path

import pytest
from defusedxml import ElementTree
from django.core.files.storage import default_storage
from PIL import Image, PngImagePlugin
from PIL.IptcImagePlugin import getiptcinfo

from articles.models import Photo
from articles.photos import delivery, renditions
from articles.photos.embedding import WORDS
from articles.photos.intake import accept
from newsportal.refusals import Refused
from tests.photos.makers import (
    encoded,
    files_in,
    near,
    path_of,
    person,
    public_files,
    quarters,
    take,
    take_all,
    upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CANARY = b"Canary7391"
# How metadata begin in the three formats, and the canary itself.
TRACES = [
    CANARY,
    b"Exif",
    b"EXIF",
    b"XMP ",
    b"ns.adobe.com",
    b"ICC",
    b"Photoshop",
    b"tEXt",
    b"eXIf",
]


def telling_exif() -> Image.Exif:
    """Position, owner, serial number, maker note and artist."""
    exif, canary = Image.Exif(), CANARY.decode()
    exif[0x013B], exif[0x010E], exif[0x8298] = canary, canary, canary
    details = exif.get_ifd(0x8769)
    details[0xA430], details[0xA431], details[0x927C] = canary, canary, CANARY
    position = exif.get_ifd(0x8825)
    position[1], position[2] = "N", (29.0, 33.0, 47.0)
    position[3], position[4] = "E", (106.0, 34.0, 25.0)
    position[29] = canary
    return exif


def telling_png_text() -> PngImagePlugin.PngInfo:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", CANARY.decode())
    text.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY.decode()}</x>")
    return text


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"exif": telling_exif(), "comment": CANARY, "xmp": b"<x>" + CANARY + b"</x>"}),
        ("PNG", {"exif": telling_exif(), "pnginfo": telling_png_text()}),
        ("WEBP", {"exif": telling_exif(), "xmp": b"<x>" + CANARY + b"</x>"}),
    ],
)
def test_nothing_that_the_file_tells_reaches_a_public_file(kind, options):
    data = encoded(quarters((1300, 900)), kind, **options)
    assert CANARY in data
    photo = take(data)
    # What the file told stands in the library; what goes out says what the library says now.
    Photo.objects.filter(pk=photo.pk).update(
        creator="", credit="", copyright="", usage_terms="", web_statement=""
    )
    photo.refresh_from_db()
    renditions.rebuild(photo)
    files = public_files(photo)
    assert len(files) > 30
    for path in files:
        content = path.read_bytes()
        assert [trace for trace in TRACES if trace in content] == []
        with Image.open(path) as image:
            assert set(image.info) <= {
                "jfif", "jfif_version", "jfif_unit", "jfif_density",
                "progressive", "progression", "loop", "background",
            }  # fmt: skip
            assert not image.getexif()


def test_an_embedded_thumbnail_reaches_no_public_file():
    thumbnail = encoded(Image.effect_noise((80, 60), 90))
    segment = b"Exif\x00\x00" + thumbnail[:60_000]
    plain = encoded(quarters())
    app1 = b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment
    photo = take_all(plain[:2] + app1 + plain[2:])
    for path in public_files(photo):
        assert thumbnail[200:240] not in path.read_bytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_page_hidden_in_a_picture_reaches_no_public_file(kind):
    marker = b"<script>alert('Canary7391')</script>"
    photo = take_all(encoded(quarters(), kind) + marker)
    for path in public_files(photo):
        assert b"script" not in path.read_bytes()


def test_names_come_from_the_content_and_do_not_tell_it():
    photo = take_all(quarters())
    for row in photo.renditions:
        assert delivery.NAME.fullmatch(row["name"])
        assert photo.original_hash[:8] not in row["name"]
    assert len({row["name"] for row in photo.renditions}) == len(photo.renditions)


def test_rebuild_makes_the_same_names_and_bytes_again():
    photo = take_all(quarters((700, 500)))
    before = {path: path.read_bytes() for path in public_files(photo)}
    rows = photo.renditions
    for path in before:
        path.unlink()
    Photo.objects.filter(pk=photo.pk).update(renditions=[])
    renditions.rebuild(photo)
    photo.refresh_from_db()
    assert photo.renditions == rows
    assert {path: path.read_bytes() for path in public_files(photo)} == before


def test_the_first_files_are_those_that_stay():
    photo = take(quarters((1300, 900)))
    first = [row["name"] for row in photo.renditions]
    assert [(row["width"], row["format"]) for row in photo.renditions] == [
        (320, "jpeg"),
        (960, "jpeg"),
    ]
    renditions.rebuild(photo)
    assert set(first) < {row["name"] for row in photo.renditions}
    assert not photo.retired.exists()


WORDS_OF_A_PHOTO = {
    "creator": "Li Wei",
    "credit": "Tom & Jerry <Agency>",
    "copyright": "© 2026 重庆日报",
    "usage_terms": "Once, in print\nand online",
    "web_statement": "https://example.org/rights?a=1&b=2",
}


def told_by(path: Path) -> dict[str, str]:
    """The words in the XMP of a file."""
    with Image.open(path) as image:
        packet = image.info["xmp"]
    root = ElementTree.fromstring(packet.strip())
    (about,) = root.iter(f"{RDF}Description")
    return {
        word: "".join(about.find(name).itertext())
        for word, name in PROPERTIES.items()
        if about.find(name) is not None
    }


RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PROPERTIES = {
    "creator": "{http://purl.org/dc/elements/1.1/}creator",
    "credit": "{http://ns.adobe.com/photoshop/1.0/}Credit",
    "copyright": "{http://purl.org/dc/elements/1.1/}rights",
    "usage_terms": "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms",
    "web_statement": "{http://ns.adobe.com/xap/1.0/rights/}WebStatement",
    "digital_source_type": "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType",
}


def test_every_public_file_says_whose_it_is():
    assert set(PROPERTIES) == set(WORDS)
    file = upload(encoded(quarters((1300, 900))))
    photo = accept(file, person("photo"), **WORDS_OF_A_PHOTO)
    for path in public_files(photo):
        assert told_by(path) == WORDS_OF_A_PHOTO  # from the first moment
    renditions.rebuild(photo)
    for path in public_files(photo):
        assert told_by(path) == WORDS_OF_A_PHOTO
        if path.suffix == ".jpg":
            with Image.open(path) as image:
                found = getiptcinfo(image)
                assert found[(1, 90)] == b"\x1b%G"
                assert found[(2, 80)].decode() == "Li Wei"
                assert found[(2, 110)].decode() == "Tom & Jerry <Agency>"
                assert found[(2, 116)].decode() == "© 2026 重庆日报"
                assert set(found) == {(1, 90), (2, 0), (2, 80), (2, 110), (2, 116)}


@pytest.mark.parametrize(
    ("ai", "stated", "told"),
    [
        ("generated", "digitalCapture", "trainedAlgorithmicMedia"),
        ("assisted", "", "compositeWithTrainedAlgorithmicMedia"),
        ("none", "negativeFilm", "negativeFilm"),
        ("none", "", None),
    ],
)
def test_every_public_file_says_how_it_was_made(ai, stated, told):
    photo = take(quarters())
    photo.ai, photo.digital_source_type, photo.credit = ai, stated, "Li"
    photo.save()
    renditions.rebuild(photo)
    address = told and f"http://cv.iptc.org/newscodes/digitalsourcetype/{told}"
    for path in public_files(photo):
        assert told_by(path).get("digital_source_type") == address


def test_another_credit_makes_other_names_and_the_old_ones_are_kept():
    photo = take_all(quarters((1300, 900)))
    before = {row["name"] for row in photo.renditions}
    photo.credit = "Somebody else"
    photo.save()
    renditions.rebuild(photo)
    assert before.isdisjoint(row["name"] for row in photo.renditions)
    assert {row["name"] for row in photo.retired.get().renditions} == before


def test_another_focus_makes_other_cuts_and_leaves_the_whole_picture():
    photo = take_all(quarters((1300, 900)))
    whole, cuts = parted(photo)
    photo.focus_x = 0
    photo.save()
    renditions.rebuild(photo)
    assert parted(photo)[0] == whole
    assert parted(photo)[1].isdisjoint(cuts)
    assert {row["name"] for row in photo.retired.get().renditions} == cuts


def test_a_cut_by_hand_leaves_the_other_ratios():
    photo = take_all(quarters((1300, 900)))
    before = {row["name"]: row.get("crop") for row in photo.renditions}
    photo.crops = {"1x1": [50, 0, 34.61, 50]}
    photo.save()
    renditions.rebuild(photo)
    after = {row["name"]: row.get("crop") for row in photo.renditions}
    assert {cut for name, cut in before.items() if name not in after} == {"1x1"}
    (square,) = [row for row in photo.renditions if row.get("crop") == "1x1"]
    assert square["width"] == square["height"] == 450
    with Image.open(path_of(square)) as image:
        assert near(image.getpixel((200, 200)), (0, 255, 0), 20)


def parted(photo) -> tuple[set, set]:
    """The names of the whole picture and those of the cuts."""
    whole = {row["name"] for row in photo.renditions if "crop" not in row}
    return whole, {row["name"] for row in photo.renditions} - whole


def test_a_photo_that_changes_while_its_files_are_made_keeps_its_own(monkeypatch):
    photo = take_all(quarters())
    before = photo.renditions
    develop = renditions.develop

    def while_somebody_writes(*args):
        Photo.objects.filter(pk=photo.pk).update(credit="Later")
        return develop(*args)

    Photo.objects.filter(pk=photo.pk).update(credit="Earlier")
    monkeypatch.setattr(renditions, "develop", while_somebody_writes)
    renditions.rebuild(photo)
    photo.refresh_from_db()
    assert (photo.credit, photo.made_for, photo.renditions) == ("Later", "", before)


def test_nothing_is_made_of_an_original_that_is_not_what_was_uploaded(settings):
    photo = take(quarters())
    before = set(files_in(settings.MEDIA_ROOT))
    Path(photo.original.path).write_bytes(encoded(quarters((64, 48))))
    with pytest.raises(Refused, match="is not the one that was uploaded"):
        renditions.rebuild(photo)
    assert set(files_in(settings.MEDIA_ROOT)) == before


def test_a_photo_that_is_deleted_while_its_files_are_made_stays_deleted(monkeypatch):
    photo = take(quarters())
    develop = renditions.develop

    def while_somebody_deletes(*args):
        Photo.objects.filter(pk=photo.pk).delete()
        return develop(*args)

    monkeypatch.setattr(renditions, "develop", while_somebody_deletes)
    renditions.rebuild(photo)
    assert not Photo.objects.exists()


def test_no_half_written_file_ever_has_a_name(monkeypatch, settings):
    photo = take(quarters())
    folder = path_of(photo.renditions[0]).parent
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    assert Path(default_storage.path(photo.original.name)).stat().st_mode & 0o777 == 0o640
