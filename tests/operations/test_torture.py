"""A few rounds of `torture.py`; `make torture` runs two hundred."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.operations.test_serve import ROOT, environment
from tests.pagecache.test_freshness import database_url

ROUNDS = 3


@pytest.mark.django_db(transaction=True)
def test_a_portal_killed_while_it_publishes_loses_nothing_and_leaves_nothing_half_done(tmp_path):
    variables = {"TMPDIR": str(tmp_path)}
    if connection.vendor == "postgresql":
        variables["DATABASE_URL"] = f"{database_url()}_{os.getpid()}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.torture", "--rounds", str(ROUNDS)],
        cwd=ROOT,
        env=environment(tmp_path) | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{ROUNDS} rounds" in done.stdout
    assert "none half there" in done.stdout
