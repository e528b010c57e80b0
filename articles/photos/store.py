"""Puts finished files into the media store, whole or not at all, and takes them out again.

On a local disk a file appears under its name only when all of it lies safely on the disk; an
object store does that by itself. What is stored under which name is left to others.
"""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _

from newsportal.refusals import Refused

logger = logging.getLogger(__name__)

# Below this the database would soon be unable to write, and readers' messages would be lost.
FREE_SPACE: Final = 500_000_000  # bytes


def put(source: Path, name: str, *, is_kept: bool = False) -> None:
    """Store the file `source` under `name`, replacing the same content if it is there.

    `is_kept` says that the sweep takes nothing away from under this name meanwhile: then a store
    that has all of the file is not sent it again. Else it must be there as a young file.
    Raises OSError, or what the storage raises, and leaves nothing behind.
    """
    storage = default_storage
    if isinstance(storage, FileSystemStorage):
        put_on_disk(source, Path(storage.path(name)))
    elif not (is_kept and is_whole(name, source.stat().st_size)):
        with source.open("rb") as file:
            storage.save(name, File(file))


def is_whole(name: str, size: int) -> bool:
    """Whether the store has `name` with all of its `size` bytes."""
    try:
        return default_storage.size(name) == size
    except FileNotFoundError:
        return False


def drop(name: str) -> None:
    """Remove the file `name` if it is there."""
    default_storage.delete(name)


def drop_all(names: Iterable[str]) -> None:
    """Remove files that no row names (any more).

    What a store that does not answer keeps is swept away later.
    """
    try:
        for name in names:
            drop(name)
    except OSError as error:
        logger.warning("Files without a row stay for now: %s", error)


def require_space() -> None:
    """Refuse while the disk is nearly full, so that the rest of the site can go on writing."""
    if not isinstance(default_storage, FileSystemStorage):
        return
    folder = Path(default_storage.location)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < FREE_SPACE:
        raise Refused(
            _("The disk is nearly full, so no photos are taken. Tell whoever runs the server.")
        )


def put_on_disk(source: Path, target: Path) -> None:
    """Copy beside the target, flush to the disk, rename: a crash leaves all of it or nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".incoming-")
    try:
        with os.fdopen(descriptor, "wb") as copy, source.open("rb") as file:
            shutil.copyfileobj(file, copy, 1024 * 1024)
            copy.flush()
            os.fsync(copy.fileno())
        # mkstemp lets nobody else read; a front server that sends files may have to.
        Path(temporary).chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o644)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(directory)  # the name, too
    finally:
        os.close(directory)
