"""The page cache in front of Django: what is kept, for whom it is the same, when it is old."""

import gzip
import threading
from datetime import timedelta

import brotli
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, close_old_connections
from django.test import RequestFactory

from articles import views, workflow
from articles.content import PhotoChoice
from articles.models import Article, Edition, Withdrawal
from newsportal.pagecache import discovery, log
from newsportal.pagecache import front as module
from newsportal.pagecache.front import PageCache
from newsportal.pages.models import SiteIdentity, Slogan
from newsportal.timeline import now
from tests import factories as make

pytestmark = pytest.mark.django_db


class Site:
    """The portal behind its page cache, on the connection of the test."""

    def __init__(self, *, most_bytes=8 * 1024 * 1024):
        self.made = 0
        django = get_wsgi_application()

        def counted(environ, start_response):
            self.made += 1
            return django(environ, start_response)

        self.cache = PageCache(counted, most_bytes=most_bytes)
        # The test looks by hand: a thread would have a connection of its own.
        self.cache.discovery.start = lambda: None
        self.cache.discovery.look()

    def get(self, path, *, method="GET", look=True, **headers):
        if look:
            self.cache.discovery.look()
        environ = RequestFactory(headers=headers).generic(method, path).environ
        environ["HTTP_HOST"] = headers.get("host", "127.0.0.1:8000")
        answer = Answer()
        answer.body = b"".join(self.cache(environ, answer.start))
        return answer


class Answer:
    def start(self, status, headers, exc_info=None):
        self.status = int(status.split()[0])
        self.pairs = headers
        self.headers = {name.lower(): value for name, value in headers}

    @property
    def how(self):
        return self.headers.get("cache-status", "none")


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    """Requests close no connection: that of the test is theirs. A slow machine drops no page."""
    monkeypatch.setattr(discovery, "TRUSTED_FOR", 30)
    for signal in (request_started, request_finished):
        assert signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def site():
    return Site()


def wait_until(moment):
    """The log is asked by the clock of the machine, which no test can move."""
    threading.Event().wait((moment - now()).total_seconds() + 0.05)


def plain(response):
    """Status, body and headers, without what tells a hit from a miss."""
    told = {"cache-status", "date"}
    return (
        response.status,
        response.body,
        {name: value for name, value in response.headers.items() if name not in told},
    )


# -- What is kept ----------------------------------------------------------------------------


def test_every_kind_of_page_is_made_once_and_sent_again_as_it_was(site):
    edition = make.published()
    gone = make.published()
    article = Article.objects.get(pk=gone.article_number)
    workflow.withdraw(article, by=make.user("publisher"), reason="error")
    paths = [
        "/", edition.get_absolute_url(), edition.section.get_absolute_url(), "/about/", "/feed/",
        "/feed/rss/", "/feed.json", "/corrections/", "/robots.txt", "/site.webmanifest",
        f"/city/{edition.article_number}/another-slug/", "/city/4711/never/",
        gone.get_absolute_url(), f"/{edition.first_published_at:%Y/%m/%d}/",
    ]  # fmt: skip
    for path in paths:
        first = site.get(path)
        made = site.made
        again = site.get(path)
        assert first.how == "newsportal; fwd=miss; stored", path
        assert again.how == "newsportal; hit", path
        assert site.made == made, path
        assert plain(first) == plain(again), path
        assert "content-security-policy" in again.headers, path


@pytest.mark.parametrize(
    "path", ["/search/?q=x", "/cookies/", "/message/", "/newsroom/login/", "/healthz", "/nothing"]
)
def test_what_belongs_to_one_person_or_is_not_there_is_not_kept(site, path):
    site.get(path)
    made = site.made
    site.get(path)
    assert site.made == made + 1


def test_a_reader_with_a_session_of_the_newsroom_goes_past_the_cache(site):
    site.get("/")
    response = site.get("/", cookie="consent=x; session=abc")
    assert response.how == "none"
    assert site.get("/", cookie="sessionx=1").how == "newsportal; hit"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1:8000", "x-forwarded-host": "evil.example"},
        {"x-forwarded-proto": "https"},
        {"cookie": "consent=v1:statistics:x; csrf=evil"},
        {"accept-language": "zh-hans"},
        {"x-original-url": "/newsroom/", "x-rewrite-url": "/newsroom/"},
        {"range": "bytes=0-10"},
        {"sec-gpc": "1"},
        {"x-http-method-override": "DELETE"},
    ],
)
def test_nothing_that_one_reader_sends_shows_in_the_page_of_another(headers):
    edition = make.published()
    honest, poisoned = Site(), Site()
    poisoned.get(edition.get_absolute_url(), **headers)
    poisoned.get("/?evil=1", **headers)
    for path in (edition.get_absolute_url(), "/"):
        wanted, got = honest.get(path), poisoned.get(path)
        assert (wanted.status, wanted.body) == (got.status, got.body)
        assert b"evil" not in got.body


