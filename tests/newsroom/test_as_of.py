"""The site at another time: the readers' own pages, for staff, stored and indexed nowhere."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article, Edition, Placement
from articles.photos import pictures
from newsportal.accounts.models import AuditEntry
from newsportal.consent import versions
from newsportal.consent.models import Receipt
from newsportal.inbox.models import Message
from newsportal.newsroom.as_of.moments import moment_of, stamp
from newsportal.pagecache.headers import PUBLIC_POLICY
from newsportal.pagecache.models import Invalidation
from newsportal.pages.models import Page
from newsportal.timeline import at, now
from tests import factories as make
from tests.newsroom.test_articles import sign_in

pytestmark = pytest.mark.django_db

CHOOSER = "/newsroom/as-of/"
BAR = re.compile(r'<aside class="as-of.*?</aside>\n', re.DOTALL)
NOTICE = re.compile(r'\s*<section class="consent".*?</section>\s*<script[^>]*></script>', re.DOTALL)


def root(moment: datetime) -> str:
    return f"{CHOOSER}{stamp(moment)}/"


def see(client, moment, path="/", **options):
    return client.get(root(moment) + path[1:], **options)


def gist(html: str) -> str:
    """A public page without what another time adds and leaves out."""
    without = BAR.sub("", NOTICE.sub("", html))
    return re.sub(r"</footer>\s*</body>", "</footer></body>", without)


def a_tick_ago() -> datetime:
    return now().replace(microsecond=0) - timedelta(seconds=1)


@pytest.fixture
def paper():
    """A small paper as it stood two hours ago: one article of every kind of page."""
    lead = make.photo(caption="Fog", credit="City archive", alt="Two rivers in fog")
    with at(now() - timedelta(hours=2)):
        Page(
            slug="about", title="About", body='<p>See <a href="/privacy/">privacy</a>.</p>'
        ).replace()
        for name in ("Ferries sail", "Fog lifts"):
            edition = make.published(
                name,
                body='<p>They <a href="/topics/ferries/">sailed</a> at nine.</p>',
                authors=(make.author("Lin Mei").pk,),
                topics=(make.topic("Ferries").pk,),
                photos=(PhotoChoice(lead.pk),),
            )
        Placement(place="lead", article_number=edition.article_number).save()
    return edition


def addresses(edition) -> dict[str, str]:
    day = timezone.localtime(edition.first_published_at)
    return {
        "front": "/",
        "section": "/city/",
        "article": edition.get_absolute_url(),
        "topic": "/topics/ferries/",
        "author": "/authors/lin-mei/",
        "day": f"{day:/%Y/%m/%d/}",
        "search": "/search/?q=fog",
        "corrections": "/corrections/",
        "about": "/about/",
        "cookies": "/cookies/",
        "not found": "/nothing/here/",
        "atom": "/feed/",
        "rss": "/city/feed/rss/",
        "json": "/feed.json",
        "sitemap": make.sitemap_of("articles", edition.article_number),
        "news sitemap": "/news-sitemap.xml",
    }


# -- What is seen ----------------------------------------------------------------------------


def test_a_page_is_what_readers_get_at_that_moment_byte_for_byte(client, paper):
    staff, moment = sign_in("reporter"), a_tick_ago()
    prefix = root(moment)
    for name, path in addresses(paper).items():
        seen = see(staff, moment, path)
        with at(moment):
            public = client.get(path)
        assert seen.status_code == public.status_code, name
        assert seen["Content-Type"] == public["Content-Type"]
        mine = seen.content.decode().replace(quote(prefix, safe=""), "%2F")
        mine = mine.replace(prefix.rstrip("/"), "")
        assert gist(mine) == gist(public.content.decode()), name


def test_every_html_page_says_at_which_moment_and_asks_nothing_about_cookies(paper):
    staff = sign_in("reporter")
    moment = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
    for path in ("/", "/city/", "/search/", "/cookies/", "/nothing/", "/message/"):
        html = see(staff, moment, path).content.decode()
        assert "The site as of <time" in html, path
        assert "24 November 2026, 14:05 (UTC+08:00)" in html
        assert "data-consent" not in html
        assert 'style="' not in html


def test_the_clock_decides_what_is_there(paper):
    staff = sign_in("reporter")
    tomorrow = now() + timedelta(days=1)
    make.published("Tomorrow’s news", at=tomorrow)
    workflow.withdraw(
        Article.objects.get(pk=paper.article_number), by=make.user("publisher"), reason="error"
    )
    seen = {
        moment: see(staff, moment).content.decode()
        for moment in (now() - timedelta(hours=3), now() - timedelta(hours=1), tomorrow)
    }
    before, meanwhile, later = seen.values()
    assert "Nothing has been published yet." in before
    assert "Fog lifts" in meanwhile
    assert "Tomorrow’s news" not in meanwhile
    assert "Tomorrow’s news" in later
    assert "Fog lifts" not in later
    page = paper.get_absolute_url()
    statuses = [see(staff, moment, page).status_code for moment in seen]
    assert statuses == [404, 200, 410]


def test_what_begins_within_a_second_is_there_at_the_moment_that_names_it():
    begins = now().replace(microsecond=1) + timedelta(hours=1)
    assert moment_of(stamp(begins)) > begins
    assert moment_of(stamp(begins.replace(microsecond=0))) == begins.replace(microsecond=0)


def test_every_link_stays_at_the_same_moment(paper):
    staff, moment = sign_in("photo"), a_tick_ago()
    prefix = root(moment)
    waiting, seen = [prefix], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = staff.get(address)
        assert response.status_code == 200, address
        if response.streaming:
            response.getvalue()
            continue
        text = BAR.sub("", response.content.decode())
        found = re.findall(r'(?:href|src|action)="([^"]*)"', text)
        found += [one.split()[0] for part in re.findall(r'srcset="([^"]*)"', text)
                  for one in part.split(", ")]  # fmt: skip
        for link in found:
            local = link.removeprefix(settings.SITE_URL).partition("#")[0].replace("&amp;", "&")
            if not local.startswith("/"):
                assert not link.startswith(settings.SITE_URL), link
                continue
            assert local.startswith((prefix, "/static/")), (address, link)
            if local.startswith(prefix) and "choice" not in local:
                waiting.append(local)
    assert any("/photos/" in address for address in seen)
    assert any("/feed/rss/" in address for address in seen)
    assert f"{prefix}privacy/" in seen  # a link that an editor wrote into a text
    assert len(seen) > 20


def test_the_addresses_of_the_site_itself_are_as_before_afterwards(client, paper):
    staff = sign_in("reporter")
    see(staff, a_tick_ago())
    see(staff, a_tick_ago(), "/nothing/here/")
    assert get_script_prefix() == "/"
    assert reverse("front") == "/"
    assert "as-of" not in client.get("/").content.decode()


def test_a_photo_is_shown_at_the_moments_at_which_it_had_a_live_use(paper):
    staff, photo = sign_in("photo"), paper.lead_photo
    address = pictures.address(photo, photo.renditions[0]["name"])
    for number in Edition.objects.values_list("article_number", flat=True):
        workflow.withdraw(
            Article.objects.get(pk=number), by=make.user("publisher"), reason="rights"
        )
    past = see(staff, now() - timedelta(hours=1), address)
    assert past.status_code == 200
    assert past.getvalue()
    assert past["Cache-Control"] == "private, no-store"
    assert past["Cross-Origin-Resource-Policy"] == "same-origin"
    assert see(staff, now() + timedelta(hours=1), address).status_code == 404
    assert Client().get(address).status_code == 404


def test_old_addresses_and_missing_slashes_lead_on_at_the_same_moment(paper):
    staff, moment = sign_in("editor"), a_tick_ago()
    for path, target in (
        (f"/elsewhere/{paper.article_number}/old/", paper.get_absolute_url()),
        ("/city", "/city/"),
    ):
        response = see(staff, moment, path)
        assert response.status_code == 301
        assert response["Location"] == root(moment) + target[1:]
        assert response["Cache-Control"] == "private, no-store"


def test_search_finds_what_was_live_then_and_says_what_it_cannot_know(paper):
    staff, draft = sign_in("editor"), Article.objects.get(pk=paper.article_number)
    editor, publisher = make.user("editor"), make.user("publisher")
    words = make.content("Sunshine all day", slug=draft.slug)
    workflow.save(draft, words, by=editor, based_on=draft.head)
    workflow.publish(draft, by=publisher)
    for moment, word, found in (
        (now() - timedelta(hours=1), "lifts", True),
        (now() - timedelta(hours=1), "sunshine", False),
        (now() + timedelta(hours=1), "lifts", False),
        (now() + timedelta(hours=1), "sunshine", True),
    ):
        html = see(staff, moment, f"/search/?q={word}").content.decode()
        assert ('class="results"' in html) is found, (moment, word)
        assert "it may miss some that were found" in html


# -- Nothing is stored, nothing is sent ------------------------------------------------------


def test_nothing_is_kept_indexed_or_written(paper):
    staff, moment = sign_in("reporter"), a_tick_ago()
    see(staff, moment)
    tables = (Invalidation, AuditEntry, Receipt, Message, Edition.every.model)
    before = [table._base_manager.count() for table in tables]
    for name, path in addresses(paper).items():
        response = see(staff, moment, path)
        assert response["Cache-Control"] == "private, no-store", name
        assert response["X-Robots-Tag"] == "noindex", name
        assert response["Content-Security-Policy"] == PUBLIC_POLICY
        assert not {"ETag", "Last-Modified", "Expires"} & set(response.headers)
        assert not response.cookies
    assert [table._base_manager.count() for table in tables] == before


def test_the_page_knows_nothing_of_the_person_who_looks(paper):
    versions.switch_on(["embeds"])
    staff = sign_in("publisher")
    staff.cookies["consent"] = "v1:necessary+statistics:00000000-0000-0000-0000-000000000000"
    html = see(staff, a_tick_ago(), "/cookies/").content.decode()
    assert "You have not chosen yet" in html
    assert staff.user.username not in html
    answer = see(staff, a_tick_ago(), "/feed/", headers={"if-none-match": "*"})
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/message/", "/cookies/choice/", "/"])
def test_nothing_can_be_sent_from_there(paper, path):
    staff = sign_in("publisher")
    data = {"choice": "accept", "category": "question", "text": "Hello"}
    answer = staff.post(root(now()) + path[1:], data)
    assert answer.status_code == 405
    assert "nothing can be sent from here" in answer.content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff.user, "django.contrib.auth.backends.ModelBackend")
    answer = strict.post(root(now()) + path[1:], data)
    assert answer.status_code == 403
    assert "nothing can be sent from here" in answer.content.decode()
    assert not Message.objects.exists()
    assert not Receipt.objects.exists()


# -- Who, and when ---------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "publisher"])
def test_those_who_work_on_articles_may_look(role, paper):
    client = sign_in(role)
    assert client.get(CHOOSER).status_code == 200
    assert see(client, now()).status_code == 200
    assert f'href="{CHOOSER}"' in client.get("/newsroom/").content.decode()


@pytest.mark.parametrize("roles", [("desk",), ("admin",), ()])
def test_others_of_the_staff_may_not(roles, paper):
    client = sign_in(*roles)
    assert client.get(CHOOSER).status_code == 403
    for path in ("/", paper.get_absolute_url(), "/nothing/", "/feed/"):
        answer = see(client, now(), path)
        assert answer.status_code == 403
        assert "Fog" not in answer.content.decode()
    assert f'href="{CHOOSER}"' not in client.get("/newsroom/").content.decode()


def test_a_reader_is_asked_to_sign_in(client, paper):
    for address in (CHOOSER, root(now()), f"{root(now())}city/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/newsroom/login/?next=/newsroom/as-of/")


@pytest.mark.parametrize(
    "time",
    ["2026-11-24", "20261124T0605Z", "20261332T000000Z", "00000000T000000Z", "00010101T000000Z",
     "20261124t060500z", "9" * 40, "now", "٢٠٢٦١١٢٤T٠٦٠٥٠٠Z"],
)  # fmt: skip
def test_what_names_no_moment_is_not_found(time):
    assert sign_in("editor").get(f"{CHOOSER}{time}/").status_code == 404


@pytest.mark.parametrize("time", ["19991231T235959Z", "99991231T235959Z", "10000101T000000Z"])
def test_a_moment_that_nobody_means_is_refused_with_a_sentence(time):
    answer = sign_in("editor").get(f"{CHOOSER}{time}/city/")
    assert answer.status_code == 400
    assert "This date lies too far away." in answer.content.decode()


def test_strange_addresses_are_no_error_and_lead_nowhere_else(paper):
    staff, moment = sign_in("editor"), now()
    for rest in ("//evil.example/", "%5Cevil.example", "newsroom/", "healthz", "%00", "%FF%FE",
                 "city/?after=x", "a" * 3000, "../../login/"):  # fmt: skip
        answer = staff.get(root(moment) + rest)
        assert answer.status_code in {200, 301, 400, 404}, rest
        assert 'href="//' not in answer.content.decode()


# -- Choosing --------------------------------------------------------------------------------


def test_the_chosen_moment_is_shown_at_the_page_that_somebody_came_from(paper):
    staff = sign_in("reporter")
    answer = staff.get(
        CHOOSER, {"at_0": "2026-11-24", "at_1": "14:05", "at_2": "", "page": "/city/?after=1"}
    )
    assert answer["Location"] == f"{CHOOSER}20261124T060500Z/city/?after=1"


def test_the_bar_leads_an_hour_and_a_day_on_to_now_and_to_the_chooser(paper):
    staff, moment = sign_in("reporter"), datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
    html = see(staff, moment, "/search/?q=a%20b").content.decode()
    for other in ("20261123T060500Z", "20261124T050500Z", "20261124T070500Z", "20261125T060500Z"):
        assert f'href="{CHOOSER}{other}/search/?q=a%20b"' in html
    assert 'href="/search/?q=a%20b">This page now' in html
    [change] = re.findall(r'href="([^"]*)">Change the time', html)
    form = staff.get(change.replace("&amp;", "&")).context["form"]
    assert form.initial == {"at": moment, "page": "/search/?q=a%20b"}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"at_0": "", "at_1": ""}, "This field is required."),
        ({"at_0": "2026-11-24", "at_1": ""}, "Give both a date and a time."),
        ({"at_0": "1999-01-01", "at_1": "00:00"}, "This date lies too far away."),
        ({"at_0": "9999-12-31", "at_1": "23:59"}, "This date lies too far away."),
        ({"at_0": "x" * 5000, "at_1": "9" * 5000}, "Enter a valid date."),
    ],
)
def test_a_moment_that_cannot_be_shown_is_refused_beside_the_field(query, sentence):
    answer = sign_in("reporter").get(CHOOSER, query)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["//evil.example/", "https://evil.example/", "\\\\evil", "x" * 900]
)
def test_the_chooser_leads_to_this_site_alone(page):
    query = {"at_0": "2026-11-24", "at_1": "14:05", "page": page}
    answer = sign_in("reporter").get(CHOOSER, query)
    if answer.status_code == 302:
        assert answer["Location"] == f"{CHOOSER}20261124T060500Z/"


def test_the_chooser_survives_any_given_moment():
    client = sign_in("reporter")
    for given in ("99991231T235959Z", "x", "00010101T000000Z", "9" * 5000):
        assert client.get(CHOOSER, {"at": given}).status_code == 200


def test_the_quick_choices_lead_to_what_people_ask_for_most():
    staff = sign_in("reporter")
    moment = datetime(2026, 11, 24, 6, 5, 30, tzinfo=UTC)  # 14:05 in the newsroom
    with at(moment):
        draft = make.article("The next thing")
        workflow.publish(
            draft, by=make.user("publisher"), at=moment + timedelta(days=3, microseconds=5)
        )
        choices = staff.get(CHOOSER).context["quick_choices"]
    found = {choice.words: choice.address for choice in choices}
    assert found == {
        "An hour ago": f"{CHOOSER}20261124T050500Z/",
        "Yesterday at this time": f"{CHOOSER}20261123T060500Z/",
        "Tomorrow, 08:00": f"{CHOOSER}20261125T000000Z/",
        "The next scheduled moment: The next thing": f"{CHOOSER}20261127T060531Z/",
    }
    assert "The next thing" in staff.get(list(found.values())[-1]).content.decode()
