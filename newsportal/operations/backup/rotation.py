"""Which backups are kept: the last of each of seven days, four weeks and twelve months."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from newsportal.operations.backup.manifest import Manifest, place_of

NAME: Final = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
DAYS: Final = 7
WEEKS: Final = 4
MONTHS: Final = 12


def backups(folder: Path) -> list[Path]:
    """The backups of a folder, the oldest first."""
    return sorted(place for place in folder.glob("*Z") if NAME.fullmatch(place.name))


def thin(folder: Path) -> None:
    """Remove the backups that are kept no longer, then the files that no other one has."""
    there = backups(folder)
    stays = kept(there)
    for place in there:
        if place not in stays:
            shutil.rmtree(place)
    # Raises Refused where one cannot be read: its files may be any of these.
    manifests = [Manifest.read(place) for place in backups(folder)]
    named = {place_of(folder, one) for manifest in manifests for one in manifest.files.values()}
    for path in (folder / "files").glob("??/*"):
        if path not in named:
            path.unlink()


def kept(places: list[Path]) -> set[Path]:
    """Of these backups, the oldest first, those that are kept."""
    spans: list[tuple[int, Callable[[datetime], Any]]] = [
        (DAYS, lambda made: made.date()),
        (WEEKS, lambda made: made.isocalendar()[:2]),
        (MONTHS, lambda made: (made.year, made.month)),
    ]
    stays: set[Path] = set()
    for most, span in spans:
        # A later one of the same day takes the place of an earlier one.
        last = {span(made_at(place)): place for place in places}
        stays.update(list(last.values())[-most:])
    return stays


def made_at(place: Path) -> datetime:
    """When the backup was made, by its name."""
    return datetime.strptime(place.name, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
