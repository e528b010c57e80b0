"""The site's own words: static pages in time, its name, slogans, hotline and addresses.

The notice about cookies and the choice a reader makes belong to `consent`, which prints the text
of the page `cookies` from here.
"""
