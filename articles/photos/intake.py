"""The way of a photo into the library: `accept`.

The file is copied aside, developed in a child process (`renditions`, `darkroom`), put into the
store, and only then gets its row. What is refused leaves nothing behind. `holding` sees to it
that two who mean the same files do not meet; `quota` says how much one person may bring. Another
file for a photo that is there is left to `replacing`.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import DatabaseError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models.licence import Licence
from articles.models.photo import Photo
from articles.photos import formats, metadata, quota, renditions, store
from articles.photos.holding import alone_with
from articles.photos.licensing import give
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused, Unavailable

logger = logging.getLogger(__name__)

MAX_BYTES: Final = 40 * 1024 * 1024


def accept(
    file: File | BinaryIO, by: User, *, licence: Licence | None = None, **typed: str
) -> Photo:
    """Take a picture (JPEG, PNG, WebP, AVIF, TIFF) into the library and give its Photo.

    `typed` names text columns of Photo. What is typed wins; empty fields are filled from the
    file's metadata, and then from the `licence`. The same bytes again give the photo that is
    there, unchanged. Raises Refused (a sentence) for everything else, TooMuch for a person who
    has uploaded enough for today, and NotAllowed for one who may not upload, or not say under
    which licence.
    """
    require(by, "photo.upload")
    if licence:
        require(by, "photo.set_rights_expiry")
    words = checked(typed)
    store.require_space()
    with renditions.scratch_folder() as scratch:
        source = Path(scratch) / "original"
        original_hash, size = copy_aside(file, source)
        if photo := known(original_hash):
            return photo
        quota.require_room(by, size)
        developed = renditions.develop(source, Path(scratch))
        photo = Photo(added_by=by, **words)
        describe(
            photo, developed, original_hash, size=size, file_name=plain_name(file), licence=licence
        )
        with alone_with([original_hash, f"by {by.pk}"]):
            # Asked again: somebody may have brought the same bytes, or this person other ones.
            if taken := known(original_hash):
                return taken
            quota.require_room(by, size)
            with stored(photo, developed, source), transaction.atomic():
                photo.save(force_insert=True)
                audit.record("photo.upload", photo, by=by)
                if licence:
                    audit.record("photo.set_rights_expiry", photo, by=by, licence=str(licence))
    return photo


def known(original_hash: str) -> Photo | None:
    """The photo that has these bytes (SHA-256, hex) as its original, or once had them."""
    return (
        Photo.objects.filter(original_hash=original_hash).first()
        or Photo.objects.filter(versions__original_hash=original_hash).first()
    )


# -- What comes in -------------------------------------------------------------------------------


def checked(typed: Mapping[str, str]) -> dict[str, str]:
    """The words as they are kept, or Refused where a field cannot hold them: none are cut."""
    words = {}
    for name, written in typed.items():
        field = Photo._meta.get_field(name)
        if not isinstance(field, models.CharField | models.TextField) or not field.editable:
            raise TypeError(f"{name} is no text of a photo.")
        if text := metadata.clean(written):
            check_length(field, text)
            try:
                words[name] = field.clean(text, None)
            except ValidationError as error:
                raise Refused(f"{field.verbose_name}: {' '.join(error.messages)}") from error
    return words


def check_length(field: models.Field[Any, Any], text: str) -> None:
    """Refused where `text` is longer than `field` holds."""
    if field.max_length and len(text) > field.max_length:
        raise Refused(
            _("The %(field)s has %(count)d characters; %(most)d fit. Shorten it.")
            % {"field": field.verbose_name, "count": len(text), "most": field.max_length}
        )


def copy_aside(file: File | BinaryIO, target: Path) -> tuple[str, int]:
    """Copy the upload, at most MAX_BYTES of it; gives its SHA-256 in hex and its bytes."""
    digest, size = sha256(), 0
    if file.seekable():
        file.seek(0)
    with target.open("wb") as target_file:
        while chunk := file.read(256 * 1024):
            size += len(chunk)
            if size > MAX_BYTES:
                raise Refused(
                    _(
                        "The file is larger than %(most)d MB. Save the picture smaller and upload "
                        "that."
                    )
                    % {"most": MAX_BYTES // 1024 // 1024}
                )
            digest.update(chunk)
            target_file.write(chunk)
    if not size:
        raise Refused(_("The file is empty. Choose the picture again and upload it."))
    return digest.hexdigest(), size


def plain_name(file: Any) -> str:
    """The name the file had with its owner: for people to read, never for a path."""
    name = str(getattr(file, "name", "") or "").replace("\\", "/").rsplit("/", 1)[-1]
    return metadata.clean(name)[:200]


# -- What becomes of it --------------------------------------------------------------------------


def describe(
    photo: Photo,
    developed: renditions.Developed,
    original_hash: str,
    *,
    size: int,
    file_name: str,
    licence: Licence | None = None,
) -> None:
    """Set what the file says of itself; of the words, only those that are still empty, which the
    licence fills where the file does not."""
    ending = formats.ENDINGS[developed.kind]
    photo.original = f"originals/{original_hash[:2]}/{original_hash}.{ending}"
    photo.original_hash = original_hash
    photo.size = size
    photo.file_name = file_name
    photo.width, photo.height = developed.width, developed.height
    photo.look = developed.look
    photo.has_content_credentials = developed.has_content_credentials
    photo.placeholder = developed.placeholder
    fill(photo, developed.metadata)
    if licence:
        give(licence, photo)
    # Last: their names are made of the words as well.
    photo.renditions = renditions.rows_for(developed, photo)


def fill(photo: Photo, found: Mapping[str, str]) -> None:
    """Fill the empty fields of `photo` from a file's metadata."""
    for name, text in found.items():
        if name == "taken_at":
            photo.taken_at = photo.taken_at or moment(text)
        elif not getattr(photo, name):
            setattr(photo, name, text)
    if photo.ai == Photo.Ai.NONE:
        photo.ai = Photo.Ai(metadata.ai_of(found.get("digital_source_type", "")))


def moment(text: str) -> datetime | None:
    """An aware datetime; without an offset the camera is taken to show the site's own time.

    A day ahead is a camera whose clock was never set.
    """
    if not text:
        return None
    taken = datetime.fromisoformat(text)
    taken = timezone.make_aware(taken) if timezone.is_naive(taken) else taken
    return taken if taken < timezone.now() + timedelta(days=1) else None


@contextmanager
def stored(photo: Photo, developed: renditions.Developed, source: Path) -> Iterator[None]:
    """Store the files for the block that writes the row: there is never a row without its files.

    Where either fails, the files go. The caller holds the original.
    """
    try:
        store.put(source, str(photo.original), is_kept=True)  # by `alone_with`
        renditions.put_all(developed, photo.renditions, renditions.words_of(photo))
        yield
    except OSError as error:
        drop_unless_known(photo.original_hash, file_names(photo))
        raise Unavailable(
            _("The photo could not be stored, and nothing of it was kept. Try again in a minute.")
        ) from error
    except BaseException:
        drop_unless_known(photo.original_hash, file_names(photo))
        raise


def file_names(photo: Photo) -> list[str]:
    """Where the media store has the original and the public files of `photo`."""
    return [str(photo.original)] + [renditions.file_of(one["name"]) for one in photo.renditions]


def drop_unless_known(original_hash: str, names: list[str]) -> None:
    """Remove files that no row names (any more). The caller holds the original.

    Where the database does not answer they stay, and are swept away later.
    """
    try:
        if known(original_hash):
            return
    except DatabaseError as error:
        logger.warning("Files stay until it is known whether they have a row: %s", error)
        return
    store.drop_all(names)
