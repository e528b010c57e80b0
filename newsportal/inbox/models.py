"""Messages of readers, notes of the desk about them, and where the desk gets its mail.

The table has no column for an address of a computer or the name of a browser. The time of a
message without name and e-mail is kept to the day only.
"""

import secrets
from typing import Self

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.models import User
from newsportal.timeline import now

LONGEST_TEXT = 10_000
# No letter that is easily taken for another; a reference is read out on the telephone.
REFERENCE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """A random reference such as `7K3F-9QXA`: tells one message from another, opens nothing."""
    signs = [secrets.choice(REFERENCE_SIGNS) for _each in range(8)]
    return f"{''.join(signs[:4])}-{''.join(signs[4:])}"


class Category(models.TextChoices):
    """What a message is about."""

    QUESTION = "question", _("Question or comment")
    ERROR = "error", _("Error in an article")
    TIP = "tip", _("Tip for the newsroom")
    ILLEGAL = "illegal", _("Illegal or undesirable content")
    OTHER = "other", _("Something else")


class State(models.TextChoices):
    """Where a message stands."""

    NEW = "new", _("new")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    SPAM = "spam", _("spam")


class MailState(models.TextChoices):
    """What became of the mail that tells the desk."""

    NONE = "none", _("no mail")
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class MessageQuerySet(models.QuerySet["Message"]):
    """Lists of messages, named for who reads them."""

    def to_do(self) -> Self:
        """Messages that somebody at the desk still has to deal with."""
        return self.filter(state__in=[State.NEW, State.OPEN])

    def assigned(self, user: User) -> Self:
        """Open messages that `user` was asked to look at."""
        return self.to_do().filter(assignee=user)


class Message(models.Model):
    """One message of a reader, as it was sent."""

    reference = models.CharField(
        _("reference"), max_length=9, unique=True, default=new_reference, editable=False
    )
    # A hash of the form's random number and all that was typed: a second click adds nothing.
    sent_as = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), default=now)
    category = models.CharField(_("about"), max_length=10, choices=Category.choices)
    text = models.TextField(_("message"), validators=[MaxLengthValidator(LONGEST_TEXT)])
    sender_name = models.CharField(_("name"), max_length=100, blank=True)
    sender_address = models.EmailField(_("e-mail"), blank=True)
    page = models.CharField(_("page"), max_length=500, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    held_because = models.CharField(_("held because"), max_length=100, blank=True)
    assignee = models.ForeignKey(
        User,
        verbose_name=_("assigned to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    mail_state = models.CharField(
        _("mail to the desk"), max_length=10, choices=MailState.choices, default=MailState.NONE
    )
    mail_tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    mail_due_at = models.DateTimeField(_("next try"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["state", "-id"], name="message_state"),
            models.Index(
                fields=["mail_due_at"], name="message_mail_due", condition=Q(mail_state="waiting")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="inbox_message_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(state=State.CLOSED),
                name="inbox_message_closed_at_when_closed",
            ),
        ]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        # Nothing that the reader wrote: this name stands in the audit log.
        return self.reference

    @property
    def is_anonymous(self) -> bool:
        """Whether the reader gave neither a name nor an address."""
        return not (self.sender_name or self.sender_address)

    def assigned_to(self, user: User) -> bool:
        """For the letter A of the role table."""
        return self.assignee_id is not None and self.assignee_id == user.pk


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


class Desk(models.Model):
    """How the message desk is reached, and how much one network may send: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    mail_address = models.EmailField(
        _("address of the desk"),
        blank=True,
        help_text=_("Told of every new message, without its text. Empty: no mail is sent."),
    )
    messages_per_hour = models.PositiveSmallIntegerField(
        _("messages an hour"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("How many messages are taken from one network within an hour."),
    )

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(id=1), name="inbox_desk_is_one_row")]
        verbose_name = _("message desk")
        verbose_name_plural = _("message desk")

    def __str__(self) -> str:
        return str(_("Message desk"))

    @classmethod
    def current(cls) -> Self:
        """The row, or the defaults where nobody has saved one."""
        return cls.objects.first() or cls()
