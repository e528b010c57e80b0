"""What is read most: chosen from the figures of the last days, and renewed every few minutes.

The list is a row with an interval, so that all processes print the same one, the site at another
time shows that of its time, and a page that prints it depends on one row. A list that has not
changed is not written again.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Sum

from newsportal.pagecache import log
from newsportal.statistics.models import MostRead, Views
from newsportal.timeline import local, now

# The tag of the page that prints the list.
SHOWN_ON: Final = "front"
EVERY: Final = timedelta(minutes=5)
# First what was read today and yesterday; where that is too little, the last seven days.
SPANS: Final = (timedelta(days=1), timedelta(days=6))
# What fewer have opened says nothing of what is read.
FEWEST_VIEWS: Final = 10
# A page shows `SHOWN`, and no list at all of fewer than `FEWEST`.
SHOWN: Final = 5
FEWEST: Final = 3
# More than are shown: some may be withdrawn while the list stands.
CHOSEN: Final = 20


def chosen(today: date) -> list[int]:
    """The numbers of the articles read most up to `today`, the most read first."""
    for span in SPANS:
        found = list(
            Views.objects.filter(day__gte=today - span, day__lte=today)
            .order_by()
            .values("article_number")
            .annotate(total=Sum("views"))
            .filter(total__gte=FEWEST_VIEWS)
            .order_by("-total", "-article_number")
            .values_list("article_number", flat=True)[:CHOSEN]
        )
        if len(found) >= SHOWN:
            break
    return found if len(found) >= FEWEST else []


class Ranking:
    """Renews the list, at most every few minutes in this process and all others together."""

    def __init__(self) -> None:
        self._looked_at: datetime | None = None

    def renew(self) -> None:
        """Put a new list in the place of the old one, if it is time and it says something else."""
        moment = now()
        if self._looked_at is not None and moment - self._looked_at < EVERY:
            return
        current = MostRead.objects.order_by("-live_from").first()
        if current is not None and moment - current.live_from < EVERY:
            return
        numbers = chosen(local(moment).date())
        if numbers != (current.numbers if current else []):
            _replace(numbers)
        self._looked_at = moment

    def end(self) -> None:
        """Take the list away, as where the site has stopped counting."""
        if MostRead.objects.exists():
            _replace([])
        self._looked_at = None


@transaction.atomic
def _replace(numbers: list[int]) -> None:
    # Of two processes that come at once the second one finds the first one's list closed.
    log.take_turn()
    moment = now()
    MostRead.every.filter(live_until=None, live_from__lt=moment).update(live_until=moment)
    if numbers:
        MostRead.every.create(numbers=numbers, live_from=moment)
    log.append([SHOWN_ON])
