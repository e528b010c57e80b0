"""Page views are counted where every answer passes, and nobody is looked at closer than that."""

import sqlite3
import threading
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory

from articles import workflow
from articles.models import Article
from newsportal.consent.versions import switch_on
from newsportal.statistics import counting
from newsportal.statistics.counting import Counter
from newsportal.statistics.door import Counting
from newsportal.statistics.keeping import delete_old
from newsportal.statistics.models import MostRead, Views
from newsportal.timeline import at, local, now
from tests import factories as make

READER = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Mobile Safari/537.36"
)
RECEIPT = "00000000-0000-4000-8000-000000000000"


class Site:
    """The portal behind its counting door, as one process has it; it writes when it is told."""

    def __init__(self, portal=None, *, is_on=lambda: True):
        # Not before: the portal looks for the static files, which a fixture has moved.
        from newsportal import wsgi

        # A thread would go on to look at the log when the tests are over.
        wsgi.portal.discovery.start = lambda: None
        self.counter = Counter(is_on, pause=3600)
        self.application = Counting(portal or wsgi.portal, self.counter, may_count=wsgi.may_count)

    def get(self, path, *, agent=READER, method="GET", **headers):
        environ = RequestFactory(HTTP_HOST="127.0.0.1:8000", HTTP_USER_AGENT=agent).generic(
            method, path, headers={name.replace("_", "-"): text for name, text in headers.items()}
        ).environ  # fmt: skip
        got = []
        body = self.application(environ, lambda status, *rest: got.append(int(status[:3])))
        b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return got[0]

    def counted(self):
        """What is stored of all articles in all, after a writing."""
        self.counter.write()
        return sum(Views.objects.values_list("views", flat=True))


