"""What can be said of all rows of a connection: numbers, sums of money by currency, and how many have each value."""

from __future__ import annotations

from collections.abc import Iterable

from gql.declared import add, listed, object_type
from gql.inputs import may_be_compared, may_be_ordered
from gql.meaning import ConnectionPart, Counted, Part, Summed
from graph_platform.ontology.model import Property, Sensitivity

NUMBERS = ("decimal", "percent", "integer")
COUNTED = ("enumeration", "boolean", "country", "text")
OPEN = (Sensitivity.PUBLIC, Sensitivity.INTERNAL, Sensitivity.CONFIDENTIAL)
"""Classes that are counted for whoever may read them in clear."""
ONE_EACH = frozenset(
    {
        *("registration_number", "application_number", "document_number", "ticket_number", "order_number"),
        *("case_number", "part_number", "list_id", "sku", "business_scope", "declaration_number"),
        "contract_number",
    }
)
"""Properties of type text whose values are different everywhere."""
VALUES = 20
"""Values of a property that are counted where nothing else is asked."""

Summary = object_type("Summary", "Numbers over all rows of a connection, not of one page alone.")
MoneySummary = object_type("MoneySummary", "Sums in one currency, over all rows of a connection.")
ValueCount = object_type("ValueCount", "A value, and how many rows of a connection have it.")
_facets: dict[str, type] = {}


def declare() -> None:
    """Give the types their fields; once, when the schema is made."""
    add(MoneySummary, "currency", str | None, Part(0), "Currency (ISO 4217).")
    for at, made in enumerate((Summary, MoneySummary)):
        add(made, "count", int, Part(at), "How many rows say it.")
        for place, name in enumerate(("min", "max", "avg", "sum"), at + 1):
            add(made, name, float | None, Part(place), f"{name} of it.")
    told = "The value as text, of an enumeration its name; null where nothing is known."
    add(ValueCount, "value", str | None, Part(0), told)
    add(ValueCount, "count", int, Part(1), "How many rows have it.")


def declare_aggregate(made: type, name: str, properties: Iterable[Property], of_edge: bool = False) -> None:
    """Add `aggregate` to a connection, or `edgeAggregate` over its relationships; nothing that is masked is in it."""
    summed = [each for each in properties if may_be_ordered(each) and each.type in (*NUMBERS, "money")]
    if not summed:
        return
    field = "edge_aggregate" if of_edge else "aggregate"
    whose = "relationships" if of_edge else "nodes"
    aggregate = object_type(name, "Numbers over all rows, each over those that say it.")
    for declared in summed:
        kind = listed(MoneySummary) if declared.type == "money" else Summary
        add(aggregate, declared.name, kind, Summed(declared, of_edge), declared.description)
    told = f"Numbers over all rows of the connection, out of the {whose} themselves."
    add(made, field, aggregate, ConnectionPart(field), told)


def declare_facets(made: type, dimension: str, properties: Iterable[Property]) -> None:
    """Add `facets` to a connection: labels, and what is open; to nodes of several dimensions, labels alone."""
    if dimension not in _facets:
        _facets[dimension] = _facets_of(dimension or "Entity", properties)
    told = "How many rows have each value, over all rows of the connection."
    add(made, "facets", _facets[dimension], ConnectionPart("facets"), told)


def _facets_of(name: str, properties: Iterable[Property]) -> type:
    arguments = {"first": (int, VALUES, "Values, the most frequent first; at most 100.")}
    facets = object_type(f"{name}Facets", "How many rows have each label, or each value of a property.")
    add(facets, "labels", listed(ValueCount), Counted(None), "Its dimension and finer labels.", arguments)
    for declared in properties:
        if may_be_counted(declared):
            told = declared.description
            add(facets, declared.name, listed(ValueCount), Counted(declared), told, arguments)
    return facets


def may_be_counted(declared: Property) -> bool:
    """Whether rows may be counted by a property's values: only what is open, and not what each has for itself."""
    is_open = declared.sensitivity in OPEN and may_be_compared(declared)
    return is_open and declared.type in COUNTED and not declared.exclusive and declared.name not in ONE_EACH
