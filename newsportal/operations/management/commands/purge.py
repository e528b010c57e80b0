"""`manage.py purge`: empty the caches in front of the portal of what has changed."""

import logging
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import DatabaseError, connection

from newsportal.operations.commands import PlainCommand
from newsportal.operations.serve import stop_signal
from newsportal.pagecache.purging import cdn, nginx
from newsportal.refusals import Refused

logger = logging.getLogger(__name__)

SECONDS_AFTER_TROUBLE = 0.5
LONGEST_PAUSE = 30.0


class Cache(Protocol):
    def look(self) -> None: ...


class Command(PlainCommand):
    help = "Removes what has changed from a cache in front of the portal; runs until it is ended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument(
            "--nginx",
            metavar="FOLDER",
            type=Path,
            help="the folder of deploy/newsportal-pages.conf, with pages/ and leases/ in it",
        )
        which.add_argument(
            "--cdn", action="store_true", help="send the tags of what has changed to PURGE_URL"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["cdn"]:
            if not settings.PURGE_URL:
                raise Refused("PURGE_URL names no address that takes the tags.")
            settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
            noted = settings.VAR_DIR / "purged"
            look_after(
                lambda: cdn.Cdn(settings.PURGE_URL, settings.PURGE_TOKEN, noted),
                every=cdn.SECONDS_BETWEEN_LOOKS,
            )
            return
        folder: Path = options["nginx"]
        try:
            for name in ("pages", "leases"):
                (folder / name).mkdir(parents=True, exist_ok=True)
            look_after(
                lambda: nginx.Pages(folder / "pages", folder / "leases"),
                every=nginx.SECONDS_BETWEEN_LOOKS,
                longest_pause=SECONDS_AFTER_TROUBLE,
            )
        except OSError as error:
            raise Refused(f"{error.filename or folder}: {error.strerror or error}") from None


def look_after(
    make: Callable[[], Cache], *, every: float, longest_pause: float = LONGEST_PAUSE
) -> None:
    """Look again and again until a signal comes; after trouble with longer and longer pauses."""
    cache: Cache | None = None
    after_trouble = SECONDS_AFTER_TROUBLE
    with stop_signal() as stop:
        pause = 0.0
        while not stop.wait(pause):
            try:
                cache = cache or make()
                cache.look()
                pause, after_trouble = every, SECONDS_AFTER_TROUBLE
            except (DatabaseError, cdn.NotTaken) as error:
                if pause <= every:
                    logger.error("Nothing can be purged for now: %s", error)
                pause = after_trouble
                after_trouble = min(after_trouble * 2, longest_pause)
                connection.close()
    if isinstance(cache, nginx.Pages):
        cache.close()
