"""Runs the whole suite and says at the end what ran where: `make test`, `make lint`.

Every step is a command of its own; this script chooses the databases and the browser, runs one
step after the other (the tests of a step on all processors) and counts. What the steps check is
left to the tools and to `tests/`.
"""

# ruff: noqa: T201 - to print is what this script is for

import argparse
import os
import platform
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
COUNTED = ("failed", "errors", "passed", "skipped", "xfailed", "xpassed", "rerun")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Step:
    """One command: what it is called in the table, where it runs, and what came of it."""

    name: str
    where: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    result: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        return bool(self.counts.get("failed") or self.counts.get("errors"))


def main() -> int:
    """Run the steps, print the table; 0 when nothing failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--lint", action="store_true", help="style, types and contracts only")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="newsportal-test-") as scratch:
        environment = clean_environment(Path(scratch))
        steps = checks()
        if not options.lint:
            steps += [unit_tests(), unit_tests_on_postgresql(), browser_journeys()]
        for step in steps:
            run(step, environment)
    return report(steps, time.monotonic() - began)


def clean_environment(scratch: Path) -> dict[str, str]:
    """The environment of every step: nobody's settings, and files in a scratch folder."""
    ours = re.compile(
        r"(SECRET_KEY|SITE_URL|DATABASE_URL|STORAGE_URL|EMAIL_URL|MAIL_FROM|TIME_ZONE|PORT|DEBUG"
        r"|TRUSTED_PROXIES|EDITORS_MAY_PUBLISH|HSTS_INCLUDE_SUBDOMAINS|DJANGO_.*|PYTEST_.*)"
    )
    kept = {name: value for name, value in os.environ.items() if not ours.fullmatch(name)}
    # One folder for each process would be cleaner still, but only the key is ever written here.
    return {**kept, "VAR_DIR": str(scratch), "PYTHONUNBUFFERED": "1"}


def checks() -> list[Step]:
    """What reads the code without running the portal."""
    here = f"Python {platform.python_version()}"
    contracts = "from importlinter.cli import lint_imports_command as run; run()"
    deploy = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return [
        Step("style (ruff check)", here, python("-m", "ruff", "check", ".")),
        Step("form (ruff format)", here, python("-m", "ruff", "format", "--check", ".")),
        Step("types (mypy)", here, python("-m", "mypy")),
        Step("import contracts", here, python("-c", contracts)),
        Step("migrations complete", here, python("manage.py", "makemigrations", "--check")),
        Step("check --deploy", here, python(*deploy), {"SITE_URL": "https://news.example"}),
    ]


def unit_tests() -> Step:
    return Step("tests", f"SQLite {sqlite3.sqlite_version}", pytest("not browser"))


def unit_tests_on_postgresql() -> Step:
    """The tests that ask for a database, on a PostgreSQL that was named or that answers here."""
    named = os.environ.get("TEST_DATABASE_URL")
    url = urlsplit(named or "postgres://postgres@127.0.0.1:5432/newsportal")
    where, trouble = ask_postgresql(url.geturl())
    if trouble:
        missing = Step("tests", "PostgreSQL", [], result=trouble)
        missing.counts = {"failed": 1} if named else {}
        return missing
    if not named:
        # Two runs at a time must not share a database; Django makes and drops `test_<name>`.
        url = url._replace(path=f"/newsportal_{os.getpid()}")
    of_databases = pytest("database and not browser")
    return Step("tests", where, of_databases, {"DATABASE_URL": urlunsplit(url)})


def ask_postgresql(url: str) -> tuple[str, str]:
    """The name of the server at `url` ("PostgreSQL 15.4 at host"), or why there is none."""
    import psycopg2

    parts = urlsplit(url)
    # The database of the URL need not exist: the tests make one of their own.
    address = urlunsplit(parts._replace(path="/postgres", scheme="postgresql"))
    try:
        connection = psycopg2.connect(address, connect_timeout=3)
    except psycopg2.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        return "", f"not run: no PostgreSQL at {parts.hostname}:{parts.port or 5432} ({reason})"
    version = connection.info.server_version
    connection.close()
    return f"PostgreSQL {version // 10000}.{version % 10000} at {parts.hostname}", ""


