"""A crowd right after the page that it wants was dropped, at the real server."""

import asyncio
import threading

import pytest

from bench.herd import Crowd
from tests import factories as make
from tests.pagecache.test_freshness import served

PURGES = 3
READERS = 500
PROCESSES = 2


@pytest.mark.django_db(transaction=True)
def test_a_crowd_has_a_dropped_page_made_once_in_each_process(tmp_path):
    edition, publisher = make.published("Number 0"), make.user("publisher")

    async def come_and_ask(port):
        async with Crowd(port, "/", READERS) as crowd:
            await crowd.ask()
            for number in range(1, PURGES + 1):
                nonlocal edition
                edition = await asyncio.to_thread(publish, number)
                answers = await crowd.ask()
                # By now each process has discovered the change.
                await asyncio.to_thread(threading.Event().wait, 0.6)
                answers += await crowd.ask()
                assert {answer.status for answer in answers} == {200}
                assert 1 <= sum(answer.process_made_it for answer in answers) <= PROCESSES
                assert max(answer.seconds for answer in answers) < 30

    def publish(number):
        from django.db import connections

        try:
            return make.updated(edition, by=publisher, headline=f"Number {number}")
        finally:
            connections.close_all()

    with served(tmp_path) as (port, _process):
        asyncio.run(come_and_ask(port))
