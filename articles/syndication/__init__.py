"""What machines read: feeds, sitemaps, robots.txt, the web manifest and structured data.

All of it is over live editions only, and every address in it begins with SITE_URL, never with
a request's host.
"""
