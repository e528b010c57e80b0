"""Reads the demo's articles from their text files.

A file is a head of `name: value` lines, an empty line, and the text in a small part of Markdown:
paragraphs, `##` subheads, `-` lists, `>` quotes, `|` tables, `@ address caption` for an embed,
`**strong**` and `[link](/path/)`.
"""

import re
from dataclasses import dataclass
from datetime import time
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Story:
    """One article as its file tells it; `state` says how far the newsroom has come with it."""

    name: str
    headline: str
    section: str  # a slug
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    days_ago: int
    clock: time
    body: str  # HTML
    dateline: str = ""
    standfirst: str = ""
    picture: str = ""
    caption: str = ""
    alt: str = ""
    credit: str = ""
    state: str = "published"
    note: str = ""  # why it was sent back
    correction: str = ""  # made two hours after it came out


def read_all(folder: str) -> list[Story]:
    """The stories of a folder beside this module, in the order of their file names."""
    return [read(path) for path in sorted((FOLDER / folder).glob("*.txt"))]


def read(path: Path) -> Story:
    """One story. Raises KeyError where the head lacks a necessary line."""
    head, text = path.read_text("utf-8").split("\n\n", 1)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    days, clock = fields["published"].split()
    return Story(
        name=path.stem,
        headline=fields["headline"],
        section=fields["section"],
        authors=listed(fields["authors"]),
        topics=listed(fields.get("topics", "")),
        days_ago=int(days.removesuffix("d")),
        clock=time.fromisoformat(clock),
        body=as_html(text),
        dateline=fields.get("dateline", ""),
        standfirst=fields.get("standfirst", ""),
        picture=fields.get("photo", ""),
        caption=fields.get("caption", ""),
        alt=fields.get("alt", ""),
        credit=fields.get("credit", ""),
        state=fields.get("state", "published"),
        note=fields.get("note", ""),
        correction=fields.get("correction", ""),
    )


def listed(words: str) -> tuple[str, ...]:
    """`a; b` as ("a", "b")."""
    return tuple(word.strip() for word in words.split(";") if word.strip())


def as_html(text: str) -> str:
    """The text of a file as HTML."""
    return "\n".join(block(part.strip()) for part in re.split(r"\n{2,}", text.strip()))


def block(text: str) -> str:
    """One paragraph, subhead, list, quote, table or embed as HTML."""
    lines = text.splitlines()
    if text.startswith("## "):
        return f"<h2>{inline(text[3:])}</h2>"
    if text.startswith("@ "):
        _at, address, caption = " ".join(lines).split(" ", 2)
        words = inline(caption)
        return f'<figure data-embed="{address}"><figcaption>{words}</figcaption></figure>'
    if text.startswith("|"):
        return table(lines)
    if text.startswith("- "):
        items = "".join(f"<li>{inline(line.removeprefix('- '))}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    if text.startswith(">"):
        words = " ".join(line.lstrip("> ") for line in lines)
        return f"<blockquote><p>{inline(words)}</p></blockquote>"
    return f"<p>{inline(' '.join(lines))}</p>"


def table(lines: list[str]) -> str:
    """A table whose first line is its head and whose second line is dashes."""
    head, _dashes, *rows = (
        [cell.strip() for cell in line.strip("| ").split("|")] for line in lines
    )
    top = "".join(f"<th>{inline(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{inline(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def inline(text: str) -> str:
    """Strong words and links; everything else is text."""
    html = escape(text, quote=False)
    html = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", html)
    return re.sub(r"\[([^]]+)\]\(([^)\s]+)\)", r'<a href="\2">\1</a>', html)
