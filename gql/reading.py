"""Reads on their way to the database: as many at once as there are threads, some waiting, the rest refused at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any
from uuid import uuid4

from gql.errors import Busy, Failed, LimitExceeded, TimedOut, Unavailable
from graph_platform.database import Database
from graph_platform.errors import AccessDenied, DatabaseError, NotRunning, StatementEnded, StatementTooLarge

PLANNING = 60.0
"""Seconds that Neo4j may take to plan a statement, apart from reading it."""


class Reader:
    """Runs statements in threads of its own: the driver's blocking interface costs half of its other one.

    `at_once` are read at the same time, and `waiting` more may wait for their turn. Its transactions carry its `name`.
    """

    def __init__(self, database: Database, at_once: int, waiting: int, seconds: float) -> None:
        self._database, self._seconds = database, seconds
        self._threads = ThreadPoolExecutor(at_once, "reader")
        self._most, self._running = at_once + waiting, 0
        self.name, self._numbers = uuid4().hex, count()

    def check(self) -> None:
        """Raise `Busy` where one more could not even wait."""
        if self._running >= self._most:
            raise Busy("too many operations are waiting", "等待的请求过多")

    async def read(self, statement: str, parameters: Mapping[str, Any]) -> Any:
        """The one value that a statement returns.

        Raises `Busy` when too many wait, `TimedOut`, `LimitExceeded` for want of memory, `Unavailable`, `Failed`. A
        reader that is cancelled ends the statement in the database too.
        """
        return await self._run(self._database.read_value, statement, parameters, self._seconds)

    async def plan(self, statement: str, parameters: Mapping[str, Any]) -> None:
        """Have a statement planned, which may take longer than to read it. Raises as `read` does."""
        await self._run(self._database.plan, statement, parameters, PLANNING)

    async def _run(
        self,
        run: Callable[[str, Mapping[str, Any], float, str], Any],
        statement: str,
        parameters: Mapping[str, Any],
        seconds: float,
    ) -> Any:
        self.check()
        self._running += 1
        tag = f"{self.name}-{next(self._numbers)}"
        loop = asyncio.get_running_loop()
        try:
            future = loop.run_in_executor(self._threads, run, statement, parameters, seconds, tag)
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            # nobody waits for how it ends
            future.add_done_callback(_looked_at)
            loop.run_in_executor(None, self._end, tag)
            raise
        except StatementEnded:
            raise TimedOut(f"it took longer than {seconds:g} s", f"超过 {seconds:g} 秒") from None
        except StatementTooLarge:
            raise LimitExceeded(
                "it takes more memory than one operation may", "所需内存超过单次上限"
            ) from None
        except (NotRunning, AccessDenied):
            raise Unavailable("the database does not answer", "数据库没有响应") from None
        except DatabaseError:
            raise Failed from None
        finally:
            self._running -= 1

    def close(self) -> None:
        """Wait for what runs."""
        self._threads.shutdown()

    def _end(self, tag: str) -> None:
        try:
            self._database.end(tag)
        except DatabaseError:
            # it ends by its own time limit then
            return


def _looked_at(future: asyncio.Future[Any]) -> None:
    if not future.cancelled():
        future.exception()
