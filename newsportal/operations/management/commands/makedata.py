"""`manage.py makedata --articles N`: fill an empty database with an archive to measure with."""

from argparse import ArgumentParser
from typing import Any

from newsportal.operations import makedata
from newsportal.operations.commands import PlainCommand
from newsportal.refusals import Refused

MOST = 1_000_000


class Command(PlainCommand):
    help = "Fills an empty database with made-up articles, three revisions each, to measure with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=int, default=1_000, help="how many (1,000)")

    def handle(self, *args: Any, **options: Any) -> None:
        count = options["articles"]
        if not 1 <= count <= MOST:
            raise Refused(f"--articles must be a number from 1 to {MOST:,}.")
        makedata.make(count, lambda done: self.stdout.write(f"{done:,} articles"))
        self.stdout.write("The accounts have no passwords; `manage.py changepassword` gives one.")
