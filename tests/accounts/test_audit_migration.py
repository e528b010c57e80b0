"""The migrations that tie the lines of an older log to each other."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from newsportal.accounts import audit, chain
from newsportal.accounts.models import AuditEntry
from tests import factories as make

BEFORE = ("accounts", "0004_a_hash_for_each_audit_entry")
chaining = import_module("newsportal.accounts.migrations.0005_chain_the_audit_log")


@pytest.mark.django_db(transaction=True)
def test_an_older_log_is_chained_as_a_new_one_and_loses_its_headlines(monkeypatch):
    person = make.user("editor")
    for number in range(7):
        audit.record("photo.edit_meta", f"photo:{number}", by=person, changes={"é": [number, ""]})
    audit.record("article.submit", "article:3", by=None)
    monkeypatch.setattr(chaining, "ROWS_AT_A_TIME", 3)
    MigrationExecutor(connection).migrate([BEFORE])
    try:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_auditentry SET label = 'A headline', hash = NULL")
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    found = chain.follow()
    assert (found.broken, found.lines) == (None, 8)
    assert AuditEntry.objects.get(subject="article:3").label == ""
    assert AuditEntry.objects.get(subject="photo:3").label == "A headline"
