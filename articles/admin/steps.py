"""The buttons of the workflow: which steps this person may take now, and the pages of those
that need words or a time.

The role table and the state decide; `workflow` checks both again, under the lock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.models import Article, Withdrawal
from newsportal.accounts.admin_rights import label_both_parts
from newsportal.accounts.models import User
from newsportal.accounts.roles import can
from newsportal.timeline import now

State = Article.State


class StepForm(forms.Form):
    """What a step asks for; `values()` are the arguments of the workflow's function."""

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NoteForm(StepForm):
    note = forms.CharField(
        label=_("Note to the author"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say what should change. The author reads it above the form."),
    )


class PublishForm(StepForm):
    """When, and what becomes of a change that waits already."""

    at = forms.SplitDateTimeField(
        label=_("Date and time"),
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date"},
            time_attrs={"type": "time"},
            time_format="%H:%M",
        ),
        required=False,
    )
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
        label_both_parts(self.fields["at"])  # type: ignore[arg-type]
        moment = timezone.localtime(now())
        self.fields["at"].help_text = _(
            "Empty: now. The time is that of %(zone)s (UTC%(offset)s)."
        ) % {"zone": timezone.get_current_timezone_name(), "offset": f"{moment:%z}"}
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


@dataclass(frozen=True)
class Step:
    """A verb of the workflow as the newsroom shows it.

    `form` is what it asks for; None means that one click does it. `done` is the sentence shown
    afterwards. A step `of_a_text` is taken with the revision that the person has seen.
    """

    verb: str
    label: Any
    done: Any
    offered: Callable[[User, Article], bool]
    form: type[StepForm] | None = None
    style: str = ""
    of_a_text: bool = False

    def carry_out(self, article: Article, by: User, **values: Any) -> None:
        """Call the function of the workflow; scheduling is publishing at a moment ahead."""
        name = "publish" if self.verb == "schedule" else self.verb
        getattr(workflow, name)(article, by=by, **values)


def _may_publish(user: User, article: Article, action: str) -> bool:
    own = article.owned_by(user)
    approved = article.approved_id is not None and article.approved_id == article.head_id
    return (
        article.head_id is not None
        and (article.state != State.PUBLISHED or article.editions.waiting().exists())
        and can(user, action, article)
        and (not own or can(user, "article.publish_own", article))
        and (approved or _may_approve(user, article))
    )


def _may_approve(user: User, article: Article) -> bool:
    return can(user, "article.approve", article) and (
        not article.owned_by(user) or can(user, "article.approve_own", article)
    )


def _waits(article: Article) -> bool:
    return (
        article.editions.waiting().exists()
        or Withdrawal.every.filter(article_number=article.pk).waiting().exists()
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
        lambda user, article: article.state == State.IN_REVIEW and _may_approve(user, article),
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
    ),
    Step(
        "cancel",
        _("Cancel what is scheduled"),
        _("What was scheduled is cancelled."),
        lambda user, article: can(user, "article.cancel_waiting", article) and _waits(article),
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


def steps_for(user: User, article: Article) -> list[Step]:
    """The steps that `user` may take with `article` as it stands, in the order of the desk."""
    return [step for step in STEPS if step.offered(user, article)]


def step_named(verb: str) -> Step:
    """The step with this verb; PermissionDenied for a verb that nobody offers."""
    for step in STEPS:
        if step.verb == verb:
            return step
    raise PermissionDenied


def may_ever(user: User, article: Article, verb: str) -> bool:
    """Whether the role table lets this person take the step at some time."""
    action = {"cancel": "cancel_waiting"}.get(verb, verb)
    return can(user, f"article.{action}", article)
