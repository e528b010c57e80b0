"""How many queries each public page costs: pinned, and the same for any archive."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from articles import search
from articles.models import Author, Correction, Edition, EditionAuthor, Topic, Withdrawal
from articles.photos.pictures import address as address_of
from newsportal.statistics.models import MostRead
from newsportal.timeline import now
from tests.articles.test_public_frontpage import place
from tests.articles.test_public_lists import row
from tests.factories import author, photo, section, topic

pytestmark = pytest.mark.django_db

# The frame of every page: sections, what readers are asked, the site's identity, slogans, social
# links.
FRAME = 5
# What the site is called, to a machine: its identity.
NAMES = 1
# Which they are; editions with their whole texts, sections and lead photos; authors, topics,
# photos, corrections.
WHOLE = 6
STATUS = {"withdrawn": 410, "favicon": 302} | dict.fromkeys(
    ("not found", "no such article", "no such topic", "no such author"), 404
)
PAGES = {
    "front": ("/", FRAME + 7),
    "section": ("/city/", FRAME + 3),
    "a further page of a section": ("/city/?after={key}", FRAME + 4),
    "a further page of a topic": ("/topics/transport/?after={key}", FRAME + 4),
    "a further page of an author": ("/authors/lin-mei/?after={key}", FRAME + 4),
    "article": ("{article}", FRAME + 8),
    "topic": ("/topics/transport/", FRAME + 3),
    "author": ("/authors/lin-mei/", FRAME + 3),
    "day": ("{day}", FRAME + 4),
    "search": ("/search/?q=text", FRAME + 4),  # three ranks, and the texts
    "a search without a question": ("/search/", FRAME),
    "corrections": ("/corrections/", FRAME + 3),
    "further corrections": ("/corrections/?after={correction}", FRAME + 4),
    "about": ("/about/", FRAME + 1),
    "contact": ("/contact/", FRAME + 1),
    "privacy": ("/privacy/", FRAME + 1),
    "terms": ("/terms/", FRAME + 1),
    "accessibility": ("/accessibility/", FRAME + 1),
    "cookies": ("/cookies/", FRAME + 1),
    "message": ("/message/", FRAME + 1),
    "withdrawn": ("/city/999999/gone/", FRAME + 2),
    "not found": ("/nothing/here/", FRAME),
    "no such article": ("/city/888888/never/", FRAME + 2),
    "no such topic": ("/topics/unused/", FRAME + 1),
    "no such author": ("/authors/unused/", FRAME + 1),
    **{
        f"{kind} feed, {path}": (f"{path}{kind}", NAMES + WHOLE + (path != "/"))
        for path in ("/", "/city/", "/topics/transport/", "/authors/lin-mei/")
        for kind in ("feed/", "feed/rss/", "feed.json")
    },
    "sitemap": ("/sitemap.xml", 3),
    "sitemap of pages": ("/sitemap-pages.xml", 1),
    **{f"sitemap of {of}": (f"/sitemap-{of}-0.xml", 1) for of in ("articles", "topics", "authors")},
    "news sitemap": ("/news-sitemap.xml", 1 + NAMES),
    "robots": ("/robots.txt", 0),
    "manifest": ("/site.webmanifest", NAMES),
    "favicon": ("/favicon.ico", 0),
    "photo": ("{photo}", 2),
}


def archive(size: int) -> Edition:
    """An archive of `size` articles in three sections; the newest one."""
    start = now() - timedelta(days=1)
    places = [section(name) for name in ("City", "Culture", "Travel")]
    people: list[Author] = [author("Lin Mei"), author("Daniel Okoro")]
    about: Topic = topic("Transport")
    lead = photo()
    for number in range(size):
        newest = row(
            places[(size - 1 - number) % 3],
            start + timedelta(minutes=number),
            lead_photo=lead,
            related=list(Edition.every.values_list("article_number", flat=True)[:5]),
        )
        newest.topics.set([about], through_defaults=newest.place)
        EditionAuthor.objects.bulk_create(
            EditionAuthor(edition=newest, author=person, position=position, **newest.place)
            for position, person in enumerate(people)
        )
        newest.photo_uses.create(photo=lead, position=0, caption="c", alt="a")
        Correction.every.create(article_number=newest.article_number, text="No.")
    place(Edition.every.order_by("pk")[0], "lead")
    MostRead.every.create(numbers=list(Edition.every.values_list("article_number", flat=True)[:20]))
    search.rebuild()
    Topic.objects.get_or_create(name="Unused", slug="unused")
    Author.objects.get_or_create(name="Unused", slug="unused")
    Withdrawal.every.get_or_create(article_number=999_999, reason="other")
    return newest


def queries_of(client, name: str, newest: Edition) -> list[tuple[str, tuple]]:
    """The statements of a page, and what stands in their places."""
    address = PAGES[name][0].format(
        article=newest.get_absolute_url(),
        key=newest.key.replace("+", "%2B"),
        correction=Correction.objects.newest_first()[10].key.replace("+", "%2B"),
        photo=address_of(newest.lead_photo, newest.lead_photo.renditions[0]["name"]),
        day=f"{newest.first_published_at.astimezone():/%Y/%m/%d/}",
    )
    found = []

    def note(execute, sql, params, many, context):
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        response = client.get(address)
        if response.streaming:
            response.getvalue()
    assert response.status_code == STATUS.get(name, 200)
    return found


def test_every_page_costs_as_many_queries_with_60_articles_as_with_20(client):
    pinned = {name: count for name, (_address, count) in PAGES.items()}
    newest = archive(20)
    assert {name: len(queries_of(client, name, newest)) for name in PAGES} == pinned
    newest = archive(40)
    assert {name: len(queries_of(client, name, newest)) for name in PAGES} == pinned


# -- How the database finds them -------------------------------------------------------------


def plans_of(client, newest: Edition, explain: str, pages=PAGES):
    """Each page with the statements that it asks and the lines of their plans."""
    for name in pages:
        for sql, params in queries_of(client, name, newest):
            if sql.startswith("SELECT"):
                with connection.cursor() as cursor:
                    cursor.execute(f"{explain} {sql}", params)
                    yield name, sql, [row[-1] for row in cursor.fetchall()]


# A table that grows with the archive, read from its beginning.
SCAN = re.compile(r"SCAN articles_(?!section|placement|search)\w+(?!.* USING )")
SORT = "USE TEMP B-TREE FOR ORDER BY"
# What one article has, is sorted: a handful of rows.
OF_ONE_ARTICLE = re.compile(r"SEARCH \w+ USING INDEX \w+ \(article_number=\?")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is read as SQLite prints it")
def test_no_page_reads_or_sorts_a_whole_table(client):
    slow = []
    for name, sql, plan in plans_of(client, archive(40), "EXPLAIN QUERY PLAN"):
        # A list that is cut short takes its rows from an index, in their order.
        is_sorted = (
            SORT in plan and re.search(r"LIMIT \d+$", sql) and not OF_ONE_ARTICLE.match(plan[0])
        )
        if any(map(SCAN.match, plan)) or is_sorted:
            slow.append((name, plan))
    assert slow == []


# An incremental sort parts what the index holds as equal, and stops with the page.
WHOLE_SORT = re.compile(r"(?<!Incremental )Sort  \(")
SEQUENTIAL = re.compile(r"Seq Scan on articles_(?!section|placement|search)")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the plan as PostgreSQL prints it")
def test_postgresql_finds_a_way_without_reading_or_sorting_a_whole_table(client):
    newest, slow = archive(40), []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # Of so small tables it would read all: what is asked is whether it has another way.
        for way in ("seqscan", "sort", "bitmapscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    for name, sql, plan in plans_of(client, newest, "EXPLAIN"):
        is_sorted = any(map(WHOLE_SORT.search, plan)) and re.search(r"LIMIT \d+$", sql)
        of_one_article = any("Index Cond: (article_number = " in line for line in plan)
        if any(map(SEQUENTIAL.search, plan)) or (is_sorted and not of_one_article):
            slow.append((name, plan))
    assert slow == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is read as SQLite prints it")
@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("section", "edition_section_newest (section_id=? AND first_published_at<?)"),
        ("topic", "edition_topic_newest (topic_id=? AND first_published_at<?)"),
        ("author", "edition_author_newest (author_id=? AND first_published_at<?)"),
        ("corrections", "correction_newest (live_from<?)"),
    ],
)
def test_a_list_is_read_from_its_index_in_order(client, name, index):
    further = f"a further page of a{'n' if name == 'author' else ''} {name}"
    pages = {name, further, f"further {name}"} & PAGES.keys()
    lines: dict[str, list[str]] = {page: [] for page in pages}
    for page, _sql, plan in plans_of(client, archive(40), "EXPLAIN QUERY PLAN", pages):
        lines[page] += plan
    assert len(pages) == 2
    assert [page for page in pages if not any(line.endswith(index) for line in lines[page])] == []
