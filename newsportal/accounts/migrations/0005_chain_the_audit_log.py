"""Tie the lines that are there to each other, the oldest first, and take headlines out of them.

A line about an article names it by number from now on. This is the only moment at which lines
change: afterwards the chain would show it. An interrupted run goes on where it ended.
"""

import hashlib
import json
from datetime import UTC

from django.db import migrations

ROWS_AT_A_TIME = 1000


def hash_of(entry, before):
    columns = {
        "action": entry.action,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by_id,
        "detail": entry.detail,
        "label": entry.label,
        "subject": entry.subject,
    }
    text = json.dumps(columns, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(f"{before}\n{text}".encode("ascii")).hexdigest()


def chain(apps, schema_editor):
    entries = apps.get_model("accounts", "AuditEntry").objects.order_by("id")
    before = ""
    done = entries.exclude(hash=None).order_by("-id").first()
    if done is not None:
        before, entries = done.hash, entries.filter(id__gt=done.id)
    while rows := list(entries[:ROWS_AT_A_TIME]):
        for entry in rows:
            if entry.subject.startswith("article:"):
                entry.label = ""
            before = entry.hash = hash_of(entry, before)
        entries.model.objects.bulk_update(rows, ["label", "hash"], batch_size=200)
        entries = entries.filter(id__gt=rows[-1].id)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0004_a_hash_for_each_audit_entry")]
    operations = [migrations.RunPython(chain, migrations.RunPython.noop, elidable=True)]
