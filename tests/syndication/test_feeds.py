"""Feeds: well-formed whatever an article says, complete, and of live editions only."""

import json
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.db import connection

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Author, Edition
from newsportal.timeline import at, now
from tests.factories import article, author, content, photo, published, section, topic, user

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
ADDRESSES = ("/feed/", "/feed/rss/", "/feed.json")
NASTY = "Fog ]]> </script><script>alert(1)</script> & “quotes” \x0b \x1f <b>"


def atom(client, address="/feed/"):
    return fromstring(client.get(address).content)


def rss(client, address="/feed/rss/"):
    return fromstring(client.get(address).content).find("channel")


def json_feed(client, address="/feed.json"):
    return json.loads(client.get(address).content)


def titles(client, address):
    """The titles of a feed in any format."""
    if address.endswith(".json"):
        return [item["title"] for item in json_feed(client, address)["items"]]
    if "rss" in address:
        return [item.findtext("title") for item in rss(client, address).iter("item")]
    return [entry.findtext(f"{ATOM}title") for entry in atom(client, address).iter(f"{ATOM}entry")]


def full_article():
    """An edition that has everything a feed can tell."""
    lead = photo(caption="Fog over two rivers", credit="City archive", alt="Two rivers in fog")
    inside = photo(caption="A ferry", credit="Lin Mei")
    return published(
        "Fog lifts over the city",
        standfirst="Ferries sail again.",
        dateline="CHONGQING",
        body='<p>They sailed at <a href="/topics/ferries/">nine</a>.</p>'
        f'<figure data-photo="{inside.pk}"></figure><h2>Later</h2><p>Sun.</p>',
        photos=(PhotoChoice(lead.pk),),
        topics=(topic("Ferries").pk,),
        authors=(author("Zhao Qing").pk, author("Lin Mei").pk),
    )


def test_an_atom_entry_has_what_a_reader_needs(client):
    edition = full_article()
    feed = atom(client)
    assert feed.findtext(f"{ATOM}title")
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"{settings.SITE_URL}/feed/"
    entry = feed.find(f"{ATOM}entry")
    url = settings.SITE_URL + edition.get_absolute_url()
    assert entry.find(f"{ATOM}link").get("href") == url
    assert entry.findtext(f"{ATOM}id").startswith("tag:127.0.0.1,")
    assert entry.findtext(f"{ATOM}id").endswith(f":article-{edition.article_number}")
    assert entry.findtext(f"{ATOM}published") == entry.findtext(f"{ATOM}updated")
    names = [node.findtext(f"{ATOM}name") for node in entry.iter(f"{ATOM}author")]
    assert names == ["Zhao Qing", "Lin Mei"]
    assert [node.text for node in entry.iter(f"{DC}creator")] == names
    assert [node.get("term") for node in entry.iter(f"{ATOM}category")] == ["City", "Ferries"]
    assert entry.findtext(f"{ATOM}summary") == "Ferries sail again."
    html = entry.findtext(f"{ATOM}content")
    assert f'href="{settings.SITE_URL}/topics/ferries/"' in html
    assert "CHONGQING" in html
    assert html.count("<img ") == 2
    assert html.count(f'src="{settings.SITE_URL}/photos/') == 2
    assert "Fog over two rivers (City archive)" in html
    media = entry.find(f"{MEDIA}content")
    assert media.get("url").startswith(f"{settings.SITE_URL}/photos/")
    assert media.get("type") == "image/jpeg"
    assert media.findtext(f"{MEDIA}description") == "Fog over two rivers"
    assert media.findtext(f"{MEDIA}credit") == "City archive"
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_an_rss_item_has_what_a_reader_needs(client):
    edition = full_article()
    channel = rss(client)
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert channel.findtext(name), name
    assert channel.find(f"{ATOM}link").get("href") == f"{settings.SITE_URL}/feed/rss/"
    item = channel.find("item")
    assert item.findtext("link") == settings.SITE_URL + edition.get_absolute_url()
    assert item.find("guid").get("isPermaLink") == "false"
    published_at = edition.first_published_at.replace(microsecond=0)
    assert parsedate_to_datetime(item.findtext("pubDate")) == published_at
    assert [node.text for node in item.iter(f"{DC}creator")] == ["Zhao Qing", "Lin Mei"]
    assert item.findtext("description") == "Ferries sail again."
    assert "<h2" in item.findtext(f"{CONTENT}encoded")
    assert item.find(f"{MEDIA}content/{MEDIA}credit").text == "City archive"


def test_a_json_item_has_what_a_reader_needs(client):
    edition = full_article()
    feed = json_feed(client)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{settings.SITE_URL}/feed.json"
    (item,) = feed["items"]
    assert item["url"] == settings.SITE_URL + edition.get_absolute_url()
    assert [one["name"] for one in item["authors"]] == ["Zhao Qing", "Lin Mei"]
    assert item["tags"] == ["City", "Ferries"]
    assert item["image"].startswith(f"{settings.SITE_URL}/photos/")
    assert item["_image"] == {"caption": "Fog over two rivers", "credit": "City archive"}
    assert item["content_html"].count("<img ") == 2


def test_the_three_formats_agree_on_the_identity(client):
    published("One identity")
    in_atom = atom(client).findtext(f"{ATOM}entry/{ATOM}id")
    assert rss(client).findtext("item/guid") == in_atom
    assert json_feed(client)["items"][0]["id"] == in_atom


