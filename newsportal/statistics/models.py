"""`Views`: how often an article was read on a day. `MostRead`: what readers were shown of it."""

from collections.abc import Sequence
from datetime import date

from django.db import connection, models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from newsportal.timeline.models import Interval
from newsportal.timeline.prepared import prepared

# So many rows in one statement: far below what any database takes, and one is enough for most.
ROWS = 500

Key = tuple[int, date]


class Views(models.Model):
    """The page views of one article on one day of the site's time zone."""

    article_number = models.PositiveBigIntegerField(_("article"))
    day = models.DateField(_("day"), db_index=True)
    views = models.PositiveIntegerField(_("views"))

    class Meta:
        default_permissions = ()
        verbose_name = _("views of a day")
        verbose_name_plural = _("views by day")
        constraints = [
            models.UniqueConstraint(fields=["article_number", "day"], name="views_article_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.article_number} on {self.day}: {self.views}"

    @classmethod
    def add(cls, counts: Sequence[tuple[Key, int]]) -> None:
        """Add up to `ROWS` counts to what is stored, in one statement.

        Django's own upsert would set the figure instead of adding to it, and of two processes one
        would be forgotten. Sorted, so that no two of them wait for each other's rows.
        """
        rows = sorted(counts)
        table = connection.ops.quote_name(cls._meta.db_table)
        places = ", ".join(["(%s, %s, %s)"] * len(rows))
        sql = (
            f"INSERT INTO {table} (article_number, day, views) VALUES {places} "  # noqa: S608
            "ON CONFLICT (article_number, day) "
            f"DO UPDATE SET views = {table}.views + excluded.views"
        )
        values = [
            value
            for (number, day), views in rows
            for value in (number, connection.ops.adapt_datefield_value(day), views)
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)


class MostRead(Interval):
    """The articles that were read most, for as long as the list stood. `ranking` writes it."""

    numbers = models.JSONField(default=list)  # of articles, the most read first

    class Meta(Interval.Meta):
        default_permissions = ()
        verbose_name = _("most read")
        verbose_name_plural = _("most read")
        indexes = [models.Index(fields=["-live_from"], name="most_read_newest")]

    def __str__(self) -> str:
        return f"from {self.live_from}"

    @classmethod
    def current(cls) -> list[int]:
        """The numbers of the most read articles at `timeline.now()`; withdrawn ones among them."""
        return list(_current_numbers.first() or ())


@prepared()
def _current_numbers() -> QuerySet[MostRead, list[int]]:
    newest = MostRead.objects.order_by("-live_from", "-pk")
    return newest.values_list("numbers", flat=True)[:1]
