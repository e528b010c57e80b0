"""`sanitise()`: what stays, what goes, and that it leaves its own output alone."""

import string
from html import escape
from pathlib import Path

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsportal.refusals import Refused
from newsportal.richtext import sanitise
from newsportal.richtext.sanitiser import LARGEST, TAGS, clean_href

KEPT = [
    "<p>One <strong>two</strong> <em>three</em> H<sub>2</sub>O m<sup>2</sup></p>",
    "<h2>Subhead</h2>\n<h3>Small subhead</h3>",
    "<ul><li>one</li><li>two<ol><li>deep</li></ol></li></ul>",
    "<blockquote><p>said</p></blockquote>",
    "<p>one<br>two</p>\n<hr>\n<p>three</p>",
    '<p><a href="https://example.org/a?b=1&amp;c=2#d">x</a></p>',
    '<p><a href="mailto:desk@example.org">x</a> <a href="tel:+862312345">y</a></p>',
    '<p><a href="/culture/12/fog/">x</a></p>',
    '<table><caption>C</caption><thead><tr><th scope="col">a</th></tr></thead>'
    '<tbody><tr><td colspan="2" rowspan="3">b</td></tr></tbody>'
    "<tfoot><tr><td>c</td></tr></tfoot></table>",
    '<figure data-photo="12"><figcaption>Fog &amp; bridges</figcaption></figure>',
    '<figure data-embed="https://video.example/watch?v=a_1-b&amp;t=9#x"><figcaption>A film'
    "</figcaption></figure>",
    "<p>重庆高新区 &lt;3&nbsp;x</p>",
    "",
]

CHANGED = {
    "<b>x</b> <i>y</i>": "<strong>x</strong> <em>y</em>",
    "<h1>T</h1>": "<h2>T</h2>",
    "<h4>T</h4><p>x</p>": "<h3>T</h3>\n<p>x</p>",
    "<div>a<p>b</p>c</div>": "<p>a</p>\n<p>b</p>\n<p>c</p>",
    "<section>one</section><section>two</section>": "<p>one</p>\n<p>two</p>",
    "<p>x</p><p>&nbsp;</p>": "<p>x</p>",
    "<p>x</p><p><br></p><p><strong>&nbsp;</strong></p>": "<p>x</p>",
    "<p class=a id=b style='color:red' onclick=c() data-x=1>x</p>": "<p>x</p>",
    "<p>x<!-- secret --><script>bad()</script><style>p{}</style></p>": "<p>x</p>",
    "<p>x<iframe src=//e>in</iframe><svg><text>in</text></svg><textarea>in</textarea></p>": (
        "<p>x</p>"
    ),
    "<p><span>x</span> <u>y</u> <font color=red>z</font></p>": "<p>x y z</p>",
    "<p>x <img src='https://example.org/a.png' alt=y></p>": "<p>x</p>",
    # Google Docs wraps the whole copy in a `b` that is not bold.
    '<b style="font-weight:normal" id="docs-internal-guid-1"><p>a</p><p>b</p></b>': (
        "<p>a</p>\n<p>b</p>"
    ),
    "<ul><li><p>a</p></li><ul><li>b</li></ul></ul>": "<ul><li>a<ul><li>b</li></ul></li></ul>",
    '<a href="/x"><h2>H</h2><p>t</p></a>': (
        '<h2><a href="/x">H</a></h2>\n<p><a href="/x">t</a></p>'
    ),
    "<h2><p>x</p></h2><h3>&nbsp;</h3>": "<h2>x</h2>",
    (
        '<figure data-photo="12"><img src="/x.png" onerror=a()><figcaption><p>A <em>b</em'
        "></p><p>c</p></figcaption></figure>"
    ): ('<figure data-photo="12"><figcaption>A b c</figcaption></figure>'),
    '<figure data-photo="12"></figure>': (
        '<figure data-photo="12"><figcaption></figcaption></figure>'
    ),
    "<figure><img src=x><figcaption>Words</figcaption></figure>": "<p>Words</p>",
    '<figure data-photo="1 or 1">x</figure>': "<p>x</p>",
    (
        '<figure data-photo="-1">x</figure><figure data-photo="0">y</figure><figure data-'
        'photo="١">z</figure>'
    ): ("<p>x</p>\n<p>y</p>\n<p>z</p>"),
    # A figure is one thing, and what a photo is told about says nothing of an embed.
    (
        '<figure data-photo="1" data-embed="https://a.example/x" class=z><figcaption>x</figcaption>'
        '</figure><figure data-embed="https://a.example/x" data-alt="y" onload=z() src=/y>'
        "<iframe src=//e>in</iframe></figure>"
    ): (
        '<figure data-photo="1"><figcaption>x</figcaption></figure>\n'
        '<figure data-embed="https://a.example/x"><figcaption></figcaption></figure>'
    ),
    (
        '<figure class="wp-block-table"><table><tr><td colspan="x" scope="col">1</td></tr'
        "></table></figure>"
    ): ("<table><tbody><tr><td>1</td></tr></tbody></table>"),
    "a\x00b&#1;c\ud800d": "abcd",
    "<p>one\r\n two\t three</p>": "<p>one two three</p>",
}

