"""Words, sentences and texts as a newspaper has them: as long, and as often each word.

The commonest words are those of the demo's articles, as often as they stand there; behind them come
names that are made up, each rarer than the one before (Zipf's law: the word at rank r is about
1/r as frequent as the first). So most words of a large archive stand in few of its articles.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, islice, product
from random import Random

from newsportal.operations.demo import stories
from newsportal.richtext import plain_text

NAMES = 50_000  # words that no demo article has
SYLLABLES = "ba be bo da do fa ga go ha hu ja jo ka ke la lo ma mi mo na no pa pe ra ri ro sa se ta"
ENDINGS = "n l r s m th ck nd"
# Of an article, as a newspaper's are: half have 300 words and more, few a thousand.
MEDIAN_WORDS, SPREAD, FEWEST, MOST = 310, 0.55, 60, 1_600


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """All words, the commonest first, and their cumulated weights."""
    texts = " ".join(plain_text(story.body) for story in stories.read_all("articles"))
    counted = Counter(re.findall(r"[^\W\d_]+", texts.lower())).most_common()
    common = [word for word, _count in counted]
    weights = [float(count) for _word, count in counted]
    # The rarest words of so short a text would be too common in an archive.
    unit = weights[0] / 2
    weights = [
        min(weight, unit / (rank + 1)) if rank > 50 else weight
        for rank, weight in enumerate(weights)
    ]
    known = set(common)
    common += islice((name for name in _names() if name not in known), NAMES)
    weights += [unit / (rank + 1) for rank in range(len(weights), len(common))]
    return common, list(accumulate(weights))


def _names() -> Iterator[str]:
    """Words without end that could be names, the same each time."""
    syllables, endings = SYLLABLES.split(), ENDINGS.split()
    made = [f"{''.join(parts)}{end}" for parts in product(syllables, repeat=3) for end in endings]
    Random(0).shuffle(made)  # noqa: S311 - no secret
    return iter(made)


class Writer:
    """Writes what one article says; the same for the same `draw`."""

    def __init__(self, draw: Random) -> None:
        self.draw = draw

    def words(self, many: int) -> list[str]:
        """Words as often as each is."""
        known, weights = vocabulary()
        return self.draw.choices(known, cum_weights=weights, k=many)

    def line(self, many: int) -> str:
        """A headline or caption of so many words, without a full stop."""
        text = " ".join(self.words(many))
        return text[0].upper() + text[1:]

    def blocks(self, figure: str = "") -> list[str]:
        """A whole text as blocks of sanitised HTML; `figure` stands after the second one."""
        length = int(self.draw.lognormvariate(0, SPREAD) * MEDIAN_WORDS)
        words = self.words(min(max(length, FEWEST), MOST))
        blocks: list[str] = []
        sentences: list[str] = []
        at = 0
        while at < len(words):
            end = at + self.draw.randint(8, 26)
            sentence = " ".join(words[at:end])
            sentences.append(f"{sentence[0].upper()}{sentence[1:]}.")
            at = end
            if len(sentences) == 3 or at >= len(words):
                blocks.append(self._block(" ".join(sentences), len(blocks)))
                sentences = []
        if figure:
            blocks.insert(2, figure)
        return blocks

    def _block(self, text: str, before: int) -> str:
        lot = self.draw.random()
        if before and lot < 0.08:
            return f"<blockquote><p>{text}</p></blockquote>"
        if before and lot < 0.2:
            return f"<h2>{self.line(4)}</h2>\n<p>{text}</p>"
        return f"<p>{text}</p>"
