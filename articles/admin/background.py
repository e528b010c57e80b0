"""Answers of the article form to a script: a save that happens while its writer goes on.

The script asks for JSON; whoever asks for a page gets one. What was done is the same.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.steps import steps_for
from articles.models import Article
from newsportal.accounts.roles import can, staff
from newsportal.accounts.scripts import sent_by_script
from newsportal.timeline import now


def is_in_background(request: HttpRequest) -> bool:
    """Whether a script has sent the form, to save and nothing else."""
    return (
        request.method == "POST"
        and sent_by_script(request)
        and request.POST.get("_step", "save") == "save"
    )


def saved(request: HttpRequest, article: Article) -> HttpResponse:
    """What a form that stays open has to know after a save.

    `revision` is the one that the next save is based on, `at` the newsroom's time; `steps` are
    the verbs of the buttons that the page has now; `reload` says that the page shows less than
    what is stored.
    """
    words = [str(message) for message in messages.get_messages(request)]
    article = Article.objects.get(pk=article.pk)
    return JsonResponse(
        {
            "message": " ".join(words) or _("Saved."),
            "revision": article.head and article.head.number,
            "at": date_format(localtime(now()), "H:i"),
            "url": reverse("admin:articles_article_change", args=[article.pk]),
            "slug": article.slug,
            "steps": [step.verb for step in steps_for(staff(request), article)],
            "reload": bool(request.POST.get("guest")),
        }
    )


def kept(request: HttpRequest, article: Article, refusal: workflow.Kept) -> HttpResponse:
    """409: the text did not become the newest one; `page` shows both, to whoever may see them."""
    page = None
    refused, newer = refusal.refused.number, refusal.newer.number
    if isinstance(refusal, workflow.Stale) and can(request.user, "article.merge", article):
        page = reverse("admin:articles_article_merge", args=[article.pk, refused])
    elif can(request.user, "article.compare_revisions", article):
        page = reverse("admin:articles_article_compare", args=[article.pk, newer, refused])
    return JsonResponse({"sentence": refusal.sentence, "page": page}, status=409)


def refused(context: dict[str, Any]) -> HttpResponse:
    """400: the form is not right; `problems` say what is to be mended, a sentence each."""
    return JsonResponse(
        {"sentence": _("Not saved yet."), "problems": list(problems(context))}, status=400
    )


def problems(context: dict[str, Any]) -> Iterator[str]:
    """What stands in red in a form that was sent, in the order of the page."""
    for form in (context["adminform"].form, *_rows(context)):
        for name, errors in form.errors.items():
            for error in errors:
                field = form.fields.get(name)
                yield f"{field.label}: {error}" if field and field.label else str(error)
    for rows in context["inline_admin_formsets"]:
        yield from map(str, rows.formset.non_form_errors())


def _rows(context: dict[str, Any]) -> Iterator[Any]:
    for rows in context["inline_admin_formsets"]:
        yield from rows.formset.forms
