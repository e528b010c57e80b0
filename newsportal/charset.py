"""Every request is read as UTF-8, which is what browsers send for our pages.

Django reads a `multipart/form-data` body, and the query of any address, by whatever codec of
Python the `Content-Type` names. Some of them are no encodings of text at all, some make characters
that no database takes (`unicode_escape`), and some hide words from whoever reads along (`utf-7`).
"""

import codecs
from collections.abc import Callable
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

# All that are read in the same way, whichever of them is named.
READ_AS_UTF_8: Final = {"utf-8", "utf-8-sig", "ascii"}
WITHOUT_BODY: Final = {"GET", "HEAD", "OPTIONS", "TRACE"}


class Utf8Middleware:
    """Answers 400 to a form in another encoding, as Django does where it is urlencoded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.encoding is not None:
            # Known to Python: Django has asked.
            named = codecs.lookup(request.encoding).name
            if named not in READ_AS_UTF_8 and request.method not in WITHOUT_BODY:
                raise BadRequest("A form is sent in UTF-8.")
            request.encoding = "utf-8"
        return self.get_response(request)
