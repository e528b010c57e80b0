"""What leaves the library: the files of a deleted photo, of its earlier versions, its releases.

The rows go first, and then their files, so that there is never a row without them.
"""

import logging
from dataclasses import dataclass

from django.db import DatabaseError

from articles.models.photo import Photo
from articles.photos import store
from articles.photos.holding import alone_with
from articles.photos.intake import drop_unless_known, file_names, known
from articles.photos.renditions import file_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Files:
    """The files of one photo, by the hash of the original that they belong to."""

    of_original: dict[str, list[str]]
    retired: list[str]  # public files that were replaced: of any of the originals
    releases: list[str]  # the papers of persons


def files_of(photo: Photo) -> Files:
    """What to forget when `photo` is deleted: ask before its rows are gone."""
    of_original = {photo.original_hash: file_names(photo)}
    for version in photo.versions.all():
        of_original[version.original_hash] = [str(version.original)]
    retired = [
        file_of(one["name"])
        for rows in photo.retired.values_list("renditions", flat=True)
        for one in rows
    ]
    releases = [str(release.file) for release in photo.releases.exclude(file="")]
    return Files(of_original, retired, releases)


def forget(files: Files) -> None:
    """Remove the files, unless somebody has brought the same bytes again meanwhile.

    Called when the deletion is committed: what fails now is left to the sweep.
    """
    store.drop_all(files.releases)
    try:
        with alone_with(files.of_original):
            if not any(known(original_hash) for original_hash in files.of_original):
                store.drop_all(files.retired)
            for original_hash, names in files.of_original.items():
                drop_unless_known(original_hash, names)
    except DatabaseError as error:
        logger.warning("The files of a deleted photo stay for now: %s", error)
