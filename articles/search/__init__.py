"""Search over editions: one interface, an engine for each database behind it.

`workflow` calls `index` inside the transaction that publishes, and `forget` where it cancels;
whoever renames a topic or an author calls `name_changed`.
The index holds every edition, superseded and waiting ones too; whether one is live is asked of
the edition itself when somebody searches, so nothing has to run when its time comes.
"""

from articles.search.entries import (
    drop_removed_words,
    forget,
    index,
    name_changed,
    rebuild,
    resume,
    unlearn,
)
from articles.search.question import LONGEST
from articles.search.results import Hit, Results, article_numbers, query

__all__ = [
    "LONGEST",
    "Hit",
    "Results",
    "article_numbers",
    "drop_removed_words",
    "forget",
    "index",
    "name_changed",
    "query",
    "rebuild",
    "resume",
    "unlearn",
]
