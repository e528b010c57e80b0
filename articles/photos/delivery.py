"""Photos on their way out: renditions to readers while a live edition prints the photo, more to
staff. Who of the staff may see what is decided by the newsroom's views, which call this.
"""

from typing import Final

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.models.edition import live_uses_of
from articles.models.photo import Photo
from articles.photos.pictures import renditions_of
from articles.photos.renditions import file_of
from newsportal.accounts.roles import public

TYPES: Final = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
# Even a file that some program takes for a page can do nothing.
POLICY: Final = "sandbox; default-src 'none'"


@public
@require_safe
def photo(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """The rendition `name` of a photo that is in live use; everything else is 404.

    A name stands for its content, so browsers may keep it for ever; whether the photo is still
    live is asked first each time that a request comes.
    """
    row = Photo.objects.filter(pk=number).only("renditions").first()
    if row is None or not is_listed(row, name) or not live_uses_of(row).exists():
        return gone()
    etag = f'"{name}"'
    response = get_conditional_response(request, etag=etag) or file_response(file_of(name))
    if response.status_code != 404:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["ETag"] = etag
        # Feed readers and other sites' previews show the picture, too.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def rendition_response(photo: Photo, name: str) -> HttpResponseBase:
    """Any rendition of any photo, for staff: private, never stored."""
    return private(file_response(file_of(name)) if is_listed(photo, name) else gone())


def thumbnail_response(photo: Photo) -> HttpResponseBase:
    """The smallest rendition, for staff."""
    jpegs = renditions_of(photo, "jpeg")
    return rendition_response(photo, jpegs[0]["name"] if jpegs else "")


def original_response(photo: Photo) -> HttpResponseBase:
    """The original, byte for byte, as a download: for those who may have it."""
    name = str(photo.original)
    extension = name.rsplit(".", 1)[-1]
    stem = photo.file_name.rsplit(".", 1)[0] or f"photo-{photo.pk}"
    return private(file_response(name, download_as=f"{stem}.{extension}"))


def is_listed(photo: Photo, name: str) -> bool:
    """Whether `name` is one of the photo's renditions: no other name reaches the disk."""
    return any(one["name"] == name for one in photo.renditions)


def file_response(path: str, *, download_as: str = "") -> HttpResponseBase:
    """The stored file, with headers that let no browser take it for anything but a picture."""
    try:
        file = default_storage.open(path)
    except FileNotFoundError:
        return gone()
    response = FileResponse(
        file,
        as_attachment=bool(download_as),
        filename=download_as or path.rsplit("/", 1)[-1],
        content_type=TYPES[path.rsplit(".", 1)[-1]],
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def gone() -> HttpResponse:
    """404 without a page: pictures are asked for by pages. It may be there in a minute."""
    response = HttpResponse("Not found", status=404, content_type="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Kept by nobody on the way and by no browser."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
