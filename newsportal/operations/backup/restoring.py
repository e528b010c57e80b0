"""The way back: everything is checked before anything is touched, and one step makes it live."""

from collections.abc import Callable
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from newsportal.operations.backup import databases, rotation
from newsportal.operations.backup.making import compare
from newsportal.operations.backup.manifest import (
    DUMP,
    Kept,
    Manifest,
    copied,
    has_sum,
    place_of,
)
from newsportal.refusals import Refused


def restore(place: Path, say: Callable[[str], object]) -> str:
    """Let the portal be what it was when this backup was made; what the former database is called.

    `place` is a backup, or a folder of backups, whose newest is taken. Raises Refused, with nothing
    changed, for a damaged backup, one of a newer release or of another kind of database, and
    while the portal is running. Files that are there already stay.
    """
    place = chosen(place)
    folder = place.parent
    manifest = Manifest.read(place)
    say(f"The backup of {manifest.made_at}, {len(manifest.files):,} files: checking.")
    check_release(manifest)
    kind = databases.kind()
    if kind.vendor != manifest.vendor:
        raise Refused(
            f"This backup is one of {manifest.vendor}: set DATABASE_URL to such a database."
        )
    manifest.check(place, is_same=has_sum)
    with kind.scratch(place / DUMP) as url:
        compare(url, manifest)
        databases.migrate(url)
        # More files than rows do no harm, so they come first.
        put_files(folder, manifest.files)
        connection.close()
        return kind.put_in_place(url)


def check(place: Path) -> Manifest:
    """Look at every byte of a backup, without a database; raises Refused where one is not right."""
    place = chosen(place)
    manifest = Manifest.read(place)
    manifest.check(place, is_same=has_sum)
    return manifest


def chosen(place: Path) -> Path:
    """The backup that is meant: this one, or the newest of this folder."""
    place = place.resolve()
    if rotation.NAME.fullmatch(place.name):
        return place
    found = rotation.backups(place)
    if not found:
        raise Refused(f"There is no backup in {place}.")
    return found[-1]


def check_release(manifest: Manifest) -> None:
    """Raise Refused for a backup of a release that has steps which this one does not know."""
    known = {".".join(one) for one in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise Refused(
            f"This backup is of a newer release (it has {unknown[0]}): install that one first."
        )


def put_files(folder: Path, files: dict[str, Kept]) -> None:
    """Put into the media store what it lacks, or has with other bytes."""
    for name, kept in files.items():
        if default_storage.exists(name):
            with default_storage.open(name) as there:
                if copied(there, None) == kept:
                    continue
            default_storage.delete(name)
        with place_of(folder, kept).open("rb") as source:
            default_storage.save(name, File(source))
