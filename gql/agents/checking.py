"""Whether a declaration stays within what its owner may see, under the policy in force; errors name the line."""

from __future__ import annotations

from collections.abc import Collection

from gql.viewers import Viewer
from graph_platform.agents.model import Declaration
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Domain
from graph_platform.strict_yaml import Document, did_you_mean
from privacy.policy.deciding import Asking, InForce, sight_of
from privacy.policy.operators import Operator


def check(
    declared: Declaration, document: Document, owner: Viewer, in_force: InForce, tools: Collection[str]
) -> None:
    """Refuse an agent that asks for more than its owner may see or do. Raises `AgentError`."""
    policy = in_force.policy
    if declared.owner != owner.subject:
        raise document.error(
            ("owner",), "an agent is declared by its owner", "Sign in as the owner, or name yourself."
        )
    for key, named, known, what in (
        ("tools", declared.tools, tools, "tool"),
        ("roles", declared.roles, policy.roles, "role of the policy"),
        ("purposes", declared.purposes, policy.purposes, "purpose of the policy"),
    ):
        for number, name in enumerate(named):
            if name not in known:
                raise document.error((key, number), f"{name!r} is no {what}", did_you_mean(name, known))
    for number, role in enumerate(declared.roles):
        if role in (*policy.officers, *policy.auditors):
            raise document.error(("roles", number), f"no agent is {role}", "Leave it to people.")
    for number, domain in enumerate(declared.reads):
        if not _reads(in_force, owner, domain):
            raise document.error(
                ("reads", number),
                f"its owner reads nothing of {domain}",
                "An agent never sees more than its owner.",
            )
    for number, scope in enumerate(declared.scopes):
        if owner.is_restricted and scope not in owner.scopes:
            raise document.error(
                ("scopes", number),
                "its owner does not see these rows",
                "An agent never sees more than its owner.",
            )
    for number, purpose in enumerate(declared.purposes):
        if purpose not in owner.purposes:
            raise document.error(
                ("purposes", number), "its owner may not ask for this purpose", "Name one of the owner's."
            )


def _reads(in_force: InForce, owner: Viewer, domain: Domain) -> bool:
    """Whether somebody reads anything of a domain that not everybody may read anyhow."""
    sight = sight_of(in_force, Asking(owner.roles, owner.purposes))
    return any(
        sight.decision(name, declared.name).always is not Operator.MASK
        for name, declared in ONTOLOGY.every_property()
        if declared.domain is domain and name not in sight.hidden.labels
    )
