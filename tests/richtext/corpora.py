"""Public collections of script vectors, where the folder with them lies beside the repository."""

import json

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR.parent / "shared" / "testdata" / "xss"


def payloads() -> list[str]:
    """All of them; skips the test, with a sentence, where there are none."""
    found = [
        json.loads(line)["payload"]
        for file in sorted(FOLDER.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    if not found:
        pytest.skip("0 cases ran: no collection of script vectors lies beside the repository.")
    return found
