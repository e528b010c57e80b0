"""Internal notes: who reads and writes them, whom they reach, and that no reader ever does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.models import Article, InternalNote
from articles.workflow.draft_links import make_draft_link
from articles.workflow.notes import add_note, edit_note, mentioned_in, reopen_note, resolve_note
from newsportal.accounts.models import AuditEntry, Notice, User
from newsportal.refusals import NotAllowed, Refused
from newsportal.timeline import at, now
from tests import factories as make
from tests.newsroom.test_articles import change, sign_in

pytestmark = pytest.mark.django_db


def page(name: str, article: Article, *more: int) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


def person(*roles: str, **fields) -> User:
    return make.user(*roles, email=f"x{User.objects.count()}@paper.example", **fields)


def test_a_note_is_written_beside_the_article_and_read_by_colleagues():
    client, article = sign_in("photo"), make.article()
    response = client.post(page("add_note", article), {"note-text": "<b>Who</b> says\nso?"})
    assert response["Location"] == page("notes", article)
    for url in (change(article), page("notes", article)):
        shown = sign_in("editor").get(url).content.decode()
        assert "&lt;b&gt;Who&lt;/b&gt; says\nso?" in shown
    assert InternalNote.objects.get().made_by == client.user
    assert AuditEntry.objects.first().action == "article.internal_note_write"


def test_a_name_that_is_nobodys_is_said_under_the_note():
    client, article = sign_in("editor"), make.article()
    person("editor", username="zhou", first_name="Zhou", last_name="Ping")
    text = "@zhou, @Zhou Ping and @zhuo: write to desk@paper.example."
    client.post(page("add_note", article), {"note-text": text})
    shown = " ".join(client.get(page("notes", article)).content.decode().split())
    assert "Nobody was told</span> as @zhuo: no colleague" in shown


def test_a_note_whose_names_are_all_known_says_nothing_of_it():
    client, article = sign_in("editor"), make.article()
    person("editor", username="zhou")
    client.post(page("add_note", article), {"note-text": "@zhou: write to desk@paper.example"})
    assert "Nobody was told" not in client.get(page("notes", article)).content.decode()


def test_a_note_stays_with_its_paragraph_after_another_is_deleted():
    client = sign_in("editor")
    paragraphs = ["First of all.", "The second one.", "The third is about tickets."]
    article = make.article(body="".join(f"<p>{words}</p>" for words in paragraphs))
    add_note(article, "Check", by=client.user, passage="The third is about tickets.")
    assert "On paragraph 3" in client.get(page("notes", article)).content.decode()
    body = "<p>The second one.</p><p>The third is about night tickets.</p>"
    text = make.content(body=body, section=article.section_id)
    workflow.save(article, text, by=client.user, based_on=article.head)
    shown = client.get(page("notes", article)).content.decode()
    assert "On paragraph 2" in shown
    assert "night tickets" in shown
    text = make.content(body="<p>The second one.</p>", section=article.section_id)
    workflow.save(article, text, by=client.user, based_on=article.head)
    shown = client.get(page("notes", article)).content.decode()
    assert "Its paragraph is gone" in shown
    assert "The third is about tickets." in shown


@pytest.mark.parametrize(
    "data",
    [
        {"note-text": ""},
        {"note-text": " \n "},
        {"note-text": "Kept " * 900},
        {"note-text": "Kept", "note-passage": "p" * 1001},
        {"note-text": "Kept", "note-mentions": ["9" * 40, "x", "\0"]},
        {"note-text": "Kept \0"},
    ],
)
def test_what_cannot_be_taken_is_handed_back(data):
    client, article = sign_in("editor"), make.article()
    response = client.post(page("add_note", article), data)
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    if "Kept" in data["note-text"]:
        assert "Kept" in response.content.decode()
    assert not InternalNote.objects.exists()


# -- Mentions --------------------------------------------------------------------------------


def test_who_is_named_or_chosen_gets_one_mail_with_the_note():
    chen = person("editor", username="chen", first_name="Chen", last_name="Rui")
    deng = person("photo", username="deng")
    stranger = person("desk", username="tao")
    other_reporter = person("reporter", username="lin")
    client, article = sign_in("editor"), make.article("The night ferry")
    data = {
        "note-text": "@Chen Rui and @chen, @tao, @lin: who says so?",
        "note-passage": "People crossed it on foot.",
        "note-mentions": [deng.pk],
    }
    client.post(page("add_note", article), data)
    assert {notice.to for notice in Notice.objects.all()} == {chen, deng}
    assert Notice.objects.count() == 2
    notice = Notice.objects.get(to=chen)
    assert notice.subject == "Note: The night ferry"
    assert "who says so?" in notice.text
    assert "People crossed it on foot." in notice.text
    assert set(InternalNote.objects.get().mentions.all()) == {chen, deng}
    data["note-mentions"] = [stranger.pk, other_reporter.pk]
    response = client.post(page("add_note", article), data)
    assert "errorlist" in response.content.decode(), "they may not read notes of this article"


def test_the_author_can_be_named_and_is_told():
    reporter = person("reporter", username="lin")
    article = make.article(by=reporter)
    add_note(article, "@lin?", by=make.user("editor"))
    assert Notice.objects.get().to == reporter


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@lin", True),
        ("(@LIN)", True),
        ("ask @lin.", True),
        ("@lin, please", True),
        ("@linda", False),
        ("mail@lin", False),
        ("@lin.mei", False),
        ("@lin-mei", False),
        ("lin", False),
        ("@Lin Mei: see", True),
        ("@ lin", False),
    ],
)
def test_a_name_is_recognised_as_a_whole(text, named):
    user = User(username="lin", first_name="Lin", last_name="Mei")
    assert mentioned_in(text, [user]) == ([user] if named else [])


# -- Resolving, changing ---------------------------------------------------------------------


def test_a_resolved_note_is_folded_kept_and_can_be_reopened():
    client, article = sign_in("editor"), make.article()
    note = add_note(article, "Who says so?", by=make.user("photo"))
    client.post(page("resolve_note", article, note.pk))
    note.refresh_from_db()
    assert note.resolved_by == client.user
    shown = client.get(page("notes", article)).content.decode()
    assert "1 resolved" in shown
    assert shown.index("<details") < shown.index("Who says so?")
    assert f"Resolved by {client.user}" in shown
    client.post(page("reopen_note", article, note.pk))
    note.refresh_from_db()
    assert (note.resolved_by, note.resolved_at) == (None, None)
    actions = list(AuditEntry.objects.values_list("action", flat=True)[:2])
    assert actions == ["article.internal_note_reopen", "article.internal_note_resolve"]


def test_nobody_changes_the_note_of_another_and_ones_own_for_a_while():
    client, article = sign_in("editor"), make.article()
    own = add_note(article, "Whoo says so?", by=client.user)
    other = add_note(article, "Mine", by=make.user("publisher"))
    client.post(page("edit_note", article, own.pk), {"text": "Who says so?"})
    client.post(page("edit_note", article, other.pk), {"text": "Forged"})
    assert set(InternalNote.objects.values_list("text", flat=True)) == {"Who says so?", "Mine"}
    with pytest.raises(NotAllowed):
        edit_note(other, "Forged", by=make.user("publisher"))
    with at(now() + timedelta(minutes=16)), pytest.raises(Refused, match="no more"):
        edit_note(own, "Later", by=client.user)
    resolve_note(own, by=client.user)
    with pytest.raises(Refused, match="no more"):
        edit_note(own, "Later", by=client.user)


def test_a_change_that_is_refused_keeps_what_was_typed():
    client, article = sign_in("editor"), make.article()
    note = add_note(article, "Short", by=client.user)
    response = client.post(page("edit_note", article, note.pk), {"text": "Kept " * 1000})
    assert "Kept Kept" in response.content.decode()
    assert InternalNote.objects.get().text == "Short"


# -- Rights ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reporter", "desk", "admin", None])
def test_who_may_not_read_notes_neither_sees_nor_writes_any(role):
    client, article = sign_in(*([role] if role else [])), make.article()
    note = add_note(article, "Canary", by=make.user("editor"))
    requests = [
        client.get(page("notes", article)),
        client.post(page("add_note", article), {"note-text": "Forged"}),
        client.get(page("edit_note", article, note.pk)),
        client.post(page("edit_note", article, note.pk), {"text": "Forged"}),
        client.post(page("resolve_note", article, note.pk)),
        client.post(page("reopen_note", article, note.pk)),
    ]
    for response in requests:
        assert response.status_code == 403
        assert b"Canary" not in response.content
    for step in (resolve_note, reopen_note):
        with pytest.raises(NotAllowed):
            step(note, by=client.user)
    with pytest.raises(NotAllowed):
        add_note(article, "Forged", by=client.user)
    assert InternalNote.objects.get().text == "Canary"
    assert InternalNote.objects.get().resolved_at is None


def test_a_reporter_reads_and_writes_notes_on_their_own_article_in_every_state():
    client = sign_in("reporter")
    article = make.article(by=client.user)
    workflow.publish(article, by=make.user("publisher"))
    assert client.post(page("add_note", article), {"note-text": "Thanks"}).status_code == 302
    other = add_note(make.article(), "Canary", by=make.user("editor"))
    # The number of one's own article opens no note of another.
    assert client.post(page("resolve_note", article, other.pk)).status_code == 404


@pytest.mark.parametrize("name", ["add_note", "resolve_note", "reopen_note"])
def test_a_note_changes_by_post_alone(name):
    client, article = sign_in("editor"), make.article()
    note = add_note(article, "A note", by=client.user)
    more = () if name == "add_note" else (note.pk,)
    assert client.get(page(name, article, *more)).status_code == 405


def test_no_reader_ever_gets_a_note(client: Client):
    publisher = sign_in("publisher")
    article = make.article()
    add_note(article, "Canary", by=publisher.user, passage="Canary")
    _link, token = make_draft_link(article, by=publisher.user)
    assert b"Canary" not in client.get(f"/draft/{token}/").content
    assert b"Canary" not in publisher.get(page("preview", article)).content
    edition = workflow.publish(article, by=publisher.user)
    for url in (edition.get_absolute_url(), "/", "/feed/", "/feed.json", "/search/?q=bridge"):
        assert b"Canary" not in client.get(url).content, url


def test_notes_ask_no_query_for_each():
    client, article = sign_in("editor"), make.article()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page("notes", article)).status_code == 200
        return len(captured)

    add_note(article, "One", by=make.user("editor"))
    few = queries()
    for number in range(6):
        person("editor", username=f"someone-{number}")
        add_note(article, f"@someone-{number}", by=make.user("photo"))
    assert queries() == few
