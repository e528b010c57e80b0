"""The one door through which somebody without an account sees a draft: by a draft link.

Whoever knows the random word of the address gets the article as readers would, and no word of
anything else that is not public: no neighbours, no related articles, no address of its own. Every
other word, and one that has stopped working for whatever reason, gets the same answer as an
address that never was. Public code cannot reach drafts; so this stands on the newsroom's side
of that wall, and `newsportal/urls.py` mounts it.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.admin.preview import page_of
from articles.models import DraftLink, Photo, Section
from articles.photos import pictures
from articles.photos.delivery import gone, rendition_response
from articles.workflow.draft_links import open_link, record_opening
from newsportal.accounts.roles import public
from newsportal.pagecache.headers import allow_frames
from newsportal.richtext.text import figures

View = Callable[..., HttpResponseBase]


def told_to_nobody(view: View) -> View:
    """Every answer of the view: kept by nobody, in no index, its address given to no other site."""

    @wraps(view)
    def quiet(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return quiet


@public
@told_to_nobody
@require_safe
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """The newest text of the article that the link with this random word opens; else 404."""
    link = open_link(token)
    if link is None:
        return render(request, "404.html", status=404)
    page = page_of(link.article, link.article.content_to_change(), surrounded=False)
    with pictures.through("draft-photo", token):
        response = render(
            request,
            "articles/article.html",
            {"page": page, "draft": link, "current_section": page.section},
        )
    allow_frames(response, page.frame_hosts)
    if is_read(request):
        record_opening(link)
    return response


@public
@told_to_nobody
@require_safe
def draft_photo(request: HttpRequest, token: str, number: int, name: str) -> HttpResponseBase:
    """A rendition of a photo that the draft prints; 404 for every other one.

    Outside the newsroom, one whose rights have ended is shown to nobody.
    """
    link = open_link(token)
    if link is None or number not in photos_in(link):
        return gone()
    photo = Photo.objects.filter(pk=number).first()
    if photo is None or not photo.is_usable:
        return gone()
    return rendition_response(photo, name)


def photos_in(link: DraftLink) -> set[int]:
    """The numbers of the photos that the newest text prints."""
    content = link.article.head_content()
    chosen = {choice.photo for choice in content.photos}
    # What stands in where rights have run out.
    chosen.update(
        Section.objects.filter(pk=content.section or 0).values_list("fallback_photo", flat=True)
    )
    return chosen | {figure.photo for figure in figures(content.body)}


def is_read(request: HttpRequest) -> bool:
    """Whether somebody opens the page: browsers also ask ahead, and programs for the headers."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in purpose.lower()
