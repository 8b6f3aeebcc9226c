"""What of an operation is selected, by graphql-core's own reading of fragments, `@skip` and `@include`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
)
from graphql.execution.collect_fields import (
    FieldDetails,
    FragmentDetails,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues

Selected = dict[str, list[FieldDetails]]
"""Response keys in the order of the answer, each with the fields that are merged in it."""


@dataclass(frozen=True)
class Operation:
    """An operation of a document, with the values of its variables."""

    schema: GraphQLSchema
    definition: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    variables: VariableValues

    def root(self, type_: GraphQLObjectType) -> Selected:
        """The root fields."""
        return dict(
            collect_fields(
                self.schema, self.fragments, self.variables, type_, self.definition
            ).grouped_field_set
        )

    def below(self, type_: GraphQLObjectType, fields: Sequence[FieldDetails]) -> Selected:
        """The fields below some that are merged, for an object of this type."""
        return dict(
            collect_subfields(
                self.schema, self.fragments, self.variables, self.definition, type_, list(fields)
            ).grouped_field_set
        )


def object_of(field: GraphQLField) -> GraphQLObjectType:
    """The object type that a field gives, one or a list; only for fields that give one."""
    return cast(GraphQLObjectType, get_named_type(field.type))


def fragments_of(document: DocumentNode) -> dict[str, FragmentDetails]:
    """The fragments of a document by name."""
    return {
        definition.name.value: FragmentDetails(definition)
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
