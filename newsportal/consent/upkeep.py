"""How long receipts are kept."""

from datetime import timedelta
from typing import Final

from newsportal.consent.models import Receipt
from newsportal.timeline import now

# 24 months: a choice holds for six, and a complaint may come long after.
KEPT: Final = timedelta(days=730)


def delete_old_receipts() -> int:
    """Delete the receipts that are past their time; how many there were."""
    deleted, _by_model = Receipt.objects.filter(made_at__lte=now() - KEPT).delete()
    return deleted
