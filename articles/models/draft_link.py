"""Links that show a draft to somebody without an account, for a while."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.timeline import now


class DraftLinkQuerySet(models.QuerySet["DraftLink"]):
    """The questions of whoever opens a link."""

    def open(self) -> Self:
        """Links that still work at `timeline.now()`."""
        return self.filter(revoked_at=None, expires_at__gt=now())


class DraftLink(models.Model):
    """A link to a draft. The random word of its address is stored as a SHA-256 only."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="draft_links"
    )
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256, hex
    label = models.CharField(
        _("for whom"), max_length=80, blank=True, help_text=_("A name, to tell links apart.")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(DraftLinkQuerySet)()

    class Meta:
        ordering = ["-made_at", "-id"]
        default_permissions = ()
        verbose_name = _("draft link")
        verbose_name_plural = _("draft links")

    def __str__(self) -> str:
        return self.label or f"#{self.pk}"

    @property
    def works(self) -> bool:
        """Whether the link still opens the draft at `timeline.now()`."""
        return self.revoked_at is None and self.expires_at > now()


class DraftLinkOpening(models.Model):
    """That a link was opened, and when. Who did it is not known and not asked."""

    link = models.ForeignKey(DraftLink, on_delete=models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-opened_at", "-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.opened_at.isoformat()
