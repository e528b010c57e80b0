"""The address of a rendition."""

from django.urls import path

from articles.photos.delivery import photo

urlpatterns = [path("photos/<int:number>/<str:name>", photo, name="photo")]
