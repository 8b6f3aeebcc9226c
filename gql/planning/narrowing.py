"""Which rows a filter keeps, for one viewer: nothing is found by what they may not see in clear, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gql.errors import ArgumentRefused
from gql.inputs import Filter, Joined
from gql.planning.composing import Composer
from gql.planning.conditions import Path, condition
from gql.planning.days import happened
from gql.planning.fragments import holds
from gql.planning.plan import Call
from gql.values import Label

DEEPEST = 3
"""Relationships that a condition may go along, one after the other."""
MOST = 1_000
"""Rows that may be asked for at an end."""


@dataclass(slots=True)
class Narrowed:
    """Composes the conditions of one field's filters; `rows` is how many rows are likely to be looked at."""

    composer: Composer
    call: Call
    as_of: str
    rows: float

    def condition(
        self, variable: str, owner: str, filter_: Filter, where: Mapping[str, Any], path: Path
    ) -> str:
        """The condition on a variable, a node's of dimension `owner` or a relationship's of that type.

        Raises `NotAllowed`, `ArgumentRefused`.
        """
        self._check_clear(owner, filter_, where)
        return condition(variable, filter_, where, path, self._parameter, self._joined)

    def _parameter(self, path: Path, stored: Callable[[Any], Any]) -> str:
        return self.composer.parameter(self.call, lambda now, asking: stored(_found(now, path)))

    def _check_clear(self, owner: str, filter_: Filter, where: Mapping[str, Any]) -> None:
        """Refuse a condition, however deep, on what the viewer may not see in clear. Raises `NotAllowed`."""
        for name, value in where.items():
            if name in ("and", "or"):
                for each in value or ():
                    self._check_clear(owner, filter_, each)
            elif name == "not":
                self._check_clear(owner, filter_, value or {})
            elif name in filter_.typed:
                self._check_clear(filter_.typed[name].dimension, filter_.typed[name].where, value or {})
            elif name in filter_.fields and (declared := filter_.fields[name].property):
                self.composer.check_clear(owner, declared)

    def _joined(self, variable: str, joined: Joined, asked: Mapping[str, Any], path: Path) -> str:
        """The condition that something stands at an end of a relationship of a variable's node."""
        if path.count("where") > DEEPEST:
            raise ArgumentRefused(f"conditions go along more than {DEEPEST} relationships")
        for name, value in asked.items():
            if value is None:
                raise ArgumentRefused(f"{path[-1]}.{name}: null asks nothing")
        composer, linked = self.composer, joined.linked
        type_ = linked.relationship.name
        node, relationship = composer.variable("n"), composer.variable("r")
        arrow = f"-[{relationship}:{type_}]->" if linked.outgoing else f"<-[{relationship}:{type_}]-"
        kept = [*happened(node, linked.far, composer.days[self.as_of])]
        if linked.relationship.interval:
            kept.append(holds(relationship, self.as_of))
        if composer.is_hidden(type_):
            kept.append("false")
        if seen := composer.seen(node):
            kept.append(seen)
        if asked.get("kinds") is not None:
            kinds = self._parameter((*path, "kinds"), _labels)
            kept.append(f"any(label IN labels({node}) WHERE label IN {kinds})")
        met = self.rows * composer.fanout(linked, "")
        composer.cost += met
        inner = replace(self, rows=met)
        if where := asked.get("where"):
            owner = linked.far[0] if len(linked.far) == 1 else ""
            kept.append(inner.condition(node, owner, joined.where, where, (*path, "where")))
        if joined.edge_where and (where := asked.get("edgeWhere")):
            kept.append(inner.condition(relationship, type_, joined.edge_where, where, (*path, "edgeWhere")))
        inside = f"{{ MATCH ({variable}){arrow}({node}) WHERE {' AND '.join(kept) or 'true'} }}"
        if asked.get("none"):
            if "atLeast" in asked:
                raise ArgumentRefused("give none or atLeast, not both", "none 与 atLeast 只能给出一个")
            return f"NOT EXISTS {inside}"
        if "atLeast" in asked:
            return f"COUNT {inside} >= {self._parameter((*path, 'atLeast'), _many)}"
        return f"EXISTS {inside}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Nodes whose ids a filter names, and the way from the rows to them: relationships, each with the filter's path.

    `path` leads to the condition on the id.
    """

    ends: tuple[Joined, ...]
    path: Path


def anchor_in(filter_: Filter, where: Mapping[str, Any], path: Path = ("where",)) -> Anchor | None:
    """The shortest way from rows that a filter keeps to nodes whose ids it names; nothing where it names none.

    Only what has to hold of every row counts: nothing below `or`, `not` or `none`.
    """
    if asked := where.get("id"):
        operator = next((each for each in ("eq", "in") if asked.get(each) is not None), None)
        if operator:
            return Anchor((), (*path, "id", operator))
    found: list[Anchor] = []
    for place, each in enumerate(where.get("and") or ()):
        if anchor := anchor_in(filter_, each, (*path, "and", place)):
            found.append(anchor)
    for name, typed in filter_.typed.items():
        if (below := where.get(name)) and (anchor := anchor_in(typed.where, below, (*path, name))):
            found.append(anchor)
    for name, asked in where.items():
        joined = filter_.joined.get(name)
        if joined and asked and asked.get("where") and not asked.get("none"):
            anchor = anchor_in(joined.where, asked["where"], (*path, name, "where"))
            if anchor:
                found.append(Anchor((joined, *anchor.ends), anchor.path))
    return min(found, key=lambda each: len(each.ends), default=None)


def anchored(composer: Composer, call: Call, anchor: Anchor, node: str, dimension: str) -> str:
    """The text that binds rows by the way from an anchor, each once; they may be more than the filter keeps.

    What the viewer may not see is not met on the way either, so that its size costs them nothing.
    """
    ids = composer.parameter(call, lambda now, asking: _listed(_found(now, anchor.path)))
    if not anchor.ends:
        return f"MATCH ({node}:Entity&{dimension}) WHERE {node}.id IN {ids} WITH {node}"
    pattern, here, seen = f"({node}:{dimension})", node, []
    for joined in anchor.ends:
        here = composer.variable("n")
        type_ = joined.linked.relationship.name
        arrow = f"-[:{type_}]->" if joined.linked.outgoing else f"<-[:{type_}]-"
        pattern += f"{arrow}({here})"
        if composer.is_hidden(type_):
            seen.append("false")
        if there := composer.seen(here):
            seen.append(there)
    pattern = f"{pattern[: -len(here) - 2]}({here}:Entity)"
    kept = " AND ".join([f"{here}.id IN {ids}", *seen])
    return f"MATCH {pattern} WHERE {kept} WITH DISTINCT {node}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _labels(kinds: list[Label]) -> list[str]:
    return [each.value for each in kinds]


def _many(value: int) -> int:
    if not 1 <= value <= MOST:
        raise ArgumentRefused(f"atLeast: from 1 to {MOST:,}")
    return value


def _found(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value
