"""Fills a database with an archive to measure with: the rows that years of work would leave.

The one place beside `workflow` that writes articles and editions, for it writes a thousand at a
time: 100,000 articles one verb after another would take a working day. The rows are what the
verbs leave behind; the text is made of words that repeat, the same for each number of articles.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef, QuerySet, Subquery

from articles import search
from articles.content import Content
from articles.models import (
    Article,
    ArticleAuthor,
    Author,
    Edition,
    EditionAuthor,
    Revision,
    Section,
    Topic,
    Withdrawal,
)
from articles.slugs import slug_of
from newsportal.accounts import chain
from newsportal.accounts.models import AuditEntry, Role, User
from newsportal.refusals import Refused
from newsportal.richtext.sanitiser import sanitise
from newsportal.timeline import now

BATCH = 1_000
REVISIONS = 3  # of each article
YEARS = 10  # that the archive reaches back
SECTIONS = ("City", "Economy", "Technology", "Culture", "Travel", "Sport", "Food", "Opinion")
PEOPLE = {"reporter": 20, "editor": 5, "publisher": 2, "desk": 2, "photo": 3}
TOPICS = 200
AUTHORS = 60
# Of a thousand articles: how many have never been public, by state, and how many were withdrawn,
# wait for their first moment, or have a change waiting.
OF_A_THOUSAND = {
    Article.State.DRAFT: 15,
    Article.State.IN_REVIEW: 5,
    Article.State.RETURNED: 5,
    Article.State.APPROVED: 5,
}
WITHDRAWN, SCHEDULED, CHANGING = 10, 5, 5
WORDS = """
bridge river market tower lantern ferry teahouse pepper station hill fog library crane bamboo
harbour factory wafer railway garden council budget school hospital museum festival harvest engine
tunnel orchard archive workshop bakery stadium theatre cable gorge terrace opens closes grows moves
waits returns begins ends changes stays rises falls turns holds old new long short quiet busy early
late northern southern upper lower second third
""".split()  # noqa: SIM905 - a hundred lines of quotes would say no more


@dataclass(frozen=True)
class Staff:
    """Who and what the articles are ordered by."""

    writers: list[User]
    authors: list[Author]
    sections: list[Section]
    topics: list[Topic]


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
    people = _staff()
    moment = now()
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        with transaction.atomic():
            _make_batch(numbers, count, people, moment)
        report(numbers.stop)
    search.rebuild()
    with connection.cursor() as cursor:
        # A database chooses its ways by what it knows of its tables.
        cursor.execute("ANALYZE")


def _staff() -> Staff:
    users: dict[str, list[User]] = {}
    for role, many in PEOPLE.items():
        users[role] = [
            User.objects.get_or_create(
                username=f"archive-{role}-{number}",
                defaults={"first_name": role.title(), "password": "!"},
            )[0]
            for number in range(1, many + 1)
        ]
        for user in users[role]:
            user.roles.set(Role.objects.filter(name=role))
    writers = users["reporter"] + users["editor"]
    return Staff(
        writers=writers,
        authors=[
            Author.objects.get_or_create(
                slug=f"author-{number}",
                defaults={
                    "name": f"Author {number}",
                    "user": writers[number] if number < len(writers) else None,
                },
            )[0]
            for number in range(AUTHORS)
        ],
        sections=[
            Section.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]
            for name in SECTIONS
        ],
        topics=[
            Topic.objects.get_or_create(slug=f"topic-{n}", defaults={"name": f"Topic {n}"})[0]
            for n in range(TOPICS)
        ],
    )


def _make_batch(numbers: range, count: int, people: Staff, moment: datetime) -> None:
    plans = [_Plan(number, count, people, moment) for number in numbers]
    rows = Article.objects.bulk_create(plan.article() for plan in plans)
    for plan, article in zip(plans, rows, strict=True):
        plan.pk = article.pk
    Revision.objects.bulk_create(row for plan in plans for row in plan.revisions())
    newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number").values("pk")[:1]
    made = Article.objects.filter(pk__in=[plan.pk for plan in plans])
    made.update(head=Subquery(newest))
    approved = (Article.State.APPROVED, Article.State.PUBLISHED)
    made.filter(state__in=approved).update(approved=Subquery(newest))
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(article_id=plan.pk, author=author, position=position)
        for plan in plans
        for position, author in enumerate(plan.authors)
    )
    Article.topics.through.objects.bulk_create(
        Article.topics.through(article_id=plan.pk, topic_id=topic.pk)
        for plan in plans
        for topic in plan.topics
    )
    editions = [(plan, edition) for plan in plans for edition in plan.editions()]
    Edition.every.bulk_create(edition for _plan, edition in editions)
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author=author, position=position)
        for plan, edition in editions
        for position, author in enumerate(plan.authors)
    )
    Edition.topics.through.objects.bulk_create(
        Edition.topics.through(edition_id=edition.pk, topic_id=topic.pk)
        for plan, edition in editions
        for topic in plan.topics
    )
    # Past the manager, which knows one line at a time.
    entries: QuerySet[AuditEntry] = QuerySet(AuditEntry)
    entries.bulk_create(chain.tie(row for plan in plans for row in plan.steps()))
    Withdrawal.every.bulk_create(
        Withdrawal(article_number=plan.pk, reason="error", live_from=plan.ended_at)
        for plan in plans
        if plan.ended_at
    )


class _Plan:
    """What one article will be: drawn by its number, so that every run draws the same."""

    pk = 0

    def __init__(self, number: int, count: int, people: Staff, moment: datetime) -> None:
        draw = Random(number)  # noqa: S311 - no secret
        self.draw = draw
        self.author_of_record = draw.choice(people.writers)
        self.authors = draw.sample(people.authors, draw.choice((1, 1, 1, 2)))
        self.topics = draw.sample(people.topics, 2)
        self.section = draw.choice(people.sections)
        # The newest last, evenly over the years.
        age = timedelta(days=365 * YEARS) * (count - number) / count
        self.begun_at = moment - age
        self.published_at = self.begun_at + timedelta(hours=5)
        self.moment = moment
        lot = draw.randrange(1_000)
        self.state = Article.State.PUBLISHED
        for state, share in OF_A_THOUSAND.items():
            if lot < share:
                self.state = state
                break
            lot -= share
        was_public = self.state == Article.State.PUBLISHED
        self.is_withdrawn = was_public and lot < WITHDRAWN
        self.is_scheduled = was_public and WITHDRAWN <= lot < WITHDRAWN + SCHEDULED
        self.has_change = was_public and 0 <= lot - WITHDRAWN - SCHEDULED < CHANGING
        self.ended_at = self.published_at + timedelta(days=1) if self.is_withdrawn else None
        if self.ended_at and self.ended_at > moment:
            self.ended_at = moment - timedelta(minutes=1)
        if self.published_at > moment:
            self.published_at = moment - timedelta(minutes=2)
        self.headline = f"{self._words(5).capitalize()} {number}"
        self.standfirst = f"{self._words(14).capitalize()}."
        self.texts = [self._text() for _revision in range(REVISIONS)]

    def article(self) -> Article:
        changed_at = max(self.begun_at, self.published_at)
        due = self.state == Article.State.IN_REVIEW
        return Article(
            **self._columns(self.texts[-1]),
            state=self.state,
            created_by=self.author_of_record,
            created_at=self.begun_at,
            changed_at=changed_at,
            due_at=self.moment + timedelta(minutes=self.draw.randrange(-600, 6_000))
            if due
            else None,
        )

    def revisions(self) -> Iterator[Revision]:
        for number, text in enumerate(self.texts, start=1):
            content = Content(
                **{name: value for name, value in self._columns(text).items() if name != "section"},
                section=self.section.pk,
                topics=tuple(sorted(topic.pk for topic in self.topics)),
                authors=tuple(author.pk for author in self.authors),
            )
            yield Revision(
                article_id=self.pk,
                number=number,
                content=content.as_json(),
                saved_by=self.author_of_record,
                saved_at=self.begun_at + timedelta(hours=number),
            )

    def steps(self) -> Iterator[AuditEntry]:
        """The lines of the audit log: three saves, and the steps as far as the article has come."""
        done = ["edit_text"] * REVISIONS
        if self.state != Article.State.DRAFT:
            done.append("submit")
        if self.state == Article.State.RETURNED:
            done.append("send_back")
        if self.state in {Article.State.APPROVED, Article.State.PUBLISHED}:
            done.append("approve")
        if self.state == Article.State.PUBLISHED:
            done.append("publish")
        for number, verb in enumerate(done, start=1):
            yield AuditEntry(
                at=self.begun_at + timedelta(minutes=30 * number),
                by=self.author_of_record,
                action=f"article.{verb}",
                subject=f"article:{self.pk}",
                detail={"revision": min(number, REVISIONS)},
            )

    def editions(self) -> Iterator[Edition]:
        if self.state != Article.State.PUBLISHED:
            return
        if self.is_scheduled:
            begin = self.moment + timedelta(minutes=self.draw.randrange(10, 20_000))
            yield self._edition(self.texts[-1], begin, None, first=begin)
            return
        begin = self.published_at
        change = self.moment + timedelta(minutes=self.draw.randrange(10, 20_000))
        end = change if self.has_change else self.ended_at
        yield self._edition(self.texts[-2 if self.has_change else -1], begin, end, first=begin)
        if self.has_change:
            yield self._edition(self.texts[-1], change, None, first=begin)

    def _edition(
        self, text: str, begin: datetime, end: datetime | None, *, first: datetime
    ) -> Edition:
        return Edition(
            **self._columns(text),
            article_number=self.pk,
            revision_number=self.texts.index(text) + 1,
            live_from=begin,
            live_until=end,
            first_published_at=first,
            updated_at=begin if begin != first else None,
        )

    def _columns(self, text: str) -> dict[str, Any]:
        return {
            "headline": self.headline,
            "slug": slug_of(self.headline),
            "standfirst": self.standfirst,
            "dateline": "Chongqing",
            "body": text,
            "language": "en",
            "section": self.section,
        }

    def _text(self) -> str:
        paragraphs = (f"<p>{self._words(40).capitalize()}.</p>" for _paragraph in range(5))
        # As a save would store it: a revision says the same, to the letter, as its article.
        return sanitise("".join(paragraphs))

    def _words(self, many: int) -> str:
        return " ".join(self.draw.choices(WORDS, k=many))
