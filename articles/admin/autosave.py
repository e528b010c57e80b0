"""Text that is typed and not saved yet: kept on the server, and offered back.

What is kept is the form as it stands in the browser, whether it could be saved or not; it never
becomes a revision by itself. Each opened form has a place of its own, so that neither a second
tab nor the form that was opened after a crash writes over what is kept. Only its owner reads it,
also after losing the right to write in the article.
"""

import re
from copy import copy
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.admin.pages import ArticlePages, page
from articles.admin.typed import Fields, first, readable
from articles.admin.unsaved import Unsaved
from articles.models import Article, Autosave
from articles.workflow.struck_again import struck_since, words_in
from newsportal.accounts.carried import LOOK, as_post, proof_of_writer
from newsportal.accounts.once import TOKEN, repeatable
from newsportal.accounts.roles import staff
from newsportal.accounts.scripts import sent_by_script
from newsportal.numbers import number_in
from newsportal.timeline import now

PLACE = "_place"
LARGEST = 2_000_000  # characters of all fields: twice the largest text, with everything else
MOST = 40  # unsaved texts of one person
SAVED: dict[str, list[str]] = {}  # the fields of a form that made an article
LATE = timedelta(days=7)
_PLACE = re.compile(r"(new|article:[0-9]{1,18}):[A-Za-z0-9]{12}")


