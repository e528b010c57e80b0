"""`manage.py worker`: carry out the tasks that wait (mail, pings, slow pictures)."""

import logging
from argparse import ArgumentParser
from typing import Any

from django.db import DatabaseError

from newsportal.operations.commands import PlainCommand
from newsportal.operations.worker import work
from newsportal.refusals import Refused


class Command(PlainCommand):
    help = "Carries out the tasks that wait in the database; `serve` runs one by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="end when no task is waiting")

    def handle(self, *args: Any, **options: Any) -> None:
        # It announces every signal as a warning; a failed task still speaks.
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
        try:
            work(batch=options["batch"])
        except DatabaseError as error:
            reason = (str(error).strip().splitlines() or ["no reason given"])[0]
            raise Refused(f"The task worker lost the database: {reason}.") from None
