"""`/healthz`: whether this process can answer readers, for load balancers and watchdogs."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsportal.accounts.roles import public


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 and `ok` when the database answers, else 503 and `database`; never stored."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        answer = HttpResponse("database", status=503, content_type="text/plain")
    else:
        answer = HttpResponse("ok", content_type="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer
