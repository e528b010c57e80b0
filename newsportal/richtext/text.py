"""What a text says without its markup: plain words, its photos, its embeds and its subheads.

All of it is read from sanitised HTML, in the order of the text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify

from newsportal.richtext.sanitiser import sanitise
from newsportal.richtext.tree import Element, parse

# Lines of plain text; list, table and figure only hold them.
_LINES = frozenset({"p", "h2", "h3", "li", "figcaption", "caption", "tr", "blockquote", "hr"})


@dataclass(frozen=True)
class Figure:
    """A photo that the text shows: its number in the library, and the words given here.

    What `is_decorative` says nothing that the text does not say, and is not described.
    """

    photo: int
    caption: str
    alt: str = ""
    is_decorative: bool = False


@dataclass(frozen=True)
class Embed:
    """Something of another site that the text shows: its address, and the words given here."""

    address: str
    caption: str


@dataclass(frozen=True)
class Subhead:
    """An h2 or h3: its level (2 or 3), its id in the rendered page, its words."""

    level: int
    anchor: str
    text: str


def plain_text(html: str) -> str:
    """The words of `html`, one line for each block, entities decoded; cells parted by tabs."""
    lines: list[str] = [""]
    _read(parse(sanitise(html)).children, lines)
    return "\n".join(line for raw in lines if (line := _tight(raw)))


def figures(html: str) -> list[Figure]:
    """The photos that `html` shows, one entry for each place, in order."""
    return [
        as_figure(element)
        for element in parse(sanitise(html)).walk()
        if element.tag == "figure" and not is_embed(element)
    ]


def embeds(html: str) -> list[Embed]:
    """The embeds of `html`, one entry for each place, in order."""
    if "data-embed" not in html:
        return []
    return [as_embed(element) for element in parse(sanitise(html)).walk() if is_embed(element)]


def subheads(html: str) -> list[Subhead]:
    """The subheads of `html`, with the ids that `rendering.render` gives them."""
    return [subhead for _element, subhead in anchored(parse(sanitise(html)))]


def as_figure(element: Element) -> Figure:
    """The `Figure` that a sanitised figure element stands for."""
    attributes = element.attributes
    return Figure(
        photo=int(attributes["data-photo"]),
        caption=element.text.strip(),
        alt=attributes.get("data-alt", ""),
        is_decorative="data-decorative" in attributes,
    )


def is_embed(element: Element) -> bool:
    """Whether a sanitised element stands for an embed: every other figure is a photo's."""
    return "data-embed" in element.attributes


def as_embed(element: Element) -> Embed:
    """The `Embed` that a sanitised figure element stands for."""
    return Embed(element.attributes["data-embed"], " ".join(element.text.split()))


def anchored(root: Element) -> list[tuple[Element, Subhead]]:
    """Each h2 and h3 of a sanitised tree, with its words and an id that no other has."""
    taken: set[str] = set()
    found = []
    for element in root.walk():
        if element.tag in {"h2", "h3"}:
            words = " ".join(element.text.split())
            found.append((element, Subhead(int(element.tag[1]), _anchor(words, taken), words)))
    return found


def _anchor(words: str, taken: set[str]) -> str:
    # The prefix keeps a subhead "Main" from being taken for the page's own #main.
    slug = anchor = f"s-{slugify(words, allow_unicode=True)[:60].strip('-')}"
    number = 1
    while anchor in taken:
        number += 1
        anchor = f"{slug}-{number}"
    taken.add(anchor)
    return anchor


def _read(nodes: Iterable[Element | str], lines: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            lines[-1] += node.replace("\n", " ")
            continue
        if node.tag == "br" or node.tag in _LINES:
            lines.append("")
        _read(node.children, lines)
        if node.tag in {"td", "th"}:
            lines[-1] += "\t"
        if node.tag in _LINES:
            lines.append("")


def _tight(line: str) -> str:
    return "\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip()
