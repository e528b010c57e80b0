"""What a check has found, and how it can be put right."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fix:
    """One right way to write it: in the field of the finding, `old` becomes `new`."""

    old: str
    new: str


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or doubtful. `sentence` says what, and what to do.

    `level` is a `HouseRule.Level`. `field` is the form field it stands in ("" for none), such as
    `body` or `photo:12` for the words of a photo; `passage` is the text it is about. With one
    fix a click mends it; with several somebody chooses.
    """

    kind: str
    level: str
    sentence: Any
    field: str = ""
    passage: str = ""
    fixes: tuple[Fix, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the article cannot be published with it, unless somebody overrides it."""
        return self.level == "blocking"
