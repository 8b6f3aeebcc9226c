"""A signal as Cypher. Labels, types and properties were checked against the ontology, all else is a parameter.

Every part begins where the parts before it ended, so that nothing is multiplied; each is a subquery of its own, so
that its rows are bounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph_platform.ontology import ONTOLOGY
from graph_platform.signals.conditions import Day, variable
from graph_platform.signals.matching import Scope, matched, pattern
from graph_platform.signals.model import Leg, Signal, Surge
from graph_platform.signals.names import Names
from graph_platform.signals.paths import parse

MOST_ROWS = 1000
"""How many ways a part may continue one row; the shortest ones are kept."""
MOST_NODES = 25
"""How many of the nodes that were counted stand in the evidence; the measure has their number."""
MOST_STEPS = 40
"""How many steps of what was counted stand there."""
MOST_COUNTED = 200
"""How many of the counted nodes may become a role."""


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
    lines = _by_id(surge.per, named)
    scope.bound += surge.per
    inner = Scope(scope.names, scope.day, list(surge.per), 1000)
    found = matched(surge.path, surge.where, inner, learn=False)
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


def _by_id(per: Sequence[str], labels: Mapping[str, str]) -> list[str]:
    """The nodes of a row of `$nodes`, each found by its id."""
    return [
        "UNWIND $nodes AS node",
        *(
            f"CALL (node) {{ MATCH ({variable(name)}:Entity:{labels[name]} {{id: node[{place}]}})"
            f" RETURN {variable(name)} }}"
            for place, name in enumerate(per)
        ),
    ]


def surging(surge: Surge, day: Day) -> str:
    """How many events each node has had in each week before the end of the day: week 0 is the last one.

    Takes `$from` (datetime) beside `$until`. Returns node (ids in the order of `per`) and weeks, lists of
    [week, count].
    """
    scope = Scope(Names(), day)
    event = variable(surge.event)
    between = f"{event}.at >= $from AND {event}.at < $until"
    found = matched(surge.path, surge.where, scope, first=surge.event, between=between)
    per = ", ".join(f"{variable(name)}.id" for name in surge.per)
    return (
        f"{found.clauses}\n"
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
    text, _ = pattern(path, scope, [], {}, day="moment")
    lines = _by_id(surge.per, scope.names.nodes)
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
    inner.perhaps_one = scope.perhaps_one
    found = matched(leg.path, leg.where, inner)
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


def _told(role: str, scope: Scope) -> str:
    """Who of our own people looks after somebody."""
    return (
        f"CALL ({variable(role)}) {{\n"
        f"MATCH (told:User)-[looks:MANAGES_ACCOUNT]->({variable(role)})\n"
        "WHERE looks.valid_from <= $day AND $day < looks.valid_to\n"
        "WITH told ORDER BY told.id\n"
        f"RETURN collect(DISTINCT told.id)[..{MOST_NODES}] AS looks_after\n}}"
    )


def _answer(signal: Signal, scope: Scope, measures: Sequence[str]) -> str:
    """One map a row: roles (lists of ids), evidence (leg → {steps, nodes, trust}), measures."""
    counted = {each.role for leg in signal.legs.values() for each in leg.count if each.role}
    roles = [
        f"{role}: r_{role}" if role in counted else f"{role}: [{variable(role)}.id]" for role in signal.roles
    ]
    roles += ["account_owner: looks_after"] if signal.tell else []
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
