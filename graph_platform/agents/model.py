"""What a declaration of an agent says."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from graph_platform.ontology.model import Domain

NAME = r"^[a-z][a-z0-9-]{0,39}$"
AGENT = "agent:"
"""How the subject of an agent's own token begins, and of the `act` claim of a token that it carries for a person."""


class Part(BaseModel):
    """A part of a declaration: nothing in it is ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Budget(Part):
    """What one run may use, and how many there may be; a call that goes beyond it is refused."""

    calls: int = Field(default=100, ge=1, le=100_000, description="Tool calls.")
    seconds: float = Field(
        default=120.0, gt=0, le=86_400, description="Seconds that its calls take together."
    )
    tokens: int = Field(default=100_000, ge=100, le=100_000_000, description="Tokens of its answers.")
    runs: int = Field(
        default=1_000, ge=1, le=1_000_000, description="Runs that it may begin in a day for one person."
    )


class Declaration(Part):
    """An agent. What it sees is never more than whoever it acts for sees, and never more than this says."""

    agent: Literal[1] = Field(description="The version of this format.")
    name: str = Field(pattern=NAME, description="What it is called; its own identity is `agent:NAME`.")
    purpose: str = Field(min_length=1, max_length=500, description="What it is for.")
    owner: str = Field(
        min_length=1, max_length=200, description="Who answers for it: the subject of their token."
    )
    acts_for: Literal["people", "itself", "both"] = Field(
        default="people",
        description="Whether it acts for a person who is signed in, on its own account, or both.",
    )
    reads: tuple[Domain, ...] = Field(min_length=1, description="Domains whose values it may read.")
    writes: tuple[Domain, ...] = Field(
        default=(), description="Domains that it may write to; a person approves every write."
    )
    tools: tuple[str, ...] = Field(min_length=1, description="Tools that it may call.")
    roles: tuple[str, ...] = Field(
        default=("agent",), min_length=1, description="Its own roles in the policy."
    )
    scopes: tuple[str, ...] = Field(
        default=(), description="Scopes whose rows it may see; all of whoever it acts for where left out."
    )
    purposes: tuple[str, ...] = Field(default=(), description="Purposes that it may ask for.")
    budget: Budget = Field(default=Budget(), description="What one run may use.")
