"""The demo content: a small newspaper about one city, written for a fresh installation.

`newspaper` puts it together from `articles/`, `desk/`, `pages/`, `pictures` and the reference
article. This module imports nothing: the processes that paint need no Django.
"""
