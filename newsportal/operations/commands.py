"""What our commands share: a refusal is one plain sentence and the exit code 1."""

import sys

from django.core.management.base import BaseCommand

from newsportal.refusals import Refused


class PlainCommand(BaseCommand):
    """A command for people: where it says no, it prints the sentence and no traceback."""

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except Refused as refused:
            sys.exit(refused.sentence)
