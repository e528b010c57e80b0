"""The inbox as a table: every cell a text, whatever a reader wrote; and a line that says so."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from newsportal.accounts.models import AuditEntry
from newsportal.inbox import answering, desk, threads
from newsportal.timeline import at, now
from tests.factories import user
from tests.inbox.test_verbs import received

pytestmark = pytest.mark.django_db

EXPORT = "/newsroom/inbox/message/export/"
FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "  +1", "\ufeff=1+1",
    "\u200b=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "=HYPERLINK(\"http://e.example\")",
    "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+9)*cmd|' /C calc'!A0", "\u00a0=1",
    "=\"x\"", "+359 2 123 456", "\x0b=1+1", "'=1+1",
]  # fmt: skip


@pytest.fixture
def by(client):
    client.force_login(person := user("desk"))
    return person


def body(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_no_cell_of_either_table_is_a_formula(client, by):
    assert len(FORMULAS) == 24
    for value in FORMULAS:
        received(text=value, sender_name=value[:90], page=value, quote=value)
    book = load_workbook(io.BytesIO(body(client.post(f"{EXPORT}?state=all", {"format": "xlsx"}))))
    rows = list(book.active.iter_rows())
    assert len(rows) == 25
    cells = [cell for row in rows for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    table = body(client.post(f"{EXPORT}?state=all", {"format": "csv"})).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(table)))
    assert len(lines) == 25
    first = {cell.lstrip(" \ufeff\u200b\u00a0\x0b")[:1] for line in lines[1:] for cell in line}
    assert not first & set("=+-@\t\r\n＝＋－＠")


def test_a_table_holds_what_the_filters_leave_with_merged_messages_and_decisions(client, by):
    message, other, notice = received(), received(text="Too"), received("illegal")
    threads.merge(other, message, by=by)
    answering.decide(notice, outcome="kept", reasons="Lawful", redress="The council", by=by)
    found = f"{EXPORT}?state=all&kind=notice&q={notice.reference}"
    lines = list(csv.DictReader(io.StringIO(
        body(client.post(found, {"format": "csv"})).decode("utf-8-sig")
    )))  # fmt: skip
    (line,) = lines
    assert (line["reasons"], line["redress"], line["automated"]) == ("Lawful", "The council", "no")
    (entry,) = AuditEntry.objects.filter(action="message.export")
    assert (entry.by, entry.subject, entry.detail) == (
        by, "inbox", {"filters": "state=all&kind=notice"},
    )  # fmt: skip
    every = body(client.post(EXPORT, {"format": "csv"})).decode("utf-8-sig")
    assert {row["reference"] for row in csv.DictReader(io.StringIO(every))} == {
        message.reference, other.reference,
    }  # fmt: skip


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "publisher", "admin"])
def test_nobody_else_takes_the_messages_away(client, role):
    client.force_login(user(role))
    assert client.post(EXPORT, {"format": "csv"}).status_code == 403


def test_a_call_is_logged_and_the_figures_say_how_soon_readers_are_answered(client, by):
    about = received().category
    page = client.post(
        "/newsroom/inbox/message/call/", {"category": about.slug, "text": "A burst pipe"}
    )
    assert page.status_code == 302
    with at(now() - timedelta(days=14)):
        soon, late = received(text="a"), received(text="b")
    with at(soon.sent_at + timedelta(hours=5)):
        answering.reply(soon, "x", by=by)
    with at(late.sent_at + timedelta(hours=101)):
        desk.close(late, by=by)
    page = client.get("/newsroom/inbox/message/figures/")
    week = next(week for week in page.context["weeks"] if week.answered)
    assert (week.received, week.percent_on_time, week.usual_answer, week.usual_closing) == (
        2, 50, 53, 101,
    )  # fmt: skip
    assert page.context["weeks"][0].received == 2
