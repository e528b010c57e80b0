"""Public collections of script vectors through `sanitise()`: nothing off the list comes out.

That no browser runs what does come out is shown in `tests/browser/test_vectors.py`.
"""

from html.parser import HTMLParser

import pytest

from newsportal.richtext import plain_text, render, sanitise
from newsportal.richtext.sanitiser import ATTRIBUTES, TAGS, clean_href
from tests.richtext.corpora import payloads


class Inventory(HTMLParser):
    """Every tag and attribute of a text, and whatever is neither tag nor words."""

    def __init__(self, html):
        super().__init__()
        self.strange = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.strange.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, ()) or (
                name == "href" and clean_href(value) != value
            ):
                self.strange.append((tag, name, value))

    def handle_other(self, data):
        self.strange.append(data)

    handle_comment = handle_decl = unknown_decl = handle_pi = handle_other


def test_every_vector_is_reduced_to_the_list_and_stays_so(record_property):
    vectors = payloads()
    record_property("cases", len(vectors))
    assert any(Inventory(vector).strange for vector in vectors)
    for vector in vectors:
        clean = sanitise(vector)
        assert Inventory(clean).strange == [], vector
        assert sanitise(clean) == clean, vector


def test_every_vector_can_be_rendered_and_read_as_words():
    for vector in payloads():
        assert "<script" not in render(vector, lambda figure: "").lower(), vector
        assert isinstance(plain_text(vector), str)


WRAPPINGS = [
    "<p>{}</p>",
    '<a href="{}">x</a>',
    "<table><tr><td>{}</table>",
    '<figure data-photo="{}"><figcaption>{}</figcaption></figure>',
    '<figure data-embed="{}"><figcaption>{}</figcaption></figure>',
    '<figure data-embed="https://video.example/{}"><figcaption>{}</figcaption></figure>',
]


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_vector_wrapped_in_what_is_allowed_is_reduced_too(wrapping):
    for vector in payloads():
        html = wrapping.replace("{}", vector)
        clean = sanitise(html)
        assert Inventory(clean).strange == [], html
        assert sanitise(clean) == clean, html
