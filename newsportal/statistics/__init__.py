"""How often articles are read, counted in the server and without knowing by whom.

What is kept is a number for each article and day, and nothing of any request: no address, no
name of a browser, no time, no order. What the numbers are called, and whether a reader objects, is
the business of others: this package knows numbers of articles, and `wsgi.py` hands it the rest.
"""
