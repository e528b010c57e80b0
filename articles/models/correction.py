"""Corrections and clarifications: public rows that name their article by its number."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition, key_of
from newsportal.pagecache.models import Published, PublishedQuerySet
from newsportal.timeline import now
from newsportal.timeline.models import LiveManager


class CorrectionQuerySet(PublishedQuerySet):
    """The questions of the public pages."""

    def live(self, moment: datetime | None = None) -> Self:
        # Not as `live_from <= moment`: of two upper bounds SQLite reads its index from the first,
        # and a page far back in the list would begin with the newest correction.
        moment = moment or now()
        return self.standing(moment).exclude(live_from__gt=moment)

    def of_live_articles(self) -> Self:
        """Corrections whose article readers can see now."""
        live = Edition.objects.filter(article_number=OuterRef("article_number"))
        return self.filter(Exists(live))

    def of_article(self, number: int) -> Self:
        """Those of the article with this number, the newest first."""
        return self.filter(article_number=number).newest_first()

    def standing(self, moment: datetime | None = None) -> Self:
        """Those that readers see at `moment` (default: now), and those that wait."""
        moment = moment or now()
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=moment))

    def newest_first(self) -> Self:
        return self.order_by("-live_from", "-pk")

    def older_than(self, moment: datetime, number: int) -> Self:
        """What follows the correction with this date and id in `newest_first`."""
        return self.filter(live_from__lte=moment).exclude(live_from=moment, pk__gte=number)

    def newer_than(self, moment: datetime, number: int) -> Self:
        """What stands before it, the nearest first."""
        return (
            self.filter(live_from__gte=moment)
            .exclude(live_from=moment, pk__lte=number)
            .order_by("live_from", "pk")
        )


class Correction(Published):
    """What was wrong in a published article, and what is right. `live_from` is its date.

    Written by `workflow` alone. It stands on the article, on /corrections/, in the feeds and in
    the structured data. One that is reworded ends and another begins, so that it can be seen
    later what stood there when.
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
        indexes = [models.Index(fields=["-live_from", "-id"], name="correction_newest")]

    def __str__(self) -> str:
        return f"#{self.article_number}: {self.text[:80]}"

    @property
    def key(self) -> str:
        """Where it stands in `newest_first`, for links to the next page."""
        return key_of(self.live_from, self.pk)

    def tags(self) -> Iterable[str]:
        yield "corrections"
        yield from self.tags_when_read()

    def tags_when_read(self) -> Iterable[str]:
        yield f"article:{self.article_number}"


def by_article(numbers: Iterable[int]) -> dict[int, list[Correction]]:
    """The live corrections of the articles with these numbers, the newest first; one query."""
    found: dict[int, list[Correction]] = {}
    for one in Correction.objects.filter(article_number__in=list(numbers)).newest_first():
        found.setdefault(one.article_number, []).append(one)
    return found


def last_corrected() -> models.Subquery:
    """For an annotation of editions: the date of the newest live correction, or None."""
    own = Correction.objects.of_article(OuterRef("article_number"))
    return models.Subquery(own.values("live_from")[:1])
