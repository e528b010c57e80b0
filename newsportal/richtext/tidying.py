"""Gives a cleaned tree the shape that we store: blocks of lines, lists of items, whole figures.

It renames (`b` to `strong`), unwraps and moves; it brings in no tag or attribute that the
allow-list of `sanitiser.py` does not name, and nh3 checks its result once more.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from newsportal.richtext.tree import Element

RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
# Unwrapped without a trace, the words of neighbouring blocks would run together.
DIVISIONS = frozenset({
    "div", "section", "article", "main", "header", "footer", "aside", "nav", "address",
    "center", "pre", "dl", "dt", "dd", "form", "fieldset", "details", "summary", "hgroup",
    "legend", "search",
})  # fmt: skip
# What makes a figure one of ours.
_OF_FIGURES = frozenset({"data-photo", "data-embed"})
# Characters that fill a line without being seen.
BLANK = " \t\n\r\f\xa0\u200b\ufeff"

Nodes = list[Element | str]


def tidy(root: Element) -> Nodes:
    """The content of a text, its blocks each on a line of their own."""
    result: Nodes = []
    for node in _flow(root.children):
        if result and is_block(node):
            result.append("\n")
        result.append(node)
    return result


def is_block(node: Element | str) -> bool:
    """Whether `node` stands on lines of its own."""
    return isinstance(node, Element) and not node.is_inline


def _flow(children: Iterable[Element | str]) -> Nodes:
    """A line, or blocks: words that stand between blocks become paragraphs."""
    nodes = _tidied(children)
    return _blocks(nodes) if any(map(is_block, nodes)) else _trimmed(nodes)


def _blocks(nodes: Nodes, tag: str = "p") -> Nodes:
    """`nodes` with each run of words in a block `tag`."""
    result: Nodes = []
    for block, run in _runs(nodes):
        if block:
            result += run
            continue
        for part in _paragraphs(run) if tag == "p" else [run]:
            if line := _trimmed(part):
                result.append(Element(tag, children=line))
    return result


def _paragraphs(run: Nodes) -> list[Nodes]:
    """A run of words parted where a line is left empty: mail and the web write so."""
    parts: list[Nodes] = [[]]
    breaks: Nodes = []  # and the blanks among them
    for node in run:
        if (isinstance(node, Element) and node.tag == "br") or (breaks and not _is_seen([node])):
            breaks.append(node)
        elif len([each for each in breaks if isinstance(each, Element)]) > 1:
            parts.append([node])
            breaks = []
        else:
            parts[-1] += [*breaks, node]
            breaks = []
    return parts


def _tidied(children: Iterable[Element | str]) -> Nodes:
    return [
        node
        for child in children
        for node in ([_collapsed(child)] if isinstance(child, str) else _in_place_of(child))
    ]


def _in_place_of(element: Element) -> Nodes:
    """What stands in the place of `element`: nothing, itself tidied, or several nodes."""
    tag = RENAMED.get(element.tag, element.tag)
    if tag in {"p", "h2", "h3"}:
        return _line(tag, element)
    if tag in {"ul", "ol"}:
        return _list(tag, element)
    if tag == "figure" and not _OF_FIGURES.isdisjoint(element.attributes):
        return _figure(element)
    if tag == "table":
        return _table(element)
    if tag == "blockquote":
        blocks = _blocks(_tidied(element.children))
        return [Element(tag, children=blocks)] if blocks else []
    if tag in {"hr", "br"}:
        return [Element(tag)]
    if element.is_inline or tag in {"strong", "em"}:
        return _span(Element(tag, element.attributes, element.children))
    # A division, or an item, cell or caption that lost its list, table or figure.
    return _blocks(_tidied(element.children))


def _line(tag: str, element: Element) -> Nodes:
    """A paragraph or subhead; what cannot stand in a line of words follows it."""
    nodes: Nodes = []
    for node in _tidied(element.children):
        if isinstance(node, Element) and node.tag in {"p", "h2", "h3"}:
            nodes += [" ", *node.children, " "]
        else:
            nodes.append(node)
    if tag != "p" and len(nodes) == 1 and isinstance(nodes[0], Element):
        # A subhead is bold by itself.
        nodes = nodes[0].children if nodes[0].tag == "strong" else nodes
    return _blocks(nodes, tag)


def _span(element: Element) -> Nodes:
    """Emphasis or a link around words only; one that wraps blocks is moved into them."""
    nodes = [
        inner
        for node in _tidied(element.children)
        # Bold within bold says nothing more.
        for inner in (
            node.children if isinstance(node, Element) and node.tag == element.tag else [node]
        )
    ]
    if element.tag == "a" and not element.attributes.get("href"):
        return nodes
    return _spread(element, nodes)


def _spread(span: Element, nodes: Nodes) -> Nodes:
    result: Nodes = []
    for block, run in _runs(nodes):
        if block:
            result += [_spread_into(span, node) for node in run if isinstance(node, Element)]
        elif _is_seen(run):
            result.append(Element(span.tag, span.attributes, run))
        else:
            result += run
    return result


def _spread_into(span: Element, block: Element) -> Element:
    # Google Docs wraps all that is copied in one `b` which is not bold: only a link, whose
    # address would be lost, follows into the blocks.
    if span.tag == "a" and block.tag not in {"figure", "hr"}:
        block.children = _spread(span, block.children)
    return block


def _list(tag: str, element: Element) -> Nodes:
    items: list[Element] = []
    for child in element.children:
        if isinstance(child, Element) and child.tag in {"ul", "ol"} and items:
            # Word and Chrome put a nested list beside its item instead of into it.
            items[-1].children += _list(child.tag, child)
            continue
        inside = child.children if isinstance(child, Element) and child.tag == "li" else [child]
        if content := _cell(inside):
            items.append(Element("li", children=content))
    return [Element(tag, children=[*items])] if items else []


def _cell(children: Iterable[Element | str]) -> Nodes:
    """What an item or a cell holds: a line before its blocks stays without a paragraph."""
    nodes: Nodes = []
    for block, run in _runs(_tidied(children)):
        nodes += run if block else _trimmed(run)
    first, rest = nodes[:1], nodes[1:]
    paragraphs = [node for node in nodes if isinstance(node, Element) and node.tag == "p"]
    if paragraphs == first and all(map(is_block, rest)):
        return [*(child for paragraph in paragraphs for child in paragraph.children), *rest]
    return nodes


def _figure(element: Element) -> Nodes:
    """A figure of ours with a caption of words alone; whatever else it held follows it."""
    caption, rest = "", Element("div")
    for child in element.children:
        if isinstance(child, Element) and child.tag == "figcaption" and not caption:
            words = _words(child)
            caption = " ".join(Element("", children=words).text.split())
        else:
            rest.children.append(child)
    figcaption = Element("figcaption", children=[caption] if caption else [])
    # A figure is one thing: that of a photo is no embed.
    of_a_photo = "data-photo" in element.attributes
    names = ("data-photo", "data-alt", "data-decorative") if of_a_photo else ("data-embed",)
    kept: dict[str, str] = {
        name: element.attributes[name] for name in names if name in element.attributes
    }
    if "data-decorative" in kept:
        # What is nothing but decoration is not described.
        kept.pop("data-alt", None)
    return [Element("figure", kept, [figcaption]), *_in_place_of(rest)]


def _table(element: Element) -> Nodes:
    caption: Nodes = []
    parts: list[Element] = []
    rest = Element("div")
    for child in element.children:
        if isinstance(child, Element) and child.tag in {"thead", "tbody", "tfoot"}:
            parts.append(_rows(child))
        elif isinstance(child, Element) and child.tag == "caption" and not caption:
            caption = _words(child)
        else:
            rest.children.append(child)
    parts = [part for part in parts if part.children]
    following = _in_place_of(rest)
    if not parts:
        return [*_blocks(caption), *following]
    heading = [Element("caption", children=caption)] if caption else []
    return [Element("table", children=[*heading, *parts]), *following]


def _rows(part: Element) -> Element:
    rows = [
        Element(
            "tr",
            children=[
                Element(cell.tag, cell.attributes, _cell(cell.children))
                for cell in row.children
                if isinstance(cell, Element) and cell.tag in {"th", "td"}
            ],
        )
        for row in part.children
        if isinstance(row, Element) and row.tag == "tr"
    ]
    return Element(part.tag, children=[row for row in rows if row.children])


def _words(element: Element) -> Nodes:
    """The inline content of `element`; blocks inside give their words."""
    nodes: Nodes = []
    for node in _tidied(element.children):
        nodes += [f" {node.text} "] if isinstance(node, Element) and is_block(node) else [node]
    return _trimmed(nodes)


def _runs(nodes: Nodes) -> Iterator[tuple[bool, Nodes]]:
    return ((block, list(run)) for block, run in groupby(nodes, key=is_block))


def _trimmed(nodes: Nodes) -> Nodes:
    """A line without blanks and breaks at its ends; nothing, where nothing would be seen."""
    nodes = _without_blanks_at_breaks(nodes)
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while nodes:
            node = nodes[end]
            if isinstance(node, str) and (kept := strip(node, BLANK)):
                nodes[end] = kept
                break
            if isinstance(node, Element) and node.tag != "br":
                break
            del nodes[end]
    return nodes


def _without_blanks_at_breaks(nodes: Nodes) -> Nodes:
    def is_break(place: int) -> bool:
        node = nodes[place] if 0 <= place < len(nodes) else None
        return isinstance(node, Element) and node.tag == "br"

    result: Nodes = []
    for place, node in enumerate(nodes):
        if isinstance(node, str):
            node = node.lstrip(BLANK) if is_break(place - 1) else node
            node = node.rstrip(BLANK) if is_break(place + 1) else node
        if node:
            result.append(node)
    return result


def _is_seen(nodes: Nodes) -> bool:
    return any(node.strip(BLANK) if isinstance(node, str) else node.tag != "br" for node in nodes)


def _collapsed(text: str) -> str:
    """Runs of blanks as one; a single one that does not break stays so, as in `10 km`."""
    return re.sub(r"[ \t\n\r\f\xa0]{2,}|[ \t\n\r\f]", " ", text)
