"""`manage.py rebuild`: make again what can be made from the database and the originals."""

from typing import Any

from newsportal.operations import rebuilding
from newsportal.operations.commands import PlainCommand
from newsportal.refusals import Refused


class Command(PlainCommand):
    help = "Writes the search indexes anew and makes missing files of photos; the site may run."

    def handle(self, *args: Any, **options: Any) -> None:
        editions, photos = rebuilding.search_index(), rebuilding.words_of_photos()
        self.stdout.write(f"Search index: {editions} editions, {photos} photos.")
        problems: list[str] = []
        self.stdout.write(f"Photos made again: {rebuilding.missing_files(problems.append)}.")
        if problems:
            raise Refused("\n".join(problems))
