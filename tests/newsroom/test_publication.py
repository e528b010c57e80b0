"""Scheduling, withdrawing and embargoes, through the newsroom's pages and the public ones."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.checks import Finding
from articles.models import Article, Edition, Withdrawal
from newsportal import timeline
from newsportal.accounts.models import AuditEntry
from newsportal.timeline.forms import MomentField
from tests import factories as make
from tests.newsroom.test_articles import change, open_form, sign_in

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)  # 12:00 in Chongqing
HOUR = timedelta(hours=1)


def page_of(article: Article, verb: str) -> str:
    return reverse(f"admin:articles_article_{verb}", args=[article.pk])


def changed(article: Article, headline: str) -> None:
    """Somebody saves another headline."""
    article.refresh_from_db()
    content = make.content(headline, section=article.section_id, slug=article.slug)
    workflow.save(article, content, by=make.user("editor"), based_on=article.head)


def text_of(response) -> str:
    """The words of a page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# -- Scheduled, with the clock alone ------------------------------------------------------------


def test_a_first_publication_a_change_and_a_withdrawal_come_at_their_time_with_no_worker():
    newsroom, reader = sign_in("publisher"), Client()
    with timeline.at(NOON):
        article = make.article("First words")
        newsroom.post(page_of(article, "schedule"),
                      {"revision": "1", "at_0": "2026-06-01", "at_1": "14:00"})  # fmt: skip
        address = Edition.every.get().get_absolute_url()
        assert reader.get(address).status_code == 404
    with timeline.at(NOON + 2 * HOUR):
        assert "First words" in reader.get(address).content.decode()
        changed(article, "Second words")
        newsroom.post(page_of(article, "schedule"),
                      {"revision": "2", "at_0": "2026-06-01", "at_1": "18:00"})  # fmt: skip
    with timeline.at(NOON + 3 * HOUR):
        response = newsroom.post(page_of(article, "withdraw"), {
            "at_0": "2026-06-01", "at_1": "20:00", "reason": "legal", "why": "Canary of the court",
            "public_note": "A court decided.", "waiting": "keep",
        }, follow=True)  # fmt: skip
        assert "will be withdrawn on 1 June 2026, 20:00 (UTC+08:00)" in text_of(response)
        assert "First words" in reader.get("/").content.decode()
    new_address = Edition.every.waiting(NOON + 3 * HOUR).get().get_absolute_url()
    with timeline.at(NOON + 6 * HOUR):
        assert "Second words" in reader.get(new_address).content.decode()
        assert "First words" not in reader.get("/").content.decode()
    with timeline.at(NOON + 8 * HOUR):
        gone = reader.get(new_address)
        assert gone.status_code == 410
        assert "A court decided." in gone.content.decode()
        for path in ("/", "/feed/", "/feed.json", "/sitemap.xml", "/search/?q=words", new_address):
            answer = reader.get(path).content.decode()
            assert "Second words" not in answer, path
            assert "Canary" not in answer, path


def test_six_hours_without_a_server_show_what_is_due_and_nothing_that_is_withdrawn():
    publisher, reader = make.user("publisher"), Client()
    section = make.section()
    with timeline.at(NOON):
        for number in range(50):
            article = make.article(f"Story {number:02d}", by=publisher, section=section.pk)
            workflow.publish(article, by=publisher, at=NOON + (number + 1) * HOUR / 10)
            if number % 5 == 0:
                at = NOON + 5.5 * HOUR
                workflow.withdraw(article, by=publisher, reason="error", at=at)
    numbers = {f"Story {number:02d}" for number in range(50)}
    withdrawn = {f"Story {number:02d}" for number in range(0, 50, 5)}
    with timeline.at(NOON + 6 * HOUR):
        shown = set()
        path = f"/{section.slug}/"
        while path:
            page = reader.get(path).content.decode()
            shown |= set(re.findall(r"Story \d\d", page))
            older = re.search(r'rel="next" href="([^"]+)"', page)
            path = older and older.group(1).replace("&amp;", "&")
        assert shown == numbers - withdrawn
        for path in ("/", "/feed/", "/feed.json", "/sitemap.xml", "/news-sitemap.xml"):
            assert not withdrawn & set(re.findall(r"Story \d\d", reader.get(path).content.decode()))
        for edition in Edition.every.filter(headline__in=withdrawn):
            assert reader.get(edition.get_absolute_url()).status_code == 410
        planned = Edition.objects.order_by("live_from").values_list("live_from", flat=True)
        assert planned[0] == NOON + 2 * HOUR / 10  # and not when the server came back


