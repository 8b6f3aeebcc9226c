"""Which port of this machine the managed Neo4j listens on."""

import socket
from collections.abc import Iterable

HOST = "127.0.0.1"


def choose_port(wishes: Iterable[int]) -> int:
    """Give the first wish that is free now, else any free port; a wish of 0 is none."""
    for port in wishes:
        if port and is_free(port):
            return port
    return _bind(0)


def is_free(port: int) -> bool:
    """Whether nobody listens on that port now."""
    try:
        _bind(port)
    except OSError:
        return False
    return True


def listens(port: int) -> bool:
    """Whether somebody takes connections on that port now."""
    try:
        with socket.create_connection((HOST, port), timeout=2):
            return True
    except OSError:
        return False


def _bind(port: int) -> int:
    with socket.socket() as trial:
        # as Neo4j does: a port of connections that are ending is free
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind((HOST, port))
        bound: int = trial.getsockname()[1]
        return bound
