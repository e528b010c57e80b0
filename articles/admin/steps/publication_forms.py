"""What the steps that change what readers see ask for."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin.standing import standing_of
from articles.admin.steps.step import StepForm
from articles.checks import Finding
from articles.models import Article, Edition, Withdrawal
from newsportal.accounts.roles import can
from newsportal.timeline import in_words, now
from newsportal.timeline.forms import MomentField


class OverridableForm(StepForm):
    """A step that something may speak against: what that is, and why it is taken all the same."""

    override = forms.CharField(
        label=_("Why it goes out all the same"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=500,
        help_text=_("The audit log keeps it, with what it overrides."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can(self.by, "article.override_check", self.article):
            del self.fields["override"]
        if not self.is_bound:
            self.findings = self.find(self.proposal())

    def proposal(self) -> datetime | None:
        """The moment that the empty form proposes; None: now."""
        return None

    def find(self, moment: datetime | None) -> list[Finding]:
        """What speaks against the step at `moment`."""
        content = self.article.head_content()
        return workflow.blocking_findings(self.article, content, moment or now())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.findings = self.find(cleaned.get("at"))
        return cleaned


class PublishForm(OverridableForm):
    """What becomes of a change that waits already."""

    waiting = forms.ChoiceField(
        label=_("What becomes of the change that is scheduled?"),
        choices=[
            ("keep", _("Keep it: it takes the place of this one at its time")),
            ("cancel", _("Cancel it: this one stays")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether to keep or cancel the scheduled change.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing_of(self.article)
        if not self.standing.waits_with_other_text:
            del self.fields["waiting"]
        elif not can(self.by, "article.cancel_waiting", self.article):
            question: Any = self.fields["waiting"]
            question.choices = question.choices[:1]

    def done(self, outcome: Any) -> str:
        words = [
            gettext("It goes live on %s.") % in_words(outcome.live_from)
            if self.cleaned_data.get("at")
            else gettext("The article is live.")
        ]
        waited = self.standing.waiting
        if waited is not None and self.cleaned_data.get("waiting"):
            fate = (
                gettext("The change of %s stays.")
                if self.cleaned_data["waiting"] == "keep"
                else gettext("The change of %s is cancelled.")
            )
            words.append(fate % in_words(waited.live_from))
        return " ".join(words)


class ScheduleForm(PublishForm):
    """When, and what becomes of a change that waits already."""

    at = MomentField(label=_("Date and time"), required=False, help_text=_("Empty: now."))
    field_order = ["at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("at", self.proposal())

    def proposal(self) -> datetime | None:
        waiting = standing_of(self.article).waiting
        if waiting is not None and not standing_of(self.article).waits_with_other_text:
            return waiting.live_from
        return self.article.embargo_until if self.article.is_embargoed else None


class ReinstateForm(OverridableForm):
    """Nothing, but the reason where an embargo lasts: the words have been out before."""

    def find(self, moment: datetime | None) -> list[Finding]:
        return workflow.embargo_findings(self.article, moment or now())


class CancelForm(StepForm):
    """Which of the two, where an edition and a withdrawal wait."""

    what = forms.ChoiceField(
        label=_("What is cancelled?"),
        choices=[
            ("edition", _("The text that would go live")),
            ("withdrawal", _("The withdrawal")),
            ("", _("Both")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_cancel_one(self.article):
            del self.fields["what"]

    def values(self) -> dict[str, Any]:
        return {"what": self.cleaned_data.get("what") or None}


class WithdrawForm(StepForm):
    """When, the reason from the list, words for the newsroom, and words for readers."""

    at = MomentField(label=_("Date and time"), required=False, help_text=_("Empty: now."))
    # Readers are told it: nobody withdraws for the reason that happens to stand first.
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose one")), *Withdrawal.Reason.choices],
        help_text=_("Readers see it."),
        error_messages={"required": _("Choose a reason.")},
    )
    why = forms.CharField(
        label=_("Why, in words for the newsroom"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Stands in the history and the audit log. Readers never see it."),
    )
    public_note = forms.CharField(
        label=_("Note for readers"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
        help_text=_("Stands with the reason on the page that answers at the article's address."),
    )
    waiting = forms.ChoiceField(
        label=_("What becomes of the change that is scheduled?"),
        choices=[
            ("cancel", _("Cancel it")),
            ("keep", _("Let it go out first: the withdrawal is later")),
        ],
        widget=forms.RadioSelect,
        initial="cancel",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing_of(self.article)
        self.waited: Edition | None = self.standing.waiting if self.standing.live else None
        if self.waited is None:
            del self.fields["waiting"]
        if coming := self.standing.coming_withdrawal:
            for name, value in (
                ("at", coming.live_from),
                ("reason", coming.reason),
                ("public_note", coming.public_note),
            ):
                self.initial.setdefault(name, value)

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "waiting": self.cleaned_data.get("waiting") or "cancel"}

    def done(self, outcome: Any) -> str:
        words = [
            gettext("The article will be withdrawn on %s.") % in_words(outcome.live_from)
            if self.cleaned_data.get("at")
            else gettext("The article is withdrawn; its address says so.")
        ]
        if self.waited is not None and self.values()["waiting"] == "cancel":
            words.append(
                gettext("The change of %s is cancelled.") % in_words(self.waited.live_from)
            )
        return " ".join(words)


class EmbargoForm(StepForm):
    """Until when, and why."""

    until = MomentField(label=_("Nothing of it leaves the newsroom before"))
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=500,
        help_text=_("Who set the embargo. Needed where it would end earlier than it stands."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.article.is_embargoed:
            self.initial.setdefault("until", self.article.embargo_until)

    def done(self, outcome: Any) -> str:
        return gettext("Under embargo until %s.") % in_words(self.cleaned_data["until"])


class LiftForm(StepForm):
    """Why the embargo ends now."""

    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )


def may_cancel_one(article: Article) -> bool:
    """Whether an edition and a withdrawal wait, of which one may be cancelled alone.

    Without the edition, an article that is not public has nothing to be withdrawn.
    """
    standing = standing_of(article)
    return None not in (standing.waiting, standing.coming_withdrawal)
