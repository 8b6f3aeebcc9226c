"""How two nodes hang together: the shortest path between them, or the strongest of the short ones."""

from __future__ import annotations

from collections.abc import Sequence

from graphql import GraphQLObjectType, VariableNode
from graphql.execution.collect_fields import FieldDetails

from gql.errors import ArgumentRefused
from gql.meaning import Joining
from gql.planning.composing import Composer, Piece, Place
from gql.planning.fragments import part
from gql.planning.paging import name_of
from gql.planning.roots import day_of
from gql.planning.selection import object_of
from gql.planning.shapes import Constant, Leaf, Many, Member, Shape
from graph_platform.ontology import ONTOLOGY

LONGEST = 8
"""Relationships that a path may have."""
AMONG = 50
"""Shortest paths of which the strongest is taken."""
LIKELY = 2_000.0
"""Nodes and relationships that a search from both ends is taken to meet."""
STEP = "[type(each), startNode(each).id, endNode(each).id, {share}, each.confidence]"


def path_piece(
    composer: Composer,
    type_: GraphQLObjectType,
    details: Sequence[FieldDetails],
    meaning: Joining,
    place: Place,
) -> Piece:
    """The root field `path`. Raises `ArgumentRefused`."""
    call, arguments = composer.call(type_, details)
    for argument in call.node.arguments or ():
        if argument.name.value == "maxLength" and isinstance(argument.value, VariableNode):
            # a quantifier takes no parameter
            composer.fixed.add(argument.value.name.value)
    longest = arguments["maxLength"]
    if longest is None or not 1 <= longest <= LONGEST:
        raise ArgumentRefused(f"maxLength: from 1 to {LONGEST}")
    asked = [name_of(each) for each in arguments.get("through") or ONTOLOGY.relationships]
    through = [each for each in asked if not composer.is_hidden(each)]
    if not through:
        return Piece(None, Constant(None))
    names = {each: composer.variable("n") for each in ("start", "finish", "node")}
    path, step, as_of = composer.variable("p"), composer.variable("r"), day_of(composer, call, arguments)
    row, shape = _row(composer, object_of(call.declared), details, path, as_of)
    composer.cost += LIKELY * longest
    text = part("path").format(
        start=names["start"],
        finish=names["finish"],
        node=names["node"],
        path=path,
        step=step,
        from_id=composer.parameter(call, lambda now, asking: now["from"]),
        to_id=composer.parameter(call, lambda now, asking: now["to"]),
        types="|".join(sorted(set(through))),
        most=int(longest),
        among=AMONG if name_of(arguments["prefer"]) == "STRONGEST" else 1,
        held=f"{step}.valid_from IS NULL OR ({step}.valid_from <= {as_of} AND {step}.valid_to > {as_of})",
        row=row,
        share=_share(composer),
        **{f"seen_{end}": composer.seen(names[end]) or "true" for end in ("start", "finish")},
        seen=composer.seen(names["node"]) or "true",
    )
    return Piece(text, shape)


def _row(
    composer: Composer,
    type_: GraphQLObjectType,
    details: Sequence[FieldDetails],
    path: str,
    as_of: str,
) -> tuple[str, Shape]:
    selected = composer.operation.below(type_, details)
    texts: list[str] = []
    places: list[int] = []
    members: list[Member] = []
    for each in selected.values():
        name = each[0].node.name.value
        if name == "__typename":
            places.append(-1)
            members.append(composer.piece(type_, each, Place("", "", "", "")).member)
            continue
        places.append(len(texts))
        if name == "nodes":
            node = composer.variable("n")
            text, member = composer.node(type_, each, Place(node, "", node, as_of, rows=LONGEST))
            texts.append(f"COLLECT {{ UNWIND nodes({path}) AS {node} RETURN {text} }}")
            members.append(Many(member))
        elif name == "relationships":
            texts.append(f"[each IN relationships({path}) | {STEP.format(share=_share(composer))}]")
            members.append(Many(composer.parts(type_, each)))
        else:
            texts.append("strength" if name == "strength" else f"length({path})")
            members.append(Leaf())
    return f"[{', '.join(texts)}]", Shape(type_.name, list(selected), places, members)


def _share(composer: Composer) -> str:
    """The share of a step, of those relationships of which the viewer may see it."""
    shown = [
        name
        for name, declared in ONTOLOGY.relationships.items()
        if any(each.name == "share" for each in declared.properties)
        and composer.viewing.sight.decision(name, "share").is_clear
    ]
    return f"CASE WHEN type(each) IN {shown} THEN each.share END"
