"""The web server's process: Granian with the figures that suit the portal.

`manage.py serve` starts it as `python -m newsportal.operations.web HOST PORT`.
"""

import multiprocessing
import sys
import time
from collections import deque
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.net import SocketSpec

from newsportal.operations.parent import end_with_parent

PROCESSES = 2
# SQLite lets one writer in at a time: more threads would only queue for it.
THREADS_EACH = 4
SECONDS_FOR_LAST_ANSWERS = 5
# One that has grown so large (megabytes) is replaced, once it has answered what it began.
LARGEST_PROCESS = 1024
MOST_DEATHS = 20  # of processes, within so many seconds: then something is wrong with all of them
WITHIN = 20.0


class Server(Granian):
    """Granian, whose processes die without a reader noticing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)

    def _init_shared_socket(self) -> None:
        """One socket for all processes, which they inherit.

        On Linux each would have a socket of its own, and whoever waits at that of a process that
        dies is hung up on.
        """
        if multiprocessing.get_start_method() != "fork":
            super()._init_shared_socket()
            return
        self._ssp, self._sso = None, None
        self._shd = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()

    def _respawn_workers(self, *args: Any, **options: Any) -> None:
        """Start a process in the place of one that has died.

        Two deaths within seconds end Granian. A process that was killed twice is no reason to.
        """
        super()._respawn_workers(*args, **options)
        self._deaths.append(time.monotonic())
        if len(self._deaths) < MOST_DEATHS or self._deaths[-1] - self._deaths[0] > WITHIN:
            self.respawned_wrks.clear()


def main(host: str, port: int) -> None:
    """Serve the portal until SIGTERM or SIGINT."""
    end_with_parent()
    Server(
        "newsportal.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=PROCESSES,
        blocking_threads=THREADS_EACH,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_FOR_LAST_ANSWERS,
        workers_max_rss=LARGEST_PROCESS,
        # At `warning` it would report at the end that it stopped a process for good.
        log_level=LogLevels.error,
        log_access=False,  # it would hold every reader's address
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
