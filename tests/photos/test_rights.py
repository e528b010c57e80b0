"""Rights that end: what readers see instead, at the moment, and who stands in for whom."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from articles.content import PhotoChoice
from articles.models import Article, Photo, Section
from newsportal.pagecache.models import Invalidation
from newsportal.timeline import at, now
from tests import factories as make

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def photo(**words) -> Photo:
    """A photo with words of its own, and the rights that are given as columns."""
    rights = {
        name: words.pop(name) for name in [*words] if name not in {"caption", "credit", "alt"}
    }
    row = make.photo(**words)
    for name, value in rights.items():
        setattr(row, name, value)
    row.save()
    return row


def fallback() -> Photo:
    """The picture of the section `city` for such a case."""
    row = photo(caption="The city.", credit="House", alt="Roofs of the city")
    city = make.section()
    city.fallback_photo = row
    city.save()
    return row


def story(*photos: Photo, body: str = "<p>Words.</p>", **fields):
    return make.published(body=body, photos=tuple(PhotoChoice(row.pk) for row in photos), **fields)


def figure(row: Photo) -> str:
    return f'<figure data-photo="{row.pk}"><figcaption>In the text.</figcaption></figure>'


def page(client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def status_of_file(client, row: Photo, name: str) -> int:
    response = client.get(reverse("photo", args=[row.pk, name]))
    if response.streaming:
        # Reading to the end lets the test client close the file.
        response.getvalue()
    return response.status_code


def prints(html: str, row: Photo) -> bool:
    return f"/photos/{row.pk}/" in html


@pytest.mark.parametrize("where", ["article", "front", "section", "atom", "rss", "feed_json"])
def test_the_sections_picture_takes_the_place_of_the_lead_at_the_moment(client, where):
    instead, end = fallback(), now() + timedelta(hours=3)
    lead = photo(caption="Old words.", credit="Agency", alt="Seen before", usable_until=end)
    edition = story(lead)
    address = {
        "article": edition.get_absolute_url(),
        "front": "/",
        "section": "/city/",
        "atom": "/feed/",
        "rss": "/feed/rss/",
        "feed_json": "/feed.json",
    }[where]
    seen = []
    for moment in (end - SECOND, end, end + timedelta(days=400)):
        with at(moment):
            html = page(client, address)
        seen.append((prints(html, lead), prints(html, instead)))
        if moment >= end:
            for words in ("Old words.", "Agency", "Seen before"):
                assert words not in html
    assert seen == [(True, False), (False, True), (False, True)]


def test_without_a_picture_of_the_section_there_is_no_hole(client):
    end = now() + timedelta(hours=3)
    first = photo(usable_until=end)
    edition = story(first)
    with at(end):
        html = page(client, edition.get_absolute_url())
        assert "article-lead" not in html
        assert "share.png" in html
        assert "card-picture" not in page(client, "/")
        assert "<media:content" not in page(client, "/feed/")
    with at(end - SECOND):
        assert "article-lead" in page(client, edition.get_absolute_url())
        assert "card-picture" in page(client, "/")


def test_a_picture_of_the_section_whose_own_rights_have_ended_stands_in_for_nothing(client):
    end = now() + timedelta(hours=3)
    instead = fallback()
    Photo.objects.filter(pk=instead.pk).update(usable_until=end)
    edition = story(photo(usable_until=end))
    with at(end):
        assert "/photos/" not in page(client, edition.get_absolute_url())


def test_a_photo_of_the_text_and_of_those_after_it_goes_without_another(client):
    instead, end = fallback(), now() + timedelta(hours=3)
    lead, inside, after = photo(), photo(usable_until=end), photo(usable_until=end)
    text = f"<p>Words.</p>{figure(inside)}"
    edition = story(lead, after, body=text, standfirst="Short.")
    with at(end - SECOND):
        html = page(client, edition.get_absolute_url())
        assert prints(html, inside)
        assert prints(html, after)
        assert "In the text." in html
    with at(end):
        html = page(client, edition.get_absolute_url())
        assert prints(html, lead)
        for gone in (inside, after, instead):
            assert not prints(html, gone)
        assert "In the text." not in html
        assert "In the text." not in page(client, "/feed/")


def test_structured_data_and_the_preview_of_links_follow(client):
    instead, end = fallback(), now() + timedelta(hours=3)
    lead = photo(usable_until=end)
    edition = story(lead)
    with at(end):
        html = page(client, edition.get_absolute_url())
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert {f"/photos/{instead.pk}/" in image["url"] for image in data["image"]} == {True}
    [image] = re.findall(r'<meta property="og:image" content="([^"]+)"', html)
    assert f"/photos/{instead.pk}/" in image
    assert 'property="og:image:alt" content="Roofs of the city"' in html


def test_what_is_not_for_social_media_is_on_the_page_and_not_in_the_preview_of_a_link(client):
    instead = fallback()
    lead = photo(not_for_social=True)
    html = page(client, story(lead).get_absolute_url())
    assert f"/photos/{lead.pk}/" in html.split("article-lead")[1]
    [image] = re.findall(r'<meta property="og:image" content="([^"]+)"', html)
    assert f"/photos/{instead.pk}/" in image
    Section.objects.update(fallback_photo=None)
    html = page(client, Article.objects.get().editions.get().get_absolute_url())
    assert "share.png" in html
    assert prints(html, lead)


def test_the_files_of_a_photo_answer_404_from_the_moment_at_which_its_rights_end(client):
    end = now() + timedelta(hours=3)
    lead = photo(usable_until=end)
    story(lead)
    seen = []
    for moment in (end - SECOND, end, end + SECOND):
        with at(moment):
            seen.append({status_of_file(client, lead, row["name"]) for row in lead.renditions})
    assert seen == [{200}, {404}, {404}]


def test_the_files_of_a_sections_picture_are_public_though_no_edition_prints_it(client):
    instead = fallback()
    name = instead.renditions[0]["name"]
    assert status_of_file(client, instead, name) == 200
    Section.objects.update(fallback_photo=None)
    assert status_of_file(client, instead, name) == 404


def test_the_log_knows_the_moment():
    end = now() + timedelta(hours=3)
    row = photo(usable_until=end)
    assert Invalidation.objects.filter(tag=f"photo:{row.pk}", counts_from=end).exists()


def test_the_site_at_another_time_shows_what_readers_saw(client):
    instead, end = fallback(), now().replace(microsecond=0) + timedelta(hours=3)
    lead = photo(usable_until=end)
    edition = story(lead)
    client.force_login(make.user("publisher"))
    for moment, row, other in ((end - SECOND, lead, instead), (end, instead, lead)):
        html = page(client, f"/newsroom/as-of/{moment:%Y%m%dT%H%M%SZ}{edition.get_absolute_url()}")
        assert f"/{row.pk}/" in html.split("article-lead")[1].split("</figure>")[0]
        assert f"photos/{other.pk}/" not in html
