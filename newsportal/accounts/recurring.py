"""Tasks that come again: each asks for its next turn; one comes however often it is asked for."""

from datetime import timedelta
from typing import Any

from django_tasks_db.models import DBTaskResult

from newsportal.timeline import now


def ask_for_one(task: Any, wait: timedelta) -> None:
    """Have `task`, which takes nothing, done after `wait`, unless a turn is to come anyway.

    The turns that went well are forgotten: nobody wants to read thousands of them.
    """
    turns = DBTaskResult.objects.filter(task_path=task.module_path)
    turns.filter(status="SUCCESSFUL").delete()
    if not turns.filter(status="READY").exists():
        task.using(run_after=now() + wait).enqueue()
