"""Embargo: nothing goes out before its time but by a logged override."""

from datetime import UTC, datetime, timedelta

import pytest

from articles import workflow
from articles.content import Content
from articles.models import Article, ArticleTemplate, Edition
from newsportal import timeline
from newsportal.accounts.models import AuditEntry
from newsportal.refusals import NotAllowed, Refused
from tests import factories as make

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)  # 12:00 in Chongqing
HOUR = timedelta(hours=1)


def embargoed(**fields) -> Article:
    article = make.article(**fields)
    workflow.set_embargo(article, by=make.user("editor"), until=NOON + 6 * HOUR)
    return article


@pytest.fixture(autouse=True)
def _noon():
    with timeline.at(NOON):
        yield


@pytest.mark.parametrize("ahead", [None, HOUR, 6 * HOUR - timedelta(microseconds=1)])
@pytest.mark.parametrize("fields", [{}, {"is_superuser": True}])
def test_nobody_publishes_before_its_time(ahead, fields):
    article, publisher = embargoed(), make.user("publisher", **fields)
    with pytest.raises(workflow.Blocked, match="until 1 June 2026, 18:00"):
        workflow.publish(article, by=publisher, at=ahead and NOON + ahead)
    assert not Edition.every.exists()
    article.refresh_from_db()
    assert article.state == "draft"


def test_what_is_scheduled_for_its_end_goes_out_then():
    article = embargoed()
    workflow.publish(article, by=make.user("publisher"), at=NOON + 6 * HOUR)
    with timeline.at(NOON + 6 * HOUR - timedelta(microseconds=1)):
        assert not Edition.objects.exists()
    with timeline.at(NOON + 6 * HOUR):
        assert Edition.objects.exists()
        assert not article.is_embargoed


def test_an_override_is_logged_with_its_reason():
    article, publisher = embargoed(), make.user("publisher")
    workflow.publish(article, by=publisher, override="The ministry has published it.")
    entry = AuditEntry.objects.get(action="article.override_check")
    assert entry.by == publisher
    assert entry.detail["reason"] == "The ministry has published it."
    assert entry.detail["overridden"] == ["embargo"]


def test_an_override_without_a_publication_leaves_no_line():
    article, publisher = embargoed(), make.user("publisher")
    workflow.publish(article, by=publisher, at=NOON + 7 * HOUR)
    stored = Content.from_json(article.head.content)
    other = Content(**{**stored.__dict__, "headline": "Another text"})
    workflow.save(article, other, by=publisher, based_on=article.head)
    with pytest.raises(workflow.WaitingEdition):
        workflow.publish(article, by=publisher, override="Because")
    assert not AuditEntry.objects.filter(action="article.override_check").exists()


@pytest.mark.parametrize("role", ["reporter", "photo", "desk", "admin"])
def test_an_embargo_is_set_and_lifted_by_editors_and_publishers_alone(role):
    article = embargoed()
    for verb, given in (("set_embargo", {"until": NOON + 9 * HOUR}), ("lift_embargo", {})):
        with pytest.raises(NotAllowed):
            getattr(workflow, verb)(article, by=make.user(role), reason="x", **given)
    assert Article.objects.get().embargo_until == NOON + 6 * HOUR


def test_an_embargo_ends_early_with_a_reason_alone():
    article, editor = embargoed(), make.user("editor")
    with pytest.raises(Refused, match="Say why"):
        workflow.lift_embargo(article, by=editor, reason=" ")
    with pytest.raises(Refused, match="Say why"):
        workflow.set_embargo(article, by=editor, until=NOON + HOUR)
    workflow.set_embargo(article, by=editor, until=NOON + 9 * HOUR)
    workflow.lift_embargo(article, by=editor, reason="It is all over the radio.")
    assert not article.is_embargoed
    entry = AuditEntry.objects.get(action="article.lift_embargo")
    assert entry.detail["note"] == "It is all over the radio."
    workflow.publish(article, by=make.user("publisher"))


def test_an_embargo_does_not_outlast_what_is_scheduled():
    article, publisher = make.article(), make.user("publisher")
    workflow.publish(article, by=publisher, at=NOON + 2 * HOUR)
    with pytest.raises(Refused, match="scheduled for 1 June 2026, 14:00"):
        workflow.set_embargo(article, by=publisher, until=NOON + 3 * HOUR)
    workflow.set_embargo(article, by=publisher, until=NOON + 2 * HOUR)


def test_what_readers_see_cannot_be_put_under_embargo():
    article, publisher = make.article(), make.user("publisher")
    workflow.publish(article, by=publisher)
    with pytest.raises(Refused, match="see this article already"):
        workflow.set_embargo(article, by=publisher, until=NOON + HOUR)


def test_an_embargo_in_the_past_or_in_another_century_is_refused():
    article, editor = make.article(), make.user("editor")
    for until in (NOON, NOON - HOUR, NOON.replace(year=2226)):
        with pytest.raises(Refused):
            workflow.set_embargo(article, by=editor, until=until)
    with pytest.raises(Refused, match="not under embargo"):
        workflow.lift_embargo(article, by=editor, reason="x")


def test_a_withdrawn_article_is_not_reinstated_under_embargo():
    article, publisher = make.article(), make.user("publisher")
    workflow.publish(article, by=publisher)
    workflow.withdraw(article, by=publisher, reason="legal")
    workflow.set_embargo(article, by=publisher, until=NOON + 6 * HOUR)
    with timeline.at(NOON + HOUR):
        with pytest.raises(workflow.Blocked):
            workflow.reinstate(article, by=publisher)
        assert not Edition.objects.exists()
        workflow.reinstate(article, by=publisher, override="The court has lifted it.")
        assert Edition.objects.exists()
    assert AuditEntry.objects.filter(action="article.override_check").exists()


def test_a_copy_is_no_way_around_an_embargo():
    article = embargoed()
    copied = workflow.copy(article, by=make.user("editor"))
    assert Article.objects.get(pk=copied.pk).embargo_until == article.embargo_until
    with pytest.raises(Refused, match="under embargo"):
        workflow.publish(copied, by=make.user("publisher"))


def test_no_template_is_made_of_what_is_under_embargo():
    """It would carry the words past the embargo, which a copy takes along."""
    article, editor = embargoed(), make.user("editor")
    with pytest.raises(Refused, match="embargo until 1 June 2026, 18:00"):
        workflow.save_as_template(article, "As it was", by=editor)
    assert not ArticleTemplate.objects.exists()
    with timeline.at(NOON + 6 * HOUR):
        workflow.save_as_template(article, "As it was", by=editor)
