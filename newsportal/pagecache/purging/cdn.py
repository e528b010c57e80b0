"""Telling a CDN what has changed: the tags go to an address, in batches, until each was taken.

A batch is one POST that two kinds of CDN understand: the tags as JSON (`{"tags": [...]}`, with a
Bearer token: Cloudflare) and in headers (`Surrogate-Key`, `Fastly-Key`: Fastly). Each tag is sent
twice, because a page that was on its way to the CDN at the first time may have been stored after
it. How far that has come is kept in a file: whoever starts again sends what came later once more.
"""

import json
import os
from collections import deque
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from newsportal.pagecache.edge import ANY_CHANGE
from newsportal.pagecache.log import AsOf
from newsportal.pagecache.purging import changes
from newsportal.pagecache.rendering import EVERY_PAGE

SECONDS_BETWEEN_LOOKS: Final = 0.1
# Longer than an answer takes to the CDN and its neighbours.
SENT_AGAIN_AFTER: Final = 5.0
MOST_IN_A_BATCH: Final = 30  # what Cloudflare takes at once
SECONDS_TO_ANSWER: Final = 10.0
# So that a start finds a young place in the log, though nothing has changed for long.
NOTED_EVERY: Final = 60.0


class NotTaken(Exception):
    """The CDN has not taken a batch; it is sent again."""


class Cdn:
    """One CDN, and how far it was told."""

    def __init__(self, url: str, token: str, noted: Path) -> None:
        """Goes on from what is in the file `noted`; without one, everything is purged first."""
        self.url, self.token, self.noted = url, token, noted
        try:
            self._sent: AsOf | None = AsOf.read(noted.read_text("ascii"))
        except (FileNotFoundError, ValueError):
            self._sent = None
        self._to_repeat: deque[tuple[float, set[str], AsOf]] = deque()
        self._noted_at = float("-inf")

    def look(self) -> None:
        """Send what has changed, and again what was sent a while ago.

        Raises NotTaken or DatabaseError; what was not taken is sent by the next call.
        """
        tags, as_of = self._changed()
        if tags:
            self._send(tags)
        self._sent = as_of
        self._to_repeat.append((monotonic(), tags, as_of))
        while self._to_repeat and monotonic() - self._to_repeat[0][0] > SENT_AGAIN_AFTER:
            _sent_at, tags, as_of = self._to_repeat[0]
            if tags:
                self._send(tags)
            self._to_repeat.popleft()
            if tags or monotonic() - self._noted_at > NOTED_EVERY:
                self._note(as_of)

    def _changed(self) -> tuple[set[str], AsOf]:
        if self._sent is not None:
            try:
                lines, as_of = changes.since(self._sent)
            except changes.Lost:
                pass
            else:
                return ({ANY_CHANGE, *(line.tag for line in lines)} if lines else set()), as_of
        return {EVERY_PAGE}, changes.newest()

    def _send(self, tags: Iterable[str]) -> None:
        each = sorted(tags)
        for start in range(0, len(each), MOST_IN_A_BATCH):
            self._post(each[start : start + MOST_IN_A_BATCH])

    def _post(self, tags: list[str]) -> None:
        place = urlsplit(self.url)
        kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
        link = kind(place.netloc, timeout=SECONDS_TO_ANSWER)
        headers = {"Content-Type": "application/json", "Surrogate-Key": " ".join(tags)}
        if self.token:
            headers |= {"Authorization": f"Bearer {self.token}", "Fastly-Key": self.token}
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        try:
            link.request("POST", path, json.dumps({"tags": tags}), headers)
            response = link.getresponse()
            response.read()
        except (OSError, HTTPException) as error:
            raise NotTaken(f"{place.hostname} does not answer: {error}") from None
        finally:
            link.close()
        if not 200 <= response.status < 300:
            raise NotTaken(f"{place.hostname} answers {response.status}.")

    def _note(self, as_of: AsOf) -> None:
        """Keep, whatever happens, how far everything was sent twice."""
        half = self.noted.with_suffix(".half")
        with half.open("w", encoding="ascii") as file:
            file.write(str(as_of))
            file.flush()
            os.fsync(file.fileno())
        half.replace(self.noted)
        self._noted_at = monotonic()