def test_parameters_that_a_page_does_not_know_make_no_page_of_their_own(site):
    section = make.section()
    for number in range(25):
        make.published(f"Story {number}", section=section.pk)
    address = section.get_absolute_url()
    first = site.get(address)
    older = site.get(address).body.decode().partition('href="/city/?after=')[2].partition('"')[0]
    assert site.get(f"{address}?utm_source=x&fbclid=y").body == first.body
    assert site.get(f"{address}?after={older}").body != first.body
    made = site.made
    assert site.get(f"{address}?x=1&after={older}&after={older}").how == "newsportal; hit"
    assert site.get("/?after=1").status == 200
    assert site.made == made + 1


def test_made_up_addresses_push_no_real_page_out():
    site = Site(most_bytes=600_000)
    edition = make.published()
    site.get(edition.get_absolute_url())
    for number in range(300):
        site.get(f"/city/{9_000 + number}/made-up/")
        site.get(f"/city/{edition.article_number}/made-up-{number}/")
    assert site.get(edition.get_absolute_url()).how == "newsportal; hit"


def test_the_memory_is_bounded_and_what_was_asked_for_longest_ago_goes():
    site = Site(most_bytes=300_000)
    editions = [make.published(f"Story {number}") for number in range(20)]
    for edition in editions:
        site.get(edition.get_absolute_url())
        site.get(editions[0].get_absolute_url())
        assert site.cache.pages.bytes <= 300_000
    assert len(site.cache.pages) < 20
    made = site.made
    site.get(editions[0].get_absolute_url())
    assert site.made == made
    site.get(editions[1].get_absolute_url())
    assert site.made == made + 1


# -- How it is sent --------------------------------------------------------------------------


def test_a_page_is_sent_in_the_coding_that_the_reader_takes(site):
    plain_body = site.get("/").body
    packed = site.get("/", **{"accept-encoding": "gzip, deflate, br;q=0.9"})
    assert packed.headers["content-encoding"] == "br"
    assert brotli.decompress(packed.body) == plain_body
    zipped = site.get("/", **{"accept-encoding": "gzip, br;q=0"})
    assert gzip.decompress(zipped.body) == plain_body
    assert site.get("/", **{"accept-encoding": "identity"}).body == plain_body
    assert packed.headers["vary"] == "Accept-Encoding"
    assert len({packed.headers["etag"], zipped.headers["etag"], site.get("/").headers["etag"]}) == 3
    assert int(packed.headers["content-length"]) == len(packed.body)


def test_a_reader_who_has_the_page_gets_304_with_the_same_headers(site):
    first = site.get("/", **{"accept-encoding": "br"})
    for condition in (first.headers["etag"], f'"x", W/{first.headers["etag"]}', "*"):
        again = site.get("/", **{"accept-encoding": "br", "if-none-match": condition})
        assert (again.status, again.body) == (304, b""), condition
        assert again.headers["etag"] == first.headers["etag"]
        policy = "content-security-policy"
        assert again.headers[policy] == first.headers[policy]
    assert site.get("/", **{"if-none-match": '"x"'}).status == 200
    dated = site.get("/", **{"if-modified-since": first.headers["last-modified"]})
    assert dated.status == 304
    # The tag decides where there is one.
    both = {"if-none-match": '"x"', "if-modified-since": first.headers["last-modified"]}
    assert site.get("/", **both).status == 200
    assert site.get("/", **{"if-modified-since": "rubbish"}).status == 200


def test_head_is_answered_like_get_without_the_body(site):
    page = site.get("/")
    head = site.get("/", method="HEAD")
    assert head.body == b""
    assert plain(head)[2] == plain(page)[2]
    assert site.made == 1


# -- When it is old --------------------------------------------------------------------------


def test_a_publication_renews_the_pages_that_show_it_and_no_other(site):
    city, sport = make.section("City"), make.section("Sport")
    old = make.published("Old", section=city.pk)
    middle = make.published("Middle", section=city.pk)
    elsewhere = make.published("Elsewhere", section=sport.pk)
    stay = [
        elsewhere.get_absolute_url(), sport.get_absolute_url(), old.get_absolute_url(), "/about/",
        "/robots.txt",
    ]  # fmt: skip
    change = ["/", "/feed/", city.get_absolute_url(), middle.get_absolute_url()]
    site.get(old.get_absolute_url())
    for path in (*stay, *change):
        site.get(path)
    new = make.published("Brand new", section=city.pk)
    for path in stay:
        assert site.get(path).how == "newsportal; hit", path
    for path in change:
        renewed = site.get(path)
        assert renewed.how == "newsportal; fwd=miss; stored", path
        assert b"Brand new" in renewed.body, path
    assert site.get(new.get_absolute_url()).status == 200


