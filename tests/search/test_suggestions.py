"""What is offered while somebody types: live headlines, the newest first, for little."""

from datetime import timedelta

import pytest

from articles import workflow
from newsportal.timeline import at, now
from tests.factories import article, published, section, user

pytestmark = pytest.mark.django_db


def offered(client, text):
    return client.get("/search/suggestions/", {"q": text}).json()[1]


def test_the_answer_is_that_of_open_search(client):
    edition = published("A bridge opens")
    response = client.get("/search/suggestions/", {"q": "brid"})
    assert response["Content-Type"] == "application/x-suggestions+json"
    assert response["Cache-Control"] == "no-store"
    assert response.json() == [
        "brid", ["A bridge opens"], [edition.section.name], [edition.get_absolute_url()]
    ]  # fmt: skip


def test_headlines_that_go_on_like_it_are_offered_the_newest_first(client):
    start = now() - timedelta(days=20)
    for day in range(10):
        with at(start + timedelta(days=day)):
            published(f"Bridge {day}")
    published("Lanterns", body="<p>On a bridge.</p>")
    assert offered(client, "br") == [f"Bridge {day}" for day in range(9, 2, -1)]
    assert offered(client, "bridge 3") == ["Bridge 3"]


@pytest.mark.parametrize("typed", ["chongq", "chongqi", "chongqin", "chongqing", "new chongqing"])
def test_each_further_letter_of_a_word_still_finds_it(client, typed):
    published("A new day for Chongqing")
    assert offered(client, typed) == ["A new day for Chongqing"]


@pytest.mark.parametrize("typed", ["高新", "高新区", "重庆高"])
def test_chinese_is_found_as_it_is_typed(client, typed):
    published("重庆高新区集聚芯片企业")
    assert offered(client, typed) == ["重庆高新区集聚芯片企业"]


@pytest.mark.parametrize("typed", ["", " ", "b", '"', "-bridge", "zz", "\0", "(" * 150, "u0", "*"])
def test_nothing_is_offered_for_nothing(client, typed):
    published("A bridge opens")
    assert offered(client, typed) == []


def test_a_text_that_is_too_long_is_refused(client):
    for text in ("a" * 201, '"' * 80_000):
        response = client.get("/search/suggestions/", {"q": text})
        assert response.status_code == 400
        assert response.json()[1:] == [[], [], []]
        assert len(response.json()[0]) == 200


def test_only_what_readers_can_read_is_offered(client):
    article("Bridge in secret")
    published("Bridge tomorrow", at=now() + timedelta(days=1))
    gone = article("Bridge withdrawn")
    workflow.publish(gone, by=user("publisher"))
    assert offered(client, "bridge") == ["Bridge withdrawn"]
    workflow.withdraw(gone, by=user("publisher"), reason="error")
    assert offered(client, "bridge") == []
    with at(now() + timedelta(days=2)):
        assert offered(client, "bridge") == ["Bridge tomorrow"]


def test_an_answer_is_two_queries_and_three_for_longer_words(client, django_assert_num_queries):
    for number in range(9):
        published(f"Bridge {number}", section=section(f"Part {number}").pk)
    with django_assert_num_queries(2):
        assert len(offered(client, "brid")) == 7
    with django_assert_num_queries(3):
        assert len(offered(client, "bridge")) == 7


def test_only_reading_is_possible(client):
    assert client.post("/search/suggestions/", {"q": "x"}).status_code == 405