@pytest.fixture(autouse=True)
def one_connection():
    """A request ends without closing the connection of the test, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def edition(db):
    return make.published()


@pytest.fixture
def page(edition):
    return edition.get_absolute_url()


def test_a_page_that_a_reader_opens_counts_each_time_for_its_article_and_day(edition, page):
    site = Site()
    morning = datetime(2027, 3, 2, 0, 30, tzinfo=ZoneInfo(settings.TIME_ZONE))
    for moment, times in ((morning, 3), (morning - timedelta(hours=1), 2)):
        with at(moment):
            assert [site.get(f"{page}?page=2") for _time in range(times)] == [200] * times
    site.counter.write()
    rows = Views.objects.order_by("day").values_list("article_number", "day", "views")
    number = edition.article_number
    assert list(rows) == [(number, date(2027, 3, 1), 2), (number, date(2027, 3, 2), 3)]


def test_what_no_reader_read_is_not_counted(edition, page):
    site = Site()
    gone = make.published("Gone")
    workflow.withdraw(
        Article.objects.get(pk=gone.article_number), by=make.user("publisher"), reason="legal"
    )
    number = edition.article_number
    others = {
        "/": 200,
        "/city/": 200,
        "/about/": 200,
        f"/{local(now()):%Y/%m/%d}/": 200,  # three parts and a number, like an article
        f"/city/{number}/other-words/": 301,
        f"/city/{number}/": 301,
        f"/city/{number + 1000}/never/": 404,
        gone.get_absolute_url(): 410,
    }
    assert {path: site.get(path) for path in others} == others
    assert site.get(page, method="HEAD") == 200
    assert site.get(page, method="POST") in {403, 405}
    assert site.counted() == 0


NOT_COUNTED = {
    "a robot": {
        "agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    },
    "a tool": {"agent": "curl/8.11.0"},
    "nobody": {"agent": ""},
    "a browser without a window": {"agent": READER.replace("Firefox", "HeadlessChrome")},
    "a browser ahead of time": {"sec_purpose": "prefetch"},
    "a page made ahead of time": {"sec_purpose": "prefetch;prerender"},
    "an older browser ahead of time": {"purpose": "prefetch"},
    "a script": {"sec_fetch_dest": "empty"},
    "somebody at work": {"cookie": "theme=dark; session=abc"},
    "Global Privacy Control": {"sec_gpc": "1"},
    "an objection": {"cookie": f"consent=v1:necessary:{RECEIPT}"},
}
COUNTED = {
    "a reader": {"sec_fetch_dest": "document"},
    "a telephone": {"agent": PHONE},
    "a choice over Global Privacy Control": {
        "sec_gpc": "1",
        "cookie": f"consent=v1:necessary+statistics:{RECEIPT}",
    },
}


def test_robots_prefetches_staff_and_whoever_objects_are_not_counted(page):
    site = Site()
    for name, request in (NOT_COUNTED | COUNTED).items():
        before = site.counted()
        assert site.get(page, **request) == 200, name
        assert site.counted() - before == (name in COUNTED), name


def test_an_answer_from_a_cache_counts_and_one_that_failed_does_not(page):
    answers = iter(("304 Not Modified", "500 Internal Server Error", "503 Busy", "200 OK"))

    def cache(environ, start_response):
        start_response(next(answers), [])
        return [b""]

    site = Site(cache)
    assert [site.get(page) for _answer in range(4)] == [304, 500, 503, 200]
    assert site.counted() == 2


def test_two_processes_add_up(page):
    sites = [Site(), Site()]
    for times, site in enumerate(sites, start=3):
        for _time in range(times):
            site.get(page)
    assert [site.counted() for site in sites] == [3, 7]


def test_a_site_counts_where_it_has_the_purpose_and_shows_no_list_where_it_has_not(page):
    from newsportal.wsgi import is_switched_on

    site = Site(is_on=is_switched_on)
    MostRead.every.create(numbers=[1, 2, 3], live_from=now() - timedelta(hours=1))
    site.get(page)
    assert site.counted() == 0
    assert not MostRead.objects.exists()
    switch_on(["statistics"])
    site.get(page)
    assert site.counted() == 0  # it was off until now
    site.get(page)
    assert site.counted() == 1


def test_ten_thousand_views_of_a_hundred_articles_take_one_statement(
    edition, django_assert_max_num_queries
):
    counter = Counter(lambda: True, pause=3600)
    for number in range(10_000):
        counter.note()
        counter.add(1 + number % 100)
    # The other three choose and store what is read most.
    with django_assert_max_num_queries(12) as queries:
        counter.write()
    inserts = [one["sql"] for one in queries if one["sql"].startswith('INSERT INTO "statistics_v')]
    assert len(inserts) == 1
    assert sum(Views.objects.values_list("views", flat=True)) == 10_000


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_harms_no_reader_and_loses_no_count(monkeypatch):
    monkeypatch.setattr(counting, "PATIENCE_MS", 50)
    edition = make.published()
    site = Site()
    key = (edition.article_number, local(now()).date())
    with held_by_somebody(key):
        assert site.get(edition.get_absolute_url()) == 200
        site.counter._write_alone()
        assert site.get(edition.get_absolute_url()) == 200
    assert not Views.objects.exists()
    assert site.counted() == 2


@contextmanager
def held_by_somebody(key):
    """Another connection writes the same row, and does not come to an end."""
    held, done = threading.Event(), threading.Event()

    def hold():
        from django.db import transaction

        with transaction.atomic():
            Views.add([(key, 1)])
            held.set()
            done.wait(20)
            transaction.set_rollback(True)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    try:
        yield
    finally:
        done.set()
        holder.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the file of the database")
def test_nothing_of_a_request_is_found_in_the_file_of_the_database():
    edition = make.published()
    site = Site()
    agent = f"{READER} Canary/31337"
    headers = {"referer": "https://canary-referer.example/", "accept_language": "canary-language"}
    site.get(edition.get_absolute_url() + "?from=canary-query", agent=agent, **headers)
    assert site.counted() == 1
    path = Path(connection.settings_dict["NAME"])
    for file in path.parent.glob(f"{path.name}*"):
        assert b"anary" not in file.read_bytes(), file.name
        assert READER.encode() not in file.read_bytes(), file.name
    with sqlite3.connect(path) as database:
        columns = database.execute("SELECT * FROM statistics_views").description
    database.close()
    assert [name for name, *_rest in columns] == ["id", "article_number", "day", "views"]


def test_figures_are_deleted_after_24_months(db):
    today = local(now()).date()
    for days in (0, 730, 733):
        Views.objects.create(article_number=1, day=today - timedelta(days=days), views=1)
    assert delete_old() == 1
    assert Views.objects.count() == 2
