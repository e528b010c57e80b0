"""The security headers: strict on every page that readers get, errors included."""

import re

import pytest

from articles import workflow
from articles.models import Article
from newsportal.pagecache.headers import (
    EDITOR_POLICY,
    PREVIEW_POLICY,
    PUBLIC_POLICY,
    WRITING_POLICY,
    policy,
)
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/about/", "/message/", "/cookies/", "/search/?q=x", "/nothing-here/", "/feed/"]
)
def test_every_public_page_carries_the_strict_headers(client, path):
    response = client.get(path)
    assert response.headers["Content-Security-Policy"] == PUBLIC_POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Referrer-Policy"] in {
        "strict-origin-when-cross-origin",
        "same-origin",
    }
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")


def test_an_article_and_a_withdrawn_one_carry_them_too(client):
    edition = make.published()
    assert (
        client.get(edition.get_absolute_url()).headers["Content-Security-Policy"] == PUBLIC_POLICY
    )


def test_what_browsers_would_keep_for_good_is_asked_for_again(client):
    # Chromium keeps a 301 and a 410 that say nothing of it; a withdrawn article comes back.
    publisher, edition = make.user("publisher"), make.published()
    address = edition.get_absolute_url()
    moved = client.get(f"{address}wrong/".replace("/wrong/", "-wrong/"))
    assert (moved.status_code, moved.headers["Cache-Control"]) == (301, "no-cache")
    article = Article.objects.get(pk=edition.article_number)
    workflow.withdraw(article, by=publisher, reason="error")
    gone = client.get(address)
    assert (gone.status_code, gone.headers["Cache-Control"]) == (410, "no-cache")


def test_the_public_policy_allows_nothing_inline_and_nobody_else():
    assert PUBLIC_POLICY.startswith("default-src 'none'")
    for word in ("unsafe", "data:", "*", "nonce", "http:"):
        assert word not in PUBLIC_POLICY


def test_the_editor_policy_differs_in_styles_alone():
    def directives(text):
        return dict(part.split(" ", 1) for part in text.split("; "))

    public, editor = directives(PUBLIC_POLICY), directives(EDITOR_POLICY)
    changed = {name for name in editor if editor[name] != public.get(name)}
    assert changed == {"style-src"}
    assert editor["script-src"] == "'self'"


def test_the_article_form_frames_our_own_pages_and_only_a_preview_may_be_framed():
    def directives(text):
        return dict(part.split(" ", 1) for part in text.split("; "))

    public, writing, preview = map(directives, (PUBLIC_POLICY, WRITING_POLICY, PREVIEW_POLICY))
    assert public["frame-ancestors"] == "'none'"
    assert {**writing, "style-src": "'self'"} == {**public, "frame-src": "'self'"}
    assert preview == {**public, "frame-ancestors": "'self'"}


def test_requests_are_upgraded_where_the_site_is_served_by_https(settings):
    settings.HTTPS = True
    assert policy().endswith("upgrade-insecure-requests")


# -- The score of a whole answer ------------------------------------------------------------------

HALF_A_YEAR = 15_768_000


def score(headers, *, is_https):
    """(points, what cost some) by the table of the MDN HTTP Observatory.

    https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring - what is better than
    good counts only where nothing else has cost much.
    """
    rules = dict(
        part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";")
    )
    scripts = rules.get("script-src", rules.get("default-src", "*"))
    is_strict = not any(word in " ".join(rules.values()) for word in ("unsafe", "*", "data:"))
    hsts = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    costs = {
        "policy": -25 if "'unsafe-inline'" in scripts else 0,
        "cookies": -20 if "Set-Cookie" in headers else 0,
        "hsts": -20 if is_https and (not hsts or int(hsts[1]) < HALF_A_YEAR) else 0,
        "nosniff": -5 if headers.get("X-Content-Type-Options") != "nosniff" else 0,
        "framing": -20 if "frame-ancestors" not in rules else 0,
        "cors": -50 if headers.get("Access-Control-Allow-Origin") == "*" else 0,
        "referrer": -5 if headers.get("Referrer-Policy") in {None, "unsafe-url"} else 0,
    }
    points = 100 + sum(costs.values())
    if points >= 90:
        private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
        points += 10 * (is_strict and rules.get("default-src") == "'none'")
        points += 5 * (headers.get("Referrer-Policy") in private)
        points += 5 * (rules.get("frame-ancestors") == "'none'")
        points += 10 * (headers.get("Cross-Origin-Opener-Policy") == "same-origin")
        points += 10 * (headers.get("Cross-Origin-Resource-Policy") == "same-origin")
    return points, [name for name, cost in costs.items() if cost]


@pytest.mark.parametrize(
    "path", ["/", "/about/", "/message/", "/cookies/", "/search/?q=x", "/feed/", "/newsroom/login/"]
)
def test_the_observatory_gives_what_readers_open_125_points(client, settings, path):
    settings.SECURE_HSTS_SECONDS = 63_072_000
    headers = client.get(path, secure=True).headers
    points, costs = score(headers, is_https=True)
    assert points >= 125
    assert costs == []
