"""A cast: a handful of companies that have to do with each other, with everything that happens among them.

The generator makes one cast at a time and forgets it, which keeps memory flat.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from graph_platform.generator.papers import (
    Call,
    Case,
    Certificate,
    Declaration,
    Licence,
    Patent,
    Payment,
    Repair,
    SparePart,
)
from graph_platform.generator.world import (
    Deal,
    Device,
    Diagnostic,
    Dispatch,
    Engagement,
    Holding,
    Organization,
    Person,
    Post,
    Posting,
    Ticket,
)


@dataclass(slots=True)
class Story:
    """What was planted, and what somebody should (or, for a decoy, must not) conclude from it."""

    id: str
    kind: str
    decoy: str | None
    """What is missing, or nothing where the story is whole."""
    roles: dict[str, str]
    """Who plays which part: part → the id of an organization or person."""
    facts: dict[str, str | int | float]
    evidence: list[str] = field(default_factory=list)
    """Ids of the devices, diagnostics, postings and the like that carry it, for those that have a row of their own."""


@dataclass(slots=True)
class Cast:
    """Companies that have to do with each other, and everything that happens among them."""

    number: int
    rng: Random
    organizations: list[Organization] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    dispatches: list[Dispatch] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    engagements: list[Engagement] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    licences: list[Licence] = field(default_factory=list)
    patents: list[Patent] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    spare_parts: list[SparePart] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)

    @property
    def customers(self) -> list[Organization]:
        """Those of the companies that sales sells to."""
        return [organization for organization in self.organizations if organization.customer]
