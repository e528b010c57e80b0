"""An embed in the pages of the portal: the offer, the policy that allows its frame, the link."""

import json
import re
from html import escape, unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.workflow.draft_links import make_draft_link
from newsportal.consent import versions
from newsportal.consent.models import ConsentVersion
from newsportal.embeds import known
from newsportal.embeds.models import Provider
from newsportal.pagecache.headers import PERMISSIONS_POLICY, PUBLIC_POLICY
from newsportal.pagecache.models import Invalidation
from tests import factories as make
from tests.newsroom.test_articles import sign_in

pytestmark = pytest.mark.django_db

ADDRESS = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
FILM = (
    f'<p>Look.</p><figure data-embed="{ADDRESS}">'
    '<figcaption>A hare &amp; a "butterfly"</figcaption></figure>'
)
MAP = '<figure data-embed="https://www.openstreetmap.org/#map=13/29.56/106.55"></figure>'


@pytest.fixture
def providers():
    for provider in known.providers():
        provider.save()
    return Provider.objects


def text_of(page):
    return page.content.decode()


def directive(page, name):
    parts = page.headers["Content-Security-Policy"].split("; ")
    return next(part for part in parts if part.startswith(f"{name} "))


def test_the_offer_loads_nothing_and_says_whose_it_is(client, providers):
    page = client.get(make.published(body=FILM).get_absolute_url())
    html = text_of(page)
    offer = re.search('<figure class="embed embed-video".*?</figure>', html, re.DOTALL)[0]
    for words in (
        "Video from YouTube",
        providers.get(slug="youtube").learns,
        'href="https://policies.google.com/privacy"',
        "Load this video",
        "Always load from YouTube",
        f'<a href="{ADDRESS}" rel="noopener">Open on YouTube</a>',
        "<figcaption>A hare &amp; a &quot;butterfly&quot;</figcaption>",
        'data-embed="embeds.youtube"',
        'data-frame="https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"',
    ):
        assert words in offer
    for loads in ("<iframe", "<img", "src=", "preconnect", "dns-prefetch"):
        assert loads not in offer
    assert html.count("js/site/embeds") == 1
    assert "Set-Cookie" not in page.headers
    client.cookies["consent"] = "v1:necessary+embeds:00000000-0000-0000-0000-000000000000"
    assert client.get(page.wsgi_request.path).content == page.content


def test_a_page_may_frame_the_hosts_of_its_own_embeds_and_no_other(client, providers):
    page = client.get(make.published(body=FILM + MAP).get_absolute_url())
    frames = "frame-src https://www.openstreetmap.org https://www.youtube-nocookie.com"
    assert page.headers["Content-Security-Policy"] == PUBLIC_POLICY.replace(
        "frame-src 'none'", frames
    )
    origins = '"https://www.openstreetmap.org" "https://www.youtube-nocookie.com"'
    assert f"fullscreen=(self {origins})" in page.headers["Permissions-Policy"]
    other = client.get(make.published("Another").get_absolute_url())
    assert directive(other, "frame-src") == "frame-src 'none'"
    assert other.headers["Permissions-Policy"] == PERMISSIONS_POLICY
    assert "embeds.js" not in text_of(other)


def test_without_its_provider_an_embed_is_a_plain_link(client, providers):
    address = make.published(body=FILM).get_absolute_url()
    Invalidation.objects.all().delete()
    providers.get(slug="youtube").delete()
    assert {line.tag for line in Invalidation.objects.all()} == {"embeds"}
    page = client.get(address)
    link = f'<a href="{ADDRESS}" rel="noopener">A hare &amp; a &quot;butterfly&quot;</a>'
    assert f"<p>{link}</p>" in text_of(page)
    assert "data-embed" not in text_of(page)
    assert page.headers["Content-Security-Policy"] == PUBLIC_POLICY


def test_a_row_that_went_around_the_form_frames_nothing_it_should_not(client, providers):
    row = providers.get(slug="youtube")
    for frame, more in (
        ("https://evil.example;script-src/{id}", ""),
        ("javascript:run('{id}')", ""),
        ("http://video.example/{id}", ""),
        ("https://www.youtube-nocookie.com/embed/{id}", "* https: a.example;script-src"),
        ("https://localhost.example/{id}", ""),
    ):
        Provider.objects.filter(pk=row.pk).update(frame=frame, more_hosts=more)
        page = client.get(make.published(f"With {frame}", body=FILM).get_absolute_url())
        assert directive(page, "script-src") == "script-src 'self'"
        assert directive(page, "frame-src") in {
            "frame-src 'none'",
            "frame-src https://www.youtube-nocookie.com",
            "frame-src https://localhost.example",
        }


