"""Finding articles in the newsroom: what has come out by the index, what has not by its words.

The index of the public search holds every edition, so the archive is never read through. Working
copies that are no edition yet, or say something newer, are few: their words are looked at.
"""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from articles import search
from articles.models import Article, ArticleAuthor
from newsportal.numbers import number_in

MOST_WORDS = 10


class ArticleSearch:
    """Mixed into the ArticleAdmin: the search of its list and of the fields that find articles."""

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        words = search_term[: search.LONGEST].split()[:MOST_WORDS]
        if not words:
            return queryset, False
        working = Article.objects.order_by()
        for word in words:
            named = ArticleAuthor.objects.filter(author__name__icontains=word)
            working = working.filter(
                Q(headline__icontains=word)
                | Q(slug__icontains=word)
                | Q(standfirst__icontains=word)
                | Q(pk__in=named.values("article"))
            )
        found = Q(pk__in=search.article_numbers(search_term))
        for state in Article.State:
            # One by one: several states seem to SQLite to be most of the table, and it reads all.
            # It knows how many rows a state has on average, not that most are published.
            if state != Article.State.PUBLISHED:
                found |= Q(pk__in=working.filter(state=state).values("pk"))
        if number := number_in(search_term.strip().removeprefix("#")):
            found |= Q(pk=number)
        return queryset.filter(found), False
