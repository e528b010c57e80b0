"""`Message`: what a reader sent, as it was sent, and where it stands.

The table has no column for an address of a computer or the name of a browser. The time of a
message without name and e-mail is kept to the day only.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.models import User
from newsportal.inbox.models.sorting import Category, Kind
from newsportal.timeline import now

LONGEST_TEXT = 10_000
LONGEST_QUOTE = 1_000
# No letter that is easily taken for another; a reference is read out on the telephone.
REFERENCE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """A random reference such as `7K3F-9QXA`: tells one message from another, opens nothing."""
    signs = [secrets.choice(REFERENCE_SIGNS) for _each in range(8)]
    return f"{''.join(signs[:4])}-{''.join(signs[4:])}"


class State(models.TextChoices):
    """Where a message stands."""

    NEW = "new", _("new")
    OPEN = "open", _("open")
    WAITING = "waiting", _("waiting for the reader")
    CLOSED = "closed", _("closed")
    SPAM = "spam", _("spam")


TO_DO: Final = (State.NEW, State.OPEN)


class Channel(models.TextChoices):
    """How a message reached the desk."""

    FORM = "form", _("form")
    PHONE = "phone", _("telephone")


class MailState(models.TextChoices):
    """What became of the mail that tells the desk."""

    NONE = "none", _("no mail")
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class MessageQuerySet(models.QuerySet["Message"]):
    """Lists of messages, named for who reads them."""

    def threads(self) -> Self:
        """Without those that go on in another message."""
        return self.filter(merged_into__isnull=True)

    def to_do(self) -> Self:
        """Messages that somebody at the desk still has to deal with."""
        return self.filter(state__in=TO_DO)

    def assigned(self, user: User) -> Self:
        """Messages that `user` was asked to look at, and that are not done with."""
        return self.filter(state__in=[*TO_DO, State.WAITING], assignee=user)


class Message(models.Model):
    """One message of a reader, as it was sent."""

    reference = models.CharField(
        _("reference"), max_length=9, unique=True, default=new_reference, editable=False
    )
    # SHA-256 of the receipt code, in hex. Empty codes are none: a call was logged, no form sent.
    code_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    # A hash of the form's random number and all that was typed: a second click adds nothing.
    sent_as = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), default=now)
    channel = models.CharField(
        _("came by"), max_length=10, choices=Channel.choices, default=Channel.FORM
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", verbose_name=_("about")
    )
    text = models.TextField(_("message"), validators=[MaxLengthValidator(LONGEST_TEXT)])
    sender_name = models.CharField(_("name"), max_length=100, blank=True)
    sender_address = models.EmailField(_("e-mail"), blank=True)
    page = models.CharField(_("page"), max_length=500, blank=True)
    # The sentence that a reader marked when reporting an error.
    quote = models.TextField(
        _("marked sentence"), blank=True, validators=[MaxLengthValidator(LONGEST_QUOTE)]
    )
    # What a notice of illegal content has besides (Digital Services Act, Article 16(2)); its
    # text gives the reasons.
    in_good_faith = models.BooleanField(_("stated in good faith"), default=False)
    is_of_child_abuse = models.BooleanField(
        _("about sexual abuse of children"),
        default=False,
        help_text=_("The notice then needs neither name nor address."),
    )

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    # The day on which it came into the spam folder, from which its time there counts.
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
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
    first_answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)
    # Two messages about one thing: this one goes on in the other, whose state it shares.
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    # The number of the correction that was drafted from it, in a package that is not known here.
    correction_draft = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    is_told_of_correction = models.BooleanField(default=False, editable=False)

    mail_state = models.CharField(
        _("mail to the desk"), max_length=10, choices=MailState.choices, default=MailState.NONE
    )
    mail_tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    mail_due_at = models.DateTimeField(_("next try"), null=True, blank=True)

    # The same of the mail that gives the reader the reference number.
    receipt_state = models.CharField(
        _("receipt by mail"), max_length=10, choices=MailState.choices, default=MailState.NONE
    )
    receipt_tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    receipt_due_at = models.DateTimeField(_("next try"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["state", "-id"], name="message_state"),
            models.Index(
                fields=["mail_due_at"], name="message_mail_due", condition=Q(mail_state="waiting")
            ),
            models.Index(
                fields=["receipt_due_at"],
                name="message_receipt_due",
                condition=Q(receipt_state="waiting"),
            ),
            # How many receipts an address has had today: it is asked whatever its capitals, so an
            # index of addresses would not help. And what came in the last weeks.
            models.Index(fields=["sent_at"], name="message_sent"),
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

    @property
    def kind(self) -> Kind:
        """The form by which it came."""
        return Kind(self.category.kind)

    @property
    def answer_due_at(self) -> datetime:
        """When the first answer is due, by the target of its category.

        Of an anonymous message the day alone is known: it counts from the end of that day.
        """
        unknown = timedelta(days=1) if self.is_anonymous else timedelta(0)
        return self.sent_at + unknown + timedelta(hours=self.category.answer_within_hours)

    @property
    def reaches_reader(self) -> bool:
        """Whether an answer would be seen: by mail, or by the receipt code."""
        return bool(self.sender_address or self.code_hash)

    def assigned_to(self, user: User) -> bool:
        """For the letter A of the role table."""
        return self.assignee_id is not None and self.assignee_id == user.pk
