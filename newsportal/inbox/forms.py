"""The form that a reader fills in. It takes what people type and refuses as little as it can."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.network import site_path
from newsportal.inbox.models import LONGEST_TEXT, Category
from newsportal.inbox.stamp import Stamp


class PlainField(forms.CharField):
    """Text as it was typed, with one kind of line end and without NUL, which no database takes."""

    def to_python(self, value: Any) -> str:
        if isinstance(value, str):
            value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
        return cast(str, super().to_python(value))


class PageField(PlainField):
    """A page of this site: its path, or its whole address."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        path = site_path(typed)
        if typed and not path:
            raise ValidationError(
                _("Give the address of a page of this site, or leave this empty.")
            )
        return path


class MessageForm(forms.Form):
    """A message with an optional sender, and the marks by which scripts give themselves away."""

    # Said by the server in words, with links to the fields; a browser's bubble says less.
    use_required_attribute = False

    category = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("", _("Please choose")), *Category.choices],
        error_messages={
            "required": _("Choose what your message is about."),
            "invalid_choice": _("Choose what your message is about."),
        },
    )
    text = PlainField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10, "aria-describedby": "hint-text"}),
        error_messages={
            "required": _("Write your message."),
            "max_length": _(
                "Your message has %(show_value)d characters; %(limit_value)d fit. "
                "Shorten it or send it in two parts."
            ),
        },
    )
    page = PageField(
        label=_("The page it is about"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    sender_name = PlainField(
        label=_("Your name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    sender_address = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("This is not an e-mail address. Correct it or leave it empty.")
        },
    )
    # Hidden from people; a script that fills in every field fills in this one.
    leave_empty = PlainField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.came_back: Stamp | None = None
        if self.is_bound:
            self.came_back = Stamp.read(self.data.get("stamp", ""))
            for name in self.errors:
                if name in self.fields:
                    self.point_to_error(name)

    def clean(self) -> None:
        if self.came_back is None:
            raise ValidationError(
                _(
                    "The form was open for a long time and has to be sent once more. "
                    "Nothing you wrote is lost: please press Send again."
                ),
                code="stale",
            )

    def point_to_error(self, name: str) -> None:
        """Tie the control to its error for those who hear the page."""
        attrs = self.fields[name].widget.attrs
        described_by = [attrs.get("aria-describedby", ""), f"error-{name}"]
        attrs |= {"aria-invalid": "true", "aria-describedby": " ".join(filter(None, described_by))}

    @property
    def next_stamp(self) -> str:
        """The stamp for the form as it is shown now."""
        if self.came_back is not None:
            return self.came_back.signed
        return Stamp.fresh(again=self.is_bound).signed

    @property
    def held_because(self) -> str:
        """Why a valid message goes to the spam folder, or an empty string."""
        assert self.came_back is not None
        if self.cleaned_data["leave_empty"]:
            return str(_("a field that people do not see was filled in"))
        if self.came_back.is_hasty:
            return str(_("the form came back within two seconds"))
        return ""

    @property
    def sent_as(self) -> str:
        """The same for two sendings of the same words from the same form."""
        assert self.came_back is not None
        names = ("category", "text", "page", "sender_name", "sender_address")
        return self.came_back.sent_as(*(self.cleaned_data[name] for name in names))
