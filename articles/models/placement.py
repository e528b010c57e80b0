"""What an editor put where on the front page, and for how long."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition
from newsportal.pagecache.models import Published, PublishedQuerySet
from newsportal.timeline.models import LiveManager


class PlacementQuerySet(PublishedQuerySet):
    """The questions of the newsroom's list."""

    def with_headlines(self) -> Self:
        """Annotates `headline`: that of the article's newest edition."""
        editions = Edition.every.filter(article_number=models.OuterRef("article_number"))
        newest = editions.order_by("-live_from").values("headline")[:1]
        return self.annotate(headline=models.Subquery(newest))


class Placement(Published):
    """An article in a place of the front page, from a moment until a moment.

    The newest live placement of a place counts; a place without one fills itself.
    """

    class Place(models.TextChoices):
        LEAD = "lead", _("Lead")
        SECOND_1 = "second-1", _("Second, upper")
        SECOND_2 = "second-2", _("Second, lower")

    place = models.CharField(_("place"), max_length=10, choices=Place.choices)
    # A number, not a relation: readers' code cannot walk from here to a draft.
    article_number = models.PositiveBigIntegerField(_("article"), db_index=True)

    objects: ClassVar[Any] = LiveManager.from_queryset(PlacementQuerySet)()
    every: ClassVar[Any] = models.Manager.from_queryset(PlacementQuerySet)()

    class Meta(Published.Meta):
        ordering = ["place", "-live_from"]
        verbose_name = _("placement")
        verbose_name_plural = _("front page")

    def __str__(self) -> str:
        return f"{self.get_place_display()}: #{self.article_number}"

    def tags(self) -> Iterable[str]:
        return ("front",)
