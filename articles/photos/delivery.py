"""Photos on their way out: renditions to readers while a live edition prints the photo, more to
staff. Who of the staff may see what is decided by the newsroom's views, which call this.
"""

import logging
import re
from datetime import timedelta
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.models.edition import is_public
from articles.models.photo import Photo, PhotoVersion, RetiredRenditions
from articles.photos.pictures import renditions_of
from articles.photos.renditions import KEPT, file_of
from newsportal.accounts.roles import public
from newsportal.timeline import now

logger = logging.getLogger(__name__)

TYPES: Final = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "tif": "image/tiff",
}
# What names look like: `renditions.mark_of`, and the file in the darkroom. No other is looked up.
NAME: Final = re.compile(r"[0-9a-f]{32}-[0-9a-z-]{1,20}\.(?:jpg|webp|avif)")
# How long a browser may keep a file, whose name stands for what is in it.
LONGEST: Final = timedelta(days=365)
# How long a cache that many readers share may: it would go on answering for withdrawn articles.
SHARED: Final = timedelta(minutes=10)
# Even a file that some program takes for a page can do nothing.
POLICY: Final = "sandbox; default-src 'none'"


@public
@require_safe
def photo(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """The rendition `name` of a photo that readers may see now; everything else is 404.

    A name stands for its content, so browsers may keep it as long as its rights last; whether the
    photo is still public is asked first each time that a request comes. No name makes a file.
    """
    row = photo_with(number, name)
    if row is None or not is_public(row):
        return gone()
    etag = f'"{name}"'
    response = get_conditional_response(request, etag=etag) or file_response(file_of(name))
    if response.status_code in {200, 304}:
        response.headers["Cache-Control"] = keeping(row)
        response.headers["ETag"] = etag
        # Feed readers and other sites' previews show the picture, too.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def keeping(photo: Photo) -> str:
    """The header that says how long the files of a public photo may be kept: never beyond its
    rights, and by a cache in front of the site no longer than it may be behind a withdrawal.
    """
    longest = min(LONGEST, photo.usable_until - now()) if photo.usable_until else LONGEST
    shared = min(SHARED, longest)
    seconds = [int(span.total_seconds()) for span in (longest, shared)]
    return "public, max-age={}, s-maxage={}, immutable".format(*seconds)


def photo_with(number: int, name: str) -> Photo | None:
    """The photo `number`, if `name` is one of its renditions or was until a while ago.

    One query, and another one where files of the photo were replaced lately.
    """
    if not NAME.fullmatch(name):
        return None
    lately = retired_since().filter(photo=OuterRef("pk"))
    photos = Photo.objects.only("renditions", "usable_until").annotate(replaced=Exists(lately))
    row = photos.filter(pk=number).first()
    if row is None or is_listed(row.renditions, name):
        return row
    if not row.replaced:
        return None
    retired = retired_since().filter(photo=row).values_list("renditions", flat=True)
    return row if any(is_listed(rows, name) for rows in retired) else None


def retired_since() -> Any:
    """The replaced renditions whose addresses still answer."""
    return RetiredRenditions.objects.filter(retired_at__gt=now() - KEPT)


def rendition_response(photo: Photo, name: str) -> HttpResponseBase:
    """Any rendition of any photo, for staff: private, never stored."""
    found = is_listed(photo.renditions, name) or photo_with(photo.pk, name)
    return private(file_response(file_of(name)) if found else gone())


def thumbnail_response(photo: Photo) -> HttpResponseBase:
    """The smallest rendition, for staff."""
    jpegs = renditions_of(photo, "jpeg")
    return rendition_response(photo, jpegs[0]["name"] if jpegs else "")


def original_response(photo: Photo | PhotoVersion) -> HttpResponseBase:
    """The original, byte for byte, as a download: for those who may have it."""
    name = str(photo.original)
    extension = name.rsplit(".", 1)[-1]
    stem = photo.file_name.rsplit(".", 1)[0] or f"photo-{photo.pk}"
    return private(file_response(name, download_as=f"{stem}.{extension}"))


def is_listed(renditions: list[dict[str, Any]], name: str) -> bool:
    """Whether `name` is one of `renditions`: no other name reaches the disk."""
    return any(one["name"] == name for one in renditions)


def file_response(path: str, *, download_as: str = "", content_type: str = "") -> HttpResponseBase:
    """The stored file, with headers that let no browser take it for anything but what it is."""
    try:
        file = default_storage.open(path)
    except FileNotFoundError:
        return gone()
    except OSError as error:
        logger.error("A file could not be read: %s", error)
        return out_of_reach()
    response = FileResponse(
        file,
        as_attachment=bool(download_as),
        filename=download_as or path.rsplit("/", 1)[-1],
        content_type=content_type or TYPES[path.rsplit(".", 1)[-1]],
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def gone() -> HttpResponse:
    """404 without a page: pictures are asked for by pages. It may be there in a minute."""
    response = HttpResponse("Not found", status=404, content_type="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def out_of_reach() -> HttpResponse:
    """503: the store does not answer. The page around the picture has its alternative text."""
    response = HttpResponse("Try again later", status=503, content_type="text/plain")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = "30"
    return response


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Kept by nobody on the way and by no browser."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
