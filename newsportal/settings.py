"""One settings file, read from the environment and safe for production without any variable.

`docs/operations.md` lists the variables. Nothing here depends on which command runs.
"""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
import dj_email_url
from django.utils.translation import gettext_lazy as _

from newsportal import storage_url

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var")).resolve()


def switch(name: str) -> bool:
    """Whether the environment variable `name` says yes (1, true, yes, on)."""
    return os.environ.get(name, "0").strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int, *, most: int) -> int:
    """The environment variable `name` as a number from 0 to `most`."""
    text = os.environ.get(name) or str(default)
    if not (text.isdecimal() and int(text) <= most):
        raise SystemExit(f"{name} must be a number from 0 to {most}, not {text!r}.")
    return int(text)


def secret_key() -> str:
    """The key from the environment, else from `var/secret_key`, made at first start."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR_DIR / "secret_key"
    try:
        VAR_DIR.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"VAR_DIR ({VAR_DIR}) cannot be made: {error.strerror}.") from None
    try:
        # O_EXCL: of two processes that start at once, one writes and the other reads.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf-8").strip()
    except OSError as error:
        raise SystemExit(f"VAR_DIR ({VAR_DIR}) cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key := secrets.token_urlsafe(64))
    return key


SECRET_KEY = secret_key()
DEBUG = switch("DEBUG")
EDITORS_MAY_PUBLISH = switch("EDITORS_MAY_PUBLISH")
# What the portal fetches from other sites (`newsportal.outbound`): nothing, unless switched on.
MAY_FETCH = frozenset({"links"} if switch("CHECK_LINKS") else ())
TRUSTED_PROXIES = number("TRUSTED_PROXIES", 0, most=10)

# -- Where the site stands -------------------------------------------------------------------

PORT = number("PORT", 8000, most=65_535)
SITE_URL = os.environ.get("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise SystemExit(f"SITE_URL must look like https://news.example.org, not {SITE_URL!r}.")
HTTPS = _site.scheme == "https"
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
# As a Host header writes it: urlsplit takes the brackets of an IPv6 address off.
_host = f"[{_site.hostname}]" if ":" in _site.hostname else _site.hostname
ALLOWED_HOSTS = sorted({_host} | (LOOPBACK if _host in LOOPBACK else set()))

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = switch("HSTS_INCLUDE_SUBDOMAINS")
# Preloading cannot be taken back for months: never by default.
SECURE_HSTS_PRELOAD = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsportal.pages.views.unproven_form"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 7 * 24 * 3600
# Set by pagecache.headers, one module for all of them.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# -- Applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsportal.newsroom.apps.NewsroomConfig",
    "newsportal.accounts",
    "newsportal.richtext",
    "newsportal.pagecache",
    "newsportal.statistics",
    "newsportal.pages",
    "newsportal.embeds",
    "newsportal.consent",
    "newsportal.inbox",
    "newsportal.operations",
    "articles",
    "ckeditor",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "newsportal.pagecache.headers.SecurityHeadersMiddleware",
    "newsportal.charset.Utf8Middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsportal.timeline.middleware.FrozenClockMiddleware",
    # After this one no public page sets a cookie: nothing there touches the session.
    "newsportal.accounts.middleware.StaffCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "newsportal.accounts.busy.BusyMiddleware",
]

ROOT_URLCONF = "newsportal.urls"
WSGI_APPLICATION = "newsportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsportal.pages.context.site",
            ],
        },
    }
]

# Widgets of ours have their templates beside all others.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- Data ------------------------------------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
try:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600)}
except ValueError:
    # The value may hold a password: it is not repeated.
    raise SystemExit("DATABASE_URL must look like postgres://user:password@host/name.") from None
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A deferred transaction that reads and then writes fails at once when another
        # has written in between; an immediate one waits its turn.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            # Not trusted_schema=OFF: SQLite before 3.41 then refuses the JSON_VALID check that
            # Django puts on every JSON column (docs/decisions/0002).
            "PRAGMA secure_delete=ON; PRAGMA cache_size=-20000"
        ),
    }
    if switch("DATABASE_MUST_EXIST"):
        # SQLite would make an empty database where the file has gone; `serve` makes a new site.
        _path = quote(str(DATABASES["default"]["NAME"]))
        DATABASES["default"]["OPTIONS"]["database"] = f"file:{_path}?mode=rw"
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that does not even refuse is given up before all threads wait for it.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STORAGE_URL = os.environ.get("STORAGE_URL", "")
MEDIA_ROOT = VAR_DIR / "media"
try:
    _files = storage_url.read(STORAGE_URL)
except ValueError:
    # It may hold a key: it is not repeated.
    raise SystemExit(
        "STORAGE_URL must look like s3://KEY:SECRET@host/bucket or file:///srv/media."
    ) from None
if "s3" in STORAGE_URL.partition(":")[0] and find_spec("storages") is None:
    raise SystemExit(
        "STORAGE_URL names an object store: install what speaks to it with "
        "pip install -r requirements-s3.txt."
    )
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "newsportal.richtext.assets.PrunedAppDirectoriesFinder",
]
STORAGES = {
    "default": _files,
    "staticfiles": {
        # Beside each file its gzip and brotli, made when they are collected.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Ready pages that one process of the web server keeps in memory; 0: none.
PAGE_CACHE_BYTES = number("PAGE_CACHE_MB", 64, most=100_000) * 1024 * 1024
# Which caches stand in front and are told of what a page is made: nginx, cdn (`pagecache.edge`).
EDGE_CACHES = frozenset(os.environ.get("EDGE_CACHES", "").replace(",", " ").split())
if EDGE_CACHES - {"nginx", "cdn"}:
    raise SystemExit("EDGE_CACHES must be nginx, cdn, or both with a comma.")
# How long a CDN keeps a page of which no purge has reached it.
CDN_SECONDS = number("CDN_SECONDS", 60, most=86_400)
# Where `manage.py purge --cdn` sends tags to.
PURGE_URL = os.environ.get("PURGE_URL", "")
PURGE_TOKEN = os.environ.get("PURGE_TOKEN", "")
if PURGE_URL and not PURGE_URL.startswith(("https://", "http://")):
    raise SystemExit("PURGE_URL must look like https://api.cdn.example/purge.")
# Copies of pages for when the database is gone and the server has been started again.
SAVED_COPIES = VAR_DIR / "saved"
# What one person may upload in 24 hours; 0: as much as there is room for.
UPLOAD_QUOTA_MB = number("UPLOAD_QUOTA_MB", 2048, most=1_000_000)
# Uploads up to 40 MB are read in pieces; forms themselves stay small.
FILE_UPLOAD_HANDLERS = [
    "newsportal.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_242_880
FILE_UPLOAD_PERMISSIONS = 0o640

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# -- People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/newsroom/login/"
LOGIN_REDIRECT_URL = "/newsroom/"
# Locking the pair of name and network keeps a stranger from locking out an editor on deadline.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "newsportal.accounts.network.client_address"
AXES_ENABLE_ADMIN = False
# A failed sign-in is kept with what was sent, and the text that it carries is no part of that.
AXES_SENSITIVE_PARAMETERS = ["carried"]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

# -- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
FORMAT_MODULE_PATH = "newsportal.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Shanghai")
try:
    ZoneInfo(TIME_ZONE)
except (ValueError, KeyError, OSError):
    raise SystemExit(f"TIME_ZONE must be a name such as Europe/Paris, not {TIME_ZONE!r}.") from None

# -- Mail and logs ---------------------------------------------------------------------------

_mail = dj_email_url.parse(os.environ.get("EMAIL_URL", "console:"))
if "EMAIL_BACKEND" not in _mail:
    raise SystemExit("EMAIL_URL must look like smtps://user:password@mail.example.org:465.")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("MAIL_FROM", f"portal@{_site.hostname}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # A page that is not there is a reader's typing error, not ours.
        "django.request": {"level": "ERROR"},
        # Nor is a wrong host: anybody could fill the log with tracebacks.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

SILENCED_SYSTEM_CHECKS = [
    "ckeditor.W001",  # docs/decisions/0003: CKEditor 4 is contained, not trusted
    "security.W005",  # subdomains are the owner's to promise: HSTS_INCLUDE_SUBDOMAINS
    "security.W021",  # preloading likewise
]
