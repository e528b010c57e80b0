"""`manage.py backup DIR`: a backup that has proved that it can be restored."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from newsportal.operations.backup import making, restoring
from newsportal.operations.commands import PlainCommand


class Command(PlainCommand):
    help = "Makes a backup in a folder of backups, restores it elsewhere and compares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the backups lie, on another disk")
        parser.add_argument(
            "--check", action="store_true", help="make none; read every byte of the newest one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            manifest = restoring.check(options["folder"])
            self.stdout.write(f"OK: the backup of {manifest.made_at} is whole.")
        else:
            place = making.backup(options["folder"], self.stdout.write)
            self.stdout.write(f"OK: {place}")
