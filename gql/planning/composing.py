"""From what is selected to one statement: every field gives an expression and the shape of what it returns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, cast

from graphql import GraphQLObjectType, get_named_type, is_non_null_type
from graphql.execution.collect_fields import FieldDetails

from gql.declared import camel
from gql.errors import NotAllowed
from gql.meaning import (
    DAYS_AHEAD,
    Asked,
    EdgePart,
    Expression,
    Group,
    Linked,
    Meaning,
    Part,
    Stored,
    Taken,
)
from gql.planning.days import Day, day_in
from gql.planning.fragments import bare, filled
from gql.planning.paging import Key
from gql.planning.plan import Arguments, Asking, Call, Parameter, Prepared, call_of
from gql.planning.selection import Operation, Selected, object_of
from gql.planning.shapes import Constant, Leaf, Made, Member, Shape, Taking, Variants
from gql.planning.showing import as_other, constant, guarded, is_closed, leaf
from gql.planning.statistics import Statistics
from gql.viewers import Viewing
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Property
from graph_platform.statements import visible
from privacy.masking import TEXTS, TOKENS
from privacy.policy.comparing import told
from privacy.policy.deciding import Decision, declarations
from privacy.policy.operators import Operator

LIKELY_OF_FRAGMENT = 50.0
"""Nodes and relationships that a fragment is taken to meet."""
AS_DECLARED = {
    "integer": "toIntegerOrNull",
    "decimal": "toFloatOrNull",
    "percent": "toFloatOrNull",
    "boolean": "toBooleanOrNull",
}
"""Functions that give what is stored in the declared type, and null for anything else."""
SIGHT = "sight"
"""What the policy lets the viewer see, among what a fragment's reader knows of the request."""
_TYPES = re.compile(r"\b[A-Z][A-Z_]{2,}\b")
Read = Callable[[Arguments, Asking], Any]
Meanings = Mapping[tuple[str, str], Meaning]
"""By type and field."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a field asks of the database, if anything, and what stands in its place in the answer."""

    expression: str | None
    member: Member


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the statement something is composed: its variables, its day, and how often it is evaluated.

    `owner` is the variable whose properties are read: the node's, or on an edge the relationship's, which `linked` is
    and which leads there from `near`.
    """

    node: str
    relationship: str
    owner: str
    as_of: str
    near: str = ""
    linked: Linked | None = None
    dimensions: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    page: int = -1
    binding: str = ""
    rows: float = 1.0


Compose = Callable[["Composer", GraphQLObjectType, Sequence[FieldDetails], Any, Place], Piece]


@dataclass
class Composer:
    """Takes down parameters and cost while pieces are composed."""

    operation: Operation
    meanings: Meanings
    ways: Mapping[type, Compose]
    """How fields are composed that open a part of their own: pages, roots, paths, searches."""
    viewing: Viewing
    statistics: Statistics
    calls: list[Call] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    prepared: list[Prepared] = field(default_factory=list)
    cost: float = 0.0
    touched: set[str] = field(default_factory=set)
    """Classes of sensitivity that are read."""
    shown: dict[str, str] = field(default_factory=dict)
    """What is shown of properties that are not shown as they are, by `Type.field`."""
    reads_texts: bool = False
    fixed: set[str] = field(default_factory=set)
    """Variables whose values stand in the statement's text, as numbers that were checked."""
    days: dict[str, Day] = field(default_factory=dict)
    """By the parameter that holds each."""
    _variables: Any = field(default_factory=count)

    def fanout(self, linked: Linked, dimension: str) -> float:
        """How many relationships a node of a dimension is likely to have there."""
        return self.statistics.fanout(linked, dimension)

    def count_of(self, dimension: str) -> float:
        """How many nodes of a dimension there are."""
        return self.statistics.nodes.get(dimension, 0.0)

    def variable(self, kind: str) -> str:
        """A variable that stands nowhere else in the statement."""
        return f"{kind}{next(self._variables)}"

    def seen(self, variable: str) -> str:
        """The condition that a node is there for the viewer; nothing for one who sees every node."""
        return visible(variable, self.viewing.rows)

    def is_hidden(self, relationship: str) -> bool:
        """Whether there is no relationship of this type for the viewer."""
        return relationship in self.viewing.sight.hidden.relationships

    def decision(self, owner: str, declared: Property) -> Decision:
        """What is shown of a property of a dimension or a relationship type, taken down."""
        decision = self.viewing.sight.decision(owner, declared.name)
        self.touched.add(declared.sensitivity.value)
        self.reads_texts = self.reads_texts or Operator.SPANS in decision.table
        if not decision.is_clear:
            self.shown[f"{owner}.{camel(declared.name)}"] = told(decision)
        return decision

    def check_clear(self, owner: str, declared: Property) -> None:
        """Refuse to find, order or count rows by what the viewer may not see in clear. Raises `NotAllowed`.

        Nothing was sent to the database then, and the refusal is the same whatever there is.
        """
        if not self.decision(owner, declared).is_clear:
            raise NotAllowed(
                "this is not shown to you, and so nothing is found by it", "不可按您无权查看的字段查询"
            )

    def is_found_by(self, owner: str, name: str) -> bool:
        """Whether the viewer may find and order rows by a property; true for what has no such property."""
        if not any(declared.name == name for declared in declarations(owner)):
            return True
        return self.viewing.sight.decision(owner, name).is_clear

    def call(self, type_: GraphQLObjectType, details: Sequence[FieldDetails]) -> tuple[Call, Arguments]:
        """Take down a field with arguments, and what they are now."""
        node = details[0].node
        made = call_of(len(self.calls), type_.fields[node.name.value], node, self.operation.variables)
        self.calls.append(made)
        return made, made.arguments(self.operation.variables)

    def parameter(self, call: Call, read: Read) -> str:
        """Take down a parameter, and say what it is called in the statement."""
        name = f"p{len(self.parameters)}"
        self.parameters.append(Parameter(name, call.number, read))
        return f"${name}"

    def object(self, type_: GraphQLObjectType, selected: Selected, place: Place) -> tuple[str, Shape]:
        """The list of what is selected of an object."""
        expressions: list[str] = []
        places, members = [], []
        for key in selected:
            piece = self.piece(type_, selected[key], place)
            places.append(-1 if piece.expression is None else len(expressions))
            members.append(piece.member)
            if piece.expression is not None:
                expressions.append(piece.expression)
        counted = -1
        if type_.name in ONTOLOGY.dimensions and place.node:
            # who was shown is put down, whether its id was asked for or not
            id_ = f"{place.node}.id"
            if id_ not in expressions:
                expressions.append(id_)
            counted = expressions.index(id_)
        return f"[{', '.join(expressions)}]", Shape(type_.name, list(selected), places, members, counted)

    def piece(self, type_: GraphQLObjectType, details: Sequence[FieldDetails], place: Place) -> Piece:
        """One selected field."""
        name = details[0].node.name.value
        if name == "__typename":
            return Piece(None, Constant(type_.name))
        meaning = self.meanings[type_.name, name]
        match meaning:
            case Stored(declared):
                return self._stored(type_, details, declared, place)
            case Expression(text, declared):
                said = text.replace("{n}", place.node).replace("{r}", place.relationship)
                return Piece(said, Leaf()) if declared is None else self._shown(type_, said, declared, place)
            case EdgePart("node"):
                return Piece(*self.node(type_, details, replace(place, owner=place.node)))
            case EdgePart():
                return self._cursor(place)
            case Group():
                return Piece(*self.below(type_, details, place))
            case Asked():
                return self._asked(type_, details, meaning, place)
            case _:
                return self.ways[type(meaning)](self, type_, details, meaning, place)

    def below(
        self, type_: GraphQLObjectType, details: Sequence[FieldDetails], place: Place
    ) -> tuple[str, Shape]:
        """The object that a field gives, where its type is one."""
        inner = object_of(type_.fields[details[0].node.name.value])
        return self.object(inner, self.operation.below(inner, details), place)

    def node(
        self, type_: GraphQLObjectType, details: Sequence[FieldDetails], place: Place
    ) -> tuple[str, Member]:
        """A node that a field gives, of one dimension or of several."""
        inner = get_named_type(type_.fields[details[0].node.name.value].type)
        if isinstance(inner, GraphQLObjectType):
            return self.object(inner, self.operation.below(inner, details), place)
        calls, cost = len(self.calls), self.cost
        variants: dict[str, tuple[str, Shape]] = {}
        for dimension in place.dimensions or ONTOLOGY.dimensions:
            concrete = cast(GraphQLObjectType, self.operation.schema.type_map[dimension])
            selected = self.operation.below(concrete, details)
            variants[dimension] = self.object(concrete, selected, place)
        shapes = Variants({name: shape for name, (_, shape) in variants.items()})
        texts = {text for text, _ in variants.values()}
        if len(texts) == 1 and calls == len(self.calls):
            kind = f"head([label IN labels({place.node}) WHERE label IN {list(variants)}])"
            return f"[{kind}, {texts.pop()}]", shapes
        # a node is of one of them
        self.cost = cost + (self.cost - cost) / len(variants)
        cases = " ".join(
            f"WHEN {place.node}:{name} THEN ['{name}', {text}]" for name, (text, _) in variants.items()
        )
        return f"CASE {cases} END", shapes

    def _stored(
        self, type_: GraphQLObjectType, details: Sequence[FieldDetails], declared: Property, place: Place
    ) -> Piece:
        column = f"{place.owner}.{declared.name}"
        if declared.type == "money":
            amount = f"toFloatOrNull({column})"
            text = f"CASE WHEN {amount} IS NULL THEN null ELSE [{amount}, {column}_currency] END"
            return self._shown(type_, text, declared, place, details)
        if declared.many or declared.type == "name":
            return self._shown(type_, column, declared, place)
        # what is stored in another type than the declared one is null, and quoted nowhere
        if declared.type == "datetime":
            # a moment in a named zone says both its offset and its name
            moment = f"replace(toString({column}), '[UTC]', '')"
            column = f"CASE WHEN {column} IS :: ZONED DATETIME THEN {moment} END"
        elif declared.type == "date":
            column = f"CASE WHEN {column} IS :: DATE THEN toString({column}) END"
        elif declared.type == "enumeration":
            column = f"CASE WHEN {column} IN {list(declared.values)} THEN toUpper({column}) END"
        elif declared.type == "partial_date":
            column = f"CASE WHEN {column} =~ '[0-9-]{{4,10}}' THEN {column} END"
        else:
            column = f"{AS_DECLARED.get(declared.type, 'toStringOrNull')}({column})"
        return self._shown(type_, column, declared, place)

    def _shown(
        self,
        type_: GraphQLObjectType,
        text: str,
        declared: Property,
        place: Place,
        details: Sequence[FieldDetails] | None = None,
    ) -> Piece:
        """A value as the policy lets the viewer see it; of a sum, `details` say which of its parts are asked for."""
        of_edge = place.linked is not None and place.owner == place.relationship
        owner = place.linked.relationship.name if place.linked and of_edge else type_.name
        decision = self.decision(owner, declared)
        if is_closed(decision):
            return Piece(None, Constant(constant(declared)))
        expression = guarded(decision, place.node, text, declared)
        if not of_edge:
            expression = as_other(self.viewing.sight, owner, declared, place.node, expression)
        if details is None:
            return Piece(expression, leaf(decision))
        return Piece(expression, self.parts(type_, details, {0: leaf(decision)}))

    def parts(
        self,
        type_: GraphQLObjectType,
        details: Sequence[FieldDetails],
        finishes: Mapping[int, Leaf] | None = None,
    ) -> Shape:
        """The shape of a value that comes as a list, of which each field is a part; `finishes` by place."""
        inner = object_of(type_.fields[details[0].node.name.value])
        selected = self.operation.below(inner, details)
        places, members = [], []
        for each in selected.values():
            meaning = self.meanings.get((inner.name, each[0].node.name.value))
            places.append(meaning.place if isinstance(meaning, Part) else -1)
            finished = (finishes or {}).get(meaning.place, Leaf()) if isinstance(meaning, Part) else None
            members.append(finished or Constant(inner.name))
        return Shape(inner.name, list(selected), places, members)

    def _cursor(self, place: Place) -> Piece:
        number = place.page
        keys = ", ".join(key.said for key in place.keys)
        return Piece(f"[{keys}]", Leaf(lambda value, context: context[number].seal(value)))

    def _asked(
        self, type_: GraphQLObjectType, details: Sequence[FieldDetails], meaning: Asked, place: Place
    ) -> Piece:
        call, arguments = self.call(type_, details)
        inner = object_of(call.declared)
        taking = self._taking(inner, self.operation.below(inner, details))
        # a record says whatever its label has: texts too
        self.reads_texts = True
        if not self._may_read(meaning):
            return Piece(None, Made(lambda rows, context: meaning.refused(), taking))
        known_of = {SIGHT: self.viewing.sight}
        names = {
            name: self.parameter(call, _given(meaning, name, known_of))
            for name in meaning.parameters({**arguments, **known_of})
        }
        day = self.days[place.as_of]
        known = names | {"now": day.moment}
        text = filled(meaning.fragment, _renamed(meaning, place), known, place.as_of, self.viewing.rows)
        if place.linked:
            text = text.replace("RELATION", place.linked.relationship.name)
        self.prepared.append(Prepared(call.number, lambda now, asking: dict(now)))
        self.prepared.append(Prepared(day.call.number, _days_ahead, key=place.as_of))
        self.cost += place.rows * LIKELY_OF_FRAGMENT
        number, another, sight = call.number, place.as_of, self.viewing.sight
        made = Made(
            lambda rows, context: meaning.read(
                rows,
                context[number]
                | {
                    DAYS_AHEAD: context[another],
                    SIGHT: sight,
                    TOKENS: context[TOKENS],
                    TEXTS: context[TEXTS],
                },
            ),
            taking,
        )
        return Piece(f"COLLECT {{ {text} }}", made)

    def _may_read(self, meaning: Asked) -> bool:
        """Whether the viewer may see in clear, and at all, whatever a fragment rests on."""
        sight = self.viewing.sight
        if meaning.is_whole and self.viewing.rows.hides_any:
            return False
        types = set(_TYPES.findall(bare(meaning.fragment)))
        return not types.intersection(sight.hidden.relationships) and all(
            sight.decision(*each.split(".")).is_clear for each in meaning.reads
        )

    def _taking(self, type_: GraphQLObjectType, selected: Selected) -> Taking:
        names, members, required = [], [], []
        for details in selected.values():
            name = details[0].node.name.value
            meaning = self.meanings.get((type_.name, name))
            names.append(meaning.name if isinstance(meaning, Taken) else name)
            declared = type_.fields.get(name)
            inner = get_named_type(declared.type) if declared else None
            members.append(
                self._taking(inner, self.operation.below(inner, details))
                if isinstance(inner, GraphQLObjectType)
                else None
            )
            required.append(declared is not None and is_non_null_type(declared.type))
        return Taking(type_.name, list(selected), names, members, required)


def _days_ahead(now: Arguments, asking: Asking) -> int:
    return (day_in(now, asking) - asking.today).days


def _given(meaning: Asked, name: str, known_of: Mapping[str, Any]) -> Read:
    return lambda now, asking: meaning.parameters({**now, **known_of})[name]


def _renamed(meaning: Asked, place: Place) -> dict[str, str]:
    """What the variables that a fragment sees are called here."""
    if meaning.variable or place.linked is None:
        return {meaning.variable: place.node}
    ends = (place.near, place.node) if place.linked.outgoing else (place.node, place.near)
    return dict(zip(("start", "finish"), ends, strict=True))
