"""The buttons of the workflow: which steps this person may take now, and what each asks for.

The role table and the state decide; `workflow` checks both again, under the lock.
"""

from django.core.exceptions import PermissionDenied

from articles.admin.steps import correction, keeping, publication, review
from articles.admin.steps.step import Step, StepForm
from articles.models import Article
from newsportal.accounts.models import User

# In the order of the desk.
STEPS = (*review.STEPS, *publication.STEPS, *correction.STEPS, *keeping.STEPS)

__all__ = ["STEPS", "Step", "StepForm", "step_named", "steps_for"]


def steps_for(user: User, article: Article) -> list[Step]:
    """The steps that `user` may take with `article` as it stands, in the order of the desk."""
    trashed = article.trashed_at is not None
    return [step for step in STEPS if step.in_trash == trashed and step.offered(user, article)]


def step_named(verb: str) -> Step:
    """The step with this verb; PermissionDenied for a verb that nobody offers."""
    for step in STEPS:
        if step.verb == verb:
            return step
    raise PermissionDenied