ADDRESSES = {
    "https://example.org/a b": "https://example.org/a%20b",
    " https://example.org ": "https://example.org",
    "java\nscript:alert(1)": None,
    "javascript:alert(1)": None,
    "data:text/html,x": None,
    "vbscript:x": None,
    "ftp://example.org/": None,
    "//example.org/": None,
    "/\t/example.org/": None,
    "/\\example.org/": None,
    "\\\\example.org": None,
    "https:example.org": None,
    "https:///example.org": None,
    "http:\\\\example.org": None,
    "relative/page": None,
    "#note": None,
    "?q=1": None,
    "": None,
    "/": "/",
    "/a//b": "/a//b",
}


NO_EMBEDS = [
    "javascript:run()",
    "JaVaScRiPt:run()//https://video.example/",
    "data:text/html,<script>run()</script>",
    "http://video.example/x",
    "//video.example/x",
    "https:video.example",
    "https://video",
    "https://127.0.0.1:8000/",
    "https://video.example:444/x",
    "https://desk@video.example/x",
    "https://video.example@evil.example/x",
    "https://video.example\\@evil.example/x",
    "https://video.example/a b",
    "https://video.example/\tx\ny",
    'https://video.example/"onload="run()',
    "https://video.example/'onload='run()",
    "https://video.example/<script>run()</script>",
    "https://video.example/{id}",
    "https://*.example/x",
    "https://vidéo.example/x",
    "https://video.example/\u202ex",
    f"https://video.example/{'x' * 2000}",
    "/culture/1/",
    "",
]


@pytest.mark.parametrize("address", NO_EMBEDS)
def test_an_embed_is_an_address_with_https_and_a_host_or_none_at_all(address):
    html = f'<figure data-embed="{escape(address)}"><figcaption>Words</figcaption></figure>'
    assert sanitise(html) == "<p>Words</p>"
    assert sanitise(html.replace('"', "'") if '"' not in address else html) == "<p>Words</p>"


@pytest.mark.parametrize("html", KEPT)
def test_what_the_list_allows_stays_as_it_is(html):
    assert sanitise(html) == html


@pytest.mark.parametrize(("html", "clean"), CHANGED.items())
def test_everything_else_is_renamed_unwrapped_or_gone(html, clean):
    assert sanitise(html) == clean
    assert sanitise(clean) == clean


@pytest.mark.parametrize(("address", "clean"), ADDRESSES.items())
def test_a_link_leads_to_a_named_host_or_into_the_site(address, clean):
    assert clean_href(address) == clean
    escaped = address.replace("&", "&amp;").replace('"', "&quot;")
    link = f'<a href="{clean}">x</a>' if clean else "x"
    assert sanitise(f'<p><a href="{escaped}">x</a></p>') == f"<p>{link}</p>"


