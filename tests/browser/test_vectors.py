"""Every vector of the collections, sanitised and shown in Chromium without a content policy."""

import pytest

from newsportal.richtext import sanitise
from tests.richtext.corpora import payloads

pytestmark = pytest.mark.browser

SITE = "http://vectors.test/"
COUNT = """
    window.__xss = 0;
    for (const name of ["alert", "prompt", "confirm", "print", "open"]) {
        window[name] = () => { window.__xss += 1; };
    }
"""
INSERT = """(texts) => {
    for (const text of texts) {
        const place = document.createElement("div");
        document.body.append(place);
        place.innerHTML = text;
    }
}"""
TOUCH = """() => {
    const types = ["mouseover", "mousedown", "focus", "pointerenter", "toggle", "error", "load"];
    for (const element of document.body.querySelectorAll("*")) {
        for (const type of types) {
            element.dispatchEvent(new Event(type, { bubbles: true }));
        }
    }
    const harmless = /^(https?|mailto|tel):$/;
    const links = [...document.querySelectorAll("a")];
    return links.filter((a) => !harmless.test(a.protocol)).map((a) => a.outerHTML);
}"""


@pytest.fixture
def stage(chromium):
    """A page of no site, without any policy, that writes down what it asked for."""
    context = chromium.new_context()
    context.set_default_timeout(30_000)
    context.add_init_script(COUNT)
    asked, documents = [], {"html": "<!doctype html><title>x</title><body>"}

    def answer(route):
        if route.request.url == SITE:
            route.fulfill(body=documents["html"], content_type="text/html; charset=utf-8")
        else:
            asked.append(route.request.url)
            route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    page.on("dialog", lambda dialog: (asked.append("dialog"), dialog.dismiss()))
    yield page, documents, asked
    context.close()


def test_the_stage_notices_vectors_that_are_not_sanitised(stage):
    page, _documents, asked = stage
    page.goto(SITE)
    # Those that only call alert(): the control must not be carried off by a redirection.
    leaving = ("location", "<meta", "<base", "<iframe", "<form", "submit", "<object", "<embed")
    staying = [v for v in payloads() if not any(word in v.lower() for word in leaving)]
    page.evaluate(INSERT, [v for v in staying if "alert(" in v])
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.__xss") >= 10
    assert asked


def test_no_sanitised_vector_runs_when_inserted(stage):
    page, _documents, asked = stage
    page.goto(SITE)
    page.evaluate(INSERT, [sanitise(vector) for vector in payloads()])
    assert page.evaluate(TOUCH) == []
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.__xss") == 0
    assert asked == []


def test_no_sanitised_vector_runs_in_a_page_as_it_is_parsed(stage):
    page, documents, asked = stage
    texts = "".join(f"<article>{sanitise(vector)}</article>" for vector in payloads())
    documents["html"] = f"<!doctype html><meta charset=utf-8><title>x</title><body>{texts}"
    page.goto(SITE)
    assert page.locator("article").count() == len(payloads())
    assert page.evaluate(TOUCH) == []
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.__xss") == 0
    assert asked == []
