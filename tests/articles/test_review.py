"""The review desk: who may take which step, what it leaves behind, and who is told of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from articles import workflow
from articles.models import Article
from articles.workflow import desk
from articles.workflow.steps import reviewer_of
from newsportal.accounts.models import AuditEntry, Notice, User
from newsportal.refusals import NotAllowed, Refused
from newsportal.timeline import at, now
from tests import factories as make

pytestmark = pytest.mark.django_db


def person(*roles: str, **fields) -> User:
    user = make.user(*roles, **fields)
    User.objects.filter(pk=user.pk).update(email=f"{user.username}@paper.example")
    user.refresh_from_db()
    return user


@pytest.fixture
def reporter():
    return person("reporter")


@pytest.fixture
def editor():
    return person("editor")


@pytest.fixture
def other():
    return person("editor")


@pytest.fixture
def story(reporter):
    """A reporter's article that was submitted before anybody could be told."""
    article = make.article("The night ferry", by=reporter)
    workflow.submit(article, by=reporter)
    Notice.objects.all().delete()
    return article


def told() -> list[tuple[User, str]]:
    """Whom the steps have told since this was asked last, and the first words of the subject."""
    found = [(notice.to, notice.subject.split(":")[0]) for notice in Notice.objects.order_by("id")]
    Notice.objects.all().delete()
    return found


def last_entry() -> AuditEntry:
    return AuditEntry.objects.first()


# -- Submitting ------------------------------------------------------------------------------


def test_submitting_tells_everybody_who_could_review_it(reporter, editor, other):
    publisher = person("publisher")
    person("photo"), person("desk"), person("reporter")
    article = make.article("The night ferry", by=reporter)
    due = now() + timedelta(hours=3)
    workflow.submit(article, by=reporter, note=" Check the times. ", due_at=due)
    assert (article.state, article.note, article.due_at) == ("in_review", "Check the times.", due)
    notice = Notice.objects.filter(to=editor).get()
    assert notice.subject == "For review: The night ferry"
    for words in ("Check the times.", "The night ferry", "Due: ", "(UTC+08:00)", str(reporter)):
        assert words in notice.text
    assert f"/newsroom/articles/article/{article.pk}/change/" in notice.text
    assert "People crossed it" not in notice.text
    assert {user for user, _words in told()} == {editor, other, publisher}
    assert last_entry().detail["note"] == "Check the times."
    assert last_entry().detail["due_at"] == due.isoformat()


def test_an_editor_is_not_asked_to_review_their_own(editor, other):
    article = make.article(by=editor)
    workflow.submit(article, by=editor)
    assert told() == [(other, "For review")]


def test_a_resubmitted_article_goes_back_to_whoever_reviewed_it(story, reporter, editor, other):
    workflow.claim(story, by=editor)
    workflow.send_back(story, by=editor, note="Who says so?")
    told()
    workflow.submit(story, by=reporter)
    assert reviewer_of(story) == editor
    assert told() == [(editor, "For review")]


def test_a_reviewer_who_has_left_is_replaced_by_everybody(story, reporter, editor, other):
    workflow.claim(story, by=editor)
    workflow.send_back(story, by=editor, note="Who says so?")
    User.objects.filter(pk=editor.pk).update(is_active=False)
    told()
    workflow.submit(story, by=reporter)
    assert story.claimed_by is None
    assert told() == [(other, "For review")]


def test_a_due_time_that_is_set_is_the_reviewers_to_change(reporter, editor):
    article = make.article(by=reporter)
    workflow.set_due(article, by=editor, due_at=now() + timedelta(hours=1))
    with pytest.raises(NotAllowed, match="has a due time already"):
        workflow.submit(article, by=reporter, due_at=now() + timedelta(hours=9))
    workflow.submit(article, by=reporter)
    assert article.due_at < now() + timedelta(hours=2)


# -- Claiming --------------------------------------------------------------------------------


def test_a_claim_is_one_persons_at_a_time_and_tells_the_author(story, reporter, editor, other):
    workflow.claim(story, by=editor)
    assert told() == [(reporter, "In review")]
    assert (last_entry().action, last_entry().by) == ("article.claim", editor)
    with pytest.raises(Refused, match="reviews this already"):
        workflow.claim(story, by=other)
    workflow.claim(story, by=editor)
    assert AuditEntry.objects.filter(action="article.claim").count() == 1


