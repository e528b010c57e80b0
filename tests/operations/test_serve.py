"""`manage.py serve`, started for real on a free port with a folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from email.message import Message
from pathlib import Path

import pytest

from newsportal.operations import preparation
from newsportal.refusals import Refused

ROOT = Path(__file__).resolve().parents[2]
LONGEST_START = 60  # seconds, on a busy machine


def free_port() -> int:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        return holder.getsockname()[1]


def environment(var: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(var), "PYTHONUNBUFFERED": "1"}


def serve(var: Path, port: int, **variables: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment(var) | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


class Portal:
    """A portal that runs; `lines` is what it has printed up to being ready."""

    def __init__(self, var: Path, port: int | None = None, **variables: str) -> None:
        self.port = port or free_port()
        self.process = serve(var, self.port, **variables)
        self.lines = []
        # The pipe is closed when the process ends, so that this cannot wait for ever.
        for line in self.process.stdout:
            self.lines.append(line.strip())
            if "The portal is at" in line:
                return
        raise AssertionError("\n".join(self.lines))

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as got:
                return got.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def style_sheet(self) -> Message:
        """The headers of a style sheet of the front page, asked for as a browser asks."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=20) as got:
            path = re.search(r'href="(/static/[^"]+\.css)"', got.read().decode())[1]
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Accept-Encoding": "gzip, br"}
        )
        with urllib.request.urlopen(asked, timeout=20) as got:  # noqa: S310
            return got.headers

    def end(self, number: int) -> tuple[int, str]:
        """Send the signal; the exit code, and all that was printed since being ready."""
        self.process.send_signal(number)
        rest, _none = self.process.communicate(timeout=15)
        return self.process.returncode, rest


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """A folder that outlives one start, as var/ does."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def portal(var):
    """A running portal, ended in any case."""
    running = Portal(var)
    yield running
    if running.process.poll() is None:
        running.end(signal.SIGTERM)


def descendants(process_id: int) -> list[int]:
    """The children of a process and theirs, by /proc."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name_and_rest = (folder / "stat").read_text().rsplit(")", 1)
        except OSError:
            continue
        parents[int(folder.name)] = int(name_and_rest[1].split()[1])
    found = {process_id}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found - {process_id})


def is_running(process_id: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def wait_for(condition, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_readers_are_answered_and_a_second_start_has_nothing_to_prepare(var):
    first = Portal(var)
    assert f"http://127.0.0.1:{first.port}/newsroom/" in first.lines[-1]
    assert first.status("/healthz") == 200
    assert first.status("/") == 200
    assert first.status("/no/such/page/") == 404
    style = first.style_sheet()
    assert style["Content-Encoding"] == "br"
    assert "immutable" in style["Cache-Control"]
    assert style["Access-Control-Allow-Origin"] is None
    key = (var / "secret_key").read_text()
    assert first.end(signal.SIGINT) == (0, "")

    second = Portal(var)
    assert len(second.lines) == 1
    assert second.status("/") == 200
    assert (var / "secret_key").read_text() == key
    assert second.end(signal.SIGINT) == (0, "")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_process_without_a_word(portal, number):
    children = descendants(portal.process.pid)
    assert len(children) >= 4  # web server, its two workers, task worker
    assert portal.end(number) == (0, "")
    assert not [child for child in children if is_running(child)]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_children_end_with_a_parent_that_was_killed(portal):
    children = descendants(portal.process.pid)
    portal.process.kill()
    portal.process.wait()
    assert wait_for(lambda: not [child for child in children if is_running(child)])
    portal.process.stdout.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_task_worker_that_dies_is_started_again(portal):
    def is_worker(child):
        with suppress(FileNotFoundError):  # it may have ended since
            return b"worker" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")

    def workers():
        return [child for child in descendants(portal.process.pid) if is_worker(child)]

    [worker] = workers()
    os.kill(worker, signal.SIGKILL)
    assert wait_for(lambda: workers() not in ([], [worker]))
    assert portal.status("/healthz") == 200


def test_a_port_in_use_gets_one_plain_sentence(tmp_path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        process = serve(tmp_path, port)
        printed, _none = process.communicate(timeout=LONGEST_START)
    assert process.returncode == 1
    assert len(printed.splitlines()) == 1
    assert f"Port {port} is in use" in printed
    assert not (tmp_path / "portal.sqlite3").exists()


def test_a_database_that_does_not_answer_gets_one_plain_sentence(tmp_path):
    address = f"postgres://nobody:hunter2@127.0.0.1:{free_port()}/nothing"
    process = serve(tmp_path, free_port(), DATABASE_URL=address)
    printed, _none = process.communicate(timeout=LONGEST_START)
    assert process.returncode == 1
    assert re.fullmatch(r"The database does not answer \(.*\)\. Look at DATABASE_URL\.\n", printed)
    assert "hunter2" not in printed


def test_the_folder_must_be_writable(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "file" / "var"
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(Refused, match="cannot write"):
        preparation.check_folder()
    settings.VAR_DIR = tmp_path / "var"
    preparation.check_folder()


def test_a_host_that_is_not_ours_is_refused():
    with pytest.raises(Refused, match=r"192\.0\.2\.1"):
        preparation.claim("192.0.2.1", free_port())
    with pytest.raises(Refused, match=r"no\.such\.host\.invalid"):
        preparation.claim("no.such.host.invalid", free_port())


def test_a_changed_style_sheet_is_collected_again(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a { color: red }")
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    said = []
    preparation.collect_static(said.append)
    preparation.collect_static(said.append)
    assert len(said) == 1
    (source / "a.css").write_text("a { color: green }")
    # Django compares whole seconds, and this test takes less than one.
    os.utime(source / "a.css", (time.time() + 5, time.time() + 5))
    preparation.collect_static(said.append)
    assert len(said) == 2
    assert "green" in (settings.STATIC_ROOT / "a.css").read_text()
