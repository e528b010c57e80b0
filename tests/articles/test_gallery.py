"""The photos that follow a text: one of them, a gallery, a photo story."""

import re

import pytest

from articles.content import PhotoChoice
from articles.models import Article
from tests import factories
from tests.newsroom.test_articles import change, open_form

pytestmark = pytest.mark.django_db


def with_photos(number, **fields):
    """A published article with a lead and `number` photos after it; the edition and all photos."""
    photos = [factories.photo(caption=f"Pier {n}", credit=f"Xu {n}") for n in range(number + 1)]
    choices = [PhotoChoice(photo.pk, alt=f"The pier, step {n}") for n, photo in enumerate(photos)]
    return factories.published(photos=tuple(choices), **fields), photos


def figures(page):
    return re.findall(r"<figure.*?</figure>", page, re.S)


def test_one_photo_after_the_text_is_a_figure_like_any_other(client):
    edition, _ = with_photos(1)
    page = client.get(edition.get_absolute_url()).text
    assert len(figures(page)) == 2
    assert "gallery" not in page


def test_several_make_a_gallery_with_caption_credit_and_a_link_for_each(client):
    edition, photos = with_photos(3)
    page = client.get(edition.get_absolute_url()).text
    assert '<section class="gallery gallery-grid"' in page
    found = [figure for figure in figures(page) if "data-gallery" in figure]
    assert len(found) == 3
    for figure, photo, number in zip(found, photos[1:], (1, 2, 3), strict=True):
        assert f'id="photo-{photo.pk}"' in figure
        assert f'alt="The pier, step {number}"' in figure
        assert f'Pier {number} <span class="credit">(Xu {number})</span>' in figure
        assert f"Enlarge photo {number} of 3" in figure
        (address,) = re.findall(r'class="enlarge" href="([^"]+)"', figure)
        answer = client.get(address)
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.getvalue().startswith(b"\xff\xd8")


def test_a_photo_that_stands_in_the_text_is_not_in_the_gallery(client):
    _, photos = with_photos(1)
    body = f'<p>Look.</p><figure data-photo="{photos[1].pk}"></figure>'
    choices = [PhotoChoice(photo.pk, alt="A pier at dusk") for photo in photos]
    edition = factories.published(body=body, photos=tuple(choices))
    assert "data-gallery" not in client.get(edition.get_absolute_url()).text


def test_a_photo_story_shows_its_photos_large_below_the_text(client):
    edition, _ = with_photos(2, is_photo_story=True)
    page = client.get(edition.get_absolute_url()).text
    assert '<section class="gallery gallery-story"' in page
    assert "gallery-grid" not in page
    assert page.index("gallery-story") > page.index("People crossed it on foot")


def test_the_form_makes_a_photo_story_and_a_later_one_unmakes_it(client):
    article = factories.article()
    client.force_login(factories.user("editor"))
    data = open_form(client, change(article))
    assert "is_photo_story" not in data
    client.post(change(article), data | {"is_photo_story": "on"})
    article = Article.objects.get(pk=article.pk)
    assert article.is_photo_story
    assert article.head.content["is_photo_story"] is True
    data = open_form(client, change(article))
    del data["is_photo_story"]
    client.post(change(article), data)
    assert not Article.objects.get(pk=article.pk).is_photo_story


def test_a_revision_of_a_time_without_photo_stories_is_read():
    article = factories.article()
    stored = {**article.head.content}
    del stored["is_photo_story"]
    article.head.content = stored
    assert article.head_content().is_photo_story is False
