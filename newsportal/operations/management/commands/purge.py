"""`manage.py purge`: empty the caches in front of the portal of what has changed."""

import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from newsportal.operations.commands import PlainCommand
from newsportal.operations.serve import stop_signal
from newsportal.pagecache.purging import nginx
from newsportal.refusals import Refused

logger = logging.getLogger(__name__)

SECONDS_AFTER_TROUBLE = 0.5


class Command(PlainCommand):
    help = (
        "Removes what has changed from the caches in front of the portal; runs until it is ended."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--nginx",
            metavar="FOLDER",
            type=Path,
            required=True,
            help="the folder of deploy/newsportal-pages.conf, with pages/ and leases/ in it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["nginx"]
        try:
            self.empty_nginx(folder)
        except OSError as error:
            raise Refused(f"{error.filename or folder}: {error.strerror or error}") from None

    def empty_nginx(self, folder: Path) -> None:
        """Look after the pages of nginx until a signal comes."""
        for name in ("pages", "leases"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        pages: nginx.Pages | None = None
        is_in_trouble = False
        with stop_signal() as stop:
            pause = 0.0
            while not stop.wait(pause):
                pause = nginx.SECONDS_BETWEEN_LOOKS
                try:
                    pages = pages or nginx.Pages(folder / "pages", folder / "leases")
                    pages.look()
                    is_in_trouble = False
                except DatabaseError as error:
                    # Without a new lease nginx asks the portal for every page.
                    if not is_in_trouble:
                        logger.error("The invalidation log cannot be read: %s", error)
                    is_in_trouble = True
                    pause = SECONDS_AFTER_TROUBLE
                    connection.close()
        if pages:
            pages.close()
