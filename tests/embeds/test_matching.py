"""Whose a pasted address is, what frame it becomes, and which rows are refused."""

import pytest
from django.core.exceptions import ValidationError

from newsportal.embeds import known
from newsportal.embeds.matching import match, recognised
from newsportal.embeds.models import Provider
from newsportal.refusals import Refused

FRAMES = {
    "https://www.youtube.com/watch?v=aqz-KE-bpKQ": (
        "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"
    ),
    "http://m.youtube.com/watch?app=x&v=aqz-KE-bpKQ&t=9s": (
        "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"
    ),
    "https://youtu.be/aqz-KE-bpKQ?si=y": "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
    "https://vimeo.com/76979871/": "https://player.vimeo.com/video/76979871?dnt=1",
    "https://www.openstreetmap.org/#map=13/29.5630/-106.5516&layers=T": (
        "https://www.openstreetmap.org/export/embed.html"
        "?bbox=-106.60653%2C29.53314%2C-106.49667%2C29.59286&layer=mapnik"
    ),
    "https://soundcloud.com/a-band/a_song": (
        "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fa-band%2Fa_song"
    ),
    "https://mastodon.social/@Gargron/109318821117356215": (
        "https://mastodon.social/@Gargron/109318821117356215/embed"
    ),
    "https://twitter.com/desk/status/20?s=21": (
        "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=20"
    ),
}
NOBODYS = [
    "https://example.org/watch?v=aqz-KE-bpKQ",
    "https://youtube.com.evil.example/watch?v=a",
    "https://evil.example/https://youtube.com/watch?v=a",
    "https://youtube.com@evil.example/watch?v=a",
    "https://evil.example@youtube.com/watch?v=a",
    "https://youtube.com:8443/watch?v=a",
    "https://youtube.com/watch?v=a%22onload%3D%22x",
    "https://youtube.com/watch?v=../../x",
    "https://youtube.com/watch?v=a%0Ab",
    "https://youtube.com/watch?x=a",
    "https://vimeo.com/about",
    "https://soundcloud.com/a/../b",
    "https://soundcloud.com/a%2F..%2Fb",
    "https://mastodon.social/@x/1/embed?y#z\\",
    "https://www.openstreetmap.org/#map=13/29.5/x",
    "javascript:alert(1)//youtube.com/watch?v=a",
    "ftp://youtube.com/watch?v=a",
    "youtube.com/watch?v=a",
    "https://[x",
    "",
    # More fields than are read.
    "https://youtube.com/watch?" + "x=1&" * 60 + "v=a",
]


@pytest.mark.parametrize(("address", "frame"), FRAMES.items())
def test_an_address_becomes_the_frame_of_its_provider(address, frame):
    found = match(address, known.providers())
    assert found
    assert found.frame == frame


@pytest.mark.parametrize("address", NOBODYS)
def test_every_other_address_is_nobodys(address):
    assert match(address, known.providers()) is None


def test_the_known_providers_pass_the_checks_of_the_form():
    for provider in known.providers():
        provider.full_clean(validate_unique=False, validate_constraints=False)
        assert len(provider.frame_hosts) == 1


UNSAFE = {
    "frame": [
        "http://video.example/{id}",
        "//video.example/{id}",
        "javascript:run('{id}')",
        "https://{id}/x",
        "https://{id}.example/",
        "https://*.example/{id}",
        "https://video.example{id}",
        "https://video.example:444/{id}",
        "https://desk@video.example/{id}",
        "https://video/{id}",
        "https://video.example/x",
        "https://video.example/{id}/{id}",
        "https://video.example/{anything}",
        "https://video.example/{number}",  # not what the addresses have
        "https://video.example/#{id}",
        "https://video.example/{id}; script-src *",
        "https://video.example/'{id}'",
        "https://testserver.example/{id}",  # this site itself
    ],
    "addresses": [
        "video.example/watch",
        "video.example/{id}/{id}",
        "*.example/{id}",
        "{id}.example/x",
        "http://video.example/{id}",
        "/watch/{id}",
        "video.example/{id}?<script>",
        "video.example/*-*-*-*-*/{id}",
        "video.example/*{id}",
    ],
    "more_hosts": ["*", "*.example", "https://video.example", "a.example; script-src *", "data:"],
    "slug": ["You Tube", "a.b", "a+b", "a:b", ""],
    "privacy_policy": ["javascript:run()", "http://video.example/privacy"],
}


@pytest.mark.parametrize(("field", "value"), [(f, v) for f in UNSAFE for v in UNSAFE[f]])
def test_a_row_that_could_lead_a_frame_elsewhere_is_refused(settings, field, value):
    settings.SITE_URL = "https://testserver.example"
    row = {
        "slug": "video",
        "name": "Video",
        "kind": "video",
        "addresses": "video.example/{id}",
        "frame": "https://video.example/embed/{id}",
        "owner": "Video Ltd",
        "learns": "Everything.",
        "privacy_policy": "https://video.example/privacy",
    }
    Provider(**row).full_clean(validate_unique=False)
    with pytest.raises(ValidationError) as caught:
        Provider(**(row | {field: value})).full_clean(validate_unique=False)
    assert field in caught.value.message_dict or "addresses" in caught.value.message_dict


@pytest.mark.django_db
def test_an_editor_is_told_which_sites_are_known():
    with pytest.raises(Refused, match="administrator adds"):
        recognised("https://youtu.be/a")
    for provider in known.providers()[:2]:
        provider.save()
    assert recognised(" http://youtu.be/a ").address == "https://youtu.be/a"
    with pytest.raises(Refused, match=r"Known are: YouTube and Vimeo\."):
        recognised("https://example.org/a")
    with pytest.raises(Refused, match="whole address"):
        recognised("youtu.be/a")
