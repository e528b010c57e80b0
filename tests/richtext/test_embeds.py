"""An embed in a text: its address and its caption, and a plain link wherever nothing is loaded."""

import re

from newsportal.richtext import Embed, embeds, figures, plain_text, render, written
from newsportal.richtext.lines import lines
from newsportal.richtext.striking import strike

ADDRESS = "https://video.example/watch?v=1&t=2"
TEXT = (
    '<p>Before.</p><figure data-photo="12"><figcaption>Fog</figcaption></figure>'
    f'<figure data-embed="{ADDRESS}"><figcaption>A &lt;b&gt; film</figcaption></figure>'
    '<figure data-embed="https://map.example/"></figure>'
)


def test_embeds_and_photos_are_told_apart():
    assert embeds(TEXT) == [Embed(ADDRESS, "A <b> film"), Embed("https://map.example/", "")]
    assert [figure.photo for figure in figures(TEXT)] == [12]
    assert plain_text(TEXT).split("\n") == ["Before.", "Fog", "A <b> film"]


def test_without_a_provider_there_is_a_link_with_the_caption():
    html = render(TEXT, lambda figure: "")
    address = ADDRESS.replace("&", "&amp;")
    assert f'<p><a href="{address}" rel="noopener">A &lt;b&gt; film</a></p>' in html
    assert '<p><a href="https://map.example/" rel="noopener">https://map.example/</a></p>' in html
    assert "data-embed" not in html


def test_a_difference_shows_the_address_and_the_checks_see_a_link():
    film = next(line for line in lines(TEXT) if line.kind == "embed")
    assert "".join(run.text for run in film.runs) == f"A <b> film ⟨{ADDRESS}⟩ "
    found = written(TEXT)
    assert (ADDRESS, "A <b> film") in found.links
    assert [(line.text, line.photo) for line in found.lines] == [
        ("Before.", None),
        ("Fog", 12),
        ("A <b> film", None),
    ]


def test_an_address_that_is_struck_leaves_the_words():
    struck = strike(TEXT, re.compile("nothing"), "█", addresses=re.compile(r"video\.example"))
    assert "video.example" not in struck.html
    assert "<p>A &lt;b&gt; film</p>" in struck.html
    assert "https://map.example/" in struck.html
