"""The chain of the audit log: each line carries a hash over itself and the line before it.

A line that was changed, taken out or put in breaks the chain there. Lines taken off the end do
not; `AuditEnd`, written with each line, tells how far the log went. Whoever may write the database
can mend that too: whoever fears them notes the last hash elsewhere, and asks whether it is still
in the chain.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db.models import QuerySet

from newsportal.accounts.models import AuditEnd, AuditEntry

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


def end() -> AuditEnd:
    """Where the log ends, as it was written down with its last line."""
    return AuditEnd.objects.first() or AuditEnd(pk=1, hash=BEGINNING)


def tie(entries: Iterable[AuditEntry]) -> Iterator[AuditEntry]:
    """Give each line its hash; once all of them are taken, write down where the log ends now.

    Needs the turn of those who write (`pagecache.log.take_turn`) until the commit.
    """
    last = end()
    for entry in entries:
        last.hash = entry.hash = hash_of(entry, last.hash)
        last.lines += 1
        yield entry
    last.save()


@dataclass
class Findings:
    """What came of following the chain from its beginning."""

    lines: int = 0
    head: str = BEGINNING
    before_break: AuditEntry | None = None  # the last line that fits
    broken: AuditEntry | None = None  # the first line that does not
    written: int = 0  # how many lines there were, as the end of the log was written down
    expected_found: bool = False

    def sentence(self) -> str:
        """Where the chain is broken, for the person who asked; empty where it is whole."""
        entry, last = self.broken, self.before_break
        where = f"line {last.pk}" if last else "the beginning"
        if entry is None:
            if self.lines == self.written:
                return ""
            return (
                f"Lines are missing at the end, after {where}: {self.written} were written, and "
                f"{self.lines} are there."
            )
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
    found = Findings(expected_found=not expect, written=end().lines)
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