def test_taking_over_tells_whoever_had_it(story, editor, other):
    workflow.claim(story, by=editor)
    told()
    workflow.take_over(story, by=other, note="You are on the train.")
    assert Article.objects.get(pk=story.pk).claimed_by == other
    assert "You are on the train." in Notice.objects.get().text
    assert told() == [(editor, "Taken over")]
    assert last_entry().detail["before"] == str(editor)


def test_a_claim_can_be_given_up_by_its_owner_alone(story, editor, other):
    workflow.claim(story, by=editor)
    with pytest.raises(Refused, match="You do not review"):
        workflow.release(story, by=other)
    workflow.release(story, by=editor)
    assert Article.objects.get(pk=story.pk).claimed_by is None
    workflow.claim(story, by=other)


def test_nobody_claims_their_own_but_a_publisher(editor):
    article = make.article(by=editor)
    workflow.submit(article, by=editor)
    with pytest.raises(NotAllowed):
        workflow.claim(article, by=editor)
    publisher = person("publisher")
    own = make.article(by=publisher)
    workflow.submit(own, by=publisher)
    workflow.claim(own, by=publisher)
    assert own.claimed_by == publisher


@pytest.mark.parametrize("role", ["reporter", "photo", "desk", "admin", None])
@pytest.mark.parametrize("verb", ["claim", "take_over", "release", "approve", "send_back", "due"])
def test_who_does_not_review_takes_none_of_its_steps(story, editor, role, verb):
    if verb != "claim":
        workflow.claim(story, by=editor)
    by = person(*([role] if role else []))
    before = Article.objects.filter(pk=story.pk).values().get()
    entries = AuditEntry.objects.count()
    steps = {
        "claim": lambda: workflow.claim(story, by=by),
        "take_over": lambda: workflow.take_over(story, by=by),
        "release": lambda: workflow.release(story, by=by),
        "approve": lambda: workflow.approve(story, by=by),
        "send_back": lambda: workflow.send_back(story, by=by, note="x"),
        "due": lambda: workflow.set_due(story, by=by, due_at=now() + timedelta(hours=1)),
    }
    with pytest.raises(NotAllowed):
        steps[verb]()
    assert Article.objects.filter(pk=story.pk).values().get() == before
    assert AuditEntry.objects.count() == entries


# -- Sending back, approving -----------------------------------------------------------------


def test_sending_back_needs_a_note_and_mails_it_to_the_author_once(reporter, editor):
    byline = make.author("Own Name", user=reporter)
    article = make.article(by=reporter, authors=(byline.pk,))
    workflow.submit(article, by=reporter)
    with pytest.raises(Refused, match="Write a note"):
        workflow.send_back(article, by=editor, note=" \n ")
    told()
    workflow.send_back(article, by=editor, note="Who says so?")
    notice = Notice.objects.get()
    assert (notice.to, notice.subject) == (reporter, "Sent back: A bridge opens")
    assert "Who says so?" in notice.text
    assert article.claimed_by == editor, "it comes back to whoever sent it back"
    assert last_entry().detail["note"] == "Who says so?"


def test_every_author_with_an_account_is_told_and_guests_are_not(editor, reporter):
    second = person("reporter")
    bylines = (make.author("A", user=second).pk, make.author("Guest").pk)
    article = make.article(by=editor, authors=bylines)
    workflow.submit(article, by=editor)
    told()
    workflow.approve(article, by=person("publisher"), note="Well done.")
    assert set(told()) == {(editor, "Approved"), (second, "Approved")}


def test_an_author_whose_role_is_gone_is_told_nothing(story, reporter, editor):
    reporter.roles.clear()
    workflow.send_back(story, by=editor, note="Canary")
    assert told() == []


def test_approving_what_another_has_claimed_takes_it_over(story, reporter, editor, other):
    workflow.claim(story, by=editor)
    told()
    workflow.approve(story, by=other)
    assert set(told()) == {(editor, "Taken over"), (reporter, "Approved")}
    assert story.claimed_by == other


def test_a_save_after_approval_comes_back_to_its_reviewer(story, reporter, editor):
    workflow.approve(story, by=editor)
    text = make.content("New words", section=story.section_id)
    workflow.save(story, text, by=person("editor"), based_on=story.head)
    story.refresh_from_db()
    assert (story.state, reviewer_of(story)) == ("in_review", editor)


# -- Publication -----------------------------------------------------------------------------


