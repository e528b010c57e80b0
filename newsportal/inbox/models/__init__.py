"""Messages of readers and what the desk answers; desks, categories and limits, which are data."""

from newsportal.inbox.models.correspondence import Answer, FurtherWord, Note
from newsportal.inbox.models.decision import Decision
from newsportal.inbox.models.message import (
    LONGEST_QUOTE,
    LONGEST_TEXT,
    TO_DO,
    Channel,
    MailState,
    Message,
    State,
    new_reference,
)
from newsportal.inbox.models.sorting import Category, Desk, InboxSettings, Kind
from newsportal.inbox.models.spam import RuleKind, SpamRule
from newsportal.inbox.models.work import (
    Answering,
    AnswerTemplate,
    BlockedSender,
    Opening,
    SavedView,
)

__all__ = [
    "LONGEST_QUOTE",
    "LONGEST_TEXT",
    "TO_DO",
    "Answer",
    "AnswerTemplate",
    "Answering",
    "BlockedSender",
    "Category",
    "Channel",
    "Decision",
    "Desk",
    "FurtherWord",
    "InboxSettings",
    "Kind",
    "MailState",
    "Message",
    "Note",
    "Opening",
    "RuleKind",
    "SavedView",
    "SpamRule",
    "State",
    "new_reference",
]
