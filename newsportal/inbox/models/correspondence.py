"""What is written about a message after it came: answers, further words, internal notes."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.models import User
from newsportal.inbox.models.message import LONGEST_TEXT, MailState, Message
from newsportal.timeline import now


class Answer(models.Model):
    """What the desk wrote to the reader: shown on the status page, and mailed where it can be."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="answers")
    made_at = models.DateTimeField(_("at"), default=now)
    # None: written by the system, as when a correction has gone live.
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    text = models.TextField(_("answer"), validators=[MaxLengthValidator(LONGEST_TEXT)])
    # The same answer to the reader of a merged message; the desk sees it once, in the thread.
    copy_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    mail_state = models.CharField(
        _("mail to the reader"), max_length=10, choices=MailState.choices, default=MailState.NONE
    )
    mail_tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    mail_due_at = models.DateTimeField(_("next try"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["mail_due_at"], name="answer_mail_due", condition=Q(mail_state="waiting")
            ),
        ]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return f"{self.message_id}.{self.pk}"


class FurtherWord(models.Model):
    """What the reader added on the status page."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="further_words")
    sent_at = models.DateTimeField(_("sent"), default=now)
    sent_as = models.CharField(max_length=64, unique=True, editable=False)
    text = models.TextField(_("further word"), validators=[MaxLengthValidator(LONGEST_TEXT)])

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        verbose_name = _("further word")
        verbose_name_plural = _("further words")

    def __str__(self) -> str:
        return f"{self.message_id}.{self.pk}"


class Note(models.Model):
    """An internal remark about a message, never shown to a reader."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="notes")
    made_at = models.DateTimeField(_("at"), default=now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("note"))

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return f"{self.message_id}.{self.pk}"
