"""The schema: what can be asked, derived from the ontology once."""

from __future__ import annotations

from functools import cache
from typing import Any

import strawberry
from graphql import GraphQLAbstractType, GraphQLError, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from gql import types
from gql.asking.fields import ask
from gql.declared import MEANING, add, add_function, add_resolved, listed, object_type
from gql.findings import Discovery
from gql.inputs import may_be_compared
from gql.meaning import ConnectionPart, EdgePart, Identified, Joining, Listed, Meaning, Searching
from gql.mutations import Mutation
from gql.path_types import PATH, PATH_ARGUMENTS
from gql.planning.shapes import crawl
from gql.policy import PolicyReview
from gql.types import (
    DIMENSION_TYPES,
    PLURALS,
    Entity,
    Node,
    PageInfo,
    arguments_of,
    connection_type,
    properties_of,
)
from gql.values import SCALARS, Date, Label, enumeration
from gql.who import WhoIsWho
from graph_platform.ontology import ONTOLOGY
from graph_platform.search.question import CANDIDATES, MOST_FIRST
from graph_platform.search.results import Way

AS_OF = (Date | None, strawberry.UNSET, "The day whose relationships are read; today where it is left out.")
SEARCH_ARGUMENTS: dict[str, tuple[Any, Any, str]] = {
    "text": (str, strawberry.UNSET, "A name, or words of a text, at most 200 characters."),
    "kinds": (listed(Label) | None, strawberry.UNSET, "Only nodes with one of these labels."),
    **types.page_arguments(MOST_FIRST),
}
DESCRIPTION = (
    "A company's relationship graph: who is who, who belongs to whom, what happened, and how we know."
)


class Schema(strawberry.Schema):
    """Strawberry's, which keeps errors out of its log: their texts quote the operation."""

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Nothing: what went wrong is counted by its code."""


def schema(*extensions: Any) -> strawberry.Schema:
    """The schema, whose operations go through these extensions."""
    made = Schema(
        query=_query(),
        mutation=Mutation,
        types=list(DIMENSION_TYPES.values()),
        extensions=list(extensions),
        config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True),
    )
    core = made._schema
    for type_ in core.type_map.values():
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            # a row says of itself which type it is
            type_.is_type_of = None
            for field in type_.fields.values():
                if meaning_of(field) is not None:
                    field.resolve = _crawl
        elif isinstance(type_, GraphQLAbstractType):
            type_.resolve_type = _type_of
    return made


@cache
def _query() -> type:
    types.declare()
    query = object_type("Query", DESCRIPTION)
    add(
        query,
        "node",
        Node | None,
        Identified(),
        "Anything by its id.",
        {"id": (strawberry.ID, strawberry.UNSET, "Its id."), "as_of": AS_OF},
    )
    for dimension, made in DIMENSION_TYPES.items():
        identifiers = {
            declared.name: (str | None, strawberry.UNSET, declared.description)
            for declared in properties_of(dimension).values()
            if declared.exclusive and may_be_compared(declared)
        }
        add(
            query,
            dimension.lower(),
            made | None,
            Identified(dimension),
            f"One {dimension.lower()}, by its id, one that it had before, or one of its identifiers.",
            {"id": (strawberry.ID | None, strawberry.UNSET, "Its id."), **identifiers, "as_of": AS_OF},
        )
    add(
        query,
        "path",
        PATH | None,
        Joining(),
        "How two nodes hang together.",
        PATH_ARGUMENTS | {"as_of": AS_OF},
    )
    told = "What somebody typed, among names (short, by sound, with a typo) and texts; the best first."
    today = (Date | None, strawberry.UNSET, "Today, or left out: search is not available for another date.")
    add(query, "search", _search(), Searching(), told, SEARCH_ARGUMENTS | {"as_of": today})
    told = "Hidden connections: what analyses found, why, and what people say to it."
    add_resolved(query, "discovery", Discovery, Discovery, told)
    told = "A question in Chinese or English: what it is understood as, and its answer; never a guess."
    add_function(query, "ask", ask, told)
    add_resolved(query, "policy", PolicyReview, PolicyReview, "The policy: for its officers and auditors.")
    add_resolved(query, "who_is_who", WhoIsWho, WhoIsWho, "Who is who: for stewards, who see every row.")
    for dimension in DIMENSION_TYPES:
        connection = connection_type(f"{dimension}List", (dimension,), None)
        arguments = dict(arguments_of(f"{dimension}ListConnection")) | {"as_of": AS_OF}
        told = f"All of the dimension {dimension}: {ONTOLOGY.labels[dimension].description}"
        add(query, PLURALS[dimension], connection, Listed(dimension), told, arguments)
    return query


def _search() -> type:
    edge = object_type("SearchEdge", "What was found, and how it meets what was typed.")
    way = enumeration("SearchWay", [each.name for each in Way], (Way.__doc__ or "").strip())
    add(edge, "cursor", str, EdgePart("cursor"), "Where this row stands; `after` goes on from it.")
    add(edge, "node", Entity, EdgePart("node"), "The node.")
    add(edge, "way", way, EdgePart("way"), "How it meets what was typed.")
    made = object_type("SearchConnection", "A page of what was found.")
    add(made, "edges", listed(edge), ConnectionPart("edges"), "The rows.")
    add(made, "nodes", listed(Entity), ConnectionPart("nodes"), "The nodes of the rows.")
    add(made, "page_info", PageInfo, ConnectionPart("page_info"), "Where the page stands.")
    told = f"How many were found, of the {CANDIDATES} that are looked at in the best ways."
    add(made, "total_count", int, ConnectionPart("total_count"), told)
    told = "Whether there may be more than were counted."
    add(made, "total_count_is_at_least", bool, ConnectionPart("total_count_is_at_least"), told)
    return made


def meaning_of(field: Any) -> Meaning | None:
    """What a field of the schema means to the planner; nothing where it has a resolver of its own."""
    declared = field.extensions.get("strawberry-definition")
    meaning: Meaning | None = declared.metadata.get(MEANING) if declared else None
    return meaning


@cache
def meanings(core: GraphQLSchema) -> dict[tuple[str, str], Meaning]:
    """What each field means, by type and name."""
    return {
        (type_.name, name): meaning
        for type_ in core.type_map.values()
        if isinstance(type_, GraphQLObjectType)
        for name, field in type_.fields.items()
        if (meaning := meaning_of(field)) is not None
    }


def _crawl(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
    return crawl(source, str(info.path.key))


def _type_of(source: Any, info: GraphQLResolveInfo[Any], type_: GraphQLAbstractType) -> str:
    return str(source.shape.type)
