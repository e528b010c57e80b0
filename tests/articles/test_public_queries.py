"""How many queries each public page costs: pinned, and the same for any archive."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Author, Edition, EditionAuthor, Topic
from newsportal.timeline import now
from tests.articles.test_public_frontpage import place
from tests.articles.test_public_lists import row
from tests.factories import author, photo, section, topic

pytestmark = pytest.mark.django_db

# The frame of every page: sections, the site's identity, slogans, social links.
FRAME = 4
PAGES = {
    "front": ("/", FRAME + 6),
    "section": ("/city/", FRAME + 2),
    "a further page of a section": ("/city/?after={key}", FRAME + 3),
    "article": ("{article}", FRAME + 7),
    "topic": ("/topics/transport/", FRAME + 2),
    "author": ("/authors/lin-mei/", FRAME + 2),
    "day": ("{day}", FRAME + 3),
    "not found": ("/nothing/here/", FRAME),
}


def archive(size: int) -> Edition:
    """An archive of `size` articles in three sections; the newest one."""
    start = now() - timedelta(days=1)
    places = [section(name) for name in ("City", "Culture", "Travel")]
    people: list[Author] = [author("Lin Mei"), author("Daniel Okoro")]
    about: Topic = topic("Transport")
    lead = photo()
    for number in range(size):
        newest = row(
            places[(size - 1 - number) % 3],
            start + timedelta(minutes=number),
            lead_photo=lead,
            related=list(Edition.every.values_list("article_number", flat=True)[:5]),
        )
        newest.topics.set([about])
        EditionAuthor.objects.bulk_create(
            EditionAuthor(edition=newest, author=person, position=position)
            for position, person in enumerate(people)
        )
        newest.photo_uses.create(photo=lead, position=0, caption="c", alt="a")
    place(Edition.every.order_by("pk")[0], "lead")
    return newest


def cost(client, address: str, newest: Edition) -> int:
    address = address.format(
        article=newest.get_absolute_url(),
        key=newest.key.replace("+", "%2B"),
        day=f"{newest.first_published_at.astimezone():/%Y/%m/%d/}",
    )
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_as_many_queries_with_60_articles_as_with_20(client, name):
    address, expected = PAGES[name]
    newest = archive(20)
    small = cost(client, address, newest)
    newest = archive(40)
    assert (small, cost(client, address, newest)) == (expected, expected)
