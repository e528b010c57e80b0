"""What a form changed, from what to what, in words short enough for the audit log."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, cast

from django import forms
from django.db import models
from django.db.models import QuerySet

# The log says what a change was about; whole texts are kept by versions and revisions.
LONGEST_VALUE: Final = 200


def changes_of(form: Any, *, change: bool) -> dict[str, list[str]]:
    """The old and the new value of every field that was changed in a valid model form.

    Without `change` the row is new, and the old values are empty. Passwords are left out.
    """
    return {
        name: [
            as_text(value_before(form, name) if change else None),
            as_text(form.cleaned_data.get(name)),
        ]
        for name in sorted(form.changed_data)
        if "password" not in name
    }


def value_before(form: Any, name: str) -> Any:
    """The value that the form was opened with; a row instead of the number of a row."""
    field = form.fields[name]
    value = form.get_initial_for_field(field, name)
    if isinstance(field, forms.ModelMultipleChoiceField) or value is None:
        return value
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, models.Model):
        model = cast(QuerySet[Any], field.queryset).model
        # Without the limits of the form: what stood there before may not be chosen any more.
        return QuerySet(model).filter(**{field.to_field_name or "pk": value}).first() or value
    return value


def as_text(value: Any) -> str:
    """A value of a form as people read it, cut where it becomes a text of its own."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        text = ", ".join(sorted(str(one) for one in value))
    else:
        text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
