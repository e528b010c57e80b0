"""Senders whose messages the desk has had enough of: they go to the spam folder, none is lost."""

from django.db import transaction
from django.utils.translation import gettext as _

from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.inbox.models import BlockedSender, Message
from newsportal.refusals import Refused


def is_blocked(address: str) -> bool:
    """Whether messages from this address are held."""
    return bool(address) and BlockedSender.objects.filter(address=address.lower()).exists()


@transaction.atomic
def block_sender(message: Message, *, by: User) -> BlockedSender:
    """Hold whatever else comes from the sender of `message`, which stays where it is."""
    require(by, "message.block_sender", message)
    if not message.sender_address:
        raise Refused(_("This reader has given no address that could be blocked."))
    sender, is_new = BlockedSender.objects.get_or_create(
        address=message.sender_address.lower(), defaults={"blocked_by": by}
    )
    if is_new:
        audit.record("message.block_sender", message, by=by)
    return sender


@transaction.atomic
def unblock(sender: BlockedSender, *, by: User) -> None:
    """Take the messages of this sender as those of everybody."""
    require(by, "message.block_sender")
    audit.record("message.unblock_sender", sender, by=by)
    sender.delete()
