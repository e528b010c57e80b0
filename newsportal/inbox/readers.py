"""What a reader sees of a message that was sent: found by its code, with what was said since."""

from newsportal.inbox.models import Message


def find(code_hash: str) -> Message | None:
    """The message with this hash of a code, or None; one look-up, whatever comes of it."""
    return Message.objects.select_related("category").filter(code_hash=code_hash).first()


def thread(message: Message) -> list[dict[str, object]]:
    """The answers and the further words of a message in the order of their time."""
    said: list[dict[str, object]] = [
        {"at": answer.made_at, "is_answer": True, "text": answer.text}
        for answer in message.answers.all()
    ]
    said += [
        {"at": word.sent_at, "is_answer": False, "text": word.text}
        for word in message.further_words.all()
    ]
    # Stable: at the same moment the answer comes first, then what was said to it.
    return sorted(said, key=lambda each: str(each["at"]))
