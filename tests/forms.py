"""Reads the fields of a form out of a page, so that a test can send it back as a browser would."""

from dataclasses import dataclass
from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self, form_id: str | None) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.values: dict[str, list[str]] = {}
        self.select = self.area = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = self.is_wanted(given)
        if not self.inside:
            return
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in {"submit", "file", "button"}:
            if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
                return
            self.values.setdefault(name, []).append(given.get("value") or "")
        elif tag == "select":
            self.select = name
            self.values.setdefault(name, [])
        elif tag == "option" and self.select and "selected" in given:
            self.values[self.select].append(given.get("value") or "")
        elif tag == "textarea":
            self.area = name
            self.values[name] = [""]

    def is_wanted(self, form):
        return form.get("id") == self.form_id

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.values[self.area][0] += data


class _FilledIn(_Fields):
    """All forms of a page that are posted, filled in as somebody in a hurry would do it."""

    def is_wanted(self, form):
        return form.get("method") == "post" and form.get("id") != "logout-form"

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        given = dict(attrs)
        name = given.get("name")
        if not self.inside or not name:
            return
        if tag == "input" and given.get("type") == "radio":
            self.values.setdefault(name, [given.get("value") or "on"])
        elif tag == "input" and self.values.get(name) == [""] and given.get("type") == "text":
            self.values[name] = ["x"]

    def handle_endtag(self, tag):
        area = self.area if tag == "textarea" else None
        super().handle_endtag(tag)
        if area and not self.values[area][0].strip():
            self.values[area] = ["x"]


def filled_in(response) -> dict[str, list[str]]:
    """What somebody would send who filled in every empty field of the page with an x."""
    reader = _FilledIn(None)
    reader.feed(response.content.decode())
    return {name: values for name, values in reader.values.items() if "__prefix__" not in name}


def fields_of(response, form_id: str) -> dict[str, list[str]]:
    """The fields of the form with this id, with the values that the page shows.

    The empty rows that scripts copy (`__prefix__`) are left out.
    """
    reader = _Fields(form_id)
    reader.feed(response.content.decode())
    # A browser drops the line feed that follows <textarea>.
    return {
        name: [value.removeprefix("\n").removeprefix("\r\n") for value in values]
        for name, values in reader.values.items()
        if "__prefix__" not in name
    }


@dataclass
class TextField:
    """A field that takes words: its `type` (or `textarea`), and how many characters it takes."""

    kind: str
    longest: int | None
    is_refused: bool  # the page says that what was sent in it was wrong


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.is_posted = False
        self.found: dict[str, TextField] = {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.is_posted = given.get("method") == "post"
        name, kind = given.get("name"), given.get("type", "text") if tag == "input" else tag
        if self.is_posted and name and "__prefix__" not in name and kind in TEXTS:
            longest = int(given["maxlength"]) if given.get("maxlength") else None
            self.found[name] = TextField(kind, longest, given.get("aria-invalid") == "true")


TEXTS = {"text", "search", "email", "url", "tel", "password", "number", "textarea"}


def text_fields(page: str) -> dict[str, TextField]:
    """The fields of a page's forms that take words, by name; those of searches are left out."""
    reader = _Texts()
    reader.feed(page)
    return reader.found
