"""What a check has found, and how it can be put right."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fix:
    """One right way to write it: in the field of the finding, `old` becomes `new`.

    With `everywhere` it does so wherever `old` stands in the text and its captions. What is cut
    out may belong into a field of its own: `into` names it (`dateline`, or `credit:12` for the
    credit of a photo in the library), `value` goes there if it is empty.
    """

    old: str
    new: str
    into: str = ""
    value: str = ""
    everywhere: bool = False

    @property
    def field_of_value(self) -> str:
        """The name of the field that `value` goes into: `dateline`, `credit` or none."""
        return self.into.partition(":")[0]


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

    @property
    def photo(self) -> int | None:
        """The number of the photo whose words it is about."""
        name, _colon, number = self.field.partition(":")
        return int(number) if name == "photo" else None
