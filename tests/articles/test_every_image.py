"""Every image of every public page has an alternative text, or says that it is decoration."""

import re

import pytest
from django.conf import settings

from articles.content import PhotoChoice
from tests import factories as make

pytestmark = pytest.mark.django_db


def walk(client, start="/"):
    """Address -> text of every page that links lead to from `start`."""
    waiting, pages = [start], {}
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        if response.streaming:
            response.getvalue()
            continue
        # JSON writes the quotes of its HTML with a stroke before them.
        pages[address] = text = response.text.replace('\\"', '"')
        for link in re.findall(r'href="([^"#]+)', text):
            local = link.removeprefix(settings.SITE_URL).replace("&amp;", "&")
            if local.startswith("/") and not local.startswith("/static/"):
                waiting.append(local)
    return pages


def test_no_image_of_the_site_is_without_an_alternative_text(client):
    photos = [make.photo(caption=f"Pier {n}", alt=f"Step {n} of a pier") for n in range(5)]
    body = f'<p>x</p><figure data-photo="{photos[4].pk}"><figcaption>Seen</figcaption></figure>'
    for number in range(12):
        make.published(
            f"Story {number}",
            section=make.section(("City", "Culture")[number % 2]).pk,
            topics=(make.topic().pk,),
            authors=(make.author().pk,),
            body=body,
            photos=(
                PhotoChoice(photos[number % 4].pk),
                PhotoChoice(photos[(number + 1) % 4].pk, alt="Another view"),
                PhotoChoice(photos[(number + 2) % 4].pk, is_decorative=True),
            ),
        )
    pages = walk(client)
    images = [
        (address, tag) for address in pages for tag in re.findall(r"<img[^>]*>", pages[address])
    ]
    assert len(pages) > 25
    assert len(images) > 60
    assert [one for one in images if not re.search(r'\balt="', one[1])] == []
    # Cards repeat what their headline says; in an article a photo speaks, unless it is decoration.
    articles = [address for address in pages if re.match(r"/\w+/\d+/", address)]
    for address in articles:
        figures = re.findall(r"<figure.*?</figure>", pages[address], re.S)
        silent = [figure for figure in figures if 'alt=""' in figure]
        assert len(figures) == 4, address
        assert len(silent) == 1, address
