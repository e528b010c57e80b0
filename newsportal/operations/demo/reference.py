"""Reads the reference page, an article and what stood around it, from the text as it was found.

`ichongqing-article.txt` is kept as it came. Two empty lines part its pieces: the title, the
article (with a photo's caption in its middle), and the lines at the foot of the page.
"""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

SOURCE = Path(__file__).parent / "ichongqing-article.txt"
ENDS_A_SENTENCE = re.compile(r"[.!?)][’”]?$")


@dataclass(frozen=True)
class Caption:
    """The words under the photo: `caption (credit)`."""

    text: str
    credit: str


@dataclass(frozen=True)
class ReferencePage:
    """The page in pieces. `blocks` are the article's, in order: text, or the photo's caption."""

    headline: str
    dateline: str
    blocks: tuple[str | Caption, ...]
    slogans: tuple[str, ...]
    hotline_label: str
    hotline_number: str
    inquiries_address: str

    @property
    def caption(self) -> Caption:
        return next(block for block in self.blocks if isinstance(block, Caption))

    def body(self, photo: int) -> str:
        """The article as HTML, the photo with this number where its caption stands."""
        return "\n".join(as_html(block, photo) for block in self.blocks)


def read() -> ReferencePage:
    """The reference page."""
    title, *article, foot = re.split(r"\n{3,}", SOURCE.read_text("utf-8").strip())
    dateline, first = re.split(r"\s*[–-]\s+", article[0], maxsplit=1)
    paragraphs = [text for part in (first, *article[1:]) for text in re.split(r"\n\n", part)]
    furniture = foot.split("\n\n")
    hotline = next(line for line in furniture if "telephone number" in line).splitlines()[0]
    label, number = re.fullmatch(r"(.*:)\s*(\+[\d-]+)", hotline).groups()  # type: ignore[union-attr]
    address = re.search(r"[\w.]+@[\w.]+\w", foot)
    return ReferencePage(
        headline=title.split("\n\n")[-1],
        dateline=dateline,
        blocks=tuple(block(" ".join(text.split())) for text in paragraphs),
        slogans=tuple(furniture[: next(n for n, x in enumerate(furniture) if hotline in x)]),
        hotline_label=label,
        hotline_number=number,
        inquiries_address=address.group() if address else "",
    )


def block(text: str) -> str | Caption:
    """A text, or a caption: the one block that ends with a credit in brackets."""
    match = re.fullmatch(r"(.*\S)\s+\(([^()]+)\)", text)
    return Caption(*match.groups()) if match else text


def as_html(block: str | Caption, photo: int) -> str:
    """A paragraph; a subhead where the text is no sentence; the figure of the photo."""
    if isinstance(block, Caption):
        words = escape(block.text, quote=False)
        return f'<figure data-photo="{photo}"><figcaption>{words}</figcaption></figure>'
    tag = "p" if ENDS_A_SENTENCE.search(block) else "h2"
    return f"<{tag}>{escape(block, quote=False)}</{tag}>"
