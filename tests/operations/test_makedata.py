"""The archive to measure with: whole, public where it should be, and never among real articles."""

import pytest
from django.core.management import call_command

from articles.models import Article, Edition, Revision
from newsportal.accounts import chain
from newsportal.refusals import Refused
from tests import factories as make

pytestmark = pytest.mark.django_db


def makedata(count: int) -> None:
    call_command("makedata", articles=count, verbosity=0)


def test_it_makes_articles_with_three_revisions_that_readers_can_see(client):
    makedata(40)
    assert Article.objects.count() == 40
    assert Revision.objects.count() == 120
    assert all(article.head.number == 3 for article in Article.objects.select_related("head"))
    edition = Edition.objects.select_related("section").first()
    page = client.get(edition.get_absolute_url())
    assert page.status_code == 200
    assert edition.headline in page.content.decode()
    word = edition.headline.split()[0]
    assert client.get("/search/", {"q": word}).context["results"].hits


def test_what_stands_in_an_article_is_what_its_newest_revision_says():
    makedata(30)
    for article in Article.objects.select_related("head"):
        assert article.content().as_json() | {"topics": None, "authors": None} == {
            **article.head.content,
            "topics": None,
            "authors": None,
            "photos": (),
            "related": (),
        }


def test_its_audit_log_is_one_chain():
    makedata(30)
    found = chain.follow()
    assert found.broken is None
    assert found.lines > 90


def test_it_keeps_away_from_real_articles():
    make.article()
    with pytest.raises(Refused, match="must not mix"):
        makedata(1)
    assert Article.objects.count() == 1


@pytest.mark.parametrize("count", [0, -1, 10_000_000])
def test_a_number_that_nobody_means_is_refused(count):
    with pytest.raises(Refused, match="--articles must be"):
        makedata(count)
