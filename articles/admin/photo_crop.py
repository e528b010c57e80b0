"""The page that says what of a photo a cut shows: its focus, and frames made by hand.

The cuts themselves are made by `articles.photos`; `photo-crop.js` shows them while one works.
"""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Photo
from articles.photos.encoding import RATIOS
from articles.photos.pictures import renditions_of
from newsportal.accounts import audit
from newsportal.accounts.admin_pages import AdminPages, page
from newsportal.accounts.roles import staff

NAMES: Final = {
    "16x9": gettext_lazy("16:9"),
    "4x3": gettext_lazy("4:3"),
    "1x1": gettext_lazy("1:1"),
    "card": gettext_lazy("Shared link"),
}
# A frame smaller than this shows pixels, not a picture.
LEAST: Final = 5  # percent of the width
STAGE: Final = 1280  # pixels: the picture that one works on


class CropForm(forms.ModelForm):
    """Focus and frames, in percent of the picture; an empty frame follows the focus."""

    class Meta:
        model = Photo
        fields = ["focus_x", "focus_y"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("focus_x", "focus_y"):
            self.fields[name].widget.attrs.update(min=0, max=100, step=1)
        for ratio, label in NAMES.items():
            by_hand = self.instance.crops.get(ratio)
            for place, (part, words) in enumerate(
                (("left", _("from the left")), ("top", _("from the top")), ("width", _("width")))
            ):
                self.fields[f"{ratio}-{part}"] = forms.DecimalField(
                    label=f"{label}, {words}",
                    required=False,
                    min_value=LEAST if part == "width" else 0,
                    max_value=100,
                    decimal_places=2,
                    initial=by_hand[place] if by_hand else None,
                )

    @property
    def focus_fields(self) -> list[Any]:
        """The two fields of the focus."""
        return [self["focus_x"], self["focus_y"]]

    @property
    def frames(self) -> list[dict[str, Any]]:
        """The frames as the page shows them: ratio, its words, across : down, three fields."""
        return [
            {
                "ratio": ratio,
                "name": name,
                "across": RATIOS[ratio][0],
                "down": RATIOS[ratio][1],
                "fields": [self[f"{ratio}-{part}"] for part in ("left", "top", "width")],
            }
            for ratio, name in NAMES.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.instance.crops = {
            ratio: frame for ratio in NAMES if (frame := self._frame(ratio, cleaned)) is not None
        }
        return cleaned

    def _frame(self, ratio: str, cleaned: dict[str, Any]) -> list[float] | None:
        """Left, top, width, height; None for a frame that follows the focus or is wrong."""
        given = [cleaned.get(f"{ratio}-{part}") for part in ("left", "top", "width")]
        if given == [None, None, None]:
            return None
        if None in given:
            for part in ("left", "top", "width"):
                name = f"{ratio}-{part}"
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Fill in all three numbers, or none of them."))
            return None
        left, top, width = (float(number) for number in given if number is not None)
        # Of a picture that is a thousand times as tall as wide, a frame is hardly anything.
        height = max(round(width * self._height_of_width(ratio), 2), 0.01)
        # As much as rounding makes of a frame that touches the edge.
        spare = 0.02
        if left + width > 100 + spare:
            self.add_error(f"{ratio}-width", _("The frame goes over the right edge."))
        elif top + height > 100 + spare:
            self.add_error(f"{ratio}-top", _("The frame goes over the lower edge."))
        else:
            return [left, top, min(width, 100 - left), min(height, 100 - top)]
        return None

    def _height_of_width(self, ratio: str) -> float:
        """How many percent of the height a percent of the width is, for a frame of this ratio."""
        across, down = RATIOS[ratio]
        return self.instance.width * down / (self.instance.height * across)


class CropPages(AdminPages):
    """Mixed into the PhotoAdmin: `<number>/crop/`."""

    @page("<int:number>/crop/", "photo.crop_replace", name="crop")
    def crop(self, request: HttpRequest, photo: Photo) -> HttpResponseBase:
        """The focus and the frames of a photo; a change makes new public files."""
        form = CropForm(request.POST if request.method == "POST" else None, instance=photo)
        before = (photo.focus_x, photo.focus_y, photo.crops)
        if form.is_valid():
            if (photo.focus_x, photo.focus_y, photo.crops) != before:
                with transaction.atomic():
                    photo.save(update_fields=["focus_x", "focus_y", "crops"])
                    audit.record(
                        "photo.crop_replace",
                        photo,
                        by=staff(request),
                        focus=[photo.focus_x, photo.focus_y],
                        crops=photo.crops,
                    )
                messages.success(request, _("Saved. Readers get the new cuts in a minute."))
            return HttpResponseRedirect(reverse("admin:articles_photo_change", args=[photo.pk]))
        jpegs = renditions_of(photo, "jpeg")
        fitting = [one for one in jpegs if one["width"] <= STAGE] or jpegs
        return self.answer(
            request,
            "articles/newsroom/photo_crop.html",
            photo,
            title=_("Focus and cuts"),
            form=form,
            stage=fitting[-1] if fitting else None,
            status=400 if form.is_bound else 200,
        )
