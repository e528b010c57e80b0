"""Photos in templates."""

from django import template

from articles.photos.pictures import figure, picture

register = template.Library()

# {% picture photo alt="..." sizes="(min-width: 60rem) 40rem, 100vw" lead=True %}
register.simple_tag(picture)
# {% figure photo caption alt sizes="..." %}
register.simple_tag(figure)
