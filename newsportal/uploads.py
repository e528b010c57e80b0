"""What of a request's files is written to the disk while it is being read: nothing of strangers,
and of one file hardly more than can be used.

Django writes a file to the disk before any view is asked, and asks for the CSRF token by reading
the whole form. Without this, anybody could fill the disk by one long request.
"""

from typing import Any, Final

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

# A little more than any page takes of a file, so that the page can say that there is more.
MOST_KEPT: Final = 41 * 1024 * 1024  # bytes


class BoundedUpload(FileUploadHandler):
    """Stands before Django's own handlers and passes on to them what may be kept."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = 0
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.kept += len(raw_data)
        return raw_data if self.kept <= MOST_KEPT else None

    def file_complete(self, file_size: int) -> None:
        """The handlers behind this one make the file."""
