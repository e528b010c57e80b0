"""The verbs refuse by themselves: whoever calls one without the right changes nothing.

The pages ask first, so these checks are the second lock of the same door. A page, a command or
an import that forgets to ask meets them.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from articles import workflow
from articles.models import Article, ArticleTemplate, Correction, Edition, Photo
from articles.workflow import draft_links, notes, photo_removal, reported
from newsportal import inbox
from newsportal.accounts.models import AuditEntry
from newsportal.inbox import persons, steps
from newsportal.inbox.models import BlockedSender, Category, Decision, Message
from newsportal.refusals import Refused
from newsportal.timeline import now
from tests.rights.expectations import PUBLISHED, cell
from tests.rights.people import ROLES, TABLE
from tests.rights.probes import Probe, report
from tests.rights.world import Row, World

pytestmark = pytest.mark.django_db

# Exported for those who show what a verb would do.
NO_VERBS = {"restorable", "word_for"}


def modules() -> Iterator[tuple[str, Any]]:
    """The modules that hold verbs, each with what its verbs are done to.

    Those of the inbox are found, so that none which is added is forgotten here.
    """
    yield from {
        "note": notes,
        "link": draft_links,
        "photo": photo_removal,
        "report": reported,
    }.items()
    for found in pkgutil.iter_modules(inbox.__path__):
        module = importlib.import_module(f"{inbox.__name__}.{found.name}")
        # What verbs have in common is handed the action by each of them.
        if module is not steps:
            yield "reader" if module is persons else "message", module


def verbs() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function of the workflow and of the message desk that says who does it."""
    found = [("article", name, getattr(workflow, name)) for name in workflow.__all__]
    found += [
        (of, name, function)
        for of, module in modules()
        for name, function in vars(module).items()
        if getattr(function, "__module__", "") == module.__name__
    ]
    for of, name, function in found:
        if (
            inspect.isfunction(function)
            and not name.startswith("_")
            and "by" in inspect.signature(function).parameters
            and name not in NO_VERBS
        ):
            yield f"{of}.{name}", function


VERBS = list(verbs())

# The row of the table that a verb asks for, where it is not the one of its own name.
ACTIONS = {
    "article.amend": "article.correct",
    "article.begin": "article.create",
    "article.cancel": "article.cancel_waiting",
    "article.copy": "article.copy(source)",
    "article.guest": "article.set_author_other",
    "article.save_as_template": "article.view_unpublished",  # and article.template
    "article.claim": "article.approve",
    "article.lift_embargo": "article.set_embargo",
    "article.name_revision": "article.restore",
    "article.release": "article.approve",
    "article.retract": "article.correct",
    "article.save": "article.edit_text",
    "article.set_due": "article.approve",
    "article.take_over": "article.approve",
    "link.make_draft_link": "article.draft_link",
    "link.revoke_draft_link": "article.draft_link",
    "note.add_note": "article.internal_note_write",
    "note.edit_note": "article.internal_note_write",
    "note.reopen_note": "article.internal_note_write",
    "note.resolve_note": "article.internal_note_write",
    "photo.remove_from_past": "photo.delete_in_use",
    "message.add_note": "message.read",
    "message.not_spam": "message.mark_spam",
    "message.open": "message.close",
    "message.decide": "message.reply",
    "message.log_call": "message.list",
    "message.part": "message.merge",
    "message.unblock": "message.block_sender",
    "message.wait": "message.reply",
    "reader.erase": "reader.export_erase",
    "reader.export": "reader.export_erase",
    "reader.find": "reader.export_erase",
    "report.correct_reported": "article.correct",
    "report.dismiss_reported": "article.correct",
    "report.report_error": "message.to_correction",
}


# Four eyes: to one's own text these are done by those who may do that alone.
OF_OTHERS = {
    "article.approve": "article.approve_own",
    "article.claim": "article.approve_own",
    "article.take_over": "article.approve_own",
    "article.publish": "article.publish_own",
}


def action_of(verb: str) -> str:
    """The row of the table for a verb; a verb without one fails with what to do about it."""
    action = ACTIONS.get(verb, verb)
    assert action in TABLE, (
        f"Say in tests/rights/test_verbs.py, ACTIONS, which row of the role table {verb} asks for."
    )
    return action


