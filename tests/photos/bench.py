"""The darkroom for many pictures in a row: its code is loaded once and forked for each.

`renditions` starts a process for each picture; that takes longer than the picture, which a test of
hundreds feels. Limits and crashes are those of the real one: each picture has a process.
"""

import json
import subprocess
import sys

from django.conf import settings

SERVER = """
import io, json, os, sys
from articles.photos import darkroom
for line in sys.stdin:
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        sys.stdin, sys.stdout = io.StringIO(line), os.fdopen(theirs, "w")
        darkroom.main()
        sys.stdout.flush()
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        text = answer.read()
    status = os.waitpid(child, 0)[1]
    print(text or json.dumps({"unfit": "damaged", "ended": status}), flush=True)
"""


class Bench:
    """Takes requests as `renditions.run_darkroom` does; `ended` counts processes that died."""

    def __init__(self) -> None:
        self.ended = 0
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=settings.BASE_DIR,
        )

    def run(self, request: dict) -> dict:
        """The answer of the darkroom."""
        print(json.dumps(request), file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        self.ended += "ended" in answer
        return answer

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()
