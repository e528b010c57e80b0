"""The audit log: one line for each change, tied to the line before, read by those who may."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.models import Article
from newsportal.accounts import append_only, audit, chain
from newsportal.accounts.models import AuditEntry
from newsportal.refusals import Refused
from tests import factories as make
from tests.newsroom.test_articles import sign_in

pytestmark = pytest.mark.django_db

LOG = "/newsroom/accounts/auditentry/"
EXPORT = f"{LOG}export/"


@pytest.fixture
def person():
    return make.user("editor", username="ling")


@pytest.fixture
def lines(person):
    """Five lines, with words, numbers and nested values."""
    for number in range(5):
        audit.record("photo.edit_meta", f"photo:{number}", by=person, changes={"é": ["“", number]})
    return list(AuditEntry.objects.order_by("id"))


@pytest.fixture
def guarded():
    """The database with its triggers, as outside of tests."""
    append_only.install()
    return append_only


def verify(**options) -> str:
    out = StringIO()
    call_command("audit", "verify", stdout=out, **options)
    return out.getvalue()


def behind_the_back(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


# -- The chain -------------------------------------------------------------------------------


def test_a_log_that_nobody_touched_is_whole(lines, guarded):
    printed = verify(expect=lines[2].hash)
    assert "5 lines" in printed
    assert lines[-1].hash in printed


def test_an_empty_log_is_whole(guarded):
    assert "0 lines" in verify()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "photo.upload"),
        ("subject", "photo:9"),
        ("label", "else"),
        ("detail", '{"changes": {}}'),
        ("at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("by_id", None),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_column_breaks_the_chain_at_its_line(lines, column, value):
    change = f"UPDATE accounts_auditentry SET {column} = %s WHERE id = %s"  # noqa: S608
    behind_the_back(change, value, lines[2].pk)
    with pytest.raises(Refused, match=f"^Line {lines[2].pk} .* line {lines[1].pk}:"):
        verify()


def test_a_line_taken_out_is_noticed_at_the_next(lines):
    behind_the_back("DELETE FROM accounts_auditentry WHERE id = %s", lines[2].pk)
    with pytest.raises(Refused, match=f"^Line {lines[3].pk} "):
        verify()


def test_a_line_put_in_is_noticed_even_with_a_hash_of_its_own(lines):
    forged = AuditEntry(at=lines[0].at, action="user.create", subject="user:1", by=None)
    forged.hash = chain.hash_of(forged, lines[1].hash)
    behind_the_back(
        "UPDATE accounts_auditentry SET action = 'user.create', subject = 'user:1', label = '',"
        " detail = '{}', by_id = NULL, at = %s, hash = %s WHERE id = %s",
        lines[0].at, forged.hash, lines[2].pk,
    )  # fmt: skip
    with pytest.raises(Refused, match=f"^Line {lines[3].pk} "):
        verify()


@pytest.mark.parametrize("left", [0, 3])
def test_lines_taken_off_the_end_are_missed(lines, guarded, left, person):
    guarded.remove()
    behind_the_back("DELETE FROM accounts_auditentry WHERE id > %s", lines[0].pk + left - 1)
    guarded.install()
    with pytest.raises(Refused, match=f"at the end, after .*: 5 were written, and {left} are"):
        verify()
    audit.record("photo.edit_meta", "photo:8", by=person)
    with pytest.raises(Refused, match=r"^Line \d+ .* does not follow from"):
        verify()


def test_a_chain_that_was_written_anew_lacks_the_hash_that_somebody_noted(lines, guarded):
    noted = lines[4].hash
    guarded.remove()
    behind_the_back("DELETE FROM accounts_auditentry WHERE id >= %s", lines[3].pk)
    behind_the_back("UPDATE accounts_auditend SET lines = 3, hash = %s", lines[2].hash)
    guarded.install()
    assert "3 lines" in verify(expect=lines[2].hash)
    with pytest.raises(Refused, match="is not in the chain"):
        verify(expect=noted)


def test_a_hash_copied_badly_is_refused_in_a_sentence(lines):
    with pytest.raises(Refused, match="64 signs"):
        verify(expect="abc")


def test_the_chain_goes_on_after_what_was_rolled_back(lines, person):
    with transaction.atomic():
        audit.record("photo.edit_meta", "photo:7", by=person)
        transaction.set_rollback(True)
    audit.record("photo.edit_meta", "photo:8", by=person)
    assert chain.follow().broken is None
    assert chain.follow().lines == 6


def test_a_line_costs_few_queries(person):
    audit.record("photo.edit_meta", "photo:1", by=person)
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        audit.record("photo.edit_meta", "photo:1", by=person)
    # The end of the log, the line, the new end; on PostgreSQL, the turn among those who write.
    assert len(captured) == (4 if connection.vendor == "postgresql" else 3)


# -- The database's own lock ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET label = 'x'",
        "UPDATE accounts_auditentry SET hash = hash WHERE id > 0",
        "DELETE FROM accounts_auditentry",
        "TRUNCATE accounts_auditentry CASCADE",
    ],
)
def test_the_database_refuses_to_change_a_line(lines, guarded, statement):
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    connection.check_constraints()  # PostgreSQL truncates nothing that has checks to come
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        behind_the_back(statement)
    assert AuditEntry.objects.count() == 5


def test_a_database_that_lost_its_triggers_is_told_of(lines, guarded):
    assert guarded.missing() == []
    guarded.remove()
    with pytest.raises(Refused, match=r"audit_no_delete.*manage\.py migrate"):
        verify()


# -- What it holds ---------------------------------------------------------------------------


def test_the_headline_of_an_article_does_not_stand_in_the_log():
    article = make.article("A name that a court struck out")
    entry = AuditEntry.objects.get(subject=f"article:{article.pk}")
    assert entry.label == ""
    assert "court" not in str(entry.detail)
    Article.objects.filter(pk=article.pk).update(headline="Another name")
    page = sign_in("publisher").get(LOG).content.decode()
    assert "Another name" in page


def test_an_administrator_reads_of_no_draft_in_the_log():
    make.article("Secret draft")
    make.published("Public news")
    page = sign_in("admin").get(LOG).content.decode()
    assert "Secret draft" not in page
    assert "Public news" in page


def test_the_log_needs_few_queries(django_assert_max_num_queries):
    client = sign_in("publisher")
    for number in range(12):
        make.article(f"Draft {number}")
    with django_assert_max_num_queries(14):
        client.get(LOG)


# -- Filters and export ----------------------------------------------------------------------


def exported(response) -> list[dict[str, str]]:
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_the_log_is_filtered_by_article_person_action_and_day():
    client, editor = sign_in("publisher"), make.user("editor")
    article, other = make.article("One", by=editor), make.article("Two")
    workflow.submit(article, by=editor)
    entry = AuditEntry.objects.get(action="article.submit")

    def found(**query):
        return set(client.get(LOG, query).context["cl"].queryset)

    of_article = set(AuditEntry.objects.filter(subject=f"article:{article.pk}"))
    assert found(subject=str(article.pk)) == of_article
    assert found(subject=f"article:{article.pk}") == of_article
    assert found(by__id__exact=str(editor.pk)) == of_article
    assert found(action="article.submit") == {entry}
    assert found(action="article.submit", subject=str(other.pk)) == set()
    assert found(at__year="2001") == set()
    for strange in ("\u0000", "9" * 300, "article:" + "9" * 300, "%", "' OR 1=1 --"):
        assert client.get(LOG, {"subject": strange}).status_code in {200, 400}


def test_the_filtered_log_is_taken_as_a_table_and_the_log_says_so():
    client = sign_in("admin")
    photo, _other = make.photo(caption="=HYPERLINK(1)"), make.photo()
    page = client.get(LOG, {"subject": f"photo:{photo.pk}"}).content.decode()
    assert f'action="{EXPORT}?subject=photo%3A{photo.pk}"' in page
    rows = exported(client.post(f"{EXPORT}?subject=photo%3A{photo.pk}"))
    assert [row["subject"] for row in rows] == [f"photo:{photo.pk}"]
    assert rows[0]["label"] == "'=HYPERLINK(1)"
    entry = AuditEntry.objects.get(action="audit.export")
    assert entry.by == client.user
    assert entry.detail == {"filters": f"subject=photo%3A{photo.pk}"}


SIGNS = ["=", "+", "-", "@", "\t", "\r", "  =", "\xa0=", "\u200b=", "\x01=", "\u061c=", "\u2066="]
# After marks and letters that are not seen; wide and small forms.
SIGNS += ["\ufe0f=", "\u3164=", "\uff1d", "\ufe66", "\ufe63", "\u2212"]


@pytest.mark.parametrize("sign", SIGNS)
def test_no_cell_is_a_formula(sign):
    from newsportal.accounts.export import cell

    assert cell(f"{sign}1+1").startswith("'")
    assert cell("1-1") == "1-1"


def test_a_publisher_neither_sees_nor_takes_what_concerns_security():
    admin, publisher = sign_in("admin"), sign_in("publisher")
    admin.post("/newsroom/accounts/user/add/", {"username": "new-one", "is_active": "on"})
    admin.post(EXPORT)
    make.article()
    rows = exported(publisher.post(EXPORT))
    assert {row["action"] for row in rows} == {"article.edit_text"}
    entry = AuditEntry.objects.get(action="user.create")
    assert publisher.get(f"{LOG}{entry.pk}/change/").status_code == 403
    assert admin.get(f"{LOG}{entry.pk}/change/").status_code == 200
    assert publisher.get(LOG, {"subject": entry.subject}).context["cl"].queryset.count() == 0


@pytest.mark.parametrize("role", ["reporter", "editor", "photo", "desk"])
def test_nobody_else_takes_the_log(role):
    client = sign_in(role)
    assert client.post(EXPORT).status_code == 403
    assert not AuditEntry.objects.filter(action="audit.export").exists()


def test_a_table_of_filters_that_make_no_sense_is_refused():
    client = sign_in("admin")
    assert client.post(f"{EXPORT}?at__year=x").status_code == 302
    assert client.post(f"{EXPORT}?detail__contains=x").status_code == 400
    assert client.get(EXPORT).status_code == 405
