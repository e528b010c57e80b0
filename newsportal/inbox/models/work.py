"""What the desk works with: who has opened what, who is answering, views, templates, blocks."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.models import User
from newsportal.accounts.saved_queries import SavedQuery
from newsportal.inbox.models.message import LONGEST_TEXT, Message
from newsportal.timeline import now


class Opening(models.Model):
    """Somebody of the desk has opened the message since the reader's last word.

    A message without such a row is unread; a further word of the reader removes it. No time
    of the reader is kept for this, so that of an anonymous message only the day stays known.
    """

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="opening")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.message_id}"


class Answering(models.Model):
    """Who has a message open just now, and whether an answer to it is being written."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    is_writing = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["message", "user"], name="inbox_answering_once")
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.user_id}"


class SavedView(SavedQuery):
    """A name for filters of the inbox; each person has their own."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta(SavedQuery.Meta):
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="inbox_saved_view_name_once")
        ]


class AnswerTemplate(models.Model):
    """An answer that is given often, with places for what differs."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    text = models.TextField(_("text"), validators=[MaxLengthValidator(LONGEST_TEXT)])
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        default_permissions = ()
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")

    def __str__(self) -> str:
        return self.name


class BlockedSender(models.Model):
    """An address whose further messages go to the spam folder; none is dropped."""

    address = models.EmailField(_("e-mail"), unique=True)  # in small letters
    blocked_at = models.DateTimeField(_("blocked"), default=now)
    blocked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        verbose_name = _("blocked sender")
        verbose_name_plural = _("blocked senders")

    def __str__(self) -> str:
        # This name stands in the audit log: no address.
        return str(_("blocked sender %d")) % (self.pk or 0)
