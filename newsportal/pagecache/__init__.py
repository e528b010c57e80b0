"""What a page was made from, what has changed since, and the headers that every answer carries.

A change of anything public appends *tags* to the invalidation log, in the transaction of the
change. Tags are short words such as `article:12`, `section:3`, `photo:9`, `front` and `site`.
"""
