"""The review desk in the newsroom: its buttons, the list's questions, and the start page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.models import Article, Autosave, Edition
from articles.workflow import reported
from articles.workflow.desk import QUESTIONS, due_in_words
from newsportal.accounts.roles import ROLES
from newsportal.timeline import at, now
from tests import factories as make
from tests.newsroom.test_articles import LIST, change, open_form, sign_in

pytestmark = pytest.mark.django_db


def step(article: Article, verb: str) -> str:
    return reverse(f"admin:articles_article_{verb}", args=[article.pk])


def in_review(headline: str = "The night ferry", **fields) -> Article:
    article = make.article(headline, **fields)
    workflow.submit(article, by=article.created_by)
    return article


def listed(client, question: str) -> set[str]:
    found = client.get(f"{LIST}?desk={question}").context["cl"].queryset
    return {article.headline for article in found}


def panel(client, title: str):
    panels = client.get("/newsroom/").context["panels"]
    return next(panel for panel in panels if panel.title == title)


# -- Steps -----------------------------------------------------------------------------------


def test_an_editor_claims_with_one_click_and_the_form_says_so():
    client, article = sign_in("editor"), in_review()
    page = client.get(change(article)).content.decode()
    assert "Nobody reviews it yet." in page
    client.post(change(article), open_form(client, change(article)) | {"_step": "claim"})
    page = client.get(change(article)).content.decode()
    assert f"Reviewed by {client.user}" in page
    assert 'value="claim"' not in page
    assert 'value="release"' in page


def test_a_submission_carries_a_note_and_a_due_time():
    client = sign_in("reporter")
    article = make.article(by=client.user)
    response = client.post(
        change(article), open_form(client, change(article)) | {"_step": "submit_with_note"}
    )
    assert response["Location"] == step(article, "submit_with_note")
    client.post(
        step(article, "submit_with_note"),
        {"note": "<b>Check</b> the times.", "due_at_0": "2030-01-01", "due_at_1": "10:00"},
    )
    article.refresh_from_db()
    assert (article.state, article.note) == ("in_review", "<b>Check</b> the times.")
    page = sign_in("editor").get(change(article)).content.decode()
    assert "&lt;b&gt;Check&lt;/b&gt; the times." in page
    assert "1 January 2030, 10:00 (UTC+08:00)" in page


def test_a_due_time_that_cannot_be_is_refused_and_what_was_typed_stays():
    client, article = sign_in("editor"), in_review()
    data = {"due_at_0": "2020-01-01", "due_at_1": "10:00"}
    response = client.post(step(article, "set_due"), data)
    assert response.status_code == 200
    page = response.content.decode()
    assert "That time has passed" in page
    assert "2020-01-01" in page
    for value in ("x" * 100_000, "\0", "9999-12-31"):
        assert client.post(step(article, "set_due"), {"due_at_0": value}).status_code == 200
    assert Article.objects.get().due_at is None


def test_a_note_that_is_too_long_is_handed_back():
    client, article = sign_in("editor"), in_review()
    response = client.post(step(article, "send_back"), {"note": "Kept words " * 1000})
    assert response.status_code == 200
    assert "Kept words" in response.content.decode()
    assert Article.objects.get().state == "in_review"


def test_whoever_comes_second_is_told_who_reviews_it_and_may_take_over():
    first, second, article = sign_in("editor"), sign_in("editor"), in_review()
    data = open_form(second, change(article))
    workflow.claim(article, by=first.user)
    page = second.post(change(article), data | {"_step": "claim"}, follow=True).content.decode()
    assert f"{first.user} reviews this already".capitalize() in page
    second.post(step(article, "take_over"), {"note": ""})
    assert Article.objects.get().claimed_by == second.user


@pytest.mark.parametrize("role", ["reporter", "photo", "desk", "admin"])
@pytest.mark.parametrize(
    "verb", ["claim", "take_over", "release", "set_due", "approve_with_note", "send_back"]
)
def test_a_forged_step_of_the_reviewer_changes_nothing(role, verb):
    client, article = sign_in(role), in_review()
    before = Article.objects.values().get()
    data = {"note": "x", "due_at_0": "2030-01-01", "due_at_1": "10:00", "revision": "1"}
    assert client.post(step(article, verb), data).status_code == 403
    assert Article.objects.values().get() == before


def test_the_steps_stand_in_the_history_with_their_notes():
    client, article = sign_in("editor"), in_review()
    workflow.claim(article, by=client.user)
    workflow.send_back(article, by=client.user, note="Who says so?")
    page = client.get(reverse("admin:articles_article_history", args=[article.pk]))
    for words in ("Submitted for review", "Review taken up", "Sent back", "Who says so?"):
        assert words in page.content.decode()


# -- The list --------------------------------------------------------------------------------


def test_waiting_for_me_is_what_i_can_do_something_about():
    client, other = sign_in("editor"), make.user("editor")
    in_review("Free")
    in_review("My own", by=client.user)
    mine, theirs, left = in_review("Claimed by me"), in_review("Theirs"), in_review("Left")
    workflow.claim(mine, by=client.user)
    workflow.claim(theirs, by=other)
    gone = make.user("editor")
    workflow.claim(left, by=gone)
    gone.roles.clear()
    returned = in_review("Sent back to me", by=client.user)
    workflow.send_back(returned, by=other, note="x")
    make.article("A draft")
    assert listed(client, "waiting") == {"Free", "Claimed by me", "Left", "Sent back to me"}
    assert listed(client, "reviewing") == {"Claimed by me"}
    publisher = sign_in("publisher")
    in_review("A publisher's own", by=publisher.user)
    assert "A publisher's own" in listed(publisher, "waiting")


def test_what_is_overdue_and_what_soon_will_be():
    client, by = sign_in("editor"), make.user("editor")
    moment = now()
    with at(moment - timedelta(hours=5)):
        for name, hours in (("Late", -1), ("Soon", 1), ("Later", 3)):
            workflow.set_due(in_review(name), by=by, due_at=moment + timedelta(hours=hours))
        out = in_review("Out")
        workflow.set_due(out, by=by, due_at=moment - timedelta(hours=2))
        workflow.publish(out, by=make.user("publisher"))
    assert listed(client, "overdue") == {"Late"}
    assert listed(client, "soon") == {"Soon"}
    assert listed(client, "due") == {"Late", "Soon", "Later"}
    page = client.get(f"{LIST}?desk=overdue").content.decode()
    assert "overdue by 1 h" in page
    assert "(UTC+08:00)" in page
    shown = panel(client, "Due")
    assert [row.text for row in shown.rows] == ["Late", "Soon"]
    assert [number.count for number in shown.numbers] == [1, 1]
    for number in shown.numbers:
        assert client.get(number.url).context["cl"].result_count == number.count


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(minutes=40), "due in 40 min"),
        (timedelta(minutes=90), "due in 1 h 30 min"),
        (timedelta(hours=-2), "overdue by 2 h"),
        (timedelta(hours=-30), "overdue by 30 h"),
        (timedelta(days=3), "due in 3 days"),
        (timedelta(0), "overdue by 0 min"),
    ],
)
def test_a_due_time_is_said_in_words(away, words):
    with at(now()):
        assert due_in_words(now() + away) == words


def test_a_reporter_finds_their_own_alone_whatever_is_asked():
    client, moment = sign_in("reporter"), now()
    with at(moment - timedelta(hours=5)):
        in_review("Mine", by=client.user)
        workflow.set_due(in_review("Theirs"), by=make.user("editor"), due_at=moment)
    make.published("Theirs too")
    for question in QUESTIONS:
        assert listed(client, question) <= {"Mine"}, question
    page = client.get("/newsroom/").content.decode()
    assert "Theirs" not in page


# -- The start page --------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "write"), [("editor", True), ("photo", False)])
def test_the_start_page_offers_what_one_may_begin(role, write):
    page = sign_in(role).get("/newsroom/").content.decode()
    actions = page.partition('class="start-actions"')[2].partition('class="panels"')[0]
    assert ("Write an article" in actions) is write
    assert reverse("admin:articles_photo_add") in actions


def test_each_number_of_the_start_page_is_that_of_its_list():
    client = sign_in(*ROLES)
    by = make.user("editor")
    moment = now()
    with at(moment - timedelta(hours=3)):
        for number in range(9):
            workflow.set_due(in_review(f"Story {number}"), by=by, due_at=moment)
            make.article(f"Mine {number}", by=client.user)
    for number in range(8):
        make.published(f"Live {number}")
        make.published(f"Later {number}", at=now() + timedelta(days=1))
    for shown in client.get("/newsroom/").context["panels"]:
        if shown.url and shown.title not in {"Due", "Not saved yet"}:
            listing = client.get(shown.url).context["cl"]
            assert listing.result_count == shown.count, shown.title
            assert len(shown.rows) == min(shown.count, 6)


@pytest.mark.parametrize("role", ROLES)
def test_the_start_page_asks_at_most_fourteen_queries_whatever_there_is(role):
    client = sign_in(role)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/newsroom/").status_code == 200
        return len(captured)

    few = queries()
    for number in range(8):
        writer = make.user("reporter")
        in_review(f"Story {number}", by=writer, authors=())
        make.published(f"Live {number}")
        draft = make.article(f"Mine {number}")
        Article.objects.filter(pk=draft.pk).update(created_by=client.user)
        Autosave.objects.create(
            user=client.user,
            place=f"article:{draft.pk}:{number}",
            article=draft,
            fields={"headline": ["Half"]},
        )
    assert queries() == few
    assert few <= 14


def test_the_list_asks_no_query_more_for_reviewers_and_due_times():
    client = sign_in("publisher")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{LIST}?desk=waiting").status_code == 200
        return len(captured)

    in_review()
    few = queries()
    for number in range(6):
        article = in_review(f"Story {number}")
        workflow.set_due(article, by=client.user, due_at=now() + timedelta(hours=1))
        workflow.claim(article, by=make.user("editor"))
    assert queries() == few


def test_text_that_is_not_saved_is_found_on_the_start_page():
    client, article = sign_in("editor"), make.article("Half written")
    half = {"headline": ["Half written"]}
    kept = Autosave.objects.create(
        user=client.user, place=f"article:{article.pk}:x", article=article, fields=half
    )
    Autosave.objects.create(user=make.user("editor"), place="new:x", fields=half)
    shown = panel(client, "Not saved yet")
    leads = f"{change(article)}?unsaved={kept.pk}"
    assert [(row.text, row.url) for row in shown.rows] == [("Half written", leads)]


def test_the_demo_tells_nobody(monkeypatch):
    from newsportal.accounts.models import Notice
    from newsportal.operations.demo import newspaper

    newspaper.make(width=320, count=1)
    assert Edition.objects.exists()
    assert not Notice.objects.exists()


def test_every_panel_leads_to_the_rows_that_it_counts():
    client = sign_in(*ROLES)
    for panel in client.get("/newsroom/").context["panels"]:
        for url in (panel.url, *(number.url for number in panel.numbers)):
            assert client.get(url).status_code == 200, url


def test_an_editor_finds_the_errors_that_readers_report_on_the_start_page():
    article = make.article("The night bus")
    draft = reported.report_error(article, "It leaves at 23:40.", by=make.user("desk"))
    shown = panel(sign_in("editor"), "Reported errors")
    assert shown.count == 1
    (row,) = shown.rows
    assert (row.text, row.by) == ("The night bus", "It leaves at 23:40.")
    assert row.url.endswith(f"/{article.pk}/reported/{draft.pk}/")
    titles = {one.title for one in sign_in("reporter").get("/newsroom/").context["panels"]}
    assert "Reported errors" not in titles
