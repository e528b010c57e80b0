"""The site at another time: readers' pages mounted a second time, under a clock that was moved.

`/newsroom/as-of/` asks for the time, and `/newsroom/as-of/<time>/...` answers what readers got,
or will get, at `...` then. Nothing is written and nothing is kept. What a page holds is decided
by the readers' own views alone, through `timeline.now()`.
"""

from typing import Final

# The row of the role table that opens all of it.
ACTION: Final = "site.as_of"
