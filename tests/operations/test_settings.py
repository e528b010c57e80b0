"""The settings as a fresh process reads them from its environment."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAY = (
    "import json; from newsportal import settings;"
    "plain = {n: v for n, v in vars(settings).items()"
    " if n.isupper() and type(v) in (str, int, bool)};"
    "print(json.dumps(plain | {'ALLOWED_HOSTS': settings.ALLOWED_HOSTS}))"
)


@pytest.fixture
def settings_with(tmp_path):
    """Runs a fresh process with these variables and gives its answer."""

    def run(**variables):
        clean = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")}
        return subprocess.run(
            [sys.executable, "-c", SAY],
            cwd=ROOT,
            env=clean | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(settings_with, tmp_path):
    first = json.loads(settings_with().stdout)["SECRET_KEY"]
    second = json.loads(settings_with().stdout)["SECRET_KEY"]
    file = tmp_path / "var" / "secret_key"
    assert first == second == file.read_text()
    assert len(first) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_installations_have_two_keys(settings_with, tmp_path):
    first = json.loads(settings_with().stdout)["SECRET_KEY"]
    other = json.loads(settings_with(VAR_DIR=str(tmp_path / "other")).stdout)["SECRET_KEY"]
    assert first != other


def test_debug_is_off_without_any_variable(settings_with):
    assert json.loads(settings_with().stdout)["DEBUG"] is False


def test_an_https_address_turns_on_secure_cookies_redirect_and_hsts(settings_with):
    found = json.loads(settings_with(SITE_URL="https://news.example/").stdout)
    assert found["SITE_URL"] == "https://news.example"
    assert found["ALLOWED_HOSTS"] == ["news.example"]
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000


def test_a_plain_address_on_this_machine_works_without_https(settings_with):
    found = json.loads(settings_with(PORT="8123").stdout)
    assert found["SITE_URL"] == "http://127.0.0.1:8123"
    assert "localhost" in found["ALLOWED_HOSTS"]
    assert not found["SESSION_COOKIE_SECURE"]
    assert not found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] == 0


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("http://[::1]:8000", ["127.0.0.1", "[::1]", "localhost"]),
        ("https://[2001:db8::7]", ["[2001:db8::7]"]),
    ],
)
def test_an_ipv6_address_is_allowed_as_a_host_header_writes_it(settings_with, address, hosts):
    assert json.loads(settings_with(SITE_URL=address).stdout)["ALLOWED_HOSTS"] == hosts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "news.example"),
        ("SITE_URL", "ftp://news.example"),
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("TRUSTED_PROXIES", "some"),
        ("DATABASE_URL", "nothing"),
        ("EMAIL_URL", "nothing"),
        ("TIME_ZONE", "Moon/Tranquility"),
        ("VAR_DIR", "/dev/null/var"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named_in_one_sentence(settings_with, name, value):
    answer = settings_with(**{name: value})
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith(name)
    assert len(answer.stderr.splitlines()) == 1


def test_a_wrong_database_address_is_not_repeated(settings_with):
    assert "hunter2" not in settings_with(DATABASE_URL="postgre://me:hunter2@host/x").stderr
