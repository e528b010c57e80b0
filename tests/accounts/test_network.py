"""Where a request comes from: one network for one household, never one for all readers."""

import pytest
from django.test import RequestFactory

from newsportal.accounts.network import client_address, network_of

NOWHERE = "0.0.0.0"  # noqa: S104

FROM_PROXIES = {
    "203.0.113.77": "203.0.113.77",
    "203.0.113.77:51820": "203.0.113.77",
    "2001:db8:1:2::3": "2001:db8:1:2::3",
    "[2001:db8:1:2::3]:443": "2001:db8:1:2::3",
    "[2001:db8:1:2::3]": "2001:db8:1:2::3",
    "::ffff:203.0.113.77": "203.0.113.77",
    "[::ffff:203.0.113.77]:443": "203.0.113.77",
    "unknown": NOWHERE,
    "_hidden:1": NOWHERE,
    "": NOWHERE,
}


@pytest.mark.parametrize(("written", "address"), FROM_PROXIES.items())
def test_what_a_proxy_writes_is_read_in_all_its_forms(settings, written, address):
    settings.TRUSTED_PROXIES = 1
    request = RequestFactory().get("/", headers={"X-Forwarded-For": f"198.51.100.9, {written}"})
    assert client_address(request) == address


def test_ipv4_readers_of_a_socket_for_both_kinds_are_not_one_network():
    networks = {
        network_of(client_address(RequestFactory().get("/", REMOTE_ADDR=f"::ffff:{address}")))
        for address in ("203.0.113.77", "203.0.113.78", "198.51.100.9")
    }
    assert networks == {"203.0.113.0/24", "198.51.100.0/24"}


def test_what_a_client_writes_itself_is_not_believed(settings):
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.77"})
    assert client_address(request) == "127.0.0.1"
    settings.TRUSTED_PROXIES = 2
    assert client_address(request) == "127.0.0.1"
