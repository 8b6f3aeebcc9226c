"""What the planner looks up of the graph: names and values, as the asker sees them and by the door of everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from strawberry.types import Info

from gql.asking.filters import dimension_of
from gql.declared import camel
from gql.inputs import may_be_compared
from gql.types import PLURALS, properties_of
from gql.viewers import Viewing
from graph_platform.asking.chunks import Candidate
from graph_platform.ontology import ONTOLOGY, Property
from privacy.policy.operators import Operator

FIRST = 5
"""Nodes that one name is looked up among."""
MOST_VALUES = 100
HIDDEN = (Operator.MASK, Operator.AGGREGATE)
"""What shows nothing of one value: a question about one of these is refused."""
LONGEST = 200
"""Characters of a name that is looked up."""
FIND = (
    "query Find($text: String!, $kinds: [Label!]) { search(text: $text, kinds: $kinds, first: 5)"
    " { edges { way node { id labels name } } } }"
)


APART = (
    "fragment Told on Entity { id ... on Organization { city industry }"
    " ... on Person { jobTitle employers(first: 1) { nodes { name } } }"
    " ... on Event { at } ... on Content { published } }"
)


async def told_apart(info: Info, nodes: Sequence[Candidate]) -> dict[str, str]:
    """What tells nodes of one name apart, by their ids, as the asker may read it: place, employer, day."""
    if len(nodes) < 2:
        return {}
    some = [each.id for each in nodes[:FIRST]]
    asked = " ".join(f"n{place}: node(id: $i{place}) {{ ...Told }}" for place in range(FIRST))
    given = ", ".join(f"$i{place}: ID!" for place in range(FIRST))
    # one text serves any number: what is too many asks for the last one again
    padded = [*some, *[some[-1]] * (FIRST - len(some))]
    variables = {f"i{place}": id_ for place, id_ in enumerate(padded)}
    text = f"query Apart({given}) {{ {asked} }} {APART}"
    data = await info.context.ask(info.schema._schema, text, variables)
    return {node["id"]: _apart(node) for node in data.values() if node is not None}


def _apart(node: dict[str, Any]) -> str:
    employers = [each["name"] for each in (node.get("employers") or {"nodes": []})["nodes"]]
    day = str(node.get("at") or node.get("published") or "")[:10]
    told = [node.get("city"), node.get("industry"), node.get("jobTitle"), *employers, day]
    said = ", ".join(each for each in told if each)
    return f" – {said}" if said else f" – {node['id'][:8]}"


def _as_title(text: str) -> str:
    """head of procurement as Head of Procurement."""
    return " ".join(
        each if each in ("of", "and", "for", "the") else each.capitalize() for each in text.split()
    )


class Looking:
    """Looks things up for one request."""

    def __init__(self, info: Info, viewing: Viewing) -> None:
        self._info, self._sight = info, viewing.sight

    async def find(self, text: str, labels: tuple[str, ...]) -> Sequence[Candidate]:
        """The nodes that a name may mean, the best first."""
        if not 0 < len(text.strip()) <= LONGEST:
            return ()
        data = await self._ask(FIND, {"text": text, "kinds": list(labels) or None})
        return [
            Candidate(
                each["node"]["id"],
                each["node"]["name"] or "",
                tuple(each["node"]["labels"]),
                each["way"].lower(),
            )
            for each in data["search"]["edges"]
        ]

    async def values(self, label: str, name: str, text: str) -> Sequence[str]:
        """Values that nodes of a label have of a property, the most frequent first.

        Of a property that is not counted (a job title has a thousand), the text itself where it is somebody's.
        """
        dimension = dimension_of(label)
        declared = properties_of(dimension).get(name)
        if declared is None or not may_be_compared(declared):
            return ()
        if declared.type == "enumeration":
            return declared.values
        field = camel(name)
        kinds = None if label == dimension else [label]
        if field not in self._facets(dimension):
            return await self._spelled(dimension, kinds, declared, text)
        data = await self._ask(
            f"query Values($kinds: [Label!]) {{ rows: {PLURALS[dimension]}(kinds: $kinds, first: 0)"
            f" {{ facets {{ values: {field}(first: {MOST_VALUES}) {{ value }} }} }} }}",
            {"kinds": kinds},
        )
        return [each["value"] for each in data["rows"]["facets"]["values"] if each["value"] is not None]

    async def _spelled(
        self, dimension: str, kinds: list[str] | None, declared: Property, text: str
    ) -> Sequence[str]:
        """The text as a property's value is written, in its own case or as a title; nothing where no node has it."""
        if (
            declared.type not in ("text", "name")
            or declared.many
            or not self._is_shown(dimension, declared.name)
        ):
            return ()
        spellings = list(dict.fromkeys((text, text.title(), text.capitalize(), _as_title(text))))
        field = camel(declared.name)
        data = await self._ask(
            f"query Spelled($where: {dimension}Filter, $kinds: [Label!]) {{ rows: {PLURALS[dimension]}"
            f"(where: $where, kinds: $kinds, first: 1) {{ nodes {{ ... on {dimension} {{ value: {field} }} }} }} }}",
            {"where": {field: {"in": spellings}}, "kinds": kinds},
        )
        return [each["value"] for each in data["rows"]["nodes"] if each["value"] is not None]

    def _is_shown(self, dimension: str, name: str) -> bool:
        return self._sight.decision(dimension, name).always is Operator.SHOW

    def readable(self, label: str, name: str) -> bool:
        """Whether the asker may read a property, in whatever form but a mask."""
        if label not in ONTOLOGY.labels:
            return self._sight.decision(label, name).always not in HIDDEN
        return self._sight.decision(dimension_of(label), name).always not in HIDDEN

    def _facets(self, dimension: str) -> set[str]:
        type_ = self._info.schema._schema.type_map[f"{dimension}Facets"]
        return set(type_.fields)  # type: ignore[attr-defined]

    async def _ask(self, text: str, given: dict[str, Any]) -> Any:
        return await self._info.context.ask(self._info.schema._schema, text, given)
