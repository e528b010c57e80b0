"""The chain of the audit log: each line carries a hash over itself and the line before it.

A line that was changed, taken out or put in breaks the chain there. Lines taken off the end do
not: whoever fears that notes the last hash elsewhere, and asks whether it is still in the chain.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from django.db.models import QuerySet

from newsportal.accounts.models import AuditEntry

# What the first line follows.
BEGINNING = ""
ROWS_AT_A_TIME = 2000


def hash_of(entry: AuditEntry, before: str) -> str:
    """SHA-256 in hex over `before`, the hash of the line before, and the columns of `entry`.

    The columns stand as JSON with sorted names and without spaces, in ASCII, the time in UTC
    with microseconds; the migration that began the chain writes the same.
    """
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


def last_hash() -> str:
    """The hash that the next line follows."""
    last = AuditEntry.objects.order_by("-id").values_list("hash", flat=True).first()
    return last or BEGINNING


@dataclass
class Findings:
    """What came of following the chain from its beginning."""

    lines: int = 0
    head: str = BEGINNING
    before_break: AuditEntry | None = None  # the last line that fits
    broken: AuditEntry | None = None  # the first line that does not
    expected_found: bool = False

    def sentence(self) -> str:
        """Where the chain is broken, for the person who asked."""
        assert self.broken is not None
        entry, last = self.broken, self.before_break
        where = f"line {last.pk}" if last else "the beginning"
        return (
            f"Line {entry.pk} ({entry.at:%Y-%m-%d %H:%M:%S} UTC, {entry.action}, {entry.subject}) "
            f"does not follow from {where}: it was changed, or a line before it was "
            "changed, taken out or put in."
        )


def follow(entries: QuerySet[AuditEntry] | None = None, *, expect: str = "") -> Findings:
    """Follow the chain to its end or its first break, `ROWS_AT_A_TIME` rows in memory.

    `expect` is a hash that was the last one at some time: `expected_found` says whether it is
    in the chain.
    """
    found = Findings(expected_found=not expect)
    rows = AuditEntry.objects.all() if entries is None else entries
    for entry in rows.order_by("id").iterator(chunk_size=ROWS_AT_A_TIME):
        if entry.hash != hash_of(entry, found.head):
            found.broken = entry
            break
        found.lines += 1
        found.head = entry.hash
        found.before_break = entry
        found.expected_found |= entry.hash == expect
    return found
