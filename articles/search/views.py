"""The search page. It is never stored: what somebody looks for is theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.search.results import LONGEST, Results, query
from newsportal.accounts.roles import public
from newsportal.refusals import Refused


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/search/?q=words`, one page; `after` continues it. Too long a question answers 400."""
    text = request.GET.get("q", "").replace("\0", "")
    results, refusal, status = Results(), "", 200
    try:
        results = query(text, after=request.GET.get("after"))
    except Refused as reason:
        text, refusal, status = text[:LONGEST], reason.sentence, 400
    response = render(
        request,
        "articles/search.html",
        {"text": text, "asked": bool(text.strip()), "results": results, "refusal": refusal,
         "longest": LONGEST, "continued": "after" in request.GET},
        status=status,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
