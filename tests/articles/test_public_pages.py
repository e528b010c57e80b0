"""The reader's pages through the front door: what is shown, and what never is."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.content import Content, PhotoChoice
from articles.models import Article, Edition
from newsportal.timeline import at, now
from tests.factories import article, author, photo, published, section, topic, user

pytestmark = pytest.mark.django_db

SECRET = "Confidential plan for the harbour"
VOID = {"br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "source"}


class Outline(HTMLParser):
    """Checks that elements nest and ids are unique, and collects tags and scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag, attrs):
        assert len(attrs) == len(dict(attrs)), f"an attribute stands twice in <{tag}>"
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def count(self, tag):
        return sum(name == tag for name, _attributes in self.tags)


def everything(**fields):
    """A published article that has all that an article can have."""
    return published(
        "Night bus waits for the late shift",
        standfirst="A nurse kept count.",
        dateline="Chongqing",
        body="<p>First.</p><h2>One</h2><p>a</p><h2>Two</h2><p>b</p><h2>Three</h2><p>c</p>"
        "<h2>Four</h2><p>d</p>",
        authors=(author("Lin Mei").pk, author("Daniel Okoro").pk, author("Xu Jianping").pk),
        topics=(topic("Transport").pk,),
        photos=(
            PhotoChoice(photo(credit="Xu").pk, "The bridge at night", "A lit bridge"),
            PhotoChoice(photo(credit="Xu").pk, "The stop", "A bus stop"),
        ),
        **fields,
    )


def public_pages(edition):
    """One address of each kind of page."""
    day = timezone.localtime(edition.first_published_at)
    return {
        "front": "/",
        "section": edition.section.get_absolute_url(),
        "article": edition.get_absolute_url(),
        "topic": "/topics/transport/",
        "author": "/authors/lin-mei/",
        "day": f"/{day:%Y/%m/%d}/",
        "search": "/search/?q=bus",
        "not found": "/nothing/here/",
    }


def test_every_page_is_well_formed_has_one_h1_and_a_skip_link(client):
    for name, address in public_pages(everything()).items():
        html = client.get(address).content.decode()
        outline = Outline(html)
        assert outline.count("h1") == 1, name
        assert outline.count("main") == 1, name
        first_link = next(attributes for tag, attributes in outline.tags if tag == "a")
        assert first_link["href"] == "#main", name
        assert "main" in outline.ids, name
        for tag, attributes in outline.tags:
            assert "style" not in attributes, name
            assert not [key for key in attributes if key.startswith("on")], name
            assert tag != "style", name
            if tag == "script":
                data = attributes.get("type") == "application/ld+json"
                assert data or attributes.get("src", "").startswith("/static/"), name


def test_no_page_sets_a_cookie_or_differs_by_one(client):
    client.cookies["stranger"] = "yes"
    for name, address in public_pages(everything()).items():
        response = client.get(address)
        assert not response.cookies, name
        assert "cookie" not in response.headers.get("Vary", "").lower(), name


def test_a_page_is_the_same_for_a_reader_who_sends_a_cookie(client):
    for address in public_pages(everything()).values():
        plain = client.get(address).content
        assert client.get(address, headers={"cookie": "consent=1; session=abc"}).content == plain


def test_an_article_shows_what_the_editor_wrote(client):
    html = client.get(everything().get_absolute_url()).content.decode()
    main = html.split("<main")[1]
    words = " ".join(re.sub(r"<[^>]+>", " ", main).split())
    assert "By Lin Mei , Daniel Okoro and Xu Jianping" in words
    assert '<p><span class="dateline">Chongqing</span> – First.</p>' in html
    assert "The bridge at night (Xu)" in words
    # The lead stands above the text, the further photo after it.
    assert main.index("The bridge at night") < main.index("First.") < main.index("The stop")
    assert "In this article" in words
    assert html.count('href="#s-') == 4
    assert "<title>Night bus waits for the late shift – 127.0.0.1</title>" in html


def test_a_list_of_contents_needs_four_subheads(client):
    edition = published(body="<p>a</p><h2>One</h2><p>a</p><h2>Two</h2><p>b</p><h2>Three</h2>")
    assert "In this article" not in client.get(edition.get_absolute_url()).content.decode()


def test_photos_that_all_stand_in_the_text_leave_no_picture_above_it(client):
    number = photo(caption="The wafer", credit="File").pk
    edition = published(body=f'<p>Before.</p><figure data-photo="{number}"></figure><p>After.</p>')
    html = client.get(edition.get_absolute_url()).content.decode()
    assert "article-lead" not in html
    main = html.split("<main")[1]
    assert main.index("Before.") < main.index('<figure class="photo">') < main.index("After.")
    assert html.count('<figure class="photo">') == 1
    assert "/photos/" in html.split('property="og:image" content="')[1].split('"')[0]


def test_canonical_and_shared_addresses_come_from_the_settings_and_not_from_the_request(client):
    edition = everything()
    settings_host = settings.SITE_URL
    html = client.get(edition.get_absolute_url(), headers={"host": "localhost:99"}).content.decode()
    assert f'<link rel="canonical" href="{settings_host}{edition.get_absolute_url()}">' in html
    assert "localhost:99" not in html


