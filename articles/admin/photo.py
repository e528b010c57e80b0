"""The photo library in the newsroom; each kind of page is a mixin of its own."""

from django.contrib import admin

from articles.admin.photo_captions import CaptionPages
from articles.admin.photo_crop import CropPages
from articles.admin.photo_filters import (
    AddedFilter,
    CollectionFilter,
    PersonFilter,
    RightsFilter,
    SectionFilter,
    ShapeFilter,
    TakenFilter,
    UsedFilter,
)
from articles.admin.photo_grid import GridPages
from articles.admin.photo_page import PhotoPages
from articles.admin.photo_picker import PickerPages
from articles.admin.photo_upload import UploadPages
from articles.models import Photo


@admin.register(Photo)
class PhotoAdmin(GridPages, UploadPages, CaptionPages, PickerPages, CropPages, PhotoPages):
    """Photos as a grid; what a photo says is edited here, its file never."""

    actions_by_right = {
        "view": "photo.browse_library",
        "add": "photo.upload",
        "change": "photo.edit_meta",
        "delete": "photo.delete_unused",
    }
    list_display = ["caption", "credit", "added_by", "added_at"]
    list_filter = [
        UsedFilter,
        RightsFilter,
        ShapeFilter,
        SectionFilter,
        CollectionFilter,
        "licence",
        ("added_by", PersonFilter),
        ("added_at", AddedFilter),
        ("taken_at", TakenFilter),
    ]
