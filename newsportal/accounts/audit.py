"""Writing the audit log: one call, inside the transaction of what it records."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from newsportal.accounts import chain
from newsportal.accounts.models import AuditEntry, User
from newsportal.pagecache import log

Names = Callable[[User, Iterable[int]], dict[int, str]]
_names_when_shown: dict[str, Names] = {}


def name_when_shown(kind: str, names: Names) -> None:
    """Keep the names of rows of this kind out of the log, and look them up for each reader.

    What stands in the log stays there for good. `names(reader, numbers)` gives the present
    names of those rows that the reader may know about.
    """
    _names_when_shown[kind] = names


def subject_of(row: models.Model) -> str:
    """The name of a row in the log, such as `article:12`."""
    return f"{row._meta.model_name}:{row.pk}"


def record(action: str, subject: models.Model | str, *, by: User | None, **detail: Any) -> None:
    """Add one line: `by` did `action` to `subject`; `detail` holds JSON values.

    The time is the real one, even where the clock of the site was moved. Lines wait for each
    other until the commit: call this late in a transaction.
    """
    named = not isinstance(subject, str) and subject._meta.model_name not in _names_when_shown
    with transaction.atomic(savepoint=False):
        log.take_turn()
        entry = AuditEntry(
            at=timezone.now(),
            by=by,
            action=action,
            subject=subject if isinstance(subject, str) else subject_of(subject),
            label=str(subject)[:250] if named else "",
            # As the database will give it back: the hash is over these words.
            detail=json.loads(json.dumps(detail, cls=DjangoJSONEncoder)),
        )
        for line in chain.tie([entry]):
            line.save()


def names_of(entries: Iterable[AuditEntry], *, reader: User) -> dict[str, str]:
    """The present names of the subjects that have none in the log, as far as `reader` may know."""
    numbers: dict[str, set[int]] = {}
    for entry in entries:
        kind, _colon, number = entry.subject.partition(":")
        if kind in _names_when_shown and number.isdecimal():
            numbers.setdefault(kind, set()).add(int(number))
    return {
        f"{kind}:{number}": name
        for kind, wanted in numbers.items()
        for number, name in _names_when_shown[kind](reader, wanted).items()
    }
