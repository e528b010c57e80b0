"""The database's own lock on the audit log: a trigger refuses to change or delete a line.

The triggers are put in after every `migrate`, because SQLite loses them whenever a migration
rebuilds the table. Whoever owns the database can take them out; the chain shows it if lines
were changed then.
"""

from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections

TABLE: Final = "accounts_auditentry"
SENTENCE: Final = "The audit log is append-only."
STATEMENTS: Final = {
    "sqlite": [
        f"CREATE TRIGGER IF NOT EXISTS audit_no_{verb} BEFORE {verb} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = '55000'; END $$",
        f"CREATE OR REPLACE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        f"CREATE OR REPLACE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        f"CREATE OR REPLACE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
    ],
}
TRIGGERS: Final = {
    "sqlite": ("audit_no_delete", "audit_no_update"),
    "postgresql": ("audit_no_delete", "audit_no_truncate", "audit_no_update"),
}


def install(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Put the triggers in; those that are there already stay. Also the receiver of post_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE in connection.introspection.table_names(cursor):
            for statement in STATEMENTS[connection.vendor]:
                cursor.execute(statement)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers out: for a migration that must rewrite lines, and for tests."""
    connection = connections[using]
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in TRIGGERS[connection.vendor]:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The names of triggers that are not there, or are switched off."""
    connection = connections[using]
    there = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass "
        "AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(there[connection.vendor], [TABLE])
        names = {name for (name,) in cursor.fetchall()}
    return [name for name in TRIGGERS[connection.vendor] if name not in names]
