"""Fills every form of the portal with hostile words and sends it, by the weakest who may.

The fields come from the pages themselves, so a new form and a new field are filled too. What a
page does not take (a time, a digit) it refuses, with the words shown again; then it gets the rest.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.test import Client

from articles.models import Article, Photo
from newsportal.inbox.models import Desk
from newsportal.timeline import now
from tests.browser.hostile import Hostile
from tests.factories import jpeg
from tests.forms import TextField, filled_in, text_fields
from tests.rights.expectations import FORM, cell
from tests.rights.people import ROLES
from tests.rights.routes import Route, guarded
from tests.rights.world import Row, World

TOMORROW = f"{now() + timedelta(days=1):%Y-%m-%d}"
# What a form wants besides words: chosen where nothing is, or written where words do not fit.
CHOSEN = {"reason": "legal", "kind": "correction", "slug": "about", "category": "tip"}
WRITTEN = {
    "until_0": TOMORROW,
    "until_1": "10:00",
    "hotline_number": "12",
    "url": "https://example.org",
    "web_statement": "https://example.org",
    "licensor_url": "https://example.org",
    "words": "x-canary",
    "text": "x-canary",  # a template's, where braces mean something
    "page": "/about/",
    "addresses": "video.example/{id}",
    "frame": "https://video.example/{id}",
    "more_hosts": "",
    "privacy_policy": "https://example.org",
}
# The buttons that a page is sent by, where words alone say nothing.
BUTTONS = {"inbox_message_change": {"verb": ["note"], "then": ["waiting"]}}
ARTICLE = ("headline", "standfirst", "dateline", "slug", "guest", "change_note")
PHOTO = {"caption": 500, "credit": 200, "alt": 300}
# What scripts and small forms send to addresses that have no page: how many characters of hostile
# words for each name, or a word of ours. None: as many as there are.
SENT: dict[str, dict[str, Any]] = {
    "accounts_auditentry_export": {},
    "accounts_notice_again": {},
    "articles_article_add_note": {"text": 4000, "passage": 1000},
    "articles_article_autosave": {
        **dict.fromkeys(ARTICLE, 200), "body": None, "_place": "article:{row}:abcdefghijkl",
    },
    "articles_article_autosave_new": {
        **dict.fromkeys(ARTICLE, 200), "body": None, "_place": "new:abcdefghijkl",
    },
    "articles_article_begin": {},
    "articles_article_check": {**dict.fromkeys(ARTICLE, 600), "body": None},
    "articles_article_check_new": {**dict.fromkeys(ARTICLE, 600), "body": None},
    "articles_article_credit": {"photo": "{photo}", "credit": 100},
    "articles_article_discard_unsaved": {},
    "articles_article_dismiss_reported": {},
    "articles_article_export": {},
    "articles_article_filters": {"name": 60, "query": 100},
    "articles_article_name_revision": {"name": 80},
    "articles_article_presence": {"based_on": 20},
    "articles_article_reopen_note": {},
    "articles_article_resolve_note": {},
    "articles_article_revoke_draft_link": {},
    "consent_receipt_export": {},
    "articles_photo_chosen": {"photo": "{photo}", "do": "collect", "name": 100, "back": 300},
    "articles_photo_remove_release": {},
    "articles_photo_upload": {**PHOTO, "new_collection": 100},
    "inbox_message_export": {"format": "csv"},
    "inbox_message_many": {"do": "close", "query": 100},
    "inbox_message_presence": {"writing": "1"},
    "inbox_message_views": {"name": 60, "query": 100},
    "articles_photo_words": {**PHOTO, "keywords": 1000, "place": 200},
}  # fmt: skip
WITH_FILE = {
    "articles_photo_upload": "file",
    "articles_photo_add": "files",
    "articles_photo_releases": "file",
}
# Their forms are answered with a page, though they were taken.
ANSWERED_WITH_A_PAGE = {
    "articles_article_draft_links",
    "articles_article_redact",
    "/message/",
    "/message/error/",
    "/message/notice/",
    "inbox_message_person",
}
# The state in which an article takes a step that asks for words.
STATE = {
    "articles_article_approve_with_note": "in_review",
    "articles_article_correct": "live",
    "articles_article_reported": "live",
    "articles_article_amend": "live",
    "articles_article_retract": "live",
    "articles_article_redact": "live",
    "articles_article_send_back": "in_review",
    "articles_article_submit_with_note": "draft",
    "articles_article_take_over": "in_review",
    "articles_article_withdraw": "live",
}
TRIES = 6  # rows
PLENTY = 900  # characters, where a field does not say how many it takes


@dataclass
class Answer:
    """What came of a form: a page to look at."""

    path: str
    body: bytes
    headers: dict[str, str]


class Sender:
    """Sends the forms; `taken` is what was stored of them, as pairs of a route's name and a field.

    `refused` are the routes whose forms were not taken with any word, `answers` the pages that
    said so.
    """

    def __init__(self, world: World, hostile: Hostile) -> None:
        self.world, self.hostile = world, hostile
        self.answers: list[Answer] = []
        self.refused: set[str] = set()
        self.taken: set[tuple[str, str]] = set()

    def send_all(self) -> None:
        for route in guarded():
            is_sent = route.methods is None or "POST" in route.methods
            if is_sent and not route.name.endswith(("_changelist", "_delete")):
                self.send(route)
        # What reporters may not fill in of an article, and what readers send.
        for state in ("draft", "live"):
            row = next(
                r for r in self.world.rows[Article] if (r.owner, r.state) == ("publisher", state)
            )
            self.send_form(
                self.world.clients["editor"], f"/newsroom/articles/article/{row.pk}/change/", FORM
            )
        for address in ("/message/", "/message/error/", "/message/notice/", "/newsroom/login/"):
            self.send_form(Client(), address, address)

    def send(self, route: Route) -> None:
        """Try one row after the other: what an earlier form did to one may forbid this one."""
        is_only_posted = route.methods is not None and "GET" not in route.methods
        for role, row in self.senders(route):
            client, kept = self.world.clients[role], len(self.answers)
            with suppress(ObjectDoesNotExist):
                address = route.address(self.world, row)
                if is_only_posted:
                    outcome = self.send_alone(client, address, route, row)
                else:
                    outcome = self.send_form(client, address, route.name)
                if outcome == "taken" or (outcome == "no words" and route.name not in STATE):
                    self.refused.discard(route.name)
                    return
                if outcome == "refused":
                    self.refused.add(route.name)
                del self.answers[kept + 1 :]

    def senders(self, route: Route) -> Iterator[tuple[str, Row | None]]:
        """Those who may send the route's form, the weakest first, and the row it is about."""
        for role in ROLES:
            if not route.is_about_a_row:
                if cell(role, route.action_of_post):
                    yield role, None
                continue
            rows = [
                row for row in self.world.rows[route.model] if cell(role, route.action_of_post, row)
            ]
            wanted = STATE.get(route.name)
            rows.sort(key=lambda row: (wanted not in {None, row.state}, row.owner != role))
            yield from ((role, row) for row in rows[:TRIES])

    def send_alone(self, client: Client, address: str, route: Route, row: Row | None) -> str:
        """What a script sends, to an address that has no page; what came of it."""
        assert route.name in SENT, (
            f"Say in tests/browser/hostile_forms.py, SENT, what is posted to {route.path}."
        )
        own = {"row": row and row.pk, "photo": self.world.rows[Photo][1].pk}
        data = {
            name: word.format(**own) if isinstance(word, str) else self.hostile.words(word)
            for name, word in SENT[route.name].items()
        }
        answer = client.post(address, data | self.file_for(route.name))
        assert answer.status_code < 500, address
        self.keep(address, answer)
        if answer.status_code >= 400:
            return "refused"
        self.taken.update((route.name, name) for name in data)
        return "taken"

    def send_form(self, client: Client, address: str, name: str) -> str:
        """Send the form of a page; `taken`, `refused`, or why it was not sent."""
        page = client.get(address)
        if page.status_code != 200:
            return "shut"
        calm = BUTTONS.get(name, {}) | filled_in(page)
        chosen = CHOSEN | {"desk": Desk.objects.values_list("pk", flat=True).first()}
        calm |= {name: [value] for name, value in chosen.items() if calm.get(name) in ([], [""])}
        calm |= {name: [value] for name, value in WRITTEN.items() if calm.get(name)}
        texts = text_fields(page.content.decode())
        wild = {field: [words_for(self.hostile, texts[field])] for field in texts}
        if all(field.kind == "number" for field in texts.values()):
            return "no words"
        while wild:
            answer = client.post(address, calm | wild | self.file_for(name))
            assert answer.status_code < 500, address
            self.keep(address, answer)
            refused = text_fields(page_of(answer)) if answer.status_code in {200, 422} else {}
            wrong = {field for field in wild if field in refused and refused[field].is_refused}
            if answer.status_code in {302, 303} or (name in ANSWERED_WITH_A_PAGE and not wrong):
                self.taken.update((name, field) for field in wild)
                return "taken"
            wild = self.milder(wild, wrong or set(wild))
        return "refused"

    def milder(self, wild: dict[str, list[str]], wrong: set[str]) -> dict[str, list[str]]:
        """Shorter words in the fields that were refused; where they were short, none."""
        return {
            field: words if field not in wrong else [self.hostile.words(PLENTY)]
            for field, words in wild.items()
            if field not in wrong or len(words[0]) > PLENTY
        }

    def file_for(self, name: str) -> dict[str, Any]:
        if name not in WITH_FILE:
            return {}
        file = jpeg()
        file.name = "'\"><img src=x onerror=run() x-canary>.jpg"
        return {WITH_FILE[name]: file}

    def keep(self, address: str, answer: Any) -> None:
        if answer.status_code in {200, 422} and answer.headers["Content-Type"].startswith(
            "text/html"
        ):
            self.answers.append(Answer(address, answer.content, dict(answer.headers)))


def page_of(answer: Any) -> str:
    return answer.content.decode()


def words_for(hostile: Hostile, field: TextField) -> str:
    if field.kind == "url":
        return "javascript:run()//https://example.org/"
    if field.kind == "email":
        return '"<x-canary>"@example.org'
    return hostile.words(field.longest)
