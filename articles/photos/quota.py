"""How much one person may upload in a day, so that nobody fills the disk, by mistake or not."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models.photo import Photo, PhotoVersion
from newsportal.accounts.models import User
from newsportal.refusals import TooMuch

MEGABYTE: Final = 1024 * 1024
DAY: Final = timedelta(hours=24)


def require_room(by: User, size: int) -> None:
    """Raise TooMuch where `size` bytes more would be over what `by` may upload in 24 hours."""
    limit = settings.UPLOAD_QUOTA_MB
    if limit and uploaded_by(by) + size > limit * MEGABYTE:
        raise TooMuch(
            _(
                "With this file you would have uploaded more than %(limit)d MB in 24 hours. "
                "Go on tomorrow, or ask whoever runs the server for more."
            )
            % {"limit": limit}
        )


def uploaded_by(user: User) -> int:
    """Bytes that `user` has put into the library in the last 24 hours and that are still there.

    Where a photo was replaced, both of its files count.
    """
    since = timezone.now() - DAY
    replaced = PhotoVersion.objects.filter(replaced_by=user, replaced_at__gte=since)
    photos = Photo.objects.filter(
        Q(added_by=user, added_at__gte=since) | Q(pk__in=replaced.values("photo"))
    )
    total = Sum("size", default=0)
    return photos.aggregate(n=total)["n"] + replaced.aggregate(n=total)["n"]