def test_a_page_that_was_not_there_comes_when_it_is_published(site):
    article = make.article()
    path = f"/city/{article.pk}/a-bridge-opens/"
    assert site.get(path).status == 404
    workflow.publish(article, by=make.user("publisher"))
    assert site.get(path).status in {200, 301}


def test_what_stands_on_every_page_renews_every_page(site):
    edition = make.published()
    paths = ["/", edition.get_absolute_url(), "/about/", "/feed/"]
    for change in (
        lambda: SiteIdentity.objects.create(name="The Other Paper"),
        lambda: Slogan(text="A slogan").save(),
        lambda: make.section("New one"),
    ):
        for path in paths:
            site.get(path)
        change()
        for path in paths:
            assert "fwd=miss" in site.get(path).how, path
    assert b"The Other Paper" in site.get("/").body


def test_the_words_and_the_rights_of_a_photo_show_at_once_and_at_their_moment(site):
    photo = make.photo(caption="A ferry", credit="Lin Mei")
    edition = make.published(photos=(PhotoChoice(photo.pk, alt="x"),))
    assert b"Lin Mei" in site.get(edition.get_absolute_url()).body
    photo.credit = "Wu Shulan"
    photo.save()
    assert b"Wu Shulan" in site.get(edition.get_absolute_url()).body
    photo.usable_until = now() + timedelta(seconds=2)
    photo.save()
    site.get(edition.get_absolute_url())
    assert site.get(edition.get_absolute_url()).how == "newsportal; hit"
    wait_until(photo.usable_until)
    assert b"Wu Shulan" not in site.get(edition.get_absolute_url()).body


def test_what_was_planned_comes_at_its_moment_without_anybody_doing_anything(site):
    article = make.article("Planned")
    publisher = make.user("publisher")
    edition = workflow.publish(article, by=publisher, at=now() + timedelta(seconds=3))
    assert b"Planned" not in site.get("/").body
    assert site.get("/").how == "newsportal; hit"
    # A process that starts meanwhile knows of it, too.
    other = Site()
    other.get("/")
    wait_until(edition.live_from)
    assert b"Planned" in site.get("/").body
    assert b"Planned" in other.get("/").body


def test_a_page_whose_making_straddles_a_change_is_not_kept(site, monkeypatch):
    edition = make.published("Before")

    def change_meanwhile(request, page, **kwargs):
        response = rendered(request, page, **kwargs)
        monkeypatch.undo()
        Edition.objects.filter(pk=edition.pk).update(headline="After")
        log.append([f"article:{edition.article_number}"])
        site.cache.discovery.look()
        return response

    rendered = views.article_page
    monkeypatch.setattr(views, "article_page", change_meanwhile)
    first = site.get(edition.get_absolute_url())
    assert first.how == "newsportal; fwd=miss"
    assert b"After" in site.get(edition.get_absolute_url()).body


def test_without_a_look_at_the_log_nothing_is_taken_for_fresh(site, monkeypatch):
    site.get("/")
    monkeypatch.setattr(discovery, "TRUSTED_FOR", 0.5)
    site.cache.discovery.looked_at -= 1
    assert "fwd=miss" in site.get("/", look=False).how


# -- When things break -----------------------------------------------------------------------


def test_with_the_database_gone_readers_get_the_saved_copy_which_says_so(site, monkeypatch):
    edition = make.published()
    page = site.get(edition.get_absolute_url())
    site.cache.discovery.is_in_trouble = True
    site.cache.discovery.looked_at -= 31
    saved = site.get(edition.get_absolute_url(), look=False)
    assert saved.status == 200
    assert saved.how == "newsportal; hit; detail=saved-copy"
    assert saved.headers["cache-control"] == "no-store"
    assert b'<p class="saved-copy">' in saved.body
    assert b'<p class="saved-copy" hidden>' in page.body


