"""The search in one section, from a day until a day: ordinary fields of the form."""

import re
from datetime import UTC, datetime

import pytest

from newsportal.timeline import at
from tests.factories import published, section

pytestmark = pytest.mark.django_db


def page_of(client, **asked):
    return client.get("/search/", {"q": "lantern", **asked})


def headlines(response):
    found = re.findall(r'<h3 class="headline"><a[^>]*>(.*?)</a>', response.content.decode())
    return [re.sub(r"<.*?>", "", headline) for headline in found]


@pytest.fixture
def archive():
    culture = section("Culture")
    for day in (1, 2, 3):
        # 17:30 in London is half past one of the next day where the paper is.
        with at(datetime(2026, 3, day, 17, 30, tzinfo=UTC)):
            published(f"Lantern of day {day + 1}")
            published(f"Lantern show {day + 1}", section=culture.pk)


def test_a_section_is_looked_in_alone(client, archive):
    assert len(headlines(page_of(client))) == 6
    assert headlines(page_of(client, section="culture")) == [
        "Lantern show 4", "Lantern show 3", "Lantern show 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"from": "2026-03-03"}, "43"),
        ({"to": "2026-03-03"}, "32"),
        ({"from": "2026-03-03", "to": "2026-03-03"}, "3"),
        ({"from": "2026-03-05"}, ""),
        ({"to": "2026-03-01"}, ""),
        ({"from": "0001-01-02", "to": "9999-12-30"}, "432"),
    ],
)
def test_days_are_those_of_the_paper_and_both_count(client, archive, asked, days):
    found = headlines(page_of(client, section="city", **asked))
    assert found == [f"Lantern of day {day}" for day in days]


def test_what_was_chosen_stays_in_the_form_and_in_the_links(client):
    for number in range(25):
        published(f"Lantern {number}")
    page = page_of(client, section="city", **{"from": "2020-01-01", "to": "2999-01-01"})
    page = page.content.decode()
    assert '<option value="city" selected>City</option>' in page
    assert 'name="from" value="2020-01-01"' in page
    assert 'name="to" value="2999-01-01"' in page
    link = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert "section=city&from=2020-01-01&to=2999-01-01" in link
    further = client.get(link)
    assert len(headlines(further)) == 5
    assert "section=city&amp;from=2020-01-01&amp;to=2999-01-01" in further.content.decode()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from": "28.11.2026"}, "This is no date: “28.11.2026”."),
        ({"to": "2026-02-30"}, "This is no date: “2026-02-30”."),
        ({"to": "9999-12-31"}, "This is no date: “9999-12-31”."),
        ({"from": "<b>" * 10_000}, "This is no date: “&lt;b&gt;&lt;b&gt;"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "The last day lies before the first one."),
        ({"section": "no-such"}, "There is no such section. Choose one from the list."),
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence_beside_its_field(
    client, archive, asked, sentence
):
    response = page_of(client, **asked)
    page = response.content.decode()
    assert response.status_code == 400
    assert sentence in page
    assert 'aria-invalid="true" aria-describedby="' in page
    assert 'value="lantern"' in page
    assert headlines(response) == []
    assert len(page) < 20_000


def test_nothing_found_offers_to_look_everywhere(client, archive):
    page = page_of(client, **{"from": "2999-01-01"}).content.decode()
    assert 'href="/search/?q=lantern">look in all sections and at all times</a>' in page


def test_a_section_without_words_says_what_is_missing(client):
    section("City")
    page = client.get("/search/", {"section": "city"}).content.decode()
    assert "Type at least one word to look for." in page
