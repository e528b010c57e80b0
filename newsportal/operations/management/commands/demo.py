"""`manage.py demo`: fill an empty site with a small newspaper, and print the passwords once."""

from typing import Any

from newsportal.operations.commands import PlainCommand
from newsportal.operations.demo import newspaper, staff


class Command(PlainCommand):
    help = "Fills an empty site with demo content and one account for each role."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(staff.table_of(newspaper.make()))