FILLERS: dict[str, Callable[[World, Any], Any]] = {
    "article": lambda world, row: row,
    "message": lambda world, row: row,
    "photo": lambda world, row: row,
    "content": lambda world, row: replace(row.content(), headline="Other words"),
    "revision": lambda world, row: row.head,
    "source": lambda world, row: row,
    "template": lambda world, row: ArticleTemplate.objects.get(),
    "refused": lambda world, row: row.revisions.get(number=3),
    "based_on": lambda world, row: row.head,
    "name": lambda world, row: "The long one",
    "kind": lambda world, row: "clarification",
    "correction": lambda world, row: Correction.every.get(article_number=row.pk),
    "passages": lambda world, row: [row.headline],
    "until": lambda world, row: now() + timedelta(days=30),
    "link": lambda world, row: row.draft_links.get(),
    "reason": lambda world, row: "legal",
    "text": lambda world, row: "because",
    "to": lambda world, row: world.people["desk"],
    "due_at": lambda world, row: now() + timedelta(hours=1),
    "into": lambda world, row: another(row),
    "category": lambda world, row: row.category,
    "outcome": lambda world, row: "kept",
    "reasons": lambda world, row: "because",
    "redress": lambda world, row: "a court",
    "sender": lambda world, row: BlockedSender.objects.get(),
    "draft": lambda world, row: row.correction_drafts.get(),
    "address": lambda world, row: "x@example.org",
    "confirmed": lambda world, row: "x@example.org",
    "found": lambda world, row: persons.Found("x@example.org", [row], [], None),
}


def another(message: Message) -> Message:
    """A message that `message` can be merged into."""
    return Message.objects.exclude(pk=message.pk).exclude(state="spam").earliest("pk")


def as_notice(message: Message) -> None:
    Decision.objects.filter(message=message).delete()
    message.category = Category.objects.filter(kind="notice").earliest("pk")


def as_error(message: Message) -> None:
    message.category = Category.objects.filter(kind="error").earliest("pk")
    message.page = Edition.objects.earliest("pk").get_absolute_url()


def as_merged(message: Message) -> None:
    message.merged_into = another(message)


# What a row must be, that the verb refuses it to nobody for its state alone.
PREPARED: dict[str, Callable[[Message], None]] = {
    "message.decide": as_notice,
    "message.part": as_merged,
    "message.to_correction": as_error,
}


def call(world: World, verb: str, function: Callable[..., Any], subject: Any, by: str) -> None:
    """Call the verb with something valid for each argument that it must have."""
    if verb in PREPARED:
        PREPARED[verb](subject)
        subject.save()
    given: dict[str, Any] = {"by": world.people[by]}
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "note":
            # A word to somebody, or a row of the notes.
            of_notes = verb.startswith("note.")
            given[name] = subject.internal_notes.get() if of_notes else "because"
        elif name != "by" and parameter.default is parameter.empty:
            assert name in FILLERS, (
                f"{verb} wants `{name}`, which no filler knows. "
                "Add one to FILLERS in tests/rights/test_verbs.py."
            )
            given[name] = FILLERS[name](world, subject)
    function(**given)


def model_of(verb: str) -> Any:
    """What a verb is done to."""
    of = verb.partition(".")[0]
    return {"message": Message, "reader": Message, "photo": Photo}.get(of, Article)


def denied(verb: str, action: str, principal: str, row: Row) -> bool:
    """Whether the table denies this verb on this row."""
    if verb == "article.save":
        action = "article.edit_published" if row.state in PUBLISHED else action
    if verb in OF_OTHERS and row.owner == principal and not cell(principal, OF_OTHERS[verb]):
        return True
    return not cell(principal, action, row)


def denied_calls(
    world: World, verb: str, function: Callable[..., Any], principal: str
) -> Iterator[Probe]:
    """The verb on every row on which the table denies it to `principal`."""
    action = action_of(verb)
    for row in world.rows[model_of(verb)]:
        if row.owner in {principal, "somebody"} and denied(verb, action, principal, row):
            yield lambda row=row: refusal_of(world, verb, function, principal, row)


def refusal_of(
    world: World, verb: str, function: Callable[..., Any], principal: str, row: Row
) -> str | None:
    """None where the verb refuses and nothing was done; else what it did."""
    with transaction.atomic():
        told = AuditEntry.objects.latest("id")
        try:
            call(world, verb, function, row.model._default_manager.get(pk=row.pk), principal)
        except workflow.Kept:
            # What an author had typed too late is kept aside; nobody else's is.
            done = not cell(principal, "article.view_unpublished", row)
        except Refused:
            done = AuditEntry.objects.latest("id") != told
        else:
            done = True
        transaction.set_rollback(True)
    return f"{verb} was carried out by {principal} on {row}" if done else None


@pytest.mark.parametrize("principal", ["norole", *ROLES])
@pytest.mark.parametrize(("verb", "function"), VERBS, ids=[verb for verb, _ in VERBS])
def test_a_verb_refuses_whom_the_table_denies(world, verb, function, principal):
    found = [probe() for probe in denied_calls(world, verb, function, principal)]
    assert not (told := report(found)), told


@pytest.mark.parametrize(("verb", "function"), VERBS, ids=[verb for verb, _ in VERBS])
def test_a_verb_is_carried_out_by_whom_the_table_allows(world, verb, function):
    """Else the test above would be content with verbs that refuse everybody."""
    model = model_of(verb)
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
