"""Paths and their conditions as clauses of Cypher, each beginning where something is known already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph_platform.ontology import ONTOLOGY
from graph_platform.schema import SEARCH_INDEX
from graph_platform.signals.conditions import Day, condition, holds, variable
from graph_platform.signals.model import Condition, Where
from graph_platform.signals.names import Names, related
from graph_platform.signals.paths import Hop, Node, Path, parse

NAMESAKE = 0.5
"""How far somebody of the same name is trusted to be the same; resolution did not say so."""
MOST_NAMESAKES = 50
"""A name that more nodes have says nothing."""


@dataclass(slots=True)
class Scope:
    """What a statement knows at one place: names in use, and those that are bound already."""

    names: Names
    day: Day
    bound: list[str] = field(default_factory=list)
    anonymous: int = 0
    perhaps_one: list[set[str]] = field(default_factory=list)
    """Names that can be one thing: a step of no length leads between them, or they have something the same."""

    def hops(self) -> set[str]:
        """The relationships that are bound: those that were named before."""
        return set(self.names.hops) & set(self.bound)

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


def matched(
    paths: Sequence[str],
    where: Where,
    scope: Scope,
    *,
    first: str = "",
    between: str = "",
    learn: bool = True,
) -> Matched:
    """The clauses that find paths with what has to hold of them; they end in a condition.

    `first` is the node where they begin, by an index, and `between` what has to hold of it beside `where`. A path that
    meets no other one is joined by what it has to have the same: it is looked for once for each way of those before it.
    """
    parsed = [parse(path) for path in paths]
    if learn:
        for path in parsed:
            scope.names.add(path)
    _join(scope.perhaps_one, parsed, where)
    clauses: list[str] = []
    hops: list[str] = []
    known, rest = set(scope.bound), dict(where)
    for group in _groups(parsed, known):
        held: list[str] = []
        here = list(dict.fromkeys(node.name for _, path in group for node in path.nodes if node.name))
        if not known & set(here) and (start := first or _start(here, where, scope.names)):
            held += [
                _until(variable(start), scope.names.nodes[start]),
                between,
                *_different([start], scope, known),
            ]
            known.add(start)
            held += _conditions(rest, known | scope.hops(), scope)
            label, found = scope.names.nodes[start], variable(start)
            # Neo4j would otherwise take what is few today, as all relationships of a type
            timed = between or any(
                reference == f"{start}.at" and _seeks(said) for reference, said in where.items()
            )
            hint = f"USING INDEX SEEK {found}:{label}(at)" if timed else f"USING SCAN {found}:{label}"
            clauses.append(f"MATCH ({found}:{label}) {hint}\n{_holding(held)}")
            held = []
        new = [name for name in here if name not in known]
        text = []
        for place, path in group:
            if path.alike:
                text.append(_alike(path, scope))
                continue
            said, named = pattern(path, scope, held, where)
            text.append(f"MATCH q{place} = {said}")
            hops += named
        held += [_until(variable(name), scope.names.nodes[name]) for name in new]
        held += _different(new, scope, known)
        known |= set(new)
        held += _conditions(rest, known | set(hops) | scope.hops(), scope)
        clauses.append(f"{chr(10).join(text)}\n{_holding(held)}")
    names = [n.name for p in parsed for n in p.nodes if n.name and n.name not in scope.bound]
    return Matched(
        "\nWITH *\n".join(clauses),
        tuple(dict.fromkeys(names)),
        tuple(hops),
        _steps(parsed),
        _trust(parsed),
    )


def _holding(held: Iterable[str]) -> str:
    return f"WHERE {' AND '.join(filter(None, held)) or 'true'}"


def _seeks(said: Condition) -> bool:
    """Whether an index by time finds what a condition asks for."""
    return bool(said.within or said.since or said.ahead)


def _start(names: Iterable[str], where: Where, known: Names) -> str:
    """Where to begin: at events of some time, which an index finds, or else at the nodes of a fine label."""
    fine = [name for name in names if ONTOLOGY.labels[known.nodes[name]].parent]
    timed = [
        name
        for name in fine
        if ONTOLOGY.is_a(known.nodes[name], "Event") and (said := where.get(f"{name}.at")) and _seeks(said)
    ]
    asked = [name for name in fine if any(each.partition(".")[0] == name for each in where)]
    return next(iter([*timed, *asked, *fine]), "")


def _groups(paths: Sequence[Path], known: Iterable[str]) -> list[list[tuple[int, Path]]]:
    """Paths that are found together: each meets one before it. What is alike stands alone."""
    reached, groups = set(known), list[list[tuple[int, Path]]]()
    for place, path in enumerate(paths):
        here = {node.name for node in path.nodes if node.name}
        apart = path.alike or not groups or groups[-1][0][1].alike or (reached and not here & reached)
        if apart:
            groups.append([])
        groups[-1].append((place, path))
        reached |= here
    return groups


def _conditions(rest: Where, known: set[str], scope: Scope) -> Iterator[str]:
    """The conditions that can be asked by now; they are taken out of the rest."""
    for reference in list(rest):
        if not _outside(reference, scope.names):
            del rest[reference]
        elif {reference.partition(".")[0], *rest[reference].beside} <= known:
            yield condition(reference, rest.pop(reference), scope.names, scope.day)


def _alike(path: Path, scope: Scope) -> str:
    """Whoever has a name of somebody's, through the index of names."""
    one, other = (variable(node.name) for node in path.nodes)
    label = scope.names.nodes[path.nodes[1].name]
    quoted = "'name_find:\"' + replace(replace(replace(said, ' ', ''), '\"', ''), '\\\\', '') + '\"'"
    return (
        f"CALL ({one}) {{\nUNWIND {one}.name_key AS said\n"
        f"CALL db.index.fulltext.queryNodes('{SEARCH_INDEX}', {quoted}, {{limit: {4 * MOST_NAMESAKES}}}) YIELD node\n"
        f"WITH DISTINCT node WHERE node:{label} AND any(said IN node.name_key WHERE said IN {one}.name_key)\n"
        f"WITH collect(node) AS found WHERE size(found) <= {MOST_NAMESAKES}\n"
        f"UNWIND found AS {other}\nRETURN {other}\n}}\nWITH *"
    )


