"""The grid of the photo library: found by words and filters, shown page by page by key.

Nothing is counted: the next page begins below the last photo of this one. What is chosen in the
grid goes to its captions or into a collection. Filters are left to `photo_filters`.
"""

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.photo_collections import collections_of, gather, take_out
from articles.models import EditionPhoto, Photo, PhotoUse
from articles.photos.finding import found
from newsportal.accounts.admin_pages import page
from newsportal.accounts.admin_rights import RoleModelAdmin
from newsportal.accounts.roles import can, staff
from newsportal.numbers import number_in
from newsportal.refusals import Refused

GRID_PAGE: Final = 48
MOST_CHOSEN: Final = 200
BEFORE: Final = "before"
# What a refusal gives back: the photos that were ticked, and the name that was typed.
TICKED: Final = "ticked"
NAMED: Final = "named"


class GridList(ChangeList):
    """The photos below a key, the newest first; `following` leads to the next ones, or is empty."""

    following = ""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        self.before = number_in(self.params.get(BEFORE))
        for name in (BEFORE, TICKED, NAMED):  # a filter begins at the top, with nothing ticked
            self.params.pop(name, None)
            self.filter_params.pop(name, None)
        return super().get_queryset(request, exclude_parameters)

    def get_ordering(self, request: HttpRequest, queryset: Any) -> list[Any]:
        return ["-pk"]

    def get_results(self, request: HttpRequest) -> None:
        photos = self.queryset
        if self.before:
            photos = photos.filter(pk__lt=self.before)
        # Keys first: a row of photos is wide, an index of what is asked narrow.
        keys = list(photos.values_list("pk", flat=True)[: GRID_PAGE + 1])
        shown = keys[:GRID_PAGE]
        if len(keys) > GRID_PAGE:
            self.following = self.get_query_string({BEFORE: str(shown[-1])})
        self.result_list = list(for_grid(self.root_queryset.filter(pk__in=shown)))
        self.result_count = len(self.result_list)
        self.full_result_count = None
        self.show_full_result_count = self.show_admin_actions = False
        self.can_show_all = self.multi_page = False
        self.paginator = Paginator(self.result_list, GRID_PAGE)


def for_grid(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    """The columns that the grid prints, and in how many articles each photo is used."""
    uses = (
        PhotoUse.objects.filter(photo=OuterRef("pk"))
        .order_by()
        .values("photo")
        .annotate(count=Count("article", distinct=True))
        .values("count")
    )
    return (
        photos.only(
            "caption", "file_name", "credit", "alt", "width", "height", "usable_until", "added_by"
        )
        .annotate(
            use_count=Coalesce(Subquery(uses, output_field=IntegerField()), 0),
            in_edition=Exists(EditionPhoto.objects.filter(photo=OuterRef("pk"))),
        )
        .order_by("-pk")
    )


class GridPages(RoleModelAdmin):
    """Mixed into the PhotoAdmin: the list, and `chosen/`, where what was chosen in it goes."""

    list_per_page = GRID_PAGE
    search_fields = ("caption",)  # so that the list has a search; what it asks is `found`
    show_facets = ShowFacets.NEVER  # they count everything
    change_list_template = "articles/newsroom/photo_grid.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return GridList

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return found(queryset, search_term), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        asked = QueryDict(request.GET.urlencode(), mutable=True)
        for name in (BEFORE, TICKED, NAMED):
            asked.pop(name, None)
        context = {
            "may_choose": can(request.user, "photo.edit_meta"),
            "collections": collections_of(request.user),
            "collection": number_in(request.GET.get("collection")),
            "back": asked.urlencode(),
            "ticked": chosen_in(request.GET.get(TICKED, "").split(",")),
            "named": request.GET.get(NAMED, ""),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    @page("chosen/", "photo.edit_meta", name="chosen", methods=("POST",))
    def chosen(self, request: HttpRequest) -> HttpResponseBase:
        """Go on with the photos that were ticked: their captions, or a collection."""
        back = QueryDict(request.POST.get("back", ""), mutable=True)
        numbers = chosen_in(request.POST.getlist("photo"))
        try:
            if not numbers:
                raise Refused(_("Tick the photos first."))
            if len(numbers) > MOST_CHOSEN:
                raise Refused(
                    _("At most %(most)d photos at once. Take fewer, one part after the other.")
                    % {"most": MOST_CHOSEN}
                )
            if request.POST.get("do") == "captions":
                return HttpResponseRedirect(address_of_captions(numbers))
            self._collect(request, numbers)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            # Neither the ticks nor the name are lost.
            ticked = ",".join(map(str, numbers[:MOST_CHOSEN]))
            kept = {TICKED: ticked, NAMED: request.POST.get("name", "")}
            back.update({name: value for name, value in kept.items() if value})
        grid, query = reverse("admin:articles_photo_changelist"), back.urlencode()
        return HttpResponseRedirect(f"{grid}?{query}" if query else grid)

    def _collect(self, request: HttpRequest, numbers: list[int]) -> None:
        photos = Photo.objects.filter(pk__in=numbers)
        number = number_in(request.POST.get("collection"))
        if request.POST.get("do") == "take-out":
            collection, count = take_out(photos, number, by=staff(request))
            words = ngettext(
                "%(count)d photo is no longer in “%(name)s”.",
                "%(count)d photos are no longer in “%(name)s”.",
                count,
            )
        else:
            name = request.POST.get("name", "")
            collection, count = gather(photos, number, name=name, by=staff(request))
            words = ngettext(
                "%(count)d photo is in “%(name)s” now.",
                "%(count)d photos are in “%(name)s” now.",
                count,
            )
        messages.success(request, words % {"count": count, "name": collection.name})


def chosen_in(sent: list[str]) -> list[int]:
    """The numbers among what was sent, each once, in their order."""
    return list(dict.fromkeys(number for one in sent if (number := number_in(one))))


def address_of_captions(numbers: list[int]) -> str:
    """The page that asks for the captions of these photos."""
    query = urlencode({"photos": ",".join(map(str, numbers))}, safe=",")
    return f"{reverse('admin:articles_photo_captions')}?{query}"
