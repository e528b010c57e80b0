"""The steps that change what readers see, and when."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.steps.step import Step, StepForm
from articles.models import Article, Withdrawal
from articles.workflow.steps import may_approve
from newsportal.accounts.models import User
from newsportal.accounts.roles import can
from newsportal.timeline.forms import MomentField

State = Article.State


class PublishForm(StepForm):
    """When, and what becomes of a change that waits already."""

    at = MomentField(label=_("Date and time"), required=False, help_text=_("Empty: now."))
    waiting = forms.ChoiceField(
        label=_("The change that is scheduled already"),
        choices=[
            ("keep", _("Keep it: it replaces this one at its time")),
            ("cancel", _("Cancel it")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, article=article, **kwargs)
        upcoming = article.editions.waiting().first()
        if upcoming is None:
            del self.fields["waiting"]
        else:
            self.fields["waiting"].help_text = timezone.localtime(upcoming.live_from).strftime(
                "%-d %B %Y, %H:%M"
            )

    def values(self) -> dict[str, Any]:
        return {name: value or None for name, value in self.cleaned_data.items()}


class WithdrawForm(StepForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=Withdrawal.Reason.choices)
    public_note = forms.CharField(
        label=_("Note for readers"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
        help_text=_("Stands on the page that answers at the article's address."),
    )


def _may_publish(user: User, article: Article, action: str) -> bool:
    own = article.owned_by(user)
    approved = article.approved_id is not None and article.approved_id == article.head_id
    return (
        article.head_id is not None
        and (article.state != State.PUBLISHED or article.editions.waiting().exists())
        and can(user, action, article)
        and (not own or can(user, "article.publish_own", article))
        and (approved or may_approve(user, article))
    )


def _waits(article: Article) -> bool:
    return (
        article.editions.waiting().exists()
        or Withdrawal.every.filter(article_number=article.pk).waiting().exists()
    )


STEPS = (
    Step(
        "publish",
        _("Publish now"),
        _("The article is live."),
        lambda user, article: _may_publish(user, article, "article.publish"),
        style="default",
        of_a_text=True,
    ),
    Step(
        "schedule",
        _("Schedule …"),
        _("The article is scheduled."),
        lambda user, article: _may_publish(user, article, "article.schedule"),
        form=PublishForm,
        of_a_text=True,
        function="publish",
    ),
    Step(
        "cancel",
        _("Cancel what is scheduled"),
        _("What was scheduled is cancelled."),
        lambda user, article: can(user, "article.cancel_waiting", article) and _waits(article),
        right="article.cancel_waiting",
    ),
    Step(
        "withdraw",
        _("Withdraw …"),
        _("The article is withdrawn; its address says so."),
        lambda user, article: (
            can(user, "article.withdraw", article) and article.editions.live().exists()
        ),
        form=WithdrawForm,
        style="danger",
    ),
    Step(
        "reinstate",
        _("Reinstate"),
        _("The article is live again."),
        lambda user, article: (
            can(user, "article.reinstate", article)
            and Withdrawal.objects.filter(article_number=article.pk).exists()
        ),
    ),
)
