"""Keeps the portal's two processes running: the web server and the task worker.

Both are children in process groups of their own, so that Ctrl-C in a terminal reaches this
process alone, and it ends them in order. What has to be ready before is left to `preparation`.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from types import FrameType

from django.conf import settings

from newsportal.operations.parent import PARENT
from newsportal.refusals import Refused

SECONDS_TO_START = 30
SECONDS_TO_END = 8
SECONDS_BETWEEN_TRIES = 3.0  # to prepare a database that did not answer at the start
LONGEST_PAUSE = 60.0  # seconds between two attempts to start a worker that keeps dying


def web_command(host: str, port: int) -> list[str]:
    """The command line of the web server."""
    return [sys.executable, "-m", "newsportal.operations.web", host, str(port)]


def worker_command() -> list[str]:
    """The command line of the task worker."""
    return [sys.executable, "manage.py", "worker"]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a child that knows its parent, in a process group of its own."""
    return subprocess.Popen(  # noqa: S603 - both command lines are made above
        command,
        cwd=settings.BASE_DIR,
        env={**os.environ, PARENT: str(os.getpid()), "DATABASE_MUST_EXIST": "1"},
        start_new_session=True,
        stdin=subprocess.DEVNULL,
    )


class Worker:
    """The task worker, started again when it dies: at once, then after longer and longer pauses."""

    def __init__(self) -> None:
        self.process = start(worker_command())
        self.started_at = time.monotonic()
        self.pause = 1.0
        self.due_at: float | None = None

    def keep_running(self) -> None:
        """Look after the process; called about twice a second."""
        now = time.monotonic()
        if self.process.poll() is None:
            return
        if self.due_at is None:
            if now - self.started_at > LONGEST_PAUSE:
                self.pause = 1.0  # it ran well: this is a new trouble
            self.due_at = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif now >= self.due_at:
            self.process, self.started_at, self.due_at = start(worker_command()), now, None


def run(
    host: str,
    port: int,
    *,
    ready: Callable[[], object],
    later: Callable[[], bool] | None = None,
) -> int:
    """Serve until a signal comes or the web server ends; the exit code.

    `ready` is called once, when the server answers. Raises Refused where it never does. `later`
    prepares what was not ready: it is called until it says that it is done, and then the worker
    starts.
    """
    with stop_signal() as stop:
        web = start(web_command(host, port))
        worker = None if later else Worker()
        try:
            if not _answers(web, host, port, stop):
                if stop.is_set():
                    return 0
                raise Refused("The web server did not start; its reason stands above.")
            ready()
            tried_at = time.monotonic()
            while not stop.wait(0.5):
                if (code := web.poll()) is not None:
                    # Whatever runs `serve` (systemd, a container) must see that it is down.
                    return code if code > 0 else 1
                if worker is not None:
                    worker.keep_running()
                elif time.monotonic() > tried_at + SECONDS_BETWEEN_TRIES:
                    worker = Worker() if later is None or later() else None
                    tried_at = time.monotonic()
            return 0
        finally:
            end(web, *([worker.process] if worker else []))


@contextmanager
def stop_signal() -> Iterator[threading.Event]:
    """An event that is set when somebody wants the portal to end; the signals then rest."""
    stop = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, note) for number in wanted}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end(web: subprocess.Popen[bytes], *workers: subprocess.Popen[bytes]) -> None:
    """Ask them to end, wait, and kill what is left of their groups."""
    deadline = time.monotonic() + SECONDS_TO_END
    for process in (web, *workers):
        if process.poll() is None:
            process.terminate()
    while not _ended(web, 1) and time.monotonic() < deadline:
        # One of its processes that was just starting has missed the first signal.
        _signal_group(web, signal.SIGTERM)
    for process in workers:
        _ended(process, max(0.1, deadline - time.monotonic()))
    for process in (web, *workers):
        _signal_group(process, signal.SIGKILL)
        process.wait()


def _ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for the process at most so long; whether it has ended."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    return process.poll() is not None


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    # The group of a process that has ended with all its children is gone, as it should be.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _answers(web: subprocess.Popen[bytes], host: str, port: int, stop: threading.Event) -> bool:
    """Wait until a page is answered; False where the server ends, or is told to, before."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and web.poll() is None and not stop.wait(0.1):
        # Any answer will do: a redirect to https is one too.
        connection = HTTPConnection(reachable(host), port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except (OSError, HTTPException):
            continue
        finally:
            connection.close()
        return True
    return False


def reachable(host: str) -> str:
    """An address under which this machine reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
