"""What the site asks readers about (`Purpose`), every state of that question (`ConsentVersion`),
and the proof of each choice (`Receipt`), which says nothing of who made it.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.consent import registry
from newsportal.pagecache.models import Tagged
from newsportal.timeline import now


def optional_purposes() -> list[tuple[str, Any]]:
    """The purposes that a site may have, for choices that a migration must not fix."""
    return [(each.name, each.title) for each in registry.CATEGORIES if not each.necessary]


class Purpose(Tagged):
    """One optional purpose that this site has: readers are asked about it. None: nobody is asked.

    Call `versions.settle` after adding or removing one.
    """

    name = models.CharField(
        _("purpose"),
        max_length=20,
        choices=optional_purposes,
        unique=True,
        help_text=_("All readers are asked again when a purpose is added."),
    )

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        verbose_name = _("consent purpose")
        verbose_name_plural = _("consent purposes")

    def __str__(self) -> str:
        return str(self.category.title)

    @property
    def category(self) -> registry.Category:
        """What the registry says of it."""
        return next(each for each in registry.CATEGORIES if each.name == self.name)

    def tags(self) -> Iterable[str]:
        return ("site",)


class ConsentVersion(Tagged):
    """What readers were asked from a moment on; rows are added and never changed.

    `number` grows when a purpose or a host is added, and stays when one is removed. `asked` maps
    each purpose, and each part of one (`embeds.youtube`), to its `hosts` and to the number
    `since` which it is as it is.
    """

    number = models.PositiveIntegerField(_("number"))
    made_at = models.DateTimeField(_("made at"), default=now)
    asked = models.JSONField(_("what is asked"))

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        verbose_name = _("consent version")
        verbose_name_plural = _("consent versions")

    def __str__(self) -> str:
        return str(self.number)

    def tags(self) -> Iterable[str]:
        return ("site",)

    @classmethod
    def current(cls) -> "ConsentVersion":
        """The newest; one that was never saved, and asks nothing, where there is none."""
        return cls.objects.order_by("-id").first() or ConsentVersion(number=0, asked={})

    @property
    def purposes(self) -> list[registry.Category]:
        """The optional purposes of the site, in the order of the registry."""
        return [category for category in registry.CATEGORIES if category.name in self.asked]

    def known_at(self, number: int) -> list[str]:
        """What can be granted by somebody who was asked under `number`."""
        return [name for name, entry in self.asked.items() if entry["since"] <= number]

    def as_shown(self, number: int) -> "ConsentVersion":
        """This version as far as it is what a page from the time of `number` asked."""
        if number >= self.number:
            return self
        known = self.known_at(number)
        return ConsentVersion(number=number, asked={name: self.asked[name] for name in known})


class Signal(models.TextChoices):
    """What the browser said when the choice was made."""

    CLICK = "click", _("click")
    GPC = "gpc", _("click, in a browser that sends Global Privacy Control")


class Receipt(models.Model):
    """One choice of one reader: no address, no browser name, no account."""

    id = models.UUIDField(_("number"), primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(_("made at"), default=now, db_index=True)
    policy_version = models.PositiveIntegerField(_("consent version"))
    policy_text = models.PositiveBigIntegerField(_("version of the policy text"), null=True)
    categories = models.JSONField(_("categories"))
    signal = models.CharField(_("signal"), max_length=10, choices=Signal.choices)

    class Meta:
        ordering = ["-made_at"]
        default_permissions = ()
        verbose_name = _("consent receipt")
        verbose_name_plural = _("consent receipts")

    def __str__(self) -> str:
        return str(self.id)
