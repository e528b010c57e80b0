"""The forms that a reader fills in. They take what people type and refuse as little as they can."""

import re
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.network import site_path
from newsportal.inbox import receipt
from newsportal.inbox.addresses import AddressField
from newsportal.inbox.models import LONGEST_QUOTE, LONGEST_TEXT, Category, Kind
from newsportal.inbox.stamp import Stamp

# What is no part of the message itself.
MARKS = ("leave_empty", "stamp")
# Control characters, ends of lines, and what overrides or embeds a direction of writing.
_BESIDE_A_LINE = re.compile(r"[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class PlainField(forms.CharField):
    """Text as it was typed, with one kind of line end and without NUL, which no database takes."""

    def to_python(self, value: Any) -> str:
        if isinstance(value, str):
            value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
        return cast(str, super().to_python(value))


class LineField(PlainField):
    """One line: what would begin another, or turn the direction of what follows, is left out."""

    def to_python(self, value: Any) -> str:
        return " ".join(_BESIDE_A_LINE.sub(" ", super().to_python(value)).split())


class PageField(PlainField):
    """A page of this site: its path, or its whole address."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "url"})
        super().__init__(max_length=500, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        path = site_path(typed)
        if typed and not path:
            raise ValidationError(
                _("Give the address of a page of this site, or leave this empty.")
                if not self.required
                else _("Give the address of a page of this site.")
            )
        return path


def text_field(label: Any, required: Any, *, rows: int = 10) -> PlainField:
    """The field for what a reader has to say."""
    return PlainField(
        label=label,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows, "aria-describedby": "hint-text"}),
        error_messages={
            "required": required,
            "max_length": _(
                "Your message has %(show_value)d characters; %(limit_value)d fit. "
                "Shorten it or send it in two parts."
            ),
        },
    )


class StampedForm(forms.Form):
    """A form that tells its own sendings apart, and ties its errors to the fields."""

    # Said by the server in words, with links to the fields; a browser's bubble says less.
    use_required_attribute = False

    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.came_back: Stamp | None = None
        if self.is_bound:
            self.came_back = Stamp.read(self.data.get("stamp", ""))

    def full_clean(self) -> None:
        super().full_clean()
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

    @cached_property
    def next_stamp(self) -> str:
        """The stamp for the form as it is shown now."""
        if self.came_back is not None:
            return self.came_back.signed
        return Stamp.fresh(again=self.is_bound).signed

    @property
    def sent_as(self) -> str:
        """The same for two sendings of the same words from the same form."""
        assert self.came_back is not None
        typed = [str(self.cleaned_data[name]) for name in self.fields if name not in MARKS]
        return self.came_back.sent_as(*typed)


class MessageForm(StampedForm):
    """A message with an optional sender, and the marks by which scripts give themselves away."""

    kind: ClassVar[Kind] = Kind.MESSAGE

    category = forms.ModelChoiceField(
        label=_("What is it about?"),
        queryset=Category.objects.none(),
        to_field_name="slug",
        empty_label=_("Please choose"),
        error_messages={
            "required": _("Choose what your message is about."),
            "invalid_choice": _("Choose what your message is about."),
        },
    )
    text = text_field(_("Your message"), _("Write your message."))
    page = PageField(label=_("The page it is about"), required=False)
    sender_name = LineField(
        label=_("Your name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    sender_address = AddressField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("This is not an e-mail address. Correct it or leave it empty.")
        },
    )
    # Hidden from people; a script that fills in every field fills in this one.
    leave_empty = PlainField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = list(Category.objects.offered(self.kind))
        field = cast(forms.ModelChoiceField, self.fields["category"])
        field.queryset = Category.objects.offered(self.kind)
        # From the list at hand: the field would read its rows once more to show them.
        names = [(category.slug, category.name) for category in self.categories]
        field.widget.choices = [("", str(field.empty_label)), *names]
        if len(self.categories) == 1:
            # Where there is nothing to choose, nothing is asked.
            del self.fields["category"]

    @property
    def category_chosen(self) -> Category:
        """What a valid message is about."""
        return cast(Category, self.cleaned_data.get("category") or self.categories[0])

    @property
    def shortest_kept(self) -> int:
        """For how many days after its closing a message is kept at least."""
        return min((category.keep_for_days for category in self.categories), default=0)

    @property
    def longest_kept(self) -> int:
        """And for how many at most."""
        return max((category.keep_for_days for category in self.categories), default=0)

    @property
    def written(self) -> dict[str, Any]:
        """What a reader wrote, by the columns of `Message`."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in MARKS}
        return typed | {"category": self.category_chosen}

    @property
    def code(self) -> str:
        """The receipt code of a valid message."""
        assert self.came_back is not None
        return receipt.code_for(self.came_back.number, self.sent_as)

    @property
    def held_because(self) -> str:
        """How a script gave itself away in a valid message, or an empty string."""
        assert self.came_back is not None
        if self.cleaned_data["leave_empty"]:
            return str(_("a field that people do not see was filled in"))
        if self.came_back.is_hasty:
            return str(_("the form came back within two seconds"))
        return ""


class ErrorForm(MessageForm):
    """An error in an article: where, and which words."""

    kind = Kind.ERROR
    field_order = ["category", "page", "quote", "text"]

    page = PageField(
        label=_("The article"),
        error_messages={"required": _("Give the address of the article.")},
    )
    quote = PlainField(
        label=_("The sentence that is wrong"),
        required=False,
        max_length=LONGEST_QUOTE,
        widget=forms.Textarea(
            attrs={"rows": 3, "aria-describedby": "hint-quote", "data-quote-from-address": True}
        ),
        error_messages={
            "max_length": _(
                "The sentence has %(show_value)d characters; %(limit_value)d fit. "
                "Its beginning is enough."
            ),
        },
    )
    text = text_field(_("What is wrong, and what is right?"), _("Write what is wrong."), rows=7)


class NoticeForm(MessageForm):
    """A notice of illegal content, with what Article 16(2) of the Digital Services Act names."""

    kind = Kind.NOTICE
    field_order = [
        "category", "page", "text", "is_of_child_abuse", "sender_name", "sender_address",
        "in_good_faith",
    ]  # fmt: skip

    page = PageField(
        label=_("The exact address of the content"),
        error_messages={"required": _("Give the exact address of the content.")},
    )
    text = text_field(
        _("Why do you think that it is illegal?"), _("Write why you think that it is illegal.")
    )
    is_of_child_abuse = forms.BooleanField(
        label=_("The content shows the sexual abuse or exploitation of children"), required=False
    )
    in_good_faith = forms.BooleanField(
        label=_(
            "I believe in good faith that what I state in this notice is accurate and complete."
        ),
        error_messages={
            "required": _("Confirm that you believe what you state; the law asks for it.")
        },
    )

    def clean(self) -> None:
        missing = {
            "sender_name": _("Give your name; it is not needed for a notice of child abuse."),
            "sender_address": _(
                "Give your e-mail address; it is not needed for a notice of child abuse."
            ),
        }
        if not self.cleaned_data.get("is_of_child_abuse"):
            for name, sentence in missing.items():
                if self.cleaned_data.get(name) == "":
                    self.add_error(name, sentence)
        super().clean()


class FurtherWordForm(StampedForm):
    """What a reader adds to a message on its status page."""

    text = text_field(_("Add something"), _("Write what you would like to add."), rows=6)


FORMS: dict[str, type[MessageForm]] = {
    form.kind: form for form in (MessageForm, ErrorForm, NoticeForm)
}
