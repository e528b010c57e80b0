"""What counting costs: microseconds for each request, and statements for 100,000 page views.

    VAR_DIR=/some/empty/folder .venv/bin/python bench/page_views.py [articles]

The portal behind the door is one that answers at once, so that the door alone is measured. The
figures stand in `docs/performance.md`.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from newsportal.consent.choice import counts  # noqa: E402
from newsportal.statistics.counting import Counter  # noqa: E402
from newsportal.statistics.door import Counting, Environ  # noqa: E402
from newsportal.statistics.models import Views  # noqa: E402

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
RECEIPT = "00000000-0000-4000-8000-000000000000"
REQUESTS = 20_000
FLOOD = 100_000
THREADS = 4


def portal(environ: Environ, start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [])
    return [b""]


def may_count(environ: Environ) -> bool:
    return counts(environ.get("HTTP_COOKIE", ""), gpc=environ.get("HTTP_SEC_GPC") == "1")


def request(path: str, agent: str = FIREFOX, cookie: str = "") -> Environ:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_USER_AGENT": agent}
    return environ | ({"HTTP_COOKIE": cookie} if cookie else {})


def microseconds(application: Callable[..., object], environ: Environ) -> float:
    """Of processor time: the median of five runs of `REQUESTS` requests each."""
    runs = []
    for _run in range(5):
        begun = time.thread_time()
        for _request in range(REQUESTS):
            application(environ, lambda *_answer: None)
        runs.append((time.thread_time() - begun) / REQUESTS * 1e6)
    return sorted(runs)[2]


def main(articles: int) -> None:
    call_command("migrate", verbosity=0)
    Views.objects.all().delete()
    counter = Counter(lambda: True, pause=3600)
    door = Counting(portal, counter, may_count=may_count)
    page = "/city/12/a-bridge-opens/"
    asked = {
        "an article, a reader": request(page),
        "an article, a reader who has chosen": request(
            page, cookie=f"consent=v1:necessary+statistics:{RECEIPT}"
        ),
        "an article, a robot": request(page, GOOGLEBOT),
        "a front page": request("/"),
        "a photo": request("/photos/12/0123456789abcdef-640.avif"),
    }
    alone = microseconds(portal, request("/"))
    for name, environ in asked.items():
        print(f"{name:<40}{microseconds(door, environ) - alone:6.1f} µs")
    counter.write()
    Views.objects.all().delete()

    pages = [request(f"/city/{number}/story/") for number in range(1, articles + 1)]

    def read(thread: int) -> None:
        for number in range(thread, FLOOD, THREADS):
            door(pages[number % articles], lambda *_answer: None)

    threads = [threading.Thread(target=read, args=[number]) for number in range(THREADS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        counter.write()
    written = time.perf_counter() - begun
    inserts = sum(one["sql"].startswith('INSERT INTO "statistics_v') for one in queries)
    total = sum(Views.objects.values_list("views", flat=True))
    print(f"{FLOOD:,} views of {articles:,} articles by {THREADS} threads: {seconds:.1f} s")
    print(f"written in {inserts} statements and {written * 1e3:.0f} ms: {total:,} views")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
