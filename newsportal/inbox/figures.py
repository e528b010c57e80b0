"""How soon readers are answered: first answers and closing against the target, week by week."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from django.utils.timezone import localtime

from newsportal.inbox.models import Message, State
from newsportal.timeline import now


@dataclass
class Week:
    """The messages that came within one week, which begins on a Monday."""

    monday: date
    received: int = 0
    on_time: int = 0
    owed: int = 0  # still without an answer, and not overdue
    hours_to_answer: list[float] = field(default_factory=list)
    hours_to_close: list[float] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return len(self.hours_to_answer)

    @property
    def closed(self) -> int:
        return len(self.hours_to_close)

    @property
    def percent_on_time(self) -> int | None:
        """Of those whose time is over or that were answered; None where there are none."""
        settled = self.received - self.owed
        return round(100 * self.on_time / settled) if settled else None

    @property
    def usual_answer(self) -> int | None:
        """The median of the hours until the first answer."""
        return round(median(self.hours_to_answer)) if self.hours_to_answer else None

    @property
    def usual_closing(self) -> int | None:
        """The median of the hours until it was closed."""
        return round(median(self.hours_to_close)) if self.hours_to_close else None


def weeks(number: int = 12) -> list[Week]:
    """The last weeks, the newest first; spam does not count. One query.

    A message that was closed without an answer counts as answered then.
    """
    today = localtime(now()).date()
    this_monday = today - timedelta(days=today.weekday())
    found = {
        monday: Week(monday)
        for monday in (this_monday - timedelta(weeks=back) for back in range(number))
    }
    since = now() - timedelta(weeks=number + 1)
    rows = (
        Message.objects.filter(sent_at__gte=since)
        .exclude(state=State.SPAM)
        .select_related("category")
        .only(
            "sent_at", "sender_name", "sender_address", "closed_at", "first_answered_at",
            "category__answer_within_hours",
        )
    )  # fmt: skip
    for message in rows.iterator():
        day = localtime(message.sent_at).date()
        week = found.get(day - timedelta(days=day.weekday()))
        if week is None:
            continue
        week.received += 1
        answered_at = message.first_answered_at or message.closed_at
        if answered_at:
            week.hours_to_answer.append(_hours(answered_at - message.sent_at))
            week.on_time += answered_at <= message.answer_due_at
        elif message.answer_due_at > now():
            week.owed += 1
        if message.closed_at:
            week.hours_to_close.append(_hours(message.closed_at - message.sent_at))
    return list(found.values())


def _hours(span: timedelta) -> float:
    return max(span.total_seconds(), 0) / 3600
