"""Free text as viewers read it: the recognizers, and the names of the graph as it was when the text was read.

A name that is loaded after a text is masked in it at the next read: the statement tells when entities were last
written, and texts are read by names as new as that. Where these take long to be had (a large graph that is being
written), texts are masked whole until they are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from gql.kept import Kept
from graph_platform.database import Database
from graph_platform.errors import DatabaseError
from graph_platform.statements import statement
from privacy.policy.deciding import Sight
from privacy.recognition import Analyzer, Declared, Gazetteer
from privacy.spans import Masker, Reader

WAITED_FOR = 60_000
"""People and organizations up to which an answer waits for their names."""
ROUNDS = 3
"""Times that names are read for one answer; then its texts are masked whole."""


class Texts:
    """Reads free text for viewers."""

    def __init__(self, database: Database, recognizers: Sequence[Declared]) -> None:
        self._database, self._recognizers = database, recognizers
        self._clock, self._many = -1, 0
        self._masker: Masker | None = None
        self._lock = asyncio.Lock()
        self._renewing: asyncio.Task[None] | None = None
        self._readers: Kept[tuple[int, str, object], Reader] = Kept(1_000)

    async def reader(self, clock: int, sight: Sight) -> Reader:
        """How a kind of viewer reads texts of a graph in which entities were last written then."""
        if self._clock < clock:
            await self._renew(clock)
        masker = self._masker if self._clock >= clock else None
        key = (self._clock if masker else -1, sight.version, sight.asking)
        if (known := self._readers.get(key)) is None:
            known = Reader(masker, sight)
            self._readers.put(key, known)
        return known

    async def _renew(self, clock: int) -> None:
        """Have names as new as that; in a large graph only begin to."""
        for _ in range(ROUNDS):
            if self._clock >= clock:
                return
            async with self._lock:
                if self._renewing is None or self._renewing.done():
                    self._many = await asyncio.to_thread(self._counted)
                    self._renewing = asyncio.create_task(self._read())
            if self._many > WAITED_FOR:
                return
            # what was begun before may have read the names too early: then once more
            await asyncio.shield(self._renewing)

    def _counted(self) -> int:
        return int(self._database.read(statement("privacy/count_names"))[0]["many"])

    async def _read(self) -> None:
        try:
            clock, masker = await asyncio.to_thread(self._made)
        except DatabaseError:
            return
        self._clock, self._masker = clock, masker

    def _made(self) -> tuple[int, Masker]:
        (row,) = self._database.read(statement("privacy/names"))
        gazetteer = Gazetteer.of(row["persons"], row["organizations"])
        return int(row["clock"]), Masker(Analyzer(gazetteer, self._recognizers))
