"""What readers' pages cost: processor time of the server for each request, and requests a second.

    make bench                                   [SIZES="1000 100000"]
    python bench/delivery.py [--write] [SMALL LARGE]

Starts the server that the portal runs on (Granian, two processes of four threads) with a bare WSGI
function, a bare Django view and the portal, and asks each over eight connections from this
machine. The archives are made once, under var/bench/. `--write` puts the figures into
docs/performance.md. Reads /proc, so: Linux.
"""

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import at_size

sys.path.insert(0, str(at_size.ROOT))
from newsportal.operations.web import PROCESSES, THREADS_EACH

SECONDS = 4.0
CONNECTIONS = 8
CLIENTS = 2  # processes: one would be slower than the server
PUBLICATIONS = 30
TICKS = os.sysconf("SC_CLK_TCK")
DOCUMENT = at_size.ROOT / "docs" / "performance.md"


@dataclass(frozen=True)
class Cost:
    milliseconds: float  # of processor time, for one request
    a_second: float

    def __str__(self) -> str:
        return f"{self.milliseconds:>8.3f} ms {self.a_second:>9,.0f}"


# -- The server ------------------------------------------------------------------------------


@contextmanager
def served(application: str, *options: str, **variables: str) -> Iterator[tuple[int, int]]:
    """Granian with this application; its port and the number of its process group."""
    port = free_port()
    granian = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(PROCESSES), "--blocking-threads", str(THREADS_EACH),
        "--http", "1", "--no-ws", "--log-level", "error", *options, application,
    ]  # fmt: skip
    environment = {
        **os.environ, "PYTHONPATH": f"{at_size.ROOT}:{at_size.ROOT / 'bench'}",
        "SITE_URL": f"http://127.0.0.1:{port}", **variables,
    }  # fmt: skip
    process = subprocess.Popen(granian, env=environment, cwd=at_size.ROOT, start_new_session=True)
    try:
        for _attempt in range(300):
            with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        os.killpg(process.pid, 15)
        process.wait(20)


def free_port() -> int:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        return int(holder.getsockname()[1])


