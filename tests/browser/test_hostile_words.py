"""Hostile words in every column and every field, and a look at every page in Chromium.

They are put into the rows past every form; then every form of the newsroom is filled with them by
the weakest role that may send it. Each page is opened twice: under the content policy, which must
have nothing to refuse, and without one, which must not be what saves us.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

import pytest
from django.core import mail
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.test import Client
from playwright.sync_api import Error

from articles.models import Article, Autosave, DraftLink, Edition
from articles.workflow import draft_links
from newsportal.inbox import views as inbox
from newsportal.newsroom.as_of.moments import stamp
from newsportal.pagecache.headers import PUBLIC_POLICY
from newsportal.richtext import sanitise
from newsportal.richtext.fields import RichTextField
from newsportal.timeline import at, now
from tests.browser.conftest import REPORT_VIOLATIONS
from tests.browser.hostile import EVERYTHING, VECTORS, Hostile
from tests.browser.hostile_forms import Answer, Sender
from tests.rights.expectations import FORM
from tests.rights.routes import Route, guarded, public
from tests.rights.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a vector calls, and what a page may not do by itself.
WITNESS = """
    window.run = () => console.error("a vector ran");
    for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = window.run;
"""
# Everything in the page, and in the frames that it shows, that no page of ours holds.
STRANGE = """() => {
    const found = [];
    const say = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
    const own = new Set(["http:", "https:", "mailto:", "tel:"]);
    const never = new Set(["object", "embed", "base", "math", "audio", "video"]);
    const scripts = /^\\/(static|newsroom\\/jsi18n)\\//;
    const leading = ["href", "src", "action", "formaction", "data", "poster", "xlink:href"];
    const look = (page) => {
        for (const element of page.querySelectorAll("*")) {
            const tag = element.localName;
            if (tag === "x-canary" || element.hasAttribute("x-canary")) say("markup", element);
            if (never.has(tag)) say(tag, element);
            if (tag === "meta" && element.httpEquiv) say("meta", element);
            if (tag === "script" && !element.type.endsWith("json")) {
                const file = element.src && new URL(element.src);
                const ours = file && file.origin === location.origin;
                if (!ours || !scripts.test(file.pathname)) say(tag, element);
            }
            for (const { name, value } of element.attributes) {
                if (name.startsWith("on") || name === "srcdoc") say(name, element);
                if (!leading.includes(name) || !value) continue;
                const address = URL.parse(value, page.baseURI);
                // CKEditor's buttons are links to javascript:void(...).
                const button = element.closest(".cke, .cke_panel_container, .cke_dialog")
                    && /^javascript:void\\('[^'()]*'\\)$/.test(value);
                const picture = tag === "img" && address?.protocol === "data:";
                const leads = address && !own.has(address.protocol);
                if (leads && !button && !picture) say(name, element);
            }
            if (tag === "iframe" && element.contentDocument) look(element.contentDocument);
        }
    };
    look(document);
    return found;
}"""
READY = (
    """() => Object.values(window.CKEDITOR?.instances ?? {}).every((e) => e.status === "ready")"""
)

WORLDLY = {"slug", "language", "password", "username"}  # columns that other things hang on


@pytest.fixture
def hostile():
    return Hostile()


@pytest.fixture
def world(transactional_db, hostile) -> World:
    inbox.messages.forget()
    with transaction.atomic():
        made = make_world(lambda word, column, value: planted(hostile, word, column, value))
        # The routes know the address of this one.
        link = DraftLink.objects.filter(article_id=drafts(made)[0])
        link.update(token_hash=draft_links.hash_of("abc123-0123456789"))
    return made


def planted(hostile: Hostile, word: str, column: models.Field, value: Any) -> Any:
    """What the column holds from now on; `word` is one that no other column holds."""
    if column.name in WORLDLY or column.name.endswith("hash"):
        return value
    if isinstance(column, models.JSONField):
        return in_json(hostile, value) or {"note": hostile.words(200)}
    if isinstance(column, RichTextField):
        return EVERYTHING
    if isinstance(column, models.EmailField):
        return '"<x-canary>"@example.org'
    if isinstance(column, models.URLField) or column.name == "url":
        return "https://example.org/?\"'><x-canary>"
    if column.unique:
        return f"{word}{hostile.words(column.max_length - len(word))}"
    return hostile.words(column.max_length or 2000)


def in_json(hostile: Hostile, value: Any, name: str = "") -> Any:
    """A revision's content, the fields of a form, what changed: texts become hostile."""
    if isinstance(value, dict):
        return {key: in_json(hostile, inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [in_json(hostile, inner, name) for inner in value]
    if not isinstance(value, str) or name in WORLDLY:
        return value
    # `workflow` cleans what it stores; a text that a browser sent to be kept is as it came.
    return sanitise(EVERYTHING) if name == "body" else hostile.words(200)


# -- Looking ---------------------------------------------------------------------------------


# What these answer is no page: a picture, or a file.
PICTURES = {
    "articles_photo_original",
    "articles_photo_version",
    "articles_photo_rendition",
    "articles_photo_thumbnail",
    "articles_photo_release",  # a paper, as a download
    "draft-photo",
    "favicon",
    "photo",
}


class Looker:
    """Opens pages in Chromium as somebody, and notes whatever is wrong with them in `found`."""

    def __init__(self, chromium: Any, server: str, *, without_policy: bool) -> None:
        self.server, self.found, self.where = server, [], ""
        self.context = chromium.new_context(bypass_csp=without_policy, locale="en-GB")
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(WITNESS + REPORT_VIOLATIONS)
        self.page = self.context.new_page()
        # No host of a vector can be reached, so that every request for one fails.
        self.page.on("requestfailed", self.note_request)
        self.page.on("console", self.note_console)
        self.page.on("pageerror", lambda error: self.note(f"error {error}"))
        self.page.on("dialog", self.note_dialog)

    def sign_in(self, client: Client) -> None:
        cookie = client.cookies["session"]
        self.context.add_cookies([{"name": "session", "value": cookie.value, "url": self.server}])

    def note(self, what: str) -> None:
        self.found.append(f"{self.where}: {what}"[:400])

    def note_request(self, request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and not request.url.startswith(self.server):
            self.note(f"asked for {request.url}")

    def note_console(self, message: Any) -> None:
        # Chromium draws XML in a style of its own, which a policy forbids, too.
        of_xml = ".xml" in self.where and "style" in message.text
        if message.type == "error" and "Failed to load" not in message.text and not of_xml:
            self.note(message.text)

    def note_dialog(self, dialog: Any) -> None:
        if dialog.type != "beforeunload":
            self.note(f"dialog {dialog.message}")
        dialog.accept()

    def look(self, path: str) -> bool:
        """Open the page and look at it; whether there was one."""
        self.where = unquote(path)[:100]
        try:
            answer = self.page.goto(self.server + path)
        except Error as error:
            # A file to be kept, or an answer without a word.
            if "Download" in error.message or "ERR_HTTP_RESPONSE_CODE_FAILURE" in error.message:
                if "Download" not in error.message:
                    # Chromium's own page comes late, and would interrupt the next one.
                    self.page.wait_for_url("chrome-error:**")
                return False
            raise
        self.inspect()
        return bool(answer.ok)

    def look_at_answer(self, answer: Answer) -> None:
        """The page by which a form was refused, as if it had been sent from here."""
        self.where = f"{answer.path} refused"
        address = f"{self.server}{answer.path}?answer"
        content = {"headers": answer.headers, "body": answer.body}
        self.page.route(address, lambda route: route.fulfill(**content))
        self.page.goto(address)
        self.inspect()
        self.page.unroute(address)

    def inspect(self) -> None:
        self.page.wait_for_function(READY)
        for strange in self.page.evaluate(STRANGE):
            self.note(strange)


def look_at_all(looker: Looker, world: World) -> list[str]:
    """Every address that shows a page to whoever may see everything."""
    looker.sign_in(world.clients["boss"])
    shown = []
    for route in (*guarded(), *public()):
        is_shown = route.methods is None or "GET" in route.methods
        if is_shown and route.name not in PICTURES:
            shown += addresses_of(world, route)
    shown += questions(world)
    for address in shown:
        looker.look(address)
    return shown


def addresses_of(world: World, route: Route) -> Iterator[str]:
    """For the form of an article one of each state; for other pages one row that they are for."""
    if not route.is_about_a_row and "number" not in route.parameters:
        yield route.address(world, None)
        return
    states = set()
    for row in world.rows[route.model or Article][:20]:
        with suppress(ObjectDoesNotExist):
            address = route.address(world, row)
            # What a step is not for, its page leads away from.
            if row.state in states or world.clients["boss"].get(address).status_code != 200:
                continue
            yield address
            states.add(row.state)
            if route.name != FORM:
                return


def questions(world: World) -> Iterator[str]:
    """Addresses that carry hostile words, and those of readers' pages at another time."""
    words = EVERYTHING[:900]
    for page, names in {
        "/newsroom/articles/article/": ("q",),
        "/newsroom/articles/article/calendar/": ("month", "view", "day"),
        "/newsroom/articles/photo/picker/": ("q",),
        "/newsroom/accounts/auditentry/": ("q", "subject"),
        "/newsroom/as-of/": ("at_0", "at_1", "page"),
        "/newsroom/login/": ("next",),
        "/search/": ("q",),
        "/message/": ("about",),
    }.items():
        yield f"{page}?{urlencode(dict.fromkeys(names, words))}"
    yield f"/{quote(words)}/"
    yield f"/newsroom/articles/article/{quote(words)}/change/"
    edition = Edition.objects.order_by("-pk")[0]
    with at(now() + timedelta(minutes=1)):
        for path in (edition.get_absolute_url(), "/corrections/", "/search/?q=canary"):
            yield f"/newsroom/as-of/{stamp(now())}{path}"
    autosave = Autosave.objects.filter(user=world.people["boss"]).latest("pk")
    yield f"/newsroom/articles/article/{autosave.article_id}/change/?unsaved={autosave.pk}"


def work_at_the_desk(looker: Looker, world: World) -> None:
    """What scripts draw: the picker, the choices, the checks, the preview beside the text."""
    page = looker.page
    looker.look(f"/newsroom/articles/article/{drafts(world)[0]}/change/")
    looker.where = "the form, at work"
    with page.expect_response("**/picker/**"):
        page.locator("button[data-photo-picker]").first.click()
    page.locator(".photo-picker-grid li button").first.wait_for()
    looker.inspect()
    page.locator(".photo-picker-grid li button").first.click()
    page.locator(".field-topics .select2-selection").click()
    page.locator(".select2-results__option").first.wait_for()
    looker.inspect()
    page.locator(".select2-results__option").first.click()
    with page.expect_response("**/checks/"):
        page.get_by_label("Standfirst").fill(f"{EVERYTHING[:300]}  12 million")
    page.locator("[data-findings] button[data-old]:not([hidden])").first.click()
    looker.inspect()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Preview beside").click()
    for width in ("Phone", "Tablet", "Desktop"):
        page.get_by_text(width, exact=True).click()
        looker.inspect()


def drafts(world: World) -> list[int]:
    rows = world.rows[Article]
    return [row.pk for row in rows if (row.owner, row.state) == ("desk", "draft")]


def test_no_hostile_word_becomes_markup_in_any_page(world, hostile, chromium, live_server, work):
    sender = Sender(world, hostile)
    sender.send_all()
    assert len(hostile.used) == len(VECTORS) >= 300
    # A photo that has a credit already takes none out of a caption.
    assert sender.refused == {"articles_article_credit"}
    work()
    for message in mail.outbox:
        assert message.content_subtype == "plain"
        assert not getattr(message, "alternatives", [])

    looker = Looker(chromium, live_server.url, without_policy=False)
    shown = look_at_all(looker, world)
    assert len(shown) > 100
    assert looker.found == []
    work_at_the_desk(looker, world)
    assert looker.found == []

    looker.context.close()
    looker = Looker(chromium, live_server.url, without_policy=True)
    looker.sign_in(world.clients["boss"])
    for address in shown:
        looker.look(address)
    for answer in sender.answers:
        looker.look_at_answer(answer)
    assert looker.found == []
    work_at_the_desk(looker, world)
    # Those who may only read an article see its words in other parts of the form.
    for role in ("reporter", "photo"):
        looker.sign_in(world.clients[role])
        own = next(r for r in world.rows[Article] if (r.owner, r.state) == (role, "live"))
        assert looker.look(f"/newsroom/articles/article/{own.pk}/change/")
    looker.context.close()
    assert looker.found == []


@pytest.mark.parametrize("without_policy", [False, True])
def test_a_page_that_lets_them_out_is_noticed(chromium, without_policy):
    looker = Looker(chromium, "http://vectors.test", without_policy=without_policy)
    # Only those that stay: the page must be there to be looked at.
    leaving = ("<base", "<meta", "<iframe")
    words = [vector for vector in VECTORS if not any(word in vector for word in leaving)]
    headers = {"Content-Type": "text/html", "Content-Security-Policy": PUBLIC_POLICY}
    body = "<!doctype html>" + "".join(f'<p title="{word}">{word}' for word in words)
    looker.look_at_answer(Answer("/", body.encode(), headers))
    looker.context.close()
    told = "\n".join(looker.found)
    for what in ("markup", "onerror", "script", "href", "asked for http://x.test"):
        assert f": {what}" in told, what
    assert ("a vector ran" if without_policy else "CSP script-src") in told