def test_an_article_carries_its_structured_data(client):
    html = client.get(everything().get_absolute_url()).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    about = next(b for b in map(json.loads, blocks) if b["@type"] == "NewsArticle")
    assert about["headline"] == "Night bus waits for the late shift"
    assert [person["name"] for person in about["author"]] == [
        "Lin Mei",
        "Daniel Okoro",
        "Xu Jianping",
    ]


def test_updated_is_printed_only_after_a_new_edition(client):
    edition = published()
    assert "Updated" not in client.get(edition.get_absolute_url()).content.decode()
    with at(now() + timedelta(hours=1)):
        workflow.publish(Article.objects.get(pk=edition.article_number), by=user("publisher"))
        html = client.get(edition.get_absolute_url()).content.decode()
    assert "Published <time" in html
    assert "Updated <time" in html


@pytest.mark.parametrize("path", ["wrong/{n}/{slug}/", "{section}/{n}/wrong/", "{section}/{n}/"])
def test_a_wrong_section_or_slug_is_one_permanent_redirect(client, path):
    edition = published()
    parts = {"n": edition.article_number, "slug": edition.slug, "section": edition.section.slug}
    response = client.get("/" + path.format(**parts))
    assert (response.status_code, response["Location"]) == (301, edition.get_absolute_url())
    assert client.get(response["Location"]).status_code == 200


def test_a_chinese_section_and_slug_work(client):
    edition = published("高新区入选", section=section("科技", slug="科技").pk, slug="高新区入选")
    response = client.get(edition.get_absolute_url())
    assert response.status_code == 200
    assert client.get("/科技/").status_code == 200
    redirect = client.get(f"/city/{edition.article_number}/x/")
    assert redirect["Location"] == edition.get_absolute_url()


