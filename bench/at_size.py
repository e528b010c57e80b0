"""What the measurements at size share: the same questions to a small and to a large database.

Each database is asked by a process of its own, through Django and without a network. The databases
are made once, under var/bench/. On PostgreSQL, DATABASE_URL=postgres://... names a server, whose
databases `<name>_<size>` must exist.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 15
SIZES = [1_000, 100_000]

Figures = dict[str, tuple[int, float]]  # question -> queries, median seconds


def run(
    script: str,
    what: str,
    measure: Callable[[int], Figures],
    *,
    prefix: str = "",
    articles: Callable[[int], int] = lambda size: size,
    digits: int = 0,
) -> None:
    """The whole program: print the figures of both sizes, or those of one for the other process.

    `what` heads the column of questions; `prefix` names the databases; `articles` says how many
    articles of `makedata` belong to a size; milliseconds have so many `digits`.
    """
    if "--measure" in sys.argv:
        json.dump(measure(int(sys.argv[-1])), sys.stdout)
        return
    sizes = [int(size) for size in sys.argv[1:3]] or SIZES
    small, large = (figures(script, size, f"{prefix}{size}", articles(size)) for size in sizes)
    print(f"{what:<34} {'queries':>9} {sizes[0]:>10,} {sizes[1]:>10,}  times as long")
    for name, (queries, seconds) in large.items():
        before_queries, before = small[name]
        print(
            f"{name:<34} {before_queries:>4}/{queries:<4} {before * 1000:>7.{digits}f} ms"
            f" {seconds * 1000:>7.{digits}f} ms  {seconds / before:.1f}"
        )


def figures(script: str, size: int, folder: str, articles: int) -> Figures:
    """What a process of its own measures in the database of this size, made where it is not."""
    return measured(script, size, database(size, folder, articles))


def database(size: int, folder: str, articles: int) -> dict[str, str]:
    """What names the database of this size in an environment; it is made where it is not."""
    variables = {"VAR_DIR": str(ROOT / "var" / "bench" / folder)}
    if url := os.environ.get("DATABASE_URL"):
        parts = urlsplit(url)
        variables["DATABASE_URL"] = urlunsplit(parts._replace(path=f"{parts.path}_{size}"))
    environment = {**os.environ, **variables}
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
    # Where the articles are there already, makedata says so and changes nothing.
    make = [*manage, "makedata", "--articles", str(articles)]
    subprocess.run(make, env=environment, check=False, capture_output=True)
    return variables


def measured(script: str, size: int, variables: dict[str, str], *arguments: str) -> Any:
    """What the script prints as JSON in a process of its own, with this database."""
    done = subprocess.run(
        [sys.executable, str(Path(script).resolve()), *(arguments or ("--measure", str(size)))],
        env={**os.environ, **variables}, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def set_up() -> None:
    """Make Django ready in the process that measures."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    # The files are not collected for a measurement.
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )


def client_of(username: str) -> Any:
    """A client of somebody who has signed in."""
    from django.test import Client

    from newsportal.accounts.models import User

    client = Client()
    user = User.objects.get(username=username)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def ask(client: Any, name: str, address: str) -> tuple[int, float]:
    """Queries and median seconds of one question; its first answer is counted and not timed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

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
    return queries, statistics.median(times)