TRANSITIONS = [
    # The zone, and moments at which its clock was put forward or back.
    ("Europe/Berlin", ["2026-03-29T01:00", "2026-10-25T01:00"]),
    ("America/New_York", ["2026-11-01T06:00"]),
    ("Australia/Lord_Howe", ["2026-04-04T15:00", "2026-10-03T15:30"]),
    ("Africa/Casablanca", ["2026-02-15T02:00"]),
    ("Asia/Kathmandu", ["2026-03-29T01:00"]),  # never
    ("Pacific/Apia", ["2020-09-26T14:00"]),
]


@pytest.mark.parametrize(("zone", "moments"), TRANSITIONS, ids=[zone for zone, _ in TRANSITIONS])
def test_an_article_is_public_at_the_very_instant_that_the_page_shows(settings, zone, moments):
    settings.TIME_ZONE = zone
    newsroom, reader, article = sign_in("publisher"), Client(), make.article("A story")
    instants = set()
    for moment in moments:
        turn = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        before = turn - 48 * HOUR
        for reading in readings_around(turn, zone):
            with timeline.at(before):
                answers = answers_to(newsroom, article, reading)
            for answer in answers:
                with timeline.at(before):
                    instant = schedule(newsroom, article, reading, answer)
                instants.add(instant)
                local = instant.astimezone(ZoneInfo(zone))
                assert local.replace(tzinfo=None, fold=0) == reading
                address = Edition.every.get().get_absolute_url()
                with timeline.at(instant - timedelta(microseconds=1)):
                    assert reader.get(address).status_code == 404
                with timeline.at(instant):
                    assert reader.get(address).status_code == 200
                with timeline.at(before):
                    workflow.cancel(article, by=newsroom.user)
    # Every moment that was asked for, whatever the clock did around it.
    assert len(instants) >= 5 * len(moments)


def readings_around(turn: datetime, zone: str) -> list[datetime]:
    """What the clock of the zone shows around a moment, and what it skips there."""
    shown = {
        (turn + step * timedelta(minutes=15))
        .astimezone(ZoneInfo(zone))
        .replace(tzinfo=None, fold=0)
        for step in (-4, -2, -1, 0, 1, 2, 4)
    }
    return sorted(shown | {min(shown) + step * timedelta(minutes=30) for step in range(4)})


def answers_to(newsroom, article, reading) -> list[str]:
    """What can be answered where the form asks which of two is meant.

    One empty answer where it does not ask; none where the clock never shows this time.
    """
    page = newsroom.post(page_of(article, "schedule"), typed(reading, "?"))
    if page.status_code == 302:
        workflow.cancel(article, by=newsroom.user)
        return [""]
    words = page.content.decode()
    assert re.search("there is no|comes twice", words)
    return re.findall(r'value="([^"]+)"[^>]*>the (?:first|second), UTC', words)


def schedule(newsroom, article, reading, answer) -> datetime:
    """The instant that the page names after scheduling for this time of the clock."""
    url = page_of(article, "schedule")
    assert newsroom.post(url, typed(reading, answer)).status_code == 302
    # The last is the page's own; what stands before are messages.
    words = re.findall(r"goes live on ([^)]+\))", text_of(newsroom.get(url)))[-1]
    return datetime.strptime(words.strip(), "%d %B %Y, %H:%M (UTC%z)")


def typed(reading: datetime, answer: str) -> dict[str, str]:
    return {
        "revision": "1",
        "at_0": f"{reading:%Y-%m-%d}",
        "at_1": f"{reading:%H:%M}",
        "at_2": answer,
    }


# -- Asking in plain words ----------------------------------------------------------------------


def test_publishing_the_fix_now_keeps_or_cancels_what_waits_and_says_so():
    for waiting, says in (("keep", "stays"), ("cancel", "is cancelled")):
        newsroom = sign_in("publisher")
        article = make.article("One")
        workflow.publish(article, by=newsroom.user)
        changed(article, "The change")
        ahead = timeline.now() + 5 * HOUR
        workflow.publish(article, by=newsroom.user, at=ahead)
        changed(article, "The fix")
        response = newsroom.post(
            change(article),
            open_form(newsroom, change(article)) | {"_step": "publish", "headline": "The fix!"},
            follow=True,
        )
        assert response.redirect_chain[-1][0] == page_of(article, "publish")
        assert f"“The change” , goes live on {timeline.in_words(ahead)}" in (
            text_of(response).replace("”,", "” ,")
        )
        assert "The text is saved." in text_of(response)
        response = newsroom.post(
            page_of(article, "publish"), {"revision": "4", "waiting": waiting}, follow=True
        )
        assert says in text_of(response)
        assert Edition.objects.get(article_number=article.pk).headline == "The fix!"
        waits = Edition.every.waiting().filter(article_number=article.pk)
        assert waits.exists() == (waiting == "keep")


