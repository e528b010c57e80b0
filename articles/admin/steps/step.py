"""What a step is: a verb of the workflow as the newsroom shows it, and what it asks for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from articles import workflow
from articles.checks import Finding
from articles.models import Article
from newsportal.accounts.models import User


class StepForm(forms.Form):
    """What a step asks for; `values()` are the arguments of the workflow's function."""

    # What speaks against the step; the field `override` is asked for where anything does.
    findings: Sequence[Finding] = ()

    def __init__(self, *args: Any, article: Article, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        self.by = by

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def done(self, outcome: Any) -> Any:
        """The sentence shown afterwards, where it depends on what was asked; `outcome` is what
        the workflow's function has returned."""
        return None


@dataclass(frozen=True)
class Step:
    """A verb of the workflow as the newsroom shows it.

    `form` is what it asks for; None means that one click does it, as it does where the form has
    nothing to ask of this article (`asks`). `done` is the sentence shown afterwards. `right` is
    the row of the role table that opens it, where that is not the verb. A step `of_a_text` is
    taken with the revision that the person has seen. What is not `is_main` stands in the menu of
    further steps. `function` is the one of the workflow that takes the step, where that is not
    named as the verb. A step `in_trash` is one for articles that are there, and no other is.
    """

    verb: str
    label: Any
    done: Any
    offered: Callable[[User, Article], bool]
    form: type[StepForm] | None = None
    asks: Callable[[Article], bool] = lambda article: True
    style: str = ""
    right: str = ""
    of_a_text: bool = False
    is_main: bool = True
    function: str = ""
    in_trash: bool = False

    @property
    def action(self) -> str:
        """The row of the role table that opens the step."""
        return self.right or f"article.{self.verb}"

    @property
    def name(self) -> str:
        """What the step does. The dots of a label say that a page follows: on it they would lie."""
        return str(self.label).removesuffix(" …")

    def carry_out(self, article: Article, by: User, **values: Any) -> Any:
        """Call the function of the workflow, and return what it does."""
        return getattr(workflow, self.function or self.verb)(article, by=by, **values)
