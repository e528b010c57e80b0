"""A real server that speaks S3, and a road to it that can be broken at will."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count

from moto.server import ThreadedMotoServer

BUCKET = "press-photos"


class Road:
    """Carries bytes between clients and the server at `target`, (host, port); `trouble` stops it.

    "" carries all; "shut" refuses connections; "silent" takes them and says nothing; "cut" ends
    half-way through what goes to the server, and "cut answers" through what comes back; "500"
    answers every third request so by itself.
    """

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.trouble = ""
        self.requests = count(1)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.take, daemon=True).start()

    def take(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        with client:
            if self.trouble == "shut":
                return
            if self.trouble == "silent":
                time.sleep(30)
                return
            with socket.create_connection(self.target) as server:
                there = threading.Thread(target=self.carry, args=[client, server, "cut"])
                there.start()
                self.carry(server, client, "cut answers")
                there.join(timeout=5)

    def carry(self, source: socket.socket, target: socket.socket, cut: str) -> None:
        try:
            while data := source.recv(65_536):
                starts = data[:5].split(b" ")[0] in {b"PUT", b"GET", b"HEAD", b"POST", b"DELE"}
                if (
                    cut == "cut"
                    and self.trouble == "500"
                    and starts
                    and next(self.requests) % 3 == 0
                ):
                    source.sendall(
                        b"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    )
                    break
                if self.trouble == cut and len(data) > 2_000:
                    target.sendall(data[: len(data) // 2])
                    break
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def object_store() -> Iterator[Road]:
    """A server with an empty bucket, and the road that leads to it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    road = Road(server.get_host_and_port())
    try:
        yield road
    finally:
        road.listener.close()
        server.stop()
