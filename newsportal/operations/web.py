"""The web server's process: Granian with the figures that suit the portal.

`manage.py serve` starts it as `python -m newsportal.operations.web HOST PORT`.
"""

import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from newsportal.operations.parent import end_with_parent

PROCESSES = 2
# SQLite lets one writer in at a time: more threads would only queue for it.
THREADS_EACH = 4
SECONDS_FOR_LAST_ANSWERS = 5


def main(host: str, port: int) -> None:
    """Serve the portal until SIGTERM or SIGINT."""
    end_with_parent()
    Granian(
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
        # At `warning` it would report at the end that it stopped a process for good.
        log_level=LogLevels.error,
        log_access=False,  # it would hold every reader's address
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
