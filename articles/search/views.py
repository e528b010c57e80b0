"""The search page and what it offers while one types. Neither is ever stored: what somebody
looks for is theirs."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.search.correcting import FEW, corrected
from articles.search.question import LONGEST
from articles.search.results import Results, query
from articles.search.suggestions import suggestions
from articles.search.within import Within
from newsportal.accounts.roles import public
from newsportal.refusals import Refused


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/search/?q=words`, one page; `after` continues it.

    `section` (a slug), `from` and `to` (days) narrow it. Too long a question, a section that is
    none or a day that is none answers 400 with a sentence.
    """
    text = request.GET.get("q", "").replace("\0", "")
    after = request.GET.get("after")
    within = Within.read(request.GET)
    results, refusal, offer = Results(), "", None
    try:
        if within.span is not None:
            results = query(text, within.span, after=after)
            if after is None and len(results.hits) < FEW:
                offer = corrected(text, within.span)
    except Refused as reason:
        text, refusal = text[:LONGEST], reason.sentence

    def address(words: str, **further: str) -> str:
        return f"{reverse('search')}?{urlencode({'q': words, **within.parameters, **further})}"

    context: dict[str, Any] = {
        "text": text,
        "asked": bool(text.strip()),
        "within": within,
        "results": results,
        "refusal": refusal,
        "longest": LONGEST,
        "continued": after is not None,
        "offer": offer,
        "offer_address": offer and address(offer),
        "first_address": address(text),
        "next_address": results.after and address(text, after=results.after),
        "everywhere_address": within.parameters and f"{reverse('search')}?{urlencode({'q': text})}",
    }
    status = 400 if refusal or within.errors else 200
    return _private(render(request, "articles/search.html", context, status=status))


@public
@require_safe
def suggested(request: HttpRequest) -> HttpResponse:
    """`/search/suggestions/?q=beginning`: newest live headlines that go on like it.

    As OpenSearch has it: the question, then three lists of one length, of headlines, sections and
    addresses. https://github.com/dewitt/opensearch (Suggestions extension 1.1). Too long a question
    answers 400, and with empty lists.
    """
    text = request.GET.get("q", "").replace("\0", "")
    found = suggestions(text)
    answer = [text[:LONGEST], *([one[column] for one in found] for column in range(3))]
    response = JsonResponse(
        answer,
        safe=False,
        status=200 if len(text) <= LONGEST else 400,
        content_type="application/x-suggestions+json",
    )
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
