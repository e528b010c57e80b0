"""The steps that put an article aside and take it up again: the trash, copies, templates."""

from articles.admin.steps.step import Step

STEPS: tuple[Step, ...] = ()
