"""The kinds of checks: what each looks for, what an editor may set of it, and its first weight.

A check is a function from a `Material` and a `HouseRule` to `Spot`s. It is registered under the
name that the rule's `kind` holds; no row can name a kind that is not here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from articles.checks.finding import Fix
from articles.checks.material import Material
from articles.models import HouseRule

Level = HouseRule.Level


@dataclass(frozen=True)
class Spot:
    """What a check has seen, before its weight is known: see `Finding`."""

    sentence: Any
    field: str = ""
    passage: str = ""
    fixes: tuple[Fix, ...] = ()


Check = Callable[[Material, HouseRule], Iterable[Spot]]


@dataclass(frozen=True)
class Kind:
    """One kind of check. `example` is shown beside its rule; `takes` names what its rule holds
    besides the weight: `limit`, `words`, `replacement`."""

    name: str
    title: Any
    example: Any
    check: Check
    level: Level
    takes: tuple[str, ...] = ()
    limit: int | None = None
    words: tuple[str, ...] = ()
    replacement: str = ""
    english_only: bool = False
    several: bool = False  # whether there may be more than one rule of it

    def as_rule(self, position: int) -> HouseRule:
        """The rule that a new newsroom begins with, not stored."""
        return HouseRule(
            kind=self.name,
            level=self.level,
            limit=self.limit,
            words="\n".join(self.words),
            replacement=self.replacement,
            position=position,
        )


# In the order of the newsroom's list.
KINDS: dict[str, Kind] = {}


def kind(
    name: str, title: Any, example: Any, *, level: Level = Level.WARNING, **more: Any
) -> Callable[[Check], Check]:
    """Register a check under `name`."""

    def register(check: Check) -> Check:
        KINDS[name] = Kind(name, title, example, check, level, **more)
        return check

    return register


def first_rules() -> list[HouseRule]:
    """The house style of a new newsroom, not stored."""
    return [kind.as_rule(position) for position, kind in enumerate(KINDS.values())]


def listed(rule: HouseRule) -> list[str]:
    """The words of a rule, one for each line."""
    return [word for line in rule.words.splitlines() if (word := line.strip())]
