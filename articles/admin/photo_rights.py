"""The rights of a photo in the newsroom: what its licence says, and the consent of persons."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Photo, Release
from articles.photos.licensing import give
from articles.photos.releases import keep, paper_response
from articles.photos.store import drop_all
from newsportal.accounts import audit
from newsportal.accounts.admin_pages import AdminPages, page
from newsportal.accounts.changes import changes_of
from newsportal.accounts.roles import can, staff
from newsportal.refusals import Refused

RIGHTS = (
    "licence",
    "usable_until",
    "most_uses",
    "not_for_social",
    "territory",
    "usage_terms",
    "web_statement",
    "licensor",
    "licensor_url",
    "shows_minor",
)


class ReleaseForm(forms.ModelForm):
    """Who agreed to what, until when, and the paper that says so."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A PDF or a picture of the paper, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        model = Release
        fields = ["person", "scope", "ends_on", "file"]
        widgets = {"ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class RightsPages(AdminPages):
    """Mixed into the PhotoAdmin: `<number>/releases/` and the papers below it."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A licence that was just chosen fills what the form left empty."""
        columns = set(form.changed_data)
        if "licence" in columns and obj.licence is not None:
            columns |= give(obj.licence, obj)
        # No others: the worker may have made files meanwhile, or a colleague changed the cuts.
        obj.save(update_fields=columns)
        changes = changes_of(form, change=change)
        self.record(request, "change", obj, changes=changes)

    def record(self, request: HttpRequest, right: str, obj: Any, **detail: Any) -> None:
        """Rights that were changed on the page are a line of their own in the audit log."""
        changes: dict[str, Any] = detail.get("changes", {})
        rights = {name: changes.pop(name) for name in RIGHTS if name in changes}
        if rights:
            audit.record("photo.set_rights_expiry", obj, by=staff(request), changes=rights)
        if changes or not rights:
            super().record(request, right, obj, **detail)  # type: ignore[misc]

    @page("<int:number>/releases/", "photo.set_rights_expiry", name="releases")
    def releases(self, request: HttpRequest, photo: Photo) -> HttpResponseBase:
        """The releases of a photo, and the form that adds one."""
        sent = request.method == "POST"
        form = ReleaseForm(request.POST if sent else None, request.FILES if sent else None)
        if sent and form.is_valid():
            try:
                self._add(request, photo, form)
            except Refused as refusal:
                form.add_error("file", refusal.sentence)
            else:
                messages.success(request, _("The release is kept with the photo."))
                return HttpResponseRedirect(request.path)
        return self.answer(
            request,
            "articles/newsroom/photo_releases.html",
            photo,
            title=_("Releases"),
            form=form,
            releases=photo.releases.select_related("added_by"),
            status=400 if sent else 200,
        )

    def _add(self, request: HttpRequest, photo: Photo, form: Any) -> None:
        # Stored before the row is written: no disk is waited for inside a transaction.
        name = keep(form.cleaned_data["file"])
        release = form.save(commit=False)
        release.photo, release.added_by, release.file = photo, staff(request), name
        try:
            with transaction.atomic():
                release.save()
                self._told(request, photo, added=release.pk)
        except BaseException:
            drop_all([name])
            raise

    @page(
        "<int:number>/releases/<int:release>/",
        "photo.set_rights_expiry",
        name="release",
        methods=("GET",),
    )
    def release(self, request: HttpRequest, photo: Photo, release: int) -> HttpResponseBase:
        """The paper, as a download."""
        return paper_response(get_object_or_404(photo.releases, pk=release))

    @page(
        "<int:number>/releases/<int:release>/remove/",
        "photo.set_rights_expiry",
        name="remove_release",
        methods=("POST",),
    )
    def remove_release(self, request: HttpRequest, photo: Photo, release: int) -> HttpResponseBase:
        """Take a release away, with its paper: consent may be withdrawn."""
        row = get_object_or_404(photo.releases, pk=release)
        name = str(row.file)
        with transaction.atomic():
            self._told(request, photo, removed=row.pk)
            row.delete()
            if name:
                transaction.on_commit(lambda: drop_all([name]))
        messages.success(request, _("The release is removed."))
        return HttpResponseRedirect(reverse("admin:articles_photo_releases", args=[photo.pk]))

    def _told(self, request: HttpRequest, photo: Photo, **release: int) -> None:
        # By its number: whom a photo shows is nobody's business in a log that is kept for years.
        audit.record("photo.set_rights_expiry", photo, by=staff(request), release=release)

    def rights_context(self, request: HttpRequest, photo: Photo) -> dict[str, Any]:
        """For the photo's own page: whether its releases may be opened, and how many there are."""
        may_set = can(request.user, "photo.set_rights_expiry", photo)
        return {
            "may_set_rights": may_set,
            "release_count": photo.releases.count() if may_set else 0,
        }
