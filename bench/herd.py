"""A crowd that asks for the front page right after it was dropped: how long the slowest waits.

    python bench/herd.py [ARTICLES]

Starts the server that the portal runs on, publishes an article, and has 500 readers ask at once on
connections that are open already; twenty times. Prints how often the page was made and how
long the answers took. The archive is made once, under var/bench/.
"""

import asyncio
import json
import re
import statistics
import sys
import time
from dataclasses import dataclass

READERS = 500
PURGES = 20
SECONDS_AT_MOST = 60


@dataclass(frozen=True)
class Answer:
    status: int
    seconds: float  # since the crowd began to ask
    how: str  # Cache-Status
    process_made_it: bool


class Crowd:
    """Readers with a connection each; `async with`."""

    def __init__(self, port: int, path: str, readers: int = READERS) -> None:
        self.port, self.readers = port, readers
        self.request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()

    async def __aenter__(self) -> "Crowd":
        opening = (asyncio.open_connection("127.0.0.1", self.port) for _each in range(self.readers))
        self.links = await asyncio.gather(*opening)
        return self

    async def __aexit__(self, *_error: object) -> None:
        for _reader, writer in self.links:
            writer.close()

    async def ask(self) -> list[Answer]:
        """Everybody asks now."""
        began = time.perf_counter()
        asking = (self._ask(reader, writer, began) for reader, writer in self.links)
        return await asyncio.wait_for(asyncio.gather(*asking), SECONDS_AT_MOST)

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, began: float
    ) -> Answer:
        writer.write(self.request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        found = re.search(rb"(?i)cache-status: ([^\r]*)", head)
        how = found[1].decode() if found else ""
        return Answer(int(head[9:12]), time.perf_counter() - began, how, "fwd=miss" in how)


def publish_once(headline: str) -> None:
    """Publish the newest article under another headline: the front page is dropped."""
    from dataclasses import replace

    from django.db import connections

    from articles import workflow
    from articles.models import Article, Edition
    from newsportal.accounts.models import User

    boss = User.objects.filter(roles__name="publisher", is_active=True)[0]
    edition = Edition.objects.order_by("-live_from", "-pk")[0]
    article = Article.objects.get(pk=edition.article_number)
    text = replace(article.content(), headline=headline)
    workflow.save(article, text, by=boss, based_on=article.head)
    workflow.publish(article, by=boss, override="measured")
    connections.close_all()


async def measure(port: int) -> None:
    made, seconds = [], []
    async with Crowd(port, "/") as crowd:
        await crowd.ask()
        for number in range(PURGES):
            await asyncio.to_thread(publish_once, f"Dropped {number} {time.time_ns()}")
            answers = await crowd.ask()
            assert {answer.status for answer in answers} == {200}
            # Who asked before the change was discovered got a page that was right just then.
            await asyncio.sleep(0.3)
            answers += await crowd.ask()
            made.append(sum(answer.process_made_it for answer in answers))
            seconds += [answer.seconds for answer in answers]
    json.dump([made, seconds], sys.stdout)


def main() -> None:
    import at_size
    from delivery import collect_static, served

    if sys.argv[1:2] == ["--crowd"]:
        at_size.set_up()
        asyncio.run(measure(int(sys.argv[2])))
        return
    size = int(sys.argv[1]) if sys.argv[1:] else 1_000
    environment = at_size.database(size, str(size), size)
    collect_static(environment)
    with served("newsportal.wsgi:application", **environment) as (port, _group):
        made, seconds = at_size.measured(__file__, size, environment, "--crowd", str(port))
    percentiles = statistics.quantiles(seconds, n=100)
    print(
        f"{READERS} readers at once, {PURGES} times, {size:,} articles: the front page was made "
        f"{statistics.mean(made):.1f} times a purge on average, at most {max(made)} times by two "
        f"processes; answers after {percentiles[49] * 1000:.0f} ms (median), "
        f"{percentiles[98] * 1000:.0f} ms (p99), {max(seconds) * 1000:.0f} ms at most"
    )


if __name__ == "__main__":
    main()
