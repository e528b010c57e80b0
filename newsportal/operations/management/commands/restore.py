"""`manage.py restore DIR`: the portal as it was when a backup was made."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from newsportal.operations.backup import restoring
from newsportal.operations.commands import PlainCommand


class Command(PlainCommand):
    help = "Checks a backup whole, then lets it take the place of what is there; stop the portal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="a backup, or a folder: its newest")

    def handle(self, *args: Any, **options: Any) -> None:
        before = restoring.restore(options["backup"], self.stdout.write)
        if before:
            self.stdout.write(f"What was there before is kept: {before}")
        self.stdout.write(
            "OK: restored. Start the portal, then run `manage.py rebuild`: it makes the public "
            "files of photos that are missing."
        )
