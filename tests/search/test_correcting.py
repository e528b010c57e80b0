"""\"Did you mean\": a word that was meant is offered, and none that readers cannot read."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from articles import search, workflow
from articles.models import Article, Edition
from articles.search import vocabulary
from newsportal.timeline import at, now
from tests.factories import article, published, section, updated, user

pytestmark = pytest.mark.django_db


def offered(client, text, **within):
    page = client.get("/search/", {"q": text, **within}).content.decode()
    link = re.search(r'Did you mean <a href="([^"]+)">([^<]*)</a>\?', page)
    return link and link[2]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("brigde", "bridge"),  # changed places
        ("bridgge", "bridge"),  # one too many
        ("brdge", "bridge"),  # one too few
        ("britge", "bridge"),  # another one
        ("gridge", "bridge"),  # the first one
        ("Brigde", "bridge"),
        ("chonqing", "chongqing"),
        ("semicondcutor", "semiconductor"),
        ("semmiconductr", "semiconductor"),  # one too many, one too few
        ("brigde in chonqing", "bridge in chongqing"),
        ("“brigde” -ferry", "“bridge” -ferry"),
        ("cafetteria", "cafeteria"),
        ("мосст", "мост"),
    ],
)
def test_a_slip_is_offered_without_it(client, slip, meant):
    body = "<p>Semiconductor makers in Chongqing have a caféteria; мост.</p>"
    published("A bridge opens", body=body)
    assert offered(client, slip) == meant


def test_the_link_leads_to_what_was_meant_in_the_same_section(client):
    published("A bridge opens")
    section("Culture")
    page = client.get("/search/", {"q": "brigde", "section": "city"}).content.decode()
    link = re.search(r'Did you mean <a href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert link == "/search/?q=bridge&section=city"
    assert "A <mark>bridge</mark> opens" in client.get(link).content.decode()
    assert offered(client, "brigde", section="culture") is None


def test_of_two_words_as_near_the_one_in_more_articles_is_meant(client):
    published("The bribe")
    for number in range(3):
        published(f"The bride {number}")
    assert offered(client, "brite") == "bride"


@pytest.mark.parametrize("text", ["bridge", "zeppelin", "123456", "高新", "brg", "bri*", "-brigde"])
def test_a_word_that_is_right_or_like_no_other_is_left_alone(client, text):
    published("A bridge opens 123457")
    assert offered(client, text) is None


def test_words_that_are_right_but_stand_in_no_article_together_are_left_alone(client):
    published("A bridge opens")
    published("A ferry goes")
    assert offered(client, "bridge ferry") is None
    assert offered(client, "brigde ferry") is None


def test_a_slip_that_an_article_has_too_is_offered_when_far_more_have_the_word(client):
    published("The brigde")
    for number in range(8):
        published(f"A bridge {number}")
    assert offered(client, "brigde") is None
    for number in range(8, 12):
        published(f"A bridge {number}")
    assert offered(client, "brigde") == "bridge"


def test_many_results_need_no_other_words(client):
    for number in range(3):
        published(f"Bridge {number}")
        published(f"Brigde {number}")
    assert offered(client, "brigde") is None


def test_no_word_of_what_readers_cannot_read_is_offered(client):
    article("A zeppelin in secret")
    published("A submarine tomorrow", at=now() + timedelta(days=1))
    gone = article("A withdrawn locomotive")
    workflow.publish(gone, by=user("publisher"))
    assert offered(client, "locomotve") == "locomotive"
    workflow.withdraw(gone, by=user("publisher"), reason="error")
    updated(published("An old helicopter"), headline="A new one")
    for slip in ("zepelin", "submarne", "locomotve", "helicoptr"):
        assert offered(client, slip) is None, slip
    with at(now() + timedelta(days=2)):
        assert offered(client, "submarne") == "submarine"


def test_struck_words_leave_the_vocabulary():
    draft, boss = (
        article("The Smithsonian case", body="<p>Smithsonian here, bridge there.</p>"),
        user("publisher"),
    )
    workflow.publish(draft, by=boss)
    assert vocabulary.beginning_with("smithson", at_most=5) == ["smithsonian"]

    workflow.redact(Article.objects.get(), ["Smithsonian"], by=boss, reason="Court, 1 May, 12/34")
    assert vocabulary.beginning_with("smithson", at_most=5) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_search_spelling WHERE word = 'smithsonian'")
        assert cursor.fetchone() == (0,)
    assert vocabulary.beginning_with("bridg", at_most=5) == ["bridge"]


def test_rebuild_brings_the_words_back_and_drops_those_of_nobody():
    published("A bridge opens")
    vocabulary.learn(["stranger"])
    vocabulary.unlearn(["bridge"])
    search.rebuild()
    assert vocabulary.beginning_with("bridg", at_most=5) == ["bridge"]
    assert vocabulary.beginning_with("strange", at_most=5) == []


def test_after_an_upgrade_the_worker_fills_the_index():
    published("A bridge opens")
    search.resume()
    assert waiting() == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")
    search.resume()
    assert waiting() == ["articles.search.entries.index_all"]


def waiting():
    from django_tasks_db.models import DBTaskResult

    return [result.task_path for result in DBTaskResult.objects.ready()]


def test_what_a_slip_costs_does_not_grow_with_the_words(client, django_assert_num_queries):
    def cost():
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert offered(client, "brigde") == "bridge"
        return len(captured)

    published("A bridge opens")
    before = cost()
    vocabulary.learn(f"word{a}{b}{c}" for a in "abcdefgh" for b in "abcdefgh" for c in "abcdefgh")
    assert cost() == before
    assert Edition.objects.count() == 1


def test_distances_count_slips():
    assert vocabulary.distance("bridge", "bridge") == 0
    assert vocabulary.distance("brigde", "bridge") == 1
    assert vocabulary.distance("", "abc") == 3
    assert vocabulary.distance("ca", "abc") == 3  # the restricted distance: no letter twice
