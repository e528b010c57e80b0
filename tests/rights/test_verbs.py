"""The verbs refuse by themselves: whoever calls one without the right changes nothing.

The pages ask first, so these checks are the second lock of the same door. A page, a command or
an import that forgets to ask meets them.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import transaction

from articles import workflow
from articles.models import Article
from newsportal.inbox import desk
from newsportal.inbox.models import Message
from newsportal.refusals import Refused
from newsportal.timeline import now
from tests.rights.expectations import PUBLISHED, cell
from tests.rights.people import ROLES, TABLE
from tests.rights.probes import Probe, report
from tests.rights.world import Row, World

pytestmark = pytest.mark.django_db

# What the verbs are made of, and not verbs themselves.
PARTS = {"desk", "notices", "steps", "timetable", "typesetting"}


def verbs() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of the workflow and of the message desk that says who does it."""
    modules = [
        import_module(f"articles.workflow.{module.name}")
        for module in pkgutil.iter_modules(workflow.__path__)
        if module.name not in PARTS
    ]
    for module in (*modules, desk):
        for name, function in vars(module).items():
            if (
                inspect.isfunction(function)
                and not name.startswith("_")
                and function.__module__ == module.__name__
                and "by" in inspect.signature(function).parameters
            ):
                yield f"{module.__name__.rsplit('.', 1)[-1]}.{name}", function


VERBS = list(verbs())

# The row of the table that a verb asks for, where it is not `article.<verb>` or `message.<verb>`.
ACTIONS = {
    "publication.cancel": "article.cancel_waiting",
    "review.claim": "article.approve",
    "review.take_over": "article.approve",
    "review.release": "article.approve",
    "review.set_due": "article.approve",
    "writing.save": "article.edit_text",
    "desk.open": "message.close",
    "desk.not_spam": "message.mark_spam",
    "desk.add_note": "message.read",
}


# Four eyes: to one's own text these are done by those who may do that alone.
OF_OTHERS = {
    "review.approve": "article.approve_own",
    "review.claim": "article.approve_own",
    "review.take_over": "article.approve_own",
    "publication.publish": "article.publish_own",
}


def action_of(verb: str) -> str:
    """The row of the table for a verb; a verb without one fails with what to do about it."""
    name = verb.rsplit(".", 1)[-1]
    of = "message" if verb.startswith("desk.") else "article"
    action = ACTIONS.get(verb, f"{of}.{name}")
    assert action in TABLE, (
        f"Say in tests/rights/test_verbs.py, ACTIONS, which row of the role table {verb} asks for."
    )
    return action


FILLERS: dict[str, Callable[[World, Any], Any]] = {
    "article": lambda world, row: row,
    "message": lambda world, row: row,
    "content": lambda world, row: replace(row.content(), headline="Other words"),
    "revision": lambda world, row: row.head,
    "based_on": lambda world, row: row.head,
    "reason": lambda world, row: "legal",
    "note": lambda world, row: "because",
    "text": lambda world, row: "because",
    "to": lambda world, row: world.people["desk"],
    "due_at": lambda world, row: now() + timedelta(hours=1),
}


def call(world: World, verb: str, function: Callable[..., Any], subject: Any, by: str) -> None:
    """Call the verb with something valid for each argument that it must have."""
    given: dict[str, Any] = {"by": world.people[by]}
    for name, parameter in inspect.signature(function).parameters.items():
        if name != "by" and (parameter.default is parameter.empty or name == "note"):
            assert name in FILLERS, (
                f"{verb} wants `{name}`, which no filler knows. "
                "Add one to FILLERS in tests/rights/test_verbs.py."
            )
            given[name] = FILLERS[name](world, subject)
    function(**given)


def denied(verb: str, action: str, principal: str, row: Row) -> bool:
    """Whether the table denies this verb on this row."""
    if verb == "writing.save":
        action = "article.edit_published" if row.state in PUBLISHED else action
    if verb in OF_OTHERS and row.owner == principal and not cell(principal, OF_OTHERS[verb]):
        return True
    return not cell(principal, action, row)


def denied_calls(
    world: World, verb: str, function: Callable[..., Any], principal: str
) -> Iterator[Probe]:
    """The verb on every row on which the table denies it to `principal`."""
    action = action_of(verb)
    model = Message if verb.startswith("desk.") else Article
    for row in world.rows[model]:
        if row.owner in {principal, "somebody"} and denied(verb, action, principal, row):
            yield lambda row=row: refusal_of(world, verb, function, principal, row)


def refusal_of(
    world: World, verb: str, function: Callable[..., Any], principal: str, row: Row
) -> str | None:
    """None where the verb refuses; else what it did."""
    with transaction.atomic():
        try:
            call(world, verb, function, row.model._default_manager.get(pk=row.pk), principal)
        except Refused:
            return None
        finally:
            transaction.set_rollback(True)
    return f"{verb} was carried out by {principal} on {row}"


@pytest.mark.parametrize("principal", ["norole", *ROLES])
@pytest.mark.parametrize(("verb", "function"), VERBS, ids=[verb for verb, _ in VERBS])
def test_a_verb_refuses_whom_the_table_denies(world, verb, function, principal):
    found = [probe() for probe in denied_calls(world, verb, function, principal)]
    assert not (told := report(found)), told


@pytest.mark.parametrize(("verb", "function"), VERBS, ids=[verb for verb, _ in VERBS])
def test_a_verb_is_carried_out_by_whom_the_table_allows(world, verb, function):
    """Else the test above would be content with verbs that refuse everybody."""
    model = Message if verb.startswith("desk.") else Article
    refusals = []
    for row in world.rows[model]:
        with transaction.atomic():
            try:
                call(world, verb, function, model._default_manager.get(pk=row.pk), "boss")
                return
            except Refused as refusal:
                refusals.append(str(refusal))
            finally:
                transaction.set_rollback(True)
    pytest.fail(f"{verb} refuses everybody: {set(refusals)}")
