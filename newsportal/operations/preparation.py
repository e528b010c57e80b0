"""What has to be right before the portal can be served: the port, the folder, the database, the
static files. Each function does what is missing, quickly sees that nothing is, or refuses with
a sentence. Starting processes is left to `serve`.
"""

import errno
import hashlib
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from newsportal.accounts import clock
from newsportal.consent import versions
from newsportal.operations import saved_copies
from newsportal.refusals import Refused
from newsportal.statistics.counting import give_up_soon

Say = Callable[[str], object]


def claim(host: str, port: int) -> socket.socket:
    """A socket that holds `port` while the rest is prepared; close it to let the server have it.

    Raises Refused where somebody else has the port, or may not be had.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise Refused(
            f"There is no address {host} on this machine: choose another --host."
        ) from None
    holder = socket.socket(family, kind)
    # As the server does it: a connection that has just ended must not block a restart.
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        holder.bind(address)
    except OSError as error:
        holder.close()
        reasons = {
            errno.EADDRINUSE: f"Port {port} is in use already; choose another, such as "
            f"{port + 1}: make run PORT={port + 1}",
            errno.EACCES: f"Port {port} is reserved for the administrator; choose one above 1023.",
        }
        sentence = f"The portal cannot use port {port} of {host}: {error.strerror}."
        raise Refused(reasons.get(error.errno or 0, sentence)) from None
    return holder


def check_folder() -> None:
    """Raise Refused unless files can be written under VAR_DIR."""
    try:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.VAR_DIR):
            pass
    except OSError as error:
        raise Refused(
            f"The portal cannot write to {settings.VAR_DIR} ({error.strerror}). "
            "Make the folder writable or set VAR_DIR to another one."
        ) from None


def database(say: Say) -> None:
    """Bring the database up to date; raises Refused where it cannot be asked or written."""
    try:
        if saved_copies.exist():
            _miss_no_file()
        migrate(say)
        if saved_copies.exist():
            # What is locked now is tried again later; readers need not wait for it.
            give_up_soon()
        settle_consent()
        check_clock(say)
    except DatabaseError as error:
        reason = (str(error).strip().splitlines() or ["it gave no reason"])[0]
        raise Refused(f"The database cannot be prepared: {reason}.") from None
    finally:
        # The children open connections of their own.
        connections.close_all()


def _miss_no_file() -> None:
    """Raise Refused where the file of SQLite has gone: an empty one is not what stood there."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not Path(name).exists():
        raise Refused(
            f"The database {name} is missing, and there was one. Put it back; "
            f"or delete {settings.SAVED_COPIES} too, to begin anew."
        )


def migrate(say: Say) -> None:
    """Bring the database up to date; raises Refused where it does not answer."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        reason = (str(error).strip().splitlines() or ["it gave no reason"])[0]
        raise Refused(f"The database does not answer ({reason}). Look at DATABASE_URL.") from None
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database ...")
        call_command("migrate", interactive=False, verbosity=0)


def settle_consent() -> None:
    """See whether this release asks readers about anything that the last one did not."""
    versions.settle()


def check_clock(say: Say) -> None:
    """Say so where the clock is earlier than what has been recorded; it may be right all the same,
    where it ran ahead before."""
    if sentence := clock.doubt():
        say(sentence)


def collect_static(say: Say) -> None:
    """Copy the static files to STATIC_ROOT under their hashed names, if any has changed."""
    stamp = settings.VAR_DIR / "static.stamp"
    state = _state_of_static_files()
    if stamp.exists() and stamp.read_text("ascii") == state and settings.STATIC_ROOT.exists():
        return
    say("Preparing the style sheets and scripts ...")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state, "ascii")


def _state_of_static_files() -> str:
    """A digest of names, sizes and times: reading 1,500 files would cost a second each start."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(
                f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode()
            )
    return digest.hexdigest()
