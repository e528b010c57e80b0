"""Copies of pages on disk: for when the database is gone and the process that had them is too.

A copy is data, never code: a line of JSON and the body. It is signed with a key derived from
SECRET_KEY, together with the address that it stands for, so one that was cut, changed, moved to
another name or made by somebody else is a miss. Any process may read and delete copies; one
writes them (`saving`).
"""

import json
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from newsportal.pagecache.kept import KeptPage

logger = logging.getLogger(__name__)

# Another layout needs another number here: copies of the old one are misses then.
FORMAT: Final = b"newsportal saved page 1"
ENDING: Final = ".page"
LARGEST: Final = 2 * 1024 * 1024  # bytes of one copy; a larger page has none
MOST: Final = 500  # copies


@dataclass(frozen=True)
class Copy:
    """A page as it was at `made_at`; from `until` on it must not be shown (epoch seconds)."""

    page: KeptPage
    made_at: float
    until: float | None

    @property
    def is_over(self) -> bool:
        return self.until is not None and time() >= self.until


class SavedCopies:
    """The copies in one folder, which need not be there, by the keys of the page cache.

    Nothing here raises OSError but `put`: a folder that cannot be read has no copies.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.refused = 0  # copies that were not what they should be
        self._known: dict[str, tuple[tuple[int, int], Copy | None]] = {}

    def get(self, key: str) -> KeptPage | None:
        """The page of this key, if there is a copy that may be shown."""
        path = self.folder / name_of(key)
        copy = self._read(path, address_of(key))
        if copy is None or copy.is_over:
            with suppress(OSError):
                path.unlink()
            return None
        return copy.page

    def put(self, key: str, page: KeptPage, *, made_at: float, until: float | None) -> None:
        """Write the copy of this key whole or not at all; raises OSError."""
        facts = {
            "address": address_of(key),
            "status": page.status,
            "headers": page.headers,
            "tags": sorted(page.tags),
            "fresh_until": page.fresh_until,
            "last_modified": page.last_modified,
            "made_at": made_at,
            "until": until,
        }
        content = json.dumps(facts).encode() + b"\n" + page.body
        if len(content) > LARGEST - 200:
            self.remove(key)
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / name_of(key)
        begun = path.with_suffix(f".{os.getpid()}")
        try:
            with begun.open("wb") as file:
                file.write(b"\n".join((FORMAT, _signature(content), content)))
                file.flush()
                os.fsync(file.fileno())
            begun.replace(path)
        except OSError:
            with suppress(OSError):
                begun.unlink()
            raise

    def remove(self, key: str) -> None:
        """Let there be no copy of this key."""
        with suppress(OSError):
            (self.folder / name_of(key)).unlink()

    def drop(self, tags: Iterable[str], *, before: float) -> None:
        """Delete the copies that were made from one of these tags before this moment."""
        changed = set(tags)
        for name, copy in self.all().items():
            if copy is None or (copy.made_at <= before and not changed.isdisjoint(copy.page.tags)):
                with suppress(OSError):
                    (self.folder / name).unlink()

    def all(self) -> dict[str, Copy | None]:
        """Every copy, without its body, by the name of its file; None for what is no copy.

        Reads what has changed since it was called last.
        """
        known = {}
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                if not entry.name.endswith(ENDING):
                    continue
                with suppress(OSError):
                    stat = entry.stat(follow_symlinks=False)
                    mark = (stat.st_mtime_ns, stat.st_ino)
                    old = self._known.get(entry.name)
                    if old is None or old[0] != mark:
                        old = (mark, self._without_body(Path(entry.path)))
                    known[entry.name] = old
        self._known = known
        return {name: copy for name, (_mark, copy) in known.items()}

    def tidy(self, keys: Iterable[str]) -> None:
        """Delete whatever does not belong to these keys: other pages, what a crash has left."""
        wanted = {name_of(key) for key in keys}
        with suppress(OSError):
            for path in self.folder.iterdir():
                if path.name not in wanted:
                    with suppress(OSError):
                        path.unlink()

    def _without_body(self, path: Path) -> Copy | None:
        copy = self._read(path)
        if copy is not None:
            copy.page.body = b""
        return copy

    def _read(self, path: Path, address: str | None = None) -> Copy | None:
        """The copy in a file, of this address or (None) of the one that its name says."""
        try:
            with path.open("rb") as file:
                raw = file.read(LARGEST + 1)
        except OSError:
            return None
        copy = _opened(raw, path.name, address)
        if copy is None:
            self.refused += 1
            logger.warning("A saved copy was refused: %s (%d so far)", path.name, self.refused)
        return copy


def address_of(key: str) -> str:
    """What a key stands for on this site and on no other: its whole address."""
    return f"{settings.SITE_URL}{key}"


def name_of(key: str) -> str:
    """The name of the file of a key."""
    return _name(address_of(key))


def _name(address: str) -> str:
    return sha256(address.encode()).hexdigest()[:40] + ENDING


def _signature(content: bytes) -> bytes:
    value = FORMAT + b"\n" + content
    return salted_hmac(__name__, value, algorithm="sha256").hexdigest().encode()


def _opened(raw: bytes, name: str, address: str | None) -> Copy | None:
    """What was signed here for this name (and address); None for anything else."""
    form, _newline, rest = raw.partition(b"\n")
    signature, _newline, content = rest.partition(b"\n")
    if form != FORMAT or not constant_time_compare(signature, _signature(content)):
        return None
    # Signed by us: from here on it is as we wrote it.
    line, _newline, body = content.partition(b"\n")
    facts = json.loads(line)
    if _name(facts["address"]) != name or address not in {None, facts["address"]}:
        return None
    page = KeptPage(
        status=facts["status"],
        headers=[(one, value) for one, value in facts["headers"]],
        body=body,
        tags=frozenset(facts["tags"]),
        fresh_until=facts["fresh_until"],
        last_modified=facts["last_modified"],
        right_until=0.0,
    )
    return Copy(page, facts["made_at"], facts["until"])
