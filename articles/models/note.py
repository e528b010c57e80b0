"""Notes of the newsroom about an article: never public, never deleted."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.timeline import now


class InternalNote(models.Model):
    """A remark beside an article, for colleagues; `resolved_at` says that it is dealt with.

    `passage` is the paragraph it is about, in its own words: the note stays with that paragraph
    wherever it goes. Empty: about the whole article.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="internal_notes"
    )
    text = models.TextField(_("note"), max_length=4000)
    passage = models.TextField(_("about the passage"), blank=True, max_length=1000)
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("people mentioned"), blank=True, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        default_permissions = ()
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")

    def __str__(self) -> str:
        return self.text[:80]

    def owned_by(self, user: Any) -> bool:
        """Whether `user` wrote the note."""
        return self.made_by_id == user.pk
