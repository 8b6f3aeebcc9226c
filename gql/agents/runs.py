"""Runs: what an agent uses in one of them, within its budget; and the end of its calls as soon as it is stopped."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from graphql import GraphQLError

from gql.agents.acting import Stopped, bounded
from gql.agents.tracing import MOST_ENTITIES, Step, Trace, kept_arguments, tracer
from gql.errors import LimitExceeded, NotAllowed, own_error
from gql.kept import Kept
from gql.viewers import Acting, Viewer
from graph_platform.database import Database
from graph_platform.errors import DatabaseError
from graph_platform.statements import statement

LOOK = 0.4
"""Seconds after which it is looked again whether those that run still may."""
IDLE = 600.0
"""Seconds without a call after which a run has ended that nobody names."""
GRAPHQL = "graphql"
"""What an agent has to name among its tools to send operations of its own."""
KEPT = 10_000
"""Runs whose use is remembered."""

_PARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


def run_of(headers: Mapping[str, str]) -> str:
    """The run that a request belongs to: the trace that its `traceparent` names (W3C Trace Context), or none."""
    found = _PARENT.fullmatch(headers.get("traceparent", ""))
    return found[1] if found else ""


class BudgetUsed(LimitExceeded):
    """A run that has used what its agent's declaration gives it."""

    code = "BUDGET_USED"
    hint = (
        "Begin another run, or have its owner declare a larger budget.",
        "请开始新的运行，或由负责人调整预算。",
    )

    def __init__(self, what: str) -> None:
        super().__init__(f"the run has used its {what}", f"本次运行的额度已用完：{what}")


@dataclass(slots=True)
class Used:
    """What a run has used so far."""

    run: str
    is_beyond: bool = False
    """Whether more runs of the day were begun than its agent's declaration gives."""
    calls: int = 0
    seconds: float = 0.0
    tokens: int = 0
    last: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class Call:
    """One call while it goes on: what came of it is put in before it ends."""

    run: str
    entities: list[str] = field(default_factory=list)
    tokens: int = 0
    outcome: str = "ok"


class Runs:
    """The runs of agents on one server."""

    def __init__(self, database: Database, trace: Trace) -> None:
        self._database, self._trace = database, trace
        self._used: Kept[tuple[str, str, str], Used] = Kept(KEPT)
        self._begun: Kept[tuple[str, str, date], int] = Kept(KEPT)
        self._running: dict[str, set[asyncio.Task[Any]]] = defaultdict(set)
        self._stopped: set[asyncio.Task[Any]] = set()
        self._watching: asyncio.Task[None] | None = None

    async def bounded(self, viewer: Viewer) -> Viewer:
        """A viewer inside the boundary of the agent that acts. Raises `Stopped`, `Unavailable`."""
        return await asyncio.to_thread(bounded, self._database, viewer) if viewer.agent else viewer

    @asynccontextmanager
    async def call(
        self, viewer: Viewer, tool: str, arguments: Mapping[str, Any], run: str = ""
    ) -> AsyncIterator[Call]:
        """A call of an agent, from its beginning to what is put down of it; of a person nothing is.

        Raises `NotAllowed` for a tool that is not the agent's, `BudgetUsed`, and `Stopped` as soon as it is stopped.
        """
        acting = viewer.acting
        if acting is None:
            yield Call(run)
            return
        used = self._of(viewer, acting, run)
        made = Call(used.run)
        began = time.monotonic()
        task = asyncio.current_task()
        try:
            _check(acting, tool, used)
            used.calls += 1
            # the text of an error may quote a value, and its stack the arguments
            with tracer.start_as_current_span(
                f"execute_tool {tool}",
                attributes=_attributes(viewer, tool),
                record_exception=False,
                set_status_on_exception=False,
            ):
                self._begin(viewer.agent, task)
                yield made
        except asyncio.CancelledError:
            if task not in self._stopped:
                made.outcome = "CANCELLED"
                raise
            made.outcome = Stopped.code
            if task:
                task.uncancel()
            raise Stopped from None
        except GraphQLError as error:
            own = own_error(error)
            made.outcome = own.code if own else "BAD_REQUEST"
            raise
        finally:
            self._end(viewer.agent, task)
            used.seconds += time.monotonic() - began
            used.tokens += made.tokens
            used.last = time.monotonic()
            self._trace.keep(_step(viewer, tool, arguments, made, time.monotonic() - began))

    def _of(self, viewer: Viewer, acting: Acting, run: str) -> Used:
        key = (viewer.agent, viewer.subject, run)
        used = self._used.get(key)
        if used is None or (not run and time.monotonic() - used.last > IDLE):
            # whoever calls names the run: a new name for every call would be no budget at all
            day = (viewer.agent, viewer.subject, datetime.now(UTC).date())
            begun = (self._begun.get(day) or 0) + 1
            self._begun.put(day, begun)
            used = Used(run or uuid4().hex, begun > acting.budget.runs)
            self._used.put(key, used)
        return used

    def _begin(self, agent: str, task: asyncio.Task[Any] | None) -> None:
        if task:
            self._running[agent].add(task)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.ensure_future(self._watch())

    def _end(self, agent: str, task: asyncio.Task[Any] | None) -> None:
        if task:
            self._running[agent].discard(task)
            self._stopped.discard(task)
        if not self._running[agent]:
            del self._running[agent]

    async def _watch(self) -> None:
        """End the calls of agents that are stopped, for as long as any runs."""
        while self._running:
            await asyncio.sleep(LOOK)
            names = list(self._running)
            try:
                acting = await asyncio.to_thread(_acting, self._database, names)
            except DatabaseError:
                # whoever cannot be looked up may not go on
                acting = set()
            for name in set(names) - acting:
                for task in list(self._running.get(name, ())):
                    self._stopped.add(task)
                    task.cancel()


def _check(acting: Acting, tool: str, used: Used) -> None:
    """Refuse what is not the agent's to call, or no more in this run. Raises `NotAllowed`, `BudgetUsed`."""
    if tool not in acting.tools:
        raise NotAllowed("this is not one of the agent's tools", "该工具不在此智能体的范围内")
    if used.is_beyond:
        raise BudgetUsed("runs of the day")
    for what, so_far, most in (
        ("calls", used.calls, acting.budget.calls),
        ("seconds", used.seconds, acting.budget.seconds),
        ("tokens", used.tokens, acting.budget.tokens),
    ):
        if so_far >= most:
            raise BudgetUsed(what)


def _acting(database: Database, names: list[str]) -> set[str]:
    (row,) = database.read(statement("agents/states"), {"names": names})
    return set(row["names"])


def _attributes(viewer: Viewer, tool: str) -> dict[str, str]:
    return {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": tool,
        "gen_ai.agent.name": viewer.agent,
    }


def _step(viewer: Viewer, tool: str, arguments: Mapping[str, Any], made: Call, seconds: float) -> Step:
    return Step(
        run=made.run,
        at=datetime.now(UTC).isoformat(),
        agent=viewer.agent,
        version=viewer.acting.version if viewer.acting else "",
        person=viewer.subject,
        roles=viewer.roles,
        scopes=viewer.scopes,
        purposes=viewer.purposes,
        tool=tool,
        arguments=kept_arguments(arguments),
        outcome=made.outcome,
        entities=tuple(dict.fromkeys(made.entities))[:MOST_ENTITIES],
        tokens=made.tokens,
        seconds=round(seconds, 4),
    )
