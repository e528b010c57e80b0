"""A photo of the library: the original, what is known of it, and its public renditions."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.pagecache.models import Tagged


class Photo(Tagged):
    """One photo. Caption and credit are two fields; an article may print its own caption.

    `original` is private: readers get renditions, through a view that asks whether the photo
    has a live use.
    """

    original = models.FileField(_("original"), upload_to="originals/", max_length=200)
    original_hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, hex
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    width = models.PositiveIntegerField(editable=False)  # pixels, upright
    height = models.PositiveIntegerField(editable=False)
    # A list of dicts with width, height (pixels), format and name: see photos.renditions.
    renditions = models.JSONField(default=list, editable=False)

    caption = models.TextField(_("caption"), max_length=1000, blank=True)
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Printed in brackets after it.")
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the photo shows, for readers who cannot see it."),
    )
    creator = models.CharField(_("creator"), max_length=200, blank=True)
    copyright = models.CharField(_("copyright notice"), max_length=300, blank=True)
    usable_until = models.DateTimeField(
        _("usable until"),
        null=True,
        blank=True,
        help_text=_("When the rights end. Afterwards no article with the photo goes out."),
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        on_delete=models.PROTECT,
        related_name="photos",
        editable=False,
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return self.caption[:80] or self.file_name or f"#{self.pk}"

    def owned_by(self, user: Any) -> bool:
        """Whether `user` added this photo."""
        return self.added_by_id == user.pk

    def tags(self) -> Iterable[str]:
        return (f"photo:{self.pk}",)
