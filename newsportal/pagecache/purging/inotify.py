"""What happens in a directory, told by Linux: inotify(7), through the C library."""

import ctypes
import os
import struct
from pathlib import Path
from typing import Final

IN_MOVED_FROM: Final = 0x40
IN_MOVED_TO: Final = 0x80
IN_DELETE: Final = 0x200
IN_Q_OVERFLOW: Final = 0x4000
IN_IGNORED: Final = 0x8000
IN_ONLYDIR: Final = 0x0100_0000
EVENT: Final = struct.Struct("iIII")  # watch, what, cookie, length of the name
LONGEST_READ: Final = 1 << 20

_libc = ctypes.CDLL(None, use_errno=True)


class Watch:
    """A directory, watched from now on."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where it is no directory, or where the machine has no inotify."""
        self.folder = folder
        self._descriptor = _checked(_libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC), folder)
        what = IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_ONLYDIR
        _checked(_libc.inotify_add_watch(self._descriptor, os.fsencode(folder), what), folder)

    def names(self) -> set[str] | None:
        """The names of what came or went since the last call; None where some are not known.

        Raises OSError where the directory is gone.
        """
        found: set[str] = set()
        is_complete = True
        while True:
            try:
                data = os.read(self._descriptor, LONGEST_READ)
            except BlockingIOError:
                return found if is_complete else None
            at = 0
            while at < len(data):
                _watch, what, _cookie, length = EVENT.unpack_from(data, at)
                at += EVENT.size + length
                if what & IN_IGNORED:
                    raise FileNotFoundError(f"{self.folder} is gone.")
                if what & IN_Q_OVERFLOW:
                    is_complete = False
                found.add(os.fsdecode(data[at - length : at].rstrip(b"\0")))

    def close(self) -> None:
        os.close(self._descriptor)


def _checked(result: int, folder: Path) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(folder))
    return result
