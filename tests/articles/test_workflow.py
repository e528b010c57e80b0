"""The verbs of the workflow: who may take them, what they do, what they leave alone."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from articles import workflow
from articles.content import Content, PhotoChoice
from articles.models import (
    Article,
    Edition,
    EditionAuthor,
    EditionTopic,
    Photo,
    Revision,
    Withdrawal,
)
from articles.workflow import writing
from newsportal import timeline
from newsportal.accounts.models import AuditEntry
from newsportal.pagecache.models import Invalidation
from newsportal.refusals import NotAllowed, Refused
from tests import factories as make

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)  # 12:00 in Chongqing
HOUR = timedelta(hours=1)


def save(article: Article, by, **changes) -> Revision:
    stored = Content.from_json(article.head.content)
    content = Content(**{**stored.__dict__, **changes})
    return workflow.save(article, content, by=by, based_on=article.head)


def live_headline(article: Article) -> str | None:
    edition = Edition.objects.filter(article_number=article.pk).first()
    return edition and edition.headline


# -- save ------------------------------------------------------------------------------------


def test_save_makes_a_revision_that_holds_everything():
    editor = make.user("editor")
    topic, author = make.topic(), make.author()
    article = make.article("  Two  spaces ", by=editor, topics=(topic.pk,), authors=(author.pk,))
    assert article.head.number == 1
    assert article.headline == "Two spaces"
    assert article.slug == "two-spaces"
    assert Content.from_json(article.head.content) == article.content()
    assert list(article.topics.all()) == [topic]


def test_save_without_a_change_adds_no_revision():
    article = make.article()
    again = workflow.save(article, article.content(), by=make.user("editor"), based_on=None)
    assert again == article.head
    assert article.revisions.count() == 1


def test_save_over_a_newer_revision_is_refused_and_keeps_both_texts():
    first, second = make.user("editor"), make.user("editor")
    article = make.article(by=first)
    opened_on = article.head
    save(article, first, headline="The first change")
    with pytest.raises(workflow.Stale) as caught:
        workflow.save(article, make.content("The second change"), by=second, based_on=opened_on)
    article.refresh_from_db()
    assert article.headline == "The first change"
    refused = caught.value.refused
    assert refused.is_refused
    assert refused.content["headline"] == "The second change"
    assert refused.based_on == opened_on
    assert caught.value.newer == article.head


def test_save_sanitises_what_the_form_did_not():
    article = make.article(body='<p onclick="x()">Text<script>alert(1)</script></p>')
    assert article.head.content["body"] == "<p>Text</p>"
    article.refresh_from_db()
    assert article.body == "<p>Text</p>"


def test_save_by_a_reporter_is_refused_once_the_article_is_in_review():
    reporter = make.user("reporter")
    article = make.article(by=reporter)
    save(article, reporter, headline="Still a draft")
    workflow.submit(article, by=reporter)
    with pytest.raises(NotAllowed):
        save(article, reporter, headline="Too late")
    workflow.send_back(article, by=make.user("editor"), note="More sources, please.")
    save(article, reporter, headline="Sent back, so it is theirs again")


def test_save_that_comes_too_late_keeps_the_text_aside():
    reporter = make.user("reporter")
    article = make.article(by=reporter)
    opened_on = article.head
    workflow.submit(article, by=reporter)
    with pytest.raises(workflow.TooLate, match="kept as revision 2") as caught:
        workflow.save(article, make.content("One more line"), by=reporter, based_on=opened_on)
    assert caught.value.refused.content["headline"] == "One more line"
    article.refresh_from_db()
    assert (article.headline, article.state) == ("A bridge opens", "in_review")


def test_save_of_an_article_of_somebody_else_is_refused_to_a_reporter():
    with pytest.raises(NotAllowed):
        save(make.article(), make.user("reporter"), headline="Not mine")


def test_save_by_a_photo_editor_may_change_photos_alone():
    article, photo = make.article(), make.photo()
    photo_editor = make.user("photo")
    save(article, photo_editor, photos=(PhotoChoice(photo.pk),))
    with pytest.raises(NotAllowed):
        save(article, photo_editor, headline="A word")


def test_save_of_a_byline_that_is_not_their_own_is_refused_to_a_reporter():
    reporter = make.user("reporter")
    own = make.author("Own Name", user=reporter)
    article = make.article(by=reporter, authors=(own.pk,))
    with pytest.raises(NotAllowed):
        save(article, reporter, authors=(make.author("Somebody Else").pk,))


def test_a_revision_is_never_changed():
    revision = make.article().head
    revision.number = 9
    with pytest.raises(PermissionError):
        revision.save()


def test_restore_makes_a_new_revision_of_an_old_text():
    editor = make.user("editor")
    article = make.article("First", by=editor)
    first = article.head
    save(article, editor, headline="Second")
    restored = workflow.restore(article, first, by=editor)
    assert restored.number == 3
    article.refresh_from_db()
    assert article.headline == "First"


def test_photos_in_the_text_become_photo_uses():
    photo = make.photo()
    article = make.article(
        body=f'<p>A</p><figure data-photo="{photo.pk}"><figcaption>Here</figcaption></figure>'
    )
    use = article.photo_uses.get()
    assert (use.photo, use.caption, use.in_body) == (photo, "Here", True)


# -- submit, approve, send_back ----------------------------------------------------------------


def test_submit_approve_publish_is_the_way_of_an_article():
    reporter, editor, publisher = (make.user(r) for r in ("reporter", "editor", "publisher"))
    article = make.article(by=reporter)
    workflow.submit(article, by=reporter)
    assert article.state == "in_review"
    workflow.approve(article, by=editor)
    assert article.state == "approved"
    assert article.approved == article.head
    workflow.publish(article, by=publisher)
    assert article.state == "published"
    actions = AuditEntry.objects.filter(subject=f"article:{article.pk}").values_list(
        "action", "by__username"
    )
    assert list(actions)[::-1] == [
        ("article.edit_text", reporter.username),
        ("article.submit", reporter.username),
        ("article.approve", editor.username),
        ("article.publish", publisher.username),
    ]


def test_submit_twice_is_refused_in_a_sentence():
    editor = make.user("editor")
    article = make.article(by=editor)
    workflow.submit(article, by=editor)
    with pytest.raises(Refused, match="In review"):
        workflow.submit(article, by=editor)


def test_approve_of_ones_own_text_is_refused_to_an_editor():
    editor = make.user("editor")
    article = make.article(by=editor)
    workflow.submit(article, by=editor)
    with pytest.raises(NotAllowed):
        workflow.approve(article, by=editor)


def test_approve_of_a_text_that_was_saved_meanwhile_is_refused():
    article, editor = make.article(), make.user("editor")
    workflow.submit(article, by=editor)
    seen = article.head
    save(article, make.user("editor"), headline="Unseen")
    with pytest.raises(Refused, match="Look at it again"):
        workflow.approve(article, by=editor, revision=seen)


def test_send_back_needs_a_note():
    article = make.article()
    editor = make.user("editor")
    workflow.submit(article, by=editor)
    with pytest.raises(Refused, match="note"):
        workflow.send_back(article, by=editor, note="  ")
    workflow.send_back(article, by=editor, note="Who says so?")
    assert (article.state, article.note) == ("returned", "Who says so?")


def test_a_save_after_approval_needs_approval_again():
    editor = make.user("editor")
    article = make.article()
    workflow.submit(article, by=editor)
    workflow.approve(article, by=editor)
    save(article, editor, headline="One more word")
    assert article.state == "in_review"
    assert article.approved != article.head


# -- publish -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "desk", "admin"])
def test_publish_is_refused_to_everybody_but_a_publisher(role):
    article = make.article()
    with pytest.raises(NotAllowed):
        workflow.publish(article, by=make.user(role))
    assert not Edition.every.exists()


def test_editors_may_publish_where_the_newsroom_says_so_but_not_their_own(settings):
    settings.EDITORS_MAY_PUBLISH = True
    editor = make.user("editor")
    workflow.publish(make.article(), by=editor)
    with pytest.raises(NotAllowed):
        workflow.publish(make.article(by=editor), by=editor)


def test_publish_makes_an_edition_that_later_saves_do_not_touch():
    publisher = make.user("publisher")
    article = make.article("As it went out")
    workflow.publish(article, by=publisher)
    save(article, publisher, headline="As it will be")
    assert live_headline(article) == "As it went out"
    assert article.state == "draft"


def test_publish_at_a_moment_ahead_shows_at_that_moment_by_itself():
    article = make.article()
    with timeline.at(NOON):
        workflow.publish(article, by=make.user("publisher"), at=NOON + HOUR)
    with timeline.at(NOON + HOUR - timedelta(microseconds=1)):
        assert live_headline(article) is None
    with timeline.at(NOON + HOUR):
        assert live_headline(article) == article.headline


def test_publish_of_a_change_ahead_leaves_the_live_edition_until_then():
    publisher = make.user("publisher")
    article = make.article("Old")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
    with timeline.at(NOON + HOUR):
        save(article, publisher, headline="New")
        workflow.publish(article, by=publisher, at=NOON + 3 * HOUR)
        assert live_headline(article) == "Old"
    with timeline.at(NOON + 3 * HOUR):
        assert live_headline(article) == "New"
        edition = Edition.objects.get(article_number=article.pk)
    assert edition.first_published_at == NOON
    assert edition.updated_at == NOON + 3 * HOUR


def test_publish_while_a_change_waits_asks_whether_to_keep_or_cancel_it():
    publisher = make.user("publisher")
    article = make.article("One")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        save(article, publisher, headline="Three, at two o'clock")
        workflow.publish(article, by=publisher, at=NOON + 2 * HOUR)
    with timeline.at(NOON + HOUR):
        save(article, publisher, headline="Two, a fix")
        with pytest.raises(workflow.WaitingEdition):
            workflow.publish(article, by=publisher)
        assert live_headline(article) == "One"
        workflow.publish(article, by=publisher, waiting="keep")
        assert live_headline(article) == "Two, a fix"
    with timeline.at(NOON + 2 * HOUR):
        assert live_headline(article) == "Three, at two o'clock"


def test_publish_before_what_waits_moves_it_in_the_lists_of_topics_and_authors():
    publisher, rivers, lin = make.user("publisher"), make.topic("Rivers"), make.author("Lin Mei")
    article = make.article("One", topics=(rivers.pk,), authors=(lin.pk,))
    with timeline.at(NOON):
        workflow.publish(article, by=publisher, at=NOON + 2 * HOUR)
    with timeline.at(NOON + HOUR):
        save(article, publisher, headline="Two")
        workflow.publish(article, by=publisher, waiting="keep")
        make.published("Between", topics=(rivers.pk,), authors=(lin.pk,))
    with timeline.at(NOON + 3 * HOUR):
        for editions in (Edition.objects.about(rivers), Edition.objects.by_author(lin)):
            listed = editions.newest_first().values_list("headline", "first_published_at")
            assert list(listed) == [("Between", NOON + HOUR), ("One", NOON + HOUR)]
    for rows in (EditionTopic.objects, EditionAuthor.objects):
        for row in rows.select_related("edition"):
            at_and_number = row.first_published_at, row.article_number
            assert at_and_number == tuple(row.edition.place.values())


def test_publish_that_cancels_what_waits_stands_for_good():
    publisher = make.user("publisher")
    article = make.article("One")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        save(article, publisher, headline="Never shown")
        workflow.publish(article, by=publisher, at=NOON + 2 * HOUR)
    with timeline.at(NOON + HOUR):
        save(article, publisher, headline="Two")
        workflow.publish(article, by=publisher, waiting="cancel")
    with timeline.at(NOON + 9 * HOUR):
        assert live_headline(article) == "Two"
    assert Edition.every.filter(live_until=None).count() == 1


def test_publish_of_a_text_that_was_saved_meanwhile_is_refused():
    publisher = make.user("publisher")
    article = make.article()
    seen = article.head
    save(article, make.user("editor"), headline="A newer text")
    with pytest.raises(Refused, match="Look at it again"):
        workflow.publish(article, by=publisher, revision=seen)


def test_publish_without_a_section_is_refused_in_a_sentence():
    article = make.article(section=None)
    with pytest.raises(Refused, match="a section"):
        workflow.publish(article, by=make.user("publisher"))


def test_publish_twice_in_one_moment_leaves_one_live_edition():
    publisher = make.user("publisher")
    article = make.article("One")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        save(article, publisher, headline="Two")
        workflow.publish(article, by=publisher)
    with timeline.at(NOON + HOUR):
        assert live_headline(article) == "Two"
        assert Edition.objects.count() == 1


def test_publish_fixes_captions_and_takes_the_librarys_where_there_is_none():
    own = make.photo(caption="Library one", alt="One")
    library = make.photo(caption="Library two", alt="Two")
    edition = make.published(photos=(PhotoChoice(own.pk, "Own words"), PhotoChoice(library.pk)))
    library.caption = "Changed later"
    library.save()
    assert list(edition.photo_uses.values_list("caption", "alt")) == [
        ("Own words", "One"),
        ("Library two", "Two"),
    ]
    assert edition.lead_photo == own


def test_publish_chooses_related_articles_and_never_itself():
    topic = make.topic()
    chosen = make.published("Chosen")
    same_topic = make.published("Same topic", topics=(topic.pk,))
    make.published("Something else")
    edition = make.published("Mine", topics=(topic.pk,), related=(chosen.article_number,))
    assert edition.related == [chosen.article_number, same_topic.article_number]


def test_publish_at_a_time_that_has_passed_is_refused_as_a_slip():
    article = make.article()
    publisher = make.user("publisher")
    for moment in (NOON - HOUR, NOON):
        with timeline.at(NOON), pytest.raises(Refused, match="has passed"):
            workflow.publish(article, by=publisher, at=moment)
    with timeline.at(NOON), pytest.raises(Refused, match="Check the year"):
        workflow.publish(article, by=publisher, at=NOON.replace(year=2226))
    assert not Edition.every.exists()


def test_publish_before_a_first_publication_that_waits_makes_that_one_an_update():
    publisher = make.user("publisher")
    article = make.article("Tomorrow's")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher, at=NOON + 24 * HOUR)
        save(article, publisher, headline="Today's")
        workflow.publish(article, by=publisher, waiting="keep")
    with timeline.at(NOON + 24 * HOUR):
        edition = Edition.objects.get(article_number=article.pk)
    assert edition.headline == "Tomorrow's"
    assert edition.first_published_at == NOON
    assert edition.updated_at == NOON + 24 * HOUR


def test_publish_of_the_same_text_at_another_time_moves_what_waits():
    publisher = make.user("publisher")
    article = make.article()
    with timeline.at(NOON):
        workflow.publish(article, by=publisher, at=NOON + HOUR)
        workflow.publish(article, by=publisher, at=NOON + 2 * HOUR)
    assert [e.live_from for e in Edition.every.all()] == [NOON + 2 * HOUR]


def test_a_second_change_cannot_wait_beside_the_first():
    publisher = make.user("publisher")
    article = make.article("One")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher, at=NOON + HOUR)
        save(article, publisher, headline="Two")
        with pytest.raises(Refused, match="Only one change"):
            workflow.publish(article, by=publisher, at=NOON + 2 * HOUR, waiting="keep")


def test_publish_waits_for_whoever_holds_the_article_and_counts_from_then():
    """A request that began before another one published, and got the lock after it."""
    from newsportal.timeline.clock import frozen

    publisher = make.user("publisher")
    article = make.article("One")
    with frozen():
        began = timeline.now()
        with timeline.at(began + HOUR):
            workflow.publish(article, by=publisher)
        with timeline.at(began + 2 * HOUR):
            workflow.withdraw(article, by=publisher, reason="error")
    assert Edition.every.count() == 1
    assert Edition.every.get().live_until == began + 2 * HOUR


# -- cancel, withdraw, reinstate ----------------------------------------------------------------


def test_cancel_leaves_the_live_edition_without_an_end():
    publisher = make.user("publisher")
    article = make.article("Live")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        save(article, publisher, headline="Waiting")
        workflow.publish(article, by=publisher, at=NOON + HOUR)
        workflow.cancel(article, by=publisher)
    with timeline.at(NOON + 2 * HOUR):
        assert live_headline(article) == "Live"
    assert article.state == "approved"


def test_cancel_with_nothing_scheduled_is_refused():
    with pytest.raises(Refused, match="Nothing is scheduled"):
        workflow.cancel(make.article(), by=make.user("publisher"))


def test_withdraw_takes_the_article_from_readers_and_says_why():
    publisher = make.user("publisher")
    article = make.article()
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
    with timeline.at(NOON + HOUR):
        workflow.withdraw(article, by=publisher, reason="legal", public_note="A court decided.")
        assert live_headline(article) is None
        assert Withdrawal.objects.get(article_number=article.pk).public_note == "A court decided."
    with timeline.at(NOON + 2 * HOUR):
        workflow.reinstate(article, by=publisher)
        edition = Edition.objects.get(article_number=article.pk)
        assert not Withdrawal.objects.exists()
    assert edition.first_published_at == NOON
    assert edition.updated_at is None


def test_withdraw_cancels_what_waits():
    publisher = make.user("publisher")
    article = make.article("Live")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        save(article, publisher, headline="Waiting")
        workflow.publish(article, by=publisher, at=NOON + 2 * HOUR)
    with timeline.at(NOON + HOUR):
        workflow.withdraw(article, by=publisher, reason="error")
    with timeline.at(NOON + 3 * HOUR):
        assert live_headline(article) is None


def test_withdraw_at_a_moment_ahead_can_be_cancelled():
    publisher = make.user("publisher")
    article = make.article("Live")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        workflow.withdraw(article, by=publisher, reason="rights", at=NOON + HOUR)
        assert live_headline(article) == "Live"
        workflow.cancel(article, by=publisher)
    with timeline.at(NOON + 2 * HOUR):
        assert live_headline(article) == "Live"
        assert not Withdrawal.objects.exists()


def test_withdraw_of_what_is_not_public_is_refused():
    with pytest.raises(Refused, match="nothing to withdraw"):
        workflow.withdraw(make.article(), by=make.user("publisher"), reason="error")


def test_reinstate_while_a_new_edition_waits_ends_where_that_one_begins():
    publisher = make.user("publisher")
    article = make.article("Old")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
    with timeline.at(NOON + HOUR):
        workflow.withdraw(article, by=publisher, reason="error")
        save(article, publisher, headline="Rewritten")
        workflow.publish(article, by=publisher, at=NOON + 5 * HOUR)
    with timeline.at(NOON + 2 * HOUR):
        workflow.reinstate(article, by=publisher)
        assert live_headline(article) == "Old"
    with timeline.at(NOON + 5 * HOUR):
        assert live_headline(article) == "Rewritten"
        assert Edition.objects.count() == 1


def test_cancel_of_what_would_end_a_withdrawal_lets_it_go_on():
    publisher = make.user("publisher")
    article = make.article("Old")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
    with timeline.at(NOON + HOUR):
        workflow.withdraw(article, by=publisher, reason="error")
        save(article, publisher, headline="Rewritten")
        workflow.publish(article, by=publisher, at=NOON + 5 * HOUR)
        workflow.cancel(article, by=publisher)
    with timeline.at(NOON + 6 * HOUR):
        assert live_headline(article) is None
        assert Withdrawal.objects.filter(article_number=article.pk).exists()


def test_a_withdrawal_that_lies_ahead_holds_for_a_fix_that_goes_out_before_it():
    publisher = make.user("publisher")
    article = make.article("Old")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        workflow.withdraw(article, by=publisher, reason="legal", at=NOON + 5 * HOUR)
    with timeline.at(NOON + HOUR):
        save(article, publisher, headline="A fix")
        workflow.publish(article, by=publisher)
        assert live_headline(article) == "A fix"
    with timeline.at(NOON + 5 * HOUR):
        assert live_headline(article) is None
        assert Withdrawal.objects.filter(article_number=article.pk).exists()


def test_reinstate_brings_back_the_very_words_that_were_withdrawn():
    publisher, photo = make.user("publisher"), make.photo(caption="As printed")
    with timeline.at(NOON):
        edition = make.published(by=publisher, photos=(PhotoChoice(photo.pk),))
    article = Article.objects.get(pk=edition.article_number)
    photo.caption = "Changed in the library"
    photo.save()
    with timeline.at(NOON + HOUR):
        workflow.withdraw(article, by=publisher, reason="error")
        again = workflow.reinstate(article, by=publisher)
        assert again.photo_uses.get().caption == "As printed"
        assert again.pk != edition.pk


# -- What holds whatever the verb ---------------------------------------------------------------


def test_the_log_names_the_pages_of_the_old_and_the_new_edition():
    publisher = make.user("publisher")
    old, new = make.section("Old town"), make.section("New town")
    article = make.article(section=old.pk)
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
    Invalidation.objects.all().delete()
    with timeline.at(NOON + HOUR):
        save(article, publisher, section=new.pk)
        workflow.publish(article, by=publisher, at=NOON + 2 * HOUR)
    lines = set(Invalidation.objects.values_list("tag", "counts_from"))
    for tag in (f"article:{article.pk}", f"section:{old.pk}", f"section:{new.pk}", "front"):
        assert (tag, NOON + 2 * HOUR) in lines


def test_a_verb_that_fails_in_the_middle_changes_nothing(monkeypatch):
    article = make.article()

    def broken(*args, **kwargs):
        raise OSError("no space left on device")

    monkeypatch.setattr("articles.workflow.publication.search.index", broken)
    with pytest.raises(OSError, match="no space"):
        workflow.publish(article, by=make.user("publisher"))
    assert not Edition.every.exists()
    assert Article.objects.get().state == "draft"
    assert not AuditEntry.objects.filter(action="article.publish").exists()


def test_the_database_itself_refuses_two_open_editions_of_an_article():
    edition = make.published()
    edition.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()


def test_the_database_itself_refuses_an_end_before_the_beginning():
    edition = make.published()
    edition.live_until = edition.live_from - HOUR
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()


def test_objects_are_live_rows_and_every_is_all_rows():
    publisher = make.user("publisher")
    with timeline.at(NOON):
        workflow.publish(make.article(), by=publisher, at=NOON + HOUR)
        assert Edition.objects.count() == 0
        assert Edition.every.count() == 1
    assert Photo.objects.count() == 0


def test_the_slug_follows_the_headline_until_somebody_writes_one_or_readers_have_it():
    editor, publisher = make.user("editor"), make.user("publisher")
    article = make.article("First words", by=editor)

    def headline(words, by=editor, **fields):
        stored = replace(article.content(), headline=words, **fields)
        workflow.save(article, stored, by=by, based_on=article.head)
        return article.slug

    assert headline("Other words") == "other-words"
    assert headline("Third words", slug="my-own") == "my-own"
    assert headline("Fourth words") == "my-own"
    assert headline("Fifth words", slug="") == "fifth-words"
    workflow.publish(article, by=publisher)
    assert headline("Sixth words", by=publisher) == "fifth-words"


# -- Several things on one timetable ------------------------------------------------------------


def timetable_of(article: Article) -> list[tuple[str, int, int | None]]:
    """What readers see over time: a headline or "withdrawn", from and until, in hours from NOON."""

    def hours(moment: datetime | None) -> int | None:
        return None if moment is None else round((moment - NOON) / HOUR)

    rows = [
        *((row.headline, row) for row in article.editions),
        *(("withdrawn", row) for row in Withdrawal.every.filter(article_number=article.pk)),
    ]
    return sorted(
        ((name, hours(row.live_from), hours(row.live_until)) for name, row in rows),
        key=lambda line: line[1],
    )


@pytest.mark.parametrize(
    ("what", "stands", "state"),
    [
        ("edition", [("Live", 0, 5), ("withdrawn", 5, None)], "approved"),
        ("withdrawal", [("Live", 0, 2), ("Change", 2, None)], "published"),
    ],
)
def test_cancel_of_one_of_two_things_that_wait_leaves_the_other_standing(what, stands, state):
    publisher = make.user("publisher")
    article = make.article("Live")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        workflow.withdraw(article, by=publisher, reason="rights", at=NOON + 5 * HOUR)
        save(article, publisher, headline="Change")
        workflow.publish(article, by=publisher, at=NOON + 2 * HOUR)
        workflow.cancel(article, by=publisher, what=what)
    assert timetable_of(article) == stands
    assert article.state == state


def test_an_article_can_be_scheduled_to_go_live_and_to_be_withdrawn():
    publisher = make.user("publisher")
    article = make.article("For a day")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher, at=NOON + HOUR)
        with pytest.raises(Refused, match="not public before"):
            workflow.withdraw(article, by=publisher, reason="other")
        workflow.withdraw(article, by=publisher, reason="other", at=NOON + 24 * HOUR)
    assert timetable_of(article) == [("For a day", 1, 24), ("withdrawn", 24, None)]


def test_cancel_of_a_first_publication_cancels_its_withdrawal_too():
    publisher = make.user("publisher")
    article = make.article("For a day")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher, at=NOON + HOUR)
        workflow.withdraw(article, by=publisher, reason="other", at=NOON + 24 * HOUR)
        workflow.cancel(article, by=publisher, what="edition")
    assert timetable_of(article) == []
    assert article.state == "approved"


def test_moving_a_first_publication_keeps_its_withdrawal_and_stays_before_it():
    publisher = make.user("publisher")
    article = make.article("For a day")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher, at=NOON + HOUR)
        workflow.withdraw(article, by=publisher, reason="other", at=NOON + 24 * HOUR)
        workflow.publish(article, by=publisher, at=NOON + 3 * HOUR)
        with pytest.raises(Refused, match="to be withdrawn on 2 June 2026, 12:00"):
            workflow.publish(article, by=publisher, at=NOON + 24 * HOUR)
    assert timetable_of(article) == [("For a day", 3, 24), ("withdrawn", 24, None)]


def test_withdraw_again_at_another_time_moves_the_withdrawal():
    publisher = make.user("publisher")
    article = make.article("Live")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        workflow.withdraw(article, by=publisher, reason="rights", at=NOON + 5 * HOUR)
        workflow.withdraw(article, by=publisher, reason="legal", at=NOON + 2 * HOUR)
    assert timetable_of(article) == [("Live", 0, 2), ("withdrawn", 2, None)]


@pytest.mark.parametrize(
    ("at", "waiting", "expected"),
    [
        (8, "cancel", [("Live", 0, 8), ("withdrawn", 8, None)]),
        (8, "keep", [("Live", 0, 5), ("Change", 5, 8), ("withdrawn", 8, None)]),
        (2, "cancel", [("Live", 0, 2), ("withdrawn", 2, None)]),
    ],
)
def test_withdraw_at_a_moment_ahead_cancels_what_waits_unless_it_goes_out_before(
    at, waiting, expected
):
    publisher = make.user("publisher")
    article = make.article("Live")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        save(article, publisher, headline="Change")
        workflow.publish(article, by=publisher, at=NOON + 5 * HOUR)
        workflow.withdraw(
            article, by=publisher, reason="error", at=NOON + at * HOUR, waiting=waiting
        )
    assert timetable_of(article) == expected


def test_withdraw_cannot_keep_what_would_go_out_after_it():
    publisher = make.user("publisher")
    article = make.article("Live")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        save(article, publisher, headline="Change")
        workflow.publish(article, by=publisher, at=NOON + 5 * HOUR)
        for at in (None, NOON + 5 * HOUR):
            with pytest.raises(Refused, match="cannot go out after the withdrawal"):
                workflow.withdraw(article, by=publisher, reason="error", at=at, waiting="keep")
    assert timetable_of(article) == [("Live", 0, 5), ("Change", 5, None)]


def test_a_text_whose_publication_a_withdrawal_cancelled_can_be_published_again():
    publisher = make.user("publisher")
    article = make.article("Live")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        save(article, publisher, headline="Change")
        workflow.publish(article, by=publisher, at=NOON + 5 * HOUR)
    with timeline.at(NOON + HOUR):
        workflow.withdraw(article, by=publisher, reason="error", why="It names a minor.")
    assert article.state == "approved"
    entry = AuditEntry.objects.filter(action="article.withdraw").get()
    assert (entry.detail["note"], entry.detail["cancelled"]) == ("It names a minor.", 2)


def test_change_withdrawal_cancel_and_reinstate_one_after_the_other():
    publisher = make.user("publisher")
    article = make.article("One")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher)
        workflow.withdraw(article, by=publisher, reason="legal", at=NOON + 6 * HOUR)
        save(article, publisher, headline="Two")
        workflow.publish(article, by=publisher, at=NOON + 4 * HOUR)
    with timeline.at(NOON + HOUR):
        save(article, publisher, headline="A fix")
        workflow.publish(article, by=publisher, waiting="keep")
        assert timetable_of(article) == [
            ("One", 0, 1), ("A fix", 1, 4), ("Two", 4, 6), ("withdrawn", 6, None),
        ]  # fmt: skip
    with timeline.at(NOON + 7 * HOUR):
        workflow.reinstate(article, by=publisher)
        workflow.withdraw(article, by=publisher, reason="legal", at=NOON + 9 * HOUR)
    assert timetable_of(article)[-3:] == [
        ("withdrawn", 6, 7), ("Two", 7, 9), ("withdrawn", 9, None),
    ]  # fmt: skip
    with timeline.at(NOON + 8 * HOUR):
        assert live_headline(article) == "Two"


def test_publish_that_cancels_another_edition_needs_the_right_to_cancel(settings):
    settings.EDITORS_MAY_PUBLISH = True
    editor, publisher = make.user("editor"), make.user("publisher")
    article = make.article("One")
    with timeline.at(NOON):
        workflow.publish(article, by=publisher, at=NOON + HOUR)
        save(article, publisher, headline="Two")
        with pytest.raises(NotAllowed):
            workflow.publish(article, by=editor, waiting="cancel")
        workflow.publish(article, by=editor, waiting="keep")
    assert timetable_of(article) == [("Two", 0, 1), ("One", 1, None)]


def test_whatever_is_done_in_whatever_order_readers_see_one_thing_at_a_time():
    """Two hundred random verbs on one article: its rows always tile the time without a gap."""
    chance = random.Random(20260601)  # noqa: S311
    publisher = make.user("publisher")
    article = make.article("Text 0")
    moment = NOON
    taken = set()
    for number in range(200):
        moment += chance.randrange(1, 90) * timedelta(minutes=1)
        ahead = chance.choice([None, moment + chance.randrange(1, 300) * timedelta(minutes=1)])
        waiting = chance.choice(["keep", "cancel"])
        with timeline.at(moment):
            verb = chance.choice(["save", "publish", "publish", "withdraw", "cancel", "reinstate"])
            try:
                match verb:
                    case "save":
                        save(article, publisher, headline=f"Text {number}")
                    case "publish":
                        workflow.publish(article, by=publisher, at=ahead, waiting=waiting)
                    case "withdraw":
                        workflow.withdraw(
                            article, by=publisher, reason="error", at=ahead, waiting=waiting
                        )
                    case "cancel":
                        what = chance.choice([None, "edition", "withdrawal"])
                        workflow.cancel(article, by=publisher, what=what)
                    case "reinstate":
                        workflow.reinstate(article, by=publisher)
                taken.add(verb)
            except Refused:
                article.refresh_from_db()
        rows = sorted(
            [*article.editions, *Withdrawal.every.filter(article_number=article.pk)],
            key=lambda row: row.live_from,
        )
        for row, following in pairwise(rows):
            assert row.live_until == following.live_from, (number, verb)
        assert all(row.live_until is None for row in rows[-1:])
        ahead_of_now = [row for row in rows if row.live_from > moment]
        assert sum(isinstance(row, Edition) for row in ahead_of_now) <= 1
        assert sum(isinstance(row, Withdrawal) for row in ahead_of_now) <= 1
    assert taken == {"save", "publish", "withdraw", "cancel", "reinstate"}


def test_a_refused_text_is_compared_with_few_of_those_before(monkeypatch):
    """Somebody who is refused again and again must not make each time dearer than the last."""
    monkeypatch.setattr(writing, "RETRIED", 2)
    article, person = make.article(), make.user("editor")
    opened_on = article.head
    workflow.save(article, make.content("Newer"), by=make.user("editor"), based_on=opened_on)
    for headline in ("One", "Two", "Three", "Three", "Two", "One"):
        with pytest.raises(workflow.Stale):
            workflow.save(article, make.content(headline), by=person, based_on=opened_on)
    kept = article.revisions.filter(is_refused=True).order_by("number")
    assert [row.content["headline"] for row in kept] == ["One", "Two", "Three", "One"]
