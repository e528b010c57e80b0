"""Runs the tasks that wait in the database. What the tasks do is left to their packages."""

from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from articles import search
from articles.photos import developing, finding
from newsportal.accounts import notices
from newsportal.inbox import mail
from newsportal.newsroom import reports
from newsportal.operations import daily, saved_copies
from newsportal.operations.parent import end_with_parent

SECONDS_BETWEEN_LOOKS = 1.0


def work(*, batch: bool = False) -> None:
    """Run tasks until a signal comes; with `batch`, until none is waiting."""
    worker = Worker(
        queue_names=["*"],
        interval=SECONDS_BETWEEN_LOOKS,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    if not batch:
        worker.configure_signals()
        end_with_parent()
        saved_copies.start()
        # What a killed worker had begun is taken up again.
        mail.resume()
        notices.resume()
        reports.resume()
        developing.resume()
        finding.resume()
        search.resume()
        daily.resume()
    worker.run()
