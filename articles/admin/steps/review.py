"""The steps between the author and whoever reviews."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.admin.steps.step import Step, StepForm, may_approve
from articles.models import Article
from newsportal.accounts.roles import can

State = Article.State


class NoteForm(StepForm):
    note = forms.CharField(
        label=_("Note to the author"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say what should change. The author reads it above the form."),
    )


STEPS = (
    Step(
        "submit",
        _("Submit for review"),
        _("The article is in review."),
        lambda user, article: (
            article.state in {State.DRAFT, State.RETURNED} and can(user, "article.submit", article)
        ),
    ),
    Step(
        "approve",
        _("Approve"),
        _("The article is approved."),
        lambda user, article: article.state == State.IN_REVIEW and may_approve(user, article),
        of_a_text=True,
    ),
    Step(
        "send_back",
        _("Send back …"),
        _("The article is back with its author."),
        lambda user, article: (
            article.state in {State.IN_REVIEW, State.APPROVED}
            and can(user, "article.send_back", article)
        ),
        form=NoteForm,
    ),
)