def test_what_waits_can_be_moved_and_one_of_two_cancelled():
    newsroom, article = sign_in("publisher"), make.article("For a day")
    url = page_of(article, "schedule")
    newsroom.post(url, {"revision": "1", "at_0": "2030-01-01", "at_1": "10:00"})
    newsroom.post(
        page_of(article, "withdraw"),
        {"at_0": "2030-01-02", "at_1": "10:00", "reason": "other", "why": "The feast is over"},
    )
    page = newsroom.get(change(article))
    assert "It will be withdrawn on 2 January 2030, 10:00 (UTC+08:00)" in text_of(page)
    assert 'value="2030-01-01"' in newsroom.get(url).content.decode()
    newsroom.post(url, {"revision": "1", "at_0": "2030-01-01", "at_1": "12:00"})
    assert Edition.every.get().live_from.isoformat() == "2030-01-01T04:00:00+00:00"
    asked = newsroom.post(
        change(article), open_form(newsroom, change(article)) | {"_step": "cancel"}
    )
    assert asked.url == page_of(article, "cancel")
    newsroom.post(asked.url, {"what": "withdrawal"})
    assert not Withdrawal.every.exists()
    assert Edition.every.get().live_until is None
    newsroom.post(change(article), open_form(newsroom, change(article)) | {"_step": "cancel"})
    assert not Edition.every.exists()


def test_a_withdrawal_needs_words_for_the_newsroom_and_keeps_them_there():
    newsroom, article = sign_in("publisher"), make.article()
    edition = workflow.publish(article, by=newsroom.user)
    without = newsroom.post(page_of(article, "withdraw"), {"reason": "privacy"})
    assert "This field is required" in text_of(without)
    assert Edition.objects.exists()
    newsroom.post(page_of(article, "withdraw"), {"reason": "privacy", "why": "Canary name"})
    assert Client().get(edition.get_absolute_url()).status_code == 410
    assert "Canary" not in Client().get(edition.get_absolute_url()).content.decode()
    assert "Canary name" in newsroom.get(page_of(article, "history")).content.decode()
    assert AuditEntry.objects.get(action="article.withdraw").detail["note"] == "Canary name"


def test_a_withdrawal_cancels_what_waits_and_says_so():
    newsroom, article = sign_in("publisher"), make.article("One")
    workflow.publish(article, by=newsroom.user)
    changed(article, "Two")
    workflow.publish(article, by=newsroom.user, at=timeline.now() + HOUR)
    given = {"reason": "error", "why": "All of it"}
    response = newsroom.post(page_of(article, "withdraw"), given, follow=True)
    assert re.search(r"The change of .* is cancelled", text_of(response))
    assert not Edition.every.waiting().exists()


# -- Embargo and checks that block --------------------------------------------------------------


def test_an_embargo_is_set_shown_overridden_and_lifted_by_the_pages():
    newsroom, article = sign_in("publisher"), make.article("The report")
    newsroom.post(
        page_of(article, "set_embargo"),
        {"until_0": "2030-01-01", "until_1": "10:00", "reason": "The ministry"},
    )
    words = "Under embargo until 1 January 2030, 10:00 (UTC+08:00)"
    assert words in text_of(newsroom.get(change(article)))
    listed = text_of(newsroom.get("/newsroom/articles/article/"))
    assert "Embargo until 1 January 2030, 10:00 (UTC+08:00)" in listed
    data = open_form(newsroom, change(article)) | {"headline": "Kept words", "_step": "publish"}
    response = newsroom.post(change(article), data, follow=True)
    assert "It is under embargo until 1 January 2030" in text_of(response)
    assert Article.objects.get().headline == "Kept words"
    assert not Edition.every.exists()
    refused = newsroom.post(page_of(article, "publish"), {"revision": "2", "override": " "})
    assert "It cannot go out like this" in text_of(refused)
    assert not Edition.every.exists()
    newsroom.post(page_of(article, "lift_embargo"), {"reason": "It is on the radio"})
    assert not Article.objects.get().is_embargoed
    newsroom.post(page_of(article, "publish"), {"revision": "2"})
    assert Edition.objects.exists()
    history = text_of(newsroom.get(page_of(article, "history")))
    assert "It is on the radio" in history


