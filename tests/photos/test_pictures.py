"""Photos in pages."""

from html.parser import HTMLParser

import pytest
from django.template import Context, Template

from articles.models import Photo
from articles.photos.pictures import figure, largest, picture, social_image, through

ROWS = [
    {"width": width, "height": width * 2 // 3, "format": kind, "name": f"ab-{width}.{ending}"}
    for kind, ending in (("jpeg", "jpg"), ("webp", "webp"))
    for width in (320, 640, 960, 1920)
]
CARD = {"width": 1200, "height": 630, "format": "jpeg", "name": "ab-card.jpg", "crop": "card"}


def photo(**fields) -> Photo:
    """A photo as a page has it; nothing here asks the database."""
    return Photo(pk=7, **{"renditions": [*ROWS, CARD], "alt": "A bridge", **fields})


class Reading(HTMLParser):
    """The tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: dict[str, dict] = {}
        self.text = ""
        self.feed(html.strip())

    def handle_starttag(self, tag, attrs):
        self.tags[tag] = dict(attrs)

    def handle_data(self, data):
        self.text += data


def test_a_picture_offers_every_width_in_both_formats():
    tags = Reading(picture(photo(), sizes="50vw")).tags
    assert tags["source"] == {
        "type": "image/webp",
        "srcset": ", ".join(f"/photos/7/ab-{w}.webp {w}w" for w in (320, 640, 960, 1920)),
        "sizes": "50vw",
    }
    assert tags["img"] == {
        "src": "/photos/7/ab-960.jpg",
        "srcset": ", ".join(f"/photos/7/ab-{w}.jpg {w}w" for w in (320, 640, 960, 1920)),
        "sizes": "50vw",
        "width": "1920",
        "height": "1280",
        "alt": "A bridge",
        "loading": "lazy",
        "decoding": "async",
    }


def test_the_lead_picture_is_not_lazy():
    image = Reading(picture(photo(), lead=True)).tags["img"]
    assert image["fetchpriority"] == "high"
    assert "loading" not in image


def test_alt_is_that_of_the_use_and_may_be_empty():
    assert Reading(picture(photo(), "Fog")).tags["img"]["alt"] == "Fog"
    assert 'alt=""' in picture(photo(), "")


def test_what_people_wrote_stays_text():
    html = figure(photo(credit="<b>"), "<script>", '" onload="x')
    reading = Reading(html)
    assert reading.text.strip() == "<script> (<b>)"
    assert "onload" not in reading.tags["img"]
    assert "script" not in reading.tags


@pytest.mark.parametrize(
    ("caption", "credit", "text"),
    [
        ("High levels.", "iChongqing file photo", "High levels. (iChongqing file photo)"),
        ("High levels.", "", "High levels."),
        ("", "Li Wei", "(Li Wei)"),
    ],
)
def test_caption_and_credit_print_as_one_line(caption, credit, text):
    assert Reading(figure(photo(credit=credit), caption, "")).text.strip() == text


def test_without_caption_and_credit_there_is_no_figcaption():
    assert "figcaption" not in figure(photo(), " ", "")


def test_a_photo_whose_files_are_missing_prints_its_caption_alone():
    bare = photo(renditions=[], credit="Li")
    assert picture(bare) == ""
    assert Reading(figure(bare, "Fog", "")).text == "Fog (Li)"
    assert largest(bare) is None
    assert social_image(bare) is None


def test_the_largest_and_the_card_are_given_with_their_addresses():
    assert largest(photo()) == {**ROWS[3], "url": "/photos/7/ab-1920.jpg"}
    assert social_image(photo()) == {"url": "/photos/7/ab-card.jpg", "width": 1200, "height": 630}
    assert social_image(photo(renditions=ROWS))["url"] == "/photos/7/ab-1920.jpg"


def test_a_photo_that_social_media_may_not_have_gives_no_card():
    assert social_image(photo(not_for_social=True)) is None


def test_a_cut_is_printed_where_it_is_made_and_else_the_whole():
    cuts = [row | {"crop": "4x3", "name": f"4x3-{row['name']}"} for row in ROWS[:2]]
    image = Reading(picture(photo(renditions=[*ROWS, *cuts]), cut="4x3")).tags["img"]
    assert image["srcset"] == "/photos/7/4x3-ab-320.jpg 320w, /photos/7/4x3-ab-640.jpg 640w"
    assert "4x3" not in picture(photo(), cut="4x3")


def test_six_colours_stand_in_for_a_picture_under_way_in_less_than_300_bytes():
    html = picture(photo(placeholder="8ac78a667567566556"))
    wash = html[html.index("<svg") : html.index("</svg>") + 6]
    assert wash.count("<path") == 6
    assert '<path fill="#8ac" d="M0 0h1v1h-1"/>' in wash
    assert len(wash) < 300
    for broken in ("", "8ac", '"><script>alert(1)', "x" * 18):
        assert "<svg" not in picture(photo(placeholder=broken))


def test_an_upright_picture_has_nothing_behind_it():
    rows = [row | {"height": row["width"] * 2} for row in ROWS]
    assert "<svg" not in picture(photo(renditions=rows, placeholder="8ac78a667567566556"))


def test_the_preview_shows_photos_through_its_own_address():
    with through("photo"):
        assert "/photos/7/ab-320.webp 320w" in picture(photo())


def test_the_tags_print_the_same():
    template = Template(
        "{% load photos %}{% picture p alt='Fog' sizes='9px' lead=True %}{% figure p 'Fog.' '' %}"
    )
    html = template.render(Context({"p": photo()}))
    assert html == picture(photo(), "Fog", sizes="9px", lead=True) + figure(photo(), "Fog.", "")
