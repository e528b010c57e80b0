"""What a backup says of itself: what is in it, how much of each, and of which version it is."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

from newsportal.refusals import Refused

FORMAT: Final = 1
NAME: Final = "manifest.json"
SUM: Final = "manifest.sha256"
DUMP: Final = "database"
SHA256: Final = re.compile(r"[0-9a-f]{64}")
# Where files of the media store may lie: a forged backup must not write anywhere else.
STORED: Final = re.compile(r"(?:originals|releases)(?:/[\w-][\w.-]*)+", re.ASCII)
CHUNK: Final = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """A file: its SHA-256 in hex and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """The contents of one backup."""

    made_at: str  # ISO 8601, UTC
    vendor: str  # of the database: "sqlite" or "postgresql"
    database: Kept
    rows: dict[str, int]  # by table
    migrations: list[str]  # those applied: "articles.0001_initial"
    files: dict[str, Kept]  # by name in the media store
    settings: dict[str, str]

    def write(self, folder: Path) -> None:
        """Put it into the folder of the backup, with its own sum."""
        text = json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True)
        (folder / NAME).write_text(text, encoding="utf-8")
        (folder / SUM).write_text(hashlib.sha256(text.encode()).hexdigest(), encoding="ascii")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest of the backup in this folder; Refused where it is no whole one."""
        damaged = Refused(f"{folder} is no backup, or a damaged one: its manifest is not whole.")
        try:
            raw = (folder / NAME).read_bytes()
            if (folder / SUM).read_bytes() != hashlib.sha256(raw).hexdigest().encode():
                raise damaged
            data: dict[str, Any] = json.loads(raw)
            if data.pop("format") != FORMAT:
                raise Refused(f"{folder} was made by a newer release: install that one first.")
            data["database"] = Kept(**data["database"])
            data["files"] = {name: Kept(**kept) for name, kept in data["files"].items()}
            found = cls(**data)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise damaged from None
        if not all(STORED.fullmatch(name) for name in found.files):
            raise damaged
        if not all(SHA256.fullmatch(kept.sha256) for kept in found.files.values()):
            raise damaged
        return found

    def check(self, folder: Path, *, is_same: Callable[[Path, Kept], bool]) -> None:
        """Raise Refused unless the database and, as `is_same` has it, each file is what it was."""
        if kept_of(folder / DUMP) != self.database:
            raise Refused("The backup is damaged: the file of its database is not what it was.")
        for name, kept in self.files.items():
            place = place_of(folder.parent, kept)
            if not place.is_file() or not is_same(place, kept):
                raise Refused(f"The backup is damaged: {name} is missing or not what it was.")


def kept_of(path: Path) -> Kept:
    """Sum and size of a file on disk."""
    with path.open("rb") as file:
        return copied(file, None)


def copied(source: Any, target: Any) -> Kept:
    """Sum and size of an open file, which is written to `target` as well unless that is None."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if target is not None:
            target.write(chunk)
    return Kept(digest.hexdigest(), size)


def place_of(folder: Path, kept: Kept) -> Path:
    """Where a file lies in the folder of backups."""
    return folder / "files" / kept.sha256[:2] / kept.sha256


def has_size(path: Path, kept: Kept) -> bool:
    """Whether the file has the size: a quick look."""
    return path.stat().st_size == kept.size


def has_sum(path: Path, kept: Kept) -> bool:
    """Whether the file is byte for byte what it was."""
    return kept_of(path) == kept
