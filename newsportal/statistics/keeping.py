"""How long figures are kept."""

from datetime import timedelta
from typing import Final

from newsportal.statistics.models import MostRead, Views
from newsportal.timeline import local, now

KEPT: Final = timedelta(days=731)  # 24 months of days
# For the site at another time: one list stands for five minutes, and there are many of them.
LISTS_KEPT: Final = timedelta(days=35)


def delete_old() -> int:
    """Delete the days and the lists that are past their time; how many days there were."""
    MostRead.every.filter(live_until__lt=now() - LISTS_KEPT).delete()
    deleted, _by_model = Views.objects.filter(day__lt=local(now()).date() - KEPT).delete()
    return deleted
