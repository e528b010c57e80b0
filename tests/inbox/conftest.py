"""What the tests of the inbox share: no counts of other tests, and a form as a reader gets it."""

from datetime import timedelta

import pytest

from newsportal.inbox import status, views
from newsportal.inbox.models import Desk
from newsportal.inbox.stamp import Stamp
from newsportal.timeline import at, now


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests():
    views.messages.forget()
    status.wrong.forget()


@pytest.fixture
def desk_address(db):
    """The desk wants mail."""
    Desk.objects.update(mail_address="desk@example.org")
    return "desk@example.org"


@pytest.fixture
def typed():
    """The fields of the form as a reader sends them, after a minute of writing."""

    def fields(**changes):
        with at(now() - timedelta(minutes=1)):
            stamp = Stamp.fresh().signed
        return {
            "category": "question",
            "text": "When does bus 417 run?",
            "page": "",
            "sender_name": "",
            "sender_address": "",
            "leave_empty": "",
            "stamp": stamp,
            **changes,
        }

    return fields
