"""Questions that are put into SQL once give what their querysets give, at any moment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField
from django.test.utils import CaptureQueriesContext

from articles import questions
from articles.models import Edition, Placement
from newsportal import timeline
from newsportal.timeline.prepared import prepared
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@prepared(place=CharField())
def placed(place):
    return Placement.objects.filter(place=place).order_by("pk")


@prepared(numbers=[BigIntegerField()])
def headlines(numbers):
    editions = Edition.objects.filter(article_number__in=numbers).order_by("article_number")
    return editions.values_list("article_number", "headline")


def test_a_question_is_asked_at_the_moment_of_asking():
    early, late = (
        Placement.every.create(place="lead", article_number=n, live_from=NOON + n * HOUR)
        for n in (1, 2)
    )
    for moment, found in ((NOON, []), (NOON + HOUR, [early]), (NOON + 3 * HOUR, [early, late])):
        with timeline.at(moment):
            assert placed(place="lead") == found
            assert placed.first(place="lead") == (found[0] if found else None)
            assert placed(place="second-1") == []


def test_a_question_is_put_into_sql_once(monkeypatch):
    article = make.published("Once")
    assert headlines(numbers=[article.article_number]) == [(article.article_number, "Once")]
    monkeypatch.setattr(Edition.objects, "get_queryset", None)
    with CaptureQueriesContext(connection) as asked:
        assert headlines(numbers=[]) == []
        assert len(headlines(numbers=[article.article_number, 5])) == 1
    assert len(asked) == 2


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_column_holds_finds_nothing(number):
    assert questions.edition_of(number=number) == []


def test_rows_come_with_their_relations_and_without_what_was_left_out():
    edition = make.published("Whole", authors=[make.author("Lin Mei").pk])
    found = questions.edition_of.first(number=edition.article_number)
    card = questions.cards_of(numbers=[edition.article_number])[0]
    assert found == card == edition
    assert found.get_deferred_fields() == set()
    assert card.get_deferred_fields() == {"body"}
    assert found.first_published_at == edition.first_published_at
    with CaptureQueriesContext(connection) as asked:
        assert found.section.name == "City"
    assert len(asked) == 0
    assert [one.name for one in questions.authors_of(edition=edition.pk)] == ["Lin Mei"]