def browser_journeys() -> Step:
    """Whole journeys in Chromium, which is installed when it is missing."""
    chromium = find_chromium() or install_chromium()
    if not chromium:
        missing = Step("browser journeys", "Chromium", [])
        missing.result = "not run: no Chromium here, and neither apt nor playwright installed one"
        missing.counts = {"failed": 1} if IN_CI else {}
        return missing
    version = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=False)
    where = " ".join(version.stdout.split()[:2]) or chromium
    # Playwright keeps a loop in the thread of the tests, which Django takes for a danger.
    environment = {"CHROMIUM": chromium, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    # A machine at its limit is late for a key now and then. A second try is named, not hidden.
    return Step("browser journeys", where, [*pytest("browser"), "--reruns=1", "-rR"], environment)


def find_chromium() -> str | None:
    """The path of a Chromium: the one named by CHROMIUM, an installed one, or Playwright's."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    if installed := next(filter(None, map(shutil.which, BROWSERS)), None):
        return installed
    ask = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run(python("-c", ask), capture_output=True, text=True, check=False)
    return shutil.which(answer.stdout.strip())


def install_chromium() -> str | None:
    """Install Chromium as this user can: a Debian package, else Playwright's own build."""
    if os.environ.get("CHROMIUM"):
        return None  # a browser was named, and another one would be a surprise
    ways = [python("-m", "playwright", "install", "chromium")]
    if shutil.which("apt-get") and os.geteuid() == 0:
        install = "apt-get install -qq -y --no-install-recommends chromium"
        ways.insert(0, ["sh", "-c", f"apt-get update -qq; {install}"])
    for way in ways:
        print(f"Chromium is missing; trying: {' '.join(way)}", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        try:
            subprocess.run(way, env=quiet, check=False, timeout=600, stdout=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            print("That took more than ten minutes; given up.", flush=True)
        if found := find_chromium():
            return found
    return None


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def pytest(marker: str) -> list[str]:
    # In the groups and the order that tests/conftest.py gives.
    on_all_processors = ["--numprocesses=auto", "--maxprocesses=8", "--dist=loadgroup"]
    return python("-m", "pytest", "-m", marker, *on_all_processors, "--no-loadscope-reorder")


def run(step: Step, environment: dict[str, str]) -> None:
    """Run the command; print its output where it failed, and what came of it in any case."""
    if step.command:
        began = time.monotonic()
        done = subprocess.run(
            step.command,
            cwd=ROOT,
            env=environment | step.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        step.seconds = time.monotonic() - began
        step.counts = counts_of(step, done.stdout, done.returncode)
        step.result = ", ".join(f"{n} {word}" for word, n in step.counts.items())
        if done.returncode:
            print(f"\n--- {step.name}, {step.where} ---\n{done.stdout}")
        elif step.counts.get("rerun"):
            print("\n".join(re.findall(r"^RERUN .*$", done.stdout, re.MULTILINE)))
    print(f"{step.name}, {step.where}: {step.result}", flush=True)


def counts_of(step: Step, output: str, code: int) -> dict[str, int]:
    """How many tests passed, failed ...; a check that is no pytest run counts as one."""
    if "pytest" not in step.command:
        return {"failed": 1} if code else {"passed": 1}
    last = output.strip().splitlines()[-1] if output.strip() else ""
    found = {plural(word): int(n) for n, word in re.findall(r"(\d+) (\w+)", last)}
    counts = {word: found[word] for word in COUNTED if word in found}
    # Nothing collected, a crash or an interruption is a failure too, whatever was counted.
    if code and not (counts.get("failed") or counts.get("errors")):
        counts = {"errors": 1, **counts}
    return counts


def plural(word: str) -> str:
    return "errors" if word == "error" else word


def report(steps: list[Step], seconds: float) -> int:
    """Print what ran where, and a last line in pytest's own words."""
    rows = [("what", "where", "result", "time")]
    rows += [(s.name, s.where, s.result, f"{s.seconds:.0f} s" if s.command else "") for s in steps]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    print()
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    totals = {word: sum(step.counts.get(word, 0) for step in steps) for word in COUNTED}
    words = ", ".join(f"{n} {word}" for word, n in totals.items() if n)
    print(f"\n{words} in {seconds:.2f}s")
    return int(any(step.failed for step in steps))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Interrupted.")