def test_a_withdrawn_article_answers_410_with_the_reason_and_the_note(client):
    edition = published()
    workflow.withdraw(
        Article.objects.get(pk=edition.article_number),
        by=user("publisher"),
        reason="privacy",
        public_note="A person <asked> us to.",
    )
    for address in (edition.get_absolute_url(), f"/wrong/{edition.article_number}/wrong/"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Protection of a person" in response.content.decode()
        assert "A person &lt;asked&gt; us to." in response.content.decode()
        assert Outline(response.content.decode()).count("h1") == 1
        assert not response.cookies


def test_what_was_never_published_answers_404(client):
    draft = article(SECRET)
    coming = published(SECRET, at=now() + timedelta(days=1))
    for number in (draft.pk, coming.article_number, 10**6, 2**63, 10**30):
        response = client.get(f"/city/{number}/x/")
        assert response.status_code == 404
        assert SECRET not in response.content.decode()


def test_a_draft_a_scheduled_and_a_withdrawn_text_stand_on_no_page(client):
    names = {"authors": (author("Lin Mei").pk,), "topics": (topic("Transport").pk,)}
    shown = published("A text for everybody", **names)
    article(SECRET, **names)
    coming = published(SECRET, at=now() + timedelta(days=1), **names)
    gone = published(SECRET, **names)
    workflow.withdraw(
        Article.objects.get(pk=gone.article_number), by=user("publisher"), reason="error"
    )
    pages = public_pages(shown)
    for name, address in pages.items():
        assert SECRET not in client.get(address).content.decode(), name
    with at(coming.live_from):
        assert SECRET in client.get("/").content.decode()


def test_a_live_article_stays_as_it_is_while_its_next_text_is_written(client):
    edition = published("The first headline")
    draft = Article.objects.get(pk=edition.article_number)
    changed = replace(Content.from_json(draft.head.content), headline=SECRET)
    workflow.save(draft, changed, by=user("editor"), based_on=draft.head)
    for address in ("/", edition.get_absolute_url()):
        html = client.get(address).content.decode()
        assert "The first headline" in html
        assert SECRET not in html


def test_related_articles_are_live_ones_in_the_chosen_order(client):
    first, second, third = (published(f"Neighbour {letter}") for letter in "abc")
    numbers = [third.article_number, first.article_number, second.article_number]
    edition = published("The main text")
    Edition.every.filter(pk=edition.pk).update(related=numbers)
    workflow.withdraw(
        Article.objects.get(pk=first.article_number), by=user("publisher"), reason="error"
    )
    related = client.get(edition.get_absolute_url()).content.decode().split('id="related"')[1]
    assert related.index("Neighbour c") < related.index("Neighbour b")
    assert "Neighbour a" not in related


def test_previous_and_next_stay_in_the_section(client):
    start = now() - timedelta(hours=5)
    titles = []
    for hour, (title, name) in enumerate(
        [("Older", "City"), ("Elsewhere", "Travel"), ("Middle", "City"), ("Newer", "City")]
    ):
        with at(start + timedelta(hours=hour)):
            titles.append(published(title, section=section(name).pk))
    html = client.get(titles[2].get_absolute_url()).content.decode()
    neighbours = html.split('<nav class="neighbours"')[1].split("</nav>")[0]
    assert neighbours.index("Older") < neighbours.index("Newer")
    assert "Elsewhere" not in neighbours


def test_a_day_is_the_day_of_the_sites_time_zone(client):
    zone = timezone.get_default_timezone()
    midnight = timezone.datetime(2026, 3, 2, tzinfo=zone)
    with at(midnight - timedelta(microseconds=1)):
        published("Just before midnight")
    with at(midnight):
        published("At midnight")
    first, second = (client.get(f"/2026/03/0{n}/").content.decode() for n in (1, 2))
    assert "Just before midnight" in first
    assert "At midnight" not in first
    assert "At midnight" in second
    # Each day leads to the other one.
    assert 'href="/2026/03/02/"' in first
    assert 'href="/2026/03/01/"' in second


@pytest.mark.parametrize(
    "address", ["/2026/02/30/", "/9999/12/31/", "/0001/01/01/", "/0000/00/00/", "/2026/13/01/"]
)
def test_a_day_that_has_not_come_or_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_unknown_sections_topics_and_authors_are_not_found_and_offer_a_search(client):
    for address in ("/nowhere/", "/topics/nothing/", "/authors/nobody/"):
        response = client.get(address)
        assert response.status_code == 404
        assert 'name="q"' in response.content.decode()


NAMED = ("/topics/mayor-resigns/", "/authors/li-wei/")
NAMED_FEEDS = [f"{page}{feed}" for page in NAMED for feed in ("feed/", "feed/rss/", "feed.json")]


@pytest.mark.parametrize("address", [*NAMED, *NAMED_FEEDS])
def test_a_topic_or_author_of_drafts_is_not_found_until_something_has_come_out(client, address):
    due = now() + timedelta(hours=1)
    draft = article(
        topics=(topic("Mayor resigns").pk,), authors=(author("Li Wei").pk,), by=user("editor")
    )
    response = client.get(address)
    assert response.status_code == 404
    assert "Mayor" not in response.content.decode()
    workflow.publish(draft, by=user("publisher"), at=due)
    assert client.get(address).status_code == 404
    with at(due):
        assert client.get(address).status_code == 200
    with at(due + timedelta(hours=1)):
        workflow.withdraw(draft, by=user("publisher"), reason="other")
        # What was withdrawn may not be told by its topic either.
        assert client.get(address).status_code == 404
    with at(due + timedelta(hours=2)):
        workflow.reinstate(draft, by=user("publisher"))
        assert client.get(address).status_code == 200


def test_a_section_without_articles_is_a_page(client):
    section("Quiet")
    assert client.get("/quiet/").status_code == 200
    assert client.get("/quiet/feed/").status_code == 200


def test_a_photo_that_stands_twice_in_the_text_has_both_captions(client):
    used = photo(caption="From the library").pk
    edition = published(
        "Twice",
        body=f'<p>One.</p><figure data-photo="{used}"><figcaption>At dawn</figcaption></figure>'
        f'<p>Two.</p><figure data-photo="{used}"><figcaption>At dusk</figcaption></figure>'
        f'<p>Three.</p><figure data-photo="{used}"></figure>',
    )
    text = client.get(edition.get_absolute_url()).content.decode().split("<main")[1]
    feed = client.get("/feed.json").json()["items"][0]["content_html"]
    for html in (text, feed):
        assert html.index("One.") < html.index("At dawn") < html.index("Two.")
        assert html.index("Two.") < html.index("At dusk") < html.index("Three.")


READ_ONLY = ("/", "/city/", "/topics/transport/", "/authors/lin-mei/", "/2020/01/01/", "/about/")


@pytest.mark.parametrize("address", READ_ONLY)
def test_pages_can_be_read_and_nothing_else(client, address):
    everything()
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_an_article_can_be_read_and_nothing_else(client):
    assert client.post(everything().get_absolute_url()).status_code == 405


def test_a_form_from_elsewhere_is_refused_in_the_frame_of_the_site():
    response = Client(enforce_csrf_checks=True).post("/")
    html = response.content.decode()
    assert response.status_code == 403
    assert html.count("<h1>") == 1
    assert 'id="main"' in html
    assert "so nothing was changed" in html
    assert "CSRF" not in html
    assert not response.cookies


def test_an_empty_site_has_a_front_page(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "Nothing has been published yet" in response.content.decode()


def test_words_of_people_are_escaped_on_every_page(client):
    trap = "<script>alert(1)</script>"
    edition = published(
        trap,
        standfirst=trap,
        dateline=trap,
        section=section(trap, slug="trap").pk,
        authors=(author("Lin Mei", description=trap).pk,),
        topics=(topic("Transport").pk,),
        photos=(PhotoChoice(photo(credit=trap).pk, trap, trap),),
        slug="trap",
    )
    for name, address in public_pages(edition).items():
        assert "<script>alert" not in client.get(address).content.decode(), name
