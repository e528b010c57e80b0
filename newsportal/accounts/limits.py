"""How often a network may do something, counted in memory without keeping an address.

The networks are known by a keyed hash whose random key, with all counts, is thrown away after
a day at the latest. Each process counts for itself: with n processes up to n times as much
gets through, which is still a limit, and nothing of a reader reaches a disk or a backup.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections import deque

from django.http import HttpRequest

from newsportal.accounts.network import client_address, network_of

HOUR = 3600.0
DAY = 24 * HOUR
# Beyond this many networks in a day the oldest counts go: memory is bounded, not the readers.
MOST_NETWORKS = 50_000


class NetworkLimit:
    """Counts what networks do within the last hour."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Throw away the key and every count."""
        self._key = secrets.token_bytes(32)
        self._key_since = time.monotonic()
        self._seen: dict[bytes, deque[float]] = {}

    def allows(self, request: HttpRequest, *, per_hour: int) -> bool:
        """Count this request, unless its network has done this `per_hour` times already."""
        with self._lock:
            times = self._times(request)
            allowed = len(times) < per_hour
            if allowed:
                times.append(time.monotonic())
        return allowed

    def is_spent(self, request: HttpRequest, *, per_hour: int) -> bool:
        """Whether its network has done this `per_hour` times already; nothing is counted."""
        with self._lock:
            return len(self._times(request)) >= per_hour

    @property
    def in_all(self) -> int:
        """How often all networks together have done this within the last hour."""
        with self._lock:
            since = time.monotonic() - HOUR
            return sum(moment > since for times in self._seen.values() for moment in times)

    def _times(self, request: HttpRequest) -> deque[float]:
        """When the network of this request did it within the last hour."""
        moment = time.monotonic()
        network = network_of(client_address(request)).encode()
        if moment - self._key_since > DAY:
            self.forget()
        name = hmac.digest(self._key, network, hashlib.sha256)
        times = self._seen.pop(name, deque())
        while times and moment - times[0] > HOUR:
            times.popleft()
        # Put back at the end: the dictionary stays in the order of the last use.
        self._seen[name] = times
        if len(self._seen) > MOST_NETWORKS:
            del self._seen[next(iter(self._seen))]
        return times
