"""Where an article stands with readers, now and as scheduled, in sentences for the newsroom."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.models import Article, Edition, Withdrawal
from articles.templatetags.times import newsroom_moment
from newsportal.timeline import now


@dataclass(frozen=True)
class Line:
    """One sentence of it. `kind` is that of its mark, `verbs` are steps that change it, by name."""

    kind: str
    sentence: str
    verbs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """What is public of an article at `moment`, and what lies ahead."""

    moment: datetime
    article: Article
    live: Edition | None
    waiting: Edition | None
    withdrawal: Withdrawal | None
    coming_withdrawal: Withdrawal | None

    @property
    def has_scheduled(self) -> bool:
        """Whether anything waits for its time."""
        return self.waiting is not None or self.coming_withdrawal is not None

    @property
    def waits_with_other_text(self) -> bool:
        """Whether what waits is another text than the newest one."""
        head = self.article.head
        return self.waiting is not None and (
            head is None or head.number != self.waiting.revision_number
        )

    def lines(self) -> Iterator[Line]:
        """What readers see, what is to come in its order, and the embargo."""
        if self.live:
            words = _("Readers see revision {number}, “{headline}”, since {when}.")
            yield Line("live", format_html(words, **_of_edition(self.live)))
        elif self.withdrawal:
            words = _("Readers are told that it was withdrawn on {when}. Reason: {reason}.")
            verbs = {"reinstate": _("Reinstate it")}
            yield Line("withdrawn", format_html(words, **_of_withdrawal(self.withdrawal)), verbs)
        else:
            yield Line("draft", _("Readers see nothing of it yet."))
        if self.waiting:
            words = _("Revision {number}, “{headline}”, goes live on {when}.")
            if self.waits_with_other_text:
                words += " " + _("The text was edited since, so it cannot be moved as it is.")
            again = _("Schedule the newest text") if self.waits_with_other_text else _("Move it")
            verbs = {"schedule": again, "cancel": _("Cancel it")}
            yield Line("scheduled", format_html(words, **_of_edition(self.waiting)), verbs)
        if self.coming_withdrawal:
            words = _("It will be withdrawn on {when}. Reason: {reason}.")
            verbs = {"withdraw": _("Move it"), "cancel": _("Cancel it")}
            sentence = format_html(words, **_of_withdrawal(self.coming_withdrawal))
            yield Line("withdrawn", sentence, verbs)
        if self.article.is_embargoed:
            assert self.article.embargo_until is not None
            words = _("Under embargo until {when}.")
            verbs = {"set_embargo": _("Move it"), "lift_embargo": _("Lift it")}
            sentence = format_html(words, when=newsroom_moment(self.article.embargo_until))
            yield Line("embargo", sentence, verbs)


def standing_of(article: Article) -> Standing:
    """Where the article stands at `timeline.now()`, in two queries.

    It is kept with the object for as long as that moment lasts, which is one request: every
    step of a page asks for it.
    """
    known: Standing | None = article.__dict__.get("standing")
    if known is None or known.moment != now():
        known = article.__dict__["standing"] = _look_up(article)
    return known


def _look_up(article: Article) -> Standing:
    moment = now()
    editions = (
        article.editions.exclude(live_until__lte=moment).select_related("section").defer("body")
    )
    withdrawals = Withdrawal.every.filter(article_number=article.pk)
    live, waiting = _now_and_next(editions, moment)
    withdrawal, coming_withdrawal = _now_and_next(
        withdrawals.exclude(live_until__lte=moment), moment
    )
    return Standing(moment, article, live, waiting, withdrawal, coming_withdrawal)


def _now_and_next(rows: Any, moment: datetime) -> tuple[Any, Any]:
    in_order = list(rows.order_by("live_from"))
    begun = [row for row in in_order if row.live_from <= moment]
    ahead = [row for row in in_order if row.live_from > moment]
    return (begun[-1] if begun else None), (ahead[0] if ahead else None)


def _of_edition(edition: Edition) -> dict[str, Any]:
    return {
        "number": edition.revision_number,
        "headline": edition.headline,
        "when": newsroom_moment(edition.live_from),
    }


def _of_withdrawal(withdrawal: Withdrawal) -> dict[str, Any]:
    return {
        "reason": withdrawal.get_reason_display(),
        "when": newsroom_moment(withdrawal.live_from),
    }
