"""Collections of photos: made and renamed here, filled from the grid and by an upload."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Collection, Photo
from newsportal.accounts import audit
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.models import User
from newsportal.accounts.roles import require, staff, widest
from newsportal.refusals import Refused

RIGHT = "photo.edit_meta"


def collections_of(user: Any) -> QuerySet[Collection]:
    """The collections that `user` may change."""
    every = Collection.objects.all()
    match widest(user, RIGHT):
        case "Y":
            return every
        case "O":
            return every.filter(added_by=user)
    return every.none()


def gather(
    photos: QuerySet[Photo], number: int, *, name: str = "", by: User
) -> tuple[Collection, int]:
    """Put photos into the collection of that number, or into a new one of that name.

    Gives the collection and how many photos it was. Raises Refused where neither is named, and
    NotAllowed where the collection is not this person's to change.
    """
    with transaction.atomic():
        collection = chosen(number, name=name, by=by)
        keys = list(photos.values_list("pk", flat=True))
        collection.photos.add(*keys)
        audit.record(RIGHT, collection, by=by, photos_added=keys)
    return collection, len(keys)


def take_out(photos: QuerySet[Photo], number: int, *, by: User) -> tuple[Collection, int]:
    """Take photos out of a collection; they stay in the library. Raises as `gather` does."""
    with transaction.atomic():
        collection = chosen(number, by=by)
        keys = list(
            collection.photos.filter(pk__in=photos.values("pk")).values_list("pk", flat=True)
        )
        collection.photos.remove(*keys)
        audit.record(RIGHT, collection, by=by, photos_removed=keys)
    return collection, len(keys)


def chosen(number: int, *, name: str = "", by: User) -> Collection:
    """The collection of that number, else the person's own of that name, made where there is none.

    Inside a transaction; raises as `gather` does.
    """
    if name := " ".join(name.replace("\0", "").split()):
        require(by, RIGHT)
        # The files of one upload come two at a time, each with the name: one makes it.
        User.objects.select_for_update().get(pk=by.pk)
        if own := Collection.objects.filter(name=name, added_by=by).first():
            return own
        if len(name) > 100:
            raise Refused(_("The name of a collection has at most 100 characters. Shorten it."))
        collection = Collection.objects.create(name=name, added_by=by)
        audit.record(RIGHT, collection, by=by, added=True)
        return collection
    found = Collection.objects.filter(pk=number).first()
    if found is None:
        raise Refused(_("Choose a collection, or write the name of a new one."))
    require(by, RIGHT, found)
    return found


@admin.register(Collection)
class CollectionAdmin(RoleModelAdmin):
    """Whoever sees the library sees its collections; photos of one that is deleted stay."""

    actions_by_right = {
        "view": "photo.browse_library",
        **dict.fromkeys(("add", "change", "delete"), RIGHT),
    }
    fields = ["name"]
    list_display = ["name", "photos_in_it", "added_by", "added_at"]
    list_select_related = ["added_by"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Collection]:
        return super().get_queryset(request).annotate(held=Count("photos")).order_by("name", "pk")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.added_by = staff(request)
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("photos"), ordering="held")
    def photos_in_it(self, collection: Any) -> str:
        grid = reverse("admin:articles_photo_changelist")
        return format_html(
            '<a href="{}?collection={}">{}<span class="visually-hidden"> {}</span></a>',
            grid,
            collection.pk,
            collection.held,
            _("photos of “%s”") % collection.name,
        )
