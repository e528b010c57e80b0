"""Of CKEditor's 1257 files, those are served that the configuration uses."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import override

from newsportal.richtext.assets import PrunedAppDirectoriesFinder
from newsportal.richtext.widget import LANGUAGES, RichTextWidget

FORBIDDEN = re.compile(
    "sample|codesnippet|exportpdf|preview|iframe|flash|wsc|scayt|devtools|docprops|galleriffic"
    "|file-icons|uploader|adapters|bender|mathjax|templates|smiley|adobeair|moono/"
)


def ckeditor_files():
    return sorted(p for p, _ in PrunedAppDirectoriesFinder().list([]) if p.startswith("ckeditor"))


def test_the_list_is_short_and_holds_nothing_dangerous():
    files = ckeditor_files()
    assert "ckeditor/ckeditor/ckeditor.js" in files
    assert len(files) == 38
    assert [path for path in files if FORBIDDEN.search(path)] == []


@pytest.mark.parametrize(
    "path",
    [
        "ckeditor/ckeditor/plugins/preview/preview.html",
        "ckeditor/ckeditor/plugins/codesnippetgeshi/plugin.js",
        "ckeditor/../ckeditor/ckeditor/config.js",
        "ckeditor/galleriffic/js/jquery.galleriffic.js",
        "ckeditor/ckeditor-init.js",
    ],
)
def test_what_is_not_on_the_list_is_not_found(path):
    assert finders.find(path) is None


def test_the_admins_files_are_found_as_before():
    assert finders.find("admin/css/base.css")
    assert finders.find("ckeditor/ckeditor/ckeditor.js")


def test_the_widget_asks_for_files_that_exist():
    media = str(RichTextWidget().media)
    paths = re.findall(r'(?:src|href)="/static/([^"]+)"', media)
    assert len(paths) == 15
    assert [path for path in paths if not finders.find(path)] == []


def test_the_editor_has_no_upload_address_and_no_version_check():
    widget = RichTextWidget("/picker/", "/upload/", "/photo/0/")
    configuration = widget.configuration()
    assert configuration["versionCheck"] is False
    assert [
        name for name in configuration if "upload" in name.lower() or "browse" in name.lower()
    ] == []
    assert configuration["allowedContent"] is not True
    assert "Newsphoto" in str(configuration["toolbar"])
    assert "Newsembed" not in str(configuration["toolbar"])
    assert "News" not in str(RichTextWidget().configuration()["toolbar"])


def test_the_editor_speaks_the_languages_of_the_site_and_their_files_are_served():
    assert {code for code, _name in settings.LANGUAGES} <= set(LANGUAGES)
    for code, name in LANGUAGES.items():
        assert finders.find(f"ckeditor/ckeditor/lang/{name}.js")
        with override(code):
            assert RichTextWidget().configuration()["language"] == name
    with override("fr"):
        assert RichTextWidget().configuration()["language"] == "en"
