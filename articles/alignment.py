"""Which items of two sequences correspond, in a time that no input can stretch.

`difflib` alone takes time that grows with the square of its input, and a rewritten article is
its worst case. So items that occur once on both sides are matched first (the idea of Bram Cohen's
"patience diff": https://bramcohen.livejournal.com/73318.html), and only the short stretches
between them are left to it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

# The longest stretch, in pairs to be looked at, that difflib is given: some 10 ms.
LARGEST_STRETCH = 250 * 250

Matches = list[tuple[int, int]]


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> Matches:
    """The pairs of places (in `old`, in `new`) that hold the same item, both ascending."""
    found: Matches = []
    stretches = [(0, len(old), 0, len(new))]
    while stretches:
        start, end, new_start, new_end = stretches.pop()
        while start < end and new_start < new_end and old[start] == new[new_start]:
            found.append((start, new_start))
            start, new_start = start + 1, new_start + 1
        while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
            end, new_end = end - 1, new_end - 1
            found.append((end, new_end))
        if start == end or new_start == new_end:
            continue
        anchors = _anchors(old, new, (start, end, new_start, new_end))
        if anchors:
            stretches += _between(anchors, (start, end, new_start, new_end))
            found += anchors
        elif (end - start) * (new_end - new_start) <= LARGEST_STRETCH:
            matcher = SequenceMatcher(None, old[start:end], new[new_start:new_end], autojunk=False)
            for block in matcher.get_matching_blocks():
                found += [
                    (start + block.a + step, new_start + block.b + step)
                    for step in range(block.size)
                ]
    return sorted(found)


def gaps(found: Matches, ends: tuple[int, int]) -> Iterator[tuple[range, range, bool]]:
    """Both sequences in order, as (places in old, places in new, whether they correspond).

    A gap may be empty on one side; `ends` are the two lengths.
    """
    done, new_done = 0, 0
    for i, j in (*found, ends):
        if done < i or new_done < j:
            yield range(done, i), range(new_done, j), False
        if (i, j) != ends:
            yield range(i, i + 1), range(j, j + 1), True
        done, new_done = i + 1, j + 1


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], stretch: tuple[int, int, int, int]
) -> Matches:
    """The items that occur once on both sides of the stretch and stand in the same order."""
    start, end, new_start, new_end = stretch
    counts, new_counts = Counter(old[start:end]), Counter(new[new_start:new_end])
    places = {new[j]: j for j in range(new_start, new_end) if new_counts[new[j]] == 1}
    unique = [
        (i, places[old[i]]) for i in range(start, end) if counts[old[i]] == 1 and old[i] in places
    ]
    return _longest_ascending(unique)


def _longest_ascending(pairs: Matches) -> Matches:
    """The longest choice of `pairs` whose second numbers ascend; the first ones do already."""
    ends: list[int] = []  # the smallest last number of a choice of each length
    chosen: list[int] = []
    before: list[int | None] = []
    for number, (_i, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(chosen[length - 1] if length else None)
        ends[length : length + 1] = [j]
        chosen[length : length + 1] = [number]
    result: Matches = []
    last = chosen[-1] if chosen else None
    while last is not None:
        result.append(pairs[last])
        last = before[last]
    return result[::-1]


def _between(
    anchors: Matches, stretch: tuple[int, int, int, int]
) -> Iterator[tuple[int, int, int, int]]:
    start, end, new_start, new_end = stretch
    for i, j in (*anchors, (end, new_end)):
        yield start, i, new_start, j
        start, new_start = i + 1, j + 1
