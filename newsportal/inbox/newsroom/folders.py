"""What the inbox can be asked: folders by state, what is urgent, and by which form it came."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.accounts.roles import staff
from newsportal.inbox.models import TO_DO, Category, Kind, Message, Opening, State
from newsportal.timeline import now

ANONYMOUS = Q(sender_name="", sender_address="")


def with_unread(messages: Any) -> Any:
    """The messages with `is_unread`: nobody of the desk has opened it since its last word."""
    return messages.annotate(is_unread=~Exists(Opening.objects.filter(message=OuterRef("pk"))))


def overdue(messages: Any) -> Any:
    """Those that still wait for their first answer, after the time that their category gives."""
    late = Q(pk__in=[])
    for category in Category.objects.all():
        moment = now() - timedelta(hours=category.answer_within_hours)
        own = Q(sent_at__lt=moment) & ~ANONYMOUS
        # Of an anonymous message the day alone is known: it counts from the end of that day.
        late |= Q(category=category) & (
            own | (Q(sent_at__lt=moment - timedelta(days=1)) & ANONYMOUS)
        )
    return messages.to_do().filter(late, first_answered_at__isnull=True)


class StateFilter(admin.SimpleListFilter):
    """The folders of the inbox; what is to do comes first, spam is out of sight."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [*State.choices, ("all", gettext_lazy("all"))]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        return [first | {"display": _("to do")}, *rest]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Message]:
        if self.value() == "all":
            return cast(QuerySet[Message], queryset)
        if self.value() is None:
            return cast(QuerySet[Message], queryset.to_do())
        return cast(QuerySet[Message], queryset.filter(state=self.value()))


class WorkFilter(admin.SimpleListFilter):
    """What is urgent, and whose it is."""

    title = gettext_lazy("work")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [
            ("unread", gettext_lazy("unread")),
            ("overdue", gettext_lazy("overdue")),
            ("mine", gettext_lazy("mine")),
            ("nobodys", gettext_lazy("nobody's")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "unread":
                return queryset.to_do().filter(is_unread=True)
            case "overdue":
                return overdue(queryset)
            case "mine":
                return queryset.filter(assignee=staff(request))
            case "nobodys":
                return queryset.filter(assignee__isnull=True)
        return queryset


class KindFilter(admin.SimpleListFilter):
    """By which form it came: notices of illegal content have a filter of their own."""

    title = gettext_lazy("form")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return Kind.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(category__kind=self.value()) if self.value() else queryset


FILTERS: list[Any] = [StateFilter, WorkFilter, KindFilter, "category", "mail_state", "assignee"]


def folders(query: str) -> list[dict[str, Any]]:
    """The row of folders above the list, each with its number; one query."""
    counts = dict(
        Message.objects.threads()
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
        .values_list("state", "number")
    )
    found: list[tuple[str, Any, int | None]] = [
        ("", _("To do"), sum(counts.get(state, 0) for state in TO_DO))
    ]
    found += [
        (f"state={state}", State(state).label, counts.get(state, 0)) for state in State.values
    ]
    found += [
        ("work=unread", _("Unread"), None),
        ("work=overdue", _("Overdue"), None),
        ("work=mine", _("Mine"), None),
        ("state=all&kind=notice", _("Notices"), None),
    ]
    return [
        {"query": own, "name": name, "count": count, "is_here": own == query}
        for own, name, count in found
    ]
