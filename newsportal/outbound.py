"""The one door to other sites: whatever the portal fetches, it fetches with `look_at`.

An address that people typed may point anywhere, at the machine itself and at its neighbours too.
So a name is resolved once, every address it has must be a public one, and the connection goes to
the very address that was checked; each redirect is checked anew. Nothing is fetched unless the
installation has switched the purpose on (`settings.MAY_FETCH`). What is fetched, and what is
made of the answer, is left to the caller.
"""

import http.client
import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from newsportal.refusals import Refused

SECONDS: Final = 10.0  # for everything together: names, redirects, answer
MOST_REDIRECTS: Final = 3
LONGEST_ADDRESS: Final = 2000
PORTS: Final = {"http": 80, "https": 443}
USER_AGENT: Final = "newsportal link check"
# People paste addresses in their own letters; the web wants them encoded.
_AS_IT_IS = "/%:@!$&'()*+,;=~-._?"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Unreachable(Refused):
    """Nothing was learnt: the address may not be asked, or nobody answered in time."""


Resolve = Callable[[str, int], list[str]]
Connect = Callable[[str, int, float], socket.socket]


def look_at(
    address: str,
    *,
    purpose: str,
    resolve: Resolve | None = None,
    connect: Connect | None = None,
) -> int:
    """The HTTP status that `address` answers in the end, after redirects; no body is read.

    Asks with HEAD, and with GET where that is answered with an error: some servers know no HEAD.
    `resolve` (name, port to IP addresses) and `connect` (IP address, port, seconds to a socket)
    are the network's own unless given. Raises Unreachable.
    """
    if purpose not in settings.MAY_FETCH:
        raise Unreachable(_("Fetching from other sites is switched off."))
    network = _Network(resolve or resolve_name, connect or connect_to, time.monotonic() + SECONDS)
    status = network.status_of(address, "HEAD")
    return network.status_of(address, "GET") if status >= 400 else status


def resolve_name(host: str, port: int) -> list[str]:
    """The IP addresses of `host`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def connect_to(ip: str, port: int, seconds: float) -> socket.socket:
    """A connected socket."""
    return socket.create_connection((ip, port), timeout=seconds)


def is_public(ip: str) -> bool:
    """Whether an IP address belongs to the public internet, whatever it is wrapped in."""
    try:
        found = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped or found.sixtofour:
            return is_public(str(found.ipv4_mapped or found.sixtofour))
        if found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        if found.teredo or found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


@dataclass(frozen=True)
class _Network:
    resolve: Resolve
    connect: Connect
    deadline: float  # of time.monotonic()

    def status_of(self, address: str, method: str) -> int:
        for _step in range(MOST_REDIRECTS + 1):
            try:
                status, location = self._ask(address, method)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise Unreachable(_("The address does not answer.")) from error
            if status not in _REDIRECTS or not location:
                return status
            address = urljoin(address, location)
        raise Unreachable(_("The address leads from one to the next without end."))

    def _ask(self, address: str, method: str) -> tuple[int, str]:
        """One request: the status, and where it leads to."""
        scheme, host, port, path = checked(address)
        ip = self._address_of(host, port)
        raw = self.connect(ip, port, self.left())
        try:
            if scheme == "https":
                raw.settimeout(self.left())
                raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
            connection = http.client.HTTPConnection(host, port)
            connection.sock = _Timed(raw, self)
            connection.putrequest(method, path, skip_accept_encoding=True)
            connection.putheader("User-Agent", USER_AGENT)
            connection.putheader("Accept-Encoding", "identity")
            connection.putheader("Connection", "close")
            connection.endheaders()
            response = connection.getresponse()
            return response.status, response.getheader("Location") or ""
        finally:
            raw.close()

    def _address_of(self, host: str, port: int) -> str:
        """The one IP address that is connected to; every one that the name has must be public."""
        # The system's resolver knows no time limit, so it is not waited for beyond ours.
        answers: queue.Queue[Any] = queue.Queue()

        def ask() -> None:
            try:
                answers.put(self.resolve(host, port))
            except (OSError, UnicodeError):
                answers.put([])

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answers.get(timeout=self.left())
        except queue.Empty:
            raise Unreachable(_("The name of the site is not found in time.")) from None
        if not found or not all(is_public(ip) for ip in found):
            raise Unreachable(_("The address does not belong to the public internet."))
        return str(found[0])

    def left(self) -> float:
        """The seconds that are left. Raises TimeoutError where there are none."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


def checked(address: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of an address that may be asked. Raises Unreachable."""
    refused = Unreachable(_("This is no address of the web."))
    if len(address) > LONGEST_ADDRESS or not address.isprintable():
        raise refused
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise refused from None
    host = parts.hostname or ""
    wrong = (
        parts.scheme not in PORTS
        or not host
        or port not in PORTS.values()
        or "@" in parts.netloc
        or "%" in host
        or " " in address
    )
    if wrong:
        raise refused
    try:
        host = host.encode("ascii" if ":" in host else "idna").decode()
    except UnicodeError:
        raise refused from None
    path, query = (quote(part, safe=_AS_IT_IS) for part in (parts.path or "/", parts.query))
    return parts.scheme, host, port, f"{path}?{query}" if query else path


class _Timed:
    """A socket whose every read and write counts against one deadline.

    A time limit of the socket itself is one for each read: a server that sends a byte every few
    seconds would hold the worker for hours.
    """

    def __init__(self, raw: socket.socket, network: _Network) -> None:
        self.raw, self.network = raw, network

    def sendall(self, data: bytes) -> None:
        self.raw.settimeout(self.network.left())
        self.raw.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self.raw, self.network))

    def close(self) -> None:
        self.raw.close()


class _TimedReader(io.RawIOBase):
    def __init__(self, raw: socket.socket, network: _Network) -> None:
        super().__init__()
        self.raw, self.network = raw, network

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.raw.settimeout(self.network.left())
        return self.raw.recv_into(buffer)
