"""Makes again what was lost or never kept: the search indexes, and the public files of photos."""

from collections.abc import Callable

from django.core.files.storage import default_storage

from articles import search
from articles.models import Photo
from articles.photos import finding, renditions
from newsportal.refusals import Refused


def search_index() -> int:
    """Write the search index anew; returns how many editions it holds."""
    return search.rebuild()


def words_of_photos() -> int:
    """Write the index of the photo library anew; returns how many photos it holds."""
    return finding.rebuild()


def missing_files(report: Callable[[str], object]) -> int:
    """Make the renditions of each photo of which a file is missing; returns of how many photos.

    `report` is told of each photo that cannot be made, one sentence each; the others go on.
    """
    made = 0
    for photo in Photo.objects.order_by("pk").iterator():
        if is_complete(photo):
            continue
        try:
            renditions.rebuild(photo)
            made += 1
        except Refused as refused:
            report(f"Photo {photo.pk}: {refused.sentence}")
        except OSError:
            report(f"Photo {photo.pk}: its original cannot be read; restore it from a backup.")
    return made


def is_complete(photo: Photo) -> bool:
    """Whether the photo has all its renditions and the media store has a file for each."""
    return photo.made_for == renditions.key_of(photo) and all(
        default_storage.exists(renditions.file_of(one["name"])) for one in photo.renditions
    )
