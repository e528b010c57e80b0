"""Once a day what is past its time goes, and one chore that fails does not keep the others."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from newsportal.accounts.retries import LOST_AFTER
from newsportal.consent.models import Receipt
from newsportal.inbox import mail
from newsportal.inbox.desk import receive
from newsportal.inbox.models import Category, Desk, Message
from newsportal.operations import daily
from newsportal.pagecache.models import Invalidation
from newsportal.timeline import at, now

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def coming(task=daily.chores):
    return list(DBTaskResult.objects.filter(status="READY", task_path=task.module_path))


def test_the_chores_come_once_a_day_however_often_the_worker_starts(work, due_now):
    daily.resume()
    daily.resume()
    (first,) = coming()
    assert first.run_after > now()
    for _day in range(3):
        due_now()
        work()
        (following,) = coming()
        assert following.run_after > now() + timedelta(hours=23)
    # What went well before the last turn is forgotten.
    assert DBTaskResult.objects.filter(task_path=daily.chores.module_path).count() == 2


def test_a_chore_that_fails_is_logged_and_the_others_are_done(work, monkeypatch, caplog):
    with at(now() - timedelta(days=800)):
        Receipt.objects.create(policy_version=1, categories=[], signal="click")
    Invalidation.objects.create(tag="front", counts_from=now() - timedelta(days=2))
    ahead = Invalidation.objects.create(tag="front", counts_from=now() + timedelta(days=2))

    def broken():
        raise OSError("the store is silent")

    monkeypatch.setitem(daily.CHORES, "messages of readers", broken)
    daily.chores.enqueue()
    work()
    assert not Receipt.objects.exists()
    assert list(Invalidation.objects.all()) == [ahead]
    assert "messages of readers" in caplog.text


def test_mail_that_a_killed_worker_had_in_its_hands_goes_out(mailoutbox, work, due_now):
    Desk.objects.update(mail_address="desk@paper.example")
    message = receive(category=Category.objects.get(slug="tip"), text="Words", sent_as="1")
    (task,) = coming(mail.notify_desk)
    task.claim("a worker that is killed")
    daily.resume()
    assert not mailoutbox
    Message.objects.filter(pk=message.pk).update(mail_due_at=now() - LOST_AFTER - MINUTE)
    due_now()
    work()
    assert [sent.to for sent in mailoutbox] == [["desk@paper.example"]]
    (following,) = coming(daily.lost_mail)
    assert following.run_after > now() + MINUTE
