"""Chromium for the journeys: one browser for all, a fresh context for each test.

A page that reports an error, breaks its content policy or asks another host for anything fails
its test, unless the test empties `page_problems`.
"""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

# Playwright's sync API runs an event loop in this thread, where Django then refuses queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    # Other hosts cannot be reached. Playwright's own way, a route for every request, would switch
    # the browser's cache off and ask this process about each of some sixty files of a page.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
# Contrast hangs on the scheme, place on the width: each of them once will do for the newsroom.
SCREENS = ((1280, "light"), (360, "dark"))
REPORT_VIOLATIONS = """
    document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`CSP ${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
    });
"""


@pytest.fixture(scope="session")
def chromium():
    """The browser: $CHROMIUM, else the one on the PATH, else playwright's own."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def static_root(tmp_path_factory):
    """The server of the journeys finds static files in the source tree; collected are none."""
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture
def page_problems():
    """What went wrong in the page of this test, a sentence each."""
    return []


@pytest.fixture
def context(chromium, live_server, page_problems):
    """A context of its own: no cookie, no storage; other hosts cannot be reached."""
    host = urlsplit(live_server.url).netloc
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(10_000)

    def note_other_hosts(request):
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != host:
            page_problems.append(f"off-origin request: {request.url}")

    context.on("request", note_other_hosts)
    context.add_init_script(REPORT_VIOLATIONS)
    yield context
    context.close()


@pytest.fixture
def page(context, page_problems):
    """A page whose errors are the test's errors."""
    page = context.new_page()
    page.on("pageerror", lambda error: page_problems.append(f"page error: {error}"))
    page.on(
        "console",
        lambda message: (
            page_problems.append(f"console: {message.text}") if message.type == "error" else None
        ),
    )
    yield page
    assert page_problems == []
