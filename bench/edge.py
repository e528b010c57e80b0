"""What a page costs behind nginx that keeps it: processor time for each request, beside a file.

    python bench/edge.py [--write] [SIZE]

Starts nginx with the configuration of deploy/, the portal with an archive of `bench/delivery.py`
and `manage.py purge`, and asks nginx for a file of the page's very bytes, for the page that it
keeps, and for the page that it passes on to the portal; what the portal itself takes for that is
measured by `bench/delivery.py`. `--write` puts the figures into docs/performance.md.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import at_size
import delivery

HOST = "127.0.0.1"
ROUNDS = 5
CONFIGURATION = """
{user} daemon off; worker_processes 2; pid {here}/pid; error_log {here}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off; sendfile on; keepalive_requests 1000000;
    client_body_temp_path {here}/body; proxy_temp_path {here}/proxy;
    fastcgi_temp_path {here}/fastcgi; uwsgi_temp_path {here}/uwsgi; scgi_temp_path {here}/scgi;
    upstream portal {{ server 127.0.0.1:{portal}; keepalive 32; }}
    include {here}/newsportal-pages.conf;
    server {{
        listen 127.0.0.1:{port};
        server_name {host};
        location / {{
            include {here}/newsportal-cached.conf;
            include {here}/newsportal-proxy.conf;
        }}
        location /passed-on/ {{
            rewrite ^/passed-on(/.*) $1 break;
            include {here}/newsportal-proxy.conf;
        }}
        location /files/ {{ root {here}; }}
    }}
}}
"""


@contextmanager
def nginx(here: Path, portal: int, environment: dict[str, str]) -> Iterator[tuple[int, int, int]]:
    """nginx and its purger; its port, its process group, and that of the purger."""
    port = delivery.free_port()
    (here / "run" / "pages").mkdir(parents=True)
    for name in ("newsportal-pages.conf", "newsportal-cached.conf", "newsportal-proxy.conf"):
        text = (at_size.ROOT / "deploy" / name).read_text("utf-8")
        (here / name).write_text(text.replace("/run/newsportal", f"{here}/run"), "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    text = CONFIGURATION.format(here=here, port=port, portal=portal, user=user, host=HOST)
    (here / "nginx.conf").write_text(text, "utf-8")
    server = ["nginx", "-c", str(here / "nginx.conf"), "-e", str(here / "error.log")]
    purge = [sys.executable, "manage.py", "purge", "--nginx", str(here / "run")]
    with (
        subprocess.Popen(server, start_new_session=True) as one,
        subprocess.Popen(
            purge, cwd=at_size.ROOT, env={**os.environ, **environment}, start_new_session=True
        ) as two,
    ):
        try:
            yield port, one.pid, two.pid
        finally:
            one.terminate()
            two.terminate()


def answer(port: int, path: str) -> tuple[str, bytes]:
    """What nginx says of how it came by the page, and the page."""
    link = HTTPConnection("127.0.0.1", port, timeout=20)
    link.request("GET", path, headers={"Host": HOST})
    response = link.getresponse()
    body = response.read()
    link.close()
    return ", ".join(response.headers.get_all("Cache-Status", [])), body


def report(size: int) -> Iterator[str]:
    environment = at_size.database(size, str(size), size) | {
        "SITE_URL": f"http://{HOST}", "TRUSTED_PROXIES": "1", "EDGE_CACHES": "nginx",
    }  # fmt: skip
    delivery.collect_static(environment)
    path = at_size.measured(delivery.__file__, size, environment)["article"]
    with (
        tempfile.TemporaryDirectory(prefix="newsportal-edge-", dir="/dev/shm") as folder,
        delivery.served("newsportal.wsgi:application", **environment) as (portal, _group),
        nginx(Path(folder), portal, environment) as (port, group, purger),
    ):
        while "nginx; hit" not in (found := _asked(port, path))[0]:
            time.sleep(0.05)
        body = found[1]
        file = Path(folder) / "files" / "page.html"
        file.parent.mkdir()
        file.write_bytes(body)
        paths = {
            "a file": "/files/page.html",
            "the page, kept by nginx": path,
            "the page, passed on to the portal": f"/passed-on{path}",
        }
        # By turns, because the machine may be busier at one time than at another.
        rounds: dict[str, list[delivery.Cost]] = {name: [] for name in paths}
        for _round in range(ROUNDS):
            for name, one in paths.items():
                rounds[name].append(delivery.cost((port, group), one))
        before, began = delivery.processor_time(purger), time.perf_counter()
        time.sleep(5)
        spent = (delivery.processor_time(purger) - before) / (time.perf_counter() - began)
    costs = {name: _median(found) for name, found in rounds.items()}
    yield f"{f'nginx, {len(body):,} bytes':<36}{'one request':>11} {'a second':>9}  times"
    for name, cost in costs.items():
        times = cost.milliseconds / costs["a file"].milliseconds
        yield f"{name:<36}{cost}  {times:.1f}"
    yield ""
    yield f"the purger, with nothing to purge: {spent:.1%} of a processor"


def _asked(port: int, path: str) -> tuple[str, bytes]:
    try:
        return answer(port, path)
    except OSError:
        return "", b""


def _median(costs: list[delivery.Cost]) -> delivery.Cost:
    return delivery.Cost(
        statistics.median(cost.milliseconds for cost in costs),
        statistics.median(cost.a_second for cost in costs),
    )


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:] if one.isdigit()] or at_size.SIZES[:1]
    lines = []
    for line in report(sizes[0]):
        print(line, flush=True)
        lines.append(line.rstrip())
    if "--write" in sys.argv:
        delivery.write(lines, "edge")


if __name__ == "__main__":
    main()