def test_an_embargo_bends_to_a_reason_alone_and_a_superuser_needs_one_too():
    newsroom = Client()
    newsroom.user = make.user(is_superuser=True)
    newsroom.force_login(newsroom.user, "django.contrib.auth.backends.ModelBackend")
    article = make.article()
    workflow.set_embargo(article, by=newsroom.user, until=timeline.now() + 48 * HOUR)
    url = page_of(article, "schedule")
    sooner = timezone.localtime(timeline.now() + 24 * HOUR)
    data = {"revision": "1", "at_0": f"{sooner:%Y-%m-%d}", "at_1": f"{sooner:%H:%M}"}
    page = newsroom.post(url, data).content.decode()
    assert f'value="{sooner:%Y-%m-%d}"' in page
    assert "Why it goes out all the same" in page
    assert not Edition.every.exists()
    newsroom.post(url, {**data, "override": "Agreed with the ministry"})
    assert Edition.every.exists()
    assert AuditEntry.objects.get(action="article.override_check").by == newsroom.user


def test_what_blocks_stands_on_the_page_and_only_who_may_override_is_asked_why(
    settings, monkeypatch
):
    found = [Finding("alt", "blocking", "A photo has no alternative text.")]
    monkeypatch.setattr("articles.checks.find", lambda *args, **kwargs: found)
    settings.EDITORS_MAY_PUBLISH = True
    article = make.article()
    newsroom = sign_in("publisher")
    data = open_form(newsroom, change(article)) | {"headline": "Kept", "_step": "publish"}
    response = newsroom.post(change(article), data, follow=True)
    assert response.redirect_chain[-1][0] == page_of(article, "publish")
    assert "A photo has no alternative text." in text_of(response)
    newsroom.post(page_of(article, "publish"), {"revision": "2", "override": "The agency has none"})
    assert Edition.objects.get().headline == "Kept"


@pytest.mark.parametrize("role", ["reporter", "photo", "desk", "admin"])
@pytest.mark.parametrize("verb", ["set_embargo", "lift_embargo", "cancel", "reinstate"])
def test_a_forged_step_of_time_changes_nothing(role, verb):
    client, article = sign_in(role), make.article()
    workflow.set_embargo(article, by=make.user("editor"), until=timeline.now() + 48 * HOUR)
    before = Article.objects.values().get()
    data = {"until_0": "2030-01-01", "until_1": "10:00", "reason": "x", "override": "x"}
    assert client.post(page_of(article, verb), data).status_code == 403
    assert client.get(page_of(article, verb)).status_code == 403
    assert Article.objects.values().get() == before


@pytest.mark.parametrize("typed", ["\0", "9" * 5000, "0001-01-01", "9999-12-31", "{}", "é"])
@pytest.mark.parametrize("verb", ["schedule", "withdraw", "set_embargo"])
def test_whatever_is_typed_for_a_time_is_answered_with_the_form(typed, verb):
    newsroom, article = sign_in("publisher"), make.article()
    workflow.publish(article, by=newsroom.user, at=timeline.now() + HOUR)
    data = {"revision": typed, "reason": "error", "why": "Kept words", "waiting": typed}
    data |= {f"{name}_{part}": typed for name in ("at", "until") for part in (0, 1, 2)}
    response = newsroom.post(page_of(article, verb), data)
    assert response.status_code == 200
    assert Edition.every.count() == 1
    if verb == "withdraw":
        assert "Kept words" in response.content.decode()


def test_every_field_of_a_time_in_the_newsroom_shows_the_zone_and_the_offset(rf):
    request = rf.get("/")
    request.user = make.user(is_superuser=True)
    found = []
    for model_admin in admin.site._registry.values():
        for field in model_admin.model._meta.fields:
            if isinstance(field, models.DateTimeField) and field.editable:
                shown = model_admin.formfield_for_dbfield(field, request)
                found.append((model_admin.model.__name__, field.name))
                assert isinstance(shown, MomentField), found[-1]
                assert "UTC<span" in shown.widget.render("at", None)
    assert ("Placement", "live_from") in found


# -- The server's clock -------------------------------------------------------------------------


def test_a_clock_that_was_put_back_is_told_to_the_newsroom_and_to_the_log(monkeypatch, caplog):
    newsroom, article = sign_in("publisher"), make.article()
    later = timezone.now() + 2 * HOUR
    assert "clock" not in text_of(newsroom.get("/newsroom/"))
    with monkeypatch.context() as moved:
        moved.setattr("newsportal.accounts.audit.timezone.now", lambda: later)
        workflow.publish(article, by=newsroom.user)
    for url in ("/newsroom/", page_of(article, "withdraw")):
        caplog.clear()
        assert "The server's clock says" in text_of(newsroom.get(url)).replace("&#x27;", "'")
        assert "The server's clock says" in caplog.text
