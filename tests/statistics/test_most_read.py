"""What is read most: on the front page for readers, with figures for the newsroom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from articles import workflow
from articles.models import Article, Edition
from newsportal.pagecache.models import Invalidation
from newsportal.statistics.models import MostRead, Views
from newsportal.statistics.ranking import EVERY, Ranking
from newsportal.timeline import at, local, now
from tests import factories as make
from tests.newsroom.test_articles import LIST, sign_in

pytestmark = pytest.mark.django_db
MOST_READ = f"{LIST}most-read/"


def articles(many):
    """The numbers of so many live articles."""
    return [make.published(f"Story {number}").article_number for number in range(1, many + 1)]


def read(number, views, *, days_ago=0):
    day = local(now()).date() - timedelta(days=days_ago)
    Views.add([((number, day), views)])


def shown(client):
    """The headlines of the list on the front page, in its order."""
    return [edition.headline for edition in client.get("/").context["page"].most_read]


def test_the_front_page_shows_what_was_read_most_today_and_yesterday(client):
    numbers = articles(7)
    for number in numbers:
        read(number, 20 + number)
        read(number, 1000, days_ago=2)  # too long ago
    read(numbers[0], 50, days_ago=1)
    Ranking().renew()
    assert shown(client) == ["Story 1", "Story 7", "Story 6", "Story 5", "Story 4"]
    page = client.get("/").content.decode()
    assert '<h2 class="band-name" id="most-read">Most read</h2>' in page


def test_where_two_days_say_too_little_the_week_is_asked(client):
    numbers = articles(6)
    for number in numbers:
        read(number, 10 + number, days_ago=6)
    read(numbers[0], 100)
    read(numbers[5], 1000, days_ago=7)
    Ranking().renew()
    assert shown(client) == ["Story 1", "Story 6", "Story 5", "Story 4", "Story 3"]


def test_a_list_of_too_few_views_or_articles_is_not_shown(client):
    numbers = articles(5)
    for number in numbers:
        read(number, 9)
    read(numbers[0], 90)
    read(numbers[1], 90)
    Ranking().renew()
    assert shown(client) == []
    assert "most-read" not in client.get("/").content.decode()


def test_a_withdrawn_article_leaves_the_list_at_once_and_the_next_one_moves_up(client):
    for number in articles(6):
        read(number, 10 + number)
    Ranking().renew()
    last = Article.objects.get(headline="Story 6")
    workflow.withdraw(last, by=make.user("publisher"), reason="legal")
    assert shown(client) == ["Story 5", "Story 4", "Story 3", "Story 2", "Story 1"]


def test_a_new_list_comes_every_few_minutes_at_most_and_only_where_it_is_another(client):
    numbers = articles(4)
    for number in numbers:
        read(number, 10 + number)
    start, here, there = now(), Ranking(), Ranking()
    here.renew()
    before = list(MostRead.objects.all())
    lines = Invalidation.objects.count()
    read(numbers[0], 100)
    with at(start + EVERY / 2):
        here.renew()
        there.renew()
        assert list(MostRead.objects.all()) == before
    with at(start + EVERY * 1.01):
        there.renew()
        here.renew()
        assert shown(client)[0] == "Story 1"
        assert list(Invalidation.objects.values_list("tag", flat=True)[lines:]) == ["front"]
    with at(start + EVERY * 5):
        there.renew()
        assert Invalidation.objects.count() == lines + 1
    with at(start + EVERY / 2):  # the site at another time
        assert shown(client)[0] == "Story 4"


# -- The newsroom ----------------------------------------------------------------------------


def test_the_list_and_the_form_show_how_often_an_article_was_read():
    [number] = articles(1)
    for days, views in ((0, 3), (6, 20), (7, 1200)):
        read(number, views, days_ago=days)
    client = sign_in("editor")
    assert "3 today<br>23 in 7 days<br>1,223 in all" in client.get(LIST).content.decode()
    form = client.get(reverse("admin:articles_article_change", args=[number]))
    assert "Read 3 times today, 23 in seven days, 1,223 in all." in form.content.decode()


def test_the_newsroom_sees_what_was_read_on_a_day_and_in_a_week():
    today = local(now()).date()
    monday = today - timedelta(days=today.weekday())
    first, second = articles(2)
    Views.add([((first, monday - timedelta(days=1)), 7), ((second, monday), 5)])
    Views.add([((first, monday), 4), ((first, monday + timedelta(days=6)), 2000)])
    client = sign_in("editor")

    def rows(query):
        found = client.get(MOST_READ + query).context
        return [(row.title, row.views) for row in found["rows"]], found["in_all"]

    assert rows(f"?day={monday}") == ([("Story 2", 5), ("Story 1", 4)], 9)
    assert rows(f"?day={monday}&by=week") == ([("Story 1", 2004), ("Story 2", 5)], 2009)
    before = monday - timedelta(days=1)
    assert rows(f"?day={before}&by=week") == ([("Story 1", 7)], 7)
    for nonsense in ("?day=x", "?day=0001-01-01", "?day=9999-12-31", "?by=year"):
        assert client.get(MOST_READ + nonsense).status_code == 200
    page = client.get(f"{MOST_READ}?day={monday}&by=week").content.decode()
    assert "2,009 page views" in page


def test_who_may_not_look_into_drafts_reads_live_headlines_alone():
    first, second = articles(2)
    workflow.withdraw(Article.objects.get(pk=second), by=make.user("publisher"), reason="legal")
    Article.objects.filter(pk=first).update(headline="Not public yet")
    today = local(now()).date()
    Views.add([((first, today), 5), ((second, today), 4)])
    page = sign_in("admin").get(MOST_READ).content.decode()
    assert "Not public yet" not in page
    assert Edition.objects.get(article_number=first).get_absolute_url() in page
    assert f"Article {second}, which is not public now" in page
    assert "Not public yet" in sign_in("editor").get(MOST_READ).content.decode()


def test_the_desk_of_messages_sees_no_figures():
    articles(1)
    assert sign_in("desk").get(MOST_READ).status_code == 403
    assert MOST_READ not in sign_in("desk").get("/newsroom/").content.decode()
    assert MOST_READ in sign_in("reporter").get("/newsroom/").content.decode()
