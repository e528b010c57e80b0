"""Plain words, photos and subheads of a text, and its form in a public page."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsportal.richtext import Figure, Subhead, figures, plain_text, render, subheads

TEXT = """<h2>The main line</h2><p>One &amp; <strong>two</strong><br>three</p>
<figure data-photo="12"><figcaption>Fog &lt;3</figcaption></figure>
<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>
<table><tr><th>x</th><td>y</td></tr></table><h3>The main line</h3><h2>高新区 芯片</h2><h2>!?</h2>
<figure data-photo="9"><figcaption></figcaption></figure>"""


def test_plain_text_has_a_line_for_each_block():
    assert plain_text(TEXT).split("\n") == [
        "The main line",
        "One & two",
        "three",
        "Fog <3",
        "a",
        "b",
        "c",
        "x\ty",
        "The main line",
        "高新区 芯片",
        "!?",
    ]


def test_figures_come_in_the_order_of_the_text():
    assert figures(TEXT) == [Figure(12, "Fog <3"), Figure(9, "")]


def test_subheads_have_ids_of_their_own():
    assert subheads(TEXT) == [
        Subhead(2, "s-the-main-line", "The main line"),
        Subhead(3, "s-the-main-line-2", "The main line"),
        Subhead(2, "s-高新区-芯片", "高新区 芯片"),
        Subhead(2, "s-", "!?"),
    ]


def test_the_page_has_the_ids_that_subheads_names():
    html = render(TEXT, lambda figure: "")
    for subhead in subheads(TEXT):
        assert f'<h{subhead.level} id="{subhead.anchor}">{subhead.text}</h{subhead.level}>' in html


def test_a_photo_is_drawn_by_the_caller():
    html = render(TEXT, lambda figure: format_html("<b>{} {}</b>", figure.photo, figure.caption))
    assert isinstance(html, SafeString)
    assert "<b>12 Fog &lt;3</b>" in html
    assert "<b>9 </b>" in html
    assert "figure" not in html


def test_what_the_caller_did_not_mark_as_safe_is_escaped():
    assert "&lt;i&gt;" in render(TEXT, lambda figure: "<i>")


def test_links_to_other_sites_get_noopener_and_others_do_not():
    html = render('<p><a href="HTTPS://a.example/">a</a><a href="/b">b</a></p>', lambda figure: "")
    assert html == '<p><a href="HTTPS://a.example/" rel="noopener">a</a><a href="/b">b</a></p>'


def test_a_row_that_went_around_the_field_is_cleaned_on_its_way_to_the_page():
    assert render("<p onclick=x()>a<script>x()</script></p>", lambda figure: "") == "<p>a</p>"


def test_a_dateline_opens_the_first_paragraph_and_is_escaped():
    html = render("<h2>H</h2><p>One</p><p>Two</p>", lambda figure: "", dateline="A & B")
    assert '<p><span class="dateline">A &amp; B</span> – One</p>\n<p>Two</p>' in html
