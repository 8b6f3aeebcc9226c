"""How a row's thing and another that it names may be related: the usual ways, held against the ontology."""

from __future__ import annotations

from graph_platform.ontology import ONTOLOGY

OUT, IN = True, False
USUAL: tuple[tuple[str, str, str, bool], ...] = (
    # the row's label, the other's role or label, the relationship, whether it starts at the row
    ("Ticket", "owner", "ASSIGNED_TO", OUT),
    ("Ticket", "engineer", "ASSIGNED_TO", OUT),
    ("Order", "supplier", "SELLS", IN),
    ("Opportunity", "supplier", "SELLS", IN),
    ("Payment", "customer", "PAYS", IN),
    ("Payment", "supplier", "IS_PAID", IN),
    ("Order", "Organization", "BUYS", IN),
    ("Order", "Person", "CARRIED_OUT", IN),
    ("Opportunity", "owner", "MANAGES_ACCOUNT", IN),
    ("Opportunity", "Organization", "BUYS", IN),
    ("Order", "Device", "INCLUDES", OUT),
    ("Opportunity", "Device", "INCLUDES", OUT),
    ("Contract", "Device", "INCLUDES", OUT),
    ("Contract", "Organization", "PARTY_TO", IN),
    ("Contract", "Person", "PARTY_TO", IN),
    ("Event", "customer", "RAISED", IN),
    ("Event", "contact", "RAISED", IN),
    ("Ticket", "Organization", "RAISED", IN),
    ("Ticket", "Person", "RAISED", IN),
    ("Event", "team", "ASSIGNED_TO", OUT),
    ("Event", "Person", "CARRIED_OUT", IN),
    ("Event", "Organization", "PARTY_TO", IN),
    ("Event", "Event", "FOLLOWS", OUT),
    ("Event", "Device", "CONCERNS", OUT),
    ("Event", "Content", "CONCERNS", OUT),
    ("Executive", "Organization", "HOLDS_POST", OUT),
    ("Shareholder", "Organization", "OWNS", OUT),
    ("Person", "school", "STUDIED_AT", OUT),
    ("Person", "manager", "REPORTS_TO", OUT),
    ("Person", "owner", "MANAGES_ACCOUNT", IN),
    ("Person", "Organization", "WORKS_FOR", OUT),
    ("Organization", "parent", "PART_OF", OUT),
    ("Organization", "supplier", "SUPPLIES", IN),
    ("Organization", "customer", "SUPPLIES", OUT),
    ("Organization", "owner", "MANAGES_ACCOUNT", IN),
    ("Organization", "manager", "MANAGES_ACCOUNT", IN),
    ("Organization", "shareholder", "OWNS", IN),
    ("Organization", "executive", "HOLDS_POST", IN),
    ("Organization", "Person", "WORKS_FOR", IN),
    ("Organization", "team", "PART_OF", OUT),
    ("Organization", "Organization", "PARTNER_OF", OUT),
    ("Device", "manufacturer", "MADE_BY", OUT),
    ("Device", "supplier", "MADE_BY", OUT),
    ("Device", "product", "INSTANCE_OF", OUT),
    ("Device", "vehicle", "COMPONENT_OF", OUT),
    ("Device", "machine", "COMPONENT_OF", OUT),
    ("Device", "Person", "OPERATES", IN),
    ("Vehicle", "Organization", "OPERATES", IN),
    ("Device", "Organization", "INSTALLED_AT", OUT),
    ("JobPost", "Organization", "POSTED", IN),
    ("Certificate", "Organization", "ISSUED", IN),
    ("OnlineAccount", "Organization", "OWNS_ACCOUNT", IN),
    ("OnlineAccount", "Person", "OWNS_ACCOUNT", IN),
    ("Content", "Person", "AUTHORED", IN),
    ("Content", "Organization", "CONCERNS", OUT),
    ("Content", "Device", "CONCERNS", OUT),
    ("Content", "Event", "CONCERNS", OUT),
    ("Content", "Content", "CONCERNS", OUT),
)  # fmt: skip


def relation_of(label: str, other: str, role: str, own_role: str) -> tuple[str, bool] | None:
    """The relationship between a row's thing and another in a role, and whether it starts at the row's; None: none."""
    for row, named, relation, outgoing in USUAL:
        means = named == role or (named in ONTOLOGY.labels and ONTOLOGY.is_a(other, named))
        if ONTOLOGY.is_a(label, row) and means and role != own_role:
            start, end = (label, other) if outgoing else (other, label)
            if may_join(relation, start, end):
                return relation, outgoing
    return None


def may_join(relation: str, start: str, end: str) -> bool:
    """Whether the ontology lets this relationship join these labels."""
    declared = ONTOLOGY.relationships[relation]
    return any(ONTOLOGY.is_a(start, label) for label in declared.start) and any(
        ONTOLOGY.is_a(end, label) for label in declared.end
    )
