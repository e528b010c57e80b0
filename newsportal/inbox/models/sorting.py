"""How messages are sorted: what they are about, which desk that is for, how much is taken."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Which form a message comes by: each asks for what it needs."""

    MESSAGE = "message", _("message or question")
    ERROR = "error", _("error in an article")
    NOTICE = "notice", _("notice of illegal content")


class Desk(models.Model):
    """Those who are told of new messages."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    mail_address = models.EmailField(
        _("address"),
        blank=True,
        help_text=_("Told of every new message, without its text. Empty: no mail is sent."),
    )

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        verbose_name = _("message desk")
        verbose_name_plural = _("message desks")

    def __str__(self) -> str:
        return self.name


class CategoryQuerySet(models.QuerySet["Category"]):
    """Lists of categories, named for who reads them."""

    def offered(self, kind: str) -> Self:
        """What the form of this kind lets a reader choose."""
        return self.filter(kind=kind, is_offered=True)


class Category(models.Model):
    """What a message is about: who gets it, how soon it is answered, how long it is kept."""

    slug = models.SlugField(_("short name"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("form"), max_length=10, choices=Kind.choices, default=Kind.MESSAGE)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, verbose_name=_("desk"))
    receipt = models.TextField(
        _("receipt"),
        max_length=1000,
        blank=True,
        help_text=_("What the reader is told on the receipt: plain text, one or two sentences."),
    )
    answer_within_hours = models.PositiveSmallIntegerField(
        _("answer within (hours)"),
        default=72,
        validators=[MinValueValidator(1), MaxValueValidator(2400)],
    )
    keep_for_days = models.PositiveSmallIntegerField(
        _("keep for (days)"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("How long after it was closed a message is kept; then it is erased."),
    )
    is_offered = models.BooleanField(
        _("offered"), default=True, help_text=_("Whether readers can choose it in the form.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="inbox_category_kind_is_known"
            )
        ]
        verbose_name = _("category of messages")
        verbose_name_plural = _("categories of messages")

    def __str__(self) -> str:
        return self.name


class InboxSettings(models.Model):
    """How much is taken: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    messages_per_hour = models.PositiveSmallIntegerField(
        _("messages an hour"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("How many messages are taken from one network within an hour."),
    )
    links_allowed = models.PositiveSmallIntegerField(
        _("links allowed"),
        default=5,
        validators=[MaxValueValidator(100)],
        help_text=_("A message with more links waits in the spam folder."),
    )
    reply_address = models.EmailField(
        _("address for replies"),
        blank=True,
        help_text=_(
            "Where a reader's reply to a mail of ours goes. It does not come into the inbox: name "
            "a mailbox that somebody reads. Without one it goes to the address that the site "
            "sends from."
        ),
    )

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(id=1), name="inbox_settings_are_one_row")]
        verbose_name = _("settings of the inbox")
        verbose_name_plural = _("settings of the inbox")

    def __str__(self) -> str:
        return str(_("Settings of the inbox"))

    @classmethod
    def current(cls) -> Self:
        """The row, or the defaults where nobody has saved one."""
        return cls.objects.first() or cls()
