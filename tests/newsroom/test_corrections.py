"""Corrections in the newsroom: the step, the list of those that stand, and their changes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Correction
from newsportal.timeline import now
from tests import factories as make
from tests.newsroom.test_articles import change, sign_in

pytestmark = pytest.mark.django_db

WORDS = {"kind": "correction", "text": "It opens on Tuesday, not on Monday."}


@pytest.fixture
def article() -> Article:
    return Article.objects.get(pk=make.published().article_number)


@pytest.fixture
def correction(article) -> Correction:
    return workflow.correct(article, by=make.user("editor"), **WORDS)


def page_of(name: str, article: Article, *more: int) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


def test_an_editor_corrects_a_published_article(article):
    client = sign_in("editor")
    assert 'value="correct"' in client.get(change(article)).content.decode()
    answer = client.post(page_of("correct", article), WORDS, follow=True)
    assert "The correction stands under the article." in answer.content.decode()
    assert Correction.objects.get().text == WORDS["text"]
    history = client.get(page_of("history", article)).content.decode()
    assert "Correction written" in history
    assert WORDS["text"] in history


def test_a_correction_can_wait_for_its_time(article):
    client, due = sign_in("editor"), timezone.localtime(now() + timedelta(days=2))
    when = {"at_0": f"{due:%Y-%m-%d}", "at_1": "08:00"}
    client.post(page_of("correct", article), WORDS | when)
    assert Correction.every.get().is_waiting
    assert "Waits" in client.get(page_of("correct", article)).content.decode()


def test_a_draft_is_not_corrected():
    client, draft = sign_in("publisher"), make.article()
    assert 'value="correct"' not in client.get(change(draft)).content.decode()
    answer = client.post(page_of("correct", draft), WORDS, follow=True)
    assert "This step cannot be taken now." in answer.content.decode()
    assert not Correction.every.exists()


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "x" * 1001}, {"text": "a\0b"}, {"kind": "x"}, {"at_0": "1999"}]
)
def test_what_was_typed_is_shown_again_where_something_is_wrong(article, wrong):
    answer = sign_in("editor").post(page_of("correct", article), WORDS | wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Correction.every.exists()


def test_the_words_are_changed_on_a_page_of_their_own(article, correction):
    client, address = sign_in("editor"), page_of("amend", article, correction.pk)
    assert address in client.get(page_of("correct", article)).content.decode()
    assert WORDS["text"] in client.get(address).content.decode()
    answer = client.post(address, {"kind": "clarification", "text": "Better."}, follow=True)
    assert "The new words stand" in answer.content.decode()
    assert [one.text for one in Correction.objects.all()] == ["Better."]
    assert Correction.every.count() == 2
    assert client.get(address).status_code == 404


def test_a_publisher_retracts_and_says_why(article, correction):
    client, address = sign_in("publisher"), page_of("retract", article, correction.pk)
    assert client.post(address, {"reason": " "}).status_code == 200
    assert Correction.objects.exists()
    answer = client.post(address, {"reason": "It was right."}, follow=True)
    assert "The correction is retracted." in answer.content.decode()
    assert not Correction.objects.exists()
    history = client.get(page_of("history", article)).content.decode()
    assert "Correction taken back" in history
    assert "It was right." in history


@pytest.mark.parametrize(("role", "is_offered"), [("editor", False), ("publisher", True)])
def test_what_readers_see_is_offered_for_retraction_to_publishers_alone(
    article, correction, role, is_offered
):
    shown = sign_in(role).get(page_of("correct", article)).content.decode()
    assert page_of("amend", article, correction.pk) in shown
    assert (page_of("retract", article, correction.pk) in shown) is is_offered


def test_what_waits_is_offered_for_retraction_to_whoever_may_correct(article):
    by = make.user("editor")
    waits = workflow.correct(article, by=by, **WORDS, at=now() + timedelta(days=1))
    shown = sign_in("editor").get(page_of("correct", article)).content.decode()
    assert page_of("retract", article, waits.pk) in shown


def test_an_editor_is_told_who_retracts(article, correction):
    client, address = sign_in("editor"), page_of("retract", article, correction.pk)
    for answer in (client.get(address, follow=True),
                   client.post(address, {"reason": "No."}, follow=True)):  # fmt: skip
        assert "A publisher can retract it." in answer.content.decode()
    assert Correction.objects.exists()


@pytest.mark.parametrize("role", ["reporter", "photo", "desk", "admin"])
def test_others_reach_none_of_these_pages(article, correction, role):
    client = sign_in(role)
    for name, more in (("correct", ()), ("amend", (correction.pk,)), ("retract", (correction.pk,))):
        address = page_of(name, article, *more)
        assert client.get(address).status_code == 403
        assert client.post(address, WORDS | {"reason": "No."}).status_code == 403
    assert [one.text for one in Correction.objects.all()] == [WORDS["text"]]


def test_a_correction_of_another_article_and_strange_numbers_are_not_found(article, correction):
    client = sign_in("publisher")
    other = Article.objects.get(pk=make.published("Other").article_number)
    assert client.get(page_of("amend", other, correction.pk)).status_code == 404
    for number in ("9" * 30, "0"):
        address = f"{page_of('correct', article)}".replace("correct/", f"corrections/{number}/")
        assert client.post(f"{address}amend/", WORDS).status_code == 404


def test_the_preview_shows_the_corrections_that_readers_see(article, correction):
    shown = sign_in("editor").get(page_of("preview", article)).content.decode()
    assert WORDS["text"] in shown
