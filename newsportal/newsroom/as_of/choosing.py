"""The page that asks for the time: a field, and the moments that are asked for most."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Correction, Edition, Placement, Withdrawal
from newsportal.accounts.network import site_path
from newsportal.accounts.roles import can
from newsportal.newsroom.as_of import ACTION
from newsportal.newsroom.as_of.bar import is_near, root_at
from newsportal.newsroom.as_of.moments import moment_of
from newsportal.pages.models import Page, Slogan
from newsportal.refusals import Refused
from newsportal.timeline import in_words, now, refuse_far_moment
from newsportal.timeline.forms import MomentField, moments_of

MORNING: Final = time(8)
# What readers see for a while: a row of each that waits is a moment worth looking at.
SCHEDULED: Final = (Edition, Withdrawal, Correction, Placement, Page, Slogan)


class MomentForm(forms.Form):
    """The moment, and the page to look at then."""

    at = MomentField(label=gettext_lazy("The site as of"))
    page = forms.CharField(required=False, widget=forms.HiddenInput, max_length=500)

    def clean_at(self) -> datetime:
        moment: datetime = self.cleaned_data["at"]
        try:
            refuse_far_moment(moment)
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from None
        return moment


@dataclass(frozen=True)
class QuickChoice:
    """A moment that one click leads to."""

    words: str
    moment: datetime
    when: str
    address: str


def choose(request: HttpRequest, refusal: str = "") -> HttpResponse:
    """`/newsroom/as-of/`: asks for a moment and leads there. `refusal` says what was wrong."""
    if not can(request.user, ACTION):
        raise PermissionDenied
    page = site_path(request.GET.get("page", "")) or "/"
    if refusal or "at_0" not in request.GET:
        form = MomentForm(initial={"at": _given(request), "page": page})
    else:
        form = MomentForm(request.GET)
        if form.is_valid():
            return HttpResponseRedirect(root_at(form.cleaned_data["at"]) + page[1:])
    response = render(
        request,
        "newsroom/as_of/choose.html",
        {
            **admin.site.each_context(request),
            "title": _("The site at another time"),
            "form": form,
            "page": page,
            "refusal": refusal,
            "quick_choices": list(_quick_choices(page)),
        },
        status=400 if refusal else 200,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


choose.action = ACTION  # type: ignore[attr-defined]


def _given(request: HttpRequest) -> datetime:
    """The moment that somebody comes from, else this minute."""
    minute = now().replace(second=0, microsecond=0)
    try:
        moment = moment_of(request.GET.get("at", ""))
    except ValueError:
        return minute
    return moment if is_near(moment) else minute


def _quick_choices(page: str) -> Iterator[QuickChoice]:
    for words, moment in _moments():
        yield QuickChoice(words, moment, in_words(moment), root_at(moment) + page[1:])


def _moments() -> Iterator[tuple[str, datetime]]:
    minute = now().replace(second=0, microsecond=0)
    today = timezone.localtime(minute)
    yield _("An hour ago"), minute - timedelta(hours=1)
    # By the clock on the wall: a day is not always 24 hours long.
    for moment in moments_of(today.date() - timedelta(days=1), today.time().replace(fold=0))[:1]:
        yield _("Yesterday at this time"), moment
    for moment in moments_of(today.date() + timedelta(days=1), MORNING)[:1]:
        yield _("Tomorrow, 08:00"), moment
    if row := _next_scheduled():
        yield _("The next scheduled moment: %s") % row, row.live_from


def _next_scheduled() -> Any:
    """The row that readers will see next, of whatever kind; None where nothing waits."""
    waiting: list[Any] = [
        model.every.waiting().order_by("live_from").first() for model in SCHEDULED
    ]
    return min(filter(None, waiting), key=lambda row: row.live_from, default=None)
