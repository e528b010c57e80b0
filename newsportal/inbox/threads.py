"""Two messages about one thing made one thread, and parted again.

The desk sees the words of both in one page. Each reader goes on seeing his own words, and the
answers given since; nothing that one reader wrote is shown to the other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.inbox.models import Answer, FurtherWord, Kind, Message, Note
from newsportal.inbox.steps import SHARED, change, lock, refuse_spam
from newsportal.refusals import Refused


@transaction.atomic
def merge(message: Message, into: Message, *, by: User) -> None:
    """Let `message` go on in `into`, whose state it then shares."""
    if message.pk == into.pk:
        raise Refused(_("A message is not merged into itself."))
    # In the order of their numbers, so that two who merge crosswise do not wait for each other.
    for one in sorted((message, into), key=lambda one: one.pk):
        lock(one, by, "message.merge")
        refuse_spam(one)
    if (message.kind == Kind.NOTICE) != (into.kind == Kind.NOTICE):
        raise Refused(_("A notice of illegal content is decided upon by itself."))
    shared = {name: getattr(into, name) for name in SHARED}
    message.merged.update(merged_into=into, **shared)
    change(message, by, "message.merge", merged_into=into, **shared)
    audit.record("message.merge", into, by=by, merged=message.pk)


@transaction.atomic
def part(message: Message, *, by: User) -> None:
    """Let a merged message go on by itself again."""
    thread = message.merged_into
    if thread is None:
        raise Refused(_("This message is not merged."))
    lock(thread, by, "message.merge")
    message.refresh_from_db(fields=["merged_into"])
    if message.merged_into_id != thread.pk:
        raise Refused(_("A colleague has parted this message meanwhile."))
    message.merged_into = None
    message.save(update_fields=["merged_into"])
    audit.record("message.part", message, by=by)


@dataclass(frozen=True)
class Entry:
    """One piece of a thread: a reader's word, an answer or a note."""

    kind: str  # message, word, answer, note
    at: datetime
    only_day: bool
    row: Any
    of: Message


def entries(message: Message) -> list[Entry]:
    """Everything in the thread of `message`, in the order of time; a few queries, however long."""
    thread = [message, *message.merged.select_related("category")]
    by_number = {one.pk: one for one in thread}
    found = [Entry("message", one.sent_at, one.is_anonymous, one, one) for one in thread]
    for row in FurtherWord.objects.filter(message__in=by_number):
        of = by_number[row.message_id]
        found.append(Entry("word", row.sent_at, of.is_anonymous, row, of))
    # A copy stands beside the answer it was made of; where they were parted, it is all there is.
    answers = Answer.objects.filter(message__in=by_number).exclude(copy_of__message__in=by_number)
    for answer in answers.select_related("made_by"):
        of = by_number[answer.message_id]
        found.append(Entry("answer", answer.made_at, False, answer, of))
    for note in Note.objects.filter(message__in=by_number).select_related("made_by"):
        found.append(Entry("note", note.made_at, False, note, by_number[note.message_id]))
    # What was sent comes first, though of anonymous words the day alone is known.
    rank = {"message": 0, "word": 1, "answer": 1, "note": 1}
    return sorted(found, key=lambda entry: (rank[entry.kind], entry.at))