def test_the_identity_outlives_a_new_edition_slug_and_section(client):
    draft, chief = article("First words"), user("publisher")
    with at(now() - timedelta(days=2)):
        workflow.publish(draft, by=chief)
    before = json_feed(client)["items"][0]
    again = content("Other words", slug="other", section=section("Culture").pk)
    workflow.save(draft, again, by=chief, based_on=draft.head)
    workflow.publish(draft, by=chief)
    (after,) = json_feed(client)["items"]
    assert after["id"] == before["id"]
    assert after["url"] != before["url"]
    assert after["date_published"] == before["date_published"]
    assert after["date_modified"] > before["date_modified"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_hostile_words_stay_words(client, address):
    writer = Author.objects.create(name=NASTY, slug="nasty")
    edition = published("Fog", body="<p>x ]]&gt; &amp; y</p>", authors=(writer.pk,))
    # Past the workflow, which cleans what people type.
    Edition.every.filter(pk=edition.pk).update(headline=NASTY, standfirst=NASTY, dateline=NASTY)
    assert titles(client, address) == [NASTY.replace("\x0b", "").replace("\x1f", "")]
    text = client.get(address).content.decode()
    assert "\x0b" not in text
    assert "\x1f" not in text


def test_an_rss_description_is_html_and_its_words_are_escaped_for_that(client):
    published("Title", standfirst="<img src=x onerror=alert(1)> & co")
    description = rss(client).findtext("item/description")
    assert description == "&lt;img src=x onerror=alert(1)&gt; &amp; co"


def test_the_text_carries_no_script_even_if_the_database_does(client):
    published("Tampered")
    # Past the field's own cleaning, as somebody with a database prompt could.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_edition SET body = '<p onclick=x>a<script>b</script></p>'")
    assert Edition.objects.count() == 1
    html = json_feed(client)["items"][0]["content_html"]
    assert "script" not in html
    assert "onclick" not in html


@pytest.mark.parametrize("address", ADDRESSES)
def test_drafts_waiting_and_withdrawn_articles_are_in_no_feed(client, address):
    chief, tomorrow = user("publisher"), now() + timedelta(days=1)
    article("A draft")
    published("A scheduled one", at=tomorrow)
    gone = article("A withdrawn one")
    workflow.publish(gone, by=chief)
    published("A live one")
    workflow.withdraw(gone, by=chief, reason="error")
    assert titles(client, address) == ["A live one"]
    with at(tomorrow):
        assert titles(client, address) == ["A scheduled one", "A live one"]


@pytest.mark.parametrize("end", ["feed/", "feed/rss/", "feed.json"])
def test_sections_topics_and_authors_have_feeds_of_their_own(client, end):
    ferries, writer, culture = topic("Ferries"), author("Zhao Qing"), section("Culture")
    published("About ferries", topics=(ferries.pk,))
    published("By Zhao Qing", authors=(writer.pk,))
    published("In Culture", section=culture.pk)
    assert titles(client, f"/topics/ferries/{end}") == ["About ferries"]
    assert titles(client, f"/authors/zhao-qing/{end}") == ["By Zhao Qing"]
    assert titles(client, f"/culture/{end}") == ["In Culture"]
    for unknown in ("/topics/nothing/", "/authors/nobody/", "/nowhere/"):
        assert client.get(f"{unknown}{end}").status_code == 404


def test_a_topic_called_feed_keeps_its_page(client):
    topic("Feed")
    assert client.get("/topics/feed/").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_feed_answers_304_and_a_changed_one_does_not(client, address):
    published("First")
    tag = client.get(address).headers["ETag"]
    response = client.get(address, headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert response.content == b""
    published("Second")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_feed_ends_after_thirty_articles(client, address):
    for number in range(32):
        published(f"Number {number}")
    found = titles(client, address)
    assert len(found) == 30
    assert found[0] == "Number 31"


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_empty_feed_is_valid(client, address):
    assert titles(client, address) == []
    assert client.get(address).content == client.get(address).content


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_come_from_the_settings_and_not_from_the_request(client, address, settings):
    settings.ALLOWED_HOSTS = ["*"]
    published("Anywhere")
    assert b"evil.example" not in client.get(address, headers={"Host": "evil.example"}).content


def test_the_types_are_those_of_the_formats(client):
    kinds = [client.get(address).headers["Content-Type"] for address in ADDRESSES]
    assert kinds == [
        "application/atom+xml; charset=utf-8",
        "application/rss+xml; charset=utf-8",
        "application/feed+json",
    ]


@pytest.mark.parametrize("address", [*ADDRESSES, "/city/feed/", "/topics/ferries/feed.json"])
def test_the_count_of_queries_does_not_grow(client, address, django_assert_max_num_queries):
    def another():
        published("X", topics=(topic("Ferries").pk,), authors=(author().pk, author("B").pk))

    another()
    with django_assert_max_num_queries(9) as first:
        client.get(address)
    for _ in range(4):
        another()
    with django_assert_max_num_queries(9) as second:
        client.get(address)
    assert len(second) == len(first)


def test_an_author_of_many_articles_is_named_once_in_each(client):
    for number in range(3):
        published(f"Number {number}", authors=(author("Lin Mei").pk,))
    items = json_feed(client)["items"]
    assert [[one["name"] for one in item["authors"]] for item in items] == [["Lin Mei"]] * 3
