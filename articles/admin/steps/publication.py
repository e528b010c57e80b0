"""The steps that change what readers see, and when."""

from django.utils.translation import gettext_lazy as _

from articles.admin.standing import standing_of
from articles.admin.steps.publication_forms import (
    CancelForm,
    EmbargoForm,
    LiftForm,
    PublishForm,
    ReinstateForm,
    ScheduleForm,
    WithdrawForm,
    may_cancel_one,
)
from articles.admin.steps.step import Step
from articles.models import Article
from articles.workflow.steps import may_approve
from newsportal.accounts.models import User
from newsportal.accounts.roles import can


def _may_publish(user: User, article: Article, action: str) -> bool:
    own = article.owned_by(user)
    approved = article.approved_id is not None and article.approved_id == article.head_id
    return (
        article.head_id is not None
        and can(user, action, article)
        and (not own or can(user, "article.publish_own", article))
        and (approved or may_approve(user, article))
    )


def _may_withdraw(user: User, article: Article) -> bool:
    standing = standing_of(article)
    return can(user, "article.withdraw", article) and bool(standing.live or standing.waiting)


STEPS = (
    Step(
        "publish",
        _("Publish now"),
        _("The article is live."),
        lambda user, article: _may_publish(user, article, "article.publish"),
        form=PublishForm,
        asks=lambda article: standing_of(article).waits_with_other_text,
        style="default",
        of_a_text=True,
    ),
    Step(
        "schedule",
        _("Schedule …"),
        _("The article is scheduled."),
        lambda user, article: _may_publish(user, article, "article.schedule"),
        form=ScheduleForm,
        of_a_text=True,
        function="publish",
    ),
    Step(
        "cancel",
        _("Cancel what is scheduled"),
        _("What was scheduled is cancelled."),
        lambda user, article: (
            can(user, "article.cancel_waiting", article) and standing_of(article).has_scheduled
        ),
        form=CancelForm,
        asks=may_cancel_one,
        right="article.cancel_waiting",
    ),
    Step(
        "withdraw",
        _("Withdraw …"),
        _("The article is withdrawn; its address says so."),
        _may_withdraw,
        form=WithdrawForm,
        style="danger",
        is_main=False,
    ),
    Step(
        "reinstate",
        _("Reinstate"),
        _("The article is live again."),
        lambda user, article: (
            can(user, "article.reinstate", article) and standing_of(article).withdrawal is not None
        ),
        form=ReinstateForm,
        asks=lambda article: False,
    ),
    Step(
        "set_embargo",
        _("Embargo …"),
        _("The article is under embargo."),
        lambda user, article: (
            can(user, "article.set_embargo", article) and standing_of(article).live is None
        ),
        form=EmbargoForm,
        is_main=False,
    ),
    Step(
        "lift_embargo",
        _("Lift the embargo …"),
        _("The embargo is lifted."),
        lambda user, article: can(user, "article.set_embargo", article) and article.is_embargoed,
        form=LiftForm,
        right="article.set_embargo",
        is_main=False,
    ),
)
