"""What strawberry is told about a type whose fields are known only when the ontology is read.

A type is created empty and gets its fields afterwards, so that types may refer to each other in circles. None of the
fields has a resolver: the planner reads what each of them means, and `crawl` serves them where execution goes field
by field.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from gql.meaning import Meaning

MEANING = "meaning"


def object_type(name: str, description: str, interfaces: Sequence[type] = ()) -> type:
    """An object type without fields."""
    return strawberry.type(type(name, tuple(interfaces), {}), name=name, description=description)


def interface_type(name: str, description: str) -> type:
    """An interface without fields."""
    return strawberry.interface(type(name, (), {}), name=name, description=description)


def input_type(name: str, description: str, fields: Mapping[str, tuple[Any, str]]) -> type:
    """An input type all of whose fields may be left out: annotation and description by name."""
    made: type = strawberry.input(type(name, (), {}), name=name, description=description)
    for field, (annotation, told) in fields.items():
        add_input(made, field, annotation, told)
    return made


def add_input(made: type, name: str, annotation: Any, description: str, required: bool = False) -> None:
    """Add a field to an input type; it may be left out where it is not required."""
    _fields(made).append(
        StrawberryField(
            python_name=name,
            graphql_name=camel(name),
            type_annotation=StrawberryAnnotation(annotation if required else annotation | None),
            default=dataclasses.MISSING if required else strawberry.UNSET,
            description=description,
        )
    )


def add(
    made: type,
    name: str,
    annotation: Any,
    meaning: Meaning,
    description: str,
    arguments: Mapping[str, tuple[Any, Any, str]] | None = None,
) -> None:
    """Add a field to an object type or interface; arguments as annotation, default and description by name."""
    declared = StrawberryField(
        python_name=name,
        graphql_name=camel(name),
        type_annotation=StrawberryAnnotation(annotation),
        description=description,
        metadata={MEANING: meaning},
    )
    declared.arguments = [
        StrawberryArgument(
            python_name=argument,
            graphql_name=camel(argument),
            type_annotation=StrawberryAnnotation(kind),
            default=default,
            description=told,
        )
        for argument, (kind, default, told) in (arguments or {}).items()
    ]
    _fields(made).append(declared)


def add_resolved(
    made: type, name: str, annotation: Any, resolver: Callable[[], Any], description: str
) -> None:
    """Add a field that has a resolver: one that the planner leaves to execution."""
    declared = strawberry.field(resolver=lambda: resolver(), graphql_type=annotation, description=description)
    declared.python_name, declared.graphql_name = name, camel(name)
    _fields(made).append(declared)


def add_function(made: type, name: str, resolver: Callable[..., Any], description: str) -> None:
    """Add a field that a function with typed arguments gives."""
    declared = strawberry.field(resolver=resolver, description=description)
    declared.python_name, declared.graphql_name = name, camel(name)
    _fields(made).append(declared)


def _fields(made: type) -> list[StrawberryField]:
    fields: list[StrawberryField] = made.__strawberry_definition__.fields  # type: ignore[attr-defined]
    return fields


def listed(kind: Any) -> Any:
    """The annotation of a list of a type that is a value here."""
    return list[kind]


def camel(name: str) -> str:
    """`annual_revenue` as GraphQL spells it: `annualRevenue`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def pascal(name: str) -> str:
    """`annual_revenue` as a type's name: `AnnualRevenue`."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


def told(description: str) -> Any:
    """A field of a type that is written down, with its description."""
    return strawberry.field(description=description)


def optional(description: str) -> Any:
    """A field of an input type that may be left out, with its description."""
    return strawberry.field(default=strawberry.UNSET, description=description)


def resolved(resolver: Callable[..., Any], description: str) -> Any:
    """A field of a type that is written down, with the function that gives it and its description."""
    return strawberry.field(resolver=resolver, description=description)
