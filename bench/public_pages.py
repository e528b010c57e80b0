"""What readers and machines ask for, at 1,000 and at 100,000 articles, side by side.

    python bench/public_pages.py [--write] [SMALL LARGE]
    DATABASE_URL=postgres://... python bench/public_pages.py [--write] [SMALL LARGE]

Makes the two databases under var/bench/ once, then asks each for every public page, feed and
sitemap through Django, without a network and with nothing kept from one request to the next, and
prints the queries and the median of the processor time: that of this process and, on PostgreSQL, of
the one that answers it. It is steadier than what a clock says on a machine that has other work.
On PostgreSQL, DATABASE_URL names a server on this machine, whose databases `<name>_<articles>` must
exist. `--write` puts the figures into docs/performance.md. Reads /proc, so: Linux.
"""

import os
import re
import statistics
import sys
import time
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import at_size

ROUNDS = 11
DOCUMENT = at_size.ROOT / "docs" / "performance.md"


def measure(size: int) -> at_size.Figures:
    """Ask for every page in this process."""
    os.environ["PAGE_CACHE_MB"] = "0"
    at_size.set_up()
    return {name: ask(name, address) for name, address in pages().items()}


def ask(name: str, address: str) -> tuple[int, float]:
    """Queries and median seconds of processor time of one page, after asking for it once."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        queries = len(captured)
    if response.status_code != 200:
        raise SystemExit(f"{name}: {address} answers {response.status_code}")
    times = []
    for _round in range(ROUNDS):
        began = processor_time(connection)
        client.get(address)
        times.append(processor_time(connection) - began)
    return queries, statistics.median(times)


def processor_time(connection: Any) -> float:
    """Seconds that this process has used, and the database's process where it is another one."""
    seconds = time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        backend = connection.connection.info.backend_pid
        seconds += int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9
    return seconds


def pages() -> dict[str, str]:
    """What is measured: a name, and the address that is asked for."""
    from django.db.models import Count
    from django.urls import reverse

    from articles.models import Author, Correction, Edition, Section, Topic
    from newsportal.timeline import local, now

    def largest(model: Any) -> Any:
        return model.objects.annotate(many=Count("in_editions")).latest("many")

    newest = Edition.objects.newest_first()
    article = newest.select_related("section")[50]
    section, topic, author = Section.objects.get(slug="city"), largest(Topic), largest(Author)
    subjects = {
        "section": (section, Edition.objects.in_section(section)),
        "topic": (topic, Edition.objects.about(topic)),
        "author": (author, Edition.objects.by_author(author)),
    }
    yesterday = local(now()).date() - timedelta(days=1)
    second = local(newest.last().first_published_at).date() + timedelta(days=1)
    found = {"front page": "/", "article": article.get_absolute_url()}
    for of, (subject, editions) in subjects.items():
        address = subject.get_absolute_url()
        found[of] = address
        found[f"{of}, deepest full page"] = f"{address}?after={deepest(editions)}"
        found[f"{of}: Atom feed"] = f"{address}feed/"
    corrections = deepest(Correction.objects.all())
    return found | {
        "day: yesterday": reverse("day", args=[yesterday]),
        "day: the archive's second": reverse("day", args=[second]),
        "corrections": "/corrections/",
        "corrections, deepest full page": f"/corrections/?after={corrections}",
        "Atom feed": "/feed/",
        "RSS feed": "/feed/rss/",
        "JSON feed": "/feed.json",
        "sitemap: index": "/sitemap.xml",
        "sitemap: pages": "/sitemap-pages.xml",
        "sitemap: 500 articles": "/sitemap-articles-0.xml",
        "sitemap: 500 topics": "/sitemap-topics-0.xml",
        "sitemap: authors": "/sitemap-authors-0.xml",
        "news sitemap": "/news-sitemap.xml",
        "about": "/about/",
        "message": "/message/",
        "robots.txt": "/robots.txt",
    }


def deepest(rows: Any) -> str:
    """The key behind which the last twenty rows of a list stand."""
    return quote(list(rows.newest_first().reverse()[:21])[-1].key)


def write(table: str, database: str) -> None:
    """Put the figures between the two marks of docs/performance.md that name this database."""
    document = DOCUMENT.read_text(encoding="utf-8")
    block = f"{database}, {datetime.now(UTC).date()}:\n\n```\n{table.rstrip()}\n```"
    marks = rf"(<!-- public pages, {database} -->\n).*?(\n<!-- /public pages, {database} -->)"
    changed = re.sub(marks, lambda found: found[1] + block + found[2], document, flags=re.S)
    DOCUMENT.write_text(changed, encoding="utf-8")


def main() -> None:
    is_written = "--write" in sys.argv
    if is_written:
        sys.argv.remove("--write")
    printed = StringIO()
    if is_written:
        with redirect_stdout(printed):
            at_size.run(__file__, "page", measure, digits=1)
        sys.stdout.write(printed.getvalue())
        write(printed.getvalue(), "PostgreSQL" if "DATABASE_URL" in os.environ else "SQLite")
    else:
        at_size.run(__file__, "page", measure, digits=1)


if __name__ == "__main__":
    main()
