"""What a photo says, taken a few words at a time: from the dialog beside a text, from captions.

A form here writes what was changed in it and nothing else: two people may have one photo open.
Where both have changed the same field, the second is told before anything is written over.
"""

from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Photo
from articles.photos.alternative import fault_of
from newsportal.accounts import audit
from newsportal.accounts.changes import changes_of
from newsportal.accounts.roles import staff
from newsportal.timeline import in_words

ALT_FAULTS: Final = {
    "caption": gettext_lazy("This repeats the caption. Say what the photo shows."),
    "file name": gettext_lazy("This is the name of a file. Say what the photo shows."),
}
HELP: Final = {
    "credit": gettext_lazy("Printed in brackets after the caption."),
    "shows_minor": gettext_lazy("Then it goes out only with a release."),
}


class PhotoWordsForm(forms.ModelForm):
    """Some words of a photo; a field that was not sent, or not changed, stays as it is."""

    class Meta:
        model = Photo
        fields = ["caption", "credit", "alt", "keywords", "place"]
        help_texts = HELP
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 3}),
            "alt": forms.Textarea(attrs={"rows": 2}),
        }

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if self._was_sent(name)]

    def _was_sent(self, name: str) -> bool:
        widget = self.fields[name].widget
        return not widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        changed = self.changed_data
        for name in self.fields:
            if name not in changed:
                cleaned[name] = getattr(self.instance, name)
        self._tell_of_others(cleaned)
        if "alt" in changed or "caption" in changed:
            fault = fault_of(
                cleaned.get("alt", ""),
                caption=cleaned.get("caption", ""),
                file_name=self.instance.file_name,
            )
            if fault:
                self.add_error("alt", str(ALT_FAULTS[fault]))
        return cleaned

    def _tell_of_others(self, cleaned: dict[str, Any]) -> None:
        """Refuse what would write over words that came after this form was opened, once."""
        self.meanwhile: dict[str, str] = {}
        for name in self.changed_data:
            key, there = self.add_initial_prefix(name), getattr(self.instance, name)
            if key not in self.data or is_same(there, cleaned.get(name)):
                continue
            try:
                opened = self.fields[name].to_python(self.data[key])
            except forms.ValidationError:
                opened = None
            if is_same(there, opened):
                continue
            self.meanwhile[name] = as_sent(there)
            # Whoever has seen it and sends the form again means it.
            sent: Any = self.data
            self.data = sent = sent.copy()
            sent[key] = as_sent(there)
            if there not in ("", None):
                sentence = _("Somebody has written meanwhile: “%s”. Save again to keep yours.")
                self.add_error(name, sentence % self._for_people(name))
            else:
                self.add_error(name, _("Somebody has emptied this. Save again to keep yours."))

    def _for_people(self, name: str) -> str:
        """What the row says in a field."""
        value = getattr(self.instance, name)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return in_words(value)
        display = getattr(self.instance, f"get_{name}_display", None)
        return str(display() if display else value)

    def keep(self, request: HttpRequest) -> bool:
        """Write what was changed; whether anything was."""
        if not self.changed_data:
            return False
        with transaction.atomic():
            self.instance.save(update_fields=self.changed_data)
            changes = changes_of(self, change=True)
            audit.record("photo.edit_meta", self.instance, by=staff(request), changes=changes)
        return True

    @property
    def sentences(self) -> dict[str, str]:
        """What is wrong, by field."""
        return {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}


class OpenedPhotoForm(PhotoWordsForm):
    """Words of a photo beside what they were when the page was made.

    What somebody else has written since is not written over by what was not touched.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # A form that comes without them is compared with what is there now.
            carried = self.add_initial_prefix(name) in self.data
            field.show_hidden_initial = carried or not self.is_bound


def is_same(value: Any, other: Any) -> bool:
    """Whether a field shows the same for both."""
    if isinstance(value, datetime) and isinstance(other, datetime):
        return value.replace(microsecond=0) == other.replace(microsecond=0)
    if isinstance(value, str) and isinstance(other, str):
        return plain(value) == plain(other)
    return bool(value == other)


def as_sent(value: Any) -> str:
    """A value as a hidden input holds it."""
    return "" if value is None else str(getattr(value, "pk", value))


def plain(words: str) -> str:
    """As browsers and databases agree on it: they end lines differently."""
    return words.replace("\r\n", "\n").strip()
