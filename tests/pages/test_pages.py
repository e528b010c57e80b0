"""The static pages, their versions and the site's own words."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from newsportal.accounts.models import AuditEntry
from newsportal.pagecache.models import Invalidation
from newsportal.pages.context import Site, site, telephone_link
from newsportal.pages.models import Page, PageSlug, SiteIdentity, Slogan, SocialLink
from newsportal.timeline import at, now
from tests.factories import user
from tests.forms import filled_in

pytestmark = pytest.mark.django_db

HOTLINE = (
    "Internet illegal and undesirable information can be reported by calling this telephone number:"
)
ADDRESSES = [slug.value for slug in PageSlug if slug is not PageSlug.COOKIES]


def written(slug="about", **fields):
    """A version of a page, in force from now on."""
    fields = {"title": "About us", "body": "<p>We are a paper.</p>", **fields}
    version = Page(slug=slug, **fields)
    version.replace()
    return version


def form_data(**fields):
    data = {"title": "About us", "body": "<p>New words.</p>", "change_note": ""}
    return {**data, "live_from_0": "", "live_from_1": "", **fields}


def words(response):
    text = re.sub(r"<[^>]+>", "", response.content.decode())
    return " ".join(text.split())


# -- Readers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ADDRESSES)
def test_a_page_that_nobody_has_written_says_so_and_is_no_error(client, slug):
    response = client.get(f"/{slug}/")
    assert response.status_code == 200
    assert "has not written this page yet" in words(response)
    assert response.content.count(b"<h1") == 1
    assert "Set-Cookie" not in response.headers


def test_a_page_shows_its_text_and_when_it_last_changed(client):
    moment = timezone.datetime(2026, 3, 4, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    with at(moment):
        written(change_note="the first version")
    response = client.get(reverse("about"))
    assert b"<p>We are a paper.</p>" in response.content
    assert b'<time datetime="2026-03-04T09:30:00+08:00">4 March 2026, 09:30 (UTC+8)</time>' in (
        response.content
    )
    assert "In force since 4 March 2026, 09:30 (UTC+8): the first version" in words(response)


def test_markup_that_is_not_allowed_never_reaches_the_page(client):
    written(body='<p onclick="x()">Words<script>alert(1)</script></p><h1>Big</h1>')
    content = client.get("/about/").content
    assert b"alert(1)" not in content
    assert b"onclick" not in content
    assert content.count(b"<h1") == 1


def test_a_version_for_tomorrow_is_shown_tomorrow(client):
    written(body="<p>Old.</p>")
    written(body="<p>Next.</p>", live_from=now() + timedelta(days=1))
    assert b"Old." in client.get("/about/").content
    with at(now() + timedelta(days=1, minutes=1)):
        content = client.get("/about/").content
    assert b"Next." in content
    assert b"Old." not in content


# -- Versions --------------------------------------------------------------------------------


def test_a_new_version_closes_the_one_before_and_keeps_it():
    first = written(body="<p>One.</p>")
    with at(now() + timedelta(hours=1)):
        second = written(body="<p>Two.</p>")
    first.refresh_from_db()
    assert first.live_until == second.live_from
    assert first.body == "<p>One.</p>"
    assert second.live_until is None


def test_a_version_written_before_a_waiting_one_lasts_until_that_one():
    written()
    waiting = written(live_from=now() + timedelta(days=7))
    with at(now() + timedelta(hours=1)):
        between = written(body="<p>Between.</p>")
    assert between.live_until == waiting.live_from


def test_a_version_for_a_past_moment_begins_now():
    with at(timezone.now()):
        version = written(live_from=now() - timedelta(days=1))
        assert version.live_from == now()


def test_a_cancelled_version_gives_its_time_back_to_the_one_before():
    first = written()
    waiting = written(live_from=now() + timedelta(days=7))
    waiting.cancel()
    first.refresh_from_db()
    assert first.live_until is None
    assert Page.every.count() == 1


def test_a_version_that_was_public_cannot_be_cancelled():
    with pytest.raises(ValueError, match="never public"):
        written().cancel()


def test_every_change_of_a_page_tells_the_log_for_now_and_for_its_bounds():
    Invalidation.objects.all().delete()
    moment = now() + timedelta(days=1)
    written(live_from=moment)
    rows = Invalidation.objects.filter(tag="page:about")
    assert moment in {row.counts_from for row in rows}
    assert rows.count() >= 2


# -- The newsroom ----------------------------------------------------------------------------


def test_saving_in_the_newsroom_makes_a_version_and_overwrites_nothing(client):
    first = written()
    client.force_login(person := user("publisher"))
    response = client.post(
        f"/newsroom/pages/page/{first.pk}/change/", form_data(change_note="shorter")
    )
    assert response.status_code == 302
    first.refresh_from_db()
    assert first.body == "<p>We are a paper.</p>"
    assert first.live_until is not None
    current = Page.current("about")
    assert (current.body, current.change_note) == ("<p>New words.</p>", "shorter")
    entry = AuditEntry.objects.get(action="page_static.edit")
    assert entry.by == person


def test_editing_a_waiting_version_replaces_it(client):
    written()
    waiting = written(body="<p>Waits.</p>", live_from=now() + timedelta(days=1))
    client.force_login(user("publisher"))
    response = client.post(
        f"/newsroom/pages/page/{waiting.pk}/change/",
        form_data(live_from_0=f"{now() + timedelta(days=300):%Y-%m-%d}", live_from_1="10:00"),
    )
    assert response.status_code == 302
    assert [page.body for page in Page.every.order_by("live_from")] == [
        "<p>We are a paper.</p>",
        "<p>New words.</p>",
    ]


def test_the_form_of_a_live_version_does_not_repeat_its_note_and_moment(client):
    version = written(change_note="an old note")
    client.force_login(user("publisher"))
    response = client.get(f"/newsroom/pages/page/{version.pk}/change/")
    assert response.status_code == 200
    assert b"an old note" not in response.content
    assert "'unsafe-inline'" in response.headers["Content-Security-Policy"]


def test_the_cookie_policy_is_changed_by_those_who_may_change_what_readers_consent_to(client):
    version = written(slug="cookies")
    address = f"/newsroom/pages/page/{version.pk}/change/"
    client.force_login(user("publisher"))
    assert client.post(address, form_data()).status_code == 403
    client.force_login(user("admin"))
    assert client.post(address, form_data()).status_code == 302
    assert AuditEntry.objects.filter(action="consent_text.edit").count() == 1


def test_a_publisher_cannot_add_a_cookie_policy_by_another_way(client):
    client.force_login(user("publisher"))
    response = client.post("/newsroom/pages/page/add/", form_data(slug="cookies"))
    assert response.status_code == 200
    assert not Page.every.exists()


def test_a_version_that_was_public_cannot_be_deleted_in_the_newsroom(client):
    version = written()
    client.force_login(user("admin"))
    address = f"/newsroom/pages/page/{version.pk}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 403
    waiting = written(live_from=now() + timedelta(days=1))
    address = f"/newsroom/pages/page/{waiting.pk}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert list(Page.every.all()) == [version]


@pytest.mark.parametrize(
    ("address", "roles"),
    [
        ("page", {"publisher", "admin"}),
        ("slogan", {"editor", "publisher", "admin"}),
        ("siteidentity", {"admin"}),
        ("sociallink", {"admin"}),
    ],
)
@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "publisher", "desk", "admin"])
def test_each_list_opens_for_the_roles_of_the_table(client, address, roles, role):
    client.force_login(user(role))
    status = client.get(f"/newsroom/pages/{address}/").status_code
    assert status == (200 if role in roles else 403)


def test_the_site_identity_can_be_added_once(client):
    client.force_login(user("admin"))
    data = {"name": "The Paper", "hotline_number": "+86-23-67230470"}
    assert client.post("/newsroom/pages/siteidentity/add/", data).status_code == 302
    assert client.post("/newsroom/pages/siteidentity/add/", data).status_code == 403
    assert SiteIdentity.objects.get().name == "The Paper"


# -- The site's own words --------------------------------------------------------------------


def test_a_fresh_installation_is_named_after_its_host(settings):
    settings.SITE_URL = "https://news.example.org"
    fresh = Site()
    assert fresh.name == "news.example.org"
    assert (fresh.slogans, fresh.social_links, fresh.hotline_href) == ([], [], "")


def test_the_site_is_read_in_three_queries_and_only_when_it_is_printed(
    rf, django_assert_num_queries
):
    with django_assert_num_queries(0):
        lazy = site(rf.get("/"))["site"]
    with django_assert_num_queries(3):
        assert lazy.name
        assert lazy.slogans == []
        assert lazy.social_links == []


def test_every_page_prints_the_hotline_sentence_with_a_telephone_link(client):
    SiteIdentity.objects.create(
        name="The Paper", hotline_label=HOTLINE, hotline_number="+86-23-67230470"
    )
    response = client.get("/about/")
    assert b'href="tel:+862367230470"' in response.content
    assert f"{HOTLINE} +86-23-67230470" in words(response)


def test_every_page_prints_slogans_inquiries_address_and_links(client):
    SiteIdentity.objects.create(name="The Paper", inquiries_address="service@example.org")
    Slogan.objects.create(text="A Tour in Chongqing, A Gain in Vision")
    SocialLink.objects.create(label="Weibo", url="https://weibo.example/paper")
    content = client.get("/about/").content
    assert b"A Tour in Chongqing, A Gain in Vision" in content
    assert b'href="mailto:service@example.org"' in content
    assert b'href="https://weibo.example/paper"' in content


def test_slogans_stand_in_their_order_and_language_while_they_are_live():
    Slogan.objects.create(text="second", position=2)
    Slogan.objects.create(text="first", position=1)
    Slogan.objects.create(text="中文", position=0, language="zh-hans")
    Slogan.objects.create(text="over", live_from=now() - timedelta(2), live_until=now())
    assert Site().slogans == ["first", "second"]
    with override("zh-hans"):
        assert Site().slogans == ["中文"]


@pytest.mark.parametrize(
    ("number", "link"),
    [("+86-23-67230470", "tel:+862367230470"), ("(023) 6723.0470", "tel:02367230470"), ("", "")],
)
def test_a_telephone_link_has_digits_only(number, link):
    assert telephone_link(number) == link


@pytest.mark.parametrize("number", ["javascript:alert(1)", "call us", "+", "12<b>"])
def test_a_hotline_number_that_is_none_is_refused(number):
    with pytest.raises(ValidationError):
        SiteIdentity(name="The Paper", hotline_number=number).full_clean()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://a.example/", "//a.example", "x"])
def test_a_social_link_leads_to_a_web_address_only(url):
    with pytest.raises(ValidationError):
        SocialLink(label="Somewhere", url=url).full_clean()


def test_there_is_one_identity():
    SiteIdentity.objects.create(name="One")
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteIdentity.objects.create(pk=2, name="Two")


@pytest.mark.parametrize("row", [SiteIdentity(name="A"), Slogan(text="A"), SocialLink(label="A")])
def test_what_stands_on_every_page_tells_the_log(row):
    Invalidation.objects.all().delete()
    row.save()
    assert "site" in set(Invalidation.objects.values_list("tag", flat=True))


def test_a_slogan_is_saved_as_its_own_form_sends_it(client):
    client.force_login(user("publisher"), "django.contrib.auth.backends.ModelBackend")
    add = "/newsroom/pages/slogan/add/"
    data = filled_in(client.get(add)) | {"text": "Read on foot"}
    assert client.post(add, data).status_code == 302
    change = f"/newsroom/pages/slogan/{Slogan.every.get().pk}/change/"
    assert client.post(change, filled_in(client.get(change))).status_code == 302
