"""What the dialog that chooses a photo asks the library: to find one, to take one, to name one.

Its scripts (`photo-picker.js`, `photo-upload.js`, `photo-words.js`) get JSON.
"""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Photo
from articles.photos.intake import accept
from newsportal.accounts.admin_pages import AdminPages, page
from newsportal.accounts.roles import can, staff
from newsportal.numbers import number_in
from newsportal.refusals import Refused

PICKER_PAGE = 24


class UploadForm(forms.Form):
    """Words for all the files of one upload; a file's own metadata fill what stays empty."""

    caption = forms.CharField(
        label=_("Caption"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    credit = forms.CharField(label=_("Credit"), required=False, max_length=200)
    alt = forms.CharField(
        label=_("Alternative text"),
        required=False,
        max_length=300,
        help_text=_("What the photo shows, for readers who cannot see it."),
    )


class PhotoWordsForm(forms.ModelForm):
    """What is asked of a photo when it is put into a text."""

    class Meta:
        model = Photo
        fields = ["caption", "credit", "alt"]


class PickerPages(AdminPages):
    """Mixed into the PhotoAdmin: `picker/`, `upload/` and `<number>/words/`."""

    save_model: Any

    @page("picker/", "photo.browse_library", name="picker", methods=("GET",))
    def picker(self, request: HttpRequest) -> HttpResponseBase:
        """A page of photos that match `q`, the newest first, as JSON."""
        photos = Photo.objects.order_by("-id")
        for word in request.GET.get("q", "").replace("\0", "")[:200].split():
            photos = photos.filter(
                Q(caption__icontains=word)
                | Q(credit__icontains=word)
                | Q(alt__icontains=word)
                | Q(file_name__icontains=word)
            )
        # By key: a photo that is added meanwhile moves no page, and no count is asked for.
        if before := number_in(request.GET.get("before")):
            photos = photos.filter(pk__lt=before)
        found = list(photos[: PICKER_PAGE + 1])
        shown, more = found[:PICKER_PAGE], len(found) > PICKER_PAGE
        following = request.GET.copy()
        if more:
            following["before"] = str(shown[-1].pk)
        return JsonResponse(
            {
                "photos": [as_json(photo, request) for photo in shown],
                "next": f"{request.path}?{following.urlencode()}" if more else None,
            }
        )

    @page("upload/", "photo.upload", name="upload", methods=("POST",))
    def upload(self, request: Any) -> HttpResponseBase:
        """One file: 201 with the photo, or 400 with the sentence of the refusal."""
        file = request.FILES.get("file")
        form = UploadForm(request.POST)
        if file is None or not form.is_valid():
            return JsonResponse({"error": str(_("Choose a file."))}, status=400)
        try:
            photo = accept(file, staff(request), **form.cleaned_data)
        except Refused as refusal:
            return JsonResponse({"error": refusal.sentence}, status=400)
        return JsonResponse({"photo": as_json(photo, request)}, status=201)

    @page("<int:number>/words/", "photo.edit_meta", name="words", methods=("POST",))
    def words(self, request: HttpRequest, photo: Photo) -> HttpResponseBase:
        """What a photo says: 200 with the photo, or 400 with a sentence."""
        form = PhotoWordsForm(request.POST, instance=photo)
        if not form.is_valid():
            sentences = " ".join(str(error) for errors in form.errors.values() for error in errors)
            return JsonResponse({"error": sentences}, status=400)
        if form.changed_data:
            self.save_model(request, form.save(commit=False), form, change=True)
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
        "credit": photo.credit,
        "alt": photo.alt,
        "thumbnail": reverse("admin:articles_photo_thumbnail", args=[photo.pk]),
        "width": photo.width,
        "height": photo.height,
    }
