"""Objects of an S3-compatible bucket that are new or changed since the last time."""

from __future__ import annotations

import hashlib
import os
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from obstore.exceptions import BaseError
from obstore.store import S3Store

from graph_platform.errors import SourceError
from ingestors.live.fetched import Fetched, Position
from ingestors.live.lines import private_file
from ingestors.live.model import Bucket
from ingestors.live.secrets import secret

CHUNK = 8 * 1024 * 1024


def fetch(declared: Bucket, position: Position, folder: Path) -> Fetched:
    """The new objects as files, oldest first, each with the object's own date."""
    store = _store(declared)
    before = position.get("objects", {})
    now: dict[str, str] = {}
    new: list[tuple[Any, str]] = []
    try:
        for page in store.list(declared.prefix or None):
            for found in page:
                path = found["path"]
                if not found["size"] or not _wanted(path, declared):
                    continue
                now[path] = found["e_tag"] or f"{found['size']}/{found['last_modified'].isoformat()}"
                if before.get(path) != now[path]:
                    new.append((found["last_modified"], path))
        files = [_download(store, path, modified, folder) for modified, path in sorted(new)]
    except BaseError as error:
        # the library's own text may hold the address with its signature
        raise SourceError(
            f"the bucket {declared.name} cannot be read ({type(error).__name__})",
            "Check name, endpoint, region and secret.",
        ) from None
    return Fetched(files, {"objects": now}, len(files))


def _store(declared: Bucket) -> S3Store:
    options: dict[str, Any] = {"skip_signature": True}
    if declared.secret:
        key, colon, value = secret(declared.secret).partition(":")
        if not colon:
            raise SourceError(f"the secret {declared.secret} is not built as KEY:SECRET", "Set it anew.")
        options = {"access_key_id": key, "secret_access_key": value}
    if declared.endpoint:
        options["endpoint"] = declared.endpoint
    plain = bool(declared.endpoint and declared.endpoint.startswith("http://"))
    return S3Store(
        declared.name, region=declared.region or "us-east-1", client_options={"allow_http": plain}, **options
    )


def _wanted(path: str, declared: Bucket) -> bool:
    below = path.removeprefix(declared.prefix).lstrip("/")
    return bool(below) and fnmatchcase(below, declared.match)


def _download(store: S3Store, path: str, modified: Any, folder: Path) -> Path:
    # an object may be called `../../x`: its name decides the end of a file's name, and never its place
    name = PurePosixPath(path).name.replace("\0", "")[-100:].lstrip(".") or "object"
    target = folder / f"{hashlib.blake2b(path.encode(), digest_size=6).hexdigest()}-{name}"
    with private_file(target) as file:
        for chunk in store.get(path).stream(min_chunk_size=CHUNK):
            file.write(chunk)
    seconds = modified.timestamp()
    os.utime(target, (seconds, seconds))
    return target
