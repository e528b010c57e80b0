"""The rows of the article form: its authors and its photos, sent from a form that has grown old."""

import pytest

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article
from tests import factories as make
from tests.newsroom.test_articles import change, open_form, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make.article(
        authors=(make.author("First").pk, make.author("Second").pk),
        photos=(PhotoChoice(make.photo().pk, "Its words"),),
    )


def test_a_form_opened_before_a_save_still_reaches_the_comparison(article):
    first, second = sign_in("editor"), sign_in("editor")
    mine, theirs = (open_form(client, change(article)) for client in (first, second))
    first.post(change(article), mine | {"headline": "The first", "_step": "save"})
    response = second.post(change(article), theirs | {"headline": "The second", "_step": "save"})
    assert response.status_code == 409
    refused = article.revisions.get(is_refused=True).content
    assert refused["headline"] == "The second"
    assert len(refused["authors"]) == 2
    assert refused["photos"][0]["caption"] == "Its words"


def test_a_form_with_rows_that_are_no_more_is_answered(article):
    client = sign_in("editor")
    data = open_form(client, change(article))
    bare = make.content("Bare", section=article.section_id)
    workflow.save(article, bare, by=make.user("editor"), based_on=article.head)
    assert client.post(change(article), data | {"_step": "save"}).status_code == 409


def test_the_same_form_can_be_saved_twice_with_its_new_revision(article):
    client = sign_in("editor")
    data = open_form(client, change(article))
    for number, headline in ((1, "Once"), (2, "Twice")):
        sent = data | {"headline": headline, "based_on": str(number), "_step": "save"}
        assert client.post(change(article), sent).status_code == 302
    assert Article.objects.get().headline == "Twice"
    assert Article.objects.get().author_places.count() == 2


def test_an_author_who_is_removed_is_gone_and_one_named_twice_is_refused(article):
    client = sign_in("editor")
    data = open_form(client, change(article))
    twice = data | {"author_places-1-author": data["author_places-0-author"], "_step": "save"}
    assert "stands in the list twice" in client.post(change(article), twice).content.decode()
    client.post(change(article), data | {"author_places-0-DELETE": "on", "_step": "save"})
    assert [author.name for author in Article.objects.get().authors.all()] == ["Second"]
