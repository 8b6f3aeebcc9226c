"""The policy in force as a server knows it: read when it is first needed, and when a statement tells of another."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from gql.errors import Unavailable
from graph_platform.database import Database
from graph_platform.errors import DatabaseError, GraphPlatformError
from privacy.policy.deciding import InForce
from privacy.policy.force import in_force, shipped
from privacy.policy.operators import Tokens

log = structlog.get_logger(__name__)


class Force:
    """Which policy is in force, and the key of tokens. Without a policy that can be read nobody is answered."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database, self._key = database, key
        self._now: InForce | None = None
        self._pretended: InForce | None = None
        self._lock = asyncio.Lock()
        self._shipped = shipped().version

    async def now(self) -> InForce:
        """The policy in force, as far as is known here. Raises `Unavailable` where it can't be read."""
        if self._now is None:
            async with self._lock:
                if self._now is None:
                    self._now = await self._read()
        return self._now

    async def changed(self) -> None:
        """Look again which one is in force. Where it can't be read, the one that was known counts no more."""
        async with self._lock:
            self._now = self._pretended
            self._now = self._pretended or await self._read()

    def pretend(self, policy: InForce) -> None:
        """Answer under this policy, whichever is in force: for somebody who tries one out."""
        self._now = self._pretended = policy

    def is_of(self, version: str | None, known: InForce) -> bool:
        """Whether a statement that told of this version was read under the policy that is known."""
        return known is self._pretended or (version or self._shipped) == known.version

    def tokens(self, purposes: Sequence[str]) -> Tokens:
        """What makes tokens for a viewer's purpose: joinable inside of it, and nowhere else."""
        return Tokens(self._key, "\n".join(sorted(purposes)))

    async def _read(self) -> InForce:
        try:
            return await asyncio.to_thread(in_force, self._database)
        except DatabaseError:
            raise Unavailable("the database does not answer", "数据库没有响应") from None
        except GraphPlatformError as error:
            log.error("no policy", reason=error.message)
            raise Unavailable("there is no policy that can be read", "没有可用的策略") from None
