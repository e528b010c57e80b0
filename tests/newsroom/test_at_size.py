"""The desk does not grow with the archive: as many queries with many articles as with few.

Seconds are measured by `bench/newsroom.py` and stand in `docs/performance.md`.
"""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article, Edition
from articles.workflow.draft_links import make_draft_link
from articles.workflow.notes import add_note
from newsportal.accounts import paging
from newsportal.operations import makedata
from tests import factories as make
from tests.newsroom.test_articles import LIST, sign_in

pytestmark = pytest.mark.django_db

MOST_QUERIES = 21


def found(client, words: str) -> list[str]:
    listed = client.get(LIST, {"q": words}).context["cl"]
    return [article.headline for article in listed.result_list]


def pages_of_the_desk() -> list[str]:
    newest = Article.objects.filter(state="published").order_by("-pk")[0].pk
    return [
        "/newsroom/",
        LIST,
        f"{LIST}?state__exact=published",
        f"{LIST}?public=live",
        f"{LIST}?public=scheduled",
        f"{LIST}?desk=mine",
        f"{LIST}?q=bridge",
        f"{LIST}{newest}/change/",
        f"{LIST}{newest}/history/",
        f"{LIST}calendar/",
    ]


@pytest.mark.parametrize("role", ["reporter", "publisher"])
def test_no_page_of_the_desk_asks_more_of_a_larger_archive(role):
    client = sign_in(role)
    make.author("Own Name", user=client.user)
    asked = []
    for count in (120, 360):
        Article.objects.update(head=None, approved=None)
        Article.objects.all().delete()
        Edition.every.all().delete()
        makedata.make(count)
        Article.objects.update(created_by=client.user)
        counts = {}
        for address in pages_of_the_desk():
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200, address
                counts[address.replace(str(Article.objects.latest("pk").pk), "N")] = len(queries)
        asked.append(list(counts.values()))
        assert max(counts.values()) <= MOST_QUERIES, counts
    few, many = asked
    # A list of more than one page asks for the keys of a page first.
    assert all(after <= before + 1 for before, after in zip(few, many, strict=True))


def test_a_list_is_counted_no_further_than_somebody_turns_pages(monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 60)
    makedata.make(80)
    page = sign_in("editor").get(LIST).content.decode()
    assert "More than 60 articles. A filter or a search finds the others." in " ".join(page.split())
    assert len(sign_in("editor").get(f"{LIST}?p=2").context["cl"].result_list) == 10


def test_a_list_that_is_short_says_how_many():
    make.article()
    page = sign_in("editor").get(LIST).content.decode()
    assert "1 in all" in page
    assert "More than" not in page


# -- Search ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["bridg", "Bridge opens", "opens bridge", "a-bridge-op", "Lin"])
def test_a_draft_is_found_by_parts_of_its_words(words):
    make.article("A bridge opens", authors=(make.author("Lin Mei").pk,))
    make.article("A tower falls")
    assert found(sign_in("editor"), words) == ["A bridge opens"]


@pytest.mark.parametrize("words", ["bridg", "Bridges open", "opens bri", "Lin M", '"a bridge"'])
def test_what_has_come_out_is_found_by_words_of_which_the_last_is_unfinished(words):
    make.published("A bridge opens", authors=(make.author("Lin Mei").pk,))
    make.published("A tower falls")
    assert found(sign_in("editor"), words) == ["A bridge opens"]


def test_a_live_article_is_found_by_the_words_it_has_now_and_by_those_it_had():
    edition = make.published("A bridge opens")
    article = Article.objects.get(pk=edition.article_number)
    content = make.content("A ferry sinks", slug=edition.slug)
    workflow.save(article, content, by=make.user("editor"), based_on=article.head)
    client = sign_in("editor")
    assert found(client, "ferry") == found(client, "bridge") == ["A ferry sinks"]


def test_an_article_is_found_by_its_number():
    article = make.article()
    make.article("Another")
    client = sign_in("editor")
    assert found(client, f"#{article.pk}") == found(client, str(article.pk)) == ["A bridge opens"]


@pytest.mark.parametrize("words", ["9" * 400, '"', "-", "a" * 5000, "* OR *", "高", "x " * 200])
def test_strange_words_find_nothing_and_are_no_error(words):
    make.published("B")
    assert found(sign_in("editor"), words) == []


def test_a_reporter_finds_own_articles_alone():
    make.published("A bridge opens")
    make.article("A bridge closes")
    assert found(sign_in("reporter"), "bridge") == []


def full_article(by):
    """An article with something of everything that its form shows."""
    photos = [make.photo(by=by) for _ in range(3)]
    related = [make.published(f"Before {number}", by=by).article_number for number in range(3)]
    in_text = f'<figure data-photo="{photos[0].pk}"><figcaption>Fog</figcaption></figure>'
    edition = make.published(
        "A bridge, an embargo, a note",
        by=by,
        body=f"<h2>First</h2><p>People crossed it on foot.</p>{in_text}<h2>Last</h2><p>Then.</p>",
        photos=tuple(PhotoChoice(photo.pk, "A caption.") for photo in photos[1:]),
        topics=(make.topic("Bridges").pk, make.topic("Rivers").pk),
        authors=(make.author("Lin Mei").pk, make.author("Own Name", user=by).pk),
        related=tuple(related),
    )
    article = Article.objects.get(pk=edition.article_number)
    workflow.save(
        article, replace(article.content(), headline="Next"), by=by, based_on=article.head
    )
    workflow.publish(article, by=by, at=make.tomorrow())
    workflow.correct(article, by=by, kind="correction", text="It was a ferry.")
    add_note(article, "Ask the mayor.", by=make.user("editor"))
    make_draft_link(article, by=by, label="The lawyer")
    return article


def test_the_form_of_an_article_that_has_everything_asks_few_queries():
    client = sign_in("publisher")
    article = full_article(client.user)
    for page in ("change", "history"):
        address = f"{LIST}{article.pk}/{page}/"
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(address).content.decode()
        assert len(queries) <= MOST_QUERIES, page
        assert "Next" in shown
