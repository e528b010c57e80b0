"""Emptying the caches in front of the portal: the invalidation log, read once more.

`changes` reads the log, `nginx` removes pages from the directory that nginx keeps them in, `cdn`
sends tags to a CDN. `manage.py purge` runs them.
"""
