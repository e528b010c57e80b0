"""Who else has an article open, and whether it has been saved since one opened it.

How presence is kept is left to `accounts.presence`.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.pages import ArticlePages, page
from articles.models import Article, Presence
from newsportal.accounts import presence
from newsportal.accounts.models import User
from newsportal.accounts.once import repeatable
from newsportal.accounts.roles import staff


class PresencePages(ArticlePages):
    """Mixed into the ArticleAdmin: `presence/`."""

    @page("<int:number>/presence/", "article.view_unpublished", name="presence", methods=("POST",))
    @repeatable
    def presence(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Say that this person is here (or leaves), and hear who else is."""
        by = staff(request)
        if "leave" in request.POST:
            presence.leave(Presence.objects, by, article=article)
            return JsonResponse({})
        there = presence.say_here(Presence.objects, by, article=article)
        return JsonResponse({"others": who_else(there, by), "saved": self.saved(request, article)})

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        context = super().form_context(request, article)
        if article is not None:
            context |= {
                "presence_url": reverse("admin:articles_article_presence", args=[article.pk]),
                "asked_every": presence.ASKED_EVERY_MS,
            }
        return context

    def saved(self, request: HttpRequest, article: Article) -> str:
        """That somebody has saved since the form was opened on revision `based_on`; else ""."""
        head = article.head
        if head is None or request.POST.get("based_on") == str(head.number):
            return ""
        return _("%(name)s has saved revision %(number)d at %(time)s.") % {
            "name": _("You") if head.saved_by_id == staff(request).pk else head.saved_by,
            "number": head.number,
            "time": date_format(timezone.localtime(head.saved_at), "H:i"),
        }


def who_else(there: list[Presence], by: User) -> str:
    """The sentence about everybody but `by`; "" where nobody else is there."""
    names = [str(row.user) for row in there if row.user_id != by.pk]
    if not names:
        return ""
    return ngettext(
        "%(names)s has this article open too.", "%(names)s have this article open too.", len(names)
    ) % {"names": ", ".join(names)}
