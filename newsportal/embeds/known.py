"""Providers that many newsrooms use, ready to be saved: the demo does; a fresh site has none.

The frames' addresses are those that each provider's own "embed" button gives, in the variant that
learns least.
"""

from typing import Any, Final

from django.utils.translation import gettext as _

from newsportal.embeds.models import Kind, Provider

_VISIT: Final = "your internet address, your browser and that you read an article of this site"

KNOWN: Final[tuple[dict[str, Any], ...]] = (
    {
        "slug": "youtube",
        "name": "YouTube",
        "kind": Kind.VIDEO,
        "addresses": "youtube.com/watch?v={id}\nyoutu.be/{id}\nyoutube.com/shorts/{id}\n"
        "youtube.com/live/{id}\nyoutube.com/embed/{id}\nyoutube-nocookie.com/embed/{id}",
        "frame": "https://www.youtube-nocookie.com/embed/{id}",
        "owner": "Google Ireland Limited",
        "learns": f"YouTube learns {_VISIT}. Once the video plays it may store data on your device"
        " and tie your visit to a Google account.",
        "privacy_policy": "https://policies.google.com/privacy",
    },
    {
        "slug": "vimeo",
        "name": "Vimeo",
        "kind": Kind.VIDEO,
        "addresses": "vimeo.com/{number}\nplayer.vimeo.com/video/{number}",
        "frame": "https://player.vimeo.com/video/{number}?dnt=1",
        "owner": "Vimeo.com, Inc.",
        "learns": f"Vimeo learns {_VISIT}. It is asked not to follow you.",
        "privacy_policy": "https://vimeo.com/privacy",
    },
    {
        "slug": "openstreetmap",
        "name": "OpenStreetMap",
        "kind": Kind.MAP,
        "addresses": "openstreetmap.org/#map={view}",
        "frame": "https://www.openstreetmap.org/export/embed.html?bbox={view}&layer=mapnik",
        "owner": "OpenStreetMap Foundation",
        "learns": f"OpenStreetMap learns {_VISIT}, and which part of the map you look at.",
        "privacy_policy": "https://osmfoundation.org/wiki/Privacy_Policy",
    },
    {
        "slug": "soundcloud",
        "name": "SoundCloud",
        "kind": Kind.AUDIO,
        "addresses": "soundcloud.com/{path}",
        "frame": "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2F{path}",
        "owner": "SoundCloud Global Limited & Co. KG",
        "learns": f"SoundCloud learns {_VISIT}. It stores data on your device to count listeners.",
        "privacy_policy": "https://soundcloud.com/pages/privacy",
    },
    {
        "slug": "mastodon",
        "name": "Mastodon",
        "kind": Kind.POST,
        "addresses": "mastodon.social/@{path}",
        "frame": "https://mastodon.social/@{path}/embed",
        "owner": "Mastodon gGmbH",
        "learns": f"The server mastodon.social learns {_VISIT}.",
        "privacy_policy": "https://mastodon.social/privacy-policy",
    },
    {
        "slug": "x",
        "name": "X",
        "kind": Kind.POST,
        "addresses": "x.com/*/status/{number}\ntwitter.com/*/status/{number}",
        "frame": "https://platform.twitter.com/embed/Tweet.html?dnt=true&id={number}",
        "owner": "X Internet Unlimited Company",
        "learns": f"X learns {_VISIT}. It may store data on your device and tie your visit to an"
        " account of yours.",
        "privacy_policy": "https://x.com/en/privacy",
    },
)


def providers() -> list[Provider]:
    """The known providers as rows that are not saved yet, in their order."""
    return [
        Provider(**row, position=position, lifetime=_("as its privacy policy says"))
        for position, row in enumerate(KNOWN)
    ]
