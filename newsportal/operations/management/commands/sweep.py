"""`manage.py sweep`: what the worker does daily, remove files of photos that nothing names."""

from typing import Any

from articles.photos.sweep import sweep
from newsportal.operations.commands import PlainCommand
from newsportal.refusals import Refused


class Command(PlainCommand):
    help = "Removes files of photos that nothing names any more, older than an hour."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(f"Files removed: {sweep()}.")
        except OSError as error:
            raise Refused(f"The store of the photos does not answer: {error}") from error
