"""How files come into the library: one form for many, and an address for each file by itself.

`photo-batch.js` sends the files of the form one by one, to `upload/`, after it has asked `known/`
whether the library has them. Without scripts the form sends them all.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.photo_collections import collections_of, gather
from articles.admin.photo_grid import MOST_CHOSEN, address_of_captions
from articles.admin.photo_picker import as_json
from articles.admin.photo_words import ALT_FAULTS
from articles.models import Collection, Photo
from articles.photos.alternative import fault_of
from articles.photos.intake import MAX_BYTES, accept, known
from articles.photos.looks import alike
from newsportal.accounts.admin_pages import AdminPages, page
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, staff
from newsportal.refusals import Refused

SHARED = ("caption", "credit", "alt", "place", "keywords")


class UploadForm(forms.ModelForm):
    """Words for all the files of one upload; a file's own metadata fill what stays empty."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(), label=_("Collection"), required=False, empty_label=_("None")
    )
    new_collection = forms.CharField(
        label=_("Name of a new collection"), required=False, max_length=100
    )

    class Meta:
        model = Photo
        fields = [*SHARED, "licence"]
        widgets = {"caption": forms.Textarea(attrs={"rows": 2})}
        help_texts: ClassVar = {
            "credit": "",
            "licence": _("Fills what you and the file leave empty."),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if not can(by, "photo.set_rights_expiry"):
            del self.fields["licence"]
        if can(by, "photo.edit_meta"):
            self.fields["collection"].queryset = collections_of(by)  # type: ignore[attr-defined]
        else:
            del self.fields["collection"], self.fields["new_collection"]

    @property
    def shared(self) -> list[Any]:
        """The fields that make sense for many files; an alternative text is that of one photo."""
        return [field for field in self if field.name != "alt"]

    def take(self, file: Any) -> tuple[Photo, bool]:
        """The photo of one file, and whether it was there before. Raises what `accept` raises.

        One that was there keeps its words; the collection gets it all the same.
        """
        said = self.cleaned_data
        fault = fault_of(said["alt"], caption=said["caption"], file_name=file.name or "")
        if fault:
            raise Refused(f"{_('Alternative text')}: {ALT_FAULTS[fault]}")
        began = timezone.now()
        words = {name: said[name] for name in SHARED}
        photo = accept(file, self.by, licence=said.get("licence"), **words)
        name, existing = said.get("new_collection"), said.get("collection")
        if name or existing:
            number = existing.pk if existing else 0
            gather(Photo.objects.filter(pk=photo.pk), number, name=name or "", by=self.by)
        return photo, photo.added_at < began

    @property
    def sentence(self) -> str:
        """What is wrong with what was typed."""
        return " ".join(
            f"{self.fields[name].label}: {' '.join(map(str, errors))}"
            for name, errors in self.errors.items()
        )


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class UploadPages(AdminPages):
    """Mixed into the PhotoAdmin: `add/`, `upload/` and `known/`."""

    has_add_permission: Any

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Upload one or many files; those that are refused are named with the reason."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = staff(request)
        form = UploadForm(request.POST if request.method == "POST" else None, by=by)
        if request.method == "POST" and form.is_valid():
            files = request.FILES.getlist("files")
            if not files:
                messages.error(request, _("Choose at least one file."))
            added = self._take_all(request, form, files)
            if len(added) == 1 and len(files) == 1:
                return HttpResponseRedirect(
                    reverse("admin:articles_photo_change", args=[added[0].pk])
                )
            mine = [photo.pk for photo in added if can(by, "photo.edit_meta", photo)]
            if mine and len(mine) <= MOST_CHOSEN:
                return HttpResponseRedirect(address_of_captions(mine))
            if added:
                return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))
        return self.answer(
            request,
            "articles/newsroom/photo_upload.html",
            title=_("Add photos"),
            form=form,
            most_bytes=MAX_BYTES,
        )

    def _take_all(self, request: Any, form: UploadForm, files: list[Any]) -> list[Photo]:
        added: dict[int, Photo] = {}
        new = 0
        for file in files:
            try:
                photo, was_there = form.take(file)
            except Refused as refusal:
                messages.error(request, f"“{file.name}”: {refusal.sentence}")
            else:
                new += not was_there
                added[photo.pk] = photo
                self._tell_of_kin(request, file.name, photo, was_there=was_there)
        if new:
            text = ngettext("%d photo is in the library.", "%d photos are in the library.", new)
            messages.success(request, text % new)
        return list(added.values())

    def _tell_of_kin(
        self, request: HttpRequest, name: str, photo: Photo, *, was_there: bool
    ) -> None:
        """Name the photo that a file turned out to be, or those that it looks like."""
        if was_there:
            words = gettext("“%s” is in the library already:") % name
            messages.info(request, format_html("{} {}", words, links_to([photo])))
        elif kin := alike(photo):
            words = gettext("“%s” looks like") % name
            messages.warning(request, format_html("{} {}", words, links_to(kin)))

    @page("upload/", "photo.upload", name="upload", methods=("POST",))
    def upload(self, request: Any) -> HttpResponseBase:
        """One file: 201 with the photo, 200 where it was there, or the sentence of the refusal.

        `alike` lists photos that look like it: id, name and the address of the page.
        """
        file = request.FILES.get("file")
        form = UploadForm(request.POST, by=staff(request))
        if file is None:
            return JsonResponse({"error": str(_("Choose a file."))}, status=400)
        if not form.is_valid():
            return JsonResponse({"error": form.sentence}, status=400)
        try:
            photo, was_there = form.take(file)
        except Refused as refusal:
            return JsonResponse({"error": refusal.sentence}, status=refusal.status)
        return JsonResponse(
            {
                "photo": as_json(photo, request),
                "page": reverse("admin:articles_photo_change", args=[photo.pk]),
                "was_there": was_there,
                "alike": [as_named(other) for other in alike(photo)],
            },
            status=200 if was_there else 201,
        )

    @page("known/", "photo.upload", name="known", methods=("GET",))
    def known(self, request: HttpRequest) -> HttpResponseBase:
        """The photo whose bytes have this `sha256` (hex), now or in an earlier version, or null."""
        photo = known(request.GET.get("sha256", "")[:64])
        return JsonResponse({"photo": as_named(photo) if photo else None})


def links_to(photos: list[Photo]) -> SafeString:
    """Photos by name, each with a link to its page."""
    named = [as_named(photo) for photo in photos]
    return format_html_join(
        ", ", '<a href="{}">{}</a>', ((one["page"], one["name"]) for one in named)
    )


def as_named(photo: Photo) -> dict[str, Any]:
    """Enough of a photo to lead there."""
    page = reverse("admin:articles_photo_change", args=[photo.pk])
    return {"id": photo.pk, "name": str(photo), "page": page}
