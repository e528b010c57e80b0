"""The steps that put an article aside and take it up again: into the trash and out of it."""

from django.utils.translation import gettext_lazy as _

from articles.admin.steps.step import Step
from newsportal.accounts.roles import can

STEPS: tuple[Step, ...] = (
    Step(
        "trash",
        _("Move to the trash"),
        _("The article is in the trash."),
        lambda user, article: (
            article.head_id is not None
            and can(user, "article.trash", article)
            and not article.was_published
        ),
        style="danger",
        is_main=False,
    ),
    Step(
        "restore_from_trash",
        _("Restore from the trash"),
        _("The article is out of the trash."),
        lambda user, article: can(user, "article.restore_from_trash", article),
        in_trash=True,
    ),
    Step(
        "delete_forever",
        _("Delete for ever"),
        _("The article and all its revisions are deleted."),
        lambda user, article: can(user, "article.delete_forever", article),
        style="danger",
        in_trash=True,
    ),
)
