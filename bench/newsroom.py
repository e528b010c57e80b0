"""The newsroom at size: each page at 1,000 and at 100,000 articles, side by side.

    python bench/newsroom.py [SMALL LARGE]

Makes the two databases under var/bench/ once (100,000 articles take some minutes and 1 GB), then
asks each for the pages of the editor's desk, through Django and without a network, and prints the
queries and the median time. On PostgreSQL: DATABASE_URL=postgres://... names a server, whose
databases `<name>_<articles>` must exist.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 15


def main(sizes: list[int]) -> None:
    small, large = (figures(size) for size in sizes)
    print(f"{'page':<34} {'queries':>9} {sizes[0]:>10,} {sizes[1]:>10,}  times as long")
    for name, (queries, seconds) in large.items():
        before_queries, before = small[name]
        print(
            f"{name:<34} {before_queries:>4}/{queries:<4} {before * 1000:>7.0f} ms"
            f" {seconds * 1000:>7.0f} ms  {seconds / before:.1f}"
        )


def figures(size: int) -> dict[str, tuple[int, float]]:
    """Queries and median seconds of each page with `size` articles, from a process of its own."""
    folder = ROOT / "var" / "bench" / str(size)
    environment = {**os.environ, "VAR_DIR": str(folder)}
    if url := os.environ.get("DATABASE_URL"):
        parts = urlsplit(url)
        environment["DATABASE_URL"] = urlunsplit(parts._replace(path=f"{parts.path}_{size}"))
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
    # Where the articles are there already, makedata says so and changes nothing.
    make = [*manage, "makedata", "--articles", str(size)]
    subprocess.run(make, env=environment, check=False, capture_output=True)
    measure = [sys.executable, str(Path(__file__).resolve()), "--measure"]
    done = subprocess.run(
        measure, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)


def measure() -> dict[str, tuple[int, float]]:
    """Ask for every page in this process; the first answer of each does not count."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from newsportal.accounts.models import User

    settings.ALLOWED_HOSTS.append("testserver")
    # The files are not collected for a measurement.
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    found = {}
    for name, (person, address) in pages().items():
        client = Client()
        user = User.objects.get(username=person)
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
            queries = len(captured)
        if response.status_code != 200:
            raise SystemExit(f"{name}: {address} answers {response.status_code}")
        times = []
        for _round in range(ROUNDS):
            began = time.perf_counter()
            client.get(address)
            times.append(time.perf_counter() - began)
        found[name] = (queries, statistics.median(times))
    return found


def pages() -> dict[str, tuple[str, str]]:
    """What is measured: a name, who asks, and for what."""
    from articles.models import Article

    listed = "/newsroom/articles/article/"
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True)[0]
    waiting = Article.objects.filter(state="in_review").values_list("pk", flat=True)[0]
    desk = {
        "start page": "/newsroom/",
        "list": listed,
        "list, page 20": f"{listed}?p=20",
        "list: in review": f"{listed}?state__exact=in_review",
        "list: live": f"{listed}?public=live",
        "list: scheduled": f"{listed}?public=scheduled",
        "list: withdrawn": f"{listed}?public=withdrawn",
        "list: a section": f"{listed}?section__id__exact=1",
        "list: an author": f"{listed}?authors__id__exact=30",
        "list: mine": f"{listed}?desk=mine",
        "search: a common word": f"{listed}?q=bridge",
        "search: two words": f"{listed}?q=bridge+river",
        "search: one article": f"{listed}?q={Article.objects.get(pk=newest).slug}",
        "search: nothing": f"{listed}?q=zebra",
        "form, a published article": f"{listed}{newest}/change/",
        "form, an article in review": f"{listed}{waiting}/change/",
        "history": f"{listed}{newest}/history/",
        "calendar": f"{listed}calendar/",
        "calendar, as a list": f"{listed}calendar/?view=list",
    }
    reporter = {"list, a reporter": listed, "list: drafts, a reporter": f"{listed}?desk=drafts"}
    return {name: ("archive-editor-1", address) for name, address in desk.items()} | {
        name: ("archive-reporter-1", address) for name, address in reporter.items()
    }


if __name__ == "__main__":
    if "--measure" in sys.argv:
        json.dump(measure(), sys.stdout)
    else:
        main([int(size) for size in sys.argv[1:3]] or [1_000, 100_000])
