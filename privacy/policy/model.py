"""What a policy may say. The JSON Schema in docs/policy.schema.json is made from these classes."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from graph_platform.ontology.model import Domain, Sensitivity
from privacy.policy.operators import Operator


class Part(BaseModel):
    """A part of a policy: nothing in it is ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Viewers(Part):
    """Of whom a rule speaks; what is left out is everybody."""

    roles: tuple[str, ...] = Field(default=(), description="Anybody with one of these roles.")
    except_roles: tuple[str, ...] = Field(default=(), description="Nobody with one of these roles.")
    purposes: tuple[str, ...] = Field(
        default=(), description="Who asks for one of these purposes, as their token says."
    )


class When(Part):
    """What has to be known of the node for a rule to hold. Where it is not known, the stricter side is taken."""

    accounts: Literal["own", "other"] | None = Field(
        default=None,
        description="Whether the node is one of the viewer's own accounts (an `owner:` scope of theirs).",
    )
    consent: Literal["given", "withdrawn"] | None = Field(
        default=None, description="What the person has said of being contacted."
    )
    countries: tuple[str, ...] = Field(
        default=(), description="Countries (ISO 3166, two letters) of the node."
    )

    @property
    def is_always(self) -> bool:
        """Whether nothing has to be known."""
        return self.accounts is None and self.consent is None and not self.countries


class Values(Part):
    """Of which values a rule speaks: of those that fulfil everything that is named."""

    classes: tuple[Sensitivity, ...] = Field(default=(), description="Classes of sensitivity.")
    domains: tuple[Domain, ...] = Field(default=(), description="Domains.")
    labels: tuple[str, ...] = Field(
        default=(), description="Labels and relationship types that declare the property, and finer labels."
    )
    fields: tuple[str, ...] = Field(default=(), description="Properties, as `Person.phone` or `OWNS.share`.")

    @property
    def is_everything(self) -> bool:
        """Whether nothing is named."""
        return not (self.classes or self.domains or self.labels or self.fields)


class Rule(Part):
    """One rule."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,63}$", description="What the rule is called.")
    effect: Literal["permit", "forbid", "hide"] = Field(
        description="permit: values are shown so; forbid: values are shown no more than so; hide: rows are not there."
    )
    why: str = Field(default="", max_length=500, description="Why there is this rule.")
    to: Viewers = Field(default=Viewers(), description="Of whom it speaks.")
    on: Values = Field(default=Values(), description="Of which values it speaks.")
    when: When = Field(default=When(), description="What has to be known of the node.")
    show: Operator | None = Field(
        default=None,
        description="What is shown: of a permit everything, of a forbid nothing, where it is left out.",
    )
    nodes: tuple[str, ...] = Field(default=(), description="hide: labels whose nodes are not there.")
    relationships: tuple[str, ...] = Field(
        default=(), description="hide: relationship types that are not there."
    )
    entities: tuple[str, ...] = Field(
        default=(),
        max_length=10_000,
        description="hide: ids of nodes that are not there, with all that leads to them.",
    )

    @property
    def operator(self) -> Operator:
        """What is shown of a value of which the rule speaks."""
        return self.show or (Operator.SHOW if self.effect == "permit" else Operator.MASK)


class Policy(Part):
    """A policy."""

    policy: Literal[1] = Field(description="The version of this format.")
    name: str = Field(min_length=1, max_length=100, description="What the policy is called.")
    roles: tuple[str, ...] = Field(
        min_length=1, description="Every role that there is; a viewer's others mean nothing."
    )
    officers: tuple[str, ...] = Field(
        min_length=1, description="Roles that may propose and approve policies."
    )
    auditors: tuple[str, ...] = Field(min_length=1, description="Roles that may read the audit.")
    purposes: tuple[str, ...] = Field(default=(), description="Every purpose that there is.")
    combine: Literal["strictest", "widest"] = Field(
        default="strictest", description="What a viewer with several roles sees."
    )
    k: int = Field(
        default=5, ge=2, le=1000, description="Least rows that a number over `aggregate` values is made of."
    )
    rules: tuple[Rule, ...] = Field(description="The rules; their order means nothing.")
