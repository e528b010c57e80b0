"""The calendar: every moment on its day, whatever the clock does, in few queries."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.admin.agenda import days_of
from articles.models import Article
from newsportal import timeline
from tests import factories as make
from tests.newsroom.test_articles import change, sign_in

pytestmark = pytest.mark.django_db

CALENDAR = "/newsroom/articles/article/calendar/"
NOON = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)  # 12:00 in Chongqing
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _noon():
    with timeline.at(NOON):
        yield


def lines(response) -> list[str]:
    """The entries of the page in order, such as `10:00 Change A headline`."""
    found = re.findall(
        r'<li class="(?:entry|more)[^"]*">(.*?)</li>', response.content.decode(), re.S
    )
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def a_month_of_everything() -> Article:
    """An article that is published, changed, withdrawn and reinstated, and two drafts."""
    publisher, editor = make.user("publisher"), make.user("editor")
    article = make.article("Ferry")
    workflow.publish(article, by=publisher)
    content = make.content("Ferry, changed", section=article.section_id, slug=article.slug)
    workflow.save(article, content, by=editor, based_on=article.head)
    workflow.publish(article, by=publisher, at=NOON + 24 * HOUR)
    with timeline.at(NOON + 48 * HOUR):
        workflow.withdraw(article, by=publisher, reason="error")
    with timeline.at(NOON + 72 * HOUR):
        workflow.reinstate(article, by=publisher)
        workflow.withdraw(article, by=publisher, reason="error", at=NOON + 96 * HOUR)
    workflow.set_embargo(make.article("Report"), by=editor, until=NOON + 120 * HOUR)
    due = make.article("Interview")
    workflow.set_due(due, by=editor, due_at=NOON + 5 * HOUR)
    return article


@pytest.mark.parametrize("view", ["", "list"])
def test_the_month_shows_what_went_out_and_what_will_and_what_is_due(view):
    article = a_month_of_everything()
    response = sign_in("editor").get(CALENDAR, {"month": "2026-11", "view": view})
    assert lines(response) == [
        "12:00 Publication Ferry",
        "17:00 Due Interview",
        "12:00 Change Ferry, changed",
        "12:00 Withdrawal Ferry, changed",
        "12:00 Public again Ferry, changed",
        "12:00 Withdrawal Ferry, changed",
        "12:00 Embargo ends Report",
    ]
    page = response.content.decode()
    assert change(article) in page
    assert "Asia/Shanghai, UTC+08:00" in page
    assert 'aria-current="date"' in page


def test_a_reporter_sees_what_is_theirs_alone():
    a_month_of_everything()
    client = sign_in("reporter")
    own = make.article("My own", by=client.user)
    workflow.publish(own, by=make.user("publisher"), at=NOON + HOUR)
    assert lines(client.get(CALENDAR)) == ["13:00 Publication My own"]
    assert lines(client.get(CALENDAR, {"day": "2026-11-11"})) == []


@pytest.mark.parametrize("role", ["desk", "admin"])
def test_the_desk_and_the_administrator_have_no_calendar(role):
    assert sign_in(role).get(CALENDAR).status_code == 403


def test_what_is_in_the_trash_or_published_is_not_due():
    editor, out, gone = make.user("editor"), make.article("Out"), make.article("Gone")
    for article in (out, gone):
        workflow.set_due(article, by=editor, due_at=NOON + HOUR)
    workflow.publish(out, by=make.user("publisher"), at=NOON + 24 * HOUR)
    Article.objects.filter(pk=gone.pk).update(trashed_at=NOON)
    assert lines(sign_in("editor").get(CALENDAR, {"day": "2026-11-10"})) == []


def test_a_long_day_is_cut_in_the_month_and_whole_in_its_own_list():
    publisher = make.user("publisher")
    for number in range(16):
        article = make.article(f"Notice {number:02d}")
        workflow.publish(article, by=publisher, at=NOON + HOUR + number * timedelta(minutes=1))
    client = sign_in("publisher")
    month = client.get(CALENDAR)
    assert len(lines(month)) == 5
    assert lines(month)[-1] == "and 12 more on 10 November"
    assert "?day=2026-11-10" in month.content.decode()
    assert len(lines(client.get(CALENDAR, {"day": "2026-11-10"}))) == 16


def test_the_calendar_asks_the_same_few_queries_whatever_it_shows():
    client = sign_in("publisher")

    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(CALENDAR + query).status_code == 200
        return len(captured)

    few = [queries(query) for query in ("", "?view=list", "?day=2026-11-11")]
    a_month_of_everything()
    for number in range(12):
        publisher = make.user("publisher")
        workflow.publish(make.article(f"More {number}"), by=publisher, at=NOON + HOUR)
    assert [queries(query) for query in ("", "?view=list", "?day=2026-11-11")] == few
    assert max(few) <= 10
    with CaptureQueriesContext(connection) as captured:
        days_of(NOON.date(), NOON.date() + timedelta(days=41), most=5)
    assert len(captured) == 4


@pytest.mark.parametrize(
    ("zone", "day", "begins", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00", 23),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00", 25),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30", 23.5),
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00", 23),  # there is no midnight
        ("America/Havana", "2026-11-01", "2026-11-01T04:00", 25),  # midnight comes twice
    ],
)
def test_a_day_is_as_long_as_the_clock_makes_it(settings, zone, day, begins, hours):
    settings.TIME_ZONE = zone
    start = datetime.fromisoformat(begins).replace(tzinfo=UTC)
    end = start + hours * HOUR
    with timeline.at(start - 48 * HOUR):
        publisher = make.user("publisher")
        for name, moment in (
            ("Before", start - timedelta(microseconds=1)),
            ("First", start),
            ("Last", end - timedelta(microseconds=1)),
            ("After", end),
        ):
            workflow.publish(make.article(name), by=publisher, at=moment)
            assert (moment.astimezone(ZoneInfo(zone)).date().isoformat() == day) == (
                name in {"First", "Last"}
            )
        response = sign_in("publisher").get(CALENDAR, {"day": day})
    shown = lines(response)
    assert [line.rsplit(" ", 1)[-1] for line in shown] == ["First", "Last"]
    # On a day in whose midst the clock changes, every time has its offset.
    midst = zone != "Africa/Cairo"
    assert len(set(re.findall(r"\(UTC[+-]\d\d:\d\d\)", " ".join(shown)))) == 2 * midst
    words = f"from {datetime.fromisoformat(day):%-d %B} on UTC"
    assert (words in response.content.decode()) == midst


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=abc", "month=0001-01", "month=9999-12", "day=2026-02-30", "day=",
     "month=" + "9" * 5000, "view=%F0%9F%98%80", "month=-1-1", "day=0001-01-01", "day=9999-12-31"],
)  # fmt: skip
def test_an_address_that_names_no_day_shows_this_month(query):
    page = sign_in("editor").get(f"{CALENDAR}?{query}")
    assert page.status_code == 200
    assert page.context["month"].isoformat()[:7] == "2026-11"


def test_one_can_walk_to_both_ends_of_the_calendar_and_no_further():
    client = sign_in("editor")
    first = client.get(CALENDAR, {"month": "2000-01"})
    assert first.context["steps"]["previous"] is None
    last = client.get(CALENDAR, {"month": "2036-11"})
    assert last.context["steps"]["next"] is None
    for response, way in ((first, "next"), (last, "previous")):
        query = response.context["steps"][way]["query"]
        assert client.get(CALENDAR + query).context["month"] != NOON.date()


def test_the_list_of_articles_leads_to_the_calendar():
    assert CALENDAR in sign_in("reporter").get("/newsroom/articles/article/").content.decode()
