"""The calendar: what went out, what goes out, and what is due, as a month or as a list."""

from calendar import Calendar
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.admin.agenda import Day, days_of
from articles.admin.pages import ArticlePages, page
from articles.models import Article
from newsportal.accounts.roles import staff, widest
from newsportal.refusals import Refused
from newsportal.timeline import now, refuse_far_moment

IN_A_CELL, IN_THE_LIST, OF_ONE_DAY = 4, 40, 1000


class CalendarPages(ArticlePages):
    """Mixed into the ArticleAdmin: `calendar/`, by `?month=2026-11`, `?day=2026-11-05`, `?view=`.

    A week begins on Monday. What an address says that is no month or day is passed over.
    """

    @page("calendar/", "article.list_unpublished", name="calendar", methods=("GET",))
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """A month as a table or as a list, or the list of one day."""
        today = timezone.localtime(now()).date()
        day = _date_of(request.GET.get("day", ""))
        month = day or _date_of(f"{request.GET.get('month', '')}-01") or today
        weeks = Calendar().monthdatescalendar(month.year, month.month)
        in_month = [each for week in weeks for each in week if each.month == month.month]
        as_list = day is not None or request.GET.get("view") == "list"
        whose = None
        if widest(staff(request), "article.list_unpublished") == "O":
            whose = Article.objects.owned_by(staff(request)).order_by().values("pk")
        if day is not None:
            days = days_of(day, day, articles=whose, most=OF_ONE_DAY)
        elif as_list:
            days = days_of(in_month[0], in_month[-1], articles=whose, most=IN_THE_LIST)
        else:
            days = days_of(weeks[0][0], weeks[-1][-1], articles=whose, most=IN_A_CELL)
        return self.answer(
            request,
            "articles/newsroom/calendar.html",
            title=date_format(day, "l, j F Y") if day else date_format(month, "F Y"),
            day=day,
            month=month,
            today=today,
            as_list=as_list,
            days=[each for each in days if each.entries],
            weeks=[days[at : at + 7] for at in range(0, len(days), 7)],
            steps=_steps(day, month, as_list=as_list),
            clock=_clock_of(days),
            is_own=whose is not None,
        )


def _date_of(text: str) -> date | None:
    """The date that an address names; None where it names none that anybody can mean."""
    try:
        named = date.fromisoformat(text)
        refuse_far_moment(datetime(named.year, named.month, named.day, tzinfo=now().tzinfo))
    except (ValueError, Refused):
        return None
    return named


def _steps(day: date | None, month: date, *, as_list: bool) -> dict[str, Any]:
    """The addresses and names of what comes before and after; None at the ends of the calendar."""

    def step(to: date) -> dict[str, str] | None:
        if _date_of(to.isoformat()) is None:
            return None
        if day is not None:
            return {"query": f"?day={to.isoformat()}", "name": date_format(to, "j F")}
        view = "&view=list" if as_list else ""
        return {"query": f"?month={to:%Y-%m}{view}", "name": date_format(to, "F Y")}

    if day is not None:
        one = timedelta(days=1)
        return {"previous": step(day - one), "next": step(day + one)}
    first = month.replace(day=1)
    return {
        "previous": step((first - timedelta(days=1)).replace(day=1)),
        "next": step((first + timedelta(days=31)).replace(day=1)),
    }


def _clock_of(days: list[Day]) -> str:
    """The newsroom's time zone, and its offset on these days, with the days on which it changes."""
    current = days[0].offsets[0]
    words = [f"UTC{current}"]
    for each in days:
        for offset in each.offsets:
            if offset != current:
                named = {"day": date_format(each.date, "j F"), "offset": offset}
                words.append(_("from %(day)s on UTC%(offset)s") % named)
                current = offset
    return f"{timezone.get_current_timezone_name()}, {', '.join(words)}"
