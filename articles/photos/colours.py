"""Colours of all kinds as those of sRGB, eight bits each, opaque.

Runs in the child process of `darkroom`, and imports no Django.
"""

from io import BytesIO

from PIL import Image, ImageCms


def eight_bit(picture: Image.Image) -> Image.Image:
    """Greys of 16 bit as greys of 8 bit; Pillow's own conversion would cut instead of scale."""
    if picture.mode.startswith("I;16"):
        picture = picture.convert("I")
    if picture.mode == "I":
        return picture.point(lambda value: value * (1 / 257)).convert("L")
    return picture


def opaque(picture: Image.Image) -> Image.Image:
    """On white, for JPEG has no transparency and both formats shall look the same."""
    if picture.mode not in {"RGBA", "LA", "PA", "RGBa", "La"}:
        return picture
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture.convert("RGBA")).convert("RGB")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as sRGB; a profile that is broken or speaks of other colours is passed over."""
    if picture.mode == "LAB":
        # The numbers name colours by themselves, whatever profile lies beside them.
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, lab, srgb, outputMode="RGB") or picture
    if picture.mode == "YCbCr":
        picture = picture.convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            space = source.profile.xcolor_space.strip()
            if space == "GRAY" and picture.mode == "RGB":
                picture = picture.convert("L")
            if space == "RGB" and picture.mode == "L":
                picture = picture.convert("RGB")
            converted = ImageCms.profileToProfile(
                picture,
                source,
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return picture.convert("RGB")