def test_a_page_that_fails_is_answered_with_the_copy_of_before(site, monkeypatch):
    edition = make.published()
    site.get(edition.get_absolute_url())
    photo = Edition.objects.get(pk=edition.pk)
    photo.save()

    def broken(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(views, "article_page", broken)
    site.cache.pages.drop(None, right_until=0.0)
    site.cache.app = get_wsgi_application()
    saved = site.get(edition.get_absolute_url())
    assert (saved.status, saved.how) == (200, "newsportal; hit; detail=saved-copy")


def test_of_a_withdrawn_article_no_copy_is_left_for_bad_times(site):
    edition = make.published("Withdrawn")
    article, publisher = Article.objects.get(), make.user("publisher")
    address = edition.get_absolute_url()
    site.get(address)
    workflow.withdraw(article, by=publisher, reason="legal")
    assert site.get(address).status == 410
    assert site.get(address).how == "newsportal; hit"
    site.cache.discovery.is_in_trouble = True
    site.cache.discovery.looked_at -= 31
    saved = site.get(address, look=False)
    assert (saved.status, saved.how) == (410, "newsportal; hit; detail=saved-copy")
    assert b"People crossed it" not in saved.body
    workflow.reinstate(article, by=publisher)
    assert site.get(address).status == 200
    assert site.get(address).how == "newsportal; hit"


def test_a_topic_that_is_no_more_leaves_no_copy_either(site):
    topic = make.topic()
    make.published("Only one", topics=(topic.pk,))
    assert site.get(topic.get_absolute_url()).status == 200
    Edition.every.all().delete()
    log.append([f"topic:{topic.pk}"])
    assert site.get(topic.get_absolute_url()).status == 404
    assert len(site.cache.pages) == 0


def test_an_error_without_a_copy_goes_out_as_it_is(site, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(views, "article_page", broken)
    site.cache.app = get_wsgi_application()
    answer = site.get(make.published().get_absolute_url())
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")
    assert not {"etag", "last-modified", "cache-status"} & set(answer.headers)
    assert "public" not in answer.headers.get("cache-control", "")


# -- One missing page, one rendering ---------------------------------------------------------


def test_many_who_ask_at_once_for_a_page_have_it_made_once():
    making, go_on = threading.Event(), threading.Event()
    count = []

    def slow(environ, start_response):
        count.append(1)
        making.set()
        go_on.wait(10)
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [b"<p>page</p>"]

    cache = PageCache(slow, most_bytes=1_000_000)
    cache.discovery.start = lambda: None
    cache.discovery.look()
    answers = []

    def ask():
        answer = Answer()
        environ = RequestFactory().get("/").environ | {"HTTP_HOST": "127.0.0.1:8000"}
        answer.body = b"".join(cache(environ, answer.start))
        answers.append(answer)

    readers = [threading.Thread(target=ask) for _each in range(30)]
    for reader in readers:
        reader.start()
    making.wait(10)
    cache.discovery.look()
    go_on.set()
    for reader in readers:
        reader.join(20)
    assert len(count) == 1
    assert [answer.body for answer in answers] == [b"<p>page</p>"] * 30


@pytest.mark.parametrize(
    "headers",
    [
        [("Set-Cookie", "a=b")],
        [("Cache-Control", "PRIVATE")],
        [("cache-control", "max-age=1, No-Store")],
        [("Vary", "Accept-Encoding, Cookie")],
        [("vary", "*")],
    ],
)
def test_an_answer_that_is_for_one_reader_is_never_kept(headers):
    count = []

    def odd(environ, start_response):
        count.append(1)
        start_response("200 OK", [("Content-Type", "text/html"), *headers])
        return [b"x"]

    cache = PageCache(odd, most_bytes=1_000_000)
    cache.discovery.start = lambda: None
    cache.discovery.look()
    for _each in range(2):
        environ = RequestFactory().get("/").environ | {"HTTP_HOST": "127.0.0.1:8000"}
        list(cache(environ, Answer().start))
    assert len(count) == 2
    assert {200, 301, 404, 410} == module.KEPT_STATUSES


# -- The headers -----------------------------------------------------------------------------

SECURITY = (
    "Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "X-Frame-Options",
)  # fmt: skip


def test_every_way_of_answering_carries_the_same_headers(site, monkeypatch):
    edition, gone = make.published(), make.published()
    publisher = make.user("publisher")
    workflow.withdraw(Article.objects.get(pk=gone.article_number), by=publisher, reason="error")
    address = edition.get_absolute_url()
    miss, hit = site.get(address), site.get(address)
    answers = {
        "miss": miss,
        "hit": hit,
        "not modified": site.get(address, if_none_match=hit.headers["etag"]),
        "moved": site.get(f"/city/{edition.article_number}/another-slug/"),
        "never": site.get("/nothing-here/"),
        "gone": site.get(gone.get_absolute_url()),
        "feed": site.get("/feed/"),
        "uncached": site.get("/search/?q=x"),
    }
    monkeypatch.setattr(Withdrawal.objects, "get_queryset", refuse_to_work)
    answers["error"] = site.get(f"/{edition.section.slug}/{gone.article_number}/broken/")
    statuses = [answer.status for answer in answers.values()]
    assert statuses == [200, 200, 304, 301, 404, 410, 200, 200, 500]
    assert [miss.how, hit.how] == ["newsportal; fwd=miss; stored", "newsportal; hit"]
    for name in SECURITY:
        assert {answer.headers.get(name.lower()) for answer in answers.values()} == {
            miss.headers[name.lower()]
        }, name


def refuse_to_work():
    raise RuntimeError("broken")
