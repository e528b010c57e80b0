"""`manage.py audit verify`: whether the audit log is as it was written."""

import re
from typing import Any

from django.core.management.base import CommandParser

from newsportal.accounts import append_only, chain
from newsportal.operations.commands import PlainCommand
from newsportal.refusals import Refused


class Command(PlainCommand):
    help = "Follows the chain of the audit log and names the first line that was tampered with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])
        parser.add_argument(
            "--expect",
            default="",
            metavar="HASH",
            help="a last hash that was noted before: it must still be in the chain",
        )

    def handle(self, *args: Any, expect: str, **options: Any) -> None:
        if expect and not re.fullmatch("[0-9a-f]{64}", expect):
            raise Refused("A hash has 64 signs from 0 to f. Copy it as it was printed.")
        found = chain.follow(expect=expect)
        if sentence := found.sentence():
            raise Refused(sentence)
        if not found.expected_found:
            raise Refused(
                f"The hash {expect} is not in the chain: it was written anew, in whole or in part."
            )
        if missing := append_only.missing():
            raise Refused(
                f"The chain holds over {found.lines} lines, but the database has lost what keeps "
                f"it from changing them ({', '.join(missing)}). `manage.py migrate` puts it back."
            )
        self.stdout.write(f"The audit log is whole: {found.lines} lines.")
        self.stdout.write(f"Last hash: {found.head or 'none yet'}")
