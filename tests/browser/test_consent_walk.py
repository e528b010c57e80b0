"""A robot walks every kind of public page in each state of consent: what the browser keeps and
whom it asks is what the registry says, and the pages are the same bytes for all.
"""

from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import workflow
from articles.content import PhotoChoice
from articles.models import Article
from newsportal.consent import registry, versions
from tests.factories import author, photo, published, section, topic, user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTICE = "[data-consent]"
# They hold something of this reader, or a fresh token, and are never stored.
OF_ONE_READER = {"/cookies/", "/message/", "/message/status/"}


@pytest.fixture
def addresses():
    """One page of each kind; the first is an article."""
    publisher = user("publisher")
    words = {
        "section": section("City").pk,
        "authors": (author("Lin Mei").pk,),
        "topics": (topic("Transport").pk,),
        "by": publisher,
    }
    edition = published("The bus waits", photos=(PhotoChoice(photo().pk),), **words)
    gone = published("Withdrawn", **words)
    workflow.withdraw(
        Article.objects.get(pk=gone.article_number), by=publisher, reason="error", public_note="No."
    )
    day = timezone.localtime(edition.first_published_at)
    return [
        edition.get_absolute_url(),
        "/", "/city/", "/topics/transport/", "/authors/lin-mei/", f"/{day:%Y/%m/%d}/",
        "/search/?q=bus", "/corrections/", "/about/", "/cookies/", "/message/",
        "/message/status/", gone.get_absolute_url(), "/no/such/page/",
    ]  # fmt: skip


class Reader:
    """A browser of one reader, with a recorder on everything that it keeps and asks for."""

    def __init__(self, chromium, live_server):
        self.root = live_server.url
        self.context = chromium.new_context()
        self.hosts = set()
        self.context.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page = self.context.new_page()
        self.bytes = {}

    def visit(self, path):
        self._keep(path, self.page.goto(self.root + path, wait_until="domcontentloaded"))

    def reload(self, path):
        self._keep(path, self.page.reload(wait_until="domcontentloaded"))

    def _keep(self, path, answer):
        if path not in OF_ONE_READER:
            assert self.bytes.setdefault(path, answer.body()) == answer.body(), path

    def has(self):
        """Names of cookies, of entries in every kind of storage, and other hosts."""
        cookies = {cookie["name"] for cookie in self.context.cookies()}
        keys = self.page.evaluate("""async () => [
            ...Object.keys(localStorage), ...Object.keys(sessionStorage),
            ...(await indexedDB.databases()).map((base) => base.name),
            ...(await navigator.serviceWorker.getRegistrations()).map((each) => each.scope),
        ]""")
        return cookies, set(keys), self.hosts - {urlsplit(self.root).netloc}

    def walk(self, addresses, expected, *, asks):
        """Every page fresh and reloaded, and then all of them again by Back."""
        for path in addresses:
            self.visit(path)
            self._check(path, expected, asks)
            self.reload(path)
            self._check(path, expected, asks)
        for path in reversed(addresses[:-1]):
            self.page.go_back(wait_until="domcontentloaded")
            assert self.page.url == self.root + path
            self._check(path, expected, asks)

    def _check(self, path, expected, asks):
        assert self.has() == expected, path
        # The settings page is the whole question itself.
        expect(self.page.locator(NOTICE)).to_be_visible(visible=asks and path != "/cookies/")

    def answer(self, name):
        self.page.get_by_role("button", name=name).click()
        expect(self.page.locator(NOTICE)).to_be_hidden()


def named(*categories):
    """What the registry allows for these categories, in the order of `Reader.has`."""
    uses = [use for each in registry.CATEGORIES if each.name in categories for use in each.uses]
    return tuple(
        {use.name for use in uses if use.kind == kind} for kind in ("cookie", "storage", "host")
    )


def test_in_every_state_a_browser_keeps_and_asks_what_the_registry_says(
    chromium, live_server, addresses
):
    versions.switch_on(registry.OPTIONAL)
    fresh, rejecting, accepting = (Reader(chromium, live_server) for _each in range(3))
    fresh.walk(addresses, (set(), set(), set()), asks=True)

    rejecting.visit(addresses[0])
    rejecting.answer("Reject all")
    rejecting.walk(addresses, named("necessary"), asks=False)

    accepting.visit(addresses[0])
    accepting.answer("Accept all")
    accepting.page.get_by_text("Reading settings", exact=True).click()
    accepting.page.get_by_label("Largest").check()
    accepting.walk(addresses, named("necessary", *registry.OPTIONAL), asks=False)

    accepting.visit(addresses[0])
    assert accepting.page.evaluate("document.documentElement.dataset.text") == "largest"
    accepting.page.get_by_role("link", name="Cookie settings").last.click()
    accepting.answer("Reject all")
    # At once, without a reload.
    assert accepting.has() == named("necessary")
    accepting.walk(addresses, named("necessary"), asks=False)

    assert fresh.bytes == rejecting.bytes == accepting.bytes
    assert len(fresh.bytes) == len(addresses) - len(OF_ONE_READER)
    for reader in (fresh, rejecting, accepting):
        reader.context.close()
