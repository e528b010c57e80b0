"""The steps after publication: corrections, and words that a court has struck out."""

from articles.admin.steps.step import Step

STEPS: tuple[Step, ...] = ()
