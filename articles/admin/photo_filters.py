"""The filters of the photo library: use, rights, shape, section, person, collection."""

from datetime import timedelta
from typing import Any, Final

from django.contrib import admin
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.photo_uses import readable_by
from articles.models import Collection, EditionPhoto, Photo, PhotoUse, Section
from newsportal.accounts.models import User
from newsportal.accounts.roles import staff, widest
from newsportal.numbers import number_in
from newsportal.timeline import now

SOON: Final = timedelta(days=7)


class PhotoFilter(admin.SimpleListFilter):
    """A filter whose choices are `asked`: value -> words and the question they stand for."""

    def asked(self) -> dict[str, tuple[Any, Q]]:
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, words) for value, (words, _question) in self.asked().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        _words, question = self.asked().get(self.value() or "", ("", Q()))
        return queryset.filter(question)


class UsedFilter(PhotoFilter):
    title = gettext_lazy("use")
    parameter_name = "used"

    def asked(self) -> dict[str, tuple[Any, Q]]:
        used = Q(Exists(PhotoUse.objects.filter(photo=OuterRef("pk")))) | Q(
            Exists(EditionPhoto.objects.filter(photo=OuterRef("pk")))
        )
        return {"yes": (_("Used"), used), "no": (_("Not used"), ~used)}


class RightsFilter(PhotoFilter):
    title = gettext_lazy("rights")
    parameter_name = "rights"

    def asked(self) -> dict[str, tuple[Any, Q]]:
        last = Q(usable_until__isnull=True) | Q(usable_until__gt=now())
        return {
            "last": (_("May be used"), last),
            "ending": (
                _("End within a week"),
                Q(usable_until__gt=now(), usable_until__lte=now() + SOON),
            ),
            "ended": (_("Have run out"), Q(usable_until__lte=now())),
            "counted": (_("For few articles"), Q(most_uses__isnull=False)),
            "not-social": (_("Not for social media"), Q(not_for_social=True)),
            "no-credit": (_("Without credit"), Q(credit="")),
        }


class ShapeFilter(PhotoFilter):
    title = gettext_lazy("shape")
    parameter_name = "shape"

    def asked(self) -> dict[str, tuple[Any, Q]]:
        return {
            "landscape": (_("Landscape"), Q(width__gt=F("height"))),
            "portrait": (_("Portrait"), Q(width__lt=F("height"))),
            "square": (_("Square"), Q(width=F("height"))),
        }


class SectionFilter(admin.SimpleListFilter):
    """The section of an article that has the photo, or had it; of drafts, those one may read."""

    title = gettext_lazy("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(section.pk), section.name) for section in Section.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        section = number_in(self.value())
        if not section:
            return queryset
        drafts = PhotoUse.objects.filter(photo=OuterRef("pk"), article__section=section)
        if widest(request.user, "article.list_unpublished") != "Y":
            drafts = drafts.filter(article__in=readable_by(staff(request)))
        editions = EditionPhoto.objects.filter(photo=OuterRef("pk"), edition__section=section)
        return queryset.filter(Exists(drafts) | Exists(editions))


class PersonFilter(admin.RelatedFieldListFilter):
    """Who added it; of those only who added any, without reading the photos for that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = gettext_lazy("person")

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        own = Photo.objects.filter(added_by=OuterRef("pk")).order_by()
        return [(user.pk, str(user)) for user in User.objects.filter(Exists(own))]


class AddedFilter(admin.DateFieldListFilter):
    """The day of the upload."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = gettext_lazy("day of upload")


class TakenFilter(admin.DateFieldListFilter):
    """The day on which it was taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = gettext_lazy("day it was taken")


class CollectionFilter(admin.SimpleListFilter):
    """The collection that holds it."""

    title = gettext_lazy("collection")
    parameter_name = "collection"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(collection.pk), collection.name) for collection in Collection.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        number = number_in(self.value())
        if not number:
            return queryset
        held = Collection.photos.through.objects.filter(collection=number)
        return queryset.filter(pk__in=held.values("photo"))
