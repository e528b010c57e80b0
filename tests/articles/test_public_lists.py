"""Lists page by key: nothing is left out and nothing comes twice."""

from datetime import timedelta
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as some

from articles.models import Edition, Section
from articles.paging import PAGE_SIZE, UnknownKey, page_of, read_key
from newsportal.timeline import at, now
from tests.factories import section

pytestmark = pytest.mark.django_db

numbers = count(1)


def row(place: Section, moment, **fields) -> Edition:
    """A live edition, written directly: a list does not care how it came to be."""
    number = next(numbers)
    fields = {"headline": f"Headline {number}", "slug": f"headline-{number}", **fields}
    return Edition.every.create(
        article_number=number,
        revision_number=1,
        body="<p>Text.</p>",
        language="en",
        section=place,
        first_published_at=moment,
        live_from=moment,
        **fields,
    )


def walk(editions, size):
    """All pages of a list, from the first to the last."""
    pages, after = [], None
    while True:
        page = page_of(editions, path="/p/", after=after, size=size)
        pages.append(page)
        if not page.older:
            return pages
        after = key_in(page.older)


def key_in(address):
    return parse_qs(urlsplit(address).query).get("after", [None])[0]


@rules(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=some.lists(some.integers(0, 3), max_size=14),
    size=some.integers(1, 5),
)
def test_pages_hold_every_article_once_even_where_times_are_equal(minutes, size):
    Edition.every.all().delete()
    start = now() - timedelta(days=1)
    made = [row(section(), start + timedelta(minutes=minute)) for minute in minutes]
    pages = walk(Edition.objects.all(), size)
    found = [edition.article_number for page in pages for edition in page.rows]
    expected = sorted(
        made, key=lambda one: (one.first_published_at, one.article_number), reverse=True
    )
    assert found == [edition.article_number for edition in expected]
    assert all(len(page.rows) == size for page in pages[:-1])


def test_the_way_back_leads_to_the_same_pages():
    start = now() - timedelta(days=1)
    for minute in range(11):
        row(section(), start + timedelta(minutes=minute // 3))
    pages = walk(Edition.objects.all(), 3)
    assert len(pages) == 4
    assert pages[0].newer == ""
    for page, before in zip(pages[1:], pages, strict=False):
        back = page_of(Edition.objects.all(), path="/p/", after=key_in(page.newer), size=3)
        assert back.rows == before.rows


def test_an_article_that_appears_meanwhile_moves_nothing_to_another_page():
    start = now() - timedelta(days=1)
    for minute in range(6):
        row(section(), start + timedelta(minutes=minute))
    first = page_of(Edition.objects.all(), path="/p/", size=3)
    row(section(), now() - timedelta(hours=1))
    second = page_of(Edition.objects.all(), path="/p/", after=key_in(first.older), size=3)
    assert not {one.pk for one in first.rows} & {one.pk for one in second.rows}
    assert len(second.rows) == 3


def test_a_section_links_to_older_and_newer_articles(client):
    start = now() - timedelta(days=1)
    for minute in range(PAGE_SIZE + 2):
        row(section(), start + timedelta(minutes=minute), headline=f"Number {minute:03}")
    first = client.get("/city/").content.decode()
    assert 'rel="prev"' not in first
    older = first.split('<a class="older" rel="next" href="')[1].split('"')[0]
    assert "Number 001" not in first
    second = client.get(older)
    assert "Number 001" in second.content.decode()
    assert '<a class="newer" rel="prev" href="/city/">' in second.content.decode()
    assert 'rel="next"' not in second.content.decode()


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x",
        "5",
        "20260101T000000.000000+0000-0",
        "20260101T000000.000000+0000-x",
        "20261301T000000.000000+0000-1",
        "20260101T000000.000000+9999-1",
        "00010101T000000.000000+1400-1",
        "99991231T235959.000000-1400-1",
        "20260101T000000.000000+0000-9999999999999999999",
        "20260101T000000.000000+0000-1' OR 1=1",
        "２０260101T000000.000000+0000-1",
        "20260101T000000.000000 0000-1",
        "20260101T000000.000000+0000-1\n",
    ],
)
def test_what_is_no_key_is_not_found(client, key):
    section()
    with pytest.raises(UnknownKey):
        read_key(key)
    assert client.get("/city/", {"after": key}).status_code == 404


def test_a_key_of_an_edition_names_its_place_again():
    edition = row(section(), now())
    assert read_key(edition.key) == (edition.first_published_at, edition.article_number)


def test_a_list_changes_at_the_moment_and_not_before(client):
    moment = now() + timedelta(hours=1)
    row(section(), moment, headline="Due at ten")
    with at(moment - timedelta(microseconds=1)):
        assert "Due at ten" not in client.get("/city/").content.decode()
    with at(moment):
        assert "Due at ten" in client.get("/city/").content.decode()
