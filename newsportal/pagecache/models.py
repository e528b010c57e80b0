"""The invalidation log, and the base of every public row that editors change in the admin."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction

from newsportal.pagecache import log, rendering
from newsportal.timeline.models import Interval, IntervalQuerySet, LiveManager


class Invalidation(models.Model):
    """One line of the invalidation log: from `counts_from` on, pages made from `tag` are old.

    The ids commit in order, so a reader that has seen id n never misses a smaller one.
    """

    tag = models.CharField(max_length=80)
    counts_from = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["counts_from"], name="invalidation_counts_from")]

    def __str__(self) -> str:
        return f"{self.tag} from {self.counts_from.isoformat()}"


class _BulkChanges:
    """For a QuerySet of tagged rows: what changes many at once tells the log too."""

    def update(self: Any, **values: Any) -> int:
        with transaction.atomic():
            before = list(self)
            count: int = super().update(**values)  # type: ignore[misc]
            # Both the old and the new bounds are moments at which pages change. A plain
            # QuerySet: a manager may not show a row any more that has just been changed.
            rows: Any = models.QuerySet(self.model)
            after = rows.filter(pk__in=[row.pk for row in before])
            for row in (*before, *after):
                row.log_change()
        return count

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            # Before the rows go, as in `Tagged.delete`.
            lines = [(list(row.tags()), moment) for row in self for moment in row.moments()]
            result: tuple[int, dict[str, int]] = super().delete()  # type: ignore[misc]
            for tags, moment in lines:
                log.append(tags, counts_from=moment)
        return result

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self: Any, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic():
            rows: list[Any] = super().bulk_create(objs, *args, **kwargs)  # type: ignore[misc]
            for row in rows:
                row.log_change()
        return rows


class TaggedQuerySet(_BulkChanges, models.QuerySet[Any]):
    """Rows that are public as soon as they are there."""


class Noticed(models.Model):
    """A row that tells the page in the making that it was read."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        if rendering.current() is not None:
            rendering.depends_on(*row.tags_when_read())
        return row

    def tags_when_read(self) -> Iterable[str]:
        """The tags of a page that prints something of this row."""
        raise NotImplementedError(f"{type(self).__name__} must say what its readers depend on.")


class Tagged(Noticed):
    """A public row that tells the log by itself when it is saved or deleted."""

    objects: ClassVar[Any] = models.Manager.from_queryset(TaggedQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.log_change()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            # Before the row goes: its tags may be read through relations.
            tags, moments = list(self.tags()), list(self.moments())
            result = super().delete(*args, **kwargs)
            for moment in moments:
                log.append(tags, counts_from=moment)
        return result

    def tags(self) -> Iterable[str]:
        """The tags of the pages that show this row."""
        raise NotImplementedError(f"{type(self).__name__} must say which pages show it.")

    def tags_when_read(self) -> Iterable[str]:
        return self.tags()

    def moments(self) -> Iterable[datetime | None]:
        """The moments at which those pages change; None stands for now."""
        return (None,)

    def log_change(self) -> None:
        """Append this row's tags to the invalidation log, once for each of its moments."""
        for moment in self.moments():
            log.append(self.tags(), counts_from=moment)


class PublishedQuerySet(_BulkChanges, IntervalQuerySet):
    """Rows that are public for a while."""


class Published(Tagged, Interval):
    """A public row with an interval: a placement, a slogan, a policy text, a withdrawal."""

    objects: ClassVar[Any] = LiveManager.from_queryset(PublishedQuerySet)()
    every: ClassVar[Any] = models.Manager.from_queryset(PublishedQuerySet)()

    class Meta(Interval.Meta):
        abstract = True

    def moments(self) -> Iterable[datetime | None]:
        return (None, self.live_from, *([self.live_until] if self.live_until else []))
