"""Writing the audit log: one call, inside the transaction of what it records."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from newsportal.accounts.models import AuditEntry, User


def subject_of(row: models.Model) -> str:
    """The name of a row in the log, such as `article:12`."""
    return f"{row._meta.model_name}:{row.pk}"


@transaction.atomic
def record(action: str, subject: models.Model | str, *, by: User | None, **detail: Any) -> None:
    """Add one line: `by` did `action` to `subject`; `detail` holds JSON values.

    The time is the real one, even where the clock of the site was moved.
    """
    AuditEntry.objects.create(
        at=timezone.now(),
        by=by,
        action=action,
        subject=subject if isinstance(subject, str) else subject_of(subject),
        label=("" if isinstance(subject, str) else str(subject))[:250],
        detail=detail,
    )
