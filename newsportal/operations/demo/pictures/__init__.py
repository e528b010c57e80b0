"""Paints the demo site's illustrations, so that a fresh demo has pictures of its own.

Each picture is drawn from its name alone: the same name gives the same pixels on every run and
on every machine, without fonts, downloads or stored files. What a picture is used for - titles,
alternative texts, credits, crops, file formats and storing - is left to the caller.
"""

from collections.abc import Callable

from PIL import Image

from newsportal.operations.demo.pictures import city, life, river, work
from newsportal.operations.demo.pictures.brushes import Sheet

_SCENES: dict[str, Callable[[Sheet], Image.Image]] = {
    "wafer": work.wafer,
    "clean-room": work.clean_room,
    "fog-city": city.fog_city,
    "two-rivers": river.two_rivers,
    "bridge-cable": river.bridge_cable,
    "bridge-arch": river.bridge_arch,
    "bridge-suspension": river.bridge_suspension,
    "stairs": city.stairs,
    "monorail": city.monorail,
    "cableway": city.cableway,
    "hongya": city.hongya,
    "hotpot": life.hotpot,
    "teahouse": life.teahouse,
    "market": life.market,
    "harbour": work.harbour,
    "barge": river.barge,
    "gorges": river.gorges,
    "terraces": river.terraces,
    "bamboo": river.bamboo,
    "ginkgo": life.ginkgo,
    "opera": life.opera,
    "library": life.library,
    "lab": work.lab,
    "railway": work.railway,
    "rain": city.rain,
    "football": city.football,
}

PICTURES: tuple[str, ...] = tuple(_SCENES)


def paint(name: str, *, width: int = 1920) -> Image.Image:
    """The named picture, two thirds as tall as wide; an unknown name raises KeyError."""
    return _SCENES[name](Sheet(name, width))
