"""The doors through which attacks come: a served endpoint, and the installed command in a child process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
import unicodedata
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import uvicorn
from fastapi import FastAPI

from graph_platform.settings import PREFIX


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an application; its address."""
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


Said = tuple[int, dict[str, str], bytes]


@contextmanager
def listening(answers: Callable[[str], Said] | None = None) -> Iterator[tuple[str, list[str]]]:
    """Somebody on this machine who waits to be asked: their address, and the paths that were asked for.

    `answers` gives status, headers and body for a path.
    """
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = answers(self.path) if answers else (200, {}, b"{}")
            self.send_response(status)
            for name, value in (headers | {"content-length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


OPEN: list[Viewer] = []
"""Those who are to be let go when a test ends."""


class Viewer:
    """Somebody with a token, and what they can send."""

    def __init__(self, address: str, token: str = "") -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.Client(base_url=address, headers=headers, timeout=60)
        self.token = token
        OPEN.append(self)

    def send(self, query: str, headers: dict[str, str] | None = None, **variables: Any) -> httpx.Response:
        return self.http.post(
            "/graphql", json={"query": query, "variables": variables}, headers=headers or {}
        )

    def ask(self, query: str, **variables: Any) -> Any:
        """The data of an operation, whatever errors are beside it."""
        return self.send(query, **variables).json().get("data")

    def code(self, query: str, **variables: Any) -> str:
        """The code of the first error; nothing where there is none."""
        errors = self.send(query, **variables).json().get("errors")
        return errors[0].get("extensions", {}).get("code", "?") if errors else ""

    def bytes(self, query: str, headers: dict[str, str] | None = None, **variables: Any) -> bytes:
        """All that comes back but the date."""
        response = self.send(query, headers, **variables)
        kept = sorted((k, v) for k, v in response.headers.items() if k.lower() != "date")
        return f"{response.status_code}{kept}".encode() + response.content


def command(*arguments: str, home: Path, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a child process."""
    script = Path(sys.executable).parent / "graph-platform"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    environment |= {f"{PREFIX}HOME": str(home), f"{PREFIX}RESOLVE_AFTER_LOAD": "false"} | more
    return subprocess.run(
        [sys.executable, str(script), *arguments], input=stdin, capture_output=True, text=True, env=environment,
        timeout=180,
    )  # fmt: skip


_SEPARATORS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Text as somebody reads it who looks for something: NFKC, one case, nothing between letters and digits."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def holds(said: bytes | str, *secrets: str) -> list[str]:
    """Which secrets can be read in something that left, also as hex, base64, percent code, or backwards."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    inside = folded(text)
    found = []
    for secret in secrets:
        raw = secret.encode()
        ways = [secret, secret[::-1], raw.hex(), quote(secret, safe="")]
        ways += [b64encode(raw).decode().rstrip("="), urlsafe_b64encode(raw).decode().rstrip("=")]
        if any(folded(way) in inside for way in ways):
            found.append(secret)
    return found
