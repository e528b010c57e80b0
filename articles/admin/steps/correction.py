"""The steps after publication: corrections, and words that a court has struck out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.admin.steps.step import Step, StepForm
from articles.models import Article, Correction
from newsportal.accounts.models import User
from newsportal.accounts.roles import can
from newsportal.timeline.forms import MomentField


class WordsForm(StepForm):
    """What was wrong, and what is right."""

    kind = forms.ChoiceField(
        label=_("Type"),
        choices=Correction.Kind.choices,
        help_text=_("A correction mends an error; a clarification, a false impression."),
    )
    text = forms.CharField(
        label=_("Text for readers"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
        help_text=_("Say what was wrong and what is right. Plain text, up to 1,000 characters."),
    )


class CorrectForm(WordsForm):
    """A new correction, above those that stand already."""

    at = MomentField(label=_("Date and time"), required=False, help_text=_("Empty: now."))

    @property
    def corrections(self) -> Any:
        """What readers see of corrections of this article, and what waits."""
        return Correction.every.of_article(self.article.pk).standing()

    @property
    def reports(self) -> Any:
        """What readers reported and nobody has settled yet."""
        return self.article.correction_drafts.open()

    @property
    def may_retract(self) -> bool:
        """Whether this person may take back what readers see; what waits, whoever corrects may."""
        return can(self.by, "article.withdraw", self.article)

    def done(self, outcome: Any) -> Any:
        if self.cleaned_data.get("at"):
            return _("The correction is stored. Readers see it from its time on.")
        return _("The correction stands under the article.")


def _came_out(user: User, article: Article) -> bool:
    return can(user, "article.correct", article) and article.was_public


STEPS: tuple[Step, ...] = (
    Step(
        "correct",
        _("Correct …"),
        _("The correction is stored. Readers see it from its time on."),
        _came_out,
        form=CorrectForm,
        is_main=False,
    ),
)
