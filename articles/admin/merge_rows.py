"""The merge page as a list of rows: what each part said, says and may say, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.difference import as_words as split
from articles.difference import words_changed
from articles.difference.rows import Part as WordPart
from articles.merging import Merge, Part, Side
from articles.models import Article, Photo, PhotoUse
from newsportal.accounts.models import User
from newsportal.richtext.text import plain_text
from newsportal.richtext.tree import Element, parse

Marked = list[WordPart]

LABELS: dict[Side, Any] = {
    "woven": gettext_lazy("The changes of both"),
    "mine": gettext_lazy("Yours"),
    "theirs": gettext_lazy("Theirs"),
    "both": gettext_lazy("Both, one after the other"),
    "ancestor": gettext_lazy("As it was before"),
    "hand": gettext_lazy("Written by hand"),
}
# A form of the page must not become larger than what a request may hold.
SHOWN_UNCHANGED = 300  # characters of an unchanged paragraph


@dataclass(frozen=True)
class Answer:
    """One of the texts that may be taken."""

    value: Side
    label: Any
    is_chosen: bool
    words: str = ""  # what only this one shows


@dataclass(frozen=True)
class Row:
    """A part for the page. An unchanged one has `unchanged` words and asks nothing."""

    part: Part
    label: str
    ancestor: str = ""
    theirs: Marked = field(default_factory=list)
    mine: Marked = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    by_hand: str = ""
    may_write: bool = False
    needs_html: bool = False
    is_missing: bool = False
    unchanged: str = ""


def rows_of(
    merged: Merge,
    chosen: Mapping[str, Side] | None = None,
    by_hand: Mapping[str, str] | None = None,
    missing: Sequence[str] = (),
    *,
    reader: User,
) -> list[Row]:
    """The parts that changed, and the paragraphs around them, in the order of the form.

    Articles that are not the reader's to see stay numbers.
    """
    rows = []
    for part in merged.parts:
        if part.ancestor == part.theirs == part.mine:
            if part.field == "body":
                words = as_words(part, part.theirs, reader)
                if len(words) > SHOWN_UNCHANGED:
                    words = f"{words[:SHOWN_UNCHANGED].rsplit(' ', 1)[0]} …"
                rows.append(Row(part, "", unchanged=words))
            continue
        rows.append(_row(part, (chosen or {}).get(part.key), by_hand or {}, missing, reader))
    return rows


def _row(
    part: Part,
    choice: Side | None,
    by_hand: Mapping[str, str],
    missing: Sequence[str],
    reader: User,
) -> Row:
    ancestor, theirs, mine = (
        as_words(part, value, reader) for value in (part.ancestor, part.theirs, part.mine)
    )
    if part.kind == "blocks" and mine == theirs and part.mine != part.theirs:
        # The words are the same and the markup is not: show that.
        ancestor, theirs, mine = (
            "\n".join(value) for value in (part.ancestor, part.theirs, part.mine)
        )
    taken = choice or part.taken
    offered = () if part.taken == "same" else part.choices
    suggested = part.value("woven" if part.woven is not None else "mine")
    written = part.written(suggested) if part.kind == "blocks" else suggested
    return Row(
        part,
        label_of(part),
        ancestor=ancestor,
        theirs=marked(ancestor, theirs),
        mine=marked(ancestor, mine),
        answers=[
            Answer(
                side,
                LABELS[side],
                side == taken,
                as_words(part, part.woven, reader) if side == "woven" else "",
            )
            for side in offered
        ],
        by_hand=by_hand.get(part.key, str(written)),
        may_write="hand" in offered,
        needs_html=part.kind == "blocks" and not part.is_plain,
        is_missing=part.key in missing,
    )


def label_of(part: Part) -> str:
    """The name of the field, as the article form has it."""
    if part.photo is not None:
        photo = Photo.objects.filter(pk=part.photo).first()
        name: Any = getattr(PhotoUse._meta.get_field(part.field), "verbose_name", "")
        return _("%(field)s of “%(photo)s”") % {
            "field": str(name).capitalize(),
            "photo": str(photo or f"#{part.photo}")[:60],
        }
    return str(getattr(Article._meta.get_field(part.field), "verbose_name", "")).capitalize()


def as_words(part: Part, value: Any, reader: User) -> str:
    """A value as `reader` may read it."""
    if part.kind == "blocks":
        return "\n".join(_block_in_words(html) for html in value)
    field: Any = Article._meta.get_field(part.field) if part.photo is None else None
    if field is not None and field.is_relation:
        keys = value if isinstance(value, tuple) else (value,) if value else ()
        named = field.related_model.objects
        rows = (named.named_to(reader) if part.field == "related" else named).in_bulk(keys)
        return "\n".join(str(rows.get(key, f"#{key}")) for key in keys)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = dict(getattr(field, "flatchoices", ()) or ())
    return str(choices.get(value, value or ""))


def _block_in_words(html: str) -> str:
    words = plain_text(html)
    block = parse(html).children[0]
    if isinstance(block, Element) and block.tag == "figure":
        of_a_photo = block.attributes.get("data-photo")
        label = f"{_('Photo')} {of_a_photo}" if of_a_photo else _("Embed")
        return f"[{label}] {words} {block.attributes.get('data-embed', '')}".strip()
    return words


def marked(old: str, new: str) -> Marked:
    """`new` with the words marked that are not in `old`, and those that are gone."""
    return words_changed(split(old), split(new))
