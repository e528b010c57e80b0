"""The way from a reported error to a correction, of which this package knows the two ends alone.

Articles belong to another package: `newsroom` brings what leads there (`connect`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from newsportal.accounts.models import User
from newsportal.inbox.models import Kind, Message, State
from newsportal.inbox.steps import change, lock, refuse_spam
from newsportal.refusals import Refused


@dataclass(frozen=True)
class Way:
    """What leads to articles: `draft` makes the draft and gives its number, `words` say how it
    stands."""

    draft: Callable[[Message, User], int]
    words: Callable[[int], str]


_ways: list[Way] = []


def connect(way: Way) -> None:
    """Use this way to the articles."""
    _ways[:] = [way]


def can_be_made_of(message: Message) -> bool:
    """Whether the message may become the draft of a correction."""
    return bool(
        _ways
        and message.kind == Kind.ERROR
        and message.page
        and message.state != State.SPAM
        and message.correction_draft is None
    )


def words_of(message: Message) -> str:
    """How the draft that was made of the message stands; "" without one."""
    if message.correction_draft is None or not _ways:
        return ""
    return _ways[0].words(message.correction_draft)


@transaction.atomic
def to_correction(message: Message, *, by: User) -> int:
    """Put the reported error before the editors, as the draft of a correction; its number.

    The sender's name and address stay here.
    """
    lock(message, by, "message.to_correction")
    refuse_spam(message)
    if not can_be_made_of(message):
        raise Refused(_("Only an error in an article becomes a correction, and only once."))
    number = _ways[0].draft(message, by)
    change(
        message,
        by,
        "message.to_correction",
        correction_draft=number,
        state=State.OPEN,
        closed_at=None,
    )
    return number
