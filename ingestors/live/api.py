"""Items of an HTTP API that are new since the last time, page by page, as its OpenAPI description says how to ask."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import orjson

from graph_platform.errors import SourceError
from ingestors.live.described import Operation, operation_of, signed
from ingestors.live.fetched import Fetched, Position
from ingestors.live.lines import private_file, write_line
from ingestors.live.model import Api, Pages

TRIES = 5
LARGEST_ANSWER = 64 * 1024 * 1024
MOST_PAGES = 1_000_000
LONGEST_WAIT = 300.0
AGAIN = (429, 502, 503, 504)
_NOTHING = object()


def fetch(apis: Mapping[str, Api], position: Position, folder: Path) -> Fetched:
    """Each operation's new items into a file of its own."""
    files, reached, count = [], dict(position), 0
    for name, declared in apis.items():
        path = folder / f"{name}.jsonl"
        items, newest = _fetch(declared, position.get(name), path)
        count += items
        if items:
            files.append(path)
        if newest is not None:
            reached[name] = newest
    return Fetched(files, reached, count)


def _fetch(declared: Api, after: str | int | float | None, path: Path) -> tuple[int, Any]:
    operation = operation_of(declared)
    parameters: dict[str, Any] = dict(declared.parameters)
    newest = after
    if declared.newer and after is not None:
        parameters[declared.newer.parameter] = after
    count = 0
    with private_file(path) as file, signed(declared, operation) as client:
        for answer in _answers(client, operation, declared, parameters):
            for item in _items(answer, declared.items):
                write_line(file, item)
                count += 1
                if declared.newer:
                    newest = _newest(newest, _at(item, declared.newer.value, None), declared.newer.value)
    return count, newest


def _answers(
    client: httpx.Client, operation: Operation, declared: Api, parameters: dict[str, Any]
) -> Iterator[Any]:
    """The pages, one after another; a page that was there before ends it with an error, not with a circle."""
    pages, address, met, number = declared.pages, operation.address, set[str](), 0
    asked: dict[str, Any] | None = parameters | _first(pages)
    pause = 1 / declared.rate
    while number < MOST_PAGES:
        begun = time.monotonic()
        response, answer = _answer(client, address, asked)
        yield answer
        number += 1
        following = _next(pages, response, answer, parameters, number, declared.items)
        if following is None:
            return
        address, asked = following[0] or address, following[1]
        here = f"{address}?{asked}"
        if here in met:
            raise SourceError(
                "the API gives a page as the one after itself", "Check `pages` against its description."
            )
        met.add(here)
        if _origin(address) != _origin(operation.address):
            raise SourceError("the API sends us to another host for the next page", "It is not followed.")
        time.sleep(max(0.0, pause - (time.monotonic() - begun)))


def _origin(address: str) -> tuple[str, str, int | None]:
    url = httpx.URL(address)
    return url.scheme, url.host, url.port


def _first(pages: Pages | None) -> dict[str, Any]:
    if pages is None:
        return {}
    return {name: first for name, first in ((pages.number, pages.first), (pages.offset, 0)) if name}


def _next(
    pages: Pages | None,
    response: httpx.Response,
    answer: Any,
    parameters: dict[str, Any],
    number: int,
    items: str | None,
) -> tuple[str | None, dict[str, Any] | None] | None:
    """Where the next page is, as address (none: the same) and parameters; nothing after the last one."""
    if pages is None:
        return None
    if pages.link:
        link = response.links.get("next", {}).get("url")
        return (str(response.url.join(link)), None) if link else None
    if pages.cursor:
        cursor = _at(answer, pages.cursor, None)
        if cursor in (None, "", False):
            return None
        if pages.parameter:
            return None, parameters | {pages.parameter: cursor}
        return str(response.url.join(str(cursor))), None
    given = len(_items(answer, items))
    if not given:
        return None
    if pages.number:
        return None, parameters | {pages.number: pages.first + number}
    offset = pages.offset or ""
    done = int(response.url.params.get(offset, 0)) + given
    return None, parameters | {offset: done}


def _answer(
    client: httpx.Client, address: str, parameters: dict[str, Any] | None
) -> tuple[httpx.Response, Any]:
    """One page. Waits as long as the API asks for, and tries again what may go away."""
    reason = ""
    for attempt in range(TRIES):
        try:
            with client.stream("GET", address, params=parameters) as response:
                if response.status_code in AGAIN:
                    reason = f"{response.status_code}"
                    time.sleep(_patience(response, attempt))
                    continue
                if response.status_code != httpx.codes.OK:
                    raise SourceError(
                        f"the API answers {response.status_code} instead of a page",
                        "Check the operation, its parameters and the secret.",
                    )
                return response, orjson.loads(_body(response))
        except httpx.TransportError as error:
            reason = type(error).__name__
            time.sleep(min(2.0**attempt, LONGEST_WAIT))
        except orjson.JSONDecodeError:
            raise SourceError("the API's answer is not JSON", "Check the operation and `server`.") from None
    raise SourceError(f"the API did not give a page in {TRIES} tries ({reason})", "Try again later.")


def _body(response: httpx.Response) -> bytes:
    parts, length = [], 0
    for chunk in response.iter_bytes():
        parts.append(chunk)
        length += len(chunk)
        if length > LARGEST_ANSWER:
            raise SourceError(
                f"a page of the API is longer than {LARGEST_ANSWER >> 20} MiB", "Ask for smaller pages."
            )
    return b"".join(parts)


def _patience(response: httpx.Response, attempt: int) -> float:
    said = response.headers.get("Retry-After", "")
    wanted = float(said) if said.isdigit() else 2.0**attempt
    return min(wanted, LONGEST_WAIT)


def _items(answer: Any, key: str | None) -> list[Any]:
    items = answer if key is None else _at(answer, key, _NOTHING)
    if not isinstance(items, list):
        raise SourceError(
            f"the API's answer has no list under {key!r}" if key else "the API's answer is no list",
            "`items` names the key of the list.",
        )
    return items


def _at(value: Any, key: str, otherwise: Any) -> Any:
    for step in key.split("."):
        if not isinstance(value, dict) or step not in value:
            return otherwise
        value = value[step]
    return value


def _newest(known: Any, value: Any, key: str) -> Any:
    if value is None:
        return known
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise SourceError(
            f"{key!r} is neither text nor a number", "`newer.value` names a time or a growing number."
        )
    if known is None or (isinstance(known, str) == isinstance(value, str) and value > known):
        return value
    return known
