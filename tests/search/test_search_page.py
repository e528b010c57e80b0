"""The search page: escaped, never stored, of use without a result."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from newsportal.timeline import at, now
from tests.factories import published

pytestmark = pytest.mark.django_db


def search(client, text, **further):
    return client.get("/search/", {"q": text, **further})


def test_the_page_shows_section_headline_date_and_a_marked_excerpt(client):
    edition = published("A ropeway opens", body="<p>Passengers crossed the Jialing.</p>")
    page = search(client, "jialing").content.decode()
    assert edition.get_absolute_url() in page
    assert "A ropeway opens" in page
    assert edition.section.name in page
    assert "Passengers crossed the <mark>Jialing</mark>." in page
    assert f'<time datetime="{edition.first_published_at:%Y-}' in page


def test_what_was_looked_for_stays_in_the_form(client):
    page = search(client, 'high "tech zone" <b>').content.decode()
    assert 'value="high &quot;tech zone&quot; &lt;b&gt;"' in page


def test_markup_in_a_headline_or_a_question_is_text(client):
    published("<script>alert(1)</script> bridge", standfirst="<img src=x onerror=alert(1)> bridge")
    page = search(client, "bridge <script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    page = search(client, "bridge").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>bridge</mark>" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_page_is_never_stored_and_never_indexed(client):
    response = search(client, "anything")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies


def test_without_a_question_the_page_is_the_form(client):
    for address in ("/search/", "/search/?q=", "/search/?q=+++"):
        response = client.get(address)
        assert response.status_code == 200
        assert "No article was found" not in response.content.decode()


def test_without_a_result_the_page_says_what_to_try(client):
    page = search(client, "nothing-like-this").content.decode()
    assert "No article was found" in page
    assert "use fewer words" in page


def test_too_long_a_question_is_answered_400_with_a_sentence(client):
    response = search(client, "a" * 201)
    assert response.status_code == 400
    page = response.content.decode()
    assert "at most 200 characters" in page
    assert "a" * 201 not in page
    assert search(client, '"(' * 10_000).status_code == 400


def test_further_results_follow_a_link(client):
    start = now() - timedelta(days=30)
    for day in range(25):
        with at(start + timedelta(days=day)):
            published(f"Lighthouse {day:02}")
    first = search(client, "lighthouse").content.decode()
    link = re.search(r'<a class="older" rel="next" href="([^"]+)"', first)
    assert link
    second = client.get(link[1].replace("&amp;", "&")).content.decode()
    seen = re.findall(r"</mark> (\d\d)", first) + re.findall(r"</mark> (\d\d)", second)
    assert seen == [f"{day:02}" for day in range(24, -1, -1)]
    assert 'rel="next"' not in second
    assert f"/search/?q={quote('lighthouse')}" in second


@pytest.mark.parametrize(
    "raw", ["%00", "a%00b", "%ff", "%ed%a0%bd", "%22", "%25", "-", "%F0%9F%98%80"]
)
def test_no_address_is_an_error(client, raw):
    published("A bridge")
    response = client.get(f"/search/?q=bridge+{raw}&after={raw}")
    assert response.status_code == 200
    assert "\0" not in response.content.decode()


def test_only_reading_is_possible(client):
    assert client.post("/search/", {"q": "x"}).status_code == 405


# The frame of the page (navigation, what the site says of itself and what it asks), three ranks
# and the texts of what was found; and what a slip is looked for with: how many articles have the
# word, and what is near it.
QUERIES = 9
AFTER_SLIPS = 2


def test_the_count_of_queries_does_not_grow(client, django_assert_num_queries):
    published("Lighthouse 0")
    with django_assert_num_queries(QUERIES + AFTER_SLIPS):
        search(client, "lighthouse")
    for number in range(1, 6):
        published(f"Lighthouse {number}")
    with django_assert_num_queries(QUERIES):
        search(client, "lighthouse")
    for number in range(6, 25):
        published(f"Lighthouse {number}")
    with django_assert_num_queries(QUERIES - 2):
        search(client, "lighthouse")
