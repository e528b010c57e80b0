"""The migrations that tell the rows of topics and authors where their editions stand."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import Edition, EditionAuthor, EditionTopic
from tests import factories as make

BEFORE = ("articles", "0017_search_in_order")
filling = import_module("articles.migrations.0019_fill_places_of_editions")


@pytest.mark.django_db(transaction=True)
def test_what_was_published_before_stands_in_the_lists_of_its_topics_and_authors(
    client, monkeypatch
):
    about = {"topics": (make.topic("Rivers").pk,), "authors": (make.author("Lin Mei").pk,)}
    for name in ("One", "Two", "Three"):
        make.published(name, **about)
    monkeypatch.setattr(filling, "EDITIONS_AT_A_TIME", 2)
    try:
        MigrationExecutor(connection).migrate([BEFORE])
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    for rows in (EditionTopic.objects, EditionAuthor.objects):
        places = [(row.first_published_at, row.article_number) for row in rows.order_by("edition")]
        kept = Edition.every.order_by("pk").values_list("first_published_at", "article_number")
        assert places == list(kept)
    for path in ("/topics/rivers/", "/authors/lin-mei/"):
        page = client.get(path).content.decode()
        assert page.index("Three") < page.index("Two") < page.index("One")
