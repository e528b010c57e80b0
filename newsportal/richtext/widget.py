"""The editor in a form: django-ckeditor's widget with our toolbar, our plugin and no upload.

It becomes a plain text area with its configuration in `data-` attributes; the scripts under
`static/js/richtext/` make the editor of it, under `script-src 'self'`. A page that shows it must
allow inline styles (`pagecache.headers.relax_styles`): CKEditor 4 cannot do without.
"""

from typing import Any

from ckeditor.widgets import CKEditorWidget, json_encode
from django import forms
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from js_asset import Script  # type: ignore[import-untyped]

from newsportal.refusals import Refused
from newsportal.richtext.sanitiser import sanitise

# Everything else that the package brings stays unserved: `assets.py`.
LANGUAGES = {"en": "en", "en-gb": "en-gb", "zh-hans": "zh-cn"}

TOOLBAR = [
    ["Format", "Bold", "Italic", "Link", "Unlink"],
    [
        *("BulletedList", "NumberedList", "Blockquote", "Table"),
        *("Newsphoto", "Newsphotowords", "Newsembed"),
    ],
    ["Undo", "Redo", "PasteText"],
]

# Of what ckeditor.js holds, the parts that would fetch a file, show a button or send something.
UNUSED_PLUGINS = ",".join([
    "about", "bidi", "colorbutton", "colordialog", "copyformatting", "dialogadvtab", "div",
    "elementspath", "exportpdf", "filebrowser", "find", "flash", "font", "forms", "iframe",
    "image", "indentblock", "justify", "language", "liststyle", "magicline", "maximize",
    "newpage", "pagebreak", "pastefromlibreoffice", "preview", "print", "save", "scayt",
    "selectall", "showblocks", "smiley", "sourcearea", "specialchar", "stylescombo",
    "templates", "uploadimage", "uploadwidget", "wsc",
])  # fmt: skip

# CKEditor's own filter, the same list as `sanitiser.TAGS`; what it lets by, the sanitiser stops.
ALLOWED = (
    "p h2 h3 ul ol li blockquote strong em sub sup thead tbody tfoot tr caption hr br table;"
    "th[colspan,rowspan,scope]; td[colspan,rowspan]; a[!href];"
    "figure[!data-photo,data-alt,data-decorative]; figure[!data-embed]; figcaption"
)


class RichTextWidget(CKEditorWidget):
    """The editor. Without scripts it is a text area that holds the HTML.

    The three addresses make photos available: `photo_picker_url` and `photo_upload_url` answer
    as `photo-picker.js` says, `photo_image_url` shows a photo's picture and holds `/0/` in the
    place of its number. Without them there is no photo button. `embed_match_url` says whose a
    pasted address is; without it there is no button for embeds.
    """

    def __init__(
        self,
        photo_picker_url: str = "",
        photo_upload_url: str = "",
        photo_image_url: str = "",
        *,
        embed_match_url: str = "",
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(template_name="django/forms/widgets/textarea.html", attrs=attrs)
        self.photo_picker_url = photo_picker_url
        self.photo_upload_url = photo_upload_url
        self.photo_image_url = photo_image_url
        self.embed_match_url = embed_match_url

    @property
    def media(self) -> forms.Media:
        """Modules and deferred scripts run in this order: the editor must find its folder."""
        scripts = [
            Script(
                "js/richtext/folder.js",
                type="module",
                id="richtext-folder",
                **{"data-folder": static("ckeditor/ckeditor/")},
            ),
            Script("ckeditor/ckeditor/ckeditor.js", defer=True),
            *(
                Script(path, type="module")
                for path in (
                    "js/richtext/shim.js",
                    "js/richtext/newsphoto/plugin.js",
                    "js/richtext/newsphoto/words.js",
                    "js/richtext/newsphoto/pasted.js",
                    "js/richtext/newsembed/plugin.js",
                    "js/richtext/pasted-words.js",
                    "js/richtext/place.js",
                    "js/richtext/editor.js",
                    "js/richtext/passages.js",
                    "js/newsroom/photo-picker.js",
                    "js/newsroom/photo-upload.js",
                )
            ),
        ]
        styles = ["css/newsroom/richtext.css", "css/newsroom/photo-picker.css"]
        return forms.Media(css={"all": styles}, js=scripts)

    def format_value(self, value: Any) -> str | None:
        """The text as it enters the editor: sanitised once more, whoever wrote the row."""
        if not value:
            return None
        try:
            return sanitise(str(value))
        except Refused:
            return str(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = forms.Textarea.get_context(self, name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-rich-text": json_encode(self.configuration()),
            "data-photo-picker": self.photo_picker_url,
            "data-photo-upload": self.photo_upload_url,
        }
        return context

    def configuration(self) -> dict[str, Any]:
        """CKEditor's configuration, a JSON object.

        https://ckeditor.com/docs/ckeditor4/latest/api/CKEDITOR_config.html
        """
        # The buttons of ours for which somebody answers.
        plugins = [
            name
            for name, address in (
                ("newsphoto", self.photo_picker_url),
                ("newsphotowords", self.photo_picker_url),
                ("newsembed", self.embed_match_url),
            )
            if address
        ]
        toolbar = [
            [
                button
                for button in group
                if not button.startswith("News") or button.lower() in plugins
            ]
            for group in TOOLBAR
        ]
        return {
            "language": LANGUAGES.get((get_language() or "en").lower(), "en"),
            "defaultLanguage": "en",
            "versionCheck": False,
            "customConfig": "",
            "stylesSet": False,
            "toolbar": toolbar,
            # The arrows go through all of it, and not round in one group.
            "toolbarGroupCycling": False,
            "removePlugins": UNUSED_PLUGINS,
            "extraPlugins": ",".join(["autogrow", *plugins]),
            "newsphoto": {
                "icon": static("js/richtext/newsphoto/icon.svg"),
                "image": self.photo_image_url,
                "words": {
                    "button": _("Photo"),
                    "describe": _("Alternative text"),
                    "caption": _("Caption (empty: the library's)"),
                },
            },
            "newsembed": {
                "icon": static("js/richtext/newsembed/icon.svg"),
                "match": self.embed_match_url,
                "words": {
                    "button": _("Embed"),
                    "title": _("Embed something of another site"),
                    "close": _("Close"),
                    "address": _("Address"),
                    "help": _(
                        "The address of its page, as it stands in the browser. Readers load it by"
                        " a click."
                    ),
                    "keep": _("Embed"),
                    "failed": _("The address could not be looked up. Try again."),
                    "caption": _("Caption"),
                },
            },
            "contentsCss": [static("css/newsroom/richtext-contents.css")],
            "allowedContent": ALLOWED,
            "format_tags": "p;h2;h3",
            "formatWords": {
                "tag_p": _("Paragraph"),
                "tag_h2": _("Subhead"),
                "tag_h3": _("Small subhead"),
            },
            # How high it is at first, `editor.js` says: it fills the window.
            "autoGrow_onStartup": True,
            "autoGrow_bottomSpace": 40,
            "resize_enabled": False,
            "entities": False,
            "disableNativeSpellChecker": False,
            "disableNativeTableHandles": True,
            "disableObjectResizing": True,
            # The tab for uploads would write a frame with a script of its own.
            "linkDefaultProtocol": "https://",
            "removeDialogTabs": "link:upload;link:target;link:advanced",
            "pasteFilter": ALLOWED,
            "clipboard_handleImages": False,
            "title": _("Text"),
        }
