"""Files in an object store that speaks S3, by django-storages; used where STORAGE_URL names one.

Whatever goes wrong on the way is an OSError here, as on a disk, so that callers know one kind of
trouble. A store that does not answer is left alone for a while: otherwise each picture of a page
would keep a thread of the web server waiting, and pages would stand still with the pictures.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import Any, ClassVar, Final

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

# With one repetition, and its pause, an answer comes within ten seconds or not at all.
CONNECT: Final = 2  # seconds
READ: Final = 3  # seconds without a byte
ATTEMPTS: Final = 2
# How long a store that did not answer is not asked again.
PAUSE: Final = 10.0  # seconds
SILENCE: Final = (ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError)
IN_MEMORY: Final = 2_621_440  # bytes of a file that is read; more goes to a scratch file


class ObjectStore(S3Storage):
    """The store of photos in a bucket that is nobody's but ours: every object is private."""

    # Of all threads and all instances: there is one store.
    _asked_again_at: ClassVar[float] = 0.0

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {
            "client_config": Config(
                connect_timeout=CONNECT,
                read_timeout=READ,
                retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
                s3={"addressing_style": "path"},
                # Stores of other makers do not know the checksums that AWS has come to like.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            "transfer_config": TransferConfig(use_threads=False),
            "querystring_auth": False,
        }

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        # One request, where django-storages makes two; and none later, while it is being sent.
        key = self._normalize_name(clean_name(name))
        with self._trouble_as_oserror(name):
            body = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=key)["Body"]
            file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
            try:
                for chunk in body.iter_chunks(64 * 1024):
                    file.write(chunk)
            except BaseException:
                file.close()
                raise
        file.seek(0)
        return File(file, name=name)

    def _save(self, name: str, content: Any) -> str:
        with self._trouble_as_oserror(name):
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with self._trouble_as_oserror(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with self._trouble_as_oserror(name):
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with self._trouble_as_oserror(name):
            return int(super().size(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with self._trouble_as_oserror(path):
            folders, files = super().listdir(path)
            return folders, files

    def get_modified_time(self, name: str) -> Any:
        with self._trouble_as_oserror(name):
            return super().get_modified_time(name)

    @contextmanager
    def _trouble_as_oserror(self, name: str) -> Iterator[None]:
        if time.monotonic() < ObjectStore._asked_again_at:
            raise OSError(f"The object store did not answer a moment ago: {name} was not asked for")
        try:
            yield
        except ClientError as error:
            if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
                raise FileNotFoundError(f"The object store has no {name}") from error
            raise OSError(f"The object store refused {name}: {error}") from error
        except (BotoCoreError, Boto3Error, ResponseParserError) as error:
            if isinstance(error, SILENCE):
                ObjectStore._asked_again_at = time.monotonic() + PAUSE
            raise OSError(f"The object store did not answer for {name}: {error}") from error
