"""The WSGI entry: `granian --interface wsgi newsportal.wsgi:application`.

Page views are counted out here, where every answer passes by, whoever makes it. Behind the
counter stands the page cache, and behind that Django.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
django = get_wsgi_application()

# After the portal is set up: these know its tables.
from django.conf import settings  # noqa: E402

from newsportal.consent.choice import counts  # noqa: E402
from newsportal.consent.models import Purpose  # noqa: E402
from newsportal.pagecache.addresses import is_canonical  # noqa: E402
from newsportal.pagecache.edge import Edge  # noqa: E402
from newsportal.pagecache.front import PageCache  # noqa: E402
from newsportal.pagecache.saved import SavedCopies  # noqa: E402
from newsportal.statistics.counting import Counter  # noqa: E402
from newsportal.statistics.door import Application, Counting, Environ  # noqa: E402


def is_switched_on() -> bool:
    """Whether this site counts at all."""
    return Purpose.objects.filter(name="statistics").exists()


def may_count(environ: Environ) -> bool:
    """Whether the reader who sent the request has not objected to being counted."""
    return counts(environ.get("HTTP_COOKIE", ""), gpc=environ.get("HTTP_SEC_GPC") == "1")


copies = SavedCopies(settings.SAVED_COPIES)
pages = PageCache(django, most_bytes=settings.PAGE_CACHE_BYTES, saved=copies)
portal: Application = Edge(pages, is_canonical=is_canonical) if settings.EDGE_CACHES else pages
application = Counting(portal, Counter(is_switched_on), may_count=may_count)
