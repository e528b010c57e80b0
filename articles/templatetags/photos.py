"""Photos in templates."""

from django import template

from articles.photos.pictures import figure, largest, picture, shown

register = template.Library()

# {% picture photo alt="..." sizes="(min-width: 60rem) 40rem, 100vw" lead=True %}
register.simple_tag(picture)
# {% figure photo caption alt sizes="..." %}
register.simple_tag(figure)
# {% largest photo as whole %}: its url, width and height
register.simple_tag(largest)
# {% shown edition.lead_photo edition.section as photo %}
register.simple_tag(shown)
