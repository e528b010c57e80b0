"""The photo library in the newsroom: the grid, the upload, what a photo says of itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.photo_picker import PickerPages, UploadForm
from articles.models import Article, EditionPhoto, Photo, PhotoUse
from articles.photos.delivery import original_response, rendition_response, thumbnail_response
from articles.photos.intake import accept, forget_files
from newsportal.accounts.admin_pages import page
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, staff, widest
from newsportal.refusals import Refused
from newsportal.timeline import now

FIRST_PHOTOGRAPH = datetime(1826, 1, 1, tzinfo=UTC)


class UsedFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Used")), ("no", _("Not used"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        if self.value() in {"yes", "no"}:
            used = Exists(PhotoUse.objects.filter(photo=OuterRef("pk"))) | Exists(
                EditionPhoto.objects.filter(photo=OuterRef("pk"))
            )
            return queryset.filter(used if self.value() == "yes" else ~used)
        return queryset


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotoForm(forms.ModelForm):
    """What a photo says of itself."""

    def clean_taken_at(self) -> datetime | None:
        taken: datetime | None = self.cleaned_data["taken_at"]
        if taken and not FIRST_PHOTOGRAPH <= taken <= now() + timedelta(days=1):
            raise forms.ValidationError(_("No photo was taken then. Check the year."))
        return taken


@admin.register(Photo)
class PhotoAdmin(PickerPages, RoleModelAdmin):
    """Photos as a grid; what a photo says is edited here, its file never."""

    actions_by_right = {
        "view": "photo.browse_library",
        "add": "photo.upload",
        "change": "photo.edit_meta",
        "delete": "photo.delete_unused",
    }
    form = PhotoForm
    fields = ["caption", "credit", "alt", "creator", "copyright", "taken_at", "usable_until"]
    list_display = ["caption", "credit", "added_by", "added_at"]
    list_filter = [UsedFilter, "added_at"]
    list_per_page = 48
    search_fields = ["caption", "credit", "alt", "creator", "file_name"]
    change_list_template = "articles/newsroom/photo_grid.html"
    change_form_template = "articles/newsroom/photo_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                use_count=Count("uses__article", distinct=True),
                in_edition=Exists(EditionPhoto.objects.filter(photo=OuterRef("pk"))),
            )
            # What counts loses the order of its table.
            .order_by("-id")
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if can(request.user, "photo.set_rights_expiry", obj) else ("usable_until",)

    # -- The library ----------------------------------------------------------------------

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Upload one or many files; those that are refused are named with the reason."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            files = request.FILES.getlist("files")
            if not files:
                messages.error(request, _("Choose at least one file."))
            added = self._accept_all(request, files, form.cleaned_data)
            if len(added) == 1 and len(files) == 1:
                return HttpResponseRedirect(
                    reverse("admin:articles_photo_change", args=[added[0].pk])
                )
            if added:
                return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))
        return self.answer(
            request, "articles/newsroom/photo_upload.html", title=_("Add photos"), form=form
        )

    def _accept_all(self, request: Any, files: list[Any], words: dict[str, str]) -> list[Photo]:
        added = []
        for file in files:
            try:
                added.append(accept(file, staff(request), **words))
            except Refused as refusal:
                messages.error(request, f"“{file.name}”: {refusal.sentence}")
        if added:
            text = ngettext(
                "%d photo is in the library.", "%d photos are in the library.", len(added)
            )
            messages.success(request, text % len(added))
        return added

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        if obj is not None:
            context["uses"], context["other_uses"] = uses_for(staff(request), obj)
            context["may_see_original"] = can(request.user, "photo.view_private_original", obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # A photo that any article or edition prints stays: old editions can be looked at.
        if obj is None:
            return False
        used = obj.uses.exists() or EditionPhoto.objects.filter(photo=obj).exists()
        return not used and super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """The row first, then its files: until it is certain, the photo must be whole."""
        name = str(obj.original)
        super().delete_model(request, obj)
        transaction.on_commit(lambda: forget_files(obj, name))

    # -- Its files ------------------------------------------------------------------------

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


def uses_for(user: User, photo: Photo) -> tuple[list[Article], int]:
    """The articles that print `photo`, now or in an edition: those that `user` may read about,
    the newest first, and the number of the others."""
    editions = EditionPhoto.objects.filter(photo=photo)
    articles = Article.objects.filter(
        Q(pk__in=photo.uses.values("article"))
        | Q(pk__in=editions.values("edition__article_number"))
    )
    shown = {"Y": articles, "O": articles.owned_by(user)}.get(
        widest(user, "article.list_unpublished"), articles.none()
    )
    found = list(shown.in_use().order_by("-pk"))
    return found, articles.count() - len(found)
