"""An operation as an OpenAPI 3 description declares it: its address, its parameters and how one signs in."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import httpx
import yaml

from graph_platform.errors import SourceError
from ingestors.live.model import Api
from ingestors.live.secrets import secret

LARGEST = 32 * 1024 * 1024
TIMEOUT = httpx.Timeout(60.0, connect=10.0)


@dataclass(frozen=True, slots=True)
class Operation:
    """What has to be known to ask. `scheme` is the security scheme as the description declares it, if it needs one."""

    address: str
    parameters: frozenset[str]
    scheme: Mapping[str, Any] | None


def operation_of(declared: Api) -> Operation:
    """The operation that a connection names. Raises `SourceError` where the description has it otherwise."""
    document = _document(declared.description)
    found = {
        item["operationId"]: (path, method, item, shared.get("parameters") or [])
        for path, shared in (document.get("paths") or {}).items()
        if isinstance(shared, dict)
        for method, item in shared.items()
        if isinstance(item, dict) and "operationId" in item
    }
    if declared.operation not in found:
        close = get_close_matches(declared.operation, found, 1)
        raise SourceError(
            f"{declared.description.name} has no operation {declared.operation!r}",
            f"Did you mean {close[0]!r}?" if close else "`operation` is an operationId of it.",
        )
    path, method, item, shared = found[declared.operation]
    if method != "get":
        raise SourceError(
            f"the operation {declared.operation!r} is no GET", "Only reading operations are asked."
        )
    if "{" in path:
        raise SourceError(
            f"the operation {declared.operation!r} needs a part of its path", "Take one that lists."
        )
    known = frozenset(
        parameter["name"]
        for parameter in (_resolved(document, each) for each in [*shared, *(item.get("parameters") or [])])
        if parameter.get("in") == "query"
    )
    _check_parameters(declared, known)
    return Operation(_server(declared, document).rstrip("/") + path, known, _scheme(document, item))


@contextmanager
def signed(declared: Api, operation: Operation) -> Iterator[httpx.Client]:
    """A client that signs in as the description says; redirects, which could lead anywhere, are not followed."""
    headers = {"Accept": "application/json"}
    query: dict[str, str] = {}
    if declared.secret:
        value = secret(declared.secret)
        match operation.scheme or {"type": "http", "scheme": "bearer"}:
            case {"type": "apiKey", "in": "header", "name": name}:
                headers[name] = value
            case {"type": "apiKey", "in": "query", "name": name}:
                query[name] = value
            case {"type": "http", "scheme": str(scheme)} if scheme.lower() == "basic":
                headers["Authorization"] = f"Basic {base64.b64encode(value.encode()).decode()}"
            case {"type": "http" | "oauth2" | "openIdConnect"}:
                headers["Authorization"] = f"Bearer {value}"
            case _:
                raise SourceError(
                    "the API signs in by a way that is not known here", "Known: bearer, basic, apiKey."
                )
    with httpx.Client(headers=headers, params=query, timeout=TIMEOUT, follow_redirects=False) as client:
        yield client


def _document(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(
                f"{path.name} is longer than {LARGEST >> 20} MiB", "Is this an OpenAPI description?"
            )
        # JSON is YAML too; the safe loader makes nothing but data
        document = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror}", "Check `description`.") from None
    except (yaml.YAMLError, RecursionError):
        raise SourceError(f"{path.name} is neither JSON nor YAML", "Export the description again.") from None
    if not isinstance(document, dict) or not str(document.get("openapi", "")).startswith("3."):
        raise SourceError(f"{path.name} is no OpenAPI 3 description", "It begins with `openapi: 3.`…")
    return document


def _check_parameters(declared: Api, known: frozenset[str]) -> None:
    pages = declared.pages
    used = [*declared.parameters]
    if declared.newer:
        used.append(declared.newer.parameter)
    if pages:
        used += [name for name in (pages.parameter, pages.number, pages.offset) if name]
    for name in used:
        if name not in known:
            close = get_close_matches(name, known, 1)
            raise SourceError(
                f"the operation {declared.operation!r} has no parameter {name!r}",
                f"Did you mean {close[0]!r}?" if close else f"It has: {', '.join(sorted(known)) or 'none'}.",
            )


def _resolved(document: Mapping[str, Any], part: Any) -> Mapping[str, Any]:
    """A part of the description, or the one of the same document that it refers to."""
    if isinstance(part, dict) and isinstance(reference := part.get("$ref"), str):
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = (
                found.get(step.replace("~1", "/").replace("~0", "~"), {}) if isinstance(found, dict) else {}
            )
        part = found
    return part if isinstance(part, dict) else {}


def _server(declared: Api, document: Mapping[str, Any]) -> str:
    if declared.server:
        return declared.server
    servers = document.get("servers") or []
    url = servers[0].get("url", "") if servers and isinstance(servers[0], dict) else ""
    for name, variable in (servers[0].get("variables") or {}).items() if servers else ():
        url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
    if not url.startswith(("http://", "https://")):
        raise SourceError(f"{declared.description.name} names no server", "Set `server` in the connection.")
    return str(url)


def _scheme(document: Mapping[str, Any], item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    wanted = item.get("security", document.get("security")) or []
    schemes = (document.get("components") or {}).get("securitySchemes") or {}
    for each in wanted:
        for name in each:
            return _resolved(document, schemes.get(name))
    return None
