"""A page that shows the editor, with a photo library of three pictures, for the browser tests."""

from base64 import b64decode
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from newsportal.accounts.models import User
from newsportal.pagecache.headers import relax_styles
from newsportal.richtext.fields import RichTextFormField
from newsportal.richtext.widget import RichTextWidget

PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PAGE = """<!doctype html><html lang="en" data-theme="{{ theme }}"><head><meta charset="utf-8">
<title>Editor</title><link rel="icon" href="/static/img/favicon.svg">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/admin/css/base.css">
<link rel="stylesheet" href="/static/admin/css/dark_mode.css">{{ form.media }}</head>
<body><main><h1>Editor</h1><form method="post">{% csrf_token %}{{ form.as_div }}
<button>Save</button></form>{% if saved %}<pre id="saved">{{ saved }}</pre>{% endif %}
</main></body></html>"""


class EditorForm(forms.Form):
    """One rich text, required, as in the article form."""

    body = RichTextFormField(
        required=False,
        widget=RichTextWidget(
            "/newsroom/picker/",
            "/newsroom/upload/",
            "/newsroom/photo/0/thumbnail/",
            embed_match_url="/newsroom/match/",
        ),
    )


def photo(number: int, caption: str) -> dict[str, Any]:
    return {
        "id": number,
        "caption": caption,
        "credit": "A photographer",
        "alt": "",
        "thumbnail": f"/newsroom/photo/{number}/thumbnail/",
        "width": 1200,
        "height": 800,
    }


LIBRARY = [
    photo(11, "Fog over the bridge"),
    photo(12, "A <b>wafer</b>"),
    photo(13, "Steps at dusk"),
]


def editor(request: HttpRequest) -> HttpResponse:
    form = EditorForm(request.POST or None, initial={"body": request.GET.get("body", "")})
    saved = form.cleaned_data["body"] if request.method == "POST" and form.is_valid() else ""
    template = engines["django"].from_string(PAGE)
    context = {"form": form, "saved": saved, "theme": request.GET.get("theme", "auto")}
    response = HttpResponse(template.render(context, request))
    relax_styles(response)
    return response


def picker(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").lower()
    found = [photo for photo in LIBRARY if words in photo["caption"].lower()]
    if words or request.GET.get("page"):
        return JsonResponse({"photos": found[-1:] if not words else found, "next": None})
    return JsonResponse({"photos": found[:2], "next": "/newsroom/picker/?page=2"})


@csrf_exempt  # whose check would read the file before anybody is signed in
def upload(request: HttpRequest) -> HttpResponse:
    request.user = User(username="somebody")
    if request.FILES["file"].size == 0:
        return JsonResponse({"error": "This file is empty. Choose another."}, status=400)
    return JsonResponse({"photo": photo(14, request.POST["caption"])}, status=201)


def match(request: HttpRequest) -> HttpResponse:
    address = request.GET["address"]
    if "video.example" not in address:
        return JsonResponse({"error": "Known are: Video Place."})
    return JsonResponse({"address": address, "name": "Video Place"})


def thumbnail(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(PIXEL, content_type="image/png")


urlpatterns = [
    path("newsroom/editor/", editor),
    path("newsroom/picker/", picker),
    path("newsroom/upload/", upload),
    path("newsroom/match/", match),
    path("newsroom/photo/<int:number>/thumbnail/", thumbnail),
    path("", include("newsportal.urls")),
]
