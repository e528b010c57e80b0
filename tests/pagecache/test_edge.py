"""What caches in front are told: tags on each answer, leave to keep it on some, and purges."""

import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import transaction
from django.utils import timezone

from articles import workflow
from articles.models import Article
from newsportal.pagecache import edge, log
from newsportal.pagecache.addresses import is_canonical
from newsportal.pagecache.purging import cdn
from tests import factories as make
from tests.pagecache.test_front import Site, _one_connection  # noqa: F401 - every test takes it

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings):
    settings.EDGE_CACHES = frozenset({"nginx", "cdn"})
    return behind_caches()


def behind_caches():
    site = Site()
    discovery = site.cache.discovery
    site.cache = edge.Edge(site.cache, is_canonical=is_canonical)
    site.cache.discovery = discovery
    return site


def told(answer):
    return answer.headers.get("cache-tag"), answer.headers.get("surrogate-key")


def test_every_answer_of_a_kept_page_has_the_same_tags(site):
    path = make.published("Number 1").get_absolute_url()
    miss, hit = site.get(path), site.get(path)
    unchanged = site.get(path, **{"if-none-match": hit.headers["etag"]})
    head = site.get(path, method="HEAD")
    assert [one.status for one in (miss, hit, unchanged, head)] == [200, 200, 304, 200]
    assert "hit" in hit.how
    tags = hit.headers["cache-tag"].split(",")
    assert {"site", f"article:{Article.objects.get().pk}"} <= set(tags)
    assert hit.headers["surrogate-key"].split(" ") == tags
    assert {told(one) for one in (miss, hit, unchanged, head)} == {told(hit)}


def test_refusals_have_tags_too(site):
    gone = make.published("Number 1")
    article = Article.objects.get(pk=gone.article_number)
    workflow.withdraw(article, by=make.user("publisher"), reason="error")
    for path, status in ((gone.get_absolute_url(), 410), ("/city/999999/x/", 404)):
        for _twice in range(2):
            answer = site.get(path)
            assert answer.status == status
            assert "article:" in answer.headers["cache-tag"]
            assert answer.headers["cdn-cache-control"] == "max-age=60"
            # Made-up addresses fill no cache of ours.
            assert "x-accel-expires" not in answer.headers


def test_a_page_with_more_tags_than_fit_goes_with_every_change(site, monkeypatch):
    monkeypatch.setattr(edge, "LONGEST_TAGS", 20)
    path = make.published("Number 1").get_absolute_url()
    assert told(site.get(path)) == ("any-change,site", "any-change site")


def test_leave_to_keep_is_given_for_what_is_known_to_be_right_alone(site, monkeypatch):
    path = make.published("Number 1").get_absolute_url()
    for _twice in range(2):
        kept = site.get(path)
        assert kept.headers["x-right-as-of"]
        assert kept.headers["surrogate-control"] == "max-age=60"
    for other in (f"{path}?utm_source=x", "/search/?q=number", "/newsroom/login/"):
        assert "x-accel-expires" not in site.get(other).headers
    monkeypatch.setattr(edge, "LOOKED_WITHIN", 0.0)
    late = site.get(path)
    assert told(late) == told(kept)
    assert not {"x-accel-expires", "cdn-cache-control", "surrogate-control"} & late.headers.keys()


def test_nothing_is_told_where_no_cache_listens(settings):
    settings.EDGE_CACHES = frozenset()
    answer = behind_caches().get("/about/")
    assert answer.status == 200
    assert not {"cache-tag", "surrogate-key", "x-accel-expires"} & answer.headers.keys()


class Taker(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers, body["tags"]))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def taking():
    """A CDN that notes what it is asked for; `answers` are its next statuses, then 200."""
    with HTTPServer(("127.0.0.1", 0), Taker) as server:
        server.asked, server.answers = [], []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        server.url = f"http://127.0.0.1:{server.server_port}/zones/1/purge?x=1"
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def change(*tags, **fields):
    with transaction.atomic():
        log.append(tags, **fields)


def tags_of(server):
    found = [tag for _path, _headers, tags in server.asked for tag in tags]
    server.asked.clear()
    return found


def test_a_cdn_is_sent_the_tags_of_what_has_changed(tmp_path):
    with taking() as server:
        purger = cdn.Cdn(server.url, "a-token", tmp_path / "purged")
        purger.look()
        # Nobody knows what is there: everything goes.
        assert tags_of(server) == ["site"]
        purger.look()
        assert tags_of(server) == []
        change("article:1", "front")
        purger.look()
        ((path, headers, tags),) = server.asked
        assert path == "/zones/1/purge?x=1"
        assert tags == ["any-change", "article:1", "front"]
        assert headers["Surrogate-Key"] == "any-change article:1 front"
        assert headers["Authorization"] == "Bearer a-token"
        assert headers["Fastly-Key"] == "a-token"


def test_what_is_not_taken_is_sent_again_and_many_tags_go_in_batches(tmp_path):
    with taking() as server:
        purger = cdn.Cdn(server.url, "", tmp_path / "purged")
        purger.look()
        tags_of(server)
        many = [f"article:{number}" for number in range(70)]
        change(*many)
        server.answers = [200, 503, 200, 429]
        for _twice in range(2):
            with pytest.raises(cdn.NotTaken):
                purger.look()
        server.asked.clear()
        purger.look()
        assert max(len(tags) for _path, _headers, tags in server.asked) <= cdn.MOST_IN_A_BATCH
        assert set(tags_of(server)) == {*many, "any-change"}


def test_a_line_counts_from_its_moment_and_each_tag_is_sent_twice(tmp_path, monkeypatch):
    with taking() as server:
        monkeypatch.setattr(cdn, "SENT_AGAIN_AFTER", 0.0)
        purger = cdn.Cdn(server.url, "", tmp_path / "purged")
        purger.look()
        tags_of(server)
        moment = timezone.now() + timedelta(seconds=1)
        change("article:1")
        change("article:2", counts_from=moment)
        purger.look()
        assert tags_of(server).count("article:1") == 2
        found = []
        while found.count("article:2") < 2:
            assert timezone.now() < moment + timedelta(seconds=30)
            purger.look()
            found += tags_of(server)
            threading.Event().wait(0.05)
        assert timezone.now() >= moment
        assert "article:1" not in found


def test_whoever_starts_again_sends_what_may_be_missing(tmp_path, monkeypatch):
    with taking() as server:
        monkeypatch.setattr(cdn, "SENT_AGAIN_AFTER", 0.0)
        cdn.Cdn(server.url, "", tmp_path / "purged").look()
        tags_of(server)
        change("article:1")
        cdn.Cdn(server.url, "", tmp_path / "purged").look()
        assert tags_of(server).count("article:1") == 2
        # Sent twice and noted: nobody sends it a third time.
        cdn.Cdn(server.url, "", tmp_path / "purged").look()
        assert tags_of(server) == []
        monkeypatch.setattr(cdn, "SENT_AGAIN_AFTER", 60.0)
        change("article:2")
        cdn.Cdn(server.url, "", tmp_path / "purged").look()
        tags_of(server)
        # Killed between the first time and the second.
        cdn.Cdn(server.url, "", tmp_path / "purged").look()
        assert tags_of(server) == ["any-change", "article:2"]
