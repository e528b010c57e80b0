"""A text line by line, each line with what it is and how its words are marked: for comparisons.

`plain_text` keeps the words alone; here a subhead stays a subhead, a link keeps its address, and
a photo its number, an embed its address, so that whoever compares two texts sees every change
that readers would.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsportal.richtext.sanitiser import sanitise
from newsportal.richtext.text import as_embed, as_figure, is_embed
from newsportal.richtext.tree import Element, parse

# What a line is, by the element that makes it; inside a quote or an item a paragraph is that.
_KINDS = {
    "h2": "subhead",
    "h3": "smaller subhead",
    "blockquote": "quote",
    "tr": "table row",
    "caption": "table caption",
}


@dataclass(frozen=True)
class Run:
    """Words that are marked alike. `marks`: strong, em, sub, sup, link; address of a link."""

    text: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """One line: `kind` is paragraph, subhead, item, quote, photo ...; `photo` a photo's number."""

    kind: str
    runs: tuple[Run, ...]
    photo: int | None = None


@dataclass
class _Page:
    """The lines that are whole, and the runs of the one being read."""

    lines: list[Line] = field(default_factory=list)
    open: list[Run] = field(default_factory=list)

    def close(self, kind: str) -> None:
        if any(run.text.strip() for run in self.open):
            self.lines.append(Line(kind, tuple(self.open)))
        self.open = []


def lines(html: str) -> list[Line]:
    """The lines of `html` in order. The address of a link follows its words as a run of its own."""
    page = _Page()
    _read(parse(sanitise(html)).children, "paragraph", page)
    page.close("paragraph")
    return page.lines


def _read(nodes: Iterable[Element | str], kind: str, page: _Page) -> None:
    for node in nodes:
        if isinstance(node, str) or node.is_inline:
            page.open += _runs(node, frozenset())
            continue
        if node.tag in {"td", "th"}:
            # A row is one line, whatever blocks its cells hold.
            page.open += [*(Run(f"{text} ") for text in [node.text.strip()] if text), Run("| ")]
            continue
        page.close(kind)
        if is_embed(node):
            embed = as_embed(node)
            address = Run(f" ⟨{embed.address}⟩ ", frozenset({"address"}))
            page.lines.append(Line("embed", (Run(embed.caption), address)))
        elif node.tag == "figure":
            figure = as_figure(node)
            page.lines.append(Line("photo", (Run(figure.caption),), figure.photo))
        elif node.tag == "hr":
            page.lines.append(Line("ruled line", (Run("———"),)))
        else:
            inside = _kind_inside(node, kind)
            _read(node.children, inside, page)
            page.close(inside)


def _kind_inside(node: Element, around: str) -> str:
    if node.tag in {"ul", "ol"}:
        item = "numbered item" if node.tag == "ol" else "item"
        return f"{item}, indented" if "item" in around else item
    # A paragraph of an item is the item's, and so is the item of a list.
    return _KINDS.get(node.tag, around)


def _runs(node: Element | str, marks: frozenset[str]) -> Iterator[Run]:
    if isinstance(node, str):
        yield Run(node.replace("\n", " "), marks)
    elif node.tag == "br":
        yield Run(" ", marks)
    else:
        marks |= {"link" if node.tag == "a" else node.tag}
        for child in node.children:
            yield from _runs(child, marks)
        if node.tag == "a":
            yield Run(f" ⟨{node.attributes['href']}⟩ ", frozenset({"address"}))
