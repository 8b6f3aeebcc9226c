"""A signal as Cypher. Labels, types and properties were checked against the ontology, all else is a parameter.

Every part begins where the parts before it ended, so that nothing is multiplied; each is a subquery of its own, so
that its rows are bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph_platform.ontology import ONTOLOGY
from graph_platform.signals.conditions import Day, condition, holds, variable
from graph_platform.signals.model import Leg, Signal, Surge, Where
from graph_platform.signals.names import Names, related
from graph_platform.signals.paths import Hop, Node, Path, parse

MOST_ROWS = 100
"""How many ways a part may continue one row; the shortest ones are kept."""
MOST_NODES = 25
"""How many of the nodes that were counted stand in the evidence; the measure has their number."""
MOST_STEPS = 40
"""How many steps of what was counted stand there."""
MOST_COUNTED = 200
"""How many of the counted nodes may become a role."""


@dataclass(slots=True)
class Scope:
    """What a statement knows at one place: names in use, and those that are bound already."""

    names: Names
    day: Day
    bound: list[str] = field(default_factory=list)
    anonymous: int = 0

    def fresh(self) -> str:
        """A variable for a node that the signal gives no name."""
        self.anonymous += 1
        return f"n{self.anonymous}"


@dataclass(frozen=True, slots=True)
class Matched:
    """The clauses that find some paths, and what they bind."""

    clauses: str
    nodes: tuple[str, ...]
    hops: tuple[str, ...]
    steps: str
    trust: str


def statement(signal: Signal, day: Day) -> str:
    """The statement that answers a signal: one column `row` of maps, see `_answer`.

    With a surge it takes `$nodes`, lists of ids in the order of `per`. `day` gets the values.
    """
    scope = Scope(Names(), day)
    lines: list[str] = []
    measures: list[str] = []
    if signal.surge:
        lines += _begin(signal.surge, scope)
    for place, (name, leg) in enumerate(signal.legs.items()):
        lines.append(_leg(name, leg, scope))
        for each in leg.count:
            measures.append(each.as_)
            bounds = f"m_{each.as_} >= {each.least}"
            bounds += "" if each.most is None else f" AND m_{each.as_} <= {each.most}"
            lines.append(f"WITH * WHERE {bounds}")
        lines += [
            f"WITH * WHERE m_{each.measure} > m_{each.over} * {day.put(each.times)}"
            for each in signal.require
            if _last_of(signal, each.measure, each.over) == place
        ]
    if signal.tell:
        lines.append(_told(signal.tell, scope))
    lines.append(_answer(signal, scope, measures))
    return "\n".join(lines)


def _last_of(signal: Signal, *measures: str) -> int:
    """The place of the last leg that counts one of these."""
    return max(
        place
        for place, leg in enumerate(signal.legs.values())
        if any(each.as_ in measures for each in leg.count)
    )


def _begin(surge: Surge, scope: Scope) -> list[str]:
    """The nodes that surge, each by its id; and their events, as evidence."""
    for path in map(parse, surge.path):
        scope.names.add(path)
    # what is named on the way to the event is known to the surge alone
    named = {name: scope.names.nodes[name] for name in surge.per}
    lines = ["UNWIND $nodes AS node"]
    for place, name in enumerate(surge.per):
        lines.append(f"MATCH ({variable(name)}:Entity:{named[name]} {{id: node[{place}]}})")
        lines.append("WITH *")
    scope.bound += surge.per
    inner = Scope(scope.names, scope.day, list(surge.per), 1000)
    found = _matched(surge.path, surge.where, inner, learn=False)
    event = variable(surge.event)
    span = scope.day.put(surge.weeks)
    given = ", ".join(map(variable, surge.per))
    lines.append(
        f"CALL ({given}) {{\n{found.clauses}"
        f" AND {event}.at >= $until - duration({{weeks: {span}}})\n"
        f"WITH DISTINCT {event}, {found.steps} AS steps ORDER BY {event}.at DESC, {event}.id\n"
        f"RETURN collect(DISTINCT {event}.id)[..{MOST_NODES}] AS i_surge, "
        f"reduce(all = [], one IN collect(steps)[..{MOST_NODES // 5}] | all + one)[..{MOST_STEPS}] AS s_surge\n}}"
    )
    scope.anonymous = inner.anonymous
    scope.names = Names(dict(named), {})
    return lines


def surging(surge: Surge, day: Day) -> str:
    """How many events each node has had in each week before the end of the day: week 0 is the last one.

    Takes `$from` (datetime) beside `$until`. Returns node (ids in the order of `per`) and weeks, lists of
    [week, count].
    """
    scope = Scope(Names(), day)
    event = variable(surge.event)
    found = _matched(surge.path, surge.where, scope, first=surge.event)
    per = ", ".join(f"{variable(name)}.id" for name in surge.per)
    return (
        f"{found.clauses} AND {event}.at >= $from AND {event}.at < $until\n"
        f"WITH DISTINCT {', '.join(map(variable, surge.per))}, {event}\n"
        f"WITH [{per}] AS node, toInteger(duration.inSeconds({event}.at, $until).seconds / 604800) AS week, "
        f"count(*) AS events\n"
        "RETURN node, collect([week, events]) AS weeks"
    )


def installed(surge: Surge, day: Day) -> str:
    """How many devices (or whatever `installed` names) each of `$nodes` has on each of `$days`.

    Returns node, and counts in the order of `$days`.
    """
    scope = Scope(Names(), day)
    for path in map(parse, surge.path):
        scope.names.add(path)
    scope.names = Names({name: scope.names.nodes[name] for name in surge.per}, {})
    scope.bound = list(surge.per)
    path = parse(surge.installed or "")
    scope.names.add(path)
    text, _ = _path(path, scope, [], {}, day="moment")
    lines = ["UNWIND $nodes AS node"]
    for place, name in enumerate(surge.per):
        lines.append(
            f"MATCH ({variable(name)}:Entity:{scope.names.nodes[name]} {{id: node[{place}]}})\nWITH *"
        )
    counted = path.nodes[-1].name or "n1"
    counted = variable(counted) if path.nodes[-1].name else counted
    return "\n".join(
        [
            *lines,
            f"RETURN node, [moment IN $days | COUNT {{ MATCH {text} RETURN DISTINCT {counted} }}] AS counts",
        ]
    )


def _leg(name: str, leg: Leg, scope: Scope) -> str:
    inner = Scope(Names(dict(scope.names.nodes), dict(scope.names.hops)), scope.day, list(scope.bound))
    inner.anonymous = scope.anonymous
    found = _matched(leg.path, leg.where, inner)
    scope.anonymous = inner.anonymous
    if leg.none:
        return f"WITH * WHERE NOT EXISTS {{\n{found.clauses}\n}}"
    given = ", ".join(map(variable, scope.bound))
    if not leg.count:
        scope.names = inner.names
        new = [*found.nodes, *found.hops]
        scope.bound += new
        returned = "".join(f"{variable(each)}, " for each in new)
        order = "".join(f", {variable(each)}.id" for each in found.nodes)
        limit = f"\nORDER BY size(s_{name}){order} LIMIT {MOST_ROWS}" if given else ""
        return (
            f"CALL ({given}) {{\n{found.clauses}\n"
            f"RETURN {returned}{found.steps} AS s_{name}, {found.trust} AS t_{name}{limit}\n}}"
        )
    by = [each for each in leg.by if each not in scope.bound]
    counted = list(dict.fromkeys(each.of for each in leg.count))
    kept = "".join(f"{variable(each)}, " for each in [*by, *counted])
    order = ", ".join(_newest_first(each, inner.names) for each in counted)
    head = "".join(f"{variable(each)}, " for each in by)
    numbers = ", ".join(f"count(DISTINCT {variable(each.of)}) AS m_{each.as_}" for each in leg.count)
    roles = "".join(
        f", collect(DISTINCT {variable(each.of)}.id)[..{MOST_COUNTED}] AS r_{each.role}"
        for each in leg.count
        if each.role
    )
    scope.names.nodes |= {each: inner.names.nodes[each] for each in by}
    scope.bound += by
    first = variable(leg.count[-1].of)
    # what was counted last is what happened: it stands in the evidence
    return (
        f"CALL ({given}) {{\n{found.clauses}\n"
        f"WITH {kept}{found.steps} AS steps, {found.trust} AS trust"
        f" ORDER BY {order}, size(steps)\n"
        f"RETURN {head}{numbers}{roles}, collect(DISTINCT {first}.id)[..{MOST_NODES}] AS i_{name},\n"
        f"  reduce(all = [], one IN collect(steps)[..{MOST_NODES // 2}] | all + one)[..{MOST_STEPS}] AS s_{name},"
        f" coalesce(min(trust), 0.0) AS t_{name}\n}}"
    )


def _newest_first(name: str, names: Names) -> str:
    node = variable(name)
    if ONTOLOGY.is_a(names.nodes[name], "Event"):
        return f"{node}.at DESC, {node}.id"
    return f"{node}.id"


def _matched(
    paths: Sequence[str], where: Where, scope: Scope, *, first: str = "", learn: bool = True
) -> Matched:
    """The clauses that find paths with what has to hold of them. `first` is found before all else, by an index."""
    parsed = [parse(path) for path in paths]
    if learn:
        for path in parsed:
            scope.names.add(path)
    new = list(dict.fromkeys(n.name for p in parsed for n in p.nodes if n.name and n.name not in scope.bound))
    inline = {name: said for name, said in where.items() if not _outside(name, scope.names)}
    holds_: list[str] = []
    clauses: list[str] = []
    if first:
        clauses.append(f"MATCH ({variable(first)}:{scope.names.nodes[first]})")
    variables: list[str] = []
    hops: list[str] = []
    for place, path in enumerate(parsed):
        text, named = _path(path, scope, holds_, inline)
        clauses.append(f"MATCH q{place} = {text}")
        variables.append(f"q{place}")
        hops += named
    holds_ += [_until(variable(name), scope.names.nodes[name]) for name in new]
    holds_ += [
        condition(reference, said, scope.names, scope.day)
        for reference, said in where.items()
        if reference not in inline
    ]
    holds_ += _different(new, scope, _perhaps_one(parsed))
    text = "\n".join(clauses) + "\nWHERE " + " AND ".join([each for each in holds_ if each] or ["true"])
    steps = " + ".join(
        f"[one IN relationships({each}) | [startNode(one).id, type(one), endNode(one).id]]"
        for each in variables
    )
    lists = " + ".join(f"relationships({each})" for each in variables)
    trust = f"reduce(least = 1.0, one IN {lists} | CASE WHEN one.confidence < least THEN one.confidence ELSE least END)"
    return Matched(text, tuple(new), tuple(hops), steps, trust)


def _outside(reference: str, names: Names) -> bool:
    """Whether a condition stands behind the match: on nodes and single relationships, not on one of many steps."""
    hop = names.hops.get(reference.partition(".")[0])
    return hop is None or hop.single


def _path(path: Path, scope: Scope, holds_: list[str], inline: Where, day: str = "") -> tuple[str, list[str]]:
    """A path as a pattern, and the names of its single relationships. What has to hold of it is added to `holds_`."""
    text = _node(path.nodes[0], scope, holds_)
    named: list[str] = []
    for place, hop in enumerate(path.hops):
        text += _hop(hop, scope, holds_, inline, day)
        text += _node(path.nodes[place + 1], scope, holds_)
        if hop.name and hop.single:
            named.append(hop.name)
    return text, named


def _node(node: Node, scope: Scope, holds_: list[str]) -> str:
    if node.name:
        return f"({variable(node.name)}:{scope.names.nodes[node.name]})"
    name = scope.fresh()
    holds_.append(_until(name, node.label))
    return f"({name}:{node.label})"


def _hop(hop: Hop, scope: Scope, holds_: list[str], inline: Where, day: str) -> str:
    left, right = ("<-[", "]-") if hop.back else ("-[", "]->")
    types = "|".join(hop.types)
    interval = all(ONTOLOGY.relationships[each].interval for each in hop.types)
    if hop.single:
        name = variable(hop.name) if hop.name else scope.fresh()
        held = holds(hop, name, interval)
        if day:
            return f"{left}{name}:{types} WHERE {held.replace('$day', day) or 'true'}{right}"
        holds_.append(held)
        return f"{left}{name}:{types}{right}"
    name = scope.fresh()
    parts = [holds(hop, name, interval)]
    parts += [
        condition(reference, said, scope.names, scope.day, inside=name)
        for reference, said in inline.items()
        if reference.partition(".")[0] == hop.name
    ]
    inside = " AND ".join(part for part in parts if part)
    inside = f" WHERE {inside}" if inside else ""
    return (
        f"(({scope.fresh()}){left}{name}:{types}{inside}{right}({scope.fresh()})){{{hop.least},{hop.most}}}"
    )


def _until(name: str, label: str) -> str:
    """That something has happened, or was published, by the end of the day; what has no time may have."""
    for dimension, time in (("Event", "at"), ("Content", "published")):
        if label != "Skill" and ONTOLOGY.is_a(label, dimension):
            return f"({name}.{time} IS NULL OR {name}.{time} < $until)"
    return ""


def _perhaps_one(paths: Iterable[Path]) -> set[frozenset[str]]:
    """Names that a step of no length may lead between: they can be one thing."""
    return {
        frozenset((path.nodes[place].name, path.nodes[place + 1].name))
        for path in paths
        for place, hop in enumerate(path.hops)
        if hop.least == 0
    }


def _different(new: Iterable[str], scope: Scope, perhaps_one: set[frozenset[str]]) -> Iterator[str]:
    """Two names are two things."""
    seen = list(scope.bound)
    for name in new:
        for other in seen:
            if frozenset((name, other)) in perhaps_one:
                continue
            if other in scope.names.nodes and related(scope.names.nodes[name], scope.names.nodes[other]):
                yield f"{variable(name)} <> {variable(other)}"
        seen.append(name)


def _told(role: str, scope: Scope) -> str:
    """Who of our own people looks after somebody."""
    return (
        f"CALL ({variable(role)}) {{\n"
        f"MATCH (told:User)-[looks:MANAGES_ACCOUNT]->({variable(role)})\n"
        "WHERE looks.valid_from <= $day AND $day < looks.valid_to\n"
        "WITH told ORDER BY told.id\n"
        f"RETURN collect(DISTINCT told.id)[..{MOST_NODES}] AS r_told\n}}"
    )


def _answer(signal: Signal, scope: Scope, measures: Sequence[str]) -> str:
    """One map a row: roles (lists of ids), evidence (leg → {steps, nodes, trust}), measures."""
    counted = {each.role for leg in signal.legs.values() for each in leg.count if each.role}
    roles = [
        f"{role}: r_{role}" if role in counted else f"{role}: [{variable(role)}.id]" for role in signal.roles
    ]
    roles += ["account_owner: r_told"] if signal.tell else []
    legs = [name for name, leg in signal.legs.items() if not leg.none]
    evidence = [
        f"{name}: {{steps: s_{name}, nodes: {f'i_{name}' if signal.legs[name].count else '[]'}, trust: t_{name}}}"
        for name in legs
    ]
    evidence += ["surge: {steps: s_surge, nodes: i_surge, trust: 1.0}"] if signal.surge else []
    shown = [f"{each}: m_{each}" for each in measures]
    shown += [
        f"{name}: {variable(of.partition('.')[0])}.{of.partition('.')[2]}"
        for name, of in signal.measures.items()
    ]
    node = "node" if signal.surge else "[]"
    return (
        f"RETURN {{node: {node}, roles: {{{', '.join(roles)}}}, evidence: {{{', '.join(evidence)}}},"
        f" measures: {{{', '.join(shown)}}}}} AS row"
    )
