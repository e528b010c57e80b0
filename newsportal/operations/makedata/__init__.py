"""Fills a database with an archive to measure with: the rows that years of work would leave.

The one place beside `workflow` that writes articles and editions, for it writes a thousand at a
time: 100,000 articles one verb after another would take a working day. The rows are what the
verbs leave behind; the text is made of words that repeat, the same for each number of articles.
Photos are rows of the library without files.
"""

import gc
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model, OuterRef, QuerySet, Subquery

from articles.models import (
    Article,
    ArticleAuthor,
    Correction,
    Edition,
    EditionAuthor,
    EditionPhoto,
    EditionTopic,
    Photo,
    PhotoUse,
    Revision,
    Withdrawal,
)
from articles.photos import finding
from newsportal.accounts import chain
from newsportal.accounts.models import AuditEntry
from newsportal.operations.makedata import cast as casting
from newsportal.operations.makedata import indexing
from newsportal.operations.makedata.cast import ARTICLES_TO_A_PHOTO, Cast
from newsportal.operations.makedata.plan import NEWEST, Plan
from newsportal.refusals import Refused
from newsportal.timeline import now

BATCH = 1_000
A_DAY = 30  # articles; so 100,000 are nine years
LONGEST = timedelta(days=25 * 365)  # a larger archive has more a day
RELATED = 5

# -- What commands call ------------------------------------------------------------------------


def is_possible() -> bool:
    """Whether the database holds no article yet."""
    return not Article.objects.exists()


def make(count: int, report: Callable[[int], Any] = lambda done: None) -> None:
    """Make `count` articles with three revisions each; `report` is told how many there are.

    Raises Refused where there are articles already: made-up ones must never mix with real ones.
    """
    if not is_possible():
        raise Refused(
            "This database has articles already, and made-up ones must not mix with them. "
            "Name an empty one: VAR_DIR=/some/empty/folder manage.py makedata --articles 1000"
        )
    moment = now()
    step = min(timedelta(days=1) / A_DAY, LONGEST / count)
    with _hurried(), indexing.started() as index:
        archive = Archive(casting.assemble(), moment)
        for start in range(0, count, BATCH):
            numbers = range(start, min(start + BATCH, count))
            with transaction.atomic():
                archive.add_photos(len(numbers), moment - step * (count - start))
                made = archive.add(
                    Plan(
                        number,
                        archive.cast,
                        published_at=moment - step * (count - number) - timedelta(minutes=2),
                        moment=moment,
                        is_new=number >= count - NEWEST,
                    )
                    for number in numbers
                )
            index(made)
            report(numbers.stop)
    with connection.cursor() as cursor:
        # A database chooses its ways by what it knows of its tables.
        cursor.execute("ANALYZE")


@contextmanager
def _hurried() -> Iterator[None]:
    """Let a commit not wait for the disk: a crash costs the last thousands, and breaks nothing."""
    quick, usual = {
        "sqlite": ("PRAGMA synchronous = NORMAL", "PRAGMA synchronous = FULL"),
        "postgresql": ("SET synchronous_commit = off", "RESET synchronous_commit"),
    }[connection.vendor]
    # SQLite does not change it within a transaction, which a test is.
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(quick)
    # Millions of rows come and go, and none of them in a circle.
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        with connection.cursor() as cursor:
            cursor.execute(usual)


# -- The rows ----------------------------------------------------------------------------------


class Archive:
    """The archive in the making."""

    def __init__(self, cast: Cast, moment: datetime) -> None:
        self.cast = cast
        self.moment = moment
        # Topic -> the numbers of its newest articles.
        self.newest: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=RELATED))
        # Photos may be there without articles; each has a name of its own.
        self.other_photos = Photo.objects.aggregate(last=Max("pk"))["last"] or 0

    def add_photos(self, articles: int, taken_at: datetime) -> None:
        """The photos of the next so many articles; at least a few."""
        have = self.other_photos + len(self.cast.photos)
        many = max(articles // ARTICLES_TO_A_PHOTO, 5)
        draw = Random(have)  # noqa: S311 - no secret
        rows = [
            casting.photo(number, draw, draw.choice(self.cast.writers), taken_at)
            for number in range(have, have + many)
        ]
        self.cast.photos.extend(_store(Photo, rows))
        finding.write(rows)

    def add(self, plans: Iterable[Plan]) -> list[int]:
        """Write everything of these articles; the keys of the editions."""
        plans = list(plans)
        _store(Article, [plan.make_article() for plan in plans])
        self._add_working_copies(plans)
        editions = [
            (plan, edition) for plan in plans for edition in plan.editions(self._related(plan))
        ]
        _store(Edition, [edition for _plan, edition in editions])
        _store(
            EditionAuthor,
            [
                EditionAuthor(edition=edition, author=author, position=position, **edition.place)
                for plan, edition in editions
                for position, author in enumerate(plan.authors)
            ],
        )
        _store(
            EditionTopic,
            [
                EditionTopic(edition=edition, topic=topic, **edition.place)
                for plan, edition in editions
                for topic in plan.topics
            ],
        )
        _store(
            EditionPhoto,
            [use for plan, edition in editions for use in plan.edition_photos(edition)],
        )
        _store(Correction, [row for plan in plans for row in plan.corrections()])
        _store(
            Withdrawal,
            [
                Withdrawal(article_number=plan.article.pk, reason="error", live_from=plan.ended_at)
                for plan in plans
                if plan.ended_at
            ],
        )
        _store(AuditEntry, list(chain.tie(row for plan in plans for row in plan.steps())))
        return [edition.pk for _plan, edition in editions]

    def _add_working_copies(self, plans: list[Plan]) -> None:
        _store(Revision, [row for plan in plans for row in plan.revisions()])
        newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
        made = Article.objects.filter(pk__in=[plan.article.pk for plan in plans])
        made.update(head=Subquery(newest.values("pk")[:1]))
        approved = (Article.State.APPROVED, Article.State.PUBLISHED)
        made.filter(state__in=approved).update(approved=Subquery(newest.values("pk")[:1]))
        _store(
            ArticleAuthor,
            [
                ArticleAuthor(article=plan.article, author=author, position=position)
                for plan in plans
                for position, author in enumerate(plan.authors)
            ],
        )
        under = Article.topics.through
        _store(
            under,
            [
                under(article_id=plan.article.pk, topic_id=topic.pk)
                for plan in plans
                for topic in plan.topics
            ],
        )
        _store(PhotoUse, [use for plan in plans for use in plan.photo_uses()])

    def _related(self, plan: Plan) -> list[int]:
        """The newest articles about its first topic so far."""
        about = self.newest[plan.topics[0].pk]
        found = list(about)
        about.append(plan.article.pk)
        return found


def _store(model: type[Model], rows: list[Any]) -> list[Any]:
    """Write rows past the manager of their model, which would tell the log of each."""
    plain: QuerySet[Any] = QuerySet(model)
    return plain.bulk_create(rows)
