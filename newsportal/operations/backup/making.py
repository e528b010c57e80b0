"""Making a backup while people work, and proving it before it counts as one."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from articles.models import Photo
from articles.photos.sweep import files_below
from newsportal.operations.backup import databases, rotation
from newsportal.operations.backup.manifest import (
    DUMP,
    Kept,
    Manifest,
    copied,
    has_size,
    kept_of,
    place_of,
)
from newsportal.refusals import Refused

FOLDERS = ("originals", "releases")
UNDER_WAY = ".making"
# What tells how a site was set up, and is no secret.
TOLD = ("SITE_URL", "TIME_ZONE", "LANGUAGE_CODE")


def backup(folder: Path, say: Callable[[str], object]) -> Path:
    """Make and prove a backup in the folder of backups; the folder of the new one.

    Raises Refused where it cannot be made or proved: then nothing that was there has changed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with databases.locked(folder / ".lock", f"Another backup to {folder} is under way."):
            made = make(folder, say)
            rotation.thin(folder)
    except OSError as error:
        raise Refused(f"The backup could not be written: {error}") from None
    return made


def make(folder: Path, say: Callable[[str], object]) -> Path:
    work = folder / UNDER_WAY
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    known = newest_files(folder)
    # A file is there before the row that names it: what is copied before the snapshot and after it
    # has all that the snapshot names.
    files = copy_files(folder, known, {})
    kind = databases.kind()
    rows = kind.snapshot(work / DUMP)
    files = copy_files(folder, known, files)
    made_at = datetime.now(UTC)
    manifest = Manifest(
        made_at=made_at.isoformat(timespec="seconds"),
        vendor=kind.vendor,
        database=kept_of(work / DUMP),
        rows=rows,
        migrations=sorted(
            ".".join(one) for one in MigrationRecorder(connection).applied_migrations()
        ),
        files=files,
        settings={name: str(getattr(settings, name)) for name in TOLD},
    )
    manifest.write(work)
    say(f"{sum(rows.values()):,} rows and {len(files):,} files; proving that they can be restored.")
    prove(work)
    for path in work.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    place = folder / databases.stamp()
    os.rename(work, place)
    databases.sync_folder(folder)
    return place


def prove(place: Path) -> None:
    """Restore a backup into a scratch database and compare; raises Refused for any difference."""
    manifest = Manifest.read(place)
    manifest.check(place, is_same=has_size)
    with databases.kind().scratch(place / DUMP) as url:
        compare(url, manifest)


def compare(url: str, manifest: Manifest) -> None:
    """Raise Refused unless the database at `url` is whole and is what the manifest says."""
    with databases.opened(url) as scratch:
        databases.check(scratch)
        with scratch.cursor() as cursor:
            for table, count in manifest.rows.items():
                cursor.execute(f"SELECT count(*) FROM {scratch.ops.quote_name(table)}")  # noqa: S608
                if (found := cursor.fetchone()[0]) != count:
                    raise Refused(
                        f"The backup has {found} rows of {table}, and should have {count}."
                    )
            table = scratch.ops.quote_name(Photo._meta.db_table)
            cursor.execute(f"SELECT original, original_hash FROM {table}")  # noqa: S608
            for name, digest in cursor.fetchall():
                if name not in manifest.files or manifest.files[name].sha256 != digest:
                    raise Refused(f"The backup lacks {name}, or has another file in its place.")


def copy_files(folder: Path, known: dict[str, Kept], before: dict[str, Kept]) -> dict[str, Kept]:
    """What lies in the media store now, by name; files that no backup has are copied."""
    found: dict[str, Kept] = {}
    for base in FOLDERS:
        for name in files_below(base):
            kept = before.get(name) or known.get(name)
            # Files are never written twice under one name: with the size it is the same one.
            if kept is None or not is_there(folder, name, kept):
                try:
                    kept = copy_file(folder, name)
                except FileNotFoundError:
                    continue  # removed meanwhile, after its row
            found[name] = kept
    # What was removed since the first look may stand in the snapshot.
    return before | found


def is_there(folder: Path, name: str, kept: Kept) -> bool:
    place = place_of(folder, kept)
    return place.is_file() and place.stat().st_size == kept.size == default_storage.size(name)


def copy_file(folder: Path, name: str) -> Kept:
    """Copy one file of the media store to where its sum says."""
    part = folder / "files" / ".part"
    part.parent.mkdir(exist_ok=True)
    with default_storage.open(name) as source, part.open("wb") as target:
        kept = copied(source, target)
        target.flush()
        os.fsync(target.fileno())
    place = place_of(folder, kept)
    place.parent.mkdir(exist_ok=True)
    os.replace(part, place)
    return kept


def newest_files(folder: Path) -> dict[str, Kept]:
    """The files of the newest backup that can be read."""
    for place in reversed(rotation.backups(folder)):
        try:
            return Manifest.read(place).files
        except Refused:
            continue
    return {}
