"""Who acts when an agent asks: what both it and whoever it acts for may see, looked up anew for every call.

A token says which agent (RFC 8693: `act` names the agent that acts for the token's subject; a subject `agent:NAME` is
an agent on its own account). What the agent may do is not the token's to say: it stands in the graph, where an
officer approved it and where it can be stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from gql.errors import NotAllowed, Unavailable
from gql.viewers import EVERYTHING, Acting, Viewer
from graph_platform.agents.keeping import ACTS, Agent, agent_of
from graph_platform.agents.model import AGENT
from graph_platform.agents.writes import closed_to
from graph_platform.database import Database
from graph_platform.errors import DatabaseError
from graph_platform.statements import statement
from privacy.policy.deciding import Boundary


class Stopped(NotAllowed):
    """An agent that is not there, not approved, or stopped."""

    code = "AGENT_STOPPED"
    hint = ("Ask its owner, or an officer.", "请联系该智能体的负责人或合规人员。")

    def __init__(self) -> None:
        super().__init__("this agent does not act now", "该智能体当前不可用")


def bounded(database: Database, viewer: Viewer) -> Viewer:
    """A viewer with the boundary of the agent that asks for them; as they are, where none does.

    Raises `Stopped`, and `Unavailable` without the database.
    """
    if not viewer.agent:
        return viewer
    try:
        rows = database.read(statement("agents/read"), {"name": viewer.agent})
        agent = agent_of(rows[0]) if rows else None
        if agent is None or agent.state != ACTS:
            raise Stopped
        said = agent.declaration
        return within(viewer, agent, closed_to(database, said.reads, said.roles))
    except DatabaseError:
        raise Unavailable("the database does not answer", "数据库没有响应") from None


def within(viewer: Viewer, agent: Agent, closed: tuple[str, ...] = ()) -> Viewer:
    """A viewer inside an agent's boundary; `closed` are ids of what is not there for it.

    Raises `Stopped` where it does not act for such a one.
    """
    declared = agent.declaration
    is_itself = viewer.subject == AGENT + agent.name
    if declared.acts_for not in ("both", "itself" if is_itself else "people"):
        raise Stopped
    roles, scopes = (agent.owner_roles, agent.owner_scopes) if is_itself else (viewer.roles, viewer.scopes)
    if declared.scopes:
        scopes = common(scopes, declared.scopes)
    return replace(
        viewer,
        roles=roles,
        scopes=scopes,
        purposes=tuple(each for each in viewer.purposes if each in declared.purposes),
        acting=_acting(agent, closed),
    )


def common(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The scopes that are in both; `*` is every one."""
    if EVERYTHING in some:
        return tuple(others)
    if EVERYTHING in others:
        return tuple(some)
    return tuple(each for each in some if each in others)


@lru_cache(maxsize=1_000)
def _acting(agent: Agent, closed: tuple[str, ...]) -> Acting:
    declared = agent.declaration
    return Acting(
        agent.name,
        agent.version,
        Boundary(declared.roles, declared.reads, closed),
        frozenset(declared.tools),
        bool(declared.writes),
        declared.budget,
    )
