"""Rich text: what may stand in it, its plain words, and the editor widget.

The only code that knows CKEditor. It knows photos by number alone: what a photo looks like is
told by the caller.
"""

from newsportal.richtext.passages import Passage, Written, written
from newsportal.richtext.rendering import render
from newsportal.richtext.sanitiser import sanitise
from newsportal.richtext.text import Embed, Figure, Subhead, embeds, figures, plain_text, subheads
from newsportal.richtext.tree import printable

__all__ = [
    "Embed",
    "Figure",
    "Passage",
    "Subhead",
    "Written",
    "embeds",
    "figures",
    "plain_text",
    "printable",
    "render",
    "sanitise",
    "subheads",
    "written",
]
