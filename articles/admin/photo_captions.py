"""The page that asks for the captions of many photos, one below the other.

One goes from field to field and from photo to photo by the tab key; `photo-captions.js` saves a
photo as one leaves it (`<number>/words/`), the buttons save all without a script. What is typed
for all photos together fills what is empty, or takes its place.
"""

from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.photo_grid import address_of_captions, chosen_in
from articles.admin.photo_words import HELP, OpenedPhotoForm
from articles.models import Licence, Photo
from articles.photos.licensing import give
from articles.photos.pictures import renditions_of
from newsportal.accounts import audit
from newsportal.accounts.admin_pages import AdminPages, page
from newsportal.accounts.roles import can, staff
from newsportal.numbers import number_in

SEEN: Final = 640  # pixels: wide enough to tell who is who
# Ten fields each, hidden ones too: Django takes no form of more than a thousand.
AT_ONCE: Final = 60
FOR_ALL: Final = ("caption", "credit", "keywords", "place")


class CaptionForm(OpenedPhotoForm):
    """The words of one photo among others."""

    @property
    def picture(self) -> dict[str, Any] | None:
        """The rendition to look at; None where there is none yet."""
        jpegs = renditions_of(self.instance, "jpeg")
        return next((one for one in jpegs if one["width"] >= SEEN), jpegs[-1] if jpegs else None)


class ForAllForm(forms.ModelForm):
    """Words and a licence for all photos of the page."""

    over = forms.BooleanField(
        label=_("Also where something is written already"), label_suffix="", required=False
    )

    class Meta:
        model = Photo
        fields = [*FOR_ALL, "licence"]
        widgets = {"caption": forms.Textarea(attrs={"rows": 2})}
        help_texts = HELP

    prefix = "all"

    def __init__(self, sent: Any, *, may_set_rights: bool) -> None:
        super().__init__(sent)
        if may_set_rights:
            self.fields["licence"].queryset = Licence.objects.all()  # type: ignore[attr-defined]
        else:
            del self.fields["licence"]

    def write(self, photo: Photo) -> dict[str, list[str]]:
        """Set the words on `photo`, which is not saved; gives what changed, from what to what."""
        changes = {}
        for name in FOR_ALL:
            words, before = self.cleaned_data[name], getattr(photo, name)
            if words and words != before and (self.cleaned_data["over"] or not before):
                setattr(photo, name, words)
                changes[name] = [before, words]
        licence = self.cleaned_data.get("licence")
        is_free = photo.licence is None or self.cleaned_data["over"]
        if licence and photo.licence != licence and is_free:
            changes["licence"] = [str(photo.licence or ""), str(licence)]
            give(licence, photo)
        return changes


class CaptionPages(AdminPages):
    """Mixed into the PhotoAdmin: `captions/`."""

    @page("captions/", "photo.edit_meta", name="captions")
    def captions(self, request: HttpRequest) -> HttpResponseBase:
        """The photos of `?photos=1,2,3` or `?collection=4`, with fields for what each says."""
        photos, left_out, following = self._asked(request)
        sent = request.POST if request.method == "POST" else None
        forms_of_photos = [
            CaptionForm(sent, instance=photo, prefix=str(photo.pk)) for photo in photos
        ]
        may_set_rights = can(request.user, "photo.set_rights_expiry")
        for_all = ForAllForm(sent, may_set_rights=may_set_rights)
        if sent is not None:
            if self._save(request, forms_of_photos, for_all):
                return HttpResponseRedirect(request.get_full_path())
            # What is saved begins anew: it is no change any more.
            forms_of_photos = [
                form if form.errors else CaptionForm(instance=form.instance, prefix=form.prefix)
                for form in forms_of_photos
            ]
        return self.answer(
            request,
            "articles/newsroom/photo_captions.html",
            title=_("Captions"),
            forms=forms_of_photos,
            for_all=for_all,
            left_out=left_out,
            following=following,
            status=400 if sent is not None else 200,
        )

    def _asked(self, request: HttpRequest) -> tuple[list[Photo], int, str]:
        """The photos of this page in the order of the question, how many were left out of them,
        and the address of the page that goes on; empty after the last.
        """
        collection = number_in(request.GET.get("collection"))
        if collection:
            asked = Photo.objects.filter(collections=collection).order_by("-pk")
            if before := number_in(request.GET.get("before")):
                asked = asked.filter(pk__lt=before)
            numbers = list(asked.values_list("pk", flat=True)[: AT_ONCE + 1])
        else:
            numbers = chosen_in(request.GET.get("photos", "")[:4000].split(","))
        here, rest = numbers[:AT_ONCE], numbers[AT_ONCE:]
        following = address_of_captions(rest) if rest else ""
        if rest and collection:
            query = urlencode({"collection": collection, "before": here[-1]})
            following = f"{request.path}?{query}"
        found = Photo.objects.select_related("licence").in_bulk(here)
        mine = [
            found[number]
            for number in here
            if number in found and can(request.user, "photo.edit_meta", found[number])
        ]
        return mine, len(here) - len(mine), following

    def _save(
        self, request: HttpRequest, forms_of_photos: list[CaptionForm], for_all: ForAllForm
    ) -> bool:
        """Save what can be saved; whether that was everything."""
        valid = [form for form in forms_of_photos if form.is_valid()]
        wrong = len(forms_of_photos) - len(valid)
        saved = {form.instance.pk for form in valid if form.keep(request)}
        left_lying = False
        if for_all_is_wrong := not for_all.is_valid():
            messages.error(request, _("Look at the words for all photos again."))
        elif request.POST.get("do") != "all":
            left_lying = for_all.has_changed()
        else:
            for form in valid:
                if self._write_for_all(request, form, for_all):
                    saved.add(form.instance.pk)
        if saved:
            text = ngettext("%d photo is saved.", "%d photos are saved.", len(saved))
            messages.success(request, text % len(saved))
        elif not wrong and not for_all_is_wrong and not left_lying:
            messages.info(request, _("Nothing was changed."))
        if left_lying:
            words = _("The words for all photos are not written yet: that has a button of its own.")
            messages.warning(request, words)
        if wrong:
            text = ngettext(
                "%d photo is not saved yet: look at what is marked.",
                "%d photos are not saved yet: look at what is marked.",
                wrong,
            )
            messages.error(request, text % wrong)
        return not wrong and not for_all_is_wrong and not left_lying

    def _write_for_all(self, request: HttpRequest, form: CaptionForm, for_all: ForAllForm) -> bool:
        with transaction.atomic():
            # Anew: since the page read it, the worker may have made its files, or a colleague
            # may have written something.
            current = Photo.objects.select_for_update().filter(pk=form.instance.pk).first()
            if current is None or not (changes := for_all.write(current)):
                return False
            current.save()
            form.instance = current
            right = "photo.set_rights_expiry" if "licence" in changes else "photo.edit_meta"
            audit.record(right, current, by=staff(request), changes=changes)
        return True
