"""What the demo site says of itself: its name, sections, static pages and promotional lines."""

from datetime import datetime, timedelta

from django.utils import timezone

from articles.models import Section
from newsportal.consent import registry, versions
from newsportal.embeds import known
from newsportal.inbox import desk
from newsportal.inbox.models import Category
from newsportal.operations.demo.reference import ReferencePage
from newsportal.operations.demo.stories import FOLDER
from newsportal.pages.models import Page, PageSlug, SiteIdentity, Slogan, SocialLink
from newsportal.timeline import at

NAME = "iChongqing"
TAGLINE = "News from a city of mountains and rivers"
SECTIONS = {
    "technology": ("Technology", "Workshops, laboratories, bridges and boats."),
    "city-life": ("City Life", "Streets, markets, weather and neighbours."),
    "culture": ("Culture", "Stages, libraries, kitchens and crafts."),
    "travel": ("Travel", "Days out in the city, the hills and the gorges."),
}
BYLINES = {
    "Lin Mei": "Writes about streets, buses and the people on them.",
    "Daniel Okoro": "Walks, eats and asks the way for the travel pages.",
    "Xu Jianping": "Reports on industry, engineering and research.",
    "Zhao Wen": "Writes about stages, crafts and kitchens.",
    "Ines Hartmann": "Came for a year, stayed for nine, explains the rest.",
}
# The examples lead to names that are kept for examples (RFC 2606).
SOCIAL_LINKS = {
    "Mastodon": "https://social.example/@ichongqing",
    "Video": "https://video.example/ichongqing",
}


def make(page: ReferencePage, *, opened: datetime) -> None:
    """Everything that stands around the articles, as if the site had opened then."""
    with at(opened):
        SiteIdentity(
            name=NAME,
            tagline=TAGLINE,
            hotline_label=page.hotline_label,
            hotline_number=page.hotline_number,
            inquiries_address=page.inquiries_address,
        ).save()
        for position, text in enumerate(page.slogans):
            Slogan(text=text, position=position).save()
        for position, (label, url) in enumerate(SOCIAL_LINKS.items()):
            SocialLink(label=label, url=url, position=position).save()
        for provider in known.providers():
            provider.save()
        for position, (slug, (name, description)) in enumerate(SECTIONS.items()):
            Section(slug=slug, name=name, description=description, position=position).save()
        for slug in PageSlug.values:
            title, body = (FOLDER / "pages" / f"{slug}.html").read_text("utf-8").split("\n\n", 1)
            Page(slug=slug, title=title.removeprefix("title: "), body=body).replace()
        versions.switch_on(registry.OPTIONAL)


def receive_message() -> None:
    """One reader has written, so that the message desk has something to open."""
    with at(timezone.now() - timedelta(hours=3)):
        message = desk.receive(
            sent_as="demo",
            category=Category.objects.get(slug="question"),
            text=(
                "The piece about the night bus says the last one leaves the East Gate at 23:50. "
                "Does it wait for the film at the Riverside to end? It ends at 23:48 and I am "
                "not as quick down the stairs as I was."
            ),
            sender_name="Wu Shulan",
        )
    # Afterwards, for a receipt would be printed among the passwords of the demonstration.
    message.sender_address = "wu.shulan@reader.example"
    message.save(update_fields=["sender_address"])
