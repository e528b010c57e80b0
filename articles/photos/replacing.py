"""Another file for a photo that is there. Words and places stay, and the old file is kept."""

from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import BinaryIO, Final

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models.photo import Photo, PhotoVersion, RetiredRenditions
from articles.photos import quota, renditions, store
from articles.photos.holding import alone_with
from articles.photos.intake import copy_aside, describe, fill, known, plain_name, stored
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused

# What belongs to the file, and goes with it when another takes its place.
FILE_COLUMNS: Final = (
    "original",
    "original_hash",
    "size",
    "file_name",
    "width",
    "height",
    "look",
    "has_content_credentials",
    "renditions",
    "placeholder",
    "digital_source_type",
)


def replace(photo: Photo, file: File | BinaryIO, by: User) -> Photo:
    """Give `photo` a new original, and keep the old one as a PhotoVersion.

    Words stay; the new file's metadata fill what is empty. The focus stays, cuts by hand go. The
    old public files become RetiredRenditions. An earlier version comes back where its bytes do.
    Raises what `accept` raises, and Refused where the bytes are another photo's.
    """
    require(by, "photo.crop_replace", photo)
    store.require_space()
    with renditions.scratch_folder() as scratch:
        source = Path(scratch) / "original"
        original_hash, size = copy_aside(file, source)
        if original_hash == photo.original_hash:
            return photo
        refuse_another(photo, known(original_hash))
        quota.require_room(by, size)
        developed = renditions.develop(source, Path(scratch))
        with alone_with([original_hash, f"by {by.pk}"]):
            refuse_another(photo, known(original_hash))
            quota.require_room(by, size)
            # Its public files carry the words of the photo that it becomes.
            new = copy(photo)
            new.crops, new.digital_source_type = {}, ""
            describe(new, developed, original_hash, size=size, file_name=plain_name(file))
            with stored(new, developed, source), transaction.atomic():
                return exchange(photo, new, developed.metadata, by)


def refuse_another(photo: Photo, other: Photo | None) -> None:
    """Refused where the bytes belong to a photo that is not `photo`."""
    if other and other.pk != photo.pk:
        raise Refused(
            _(
                "This file is in the library already: it is photo %(number)d, “%(name)s”. Use that "
                "photo, or choose another file."
            )
            % {"number": other.pk, "name": other}
        )


def exchange(photo: Photo, new: Photo, found: Mapping[str, str], by: User) -> Photo:
    """Let the file of `new` take the place of that of `photo`; inside a transaction."""
    current = Photo.objects.select_for_update().filter(pk=photo.pk).first()
    if current is None:
        raise Refused(_("The photo was deleted meanwhile. Upload the file as a new photo."))
    earlier = current.versions.filter(original_hash=new.original_hash)
    earlier.delete()  # where an earlier version comes back, it is no longer an earlier one
    audit.record(
        "photo.crop_replace",
        current,
        by=by,
        before=current.original_hash,
        after=new.original_hash,
    )
    PhotoVersion.objects.create(
        photo=current,
        replaced_by=by,
        **{
            name: getattr(current, name)
            for name in ("original", "original_hash", "size", "file_name", "width", "height")
        },
    )
    RetiredRenditions.objects.create(photo=current, renditions=current.renditions)
    for name in FILE_COLUMNS:
        setattr(current, name, getattr(new, name))
    current.crops, current.made_for = {}, ""
    fill(current, found)
    current.save()
    return current
