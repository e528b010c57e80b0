"""No way of writing a row gets anything but sanitised HTML into it."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection

from articles.models import Article
from newsportal.accounts.models import User
from newsportal.richtext.fields import RichTextFormField
from newsportal.richtext.widget import RichTextWidget

DIRTY = '<h1 onclick="x()">T</h1><p>a<script>x()</script></p><p>&nbsp;</p>'
CLEAN = "<h2>T</h2>\n<p>a</p>"

pytestmark = pytest.mark.django_db


def article(**values):
    writer, _made = User.objects.get_or_create(username="writer")
    return Article(**{"headline": "H", "created_by": writer, "body": DIRTY, **values})


def stored_body(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM articles_article WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def test_save_writes_clean_text_and_the_instance_holds_it():
    row = article()
    row.save()
    assert stored_body(row.pk) == row.body == CLEAN
    row.body = DIRTY
    row.save(update_fields=["body"])
    assert stored_body(row.pk) == row.body == CLEAN


def test_create_and_bulk_create_write_clean_text():
    [row] = Article.objects.bulk_create([article()])
    assert stored_body(row.pk) == CLEAN
    row = Article.objects.create(headline="H", body=DIRTY, created_by=row.created_by)
    assert stored_body(row.pk) == CLEAN


def test_update_and_bulk_update_write_clean_text():
    row = article(body="")
    row.save()
    Article.objects.update(body=DIRTY)
    assert stored_body(row.pk) == CLEAN
    row.body = DIRTY + "<p>2</p>"
    Article.objects.bulk_update([row], ["body"])
    assert stored_body(row.pk) == CLEAN + "\n<p>2</p>"


def test_a_model_form_has_the_editor_and_gives_clean_text():
    form_class = forms.modelform_factory(Article, fields=["body"])
    form = form_class({"body": DIRTY})
    assert isinstance(form.fields["body"].widget, RichTextWidget)
    assert form.is_valid()
    assert form.cleaned_data["body"] == CLEAN


def test_the_admins_own_text_area_does_not_replace_the_editor():
    field = Article._meta.get_field("body")
    assert isinstance(field.formfield(widget=forms.Textarea).widget, RichTextWidget)
    widget = RichTextWidget(photo_picker_url="/p/")
    assert field.formfield(widget=widget).widget.photo_picker_url == "/p/"


def test_too_large_a_text_is_an_error_of_the_form_and_stays_in_it():
    with pytest.raises(ValidationError, match="larger than one megabyte"):
        RichTextFormField().clean("x" * 1_000_001)


def test_the_editors_own_line_breaks_are_no_change():
    field = RichTextFormField()
    assert not field.has_changed(CLEAN, "<h2>T</h2>\r\n\r\n<p>a</p>\r\n")
    assert field.has_changed(CLEAN, "<h2>T</h2><p>b</p>")
    assert not field.has_changed(None, "")


def test_text_is_sanitised_again_before_it_enters_the_editor():
    html = RichTextWidget().render("body", DIRTY, {"id": "id_body"})
    assert "script" not in html.replace("data-rich-text", "")
    assert "&lt;h2&gt;T&lt;/h2&gt;" in html
