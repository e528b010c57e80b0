"""The page of one photo: what it says, where it is used, its files and their earlier versions."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.photo_rights import RIGHTS, RightsPages
from articles.admin.photo_uses import uses_of
from articles.admin.photo_words import OpenedPhotoForm
from articles.models import Photo
from articles.photos.delivery import original_response, rendition_response, thumbnail_response
from articles.photos.leaving import files_of, forget
from articles.photos.looks import alike
from articles.photos.replacing import replace
from articles.workflow.photo_removal import remove_from_past
from newsportal.accounts.admin_pages import page
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.roles import can, staff
from newsportal.refusals import Refused
from newsportal.timeline import now

FIRST_PHOTOGRAPH: Final = datetime(1826, 1, 1, tzinfo=UTC)


class PhotoForm(OpenedPhotoForm):
    """What a photo says of itself, and its rights."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "ai" in self.fields:
            # Not sent, it stays as it is.
            self.fields["ai"].required = False

    def clean_taken_at(self) -> datetime | None:
        taken: datetime | None = self.cleaned_data["taken_at"]
        if taken and not FIRST_PHOTOGRAPH <= taken <= now() + timedelta(days=1):
            raise forms.ValidationError(_("No photo was taken then. Check the year."))
        return taken


class PhotoPages(RightsPages, RoleModelAdmin):
    """What the PhotoAdmin begins with: the form, deletion, `replace/`, and the files of a photo."""

    form = PhotoForm
    change_form_template = "articles/newsroom/photo_form.html"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "caption",
                    "credit",
                    "alt",
                    "headline",
                    "creator",
                    "copyright",
                    "source",
                    "place",
                    "keywords",
                    "taken_at",
                    "ai",
                ]
            },
        ),
        (
            gettext_lazy("Rights"),
            {
                "fields": RIGHTS,
                "classes": ["collapse"],
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if can(request.user, "photo.set_rights_expiry", obj) else RIGHTS

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if photo := context.get("original"):
            context["show_save_and_add_another"] = False  # a photo begins with a file
            context |= self.rights_context(request, photo)
            context["uses"] = uses_of(photo, reader=staff(request))
            context["alike"] = alike(photo)
            context["versions"] = list(photo.versions.select_related("replaced_by"))
            for name, action in (
                ("may_see_original", "photo.view_private_original"),
                ("may_replace", "photo.crop_replace"),
            ):
                context[name] = can(request.user, action, photo)
        return super().render_change_form(request, context, *args, **kwargs)

    # -- Deletion -------------------------------------------------------------------------

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Of many at once nobody looks where each is used.
        return obj is not None and can(request.user, "photo.delete_unused", obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Delete a photo that nothing uses; a publisher also one that only the past has.

        Every other one is refused, and what uses it is listed.
        """
        photo = self.get_object(request, object_id)
        if photo is None:
            raise Http404
        if not self.has_delete_permission(request, photo):
            raise PermissionDenied
        uses = uses_of(photo, reader=staff(request))
        may = not uses.of_articles and not uses.of_sections
        may |= uses.is_past and can(request.user, "photo.delete_in_use", photo)
        if request.method == "POST" and may:
            try:
                self._delete(request, photo, from_past=uses.is_past)
            except (Refused, IntegrityError):
                # Something has come to use it since that was asked.
                uses, may = uses_of(photo, reader=staff(request)), False
            else:
                messages.success(request, _("The photo “%s” is deleted.") % photo)
                return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))
        return self.answer(
            request,
            "articles/newsroom/photo_delete.html",
            photo,
            title=_("Delete a photo"),
            uses=uses,
            may_delete=may,
            status=403 if request.method == "POST" else 200,
        )

    def _delete(self, request: HttpRequest, photo: Photo, *, from_past: bool) -> None:
        """The rows first, then the files: until it is certain, the photo must be whole."""
        with transaction.atomic():
            files = files_of(photo)
            if from_past:
                remove_from_past(photo, by=staff(request))
            self.record(request, "delete", photo)
            photo.delete()
            transaction.on_commit(lambda: forget(files))

    # -- Its files ------------------------------------------------------------------------

    @page("<int:number>/replace/", "photo.crop_replace", name="replace")
    def replace(self, request: Any, photo: Photo) -> HttpResponseBase:
        """Another file for the same photo: words and places stay, the old file is kept."""
        status = 200
        if request.method == "POST":
            file = request.FILES.get("file")
            try:
                if file is None:
                    raise Refused(_("Choose a file."))
                replace(photo, file, staff(request))
            except Refused as refusal:
                messages.error(request, refusal.sentence)
                status = refusal.status
            else:
                messages.success(request, _("Replaced. Readers get the new photo in a minute."))
                return HttpResponseRedirect(reverse("admin:articles_photo_change", args=[photo.pk]))
        return self.answer(
            request,
            "articles/newsroom/photo_replace.html",
            photo,
            title=_("Replace the file"),
            status=status,
        )

    @page("<int:number>/thumbnail/", "photo.browse_library", name="thumbnail", methods=("GET",))
    def thumbnail(self, request: HttpRequest, photo: Photo) -> HttpResponseBase:
        """A small rendition, for staff alone."""
        return thumbnail_response(photo)

    @page(
        "<int:number>/rendition/<str:name>",
        "photo.browse_library",
        name="rendition",
        methods=("GET",),
    )
    def rendition(self, request: HttpRequest, photo: Photo, name: str) -> HttpResponseBase:
        """Any rendition, for previews: readers get those of live editions alone."""
        return rendition_response(photo, name)

    @page(
        "<int:number>/original/", "photo.view_private_original", name="original", methods=("GET",)
    )
    def original(self, request: HttpRequest, photo: Photo) -> HttpResponseBase:
        """The file as it was uploaded."""
        return original_response(photo)

    @page(
        "<int:number>/original/<int:version>/",
        "photo.view_private_original",
        name="version",
        methods=("GET",),
    )
    def earlier_original(
        self, request: HttpRequest, photo: Photo, version: int
    ) -> HttpResponseBase:
        """The file of an earlier version, as it was uploaded."""
        earlier = photo.versions.filter(pk=version).first()
        if earlier is None:
            raise Http404
        return original_response(earlier)
