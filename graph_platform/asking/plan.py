"""What a question is understood as: a typed plan over the ontology, and never a statement.

    How many tickets has 风驰出行 raised since July?

    Number(nodes=Nodes(label="Ticket",
                       during=Window(since=date(2026, 7, 1)),
                       related=(Related(end="raised_by", nodes=Nodes(label="Organization", id="…")),)))

Names of labels, properties and ends of relationships are the ontology's. A plan says nothing that its asker may not
see: it holds what they asked for, and ids of nodes that they were shown.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

MOST = 100
"""Rows that a question may ask for."""
Comparison = Literal["eq", "ne", "in", "gt", "gte", "lt", "lte", "contains", "starts_with", "is_null"]
Function = Literal["count", "sum", "average", "min", "max"]
DimensionName = Literal[
    "ownership_structure",
    "control",
    "executive_ties",
    "buying_chain",
    "supplier_concentration",
    "customer_concentration",
    "installed_base",
    "service_load",
    "technology",
    "partner_fit",
    "judicial_risk",
    "influence",
]


class Part(BaseModel):
    """A part of a plan: nothing in it is ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(Part):
    """What a property has to be. A property of many values (`concepts`) is `eq` when one of them is.

    Texts are compared as they are; `value` of `is_null` is true or false, of `in` a list.
    """

    property: str = Field(description="As the ontology names it: `city`.")
    op: Comparison = "eq"
    value: bool | int | float | str | tuple[str, ...]


class Window(Part):
    """A stretch of time, half open: `since` belongs to it, `until` does not. Of the label's own time: an event's `at`,
    a content's `published`; of a certificate or contract and of others what `property` names."""

    since: date | None = None
    until: date | None = None
    property: str | None = Field(
        default=None, description="The property that is meant, where it is not the label's own time."
    )


class Related(Part):
    """What has to stand at the other end of a relationship, as the ontology calls that end from here.

    With several of these all have to hold. `at_least` rows are asked for, or with `none` not a single one.
    """

    end: str = Field(description="`raised_by`, `parents`, `required_skills`.")
    nodes: Nodes
    edge: tuple[Condition, ...] = Field(
        default=(), description="On the relationship: `post_kind`, `share`, `job_title`."
    )
    none: bool = False
    at_least: int = Field(default=1, ge=1)


class Nodes(Part):
    """Nodes of a label that fulfil everything that is said. With `id` it is one node, which the question named."""

    label: str = Field(description="The finest label that the question means: `Ticket`, `Company`.")
    id: str | None = None
    mention: str = Field(default="", description="What the question called it; means nothing to the answer.")
    where: tuple[Condition, ...] = ()
    during: Window | None = None
    related: tuple[Related, ...] = ()


class Order(Part):
    """By which property rows come."""

    property: str
    descending: bool = False


class Asked(Part):
    """What every plan may say: the day whose relationships are meant; today where it is left out."""

    as_of: date | None = None


class Listing(Asked):
    """Which nodes there are, with some of their properties; their names are always told."""

    ask: Literal["list"] = "list"
    nodes: Nodes
    properties: tuple[str, ...] = ()
    order: Order | None = None
    first: int = Field(default=20, ge=1, le=MOST)


class Number(Asked):
    """One number over nodes: how many there are, or a sum, mean, least or greatest of a property of theirs."""

    ask: Literal["number"] = "number"
    nodes: Nodes
    function: Function = "count"
    property: str | None = Field(default=None, description="Of all but `count`.")


class Groups(Asked):
    """How many nodes there are of each value of a property: tickets by status; the most frequent first."""

    ask: Literal["groups"] = "groups"
    nodes: Nodes
    property: str


class Ranking(Asked):
    """Which nodes have most (or least) of something at the end of a relationship, counted or summed over `by`.

    Those that have nothing there are not in it.
    """

    ask: Literal["ranking"] = "ranking"
    nodes: Nodes
    by: Related
    function: Function = "count"
    property: str | None = Field(default=None, description="Of the nodes of `by`; of all but `count`.")
    descending: bool = True
    first: int = Field(default=10, ge=1, le=MOST)


class Sides(Asked):
    """The same asked of two or more: numbers side by side, or lists. `sides` are plans of one kind."""

    ask: Literal["comparison"] = "comparison"
    sides: tuple[Listing | Number | Groups | Dimension, ...] = Field(min_length=2, max_length=5)


class Route(Asked):
    """How two nodes hang together."""

    ask: Literal["path"] = "path"
    start: Nodes
    end: Nodes
    strongest: bool = False


class Strength(Asked):
    """How strongly two nodes are associated."""

    ask: Literal["strength"] = "strength"
    start: Nodes
    end: Nodes


class Dimension(Asked):
    """One of the derived dimensions of an organization."""

    ask: Literal["dimension"] = "dimension"
    of: Nodes
    name: DimensionName


class Signals(Asked):
    """Findings: about one node, of one kind, found since a day. All that is left out is not narrowed."""

    ask: Literal["signals"] = "signals"
    about: Nodes | None = None
    kind: str | None = Field(default=None, description="Beginning of the kind: `signal`, `link`, `interest`.")
    since: date | None = None
    first: int = Field(default=20, ge=1, le=MOST)


class Influence(Asked):
    """Who moves decisions at an organization, or leads in a topic."""

    ask: Literal["influence"] = "influence"
    at: Nodes | None = None
    topic: str | None = None
    first: int = Field(default=10, ge=1, le=MOST)


class Introductions(Asked):
    """Through whom our people reach a person or an organization."""

    ask: Literal["introductions"] = "introductions"
    to: Nodes
    first: int = Field(default=3, ge=1, le=10)


class Events(Asked):
    """What happened around one node, the newest first."""

    ask: Literal["timeline"] = "timeline"
    of: Nodes
    during: Window | None = None
    kinds: tuple[str, ...] = Field(default=(), description="Labels of events.")
    first: int = Field(default=20, ge=1, le=MOST)


class Sources(Asked):
    """How we know what we know of one node, or of one of its properties."""

    ask: Literal["provenance"] = "provenance"
    of: Nodes
    property: str | None = None


Plan = Annotated[
    Listing
    | Number
    | Groups
    | Ranking
    | Sides
    | Route
    | Strength
    | Dimension
    | Signals
    | Influence
    | Introductions
    | Events
    | Sources,
    Field(discriminator="ask"),
]
PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)
"""Reads and writes plans; of the model of a plan in JSON, `PLAN.json_schema()`."""


def canonical(plan: Plan) -> str:
    """A text that two plans share when they ask the same: without mentions, in one order."""
    return json.dumps(_ordered(plan.model_dump(mode="json")), sort_keys=True)


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(each) for key, each in value.items() if key != "mention"}
    if isinstance(value, list):
        return sorted((_ordered(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    return value
