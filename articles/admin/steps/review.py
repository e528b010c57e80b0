"""The steps between the author and whoever reviews."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.admin.steps.step import Step, StepForm
from articles.models import Article
from articles.workflow.steps import may_approve, reviewer_of
from newsportal.accounts.models import User
from newsportal.accounts.roles import can
from newsportal.timeline.forms import MomentField

State = Article.State
LONGEST_NOTE = 4000


def note_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SubmitForm(StepForm):
    """What a reviewer should know, and by when the review is due."""

    note = note_field(_("Note to the reviewer"), _("It stands above the form, and in the mail."))
    due_at = MomentField(
        label=_("Due"), required=False, help_text=_("By when the review should be done.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.article.due_at is not None:
            # It is set already; a reviewer changes it on the page of its own step.
            del self.fields["due_at"]


class ApproveForm(StepForm):
    note = note_field(_("Note"), _("For the author, and for whoever publishes it."))


class SendBackForm(StepForm):
    note = note_field(
        _("Note to the author"),
        _("Say what should change. The author gets it by mail and reads it above the form."),
        required=True,
    )


class TakeOverForm(StepForm):
    note = note_field(_("Note to whoever reviewed it until now"))


class DueForm(StepForm):
    due_at = MomentField(
        label=_("Due"),
        required=False,
        help_text=_("By when the next step should be done. Empty: no due time."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_at"].initial = self.article.due_at


def _may_submit(user: User, article: Article) -> bool:
    return article.state in {State.DRAFT, State.RETURNED} and can(user, "article.submit", article)


def _may_claim(user: User, article: Article) -> bool:
    return (
        article.state == State.IN_REVIEW
        and may_approve(user, article)
        and reviewer_of(article) is None
    )


def _may_take_over(user: User, article: Article) -> bool:
    return (
        article.state in {State.IN_REVIEW, State.APPROVED}
        and may_approve(user, article)
        and can(user, "article.unlock_other", article)
        and reviewer_of(article) not in {None, user}
    )


def _may_approve(user: User, article: Article) -> bool:
    return article.state == State.IN_REVIEW and may_approve(user, article)


STEPS = (
    Step("submit", _("Submit for review"), _("The article is in review."), _may_submit),
    Step(
        "submit_with_note",
        _("Submit with a note …"),
        _("The article is in review."),
        _may_submit,
        form=SubmitForm,
        right="article.submit",
        is_main=False,
        function="submit",
    ),
    Step(
        "claim",
        _("I review this"),
        _("You review this article."),
        _may_claim,
        right="article.approve",
    ),
    Step(
        "approve",
        _("Approve"),
        _("The article is approved."),
        _may_approve,
        of_a_text=True,
    ),
    Step(
        "approve_with_note",
        _("Approve with a note …"),
        _("The article is approved."),
        _may_approve,
        form=ApproveForm,
        right="article.approve",
        of_a_text=True,
        is_main=False,
        function="approve",
    ),
    Step(
        "send_back",
        _("Send back …"),
        _("The article is back with its author."),
        lambda user, article: (
            article.state in {State.IN_REVIEW, State.APPROVED}
            and can(user, "article.send_back", article)
        ),
        form=SendBackForm,
    ),
    Step(
        "take_over",
        _("Review it instead …"),
        _("You review this article now."),
        _may_take_over,
        form=TakeOverForm,
        right="article.unlock_other",
        is_main=False,
    ),
    Step(
        "release",
        _("Let others review this"),
        _("The article waits for a reviewer again."),
        lambda user, article: (
            article.claimed_by == user
            and article.state in {State.IN_REVIEW, State.APPROVED, State.RETURNED}
            and can(user, "article.approve", article)
        ),
        right="article.approve",
        is_main=False,
    ),
    Step(
        "set_due",
        _("Due time …"),
        _("The due time is stored."),
        lambda user, article: (
            article.state != State.PUBLISHED and can(user, "article.approve", article)
        ),
        form=DueForm,
        right="article.approve",
        is_main=False,
    ),
)
