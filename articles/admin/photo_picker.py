"""What the dialog that chooses a photo asks the library: to find one, to name one.

Its scripts (`photo-picker.js`, `photo-words.js`) get JSON. Taking one is left to `photo_upload`.
"""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse

from articles.admin.photo_words import PhotoWordsForm
from articles.models import Photo
from articles.photos.finding import found
from newsportal.accounts.admin_pages import AdminPages, page
from newsportal.accounts.roles import can
from newsportal.numbers import number_in

PICKER_PAGE = 24


class PickerPages(AdminPages):
    """Mixed into the PhotoAdmin: `picker/` and `<number>/words/`."""

    @page("picker/", "photo.browse_library", name="picker", methods=("GET",))
    def picker(self, request: HttpRequest) -> HttpResponseBase:
        """A page of photos that match `q`, the newest first, as JSON."""
        photos = found(Photo.objects.order_by("-id"), request.GET.get("q", ""))
        # By key: a photo that is added meanwhile moves no page, and no count is asked for.
        if before := number_in(request.GET.get("before")):
            photos = photos.filter(pk__lt=before)
        keys = list(photos.values_list("pk", flat=True)[: PICKER_PAGE + 1])
        more = len(keys) > PICKER_PAGE
        # Keys first, and then no more of each row than is told: its files make it wide.
        told = Photo.objects.filter(pk__in=keys[:PICKER_PAGE]).order_by("-id")
        shown = list(told.defer("renditions", "placeholder", "crops"))
        following = request.GET.copy()
        if more:
            following["before"] = str(shown[-1].pk)
        return JsonResponse(
            {
                "photos": [as_json(photo, request) for photo in shown],
                "next": f"{request.path}?{following.urlencode()}" if more else None,
            }
        )

    @page("<int:number>/words/", "photo.edit_meta", name="words", methods=("POST",))
    def words(self, request: HttpRequest, photo: Photo) -> HttpResponseBase:
        """Some words of a photo: 200 with the photo, or 400 with sentences, also by field.

        `initial-<field>` may say what stood there; `meanwhile` tells of fields that others have
        changed since, and what they say now.
        """
        form = PhotoWordsForm(request.POST, instance=photo)
        if not form.is_valid():
            wrong = form.sentences
            error = " ".join(wrong.values())
            return JsonResponse(
                {"error": error, "fields": wrong, "meanwhile": form.meanwhile}, status=400
            )
        form.keep(request)
        return JsonResponse({"photo": as_json(photo, request)})


def as_json(photo: Photo, request: HttpRequest) -> dict[str, Any]:
    """What the picker shows of a photo; sizes in pixels.

    `words` is the address that takes other words for it; None where they are not this person's.
    """
    may_edit = can(request.user, "photo.edit_meta", photo)
    return {
        "words": reverse("admin:articles_photo_words", args=[photo.pk]) if may_edit else None,
        "id": photo.pk,
        "caption": photo.caption,
        "file_name": photo.file_name,
        "credit": photo.credit,
        "alt": photo.alt,
        "thumbnail": reverse("admin:articles_photo_thumbnail", args=[photo.pk]),
        "width": photo.width,
        "height": photo.height,
    }
