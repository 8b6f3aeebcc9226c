"""Who is asking, and which rows there are for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from gql.errors import NotAllowed
from graph_platform.agents.model import Budget
from graph_platform.statements import Visibility
from privacy.policy.deciding import Asking, Boundary, InForce, Sight, sight_of

EVERYTHING = "*"
"""The scope of whoever sees every row."""


OWNER = "owner:"
"""How the scope of whose account it is begins."""


@dataclass(frozen=True, slots=True)
class Acting:
    """The agent that acts: its name and version, what it sees at most, what it may call, write and use."""

    name: str
    version: str
    boundary: Boundary
    tools: frozenset[str]
    writes: bool
    budget: Budget


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who asks, as their token says: who they are, roles, scopes whose rows they see, name, purposes.

    `agent` names the agent that asks for them, or on its own account; `acting` is what the graph says of it.
    """

    subject: str
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    name: str = ""
    email: str = ""
    purposes: tuple[str, ...] = ()
    agent: str = ""
    acting: Acting | None = None

    @property
    def own(self) -> tuple[str, ...]:
        """The scopes of their own accounts."""
        return tuple(scope for scope in self.scopes if scope.startswith(OWNER))

    @property
    def is_restricted(self) -> bool:
        """Whether there are rows that are not there for them."""
        return EVERYTHING not in self.scopes


Identify = Callable[[Mapping[str, str]], Awaitable[Viewer]]
"""Finds out by its headers who sends a request. Raises `NotSignedIn`."""


@dataclass(frozen=True, slots=True)
class Viewing:
    """What a plan depends on in a viewer: what the policy lets their kind see, and which rows there are for them."""

    sight: Sight
    rows: Visibility

    @property
    def key(self) -> tuple[str, Asking, bool]:
        """What tells it from others."""
        return self.sight.version, self.sight.asking, self.rows.by_scope


def viewing_of(viewer: Viewer, in_force: InForce) -> Viewing:
    """What a viewer sees under a policy. Raises `NotAllowed` for an agent whose boundary was not looked up."""
    if viewer.agent and viewer.acting is None:
        raise NotAllowed("this agent does not act now", "该智能体当前不可用")
    boundary = viewer.acting.boundary if viewer.acting else None
    sight = sight_of(in_force, Asking(viewer.roles, viewer.purposes, boundary))
    hidden = sight.hidden
    return Viewing(sight, Visibility(viewer.is_restricted, hidden.labels, bool(hidden.entities)))