def processor_time(group: int) -> float:
    """Seconds that the processes of a group have used so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


# -- Who asks --------------------------------------------------------------------------------


def cost(server: tuple[int, int], path: str, **headers: str) -> Cost:
    """Ask for one page for some seconds, after asking a while to warm up."""
    port, group = server
    count(port, path, headers, 1.0)
    before, began = processor_time(group), time.perf_counter()
    requests = count(port, path, headers, SECONDS)
    spent = processor_time(group) - before
    return Cost(spent / requests * 1000, requests / (time.perf_counter() - began))


def count(port: int, path: str, headers: dict[str, str], seconds: float) -> int:
    """How many answers came, to clients in processes of their own."""
    question = json.dumps([port, path, headers, seconds])
    asking = [
        subprocess.Popen(
            [sys.executable, __file__, "--ask", question], stdout=subprocess.PIPE, text=True
        )
        for _client in range(CLIENTS)
    ]
    return sum(int(one.communicate()[0]) for one in asking)


def ask(port: int, path: str, headers: dict[str, str], seconds: float) -> int:
    """One client: some connections, one request after the other on each."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    request = "\r\n".join([*lines, "", ""]).encode()
    until, answers = time.monotonic() + seconds, [0] * (CONNECTIONS // CLIENTS)

    def talk(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as link:
            while time.monotonic() < until:
                link.sendall(request)
                receive(link)
                answers[number] += 1

    threads = [threading.Thread(target=talk, args=[number]) for number in range(len(answers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answers)


def receive(link: socket.socket) -> bytes:
    """A whole answer; one that is no 200 or 304 ends the measurement."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += link.recv(65536) or sys.exit("The server has hung up.")
    head, _empty, body = data.partition(b"\r\n\r\n")
    if head[9:12] not in {b"200", b"304"}:
        sys.exit(head.decode())
    length = re.search(rb"(?i)content-length: (\d+)", head)
    missing = (int(length[1]) if length and head[9:12] == b"200" else 0) - len(body)
    while missing > 0:
        missing -= len(link.recv(65536) or sys.exit("The server has hung up."))
    return head


# -- What is measured ------------------------------------------------------------------------


def bare() -> dict[str, Cost]:
    with served("bare:function") as server:
        found = {"a bare WSGI function, 24 kB": cost(server, "/")}
    with served("bare:view", "--factory") as server:
        found["a bare Django view, 24 kB"] = cost(server, "/")
    return found


def portal(size: int) -> dict[str, Cost]:
    environment = at_size.database(size, str(size), size)
    collect_static(environment)
    paths = at_size.measured(__file__, size, environment)
    with served("newsportal.wsgi:application", **environment) as server:
        with urlopen(f"http://127.0.0.1:{server[0]}{paths['article']}") as got:
            tag = got.headers["ETag"]
        found = {
            "article, kept": cost(server, paths["article"]),
            "article, kept, in brotli": cost(server, paths["article"], Accept_Encoding="br"),
            "article, not modified (304)": cost(server, paths["article"], If_None_Match=tag),
            "front page, kept": cost(server, "/"),
        }
    with served("newsportal.wsgi:application", PAGE_CACHE_MB="0", **environment) as server:
        for name, path in paths.items():
            found[f"{name}, made anew"] = cost(server, path)
    return found


def collect_static(environment: dict[str, str]) -> None:
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, env={**os.environ, **environment}, cwd=at_size.ROOT, check=True)


def paths() -> dict[str, str]:
    """What is asked for in the archive of this process."""
    at_size.set_up()
    from articles.models import Edition

    edition = Edition.objects.order_by("-live_from", "-pk").select_related("section")[0]
    return {
        "article": edition.get_absolute_url(),
        "front page": "/",
        "section": edition.section.get_absolute_url(),
        "feed": "/feed/",
        "search for a common word": "/search/?q=bridge",
    }


def visible(size: int) -> str:
    """Seconds from the commit of a publication to the page of a server that shows it."""
    environment = at_size.database(size, str(size), size)
    with served("newsportal.wsgi:application", **environment) as (port, _group):
        seconds = at_size.measured(__file__, size, environment, "--publish", str(port))
    return (
        f"publish to visible, {len(seconds)} publications, {size:,} articles: median "
        f"{statistics.median(seconds) * 1000:.0f} ms, at most {max(seconds) * 1000:.0f} ms"
    )


def publish(port: int) -> list[float]:
    """Publish an article again and again, and ask the server for it until it shows."""
    at_size.set_up()
    from dataclasses import replace

    from articles import workflow
    from articles.models import Article, Edition
    from newsportal.accounts.models import User

    boss = User.objects.filter(roles__name="publisher", is_active=True)[0]
    edition = Edition.objects.order_by("-live_from", "-pk")[0]
    address = f"http://127.0.0.1:{port}{edition.get_absolute_url()}"
    article, found = Article.objects.get(pk=edition.article_number), []
    for number in range(PUBLICATIONS):
        words = f"Measured {number} {time.time_ns()}"
        text = replace(article.content(), headline=words)
        workflow.save(article, text, by=boss, based_on=article.head)
        workflow.publish(article, by=boss, override="measured")
        began = time.perf_counter()
        while words not in urlopen(address).read().decode():
            time.sleep(0.002)
        found.append(time.perf_counter() - began)
    return found


# -- What is printed -------------------------------------------------------------------------


def report(sizes: list[int]) -> Iterator[str]:
    yield f"{'':<36}{'one request':>11} {'a second':>9}"
    for name, found in bare().items():
        yield f"{name:<36}{found}"
    small, large = (portal(size) for size in sizes)
    yield ""
    yield f"{'':<36}{f'{sizes[0]:,} articles':>21}{f'{sizes[1]:,} articles':>25}  times"
    for name, found in large.items():
        times = found.milliseconds / small[name].milliseconds
        yield f"{name:<36}{small[name]}   {found}  {times:.1f}"
    yield ""
    yield visible(sizes[1])


def write(lines: list[str], mark: str = "delivery") -> None:
    """Put the figures between the two marks of this name in docs/performance.md."""
    document = DOCUMENT.read_text(encoding="utf-8")
    block = "\n".join([f"Measured {datetime.now(UTC).date()}:", "", "```", *lines, "```"])
    marks = rf"(<!-- {mark} -->\n).*?(\n<!-- /{mark} -->)"
    changed = re.sub(marks, lambda found: found[1] + block + found[2], document, flags=re.S)
    DOCUMENT.write_text(changed, encoding="utf-8")


def main() -> None:
    match sys.argv[1:]:
        case ["--ask", question]:
            print(ask(*json.loads(question)))
        case ["--measure", _size]:
            json.dump(paths(), sys.stdout)
        case ["--publish", port]:
            json.dump(publish(int(port)), sys.stdout)
        case arguments:
            sizes = [int(one) for one in arguments if one.isdigit()] or at_size.SIZES
            lines = []
            for line in report(sizes):
                print(line, flush=True)
                lines.append(line.rstrip())
            if "--write" in arguments:
                write(lines)


if __name__ == "__main__":
    main()
