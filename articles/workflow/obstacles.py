"""What stands in the way of publication: unfinished texts, blocking checks, the embargo."""

from datetime import datetime

from django.utils.translation import gettext as _

from articles import checks
from articles.checks import Finding
from articles.content import Content
from articles.models import Article, Photo, Revision
from articles.workflow.embargo import embargo_findings
from newsportal.accounts import audit
from newsportal.accounts.models import User
from newsportal.accounts.roles import require
from newsportal.refusals import Refused
from newsportal.richtext.text import figures


class Blocked(Refused):
    """Something speaks against publication; whoever may override it says why in `override`."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(
            _("The article cannot go out yet: %s")
            % " ".join(str(finding.sentence) for finding in findings)
        )
        self.findings = findings


def hold_counted_photos(content: Content) -> None:
    """Let nobody else publish a photo whose uses are counted until this transaction ends.

    Two articles that go out in the same moment would each find the other's use not there yet.
    """
    numbers = {
        *(choice.photo for choice in content.photos),
        *(figure.photo for figure in figures(content.body)),
    }
    counted = Photo.objects.filter(pk__in=numbers, most_uses__isnull=False)
    # In one order, or two articles with the same photos could wait for each other.
    list(counted.order_by("pk").select_for_update().values_list("pk"))


def blocking_findings(article: Article, content: Content, moment: datetime) -> list[Finding]:
    """What speaks against publishing `content` at `moment`: the embargo, and blocking checks."""
    found = checks.find(content, article=article, moment=moment)
    return [*embargo_findings(article, moment), *(each for each in found if each.blocks)]


def refuse_blocked(article: Article, findings: list[Finding], *, by: User, override: str) -> None:
    """Raise Blocked for any findings, unless `by` may override them and `override` says why."""
    if not findings:
        return
    if not override.strip():
        raise Blocked(findings)
    require(by, "article.override_check", article)
    audit.record(
        "article.override_check",
        article,
        by=by,
        revision=article.head and article.head.number,
        reason=override.strip(),
        overridden=[finding.kind for finding in findings],
    )


def refuse_unfinished(revision: Revision) -> None:
    """Raise Refused for a text that no page can be made of."""
    content = Content.from_json(revision.content)
    missing = [
        name
        for name, value in (
            (_("a section"), content.section),
            (_("a text"), content.body),
        )
        if not value
    ]
    if missing:
        raise Refused(
            _("The article cannot go out without %(missing)s. Add it and save.")
            % {"missing": _(" and ").join(missing)}
        )