def test_more_than_a_megabyte_is_refused_in_a_sentence():
    assert sanitise("x" * LARGEST) == "x" * LARGEST
    with pytest.raises(Refused, match="larger than one megabyte"):
        sanitise("x" * (LARGEST + 1))
    with pytest.raises(Refused, match="larger than one megabyte"):
        sanitise("雾" * (LARGEST // 3 + 1))


def test_markup_made_to_exhaust_the_parser_is_refused():
    with pytest.raises(Refused, match="too much markup"):
        sanitise("<div>" * 100_000)
    with pytest.raises(Refused, match="too much markup"):
        sanitise("a\xad" * 100_000)


def test_words_survive_nesting_deeper_than_any_article():
    assert "deep" in sanitise("<blockquote>" * 500 + "deep")


NAMES = sorted(TAGS | {"b", "i", "h1", "div", "span", "img", "svg", "math", "style"})
PIECES = ["&nbsp;", "&lt;", "&", "<!--", "-->", "<![CDATA[", "]]>", " ", "\n", "x", '"', "<", ">"]
MARKUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{name}>" for name in NAMES]),
        st.sampled_from([f"</{name}>" for name in NAMES]),
        st.sampled_from([f'<{name} data-photo="7" href="/x">' for name in NAMES]),
        st.sampled_from([f'<{name} data-embed="https://a.example/?b=1&c">' for name in NAMES]),
        st.sampled_from(PIECES),
        st.text(alphabet=string.printable + "雾\xa0\u200b", max_size=5),
    ),
    max_size=25,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(MARKUP)
def test_sanitise_leaves_its_own_output_alone(html):
    clean = sanitise(html)
    assert sanitise(clean) == clean
    anything = {"*": {"href", "data-photo", "data-embed"}}
    assert nh3.clean(clean, tags=set(TAGS), attributes=anything, link_rel=None) == clean


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_string_at_all_is_taken(text):
    clean = sanitise(text)
    assert sanitise(clean) == clean


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<p>a&nbsp; b &nbsp;c</p>", "<p>a b c</p>"),
        ("<p>10&nbsp;km</p>", "<p>10&nbsp;km</p>"),
        ("<p>a<br> b</p>", "<p>a<br>b</p>"),
        ("<p>a<br><br>b<br>&nbsp;<br/>c</p>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        ("<h2>a<br><br>b</h2>", "<h2>a<br><br>b</h2>"),
        ("<p>&nbsp;</p><p><br></p><p>a</p>", "<p>a</p>"),
        ("<h2><b>a</b></h2><h3>a <b>b</b></h3>", "<h2>a</h2>\n<h3>a <strong>b</strong></h3>"),
        ("<p><b><strong>a</strong></b></p>", "<p><strong>a</strong></p>"),
    ],
)
def test_blanks_breaks_and_doubled_emphasis_are_brought_into_order(pasted, kept):
    assert sanitise(pasted) == kept
    assert sanitise(kept) == kept


PASTES = Path(__file__).parent / "data" / "pastes"


@pytest.mark.parametrize("path", sorted(PASTES.glob("*.html")), ids=lambda path: path.name)
def test_what_the_clipboard_holds_is_clean_even_without_an_editor(path):
    once = sanitise(path.read_text("utf-8"))
    assert sanitise(once) == once
    for remains in ("mso", "style", "class", "file:", "docs-internal", "o:p", "<span", "<img"):
        assert remains not in once
    if ".expected" in path.name:
        assert once == path.read_text("utf-8").strip()


def test_only_archives_made_up_by_rule_are_called_sanitised_unread():
    root = Path(__file__).parents[2]
    calling = {
        str(path.relative_to(root))
        for package in ("articles", "newsportal")
        for path in (root / package).rglob("*.py")
        if "Sanitised(" in path.read_text(encoding="utf-8")
    }
    makedata = "newsportal/operations/makedata"
    assert calling == {
        "newsportal/richtext/sanitiser.py", f"{makedata}/plan.py", f"{makedata}/indexing.py",
    }  # fmt: skip
