"""Mail to the staff: it follows what happened, tries for three days, and fails in sight."""

from datetime import timedelta

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from newsportal.accounts import notices, retries
from newsportal.accounts.models import AuditEntry, Notice, User
from newsportal.timeline import at, now
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = "/newsroom/accounts/notice/"


def person(**fields) -> User:
    return make.user("editor", email="chen@paper.example", **fields)


def tell(*people, subject="Sent back: A bridge", text="Who says so?") -> None:
    notices.tell(people, subject, text, by=make.user("publisher", email="boss@paper.example"))


def sign_in(*roles) -> Client:
    client = Client()
    client.force_login(make.user(*roles), "django.contrib.auth.backends.ModelBackend")
    return client


def test_a_notice_goes_out_by_the_worker(mailoutbox, work):
    tell(person())
    assert not mailoutbox
    work()
    (sent,) = mailoutbox
    assert (sent.to, sent.subject) == (["chen@paper.example"], "Sent back: A bridge")
    assert sent.body == "Who says so?"
    assert Notice.objects.get().state == "sent"


def test_nobody_is_told_twice_or_of_their_own_step_or_after_they_left():
    first = person()
    by = make.user("publisher", email="boss@paper.example")
    people = [
        first,
        User.objects.get(pk=first.pk),
        by,
        make.user("editor", email="gone@paper.example", is_active=False),
        make.user("editor", email=""),
    ]
    notices.tell(people, "Subject", "Text", by=by)
    assert [notice.to for notice in Notice.objects.all()] == [first]


def test_somebody_deactivated_since_gets_no_mail(mailoutbox, work):
    reader = person()
    tell(reader)
    User.objects.filter(pk=reader.pk).update(is_active=False)
    work()
    assert not mailoutbox
    assert Notice.objects.get().state == "none"


def test_within_muted_nobody_is_told():
    with notices.muted():
        tell(person())
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "headline",
    ["A\r\nBcc: x@e.example", "A\nBcc: x@e.example", "A\u2028Bcc: x@e.example", "A\0\x85Bcc: x",
     "A\x0bBcc: x@e.example", "A\tB\x7f", "x" * 5000],
)  # fmt: skip
def test_no_headline_adds_a_header(mailoutbox, work, headline):
    tell(person(), subject=f"Sent back: {headline}")
    work()
    (sent,) = mailoutbox
    assert len(sent.subject.splitlines()) == 1
    assert len(sent.subject) <= 200
    assert sent.message().keys().count("Subject") == 1
    assert "Bcc" not in sent.message()
    assert sent.recipients() == ["chen@paper.example"]


def test_a_failed_try_is_repeated_with_the_same_message_id(
    mailoutbox, work, broken_mail, due_now, monkeypatch
):
    tell(person())
    first = notices.mail_of(Notice.objects.get().pk).extra_headers["Message-ID"]
    work()
    notice = Notice.objects.get()
    assert (notice.state, notice.tries) == ("waiting", 1)
    assert now() + timedelta(seconds=50) < notice.due_at < now() + timedelta(seconds=70)
    broken_mail()
    due_now()
    work()
    (sent,) = mailoutbox
    assert sent.extra_headers["Message-ID"] == first
    due_now()
    work()
    assert len(mailoutbox) == 1


def test_a_worker_killed_while_it_sends_leaves_the_next_try(mailoutbox, work, due_now, monkeypatch):
    tell(person())

    class Killed(BaseException):
        pass

    def die(notice_id):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("newsportal.accounts.notices.mail_of", die)
        with pytest.raises(Killed):
            notices.send_notice.call(Notice.objects.get().pk, 0)
    due_now()
    work()
    assert (len(mailoutbox), Notice.objects.get().state) == (1, "sent")


def test_what_has_lost_its_task_is_taken_up_when_a_worker_starts(mailoutbox, work):
    tell(person())
    DBTaskResult.objects.all().delete()
    assert notices.resume() == 0, "not before its time"
    with at(now() + timedelta(minutes=11)):
        assert notices.resume() == 1
    work()
    assert len(mailoutbox) == 1


def test_an_address_that_no_mail_can_have_fails_at_once(mailoutbox, work):
    tell(make.user("editor", email="x@e.example\nBcc: y@e.example"))
    work()
    assert not mailoutbox
    assert Notice.objects.get().state == "failed"


def test_after_three_days_the_failure_is_shown_to_the_administrator_without_its_words(
    work, broken_mail, mailoutbox, due_now
):
    tell(person(), subject="Sent back: Canary", text="Canary")
    Notice.objects.update(tries=retries.most_tries() - 1)
    notices.send_notice.enqueue(Notice.objects.get().pk, retries.most_tries() - 1)
    work()
    assert Notice.objects.get().state == "failed"
    admin = sign_in("admin")
    start = admin.get("/newsroom/")
    panel = next(p for p in start.context["panels"] if p.title == "Mail that could not be sent")
    assert panel.count == 1
    number = Notice.objects.get().pk
    pages = [start, admin.get(panel.url), admin.get(f"{LIST}{number}/change/")]
    for page in pages:
        assert page.status_code == 200
        assert "Canary" not in page.content.decode()
    broken_mail()
    assert admin.post(f"{LIST}again/").status_code == 302
    due_now()
    work()
    assert (len(mailoutbox), Notice.objects.get().state) == (1, "sent")
    assert AuditEntry.objects.filter(action="notice.try_again", detail__count=1).exists()


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "publisher", "desk"])
def test_only_administrators_look_after_the_mail(role):
    client = sign_in(role)
    assert client.get(LIST).status_code == 403
    assert client.post(f"{LIST}again/").status_code == 403
    assert sign_in("admin").get(f"{LIST}again/").status_code == 405
