"""Whether the portal of this container answers: `python -m newsportal.operations.answering`.

Ends with 0 where `/healthz` does, else with 1. Imports no Django: it runs twice a minute.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

SECONDS = 8.0


def is_answering() -> bool:
    """Ask as the proxy in front asks: with the name of the site, and its scheme."""
    port = int(os.environ.get("PORT", "8000"))
    site = urlsplit(os.environ.get("SITE_URL", f"http://127.0.0.1:{port}"))
    link = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        link.request(
            "GET", "/healthz", headers={"Host": site.netloc, "X-Forwarded-Proto": site.scheme}
        )
        return link.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        link.close()


if __name__ == "__main__":
    sys.exit(not is_answering())
