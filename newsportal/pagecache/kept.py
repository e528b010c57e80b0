"""A kept page, ready to be sent, and the shelf of them in the memory of a process."""

import gzip
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import brotli  # type: ignore[import-untyped]

Header = tuple[str, str]

# Beneath this a packed body is hardly smaller.
WORTH_PACKING: Final = 400
PACKED: Final = ("text/", "application/xml", "application/atom+xml", "application/rss+xml",
                 "application/json", "application/feed+json", "application/manifest+json",
                 "image/svg+xml")  # fmt: skip
# What a row costs besides its bodies: headers, tags, the index.
OVERHEAD: Final = 2_000
PACK: Final = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}


@dataclass
class KeptPage:
    """One answer: its status line, its headers but for those of the body, its bodies."""

    status: str
    headers: list[Header]
    body: bytes
    tags: frozenset[str]
    fresh_until: float | None  # seconds since the epoch
    last_modified: str
    digest: str = ""
    # When it was last known to be right, by the monotonic clock; None: as far as we know it is.
    right_until: float | None = None
    packed: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.digest = sha256(self.body).hexdigest()[:32]
        kind = next((value for name, value in self.headers if name == "Content-Type"), "")
        self.is_html = kind.startswith("text/html")
        self.is_packed = len(self.body) >= WORTH_PACKING and kind.startswith(PACKED)

    @property
    def size(self) -> int:
        """What it takes of the memory, in bytes; packed bodies are counted before they are made."""
        return OVERHEAD + len(self.body) * (2 if self.is_packed else 1)

    def in_coding(self, coding: str) -> tuple[bytes, str]:
        """The body in "br", "gzip" or "" with its strong ETag, packed at the first asking."""
        if not coding or not self.is_packed:
            return self.body, f'"{self.digest}"'
        if coding not in self.packed:
            self.packed[coding] = PACK[coding](self.body)
        return self.packed[coding], f'"{self.digest}-{coding}"'


class Shelf:
    """Pages by key, as many as fit; the one that was asked for longest ago makes room."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._keys_by_tag: defaultdict[str, set[str]] = defaultdict(set)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: str) -> KeptPage | None:
        """The page, fresh or dropped."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def forget(self, key: str) -> None:
        """Keep the page of this key no longer."""
        with self._lock:
            self._take(key)

    def put(self, key: str, page: KeptPage) -> None:
        """Keep the page of a key that has none, unless it is larger than a tenth of the shelf."""
        if page.size > self.most_bytes / 10:
            return
        with self._lock:
            self._pages[key] = page
            self.bytes += page.size
            for tag in page.tags:
                self._keys_by_tag[tag].add(key)
            while self.bytes > self.most_bytes:
                self._take(next(iter(self._pages)))

    def drop(self, tags: Iterable[str] | None, *, right_until: float) -> None:
        """Say of the pages made from these tags (None: of all) that they are old.

        They stay where they are, for bad times.
        """
        with self._lock:
            keys: Iterable[str] = self._pages
            if tags is not None:
                keys = {key for tag in tags for key in self._keys_by_tag.get(tag, ())}
            for key in keys:
                page = self._pages[key]
                if page.right_until is None:
                    page.right_until = right_until

    def _take(self, key: str) -> None:
        page = self._pages.pop(key, None)
        if page is None:
            return
        self.bytes -= page.size
        for tag in page.tags:
            keys = self._keys_by_tag[tag]
            keys.discard(key)
            if not keys:
                del self._keys_by_tag[tag]
