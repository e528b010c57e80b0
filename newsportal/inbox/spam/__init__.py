"""Whether a message looks like spam, told by simple rules and without asking anybody else.

`verdict` gives the reason in words, which the desk reads, or an empty string. What it holds back
waits in the spam folder; nothing is dropped. The rules, in the order in which they are asked:

1. What the desk has written down itself: a word, a phrase, a site (`SpamRule`).
2. More links than the settings of the inbox allow.
3. A link to a site that is known for spam (`hosts.txt`).
4. Points, of which `HOLD_AT` are too many, and one more for every `WORDS_A_POINT` words, for in a
   long letter every phrase turns up some day. For each phrase of `phrases.txt` as many as stand
   there, for a link 1, for HTML or forum markup around links 3, for hardly any word beside a link
   2, for words in capitals throughout 1, for a mail address that is thrown away 1
   (`throwaway.txt`).
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsportal.inbox.models import InboxSettings, RuleKind, SpamRule

HOLD_AT: Final = 4
WORDS_A_POINT: Final = 30

_HERE = Path(__file__).parent
_LINK = re.compile(
    r"(?:https?://|www\.)(?P<host>[^\s/?#:<>\"'\[\]()]+)[^\s<>\"'\[\]]*", re.IGNORECASE
)
_MARKUP = re.compile(r"<a\s[^>]{0,200}href|\[/?(?:url|link|img)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")


def verdict(*, text: str, name: str = "", address: str = "") -> str:
    """Why this goes to the spam folder, or an empty string."""
    written = f"{name}\n{text}".casefold()
    hosts = hosts_in(text)
    return (
        _by_the_desk(written, hosts)
        or _too_many_links(hosts)
        or _known_host(hosts)
        or _by_points(written, points(text=text, name=name, address=address), hold_at(text))
    )[:100]


def is_held(*, text: str, name: str = "", address: str = "") -> bool:
    """Whether the rules that the portal brings hold this back; the desk's own are not asked."""
    total = points(text=text, name=name, address=address)
    return bool(_known_host(hosts_in(text))) or total >= hold_at(text)


def hosts_in(text: str) -> list[str]:
    """The sites that a text has links to, one for each link."""
    found = (match["host"].casefold().rstrip(".") for match in _LINK.finditer(text))
    return [host.removeprefix("www.") for host in found]


def points(*, text: str, name: str = "", address: str = "") -> int:
    """How much of spam is in this, by the fourth rule."""
    written = f"{name}\n{text}".casefold()
    total = sum(worth for _words, worth in _found(written))
    hosts = hosts_in(text)
    words = _WORD.findall(_LINK.sub(" ", text))
    letters = "".join(words)
    total += len(hosts)
    total += 3 * bool(_MARKUP.search(text))
    total += 2 * bool(hosts and len(words) < 3)
    total += bool(len(letters) > 20 and letters.isupper())
    total += bool(address.rpartition("@")[2].casefold() in _lines("throwaway.txt"))
    return total


def hold_at(text: str) -> int:
    """How many points are too many for a text of this length."""
    return HOLD_AT + len(_WORD.findall(text)) // WORDS_A_POINT


def _by_the_desk(written: str, hosts: list[str]) -> str:
    for rule in SpamRule.objects.all():
        if rule.kind == RuleKind.HOST:
            matches = any(is_under(host, rule.pattern) for host in hosts)
        else:
            matches = bool(_phrase(rule.pattern).search(written))
        if matches:
            return _("rule of the desk: %(pattern)s") % {"pattern": rule.pattern}
    return ""


def _too_many_links(hosts: list[str]) -> str:
    count = len(hosts)
    if count <= InboxSettings.current().links_allowed:
        return ""
    return ngettext("%(count)d link", "%(count)d links", count) % {"count": count}


def _known_host(hosts: list[str]) -> str:
    known = _lines("hosts.txt")
    for host in hosts:
        if any(parent in known for parent in _parents(host)):
            return _("link to a site known for spam: %(host)s") % {"host": host}
    return ""


def _by_points(written: str, total: int, limit: int) -> str:
    if total < limit:
        return ""
    found = [words for words, _worth in _found(written)]
    return _("%(points)d points: %(phrases)s") % {
        "points": total,
        "phrases": ", ".join(found) or _("links"),
    }


def is_under(host: str, site: str) -> bool:
    """Whether a host is this site or a part of it."""
    return host == site or host.endswith(f".{site}")


def _parents(host: str) -> Iterable[str]:
    """The host, and every site that it is a part of."""
    labels = host.split(".")
    return (".".join(labels[at:]) for at in range(max(len(labels) - 1, 1)))


def _phrase(words: str) -> re.Pattern[str]:
    """A phrase as whole words; `#` stands for a number, `~` for up to three words between."""
    parts = (re.escape(part) for part in words.casefold().split())
    pattern = r"\s+".join(parts).replace(r"\#", r"[\d,.]{1,12}")
    pattern = pattern.replace(r"\s+\~\s+", r"\s+(?:\S+\s+){0,3}")
    return re.compile(rf"(?<!\w){pattern}(?!\w)")


def _found(written: str) -> list[tuple[str, int]]:
    """The phrases that stand there; of two that overlap, only the one that is worth more."""
    found: list[tuple[str, int]] = []
    taken: list[tuple[int, int]] = []
    for pattern, worth in _phrases():
        match = pattern.search(written)
        if match and all(match.end() <= start or match.start() >= end for start, end in taken):
            taken.append(match.span())
            found.append((match[0], worth))
    return found


@cache
def _phrases() -> list[tuple[re.Pattern[str], int]]:
    """The patterns and what they are worth, the highest and longest first."""
    split = (
        line.split(maxsplit=1) for line in sorted(_lines("phrases.txt"), key=_rank, reverse=True)
    )
    return [(_phrase(words), int(worth)) for worth, words in split]


def _rank(line: str) -> tuple[int, int, str]:
    return int(line.split(maxsplit=1)[0]), len(line), line


@cache
def _lines(name: str) -> frozenset[str]:
    """The lines of a file of rules, without remarks."""
    lines = (_HERE / name).read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("# "))
