"""`RichTextField`: a text column that can hold nothing but sanitised HTML, and its form field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from newsportal.refusals import Refused
from newsportal.richtext.sanitiser import sanitise
from newsportal.richtext.widget import RichTextWidget


class RichTextFormField(forms.CharField):
    """Rich text in a form: `clean()` gives sanitised HTML."""

    widget = RichTextWidget

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if not isinstance(value, str):
            return value
        try:
            return sanitise(value)
        except Refused as refusal:
            raise ValidationError(refusal.sentence, code="refused") from refusal

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the text differs; the editor's own line breaks and blanks do not count."""
        try:
            return sanitise(initial or "") != sanitise(data or "")
        except Refused:
            return True


class RichTextField(models.TextField):
    """Sanitises on the way into the database, so no write path can go around it.

    `save()`, `update()` and bulk writes all come by. An expression (`F`, `Concat`) is computed
    by the database and cannot be looked at; what readers get passes `render()` once more.
    """

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str):
            value = sanitise(value)
        return super().get_db_prep_save(value, connection)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The instance holds, after `save()`, what the row holds."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = sanitise(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        # The admin asks for its own text area by default: the field knows better.
        given = kwargs.get("widget")
        if given is None or not _is_rich(given):
            kwargs["widget"] = RichTextWidget
        return super().formfield(**{"form_class": RichTextFormField, **kwargs})


def _is_rich(widget: Any) -> bool:
    kind = widget if isinstance(widget, type) else type(widget)
    return issubclass(kind, RichTextWidget)
