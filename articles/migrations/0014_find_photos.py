"""Makes the index of the words of photos, and the indexes of what the library is asked.

FTS5 on SQLite, a tsvector on PostgreSQL: it is no Django model, for the two have no shape in
common. The worker writes the words of the photos that are there already (`finding.resume`).
"""

from django.db import migrations

SQLITE = [
    # Two and three letters of a word are what one has typed when the first answer comes.
    "CREATE VIRTUAL TABLE articles_photo_search USING fts5("
    "words, tokenize = 'unicode61', prefix = '2 3')"
]
POSTGRESQL = [
    # No foreign key: the table is no model, and TRUNCATE of the photos would stumble over it.
    "CREATE TABLE articles_photo_search (photo_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX articles_photo_search_words ON articles_photo_search USING gin (words)",
]


def make(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def unmake(apps, editor):
    editor.execute("DROP TABLE articles_photo_search")


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_rules_for_rights")]

    operations = [migrations.RunPython(make, unmake)]
