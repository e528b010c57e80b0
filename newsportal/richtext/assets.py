"""Which files of CKEditor are served: those that our configuration uses, and no other.

The package brings 1257 files: samples, previews, spelling services, a highlighter with a known
hole. What is not on the list is neither found nor collected.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder

_LANGUAGES = "(en|en-gb|zh-cn)"
SERVED = re.compile(
    "ckeditor/ckeditor/("
    r"ckeditor\.js|LICENSE\.md"
    rf"|lang/{_LANGUAGES}\.js"
    r"|skins/moono-lisa/(editor|editor_gecko|dialog)\.css"
    r"|skins/moono-lisa/icons(_hidpi)?\.png|skins/moono-lisa/images/.*"
    r"|plugins/icons(_hidpi)?\.png"
    rf"|plugins/a11yhelp/dialogs/a11yhelp\.js|plugins/a11yhelp/dialogs/lang/{_LANGUAGES}\.js"
    r"|plugins/autogrow/plugin\.js"
    r"|plugins/clipboard/dialogs/paste\.js"
    r"|plugins/dialog/styles/dialog\.css"
    r"|plugins/link/dialogs/link\.js"
    r"|plugins/(pastefromword|pastefromgdocs)/filter/default\.js"
    r"|plugins/pastetools/filter/(common|image)\.js"
    r"|plugins/table/dialogs/table\.js"
    r"|plugins/tableselection/styles/tableselection\.css"
    r"|plugins/tabletools/dialogs/tableCell\.js"
    r"|plugins/widget/images/handle\.png"
    ")"
)


class PrunedAppDirectoriesFinder(AppDirectoriesFinder):
    """Finds the static files of all applications, and of CKEditor those that are `SERVED`."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        for path, storage in super().list(ignore_patterns):
            if _is_served(path):
                yield path, storage

    def find_in_app(self, app: str, path: str) -> Any:
        return super().find_in_app(app, path) if _is_served(path) else None


def _is_served(path: str) -> bool:
    path = posixpath.normpath(path.replace("\\", "/"))
    return not path.startswith("ckeditor/") or SERVED.fullmatch(path) is not None
