"""Children of `manage.py serve` end with it, even where it was killed and could not tell them."""

import os
import signal
import threading
import time

PARENT = "SERVE_PROCESS"  # the environment variable that holds the parent's process id


def end_with_parent() -> None:
    """Send this process SIGTERM soon after its parent has gone; nothing where it has none."""
    if parent := os.environ.get(PARENT):
        threading.Thread(target=_watch, args=[int(parent)], daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
