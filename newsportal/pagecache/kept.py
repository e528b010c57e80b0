"""A kept page, ready to be sent, and the shelf of them in the memory of a process."""

import gzip
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, Generic, Protocol, TypeVar

import brotli  # type: ignore[import-untyped]

from newsportal.pagecache.log import GONE

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
    ready: dict[str, "Whole"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.digest = sha256(self.body).hexdigest()[:32]
        kind = next((value for name, value in self.headers if name == "Content-Type"), "")
        self.is_html = kind.startswith("text/html")
        self.is_packed = len(self.body) >= WORTH_PACKING and kind.startswith(PACKED)

    @property
    def size(self) -> int:
        """What it takes of the memory, in bytes; packed bodies are counted before they are made."""
        return OVERHEAD + len(self.body) * (2 if self.is_packed else 1)

    def in_coding(self, coding: str) -> "Whole":
        """The page in "br", "gzip" or "" (as it is), packed at the first asking."""
        whole = self.ready.get(coding)
        if whole is None:
            whole = self.ready[coding] = self._whole(coding if self.is_packed else "")
        return whole

    def _whole(self, coding: str) -> "Whole":
        body = PACK[coding](self.body) if coding else self.body
        etag = f'"{self.digest}-{coding}"' if coding else f'"{self.digest}"'
        headers = [
            *self.headers,
            ("ETag", etag),
            ("Last-Modified", self.last_modified),
            ("Content-Length", str(len(body))),
        ]
        if self.is_packed:
            headers.append(("Vary", "Accept-Encoding"))
        if coding:
            headers.append(("Content-Encoding", coding))
        return Whole(body, etag, headers)


@dataclass(frozen=True)
class Whole:
    """A page in one coding with its strong ETag, and all headers but how it was come by."""

    body: bytes
    etag: str
    headers: list[Header]


class Dropped(Protocol):
    """What lies on a shelf: it knows what it was made from, and until when it was right."""

    right_until: float | None

    @property
    def tags(self) -> frozenset[str]: ...

    @property
    def fresh_until(self) -> float | None: ...

    @property
    def size(self) -> int: ...


Key = TypeVar("Key")
Thing = TypeVar("Thing", bound=Dropped)


class Shelf(Generic[Key, Thing]):
    """Things by key, as many as fit; the one that was asked for longest ago makes room."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._things: OrderedDict[Key, Thing] = OrderedDict()
        self._keys_by_tag: defaultdict[str, set[Key]] = defaultdict(set)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: Key) -> Thing | None:
        """What is there, fresh or dropped."""
        with self._lock:
            thing = self._things.get(key)
            if thing is not None:
                self._things.move_to_end(key)
            return thing

    def forget(self, key: Key) -> None:
        """Keep what has this key no longer."""
        with self._lock:
            self._take(key)

    def put(self, key: Key, thing: Thing) -> None:
        """Keep this one under the key, unless it is larger than a tenth of the shelf."""
        with self._lock:
            self._take(key)
            if thing.size > self.most_bytes / 10:
                return
            self._things[key] = thing
            self.bytes += thing.size
            for tag in thing.tags:
                self._keys_by_tag[tag].add(key)
            while self.bytes > self.most_bytes:
                self._take(next(iter(self._things)))

    def drop(self, tags: Iterable[str] | None, *, right_until: float) -> None:
        """Say of what was made from these tags (None: of all) that it is old.

        It stays where it is, for bad times, unless a tag says that something is gone.
        """
        with self._lock:
            for tag in tags or ():
                if tag.startswith(GONE):
                    for key in list(self._keys_by_tag.get(tag.removeprefix(GONE), ())):
                        self._take(key)
            keys: Iterable[Key] = self._things
            if tags is not None:
                keys = {key for tag in tags for key in self._keys_by_tag.get(tag, ())}
            for key in keys:
                thing = self._things[key]
                if thing.right_until is None:
                    thing.right_until = right_until

    def _take(self, key: Key) -> None:
        thing = self._things.pop(key, None)
        if thing is None:
            return
        self.bytes -= thing.size
        for tag in thing.tags:
            keys = self._keys_by_tag[tag]
            keys.discard(key)
            if not keys:
                del self._keys_by_tag[tag]
