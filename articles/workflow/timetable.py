"""The timetable of one article: its editions and withdrawals over time, held under its lock.

It keeps three things true: at most one edition is live at a moment, at most one waits, and no
edition is live while a withdrawal is. It collects the tags of whatever it touches, and writes
them to the invalidation log in one go, as the last statement of the verb.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from articles import search
from articles.models import Article, Edition, Withdrawal
from newsportal.pagecache import log
from newsportal.refusals import Refused
from newsportal.timeline import unfrozen_now

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
        following = self.waiting or self.coming_withdrawal
        if following and at >= following.live_from:
            raise Refused(_("Only one change can wait. Cancel the other one first."))
        if self.live:
            self._end(self.live, at)
        if self.withdrawal:
            self._end(self.withdrawal, at)
        edition.live_from = at
        edition.live_until = following.live_from if following else None
        edition.save()
        self.article.was_published = True
        if self.waiting:
            # It is no first publication any more.
            self.waiting.first_published_at = edition.first_published_at
            silent = self.waiting.is_silent
            self.waiting.updated_at = edition.updated_at if silent else self.waiting.live_from
            self.waiting.save(update_fields=["first_published_at", "updated_at"])
            self.touch(self.waiting, self.waiting.live_from)

    def drop_waiting(self) -> None:
        """Delete the edition that waits; what would have ended for it goes on."""
        if self.waiting is None:
            return
        moment = self.waiting.live_from
        self.touch(self.waiting, moment)
        search.forget(self.waiting)
        # First, so that what goes on may have no end.
        self.waiting.delete()
        self.waiting = None
        self._go_on_after(moment)

    def drop_coming_withdrawal(self) -> None:
        """Delete the withdrawal that lies ahead; the live edition goes on."""
        if self.coming_withdrawal is None:
            return
        moment = self.coming_withdrawal.live_from
        self.coming_withdrawal.delete()
        self.coming_withdrawal = None
        self._go_on_after(moment)

    def withdraw(self, withdrawal: Withdrawal) -> None:
        """End the live edition where the withdrawal, not stored yet, begins."""
        assert self.live is not None
        self._end(self.live, withdrawal.live_from)
        withdrawal.save()
        self._moments.add(withdrawal.live_from)

    def touch(self, edition: Edition, *moments: datetime) -> None:
        """Remember the pages of an edition, and the moments at which they change."""
        self._tags.update(edition.tags())
        self._moments.update(moments)

    def write_log(self) -> None:
        """Append everything that was touched; the last statement of a verb."""
        for moment in sorted(self._moments):
            log.append(self._tags, counts_from=moment)

    def _end(self, row: Edition | Withdrawal, at: datetime | None) -> None:
        row.live_until = at
        row.save(update_fields=["live_until"])
        if isinstance(row, Edition):
            self.touch(row)
        if at is not None:
            self._moments.add(at)

    def _go_on_after(self, moment: datetime) -> None:
        """Take back the end of what ends at `moment`."""
        rows: Iterable[Edition | Withdrawal] = (
            *self.article.editions.filter(live_until=moment),
            *Withdrawal.every.filter(article_number=self.article.pk, live_until=moment),
        )
        for row in rows:
            known = next((r for r in (self.live, self.withdrawal) if r == row), row)
            self._end(known, None)
        self._moments.add(moment)