def test_pages_without_embeds_ask_nothing_about_providers(client, providers):
    def queries(body):
        address = make.published(f"Of {len(body)}", body=body).get_absolute_url()
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return sum("embeds_provider" in query["sql"] for query in asked)

    assert queries("<p>Words.</p>") == 0
    assert queries(FILM + MAP + FILM) == 1


def test_an_address_of_very_many_fields_is_a_plain_link_too(client, providers):
    address = "https://www.youtube.com/watch?" + "x=1&" * 60 + "v=a"
    body = f'<p>Look.</p><figure data-embed="{escape(address)}"></figure>'
    page = client.get(make.published(body=body).get_absolute_url())
    assert page.status_code == 200
    assert "embed-video" not in text_of(page)


def test_feeds_hold_the_link(client, providers):
    make.published(body=FILM)
    for feed in ("/feed/", "/feed/rss/"):
        html = unescape(text_of(client.get(feed)))
        assert f'<a href="{ADDRESS}" rel="noopener">' in html
        assert "youtube-nocookie" not in html
    item = json.loads(client.get("/feed.json").content)["items"][0]
    assert f'<a href="{ADDRESS}" rel="noopener">' in item["content_html"]


def test_previews_and_drafts_frame_no_more_than_the_page_will(providers):
    editor = sign_in("editor")
    draft = make.article(body=FILM, by=editor.user)
    preview = editor.get(f"/newsroom/articles/article/{draft.pk}/preview/")
    assert directive(preview, "frame-src") == "frame-src https://www.youtube-nocookie.com"
    assert directive(preview, "frame-ancestors") == "frame-ancestors 'self'"
    assert "data-frame=" in text_of(preview)
    _link, token = make_draft_link(draft, by=editor.user)
    shown = Client().get(f"/draft/{token}/")
    assert directive(shown, "frame-src") == "frame-src https://www.youtube-nocookie.com"
    assert shown.headers["Referrer-Policy"] == "no-referrer"


def test_the_editor_asks_whose_an_address_is(providers):
    editor = sign_in("reporter")
    ask = "/newsroom/embeds/provider/match/"
    told = editor.get(ask, {"address": ADDRESS.replace("https", "http")})
    assert told.json() == {"address": ADDRESS, "name": "YouTube"}
    refused = editor.get(ask, {"address": "https://example.org/"})
    assert "YouTube, Vimeo, OpenStreetMap, SoundCloud, Mastodon and X" in refused.json()["error"]
    assert sign_in("desk").get(ask, {"address": ADDRESS}).status_code == 403


def test_the_administrator_keeps_the_list_and_an_unsafe_row_is_refused_beside_its_field():
    admin = sign_in("admin")
    row = {
        "slug": "video",
        "name": "Video Place",
        "kind": "video",
        "addresses": "video.example/{id}",
        "frame": "https://video.example/embed/{id}",
        "more_hosts": "",
        "owner": "Video Ltd",
        "learns": "It learns your address.",
        "lifetime": "a year",
        "privacy_policy": "https://video.example/privacy",
        "position": "0",
    }
    add = "/newsroom/embeds/provider/add/"
    before = versions.switch_on(["embeds"]).number
    refused = admin.post(add, row | {"frame": "http://video.example/{id}"})
    assert "must begin with https://" in text_of(refused)
    assert admin.post(add, row).status_code == 302
    made = Provider.objects.get()
    # Readers are asked about it.
    asked = ConsentVersion.current()
    assert (asked.number, "embeds.video" in asked.asked) == (before + 1, True)
    changed = row | {"slug": "other", "name": "Video Square"}
    admin.post(f"/newsroom/embeds/provider/{made.pk}/change/", changed)
    made.refresh_from_db()
    assert (made.slug, made.name) == ("video", "Video Square")
    assert sign_in("publisher").post(add, row).status_code == 403
