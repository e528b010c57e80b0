"""The timetable of one article: its editions and withdrawals over time, held under its lock.

It keeps three things true: at most one edition is live at a moment, at most one waits, and no
edition is live while a withdrawal is. Every row ends where the next one begins; `_settle` is the
only place that writes an end. The timetable collects the tags of whatever it touches, and writes
them to the invalidation log in one go, as the last statement of the verb.
"""

from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from articles import search
from articles.models import Article, Edition, Withdrawal
from newsportal.pagecache import log
from newsportal.refusals import Refused
from newsportal.timeline import in_words, unfrozen_now

# A bound belongs to what it begins, so two editions can never begin at one moment.
TICK = timedelta(microseconds=1)


class Timetable:
    """Made when the article is locked; `moment` is that moment, after all that has begun."""

    def __init__(self, article: Article) -> None:
        self.article = article
        # Not the request's frozen moment: others may have published while this one waited.
        self.moment = unfrozen_now()
        editions = article.editions
        withdrawals = Withdrawal.every.filter(article_number=article.pk)
        while any(rows.filter(live_from=self.moment).exists() for rows in (editions, withdrawals)):
            self.moment += TICK
        self.live: Edition | None = editions.live(self.moment).first()
        self.waiting: Edition | None = editions.waiting(self.moment).first()
        self.withdrawal: Withdrawal | None = withdrawals.live(self.moment).first()
        self.coming_withdrawal: Withdrawal | None = withdrawals.waiting(self.moment).first()
        self._tags: set[str] = {f"article:{article.pk}"}
        self._moments: set[datetime] = {self.moment}
        self._gone_from: datetime | None = None

    @property
    def last(self) -> Edition | None:
        """The edition that was live last, withdrawn or not."""
        begun: Edition | None = (
            self.article.editions.filter(live_from__lte=self.moment).order_by("-live_from").first()
        )
        return begun

    def begin(self, edition: Edition, at: datetime) -> None:
        """Let an edition that is not stored yet begin at `at`, before what waits.

        Whatever is public then ends: the live edition, or the withdrawal.
        """
        if self.waiting and at >= self.waiting.live_from:
            raise Refused(
                _(
                    "Only one change can wait, and one is scheduled for %s already. "
                    "Cancel it, or choose an earlier time."
                )
                % in_words(self.waiting.live_from)
            )
        if self.coming_withdrawal and at >= self.coming_withdrawal.live_from:
            raise Refused(
                _(
                    "The article is to be withdrawn on %s. "
                    "Choose an earlier time, or cancel the withdrawal first."
                )
                % in_words(self.coming_withdrawal.live_from)
            )
        edition.live_from = at
        self._settle(edition)
        self.article.was_published = True
        if self.waiting:
            # It is no first publication any more.
            self.waiting.first_published_at = edition.first_published_at
            silent = self.waiting.is_silent
            self.waiting.updated_at = edition.updated_at if silent else self.waiting.live_from
            self.waiting.save(update_fields=["first_published_at", "updated_at"])
            for places in (self.waiting.topic_places, self.waiting.author_places):
                places.update(**self.waiting.place)
            search.index(self.waiting)
            self.touch(self.waiting, self.waiting.live_from)

    def withdraw(self, withdrawal: Withdrawal) -> None:
        """Let a withdrawal that is not stored yet begin; what is public until then ends."""
        self._settle(withdrawal)
        self._gone_from = withdrawal.live_from

    def drop_waiting(self) -> Edition | None:
        """Delete the edition that waits, and return it; what would have ended for it goes on."""
        dropped = self.waiting
        if dropped is not None:
            self.touch(dropped, dropped.live_from)
            search.forget(dropped)
            # First, so that what goes on may have no end.
            dropped.delete()
            self.article.__dict__.pop("was_published", None)
            self.waiting = None
            self._settle()
        return dropped

    def drop_coming_withdrawal(self) -> None:
        """Delete the withdrawal that lies ahead; what would have ended with it goes on."""
        if self.coming_withdrawal is not None:
            self._moments.add(self.coming_withdrawal.live_from)
            self.coming_withdrawal.delete()
            self.coming_withdrawal = None
            self._settle()

    def touch(self, edition: Edition, *moments: datetime) -> None:
        """Remember the pages of an edition, and the moments at which they change."""
        self._tags.update(edition.tags())
        self._moments.update(moments)

    def write_log(self) -> None:
        """Append everything that was touched; the last statement of a verb."""
        for moment in sorted(self._moments):
            log.append(self._tags, counts_from=moment)
        if self._gone_from:
            log.append([log.gone(f"article:{self.article.pk}")], counts_from=self._gone_from)

    def _settle(self, new: Edition | Withdrawal | None = None) -> None:
        """Let every row end where the next one begins, and the last one not at all."""
        stored = (self.live, self.withdrawal, self.waiting, self.coming_withdrawal)
        rows = sorted(
            (row for row in (*stored, new) if row is not None), key=lambda row: row.live_from
        )
        ends = [(row, following.live_from) for row, following in pairwise(rows)]
        # What has an end goes first: the database holds one edition without.
        for row, end in [*ends, *((row, None) for row in rows[-1:])]:
            if row is not new and row.live_until == end:
                continue
            self._moments.update(moment for moment in (row.live_until, end) if moment)
            row.live_until = end
            row.save(update_fields=None if row is new else ["live_until"])
            if isinstance(row, Edition):
                self.touch(row)
