"""The consent of persons whom a photo shows: the paper is stored privately, and given to few."""

import tempfile
from pathlib import Path
from typing import Any, Final

from django.http import HttpResponseBase
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from articles.models.photo import Release
from articles.photos.delivery import file_response, gone, private
from articles.photos.formats import ENDINGS, HEADER, kind_of
from articles.photos.store import put, require_space
from newsportal.refusals import Refused, Unavailable

LARGEST: Final = 10_000_000  # bytes
PAPER: Final = "application/octet-stream"  # whatever it is: nobody is to open it in a browser


def ending_of(beginning: bytes) -> str:
    """The ending for the name of a file with this beginning; Refused where it is no paper."""
    kind = kind_of(beginning)
    if beginning.startswith(b"%PDF-"):
        return "pdf"
    if kind in {"jpeg", "png", "webp"}:
        return ENDINGS[kind]
    raise Refused(_("This file is no PDF and no picture. Scan the paper as PDF, JPEG or PNG."))


def keep(file: Any) -> str:
    """Store an uploaded file under a name of the server's own, and return that name.

    Raises Refused for a file that is too large or of another kind, and where the store does not
    answer.
    """
    if file.size > LARGEST:
        raise Refused(_("The file is larger than 10 megabytes. Scan it with less detail."))
    ending = ending_of(file.read(HEADER))
    file.seek(0)
    require_space()
    name = f"releases/{get_random_string(32).lower()}.{ending}"
    with tempfile.NamedTemporaryFile() as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            put(Path(copy.name), name)
        except OSError as error:
            raise Unavailable(
                _("The file could not be stored. Nothing is lost: try again in a moment.")
            ) from error
    return name


def paper_response(release: Release) -> HttpResponseBase:
    """The paper as a download that no browser opens by itself and nobody keeps on the way."""
    name = str(release.file)
    if not name:
        return private(gone())
    download_as = f"release-{release.pk}.{name.rsplit('.', 1)[-1]}"
    return private(file_response(name, download_as=download_as, content_type=PAPER))