def _steps(paths: Sequence[Path]) -> str:
    lists = [
        f"[one IN relationships(q{place}) | [startNode(one).id, type(one), endNode(one).id]]"
        for place, path in enumerate(paths)
        if not path.alike
    ]
    return " + ".join(lists)


def _trust(paths: Sequence[Path]) -> str:
    """The trust in the least trusted relationship, less where only a name joins."""
    lists = " + ".join(f"relationships(q{place})" for place, path in enumerate(paths) if not path.alike)
    text = f"reduce(least = 1.0, one IN {lists} | CASE WHEN one.confidence < least THEN one.confidence ELSE least END)"
    for path in paths:
        if path.alike:
            one, other = (variable(node.name) for node in path.nodes)
            text += f" * CASE WHEN {one} = {other} THEN 1.0 ELSE {NAMESAKE} END"
    return text


def _outside(reference: str, names: Names) -> bool:
    """Whether a condition stands behind the match: on nodes and single relationships, not on one of many steps."""
    hop = names.hops.get(reference.partition(".")[0])
    return hop is None or hop.single


def pattern(
    path: Path, scope: Scope, holds_: list[str], inline: Where, day: str = ""
) -> tuple[str, list[str]]:
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


def _join(perhaps_one: list[set[str]], paths: Iterable[Path], where: Where) -> None:
    """Adds which names can be one thing, directly or over others."""
    pairs = [
        {path.nodes[place].name, path.nodes[place + 1].name}
        for path in paths
        for place, hop in enumerate(path.hops)
        if hop.least == 0
    ]
    pairs += [{node.name for node in path.nodes} for path in paths if path.alike]
    pairs += [
        {reference.partition(".")[0], said.same.partition(".")[0]}
        for reference, said in where.items()
        if said.same
    ]
    for pair in pairs:
        met = [each for each in perhaps_one if each & pair]
        perhaps_one[:] = [each for each in perhaps_one if not each & pair]
        perhaps_one.append(pair.union(*met) - {""})


def _different(new: Iterable[str], scope: Scope, known: Iterable[str]) -> Iterator[str]:
    """Two names are two things."""
    seen = sorted(known)
    for name in new:
        for other in seen:
            if other not in scope.names.nodes or any({name, other} <= each for each in scope.perhaps_one):
                continue
            if related(scope.names.nodes[name], scope.names.nodes[other]):
                yield f"{variable(name)} <> {variable(other)}"
        seen.append(name)
