"""The container file's own commands, carried out without a container on a copy of the code."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

from tests.operations.test_serve import ROOT, environment, free_port

SECONDS = 120  # on a busy machine


def instructions(name):
    text = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    return re.findall(rf"^{name} (.+)$", text, flags=re.MULTILINE)


def copied(folder):
    """What `COPY . .` takes: the files of the repository, without what is ignored."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.split(b"\0")
    for name in filter(None, map(os.fsdecode, tracked)):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    return folder


def test_a_container_collects_its_files_serves_and_tells_its_health(tmp_path):
    code, var, port = copied(tmp_path / "code"), tmp_path / "var", free_port()
    var.mkdir()
    python = os.path.dirname(sys.executable)
    variables = environment(var) | {
        "PATH": f"{python}:{os.environ['PATH']}",
        "PORT": str(port),
        "SITE_URL": "https://news.example.org",
        "TRUSTED_PROXIES": "1",
    }
    (collect,) = (line for line in instructions("RUN") if "collect_static" in line)
    subprocess.run(collect, shell=True, cwd=code, env=variables, check=True)  # noqa: S602
    assert (var / "static" / "staticfiles.json").exists()
    # A key in the image would be the key of everybody who uses it.
    assert not (var / "secret_key").exists()
    (health,) = (json.loads(line.split("CMD ")[1]) for line in instructions("HEALTHCHECK"))
    (start,) = map(json.loads, instructions("CMD"))

    def is_healthy():
        return subprocess.run(health, cwd=code, env=variables, check=False).returncode == 0

    assert not is_healthy()
    with subprocess.Popen(start, cwd=code, env=variables, stdout=subprocess.PIPE) as portal:
        until = time.monotonic() + SECONDS
        while not is_healthy():
            assert portal.poll() is None
            assert time.monotonic() < until
            threading.Event().wait(0.2)
        portal.send_signal(getattr(signal, instructions("STOPSIGNAL")[0]))
        said = portal.stdout.read().decode()
        assert portal.wait(SECONDS) == 0
    assert "The portal is at" in said
    assert "Preparing the style sheets" not in said
    assert not is_healthy()


def test_a_container_runs_nothing_as_root():
    text = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    assert text.index("\nUSER portal") < text.index("\nCMD ")
    assert instructions("USER") == ["portal"]
