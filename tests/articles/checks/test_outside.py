"""Links to other sites: asked by the worker, remembered for a day, never without the switch."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from articles import workflow
from articles.checks import outside
from articles.models import LinkCheck
from newsportal import outbound, timeline
from newsportal.operations.worker import work
from newsportal.timeline import now
from tests import factories as make

LINKS = "".join(f'<p><a href="https://example.org/{number}">x</a></p>' for number in range(7))


@pytest.fixture
def asked(monkeypatch):
    """What was asked for; example.org answers 404 for /3 and nothing for /4."""
    addresses = []

    def look_at(address, *, purpose):
        addresses.append(address)
        if address.endswith("/4"):
            raise outbound.Unreachable("No.")
        return 404 if address.endswith("/3") else 200

    monkeypatch.setattr(outbound, "look_at", look_at)
    return addresses


@pytest.mark.django_db
def test_a_save_asks_for_nothing_by_default(asked):
    make.article(body=LINKS)
    assert not DBTaskResult.objects.exists()
    assert asked == []


@pytest.mark.django_db
def test_links_to_this_site_and_texts_without_links_make_no_work(asked, settings):
    settings.MAY_FETCH = frozenset({"links"})
    make.article(body=f'<p><a href="/about/">a</a> <a href="{settings.SITE_URL}/x/">b</a></p>')
    make.article(body='<p><a href="mailto:a@example.org">a</a></p>')
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_asks_for_each_link_once_a_day(asked, settings):
    settings.MAY_FETCH = frozenset({"links"})
    article = make.article(body=LINKS)
    assert asked == []  # never while somebody waits for a page
    [waiting] = DBTaskResult.objects.all()
    assert waiting.args_kwargs["args"] == [article.pk]
    work(batch=True)
    assert sorted(asked) == [f"https://example.org/{number}" for number in range(7)]
    answers = dict(LinkCheck.objects.values_list("url", "status"))
    assert answers["https://example.org/3"] == 404
    assert answers["https://example.org/4"] is None
    asked.clear()
    again = make.content("Another", body=LINKS)
    workflow.save(article, again, by=article.created_by, based_on=article.head)
    work(batch=True)
    assert asked == []
    with timeline.at(now() + timedelta(hours=25)):
        assert len(outside.unknown(article.body)) == 7
