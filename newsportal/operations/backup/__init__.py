"""Backups that have proved that they can be restored, and the way back.

A folder of backups holds `files/`, the originals of all backups by their SHA-256, and a folder for
each backup with the database and `manifest.json`. What can be made again (renditions, collected
static files) is left out, and so are secrets: SECRET_KEY is kept elsewhere.
"""
