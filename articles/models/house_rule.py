"""The house style as data: which checks run before publication, and how much each weighs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HouseRule(models.Model):
    """One rule. What its `kind` looks for stands in `articles.checks`; the rest is data."""

    class Level(models.TextChoices):
        BLOCKING = "blocking", _("Blocks publication")
        WARNING = "warning", _("Warns")
        OFF = "off", _("Off")

    kind = models.SlugField(_("looks for"), max_length=40)
    level = models.CharField(
        _("weight"), max_length=8, choices=Level.choices, default=Level.WARNING
    )
    # What a kind needs besides: a number such as the longest headline, or words, one per line.
    limit = models.PositiveIntegerField(_("limit"), null=True, blank=True)
    words = models.TextField(_("words"), blank=True, max_length=4000)
    replacement = models.CharField(_("write instead"), blank=True, max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        default_permissions = ()
        verbose_name = _("house rule")
        verbose_name_plural = _("house style")
        constraints = [
            # Of the spellings that the house prefers there are as many as it likes.
            models.UniqueConstraint(
                fields=["kind"],
                condition=~models.Q(kind="preferred"),
                name="one_house_rule_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_level_display()})"


class LinkCheck(models.Model):
    """What an address on another site answered when the worker last asked."""

    url = models.CharField(max_length=2000, unique=True)
    status = models.PositiveSmallIntegerField(null=True)  # None: no answer
    checked_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.status}: {self.url}"
