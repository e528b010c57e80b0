"""`manage.py serve`: prepare what is missing, then run the web server and the task worker."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.db import connections

from newsportal.operations import preparation, saved_copies, serve
from newsportal.operations.commands import PlainCommand
from newsportal.operations.demo import newspaper, staff
from newsportal.refusals import Refused


class Command(PlainCommand):
    help = "Serves the portal: web server and task worker, after preparing what is missing."
    # The settings are checked by `check`; a start should not take longer for it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument(
            "--port", type=int, default=settings.PORT, help="default: PORT, else 8000"
        )
        parser.add_argument(
            "--demo", action="store_true", help="fill an empty site with the demo content"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if port != settings.PORT:
            # The settings were read with another port, and the site's address follows it.
            os.environ["PORT"] = str(port)
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606
        # What is stored belongs to this user, and its group for a web server in front.
        os.umask(0o027)
        later = None
        with preparation.claim(host, port):
            preparation.check_folder()
            try:
                preparation.database(self.say)
            except Refused as trouble:
                if not saved_copies.exist():
                    raise
                self.say(f"{trouble.sentence} Meanwhile readers get saved copies.")
                later = self.prepare_database
            preparation.collect_static(self.say)
            if options["demo"] and later is None:
                self.make_demo()
            # The children open connections of their own.
            connections.close_all()
        code = serve.run(host, port, ready=lambda: self.say(self.where_to_go()), later=later)
        if code:
            self.say(f"The web server ended by itself with code {code}.")
            sys.exit(code)

    def prepare_database(self) -> bool:
        """Do what could not be done at the start; whether it could be done now."""
        try:
            preparation.database(self.say)
        except Refused:
            return False
        self.say("The database is there again.")
        return True

    def make_demo(self) -> None:
        """Fill the site, if nobody has written anything, and show the passwords."""
        if newspaper.is_possible():
            self.say("Writing a newspaper for you to try (once, about a minute) ...")
            self.say(staff.table_of(newspaper.make()))

    def where_to_go(self) -> str:
        return (
            f"The portal is at {settings.SITE_URL} - the newsroom at {settings.SITE_URL}/newsroom/"
            " (Ctrl-C ends it)"
        )

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