class AutosavePages(ArticlePages):
    """Mixed into the ArticleAdmin: `unsaved/`, and where the form is kept while it is written."""

    # -- Keeping ------------------------------------------------------------------------------

    @page("<int:number>/autosave/", "article.view_unpublished", name="autosave", methods=("POST",))
    @repeatable
    def autosave(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Keep the form of an article as it was sent, instead of what its place held before."""
        return _keep(request, article)

    @page("autosave/", "article.create", name="autosave_new", methods=("POST",))
    @repeatable
    def autosave_new(self, request: HttpRequest) -> HttpResponse:
        """The same for an article that does not exist yet."""
        return _keep(request, None)

    def forget_unsaved(self, request: HttpRequest, article: Article) -> None:
        """What was kept of the form that this request has saved. Call it within the transaction.

        The place of a new article stays, empty, for a while: what comes late from its form, by a
        slow network or out of a browser's own store, is that article and not another one.
        """
        place, mine = place_of(request), Autosave.objects.filter(user=staff(request))
        if place.startswith("new:"):
            mine.filter(fields=SAVED, saved_at__lt=now() - LATE).delete()
            mine.update_or_create(
                user=staff(request),
                place=place,
                defaults={"article": article, "fields": SAVED, "saved_at": now()},
            )
        elif place:
            mine.filter(place=place).delete()

    # -- Offering -----------------------------------------------------------------------------

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        shown = getattr(request, "unsaved", None)
        prefix = f"article:{article.pk}" if article else "new"
        place = shown.place if shown else place_of(request)
        if not place.startswith(f"{prefix}:"):
            place = f"{prefix}:{get_random_string(12)}"
        names: Any = ["autosave", article.pk] if article else ["autosave_new"]
        url = reverse(f"admin:articles_article_{names[0]}", args=names[1:])
        kept = [
            row for row in Unsaved.of(staff(request), article) if row.place != place and row.differs
        ]
        return {
            **super().form_context(request, article),
            "autosave_url": url,
            "place": place,
            "writer": request.user.pk,
            "proof_of_writer": proof_of_writer(request.user),
            "unsaved": kept,
            "restored": shown,
            "only_shown": is_only_shown(request),
            # What is not finished yet is no mistake.
            **({"errors": []} if is_only_shown(request) else {}),
        }

    def changeform_view(
        self, request: Any, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """As it is; with `?unsaved=<number>` the form is filled with what was kept."""
        asked = request.GET.get("unsaved", "") if request.method == "GET" else ""
        if asked:
            kept = Autosave.objects.filter(user=request.user, pk=number_in(asked)).first()
            if kept is not None and (kept.article_id or 0) == number_in(object_id):
                # Read now, as a GET has them: none. Later they would be read over the fields.
                assert not request.FILES
                request = copy(request)
                request.method, request.POST = "POST", as_post(kept.fields)
                request.unsaved = Unsaved(kept)
        return super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]

    @page("unsaved/", "user.edit_own_profile", name="unsaved", methods=("GET",))
    def unsaved(self, request: HttpRequest) -> HttpResponse:
        """Everything that this person has typed and not saved, in plain words."""
        kept = Autosave.objects.filter(user=staff(request)).exclude(fields=SAVED)
        rows = [Unsaved(row) for row in kept.select_related("article").order_by("-saved_at")]
        return self.answer(
            request,
            "articles/newsroom/unsaved.html",
            title=_("Not saved yet"),
            rows=[(row, readable(row.fields)) for row in rows],
        )

    @page(
        "unsaved/<int:kept>/discard/",
        "user.edit_own_profile",
        name="discard_unsaved",
        methods=("POST",),
    )
    def discard_unsaved(self, request: HttpRequest, kept: int) -> HttpResponse:
        """Throw away what was kept; the article stays as it is."""
        row = get_object_or_404(Autosave, user=staff(request), pk=min(kept, 2**62))
        row.delete()
        if sent_by_script(request):
            return JsonResponse({})
        messages.success(request, _("What was not saved is discarded."))
        if row.article_id is None:
            return HttpResponseRedirect(reverse("admin:articles_article_unsaved"))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[row.article_id]))


def is_only_shown(request: HttpRequest) -> bool:
    """Whether the form is to be shown with what was typed, and nothing is to be stored."""
    return hasattr(request, "unsaved") or request.POST.get("_step") == LOOK


def place_of(request: HttpRequest) -> str:
    """The place that the form in this request names; "" where it names none."""
    place = request.POST.get(PLACE, "")
    return place if _PLACE.fullmatch(place) else ""


def _without_struck_words(article: Article, fields: Fields) -> Fields:
    """The fields of a form without words that were redacted since it was opened."""
    number = number_in(first(fields, "based_on"))
    if article.head is not None and number == article.head.number:
        return fields
    opened_on = article.revisions.filter(number=number).first()
    words = struck_since(article, opened_on, words_in(fields))
    return words.form(fields)[0] if words else fields


def _keep(request: HttpRequest, article: Article | None) -> HttpResponse:
    place, by = place_of(request), staff(request)
    if not place.startswith(f"article:{article.pk}:" if article else "new:"):
        return JsonResponse({"error": _("This page is too old. Open it again.")}, status=400)
    mine = Autosave.objects.filter(user=by)
    if "discard" in request.POST:
        mine.filter(place=place).delete()
        return JsonResponse({"kept": None})
    fields = {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in request.POST.lists()
        # Of the page and not of the text.
        if name != TOKEN and not name.startswith("_")
    }
    if sum(len(value) for values in fields.values() for value in values) > LARGEST:
        sentence = _("The text is too large to be kept before it is saved.")
        return JsonResponse({"error": sentence}, status=413)
    if mine.exclude(place=place).exclude(fields=SAVED).count() >= MOST:
        sentence = _("You have very many unsaved texts. Save or discard some of them.")
        return JsonResponse({"error": sentence}, status=409)
    if article is not None:
        fields = _without_struck_words(article, fields)
    row = Autosave(user=by, place=place, article=article, fields=fields, saved_at=now())
    if mine.filter(place=place, fields=SAVED).exists():
        return JsonResponse({"kept": None})
    if not Unsaved(row).differs:
        mine.filter(place=place).delete()
        return JsonResponse({"kept": None})
    Autosave.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["user", "place"],
        update_fields=["fields", "saved_at"],
    )
    at = date_format(timezone.localtime(now()), "H:i:s")
    return JsonResponse({"kept": _("Kept at %s") % at})
