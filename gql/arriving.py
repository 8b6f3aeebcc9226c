"""A request as it arrives: no longer and no slower than it may be, from a client that may go away."""

from __future__ import annotations

import asyncio
from typing import Any

from cross_web import HTTPException
from starlette.requests import Request as HttpRequest

LONGEST_BODY = 1024 * 1024
"""Bytes of a request."""
SLOWEST_BODY = 20.0
"""Seconds in which they have to arrive."""
PATIENCE = 0.05
"""Seconds after which somebody looks whether the client is still there: most answers are ready before."""


class Watch:
    """Ends a task when the client of its request goes away."""

    def __init__(self, request: HttpRequest, task: asyncio.Task[Any] | None) -> None:
        self._request, self._task = request, task
        self._waiting: asyncio.Task[None] | None = None
        self.gone = False

    def begin(self) -> None:
        """Begin to look."""
        self._waiting = asyncio.ensure_future(self._wait())

    def end(self) -> None:
        """Look no longer."""
        if self._waiting:
            self._waiting.cancel()

    async def _wait(self) -> None:
        # all of the body was received: what comes now is that the client leaves
        await self._request.receive()
        self.gone = True
        if self._task:
            self._task.cancel()


async def read_body(request: HttpRequest) -> None:
    """Have the whole body of a request arrive. Raises `HTTPException` for one that is too long or too slow."""
    parts, length = [], 0
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            async for part in request.stream():
                length += len(part)
                if length > LONGEST_BODY:
                    raise HTTPException(413, f"a request may have {LONGEST_BODY:,} bytes")
                parts.append(part)
    except TimeoutError:
        raise HTTPException(408, f"the request did not arrive within {SLOWEST_BODY:g} s") from None
    request._body = b"".join(parts)
