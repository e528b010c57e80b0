"""Reads the fields of a form out of a page, so that a test can send it back as a browser would."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.values: dict[str, list[str]] = {}
        self.select = self.area = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
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
