"""What the core does at a client's word, beside the reads: writes, and what has to think about the whole graph."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from gql.errors import ArgumentRefused, Busy, Changed, Failed, NotFound, Unavailable
from graph_platform.database import Database
from graph_platform.errors import AccessDenied, Conflict, DatabaseError, NotRunning, NotThere, UsageError

T = TypeVar("T")


class Worker:
    """Calls functions of the core with the database, one after the other in a thread of its own; `waiting` may wait."""

    def __init__(self, database: Database, waiting: int) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, "worker")
        self._most, self._running = 1 + waiting, 0

    async def call(self, work: Callable[..., T], *arguments: Any) -> T:
        """What `work(database, *arguments)` returns. It comes to its end, also where nobody waits for it any more.

        Raises the API's errors for those of the core, and `Busy` when too many wait.
        """
        if self._running >= self._most:
            raise Busy("too many operations are waiting", "等待的请求过多")
        self._running += 1
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._thread, lambda: work(self._database, *arguments))
        future.add_done_callback(self._ended)
        try:
            return await asyncio.shield(future)
        except NotThere as error:
            raise NotFound(error.message, "没有此编号的对象") from None
        except Conflict as error:
            raise Changed(error.message, "内容已被更改，请重新读取后再提交") from None
        except UsageError as error:
            raise ArgumentRefused(error.message) from None
        except (NotRunning, AccessDenied):
            raise Unavailable("the database does not answer", "数据库没有响应") from None
        except DatabaseError:
            raise Failed from None

    def close(self) -> None:
        """Wait for what runs."""
        self._thread.shutdown()

    def _ended(self, future: asyncio.Future[Any]) -> None:
        self._running -= 1
        if not future.cancelled():
            future.exception()
