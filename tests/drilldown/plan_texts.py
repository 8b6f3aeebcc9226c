"""What of the schema can be asked by itself, and a statement opened so that Neo4j shows the plan of all its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from graphql import GraphQLSchema, get_named_type, is_leaf_type

DIMENSIONS = ("Person", "Organization", "Device", "Content", "Event")
ARGUMENTS = {"node": '(id: "x")', "search": '(text: "acme")', "path": '(from: "x", to: "y")'}
_SUBQUERY = re.compile(r"\b(COLLECT|COUNT) \{")
_LIMIT = re.compile(r" LIMIT \d+\s*$")


def operations(core: GraphQLSchema) -> dict[str, str]:
    """An operation for each root field, by each of its identifiers, and for each field of a node that is an object."""
    query = core.query_type
    assert query is not None
    made = {}
    for name, declared in query.fields.items():
        inner = get_named_type(declared.type)
        if inner.name in DIMENSIONS:
            for argument in declared.args:
                if argument != "asOf":
                    made[f"{name} by {argument}"] = f'{{ {name}({argument}: "x") {{ id }} }}'
            for field, below in inner.fields.items():  # type: ignore[union-attr]
                if not is_leaf_type(get_named_type(below.type)):
                    selected = selection(get_named_type(below.type))
                    made[f"{inner.name}.{field}"] = f'{{ {name}(id: "x") {{ {field} {selected} }} }}'
        else:
            made[name] = f"{{ {name}{ARGUMENTS.get(name, '')} {selection(inner)} }}"
    return made


def selection(type_: Any) -> str:
    """All that can be selected, down to the next nodes; of many summaries alike the first and the last."""
    if type_.name in (*DIMENSIONS, "Entity", "Node"):
        return "{ id }"
    fields = list(type_.fields.items())
    if type_.name.endswith(("Facets", "Aggregate")):
        fields = [fields[0], fields[-1]]
    parts = []
    for name, declared in fields:
        inner = get_named_type(declared.type)
        parts.append(name if is_leaf_type(inner) else f"{name} {selection(inner)}")
    return f"{{ {' '.join(dict.fromkeys(parts))} }}"


def opened(body: str) -> str:
    """A statement whose subqueries within expressions stand as `CALL` before them: of those EXPLAIN shows the plan."""
    return _opened(body, "", count())


def _opened(body: str, name: str, numbers: Iterator[int]) -> str:
    before, said, limit = _parted(body)
    calls = []
    while found := _SUBQUERY.search(said):
        end = _closing(said, found.end())
        inner, made = said[found.end() : end], f"made{next(numbers)}"
        if found[1] == "COUNT":
            calls.append(f"CALL (*) {{ {_parted(inner)[0]} RETURN count(*) AS {made} }}")
        else:
            calls.append(f"CALL (*) {{ {_opened(inner, made, numbers)} }}")
        said = f"{said[: found.start()]}{made}{said[end + 1 :]}"
    last = f"WITH {said} AS item{limit} RETURN collect(item) AS {name}" if name else f"RETURN {said}"
    return f"{before} {' '.join(calls)} {last}"


def _parted(body: str) -> tuple[str, str, str]:
    """What stands before the last RETURN, what it returns, and its limit."""
    depth, found = 0, -1
    for at, sign in enumerate(body):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if not depth and body.startswith("RETURN ", at):
            found = at
    if found < 0:
        return body, "", ""
    said = body[found + len("RETURN ") :]
    limit = _LIMIT.search(said)
    return body[:found], said[: limit.start()] if limit else said, limit[0] if limit else ""


def _closing(text: str, begin: int) -> int:
    depth = 1
    for at in range(begin, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth:
            return at
    raise AssertionError("a brace is not closed")


def steps(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The steps of a plan."""
    yield plan
    for child in plan.get("children", ()):
        yield from steps(child)


def kind_of(step: Mapping[str, Any]) -> str:
    """The operator of a step."""
    return str(step["operatorType"]).split("@")[0]


def is_one_row(step: Mapping[str, Any]) -> bool:
    """Whether a step gives one row at most, by what stands there."""
    kind, below = kind_of(step), step.get("children", ())
    if kind in ("EagerAggregation", "NodeCountFromCountStore", "NodeUniqueIndexSeek", "Argument", "EmptyRow"):
        return True
    return kind in ("Filter", "Projection", "CartesianProduct") and all(map(is_one_row, below))
