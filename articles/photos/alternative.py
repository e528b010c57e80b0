"""What an alternative text must not be: the caption once more, or the name of a file.

Asked by the checks before publication, and by every form that takes the words of a photo.
"""

import re
from pathlib import PurePath
from typing import Final, Literal

# As cameras and telephones name their files.
CAMERA_NAME: Final = re.compile(
    r"(img|dsc|dscn|dscf|pxl|mvi|wechatimg|image|photo)[ _-]?\d[\d_-]*", re.IGNORECASE
)
FILE_NAME: Final = re.compile(r"\S+\.(jpe?g|png|webp|gif|tiff?|heic|avif)", re.IGNORECASE)


def fault_of(alt: str, *, caption: str, file_name: str) -> Literal["", "caption", "file name"]:
    """What `alt` merely repeats; nothing for an empty one, and for one that says something."""
    words = bare(alt)
    if not words:
        return ""
    if words == bare(caption):
        return "caption"
    names = {bare(file_name), bare(PurePath(file_name).stem)}
    if words in names or FILE_NAME.fullmatch(alt.strip()) or CAMERA_NAME.fullmatch(alt.strip()):
        return "file name"
    return ""


def bare(words: str) -> str:
    """Letters and digits alone, without case."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())
