"""What STORAGE_URL means: a folder, or a bucket of an object store that speaks S3.

Read by the settings, so it imports nothing that needs them.
"""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def read(url: str) -> dict[str, Any]:
    """The entry `default` of STORAGES; without a url, files lie in MEDIA_ROOT.

    `file:///srv/media` is a folder. `s3://KEY:SECRET@host/bucket` is a bucket, asked over https
    (`s3+http://` over plain http, for a store on the same machine); `/bucket/folder` keeps the
    files in a folder of it, `?region=eu-central-1` names a region. Keys with special characters
    are percent-encoded; without any, boto looks for them where it always does. Raises
    ValueError for anything else.
    """
    parts = urlsplit(url)
    if not url or (parts.scheme == "file" and not parts.netloc and len(parts.path) > 1):
        options = {"OPTIONS": {"location": unquote(parts.path)}} if url else {}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", **options}
    bucket, _, prefix = parts.path.strip("/").partition("/")
    if parts.scheme not in {"s3", "s3+http"} or not parts.hostname or not bucket:
        raise ValueError(url)
    host = parts.hostname + (f":{parts.port}" if parts.port else "")
    return {
        "BACKEND": "newsportal.objectstore.ObjectStore",
        "OPTIONS": {
            "access_key": unquote(parts.username or "") or None,
            "secret_key": unquote(parts.password or "") or None,
            "endpoint_url": f"{'https' if parts.scheme == 's3' else 'http'}://{host}",
            "bucket_name": bucket,
            "location": prefix,
            "region_name": parse_qs(parts.query).get("region", ["us-east-1"])[0],
        },
    }
