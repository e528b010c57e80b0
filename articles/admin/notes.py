"""Internal notes on an article: beside its form, and on a page of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.pages import ArticlePages, page
from articles.models import Article, InternalNote
from articles.passages import Effort, Place, paragraphs_of, place_of
from articles.workflow.notes import (
    LONGEST_NOTE,
    LONGEST_PASSAGE,
    add_note,
    edit_note,
    may_be_mentioned,
    may_edit,
    names_of_nobody,
    reopen_note,
    resolve_note,
)
from newsportal.accounts.models import User
from newsportal.accounts.roles import can, staff
from newsportal.numbers import number_in
from newsportal.refusals import Refused


@dataclass(frozen=True)
class PlacedNote:
    """A note, the paragraph it is about, if that is still there, and whether it may be changed.

    `nobody` are the names in it, each with its @, that were nobody's when it was written.
    """

    row: InternalNote
    place: Place | None
    may_edit: bool
    nobody: list[str]


class People(forms.CheckboxSelectMultiple):
    """Colleagues to choose from."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [number_in(typed) for typed in super().value_from_datadict(data, files, name)]


class NoteForm(forms.Form):
    """A note; what it is about, and whom to tell of it."""

    # The page has other forms whose fields have the same names.
    prefix = "note"

    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": ""}),
        help_text=gettext_lazy("Name a colleague as @name, and they get it by mail."),
    )
    passage = forms.CharField(
        label=gettext_lazy("About the passage"),
        required=False,
        max_length=LONGEST_PASSAGE,
        widget=forms.Textarea(attrs={"rows": 2, "data-note-passage": ""}),
        help_text=gettext_lazy("Its words. Empty: about the whole article."),
    )
    mentions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Tell"),
        queryset=User.objects.none(),
        required=False,
        widget=People,
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["mentions"]
        choice.queryset = User.objects.filter(pk__in=[user.pk for user in people])
        choice.choices = [(user.pk, f"{user} (@{user.username})") for user in people]


class NotePages(ArticlePages):
    """Mixed into the ArticleAdmin: `notes/`, `notes/add/` and the steps of one note."""

    def form_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        context = super().form_context(request, article)
        if article is None or not can(request.user, "article.internal_note_read", article):
            return context
        return context | {"notes": self._notes(request, article)}

    def _notes(
        self, request: HttpRequest, article: Article, form: NoteForm | None = None
    ) -> dict[str, Any]:
        """What `_notes.html` shows: the open notes in the order of the text, and the others."""
        by = staff(request)
        rows = (
            article.internal_notes.select_related("made_by", "resolved_by")
            .prefetch_related("mentions")
            .order_by("made_at", "pk")
        )
        paragraphs, effort = paragraphs_of(article.body), Effort()
        notes = [
            PlacedNote(
                row,
                place_of(row.passage, paragraphs, effort),
                may_edit(row, by),
                names_of_nobody(row.text, row.mentions.all()),
            )
            for row in rows
        ]
        may_write = can(by, "article.internal_note_write", article)
        if form is None and may_write:
            form = NoteForm(people=may_be_mentioned(article))
        return {
            "open": [note for note in notes if note.row.resolved_at is None],
            "resolved": [note for note in notes if note.row.resolved_at is not None],
            "form": form if may_write else None,
        }

    @page("<int:number>/notes/", "article.internal_note_read", name="notes", methods=("GET",))
    def notes(self, request: HttpRequest, article: Article) -> HttpResponse:
        """The notes of an article on a page of their own."""
        return self._page(request, article)

    @page(
        "<int:number>/notes/add/",
        "article.internal_note_write",
        name="add_note",
        methods=("POST",),
    )
    def add_note(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Write a note; what cannot be taken is handed back with the reason."""
        form = NoteForm(request.POST, people=may_be_mentioned(article))
        if form.is_valid():
            try:
                add_note(article, by=staff(request), **form.cleaned_data)
                return self.to("notes", article)
            except Refused as refusal:
                form.add_error("text", refusal.sentence)
        return self._page(request, article, form)

    @page(
        "<int:number>/notes/<int:note>/edit/",
        "article.internal_note_write",
        name="edit_note",
    )
    def edit_note(self, request: HttpRequest, article: Article, note: int) -> HttpResponse:
        """Put the words of one's own note right."""
        row = get_object_or_404(article.internal_notes, pk=note)
        if not may_edit(row, staff(request)):
            messages.error(
                request,
                _("A note is changed by whoever wrote it, within a quarter of an hour. "
                  "Write another one."),
            )  # fmt: skip
            return self.to("notes", article)
        typed = request.POST.get("text", "").replace("\0", "")
        if request.method == "POST":
            try:
                edit_note(row, typed, by=staff(request))
                return self.to("notes", article)
            except Refused as refusal:
                messages.error(request, refusal.sentence)
        return self.answer(
            request,
            "articles/newsroom/note.html",
            article,
            title=_("Change a note"),
            note=row,
            text=typed or row.text,
            longest=LONGEST_NOTE,
        )

    @page(
        "<int:number>/notes/<int:note>/resolve/",
        "article.internal_note_write",
        name="resolve_note",
        methods=("POST",),
    )
    def resolve_note(self, request: HttpRequest, article: Article, note: int) -> HttpResponse:
        """Say that the note is dealt with."""
        return self._take_note(request, article, note, resolve_note)

    @page(
        "<int:number>/notes/<int:note>/reopen/",
        "article.internal_note_write",
        name="reopen_note",
        methods=("POST",),
    )
    def reopen_note(self, request: HttpRequest, article: Article, note: int) -> HttpResponse:
        """Take the note up again."""
        return self._take_note(request, article, note, reopen_note)

    def _take_note(
        self, request: HttpRequest, article: Article, number: int, step: Callable[..., None]
    ) -> HttpResponse:
        note = get_object_or_404(article.internal_notes, pk=number)
        try:
            step(note, by=staff(request))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return self.to("notes", article)

    def _page(
        self, request: HttpRequest, article: Article, form: NoteForm | None = None
    ) -> HttpResponse:
        return self.answer(
            request,
            "articles/newsroom/notes.html",
            article,
            title=_("Notes"),
            notes=self._notes(request, article, form),
        )
