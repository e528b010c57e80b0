"""Three runs of anything, two of which grew from the first, cut at the same places."""

from collections.abc import Hashable, Sequence
from typing import Any, Literal, NamedTuple

from articles.alignment import gaps, matches

Edit = tuple[int, int, int, int]  # of the ancestor from, to; of the other from, to


class Piece(NamedTuple):
    """What the three say in one place."""

    ancestor: tuple[Any, ...]
    theirs: tuple[Any, ...]
    mine: tuple[Any, ...]

    @property
    def is_settled(self) -> bool:
        return side_of(*self) is not None

    @property
    def settled(self) -> tuple[Any, ...]:
        """What a piece says that does not ask."""
        return self.mine if side_of(*self) == "mine" else self.theirs


def side_of(ancestor: Any, theirs: Any, mine: Any) -> Literal["same", "theirs", "mine"] | None:
    """Who alone has changed it; None where both have, differently."""
    if mine == theirs:
        return "same"
    if mine == ancestor:
        return "theirs"
    return "mine" if theirs == ancestor else None


def three_way(
    ancestor: Sequence[Hashable], theirs: Sequence[Hashable], mine: Sequence[Hashable]
) -> list[Piece]:
    """The pieces of the three runs, in order.

    Changes of the two sides fall into one piece only where they touch the same items of the
    ancestor, or both put something in at the same place.
    """
    runs = (ancestor, theirs, mine)
    edits = [_edits(ancestor, other) for other in (theirs, mine)]
    at = [0, 0, 0]  # how far each run is cut
    used = [0, 0]
    pieces: list[Piece] = []

    def cut(*ends: int) -> None:
        if any(end > start for start, end in zip(at, ends, strict=True)):
            cuts = zip(runs, at, ends, strict=True)
            pieces.append(Piece(*(tuple(run[start:end]) for run, start, end in cuts)))
            at[:] = ends

    while used[0] < len(edits[0]) or used[1] < len(edits[1]):
        following = [edits[i][used[i]] for i in (0, 1) if used[i] < len(edits[i])]
        start, end = min((edit[0], edit[1]) for edit in following)
        # Up to here nothing has changed on either side.
        gap = start - at[0]
        cut(start, at[1] + gap, at[2] + gap)
        group: list[list[Edit]] = [[], []]
        grows = True
        while grows:
            grows = False
            for i in (0, 1):
                while used[i] < len(edits[i]) and _meet(edits[i][used[i]], start, end):
                    end = max(end, edits[i][used[i]][1])
                    group[i].append(edits[i][used[i]])
                    used[i] += 1
                    grows = True
        ends = [
            at[i + 1] + (end - start) + sum((e[3] - e[2]) - (e[1] - e[0]) for e in group[i])
            for i in (0, 1)
        ]
        cut(end, *ends)
    rest = len(ancestor) - at[0]
    cut(len(ancestor), at[1] + rest, at[2] + rest)
    return pieces


def _meet(edit: Edit, start: int, end: int) -> bool:
    """Whether an edit touches the items from `start` to `end` of the ancestor."""
    if edit[0] == edit[1]:
        # Something put in between: at the same place, or within what the other has changed.
        return start < edit[0] < end or edit[0] == start == end
    if start == end:
        return edit[0] < start < edit[1]
    return edit[0] < end and start < edit[1]


def _edits(ancestor: Sequence[Hashable], other: Sequence[Hashable]) -> list[Edit]:
    """What has changed, item by item where as many stand there as stood before."""
    found: list[Edit] = []
    ends = (len(ancestor), len(other))
    for old, new, is_match in gaps(matches(ancestor, other), ends):
        if is_match:
            continue
        if len(old) == len(new):
            found += [(i, i + 1, j, j + 1) for i, j in zip(old, new, strict=True)]
        else:
            found.append((old.start, old.stop, new.start, new.stop))
    return found
