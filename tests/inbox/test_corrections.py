"""From a reader's report to a correction, and back to the reader when it is live."""

from datetime import timedelta

import pytest

from articles import workflow
from articles.models import Correction, CorrectionDraft, Edition
from newsportal.inbox import corrections, erasing, threads
from newsportal.inbox.models import Message
from newsportal.newsroom import reports
from newsportal.timeline import at, now
from tests import factories as make
from tests.factories import user
from tests.inbox.test_verbs import received

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db):
    boss = user("publisher")
    article = make.article(by=boss)
    workflow.publish(article, by=boss)
    return article


@pytest.fixture
def report(article):
    address = Edition.objects.get(article_number=article.pk).get_absolute_url()
    return received("error", page=address, quote="Built in 1950.", text="It was 1951.")


def press(client, message, verb):
    return client.post(f"/newsroom/inbox/message/{message.pk}/change/", {"verb": verb}, follow=True)


def test_one_click_makes_a_draft_an_editor_corrects_and_the_reader_is_told(
    client, article, report, mailoutbox, work
):
    client.force_login(user("desk"))
    page = press(client, report, "to_correction").content.decode()
    assert "The draft of a correction waits for an editor." in page
    assert "Make a correction draft" not in page
    draft = CorrectionDraft.objects.get()
    assert (draft.article, draft.text) == (article, "“Built in 1950.”\n\nIt was 1951.")

    client.force_login(user("editor"))
    start = f"/newsroom/articles/article/{article.pk}/"
    reported = "/newsroom/articles/correctiondraft/"
    assert f"/reported/{draft.pk}/" in client.get(reported).content.decode()
    assert f"/reported/{draft.pk}/" in client.get(f"{start}correct/").content.decode()
    page = client.get(f"{start}reported/{draft.pk}/").content.decode()
    assert "It was 1951.</textarea>" in page
    assert "lin@reader.example" not in page
    assert "Lin Mei" not in page
    tomorrow = now() + timedelta(days=1)
    sent = client.post(
        f"{start}reported/{draft.pk}/",
        {
            "kind": "correction",
            "text": "The bridge was built in 1951.",
            "at_0": f"{tomorrow:%Y-%m-%d}",
            "at_1": "12:00",
        },
    )
    assert sent.status_code == 302
    assert f"/reported/{draft.pk}/" not in client.get(reported).content.decode()
    correction = Correction.every.get()
    # Reworded before its time: the reader is told of the words that stand.
    workflow.amend(article, correction, by=user("editor"), kind="correction", text="1951, it was.")
    assert reports.tell_readers() == 1
    assert not mailoutbox
    with at(now() + timedelta(days=3)):
        assert reports.tell_readers() == 0
        assert reports.tell_readers() == 0
        work()
    (mail,) = (sent for sent in mailoutbox if sent.subject.startswith("Answer"))
    assert mail.to == ["lin@reader.example"]
    assert report.page in mail.body
    report.refresh_from_db()
    assert (report.state, report.answers.get().made_by) == ("closed", None)


def test_a_report_that_is_set_aside_is_the_desks_again(client, article, report):
    client.force_login(user("desk"))
    press(client, report, "to_correction")
    draft = CorrectionDraft.objects.get()
    client.force_login(user("editor"))
    client.post(f"/newsroom/articles/article/{article.pk}/reported/{draft.pk}/dismiss/")
    assert reports.tell_readers() == 0
    client.force_login(user("desk"))
    page = client.get(f"/newsroom/inbox/message/{report.pk}/change/").content.decode()
    assert "The editors found no error: answer the reader." in page
    assert not report.answers.exists()


@pytest.fixture
def corrected(article, report):
    """The report, passed on and made a correction of that is live."""
    draft = CorrectionDraft.objects.get(pk=corrections.to_correction(report, by=user("desk")))
    said = {"kind": "correction", "text": "It was 1951."}
    workflow.reported.correct_reported(article, draft, by=user("editor"), **said)
    return report


def test_a_correction_retracted_before_the_reader_was_told_is_the_desks_again(article, corrected):
    row = Correction.every.get()
    with at(now() + timedelta(minutes=1)):
        workflow.retract(article, row, by=user("publisher"), reason="It was 1950 after all.")
    with at(now() + timedelta(minutes=2)):
        said = corrections.words_of(corrected)
        assert said == "The correction was retracted: answer the reader."
        assert reports.tell_readers() == 0
    assert not corrected.answers.exists()
    assert not reports.waiting().exists()


def test_a_telling_that_fails_is_tried_again(corrected, monkeypatch, work, due_now):
    def broken(*args, **kwargs):
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(reports, "tell", broken)
        due_now()
        work()
    due_now()
    work()
    corrected.refresh_from_db()
    assert corrected.is_told_of_correction


def test_a_thread_stays_open_when_a_report_merged_into_it_is_corrected(corrected):
    thread = received("error", text="And who built it?")
    threads.merge(corrected, thread, by=user("desk"))
    reports.tell_readers()
    corrected.refresh_from_db()
    assert (corrected.answers.count(), corrected.state) == (1, "new")


def test_what_was_passed_on_is_erased_with_the_message(client, article, report):
    client.force_login(user("desk"))
    press(client, report, "to_correction")
    erasing.erase([report])
    assert not CorrectionDraft.objects.exists()


@pytest.mark.parametrize("page", ["/about/", "/city/999999/gone/", "/nothing/at/all/here/"])
def test_an_address_without_an_article_is_refused_with_a_sentence(client, page):
    message = received("error", page=page)
    client.force_login(user("desk"))
    said = press(client, message, "to_correction").content.decode()
    assert "No article of ours stands at the address" in said
    assert Message.objects.get().correction_draft is None


def test_only_the_desk_passes_a_report_on(client, report):
    for role in ("editor", "publisher", "admin"):
        client.force_login(user(role))
        assert press(client, report, "to_correction").status_code == 403
    assert not CorrectionDraft.objects.exists()
