"""`Refused`: what a function raises when it will not do what it was asked.

It carries a sentence for the person. The newsroom shows it and keeps what was typed; a command
prints it and exits with 1.
"""


class Refused(Exception):
    """The action was not done; `sentence` says why and what to do instead."""

    status = 400  # of HTTP, for answers to scripts

    def __init__(self, sentence: str) -> None:
        super().__init__(str(sentence))

    @property
    def sentence(self) -> str:
        """The words for the person, plain text."""
        return str(self.args[0])


class NotAllowed(Refused):
    """This person's roles do not include the action."""


class Unavailable(Refused):
    """What the action needs does not answer: nothing was done, and it may be tried again."""

    status = 503


class TooMuch(Refused):
    """This person has done enough of it for now: it may be tried again later."""

    status = 429
