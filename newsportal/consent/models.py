"""`Receipt`: the proof of a choice, which says nothing of who made it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.timeline import now


class Signal(models.TextChoices):
    """What the browser said when the choice was made."""

    CLICK = "click", _("click")
    GPC = "gpc", _("click, in a browser that sends Global Privacy Control")


class Receipt(models.Model):
    """One choice of one reader: no address, no browser name, no account."""

    id = models.UUIDField(_("number"), primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(_("made at"), default=now, db_index=True)
    policy_version = models.PositiveIntegerField(_("policy version"))
    categories = models.JSONField(_("categories"))
    signal = models.CharField(_("signal"), max_length=10, choices=Signal.choices)

    class Meta:
        ordering = ["-made_at"]
        default_permissions = ()
        verbose_name = _("consent receipt")
        verbose_name_plural = _("consent receipts")

    def __str__(self) -> str:
        return str(self.id)
