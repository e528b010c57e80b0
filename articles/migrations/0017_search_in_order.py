"""Makes the search index anew, with its rows in the order of the results, and a table of words.

On SQLite one FTS5 table for each rank of a match, on PostgreSQL the place and the section beside
the vectors. `articles_search` says which place an edition has, and keeps plain words for excerpts.
None of it is a Django model, for the two have no shape in common. The worker writes the index of
the editions that are there already (`search.resume`).
"""

from django.db import migrations

WHERE = ("headline", "above", "anywhere")
FTS = "words, tokenize = \"porter unicode61 tokenchars '_'\""
SPELLING = (
    "CREATE TABLE articles_search_spelling (spelling {text} NOT NULL, word {text} NOT NULL,"
    " PRIMARY KEY (spelling, word))"
)

# What 0002 made.
OLD_SQLITE = [
    "CREATE VIRTUAL TABLE articles_search USING fts5("
    "headline, summary, body, opening UNINDEXED, tokenize = 'porter unicode61')"
]
SQLITE = [
    "CREATE TABLE articles_search (edition_id integer PRIMARY KEY, place integer NOT NULL UNIQUE,"
    " opening text NOT NULL)",
    # Up to three letters of a word are what one has typed when the first suggestions come.
    f"CREATE VIRTUAL TABLE articles_search_headline USING fts5({FTS}, prefix = '1 2 3')",
    f"CREATE VIRTUAL TABLE articles_search_above USING fts5({FTS})",
    f"CREATE VIRTUAL TABLE articles_search_anywhere USING fts5({FTS})",
    SPELLING.format(text="text") + " WITHOUT ROWID",
]

OLD_POSTGRESQL = [
    "CREATE TABLE articles_search (edition_id bigint PRIMARY KEY, headline tsvector NOT NULL,"
    " above tsvector NOT NULL, anywhere tsvector NOT NULL, opening text NOT NULL)",
    *(
        f"CREATE INDEX articles_search_{where} ON articles_search USING gin ({where})"
        for where in WHERE
    ),
]
POSTGRESQL = [
    # No foreign key: the table is no model, and TRUNCATE of the editions would stumble over it.
    "CREATE TABLE articles_search (edition_id bigint PRIMARY KEY, place bigint NOT NULL UNIQUE,"
    " section_id bigint NOT NULL, headline tsvector NOT NULL, above tsvector NOT NULL,"
    " anywhere tsvector NOT NULL, opening text NOT NULL)",
    "CREATE INDEX articles_search_section ON articles_search (section_id, place)",
    *OLD_POSTGRESQL[1:],
    # Ranges of words are ranges of bytes, whatever the language of the server.
    SPELLING.format(text='text COLLATE "C"'),
]


def make(apps, editor):
    editor.execute("DROP TABLE articles_search")
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def unmake(apps, editor):
    editor.execute("DROP TABLE articles_search_spelling")
    editor.execute("DROP TABLE articles_search")
    if editor.connection.vendor == "postgresql":
        statements = OLD_POSTGRESQL
    else:
        statements = [*(f"DROP TABLE articles_search_{where}" for where in WHERE), *OLD_SQLITE]
    for statement in statements:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_newest_corrections")]

    operations = [migrations.RunPython(make, unmake)]
