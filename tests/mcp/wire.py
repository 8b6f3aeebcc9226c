"""A wire between the server and the database that can be cut and mended."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class Wire:
    """Passes bytes on to an address, as long as it is not cut."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._to = (parts.hostname, parts.port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.is_cut = False
        self.uri = f"bolt://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break what runs through it, and let nothing new begin."""
        self.is_cut = True
        for each in self._open:
            _close(each)
        self._open.clear()

    def mend(self) -> None:
        """Let it begin again."""
        self.is_cut = False

    def close(self) -> None:
        """Be no more."""
        self.cut()
        _close(self._listening)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self.is_cut:
                _close(near)
                continue
            far = socket.create_connection(self._to)
            self._open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=_pass_on, args=(source, sink), daemon=True).start()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65_536):
            sink.sendall(part)
    _close(source)
    _close(sink)


def _close(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()


@contextmanager
def wired(uri: str) -> Iterator[Wire]:
    """A wire to an address, for as long as a block runs."""
    wire = Wire(uri)
    try:
        yield wire
    finally:
        wire.close()
