"""Corrections and clarifications: public rows that name their article by its number."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition
from newsportal.pagecache.models import Published, PublishedQuerySet
from newsportal.timeline.models import LiveManager


class CorrectionQuerySet(PublishedQuerySet):
    """The questions of the public pages."""

    def of_live_articles(self) -> Self:
        """Corrections whose article readers can see now, the newest first."""
        live = Edition.objects.filter(article_number=OuterRef("article_number"))
        return self.filter(Exists(live)).order_by("-live_from", "-pk")


class Correction(Published):
    """What was wrong in a published article, and what is right. `live_from` is its date.

    Written by `workflow.correct` alone. It stands on the article, on /corrections/, in the
    feeds and in the structured data.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")

    # A number, not a relation: readers' code cannot walk from here to a draft.
    article_number = models.PositiveBigIntegerField(_("article"), db_index=True, editable=False)
    kind = models.CharField(_("type"), max_length=13, choices=Kind.choices, default=Kind.CORRECTION)
    text = models.TextField(_("text"), max_length=1000)

    objects: ClassVar[Any] = LiveManager.from_queryset(CorrectionQuerySet)()
    every: ClassVar[Any] = models.Manager.from_queryset(CorrectionQuerySet)()

    class Meta(Published.Meta):
        default_permissions = ()
        ordering = ["-live_from", "-id"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"#{self.article_number}: {self.text[:80]}"

    def tags(self) -> Iterable[str]:
        yield "corrections"
        yield f"article:{self.article_number}"
