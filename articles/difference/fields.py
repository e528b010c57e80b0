"""What changed between two contents, field by field: each field as lines, in words for people."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.content import Content
from articles.difference.rows import Line, Passage, Row, Word, as_words, folded, rows_of
from articles.models import Article, Author, Photo, Section, Topic
from newsportal.accounts.models import User
from newsportal.richtext.lines import Run
from newsportal.richtext.lines import lines as lines_of

FIELDS: tuple[tuple[str, Any], ...] = (
    ("headline", gettext_lazy("Headline")),
    ("standfirst", gettext_lazy("Standfirst")),
    ("body", gettext_lazy("Text")),
    ("photos", gettext_lazy("Photos")),
    ("is_photo_story", gettext_lazy("Photo story")),
    ("authors", gettext_lazy("Authors")),
    ("section", gettext_lazy("Section")),
    ("topics", gettext_lazy("Topics")),
    ("dateline", gettext_lazy("Dateline")),
    ("language", gettext_lazy("Language")),
    ("slug", gettext_lazy("Slug")),
    ("related", gettext_lazy("Related articles")),
    ("change_note", gettext_lazy("What changed, for readers")),
    ("is_silent", gettext_lazy("Silent edit")),
)
_KINDS_OF_LINES = {
    "paragraph": "",
    "subhead": gettext_lazy("Subhead"),
    "smaller subhead": gettext_lazy("Smaller subhead"),
    "item": gettext_lazy("List item"),
    "numbered item": gettext_lazy("Numbered item"),
    "item, indented": gettext_lazy("List item, indented"),
    "numbered item, indented": gettext_lazy("Numbered item, indented"),
    "quote": gettext_lazy("Quote"),
    "table row": gettext_lazy("Table row"),
    "table caption": gettext_lazy("Table caption"),
    "ruled line": gettext_lazy("Ruled line"),
    "embed": gettext_lazy("Embed"),
}


@dataclass(frozen=True)
class FieldDifference:
    """A field that changed: its name in `Content`, its label, and its lines."""

    name: str
    label: Any
    rows: Sequence[Row]

    @property
    def is_unseen(self) -> bool:
        """Whether nothing but blanks differs."""
        return all(row.state == "same" for row in self.rows)

    @property
    def passages(self) -> list[Passage]:
        """The rows, with what did not change folded."""
        return folded(self.rows)


def compare(old: Content, new: Content, *, reader: User) -> list[FieldDifference]:
    """The fields in which `new` differs from `old`, in the order of the form, for `reader`.

    A content may name any article by its number: those that are not the reader's to see stay
    numbers.
    At most one query for each kind of row that the changed fields refer to.
    """
    changed = new.changed_fields(old)
    names = _Names(old, new, changed, reader)
    return [
        FieldDifference(
            name, label, rows_of(names.lines(name, label, old), names.lines(name, label, new))
        )
        for name, label in FIELDS
        if name in changed
    ]


class _Names:
    """The fields of two contents as lines, with the names of what they refer to by number."""

    def __init__(self, old: Content, new: Content, changed: frozenset[str], reader: User) -> None:
        bodies = {old.body, new.body} if "body" in changed else set()
        self.texts = {body: lines_of(body) for body in bodies}
        in_text = [line.photo for text in self.texts.values() for line in text if line.photo]
        numbers: dict[str, tuple[Any, list[int]]] = {  # of the rows that may be named
            "body": (Photo.objects, in_text),
            "section": (Section.objects, [one.section for one in (old, new) if one.section]),
            "topics": (Topic.objects, [*old.topics, *new.topics]),
            "authors": (Author.objects, [*old.authors, *new.authors]),
            "related": (Article.objects.named_to(reader), [*old.related, *new.related]),
            "photos": (
                Photo.objects,
                [choice.photo for one in (old, new) for choice in one.photos],
            ),
        }
        self.rows: dict[str, dict[int, Any]] = {
            name: named.in_bulk(keys) for name, (named, keys) in numbers.items() if name in changed
        }

    def lines(self, name: str, label: Any, content: Content) -> list[Line]:
        """The field `name` of one of the two."""
        value = getattr(content, name)
        if name == "body":
            return [*self._lines_of_text(value)]
        if name == "photos":
            return [*self._lines_of_photos(content)]
        if name in self.rows:
            numbers = (value,) if name == "section" else value
            ordered = name == "authors"
            return [
                Line(
                    f"{place}." if ordered else "",
                    (Word(self._name(name, number)),),
                    # A section takes the place of another; topics come and go one by one.
                    key=name if name == "section" else (name, number),
                )
                for place, number in enumerate(numbers, start=1)
                if number
            ]
        if isinstance(value, bool):
            value = _("Yes") if value else _("No")
        if name == "language":
            value = str(dict(settings.LANGUAGES).get(value, value))
        return [Line("", as_words(value), key=name)] if value else []

    def _name(self, field: str, number: int) -> str:
        row = self.rows[field].get(number)
        if row is None and field == "related":
            return _("article no. %d") % number
        return str(row) if row else _("#%d, deleted since") % number

    def _lines_of_photos(self, content: Content) -> Iterator[Line]:
        for place, choice in enumerate(content.photos, start=1):
            label = _("Photo %d") % place
            number = choice.photo
            shown = number if number in self.rows["photos"] else None
            yield Line(label, (Word(self._name("photos", number)),), key=number, photo=shown)
            for words, part, key in (
                (choice.caption, _("Photo %d, caption"), (number, "caption")),
                (choice.alt, _("Photo %d, alternative text"), (number, "alt")),
                (
                    _("Yes") if choice.is_decorative else "",
                    _("Photo %d, decoration"),
                    (number, "is_decorative"),
                ),
            ):
                if words:
                    yield Line(part % place, as_words(words), key=key)

    def _lines_of_text(self, body: str) -> Iterator[Line]:
        for line in self.texts[body]:
            label = str(_KINDS_OF_LINES.get(line.kind, line.kind))
            shown = line.photo if line.photo in self.rows["body"] else None
            if line.photo:
                label = (_("Photo no. %d") if shown else _("#%d, deleted since")) % line.photo
            yield Line(label, tuple(_words_of(line.runs)), photo=shown)


def _words_of(runs: Iterable[Run]) -> list[Word]:
    """The words of a line. A blank with which a run begins belongs to the word before it."""
    words: list[Word] = []
    for run in runs:
        marks = " ".join(sorted(run.marks))
        if words and run.text[:1].isspace():
            words[-1] = Word(f"{words[-1].text.rstrip()} ", words[-1].marks)
        text = run.text.lstrip()
        words += [Word(text, marks)] if "address" in run.marks else as_words(text, marks)
    return words
