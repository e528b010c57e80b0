"""The archive to measure with: whole, public where it should be, and never among real articles."""

from collections import Counter

import pytest
from django.core.management import call_command

from articles.content import Content
from articles.models import (
    Article,
    Edition,
    EditionAuthor,
    EditionTopic,
    Revision,
    Section,
    Topic,
)
from newsportal.accounts import chain
from newsportal.refusals import Refused
from newsportal.richtext import plain_text, sanitise
from newsportal.timeline import now
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
        assert article.content() == Content.from_json(article.head.content)


def test_its_texts_are_as_a_save_would_leave_them():
    makedata(60)
    bodies = set(Edition.every.values_list("body", flat=True))
    assert all(sanitise(body) == body for body in bodies)
    assert any("<figure" in body for body in bodies)
    lengths = sorted(len(plain_text(body).split()) for body in bodies)
    assert 200 < lengths[len(lengths) // 2] < 450


def test_it_is_ordered_as_an_archive_is(client):
    makedata(300)
    assert Section.objects.count() == 40
    superseded = Edition.every.filter(live_until__lte=now())
    assert superseded.values("article_number").distinct().count() > 30
    uses = Counter(Edition.objects.values_list("lead_photo", flat=True))
    assert uses.most_common(3)[-1][1] > 3
    # A few topics stand in many articles, most in few.
    topics = Counter(EditionTopic.objects.values_list("topic", flat=True)).most_common()
    assert topics[0][1] > 20
    assert topics[len(topics) // 2][1] < 5
    for path in ("/", "/city/", f"{Topic.objects.first().get_absolute_url()}", "/corrections/"):
        assert client.get(path).status_code == 200


def test_the_rows_under_topics_and_authors_say_where_their_edition_stands():
    makedata(60)
    for rows in (EditionTopic.objects, EditionAuthor.objects):
        for row in rows.select_related("edition"):
            assert row.edition.place == {
                "first_published_at": row.first_published_at,
                "article_number": row.article_number,
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
