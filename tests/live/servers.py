"""Small servers on 127.0.0.1 that speak what is fetched: an API with pages, and the part of S3 that reading takes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def serving(answer: Callable[[str, dict[str, str], dict[str, str]], Answer]) -> Iterator[str]:
    """A server whose answers (status, headers, body) a function of path, query and headers gives; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            split = urlsplit(self.path)
            query = {
                name: values[0] for name, values in parse_qs(split.query, keep_blank_values=True).items()
            }
            status, headers, body = answer(unquote(split.path), query, dict(self.headers))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def as_json(content: object, status: int = 200, **headers: str) -> Answer:
    """An answer of JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": "application/json", **named}, json.dumps(content).encode()


@dataclass
class Bucket:
    """What is in a bucket, and how often each object was taken out."""

    objects: dict[str, bytes] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    signed: list[bool] = field(default_factory=list)

    def answer(self, path: str, query: dict[str, str], headers: dict[str, str]) -> Answer:
        """ListObjectsV2 and GetObject of the bucket `exports`."""
        self.signed.append(
            "Credential=KEY/" in headers.get("authorization", headers.get("Authorization", ""))
        )
        key = path.removeprefix("/exports").lstrip("/")
        if not key:
            return 200, {"Content-Type": "application/xml"}, self._list(query).encode()
        if key not in self.objects:
            return 404, {}, b"<Error><Code>NoSuchKey</Code></Error>"
        self.taken.append(key)
        body = self.objects[key]
        tag = {"ETag": _tag(body), "Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"}
        return 200, tag, body

    def _list(self, query: dict[str, str]) -> str:
        moment = datetime(2026, 3, 2, 8, tzinfo=UTC).isoformat().replace("+00:00", ".000Z")
        contents = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{moment}</LastModified>"
            f"<ETag>{escape(_tag(body))}</ETag><Size>{len(body)}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for key, body in sorted(self.objects.items())
            if key.startswith(query.get("prefix", ""))
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>exports</Name>'
            f"<KeyCount>{len(self.objects)}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>"
            f"{contents}</ListBucketResult>"
        )


def _tag(body: bytes) -> str:
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
