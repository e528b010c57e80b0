"""Makes the table of the search index: FTS5 on SQLite, three tsvectors on PostgreSQL.

Beside them `opening` keeps the beginning of the text in plain words, for excerpts.

It is no Django model, for the two have no shape in common. `manage.py rebuild` fills it.
"""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE articles_search USING fts5("
    "headline, summary, body, opening UNINDEXED, tokenize = 'porter unicode61')"
]
SQLITE_BACK = ["DROP TABLE articles_search"]

POSTGRESQL = [
    # A stemmer without stop words, whatever default_text_search_config says.
    "CREATE TEXT SEARCH DICTIONARY articles_english (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION articles_search (COPY = pg_catalog.simple)",
    "ALTER TEXT SEARCH CONFIGURATION articles_search"
    " ALTER MAPPING FOR asciiword, word WITH articles_english",
    # No foreign key: the table is no model, and TRUNCATE of the editions would stumble over it.
    "CREATE TABLE articles_search (edition_id bigint PRIMARY KEY, headline tsvector NOT NULL,"
    " above tsvector NOT NULL, anywhere tsvector NOT NULL, opening text NOT NULL)",
    "CREATE INDEX articles_search_headline ON articles_search USING gin (headline)",
    "CREATE INDEX articles_search_above ON articles_search USING gin (above)",
    "CREATE INDEX articles_search_anywhere ON articles_search USING gin (anywhere)",
]
POSTGRESQL_BACK = [
    "DROP TABLE articles_search",
    "DROP TEXT SEARCH CONFIGURATION articles_search",
    "DROP TEXT SEARCH DICTIONARY articles_english",
]


def make(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def unmake(apps, editor):
    for statement in POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_articles_photos_editions")]

    operations = [migrations.RunPython(make, unmake)]
