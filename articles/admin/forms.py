"""The article form: what is typed becomes a `Content`, the one thing that `workflow` stores."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.content import Content, PhotoChoice
from articles.models import Article, ArticleAuthor, Photo, PhotoUse, Revision, Topic
from newsportal.numbers import number_in
from newsportal.richtext.widget import RichTextWidget


class ArticleForm(forms.ModelForm):
    """The words of an article, and the revision that the form was opened on."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    guest = forms.CharField(
        label=_("Guest author"),
        max_length=80,
        required=False,
        help_text=_("Somebody without an account: the name is added at the end."),
    )
    may_add_guests = False
    may_be_related: Any = None  # a queryset; None: every article
    refusal: str | None = None  # why `workflow` did not take what was typed
    is_only_shown = False  # filled with what was typed, finished or not, and never valid

    class Meta:
        model = Article
        fields = [
            "headline",
            "standfirst",
            "body",
            "section",
            "topics",
            "dateline",
            "language",
            "slug",
            "related",
            "is_photo_story",
            "change_note",
            "is_silent",
        ]
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "class": "headline"}),
            "standfirst": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages: ClassVar = {"headline": {"required": _("Write a headline first.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        head: Revision | None = self.instance.head
        self.fields["based_on"].initial = head.number if head else None
        if not self.may_add_guests:
            del self.fields["guest"]
        if not self.instance.was_public:
            # Nobody has read it yet, so there is nothing to tell anybody has changed.
            self.fields.pop("change_note", None)
            self.fields.pop("is_silent", None)
        elif self.instance.state == Article.State.PUBLISHED:
            self.initial.update(change_note="", is_silent=False)
        if "related" in self.fields:
            related: Any = self.fields["related"]
            choices = related.queryset if self.may_be_related is None else self.may_be_related
            related.queryset = choices.exclude(pk=self.instance.pk)
        if "topics" in self.fields:
            # What an address names begins as words, not as rows.
            rows = [row for row in self.initial.get("topics") or () if isinstance(row, Topic)]
            inner_widget(self.fields["topics"]).known = rows

    def full_clean(self) -> None:
        if not self.is_only_shown:
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        self.add_error(None, _("Nothing of this is saved yet."))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.refusal:
            raise ValidationError(self.refusal)
        return cleaned

    def clean_related(self) -> Any:
        related = self.cleaned_data["related"]
        if len(related) > 5:
            raise ValidationError(_("Choose at most five related articles."))
        return related

    def based_on_revision(self) -> Revision | None:
        """The revision that the form was opened on; None for a new article."""
        number = self.cleaned_data.get("based_on")
        if self.instance.pk is None or number is None:
            return None
        revision: Revision | None = self.instance.revisions.filter(number=number).first()
        return revision

    def content(self, authors: Iterable[int], photos: Iterable[PhotoChoice]) -> Content:
        """Everything that was typed. Fields this person may not change keep what they hold."""
        stored = self.instance.content_to_change() if self.instance.pk else Content(headline="")
        typed = self.cleaned_data

        def value(name: str) -> Any:
            return typed[name] if name in typed else getattr(stored, name)

        def keys(name: str) -> tuple[int, ...]:
            return tuple(row.pk for row in typed[name]) if name in typed else getattr(stored, name)

        return Content(
            headline=value("headline"),
            slug=value("slug"),
            standfirst=value("standfirst"),
            dateline=value("dateline"),
            body=value("body"),
            language=value("language"),
            section=typed["section"].pk
            if typed.get("section")
            else (None if "section" in typed else stored.section),
            topics=keys("topics"),
            authors=tuple(authors),
            photos=tuple(photos),
            is_photo_story=value("is_photo_story"),
            related=keys("related"),
            change_note=value("change_note"),
            is_silent=value("is_silent"),
        )


class Chosen:
    """A widget for rows found by typing. What its form has read is not asked for once more."""

    known: Iterable[Any] = ()  # rows, of which the chosen ones may be

    def optgroups(self: Any, name: str, value: Any, attrs: Any = None) -> Any:
        chosen = {str(key) for key in value if key not in self.choices.field.empty_values}
        rows = [row for row in self.known if str(row.pk) in chosen]
        if not rows or len(rows) < len(chosen):
            return super().optgroups(name, value, attrs)  # type: ignore[misc]
        label = self.choices.field.label_from_instance
        options = [
            self.create_option(name, row.pk, label(row), True, index)
            for index, row in enumerate(rows)
        ]
        if not self.is_required and not self.allow_multiple_selected:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


def inner_widget(field: Any) -> Any:
    """The widget of a relation's field, without the links that the admin wraps it in."""
    return getattr(field.widget, "widget", field.widget)


class OneOf(Chosen, AutocompleteSelect):
    """One row, found by typing."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return number_in(typed) if typed else typed


class ManyOf(Chosen, AutocompleteSelectMultiple):
    """Several rows, found by typing. Each has its own cross; one for all would break the list."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().build_attrs(*args, **kwargs), "data-allow-clear": "false"}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [number_in(typed) for typed in super().value_from_datadict(data, files, name)]


class PhotoSelect(forms.NumberInput):
    """A photo of the library, chosen in the picker; without JavaScript, by its number."""

    template_name = "articles/newsroom/photo_select.html"
    stored: Photo | None = None  # what was chosen before, if it is known

    class Media:
        # Here and not with the editor of texts: photo editors have photos to choose, and no text.
        css = {"all": ["css/newsroom/photo-picker.css"]}
        js = (
            Script("js/newsroom/photo-picker.js", type="module"),
            Script("js/newsroom/photo-upload.js", type="module"),
            Script("js/newsroom/photo-field.js", type="module"),
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return number_in(typed) if typed else typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        known = self.stored if self.stored and self.stored.pk == value else None
        context["photo"] = known or (Photo.objects.filter(pk=value).first() if value else None)
        context["picker_url"] = reverse("admin:articles_photo_picker")
        context["upload_url"] = reverse("admin:articles_photo_upload")
        return context


class RowForm(forms.ModelForm):
    """A row of the article form. Whether it stands twice, its set of rows decides."""

    def validate_unique(self) -> None:
        """Nothing: a save replaces all the rows, so those that are stored do not count."""

    def validate_constraints(self) -> None:
        """Nothing, as above."""


class AuthorForm(RowForm):
    """An author of the article."""

    class Meta:
        model = ArticleAuthor
        fields = ["author", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            inner_widget(self.fields["author"]).known = [self.instance.author]


class PhotoUseForm(RowForm):
    """A photo of the article, with a caption and an alternative text of its own."""

    class Meta:
        model = PhotoUse
        fields = ["photo", "caption", "alt", "is_decorative", "position"]
        widgets = {
            "photo": PhotoSelect,
            "caption": forms.Textarea(attrs={"rows": 2}),
            "alt": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = inner_widget(self.fields["photo"])
        if self.instance.pk and isinstance(widget, PhotoSelect):
            widget.stored = self.instance.photo


class LabelledRows(forms.BaseInlineFormSet):
    """Rows of a table, each input with its name: the heading of a column labels none of them.

    What was sent is taken as it stands, whatever rows are stored: every save writes them anew,
    so that a form which was opened before it names rows that are no more.
    """

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if self.is_bound:
            form.fields["id"] = forms.CharField(widget=forms.HiddenInput, required=False)
        for field in form.fields.values():
            field.widget.attrs.setdefault("aria-label", str(field.label or ""))

    def clean(self) -> None:
        seen = set()
        for row in rows_in_order(self):
            chosen = row.get("photo") or row.get("author")
            if chosen in seen:
                raise ValidationError(_("“%s” stands in the list twice.") % chosen)
            seen.add(chosen)


def rows_in_order(formset: Any) -> list[dict[str, Any]]:
    """The rows of an inline formset that stay, in the order that was typed."""
    rows = [
        form.cleaned_data
        for form in formset.forms
        if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
    ]
    return sorted(rows, key=lambda row: row.get("position") or 0)


def rich_text_widget(*, may_upload: bool = True) -> RichTextWidget:
    """The editor with the newsroom's photo library and providers of embeds behind its buttons."""
    return RichTextWidget(
        photo_picker_url=reverse("admin:articles_photo_picker"),
        photo_upload_url=reverse("admin:articles_photo_upload") if may_upload else "",
        photo_image_url=reverse("admin:articles_photo_thumbnail", args=[0]),
        embed_match_url=reverse("admin:embeds_provider_match"),
    )
