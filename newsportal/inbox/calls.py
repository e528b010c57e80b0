"""A call to the hotline, written down as a message: it goes the way of every other one."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.inbox.models import LONGEST_TEXT, Category, Channel, Message, Opening
from newsportal.inbox.steps import day_of, plain
from newsportal.refusals import Refused


@transaction.atomic
def log_call(
    *, by: User, category: Category, text: str, sender_name: str = "", sender_address: str = ""
) -> Message:
    """Store what a caller said. The desk has written it, so no mail tells the desk of it."""
    require(by, "message.list")
    text = plain(text)
    if not text:
        raise Refused(_("Write down what the caller said."))
    if len(text) > LONGEST_TEXT:
        raise Refused(_("Write at most %d characters.") % LONGEST_TEXT)
    message = Message(
        sent_as=secrets.token_hex(32),
        channel=Channel.PHONE,
        category=category,
        text=text,
        sender_name=plain(sender_name),
        sender_address=sender_address,
    )
    if message.is_anonymous:
        message.sent_at = day_of(message.sent_at)
    message.save(force_insert=True)
    Opening.objects.create(message=message, opened_by=by)
    audit.record("message.log_call", message, by=by)
    return message
