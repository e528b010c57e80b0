"""What the checks say of the text in the form, while somebody writes it.

The form is read as it was sent, half-written and all; nothing of it is stored. One thing is: a
credit that stood in a caption can be given to its photo in the library, on a click.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import checks
from articles.admin.pages import ArticlePages, page
from articles.admin.typed import as_typed
from articles.content import Content
from articles.models import Article, Photo
from articles.workflow.steps import may_edit_text
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.once import repeatable
from newsportal.accounts.roles import can, require, staff
from newsportal.numbers import number_in
from newsportal.refusals import Refused

FINDINGS = "articles/newsroom/_finding_list.html"


class CheckPages(ArticlePages):
    """Mixed into the ArticleAdmin: the panel beside the form, and what it asks the server."""

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        context = super().form_context(request, article)
        if article is None:
            address = reverse("admin:articles_article_check_new")
        else:
            address = reverse("admin:articles_article_check", args=[article.pk])
        if request.method == "POST":
            context |= self._found_in_form(request, article)
        elif article is not None:
            context |= self._found(request, article.head_content(), article)
        return context | {
            "checks_url": address,
            "credit_url": reverse("admin:articles_article_credit"),
        }

    @page("checks/", "article.create", name="check_new", methods=("POST",))
    @repeatable
    def check_new_text(self, request: HttpRequest) -> HttpResponse:
        """What is found in the form of an article that is not stored yet."""
        return self._part(request, None)

    @page("<int:number>/checks/", "article.preview", name="check", methods=("POST",))
    @repeatable
    def check_text(self, request: HttpRequest, article: Article) -> HttpResponse:
        """What is found in the form of an article, saved or not."""
        return self._part(request, article)

    @page("checks/credit/", "photo.edit_meta", name="credit", methods=("POST",))
    def give_credit(self, request: HttpRequest) -> HttpResponse:
        """Give a photo the credit that stood in a caption: `photo`, `credit`."""
        photo = Photo.objects.filter(pk=number_in(request.POST.get("photo"))).first()
        if photo is None or not can(request.user, "photo.edit_meta", photo):
            raise PermissionDenied
        try:
            give_credit(photo, request.POST.get("credit", ""), by=staff(request))
        except Refused as refusal:
            return JsonResponse({"said": refusal.sentence}, status=409)
        return JsonResponse({"said": str(_("The credit stands in the library now."))})

    def _part(self, request: HttpRequest, article: Article | None) -> HttpResponse:
        return TemplateResponse(request, FINDINGS, self._found_in_form(request, article))

    def _found_in_form(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        stored = article.head_content() if article else Content(headline="")
        return self._found(request, as_typed(dict(request.POST.lists()), stored), article)

    def _found(
        self, request: HttpRequest, content: Content, article: Article | None
    ) -> dict[str, Any]:
        # Whoever only reads the text is shown what was found in it, and no way to write.
        found = {"may_fix": may_edit_text(request.user, article)}
        try:
            return found | {"findings": checks.find(content, article=article)}
        except Refused as refusal:
            return found | {"findings": None, "refusal": refusal.sentence}


@transaction.atomic
def give_credit(photo: Photo, credit: str, *, by: User) -> None:
    """Store the credit of a photo that has none, and take it out of the library's caption.

    Raises Refused where the photo has a credit by now, or this is none.
    """
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    require(by, "photo.edit_meta", photo)
    credit = " ".join(credit.replace("\0", "").split())
    longest = Photo._meta.get_field("credit").max_length or 0
    if not credit or len(credit) > longest:
        raise Refused(_("A credit has at least one character and at most %d.") % longest)
    if photo.credit:
        raise Refused(_("The photo has the credit “%s” already.") % photo.credit)
    before = photo.caption
    photo.credit = credit
    photo.caption = checks.without_credit(photo.caption, credit)
    photo.save(update_fields=["credit", "caption"])
    changes = {"credit": ["", credit]}
    if photo.caption != before:
        changes["caption"] = [before[:200], photo.caption[:200]]
    audit.record("photo.edit_meta", photo, by=by, changes=changes)
