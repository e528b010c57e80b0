"""The front page: editors' placements first, empty places fill themselves, nothing twice."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as some

from articles.frontpage.selection import BAND, LATEST, front_page
from articles.models import Edition, Placement
from newsportal.timeline import at, now
from tests.articles.test_public_lists import row
from tests.factories import section

pytestmark = pytest.mark.django_db

PLACES = Placement.Place.values


def newspaper(articles=30, sections=("City", "Culture", "Travel")):
    """Live editions, the newest first, spread over the sections."""
    start = now() - timedelta(days=2)
    places = [section(name, position=number) for number, name in enumerate(sections)]
    rows = [
        row(places[number % len(places)], start + timedelta(minutes=number))
        for number in range(articles)
    ]
    return rows[::-1]


def place(edition, where, *, since=None, until=None):
    return Placement.every.create(
        place=where,
        article_number=getattr(edition, "article_number", edition),
        live_from=since or now() - timedelta(hours=1),
        live_until=until,
    )


def test_without_placements_the_newest_articles_fill_the_places():
    rows = newspaper()
    page = front_page()
    top = [page.lead, *page.seconds, *page.latest]
    assert top == rows[: 3 + LATEST]


def test_a_band_holds_the_newest_of_its_section_that_stand_nowhere_else():
    rows = newspaper()
    page = front_page()
    above = [page.lead, *page.seconds, *page.latest]
    assert [band.section.name for band in page.bands] == ["City", "Culture", "Travel"]
    for band in page.bands:
        left = [one for one in rows if one.section == band.section and one not in above]
        assert list(band.editions) == left[:BAND]
        assert band.large == left[0]


def test_the_newest_live_placement_of_a_place_counts():
    rows = newspaper()
    place(rows[20], "lead", since=now() - timedelta(hours=3))
    place(rows[25], "lead", since=now() - timedelta(hours=2))
    place(rows[29], "second-2")
    page = front_page()
    assert page.lead == rows[25]
    assert page.seconds == [rows[0], rows[29]]


def test_a_placement_begins_and_ends_at_its_moments():
    rows = newspaper()
    begins, ends = now() + timedelta(hours=1), now() + timedelta(hours=2)
    place(rows[20], "lead", since=begins, until=ends)
    seen = {}
    for name, moment in {
        "before": begins - timedelta(microseconds=1),
        "begin": begins,
        "last": ends - timedelta(microseconds=1),
        "end": ends,
    }.items():
        with at(moment):
            seen[name] = front_page().lead
    assert seen == {"before": rows[0], "begin": rows[20], "last": rows[20], "end": rows[0]}


def test_a_placed_article_that_is_not_live_passes_its_place_on():
    rows = newspaper()
    place(rows[20], "lead", since=now() - timedelta(hours=3))
    place(rows[25], "lead", since=now() - timedelta(hours=2))
    Edition.every.filter(pk=rows[25].pk).update(live_until=now() - timedelta(minutes=1))
    assert front_page().lead == rows[20]
    Edition.every.filter(pk=rows[20].pk).update(live_until=now() - timedelta(minutes=1))
    assert front_page().lead == rows[0]


def test_a_placed_article_is_found_however_old_it_is():
    rows = newspaper(60)
    place(rows[59], "second-1")
    assert front_page().seconds[0] == rows[59]


def test_an_article_placed_twice_stands_in_the_upper_place_only():
    rows = newspaper()
    place(rows[9], "lead")
    place(rows[9], "second-1")
    page = front_page()
    assert page.lead == rows[9]
    assert page.seconds == rows[:2]


def printed(page):
    """Every article of the page, in its order."""
    in_bands = [edition for band in page.bands for edition in band.editions]
    return [*([page.lead] if page.lead else []), *page.seconds, *page.latest, *in_bands]


def test_a_small_site_has_a_front_page_at_every_size():
    assert printed(front_page()) == []
    for size in range(1, 8):
        row(section(), now() - timedelta(minutes=size))
        page = front_page()
        assert len(printed(page)) == size
        assert page.lead is not None


@rules(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    placements=some.lists(
        some.tuples(
            some.sampled_from(PLACES),
            some.integers(0, 22),  # from 20 on: articles that do not exist
            some.integers(-3, 2),
            some.none() | some.integers(3, 5),
        ),
        max_size=10,
    )
)
def test_no_article_stands_twice_whatever_editors_place(placements):
    rows = list(Edition.objects.for_cards()) or newspaper(20)
    Placement.every.all().delete()
    for where, index, start, end in placements:
        number = rows[index].article_number if index < len(rows) else 900_000 + index
        place(
            number,
            where,
            since=now() + timedelta(hours=start),
            until=end and now() + timedelta(hours=end),
        )
    for hours in (0, 1.5, 4):
        with at(now() + timedelta(hours=hours)):
            page = front_page()
            shown = [edition.article_number for edition in printed(page)]
            assert len(shown) == len(set(shown))
            assert len(page.seconds) == 2
            assert len(page.latest) == LATEST
            wishes = {row.article_number for row in Placement.objects.filter(place="lead")}
            if wishes & {edition.article_number for edition in rows}:
                assert page.lead.article_number in wishes