def test_each_step_of_publication_tells_the_author_once(story, reporter):
    publisher = person("publisher")
    workflow.publish(story, by=publisher, at=now() + timedelta(days=1))
    assert "Live from: " in Notice.objects.get().text
    assert told() == [(reporter, "Scheduled")]
    workflow.cancel(story, by=publisher)
    assert told() == [(reporter, "Cancelled")]
    workflow.publish(story, by=publisher)
    assert told() == [(reporter, "Published")]
    workflow.withdraw(story, by=publisher, reason="legal", public_note="A court decided.")
    assert "A court decided." in Notice.objects.get().text
    assert told() == [(reporter, "Withdrawn")]
    workflow.reinstate(story, by=publisher)
    assert told() == [(reporter, "Live again")]


def test_publishing_ends_the_claim_and_the_due_time_and_tells_the_reviewer(story, reporter, editor):
    workflow.claim(story, by=editor)
    workflow.set_due(story, by=editor, due_at=now() + timedelta(hours=1))
    told()
    workflow.publish(story, by=person("publisher"))
    assert set(told()) == {(reporter, "Published"), (editor, "Published")}
    story.refresh_from_db()
    assert (story.claimed_by, story.due_at) == (None, None)


def test_what_is_scheduled_and_cancelled_is_due_again(story, editor):
    due = now() + timedelta(hours=1)
    publisher = person("publisher")
    workflow.set_due(story, by=editor, due_at=due)
    workflow.publish(story, by=publisher, at=now() + timedelta(days=1))
    assert not desk.due_soon(Article.objects.all(), editor).exists()
    workflow.cancel(story, by=publisher)
    assert list(desk.due_soon(Article.objects.all(), editor)) == [story]


def test_the_next_version_has_no_due_time_of_the_last_one(story, editor):
    publisher = person("publisher")
    workflow.set_due(story, by=editor, due_at=now() + timedelta(days=3))
    workflow.publish(story, by=publisher, at=now() + timedelta(days=1))
    text = make.content("The next one", section=story.section_id)
    workflow.save(story, text, by=publisher, based_on=story.head)
    assert Article.objects.get(pk=story.pk).due_at is None


# -- Due times -------------------------------------------------------------------------------


def test_a_due_time_is_told_to_whose_turn_it_is(reporter, editor, other):
    article = make.article(by=reporter)
    workflow.set_due(article, by=editor, due_at=now() + timedelta(hours=4))
    assert told() == [(reporter, "Due")]
    workflow.submit(article, by=reporter)
    workflow.claim(article, by=other)
    told()
    workflow.set_due(article, by=editor, due_at=now() + timedelta(hours=2))
    assert told() == [(other, "Due")]
    workflow.set_due(article, by=editor, due_at=None)
    assert (article.due_at, told()) == (None, [])


@pytest.mark.parametrize("away", [timedelta(0), timedelta(seconds=-1), timedelta(days=40_000)])
def test_a_due_time_lies_ahead_and_not_too_far(story, editor, away):
    with at(now()), pytest.raises(Refused):
        workflow.set_due(story, by=editor, due_at=now() + away)
    assert Article.objects.get(pk=story.pk).due_at is None


@pytest.mark.parametrize("may_publish", [False, True])
def test_nobody_makes_their_own_text_somebody_elses_to_approve_it(
    story, editor, other, settings, may_publish
):
    settings.EDITORS_MAY_PUBLISH = may_publish
    byline = make.author("Ed Itor", user=editor).pk
    written = replace(story.content(), body="<p>All of it mine.</p>", authors=(byline,))
    workflow.save(story, written, by=editor, based_on=story.head)
    with pytest.raises(NotAllowed, match="a colleague who takes your byline off"):
        workflow.save(story, replace(written, authors=()), by=editor, based_on=story.head)
    with pytest.raises(NotAllowed, match="a colleague who takes your byline off"):
        workflow.restore(story, story.revisions.get(number=1), by=editor)
    with pytest.raises(NotAllowed):
        workflow.approve(story, by=editor)
    # Their own draft stays theirs whatever its byline says, so there it may go.
    own = make.article("Mine", by=editor, authors=(byline,))
    workflow.save(own, replace(own.content(), authors=()), by=editor, based_on=own.head)
    workflow.save(story, replace(written, authors=()), by=other, based_on=story.head)
    workflow.approve(story, by=editor)
