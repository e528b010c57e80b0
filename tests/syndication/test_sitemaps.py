"""Sitemaps and the small files that crawlers and browsers ask for."""

import json
from datetime import datetime, timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings

from articles import workflow
from articles.models import Edition
from articles.syndication import sitemaps
from newsportal.timeline import at, now
from tests.factories import article, author, published, sitemap_of, topic, updated, user

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def addresses(client, path):
    response = client.get(path)
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    found = [node.text for node in fromstring(response.content).iter(f"{MAP}loc")]
    assert all(url.startswith(f"{settings.SITE_URL}/") for url in found)
    return [url.removeprefix(settings.SITE_URL) for url in found]


def test_the_index_leads_to_every_live_article(client):
    editions = [published(f"Number {number}") for number in range(3)]
    parts = addresses(client, "/sitemap.xml")
    listed = [path for part in parts for path in addresses(client, part)]
    assert {edition.get_absolute_url() for edition in editions} <= set(listed)
    assert len(listed) == len(set(listed))


def test_parts_are_ranges_of_numbers(client):
    low, high = published("Low"), published("High")
    Edition.every.filter(pk=high.pk).update(article_number=sitemaps.PART * 2 + 5)
    Edition.every.filter(pk=low.pk).update(article_number=7)
    assert addresses(client, "/sitemap.xml") == [
        "/sitemap-pages.xml",
        "/sitemap-articles-0.xml",
        "/sitemap-articles-1.xml",
        "/sitemap-articles-2.xml",
    ]
    assert [path.split("/")[2] for path in addresses(client, "/sitemap-articles-0.xml")] == ["7"]
    assert addresses(client, "/sitemap-articles-1.xml") == []
    assert len(addresses(client, "/sitemap-articles-2.xml")) == 1
    assert client.get(f"/sitemap-articles-{10**30}.xml").status_code == 404


def test_an_article_says_when_it_last_changed(client):
    part_of_it = sitemap_of("articles", published("Dated").article_number)
    part = fromstring(client.get(part_of_it).content)
    edition = Edition.objects.get()
    moment = edition.first_published_at.replace(microsecond=0)
    assert datetime.fromisoformat(part.findtext(f"{MAP}url/{MAP}lastmod")) == moment


def test_the_pages_are_listed_with_topics_and_authors_that_have_live_articles(client):
    topic("Unused"), author("Nobody")
    published("Used", topics=(topic("Ferries").pk,), authors=(author("Lin Mei").pk,))
    parts = addresses(client, "/sitemap.xml")
    listed = [path for part in parts for path in addresses(client, part)]
    for path in ("/", "/city/", "/topics/ferries/", "/authors/lin-mei/", "/about/", "/privacy/"):
        assert path in listed
    assert "/topics/unused/" not in listed
    assert "/authors/nobody/" not in listed


def test_drafts_waiting_and_withdrawn_articles_are_in_no_sitemap(client):
    chief = user("publisher")
    article("A draft")
    published("A scheduled one", at=now() + timedelta(hours=1))
    gone = article("A withdrawn one")
    workflow.publish(gone, by=chief)
    workflow.withdraw(gone, by=chief, reason="legal")
    assert addresses(client, "/sitemap.xml") == ["/sitemap-pages.xml"]
    assert addresses(client, "/sitemap-articles-0.xml") == []
    assert addresses(client, "/news-sitemap.xml") == []
    with at(now() + timedelta(hours=1)):
        assert len(addresses(client, "/news-sitemap.xml")) == 1


def test_the_news_sitemap_holds_what_was_first_published_in_48_hours(client):
    moment = now()
    with at(moment - timedelta(hours=48)):
        published("Too old")
    with at(moment - timedelta(hours=47, minutes=59)):
        published("Just in time")
    with at(moment):
        published("现在", language="zh-hans")
        urls = fromstring(client.get("/news-sitemap.xml").content).findall(f"{MAP}url")
    said = [(url.findtext(f".//{NEWS}title"), url.findtext(f".//{NEWS}language")) for url in urls]
    assert said == [("现在", "zh-cn"), ("Just in time", "en")]
    for url in urls:
        assert url.findtext(f".//{NEWS}name")
        assert url.findtext(f".//{NEWS}publication_date")


def test_an_old_article_that_was_updated_is_no_news(client):
    with at(now() - timedelta(days=9)):
        edition = published("Old")
    updated(edition)
    assert Edition.objects.get().updated_at is not None
    assert addresses(client, "/news-sitemap.xml") == []


def test_an_empty_news_sitemap_is_well_formed(client):
    assert fromstring(client.get("/news-sitemap.xml").content).tag == f"{MAP}urlset"


def test_hostile_headlines_stay_words_in_the_news_sitemap(client):
    edition = published("Fog")
    Edition.every.filter(pk=edition.pk).update(headline="]]> <x> & \x0b fog")
    root = fromstring(client.get("/news-sitemap.xml").content)
    assert root.findtext(f".//{NEWS}title") == "]]> <x> &  fog"


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/sitemap-articles-0.xml",
        "/sitemap-topics-0.xml",
        "/sitemap-authors-0.xml",
        "/news-sitemap.xml",
    ],
)
def test_sitemaps_answer_304_and_their_queries_do_not_grow(
    client, path, django_assert_max_num_queries
):
    def another():
        published("X", topics=(topic().pk,), authors=(author().pk,))

    another()
    with django_assert_max_num_queries(4) as first:
        tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    for _ in range(3):
        another()
    with django_assert_max_num_queries(4) as second:
        client.get(path)
    assert len(first) == len(second)


def test_robots_txt_closes_newsroom_and_search_and_names_the_sitemaps(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /newsroom/",
        "Disallow: /search/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        f"Sitemap: {settings.SITE_URL}/news-sitemap.xml",
    ]


def test_the_manifest_names_the_site_and_icons_that_exist(client):
    response = client.get("/site.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert manifest["name"]
    for icon in manifest["icons"]:
        path = icon["src"].removeprefix("/static/")
        assert (settings.BASE_DIR / "static" / path).is_file(), path


def test_the_favicon_leads_to_a_file_that_exists(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    path = response.headers["Location"].removeprefix("/static/")
    assert (settings.BASE_DIR / "static" / path).is_file()
