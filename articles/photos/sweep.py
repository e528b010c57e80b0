"""Takes out of the store what no row names: what was replaced long ago, and what a failure left.

Files come before their rows and rows go before their files (see decision 0020), so a file without
a row is an orphan; a young one may belong to an upload that is under way, and stays.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models.photo import Photo, PhotoVersion, Release, RetiredRenditions
from articles.photos import store
from articles.photos.holding import alone_with
from articles.photos.intake import known
from articles.photos.renditions import KEPT, MARK
from newsportal.timeline import now

YOUNG: Final = timedelta(hours=1)


def sweep() -> int:
    """Remove replaced renditions past their time and all old files without a row; how many.

    OSError where the store does not answer: what is left is removed the next time.
    """
    RetiredRenditions.objects.filter(retired_at__lte=now() - KEPT).delete()
    return sweep_renditions() + sweep_originals() + sweep_releases()


def sweep_renditions() -> int:
    """Public files that are neither a photo's nor were lately."""
    used = marks_in_use()
    found = [name for name in files_below("renditions") if beginning_of(name) not in used]
    if found:
        # Asked again: a photo may have come by its files while the store was read.
        used = marks_in_use()
    return sum(drop_if_old(name) for name in found if beginning_of(name) not in used)


def marks_in_use() -> set[str]:
    """What the names of public files begin with that a row names: some five for each photo."""
    return {
        row["name"][:MARK]
        for model in (Photo, RetiredRenditions)
        for rows in model.objects.values_list("renditions", flat=True).iterator()
        for row in rows
    }


def beginning_of(name: str) -> str:
    """What the name of a public file begins with."""
    return name.rsplit("/", 1)[-1][:MARK]


def sweep_originals() -> int:
    """Originals of no photo and of no earlier version of one."""
    used = {
        name
        for model in (Photo, PhotoVersion)
        for name in model.objects.values_list("original", flat=True).iterator()
    }
    removed = 0
    for name in files_below("originals"):
        if name in used:
            continue
        original_hash = name.rsplit("/", 1)[-1].split(".")[0]
        # An upload of these bytes, or a photo that has come since, keeps them.
        with alone_with([original_hash]):
            removed += 0 if known(original_hash) else drop_if_old(name)
    return removed


def sweep_releases() -> int:
    """Files of releases that were taken back, or never saved."""
    used = set(Release.objects.values_list("file", flat=True))
    return sum(drop_if_old(name) for name in files_below("releases") if name not in used)


def files_below(folder: str) -> Iterator[str]:
    """The names of all files in a folder of the store and in its folders."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from files_below(f"{folder}/{name}")


def drop_if_old(name: str) -> bool:
    """Remove the file unless it is young; whether it was removed."""
    try:
        if default_storage.get_modified_time(name) > timezone.now() - YOUNG:
            return False
        store.drop(name)
    except FileNotFoundError:
        return False
    return True
