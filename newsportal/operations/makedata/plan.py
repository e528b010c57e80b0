"""What one article of the archive is: drawn by its number, so that every run draws the same."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from articles.content import Content, PhotoChoice
from articles.models import Article, Correction, Edition, EditionPhoto, PhotoUse, Revision
from articles.slugs import slug_of
from newsportal.accounts.models import AuditEntry
from newsportal.operations.makedata.cast import Cast
from newsportal.operations.makedata.prose import Writer
from newsportal.richtext.sanitiser import Sanitised

REVISIONS = 3  # of each article
# Of a thousand articles: how many have never been public, by state.
OF_A_THOUSAND = {
    Article.State.DRAFT: 15,
    Article.State.IN_REVIEW: 5,
    Article.State.RETURNED: 5,
    Article.State.APPROVED: 5,
}
# Of a thousand that went further: how many were withdrawn, wait, or have a change that waits. Only
# of the newest does anything wait, however old the archive is.
WITHDRAWN, SCHEDULED, CHANGING = 10, 5, 5
NEWEST = 5_000
UPDATED, TWICE, CORRECTED = 0.25, 0.05, 0.04  # shares of what is public


class Plan:
    """One article, with everything that stands in other tables."""

    def __init__(
        self, number: int, cast: Cast, *, published_at: datetime, moment: datetime, is_new: bool
    ) -> None:
        self.number = number  # in the archive, from 0; the article's own comes with its row
        self.draw = draw = Random(number)  # noqa: S311 - no secret
        self.article: Any = None
        self.moment = moment
        self.published_at = published_at
        self.begun_at = published_at - timedelta(hours=5)
        self.writer = draw.choice(cast.writers)
        self.authors = cast.draw(draw, "authors", draw.choice((1, 1, 1, 2)))
        self.topics = cast.draw(draw, "topics", draw.choice((1, 2, 2, 3, 4)))
        self.section = cast.draw(draw, "sections")[0]
        self.photos = list(
            dict.fromkeys(cast.photo(draw) for _photo in range(draw.choice((0, 1, 1, 1, 1, 2, 3))))
        )
        in_text = cast.photo(draw) if draw.random() < 0.15 else None
        self.in_text = None if in_text in self.photos else in_text
        self.state = self._state()
        lot = draw.randrange(1_000)
        was_public = self.state == Article.State.PUBLISHED
        self.is_withdrawn = was_public and lot < WITHDRAWN
        waits = was_public and is_new
        self.is_scheduled = waits and WITHDRAWN <= lot < WITHDRAWN + SCHEDULED
        self.has_change = waits and 0 <= lot - WITHDRAWN - SCHEDULED < CHANGING
        self.is_corrected = draw.random() < CORRECTED
        # When a change went out, after the first: the later ones of the three revisions.
        share = draw.random()
        self.updates = 0 if self.has_change else (share < UPDATED) + (share < TWICE)
        prose = Writer(draw)
        self.headline = prose.line(draw.randint(5, 10))[:180]
        self.slug = slug_of(self.headline)
        self.standfirst = f"{prose.line(draw.randint(12, 24))}."
        self.caption = prose.line(12)
        figure = self.in_text and (
            f'<figure data-photo="{self.in_text.pk}">'
            f"<figcaption>{self.caption}</figcaption></figure>"
        )
        blocks = prose.blocks(figure or "")
        # Each revision goes on where the one before ended. Blocks that `sanitise` leaves as they
        # are, one after another, it leaves so too.
        ends = [max(3, len(blocks) - fewer) for fewer in (2, 1, 0)]
        self.texts = [Sanitised("\n".join(blocks[:end])) for end in ends]

    def _state(self) -> str:
        lot = self.draw.randrange(1_000)
        for state, share in OF_A_THOUSAND.items():
            if lot < share:
                return state
            lot -= share
        return Article.State.PUBLISHED

    # -- The working copy ----------------------------------------------------------------------

    def make_article(self) -> Article:
        due = self.state == Article.State.IN_REVIEW
        self.article = Article(
            **self._columns(self.texts[-1]),
            state=self.state,
            created_by=self.writer,
            created_at=self.begun_at,
            changed_at=max(self.begun_at, self.published_at),
            due_at=self.moment + timedelta(minutes=self.draw.randrange(-600, 6_000))
            if due
            else None,
        )
        return self.article

    def revisions(self) -> Iterator[Revision]:
        for number, text in enumerate(self.texts, start=1):
            yield Revision(
                article_id=self.article.pk,
                number=number,
                content=self._content | {"body": text},
                saved_by=self.writer,
                saved_at=self.begun_at + timedelta(hours=number),
            )

    @cached_property
    def _content(self) -> dict[str, Any]:
        columns = self._columns("") | {"section": self.section.pk}
        return Content(
            **columns,
            topics=tuple(sorted(topic.pk for topic in self.topics)),
            authors=tuple(author.pk for author in self.authors),
            photos=tuple(PhotoChoice(photo.pk, self.caption) for photo in self.photos),
        ).as_json()

    def photo_uses(self) -> Iterator[PhotoUse]:
        for use in self._uses():
            yield PhotoUse(article_id=self.article.pk, **use)

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
                by=self.writer,
                action=f"article.{verb}",
                subject=f"article:{self.article.pk}",
                detail={"revision": min(number, REVISIONS)},
            )

    # -- What readers see ----------------------------------------------------------------------

    @property
    def ended_at(self) -> datetime | None:
        """When it was withdrawn; None: it was not."""
        if not self.is_withdrawn:
            return None
        return min(self.published_at + timedelta(days=1), self.moment - timedelta(seconds=1))

    def editions(self, related: list[int]) -> Iterator[Edition]:
        """One after another, the last one open but for a withdrawal; `related` are numbers."""
        if self.state != Article.State.PUBLISHED:
            return
        later = self.moment + timedelta(minutes=self.draw.randrange(10, 20_000))
        first = later if self.is_scheduled else self.published_at
        # Changes went out within the time that it was there, the moment being the latest.
        until = self.ended_at or min(first + timedelta(hours=6), self.moment)
        step = max((until - first) / (self.updates + 1), timedelta(microseconds=1))
        begins = [first + step * number for number in range(self.updates + 1)]
        if self.is_scheduled:
            begins = [first]
        if self.has_change:
            begins.append(later)
        ends = [*begins[1:], self.ended_at]
        texts = self.texts[-len(begins) :]
        for number, (begin, end, text) in enumerate(zip(begins, ends, texts, strict=True)):
            yield Edition(
                **self._columns(text),
                article_number=self.article.pk,
                revision_number=REVISIONS - len(begins) + number + 1,
                lead_photo=self.photos[0] if self.photos else None,
                related=related,
                live_from=begin,
                live_until=end,
                first_published_at=first,
                updated_at=begin if number else None,
                change_note="More is known by now." if number else "",
            )

    def edition_photos(self, edition: Edition) -> Iterator[EditionPhoto]:
        for use in self._uses():
            yield EditionPhoto(edition=edition, **use | {"alt": "A street in the fog"})

    def corrections(self) -> Iterator[Correction]:
        is_out = self.state == Article.State.PUBLISHED and not self.is_scheduled
        if self.is_corrected and is_out:
            yield Correction(
                article_number=self.article.pk,
                text=f"An earlier version named another street. {self.caption}.",
                live_from=min(self.published_at + timedelta(hours=8), self.moment),
            )

    # -- What both say -------------------------------------------------------------------------

    def _uses(self) -> Iterator[dict[str, Any]]:
        used = [*self.photos, *filter(None, [self.in_text])]
        for position, photo in enumerate(used):
            yield {
                "photo": photo,
                "position": position,
                "caption": self.caption,
                "in_body": photo is self.in_text,
            }

    def _columns(self, text: str) -> dict[str, Any]:
        return {
            "headline": self.headline,
            "slug": self.slug,
            "standfirst": self.standfirst,
            "dateline": "Chongqing",
            "body": text,
            "language": "en",
            "section": self.section,
        }
