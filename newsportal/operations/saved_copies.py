"""Which pages have a copy on disk: the front page and the newest articles."""

from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from articles.models import Edition
from newsportal.pagecache.saved import SavedCopies
from newsportal.pagecache.saving import Saving

NEWEST: Final = 200


def start() -> None:
    """Keep the copies right for as long as this process lives."""
    copies = SavedCopies(settings.SAVED_COPIES)
    Saving(get_wsgi_application(), addresses, copies).start()


def exist() -> bool:
    """Whether there is anything to show to readers while the database does not answer."""
    return any(SavedCopies(settings.SAVED_COPIES).all().values())


def addresses() -> Iterator[str]:
    """The paths of the pages that are kept, the most important first."""
    yield reverse("front")
    newest = Edition.objects.newest_first().select_related("section")
    for edition in newest.only("article_number", "slug", "section__slug")[:NEWEST]:
        yield edition.get_absolute_url()
