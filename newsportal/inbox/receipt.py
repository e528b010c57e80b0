"""The receipt code: what a reader shows to see how a message stands. Only its hash is stored.

The code is not drawn but calculated, from the random number in the form and a key of the site: the
same form sent twice (a double click, a lost answer) then brings the same receipt, although nothing
but the hash is kept. The number stands in the reader's form alone, so whoever holds the database,
and even the key, cannot calculate a code.
"""

import hashlib
import unicodedata

from django.utils.crypto import salted_hmac

# No 0, O, 1 or I: 32 signs, five bits each.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS, GROUP = 5, 5


def code_for(number: str, sent_as: str) -> str:
    """The code for what was sent from the form with this random number, as five groups."""
    digest = salted_hmac("newsportal.inbox.receipt", f"{number}\0{sent_as}", algorithm="sha256")
    bits = int.from_bytes(digest.digest(), "big")
    signs = "".join(SIGNS[bits >> 5 * place & 31] for place in range(GROUPS * GROUP))
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def hash_of(typed: str) -> str:
    """What is stored of a code; case, spaces and hyphens of any kind make no difference."""
    plain = unicodedata.normalize("NFKC", typed[:200]).upper()
    return hashlib.sha256("".join(filter(str.isalnum, plain)).encode()).hexdigest()
