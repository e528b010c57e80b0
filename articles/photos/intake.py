"""The way of a photo into the library: `accept`.

The file is copied aside, developed in a child process (`renditions`, `darkroom`), put into the
store, and only then gets its row. What is refused leaves nothing behind.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models.photo import Photo
from articles.photos import metadata, renditions, store
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused

MAX_BYTES: Final = 40 * 1024 * 1024


def accept(
    file: File | BinaryIO, by: User, *, caption: str = "", credit: str = "", alt: str = ""
) -> Photo:
    """Take a JPEG, PNG or WebP picture into the library and give its Photo.

    What is typed wins; empty fields are filled from the file's metadata. The same bytes again
    give the photo that is there, unchanged. Raises Refused (a sentence) for everything else,
    and NotAllowed for a person who may not upload.
    """
    require(by, "photo.upload")
    typed = {
        field: checked_length(field, metadata.clean(text))
        for field, text in {"caption": caption, "credit": credit, "alt": alt}.items()
    }
    store.require_space()
    with renditions.scratch_folder() as scratch:
        source = Path(scratch) / "original"
        original_hash = copy_aside(file, source)
        if known := Photo.objects.filter(original_hash=original_hash).first():
            return known
        developed = renditions.develop(source, Path(scratch))
        found = developed.metadata | {field: text for field, text in typed.items() if text}
        photo = Photo(
            original=f"originals/{original_hash[:2]}/{original_hash}.{developed.extension}",
            original_hash=original_hash,
            file_name=plain_name(file),
            width=developed.width,
            height=developed.height,
            renditions=renditions.rows_for(developed, original_hash),
            taken_at=moment(found.pop("taken_at", "")),
            added_by=by,
            **found,
        )
        return keep(photo, developed, source)


def checked_length(field: str, text: str) -> str:
    """`text`, or Refused where the field cannot hold it: nothing typed is cut silently."""
    most = metadata.FIELDS[field]
    if len(text) > most:
        name = Photo._meta.get_field(field).verbose_name  # type: ignore[union-attr]
        raise Refused(
            _("The %(field)s has %(count)d characters; %(most)d fit. Shorten it.")
            % {"field": name, "count": len(text), "most": most}
        )
    return text


def copy_aside(file: File | BinaryIO, target: Path) -> str:
    """Copy the upload, at most MAX_BYTES of it, and give its SHA-256 in hex."""
    digest, size = sha256(), 0
    if file.seekable():
        file.seek(0)
    with target.open("wb") as copy:
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
            copy.write(chunk)
    if not size:
        raise Refused(_("The file is empty. Choose the picture again and upload it."))
    return digest.hexdigest()


def plain_name(file: Any) -> str:
    """The name the file had with its owner: for people to read, never for a path."""
    name = str(getattr(file, "name", "") or "").replace("\\", "/").rsplit("/", 1)[-1]
    return metadata.clean(name)[:200]


def moment(text: str) -> datetime | None:
    """An aware datetime; without an offset the camera is taken to show the site's own time.

    A day ahead is a camera whose clock was never set.
    """
    if not text:
        return None
    taken = datetime.fromisoformat(text)
    taken = timezone.make_aware(taken) if timezone.is_naive(taken) else taken
    return taken if taken < timezone.now() + timedelta(days=1) else None


def keep(photo: Photo, developed: renditions.Developed, source: Path) -> Photo:
    """Files first, then the row: there is never a row without its files."""
    name = str(photo.original)
    try:
        store.put(source, name)
        renditions.put_all(developed, photo.renditions)
        with transaction.atomic():
            photo.save(force_insert=True)
            audit.record("photo.upload", photo, by=photo.added_by)
    except IntegrityError:
        # Somebody uploaded the same bytes meanwhile: the files are theirs as well.
        if known := Photo.objects.filter(original_hash=photo.original_hash).first():
            return known
        forget_files(photo, name)
        raise
    except OSError as error:
        forget_files(photo, name)
        raise Refused(
            _("The photo could not be stored, and nothing of it was kept. Try again in a minute.")
        ) from error
    except BaseException:
        forget_files(photo, name)
        raise
    return photo


def forget_files(photo: Photo, name: str) -> None:
    """Remove the files of a photo that has no row (any more), unless another upload owns them."""
    if not Photo.objects.filter(original_hash=photo.original_hash).exists():
        for rendition in photo.renditions:
            store.drop(renditions.file_of(rendition["name"]))
        store.drop(name)
