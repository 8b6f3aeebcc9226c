"""Conditions of a signal as Cypher: names come from the ontology, every value is a parameter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from graph_platform.ontology import ONTOLOGY
from graph_platform.signals.durations import days_of, span_of
from graph_platform.signals.model import Condition, Other, Saying
from graph_platform.signals.names import NAMES, Kind, Names, UnknownName
from graph_platform.signals.paths import Hop

SHORTEST_NAME = 2
"""A name of fewer characters stands in any text."""

OPERATORS: dict[Kind, frozenset[str]] = {
    "text": frozenset(("is_", "is_not", "contains", "excludes", "starts", "known", "names", "says", "same")),
    "texts": frozenset(("is_", "is_not", "contains", "excludes", "starts", "known", "shares", "same")),
    "number": frozenset(("is_", "is_not", "at_least", "at_most", "known", "same")),
    "boolean": frozenset(("is_", "is_not", "known")),
    "date": frozenset(("within", "ahead", "since", "older", "before", "after", "known")),
    "datetime": frozenset(("within", "ahead", "since", "older", "before", "after", "known")),
}
"""Which conditions a property of a kind can have."""


@dataclass(slots=True)
class Day:
    """The day that a question is asked of, and the values that its statement is given, as they come up."""

    day: date
    values: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values |= {"day": self.day, "until": self.until}

    @property
    def until(self) -> datetime:
        """The first moment after the day."""
        return datetime.combine(self.day + timedelta(days=1), time(), UTC)

    def put(self, value: Any) -> str:
        """A parameter for a value."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def moment(self, kind: Kind, offset: timedelta) -> str:
        """A parameter for a day or moment so far from the day's end."""
        return self.put(self.until + offset if kind == "datetime" else self.day + offset)


def variable(name: str) -> str:
    """How a name of a signal is called in a statement: no keyword of Cypher, whatever it is."""
    return f"v_{name}"


def holds(hop: Hop, variable_: str, intervals: bool) -> str:
    """That a relationship holds, has ended or has begun; nothing for one without interval."""
    if not intervals:
        return ""
    if hop.when == "past":
        return f"{variable_}.valid_to <= $day"
    if hop.when == "ever":
        return f"{variable_}.valid_from <= $day"
    return f"{variable_}.valid_from <= $day AND $day < {variable_}.valid_to"


def condition(reference: str, said: Condition, names: Names, day: Day, inside: str = "") -> str:
    """One condition on `name.property`; `inside` is what the name is called there, where not as everywhere.

    Raises `UnknownName`, or `ValueError` for a span of time that cannot be read.
    """
    kind = names.kind(reference)
    name, _, property_ = reference.partition(".")
    value = f"{inside or variable(name)}.{'name_key' if property_ == NAMES else property_}"
    for each in said.model_fields_set:
        if each not in OPERATORS[kind]:
            fit = ", ".join(sorted(known.rstrip("_") for known in OPERATORS[kind]))
            raise UnknownName(
                f"{reference} is a {kind}: {each.rstrip('_')} cannot be asked of it", f"It can be: {fit}."
            )
    return " AND ".join(_parts(value, kind, said, names, day))


def _parts(value: str, kind: Kind, said: Condition, names: Names, day: Day) -> Iterator[str]:
    many = kind == "texts"
    if said.is_ is not None:
        given = day.put(said.is_)
        yield f"any(one IN {value} WHERE one IN {given})" if many else f"{value} IN {given}"
    if said.is_not is not None:
        given = day.put(said.is_not)
        yield (
            f"none(one IN coalesce({value}, []) WHERE one IN {given})"
            if many
            else f"({value} IS NULL OR NOT {value} IN {given})"
        )
    if said.at_least is not None:
        yield f"{value} >= {day.put(said.at_least)}"
    if said.at_most is not None:
        yield f"{value} <= {day.put(said.at_most)}"
    if said.known is not None:
        yield f"{value} IS NOT NULL" if said.known else f"{value} IS NULL"
    yield from _texts(value, many, said, day)
    yield from _times(value, kind, said, names, day)
    if said.names is not None:
        yield (
            f"any(one IN {_names_of(said.names, names)} WHERE size(one) >= {SHORTEST_NAME}"
            f" AND toLower({value}) CONTAINS toLower(one))"
        )
    if said.says is not None:
        yield _says(value, said.says, names, day)
    if said.same is not None:
        other, _, property_ = said.same.partition(".")
        if names.kind(said.same) != kind:
            raise UnknownName(f"{said.same} is a {names.kind(said.same)}, and this a {kind}")
        theirs = f"{variable(other)}.{'name_key' if property_ == NAMES else property_}"
        yield f"any(one IN {value} WHERE one IN {theirs})" if many else f"{value} = {theirs}"
    if said.shares is not None:
        if names.kind(said.shares.with_) != "texts":
            raise UnknownName(f"{said.shares.with_} is no list")
        other, _, property_ = said.shares.with_.partition(".")
        first = day.put(said.shares.first)
        yield (
            f"any(one IN {value} WHERE any(other IN {variable(other)}.{property_}"
            f" WHERE left(one, {first}) = left(other, {first})))"
        )


def _texts(value: str, many: bool, said: Condition, day: Day) -> Iterator[str]:
    for words, operator, wanted in (
        (said.contains, "CONTAINS", True),
        (said.excludes, "CONTAINS", False),
        (said.starts, "STARTS WITH", True),
    ):
        if words is None:
            continue
        given = day.put([word.lower() for word in words])
        found = f"any(word IN {given} WHERE toLower({'one' if many else value}) {operator} word)"
        if many:
            found = f"any(one IN coalesce({value}, []) WHERE {found})"
        yield found if wanted else f"({value} IS NULL OR NOT {found})"


def _times(value: str, kind: Kind, said: Condition, names: Names, day: Day) -> Iterator[str]:
    nothing = timedelta()
    if said.within is not None:
        since, until = day.moment(kind, -span_of(said.within)), day.moment(kind, nothing)
        yield f"{since} < {value} AND {value} <= {until}"
    if said.ahead is not None:
        until, since = day.moment(kind, span_of(said.ahead)), day.moment(kind, nothing)
        yield f"{since} < {value} AND {value} <= {until}"
    if said.since is not None:
        yield f"{value} > {day.moment(kind, -span_of(said.since))}"
    if said.older is not None:
        yield f"{value} <= {day.moment(kind, -span_of(said.older))}"
    for other, sign in ((said.before, "<"), (said.after, ">")):
        if other is not None:
            yield _beside(value, kind, other, sign, names, day)


def _beside(value: str, kind: Kind, other: Other, sign: str, names: Names, day: Day) -> str:
    """That a time comes before or after another one, and not too long."""
    other_kind = names.kind(other.of)
    if other_kind not in ("date", "datetime"):
        raise UnknownName(f"{other.of} is no time")
    name, _, property_ = other.of.partition(".")
    mine, theirs = value, f"{variable(name)}.{property_}"
    if kind != other_kind:
        mine, theirs = f"date({mine})", f"date({theirs})"
    text = f"{mine} {sign} {theirs}"
    if other.within is not None:
        span = f"duration({{days: {day.put(days_of(other.within))}}})"
        text += f" AND {mine} {'>=' if sign == '<' else '<='} {theirs} {'-' if sign == '<' else '+'} {span}"
    return text


def _names_of(name: str, names: Names) -> str:
    if name not in names.nodes:
        raise UnknownName(f"nothing is named {name!r}")
    names.kind(f"{name}.{NAMES}")
    node = variable(name)
    lists = f"coalesce({node}.other_names, [])"
    if "previous_names" in ONTOLOGY.properties(names.nodes[name]):
        lists += f" + coalesce({node}.previous_names, [])"
    return f"[one IN [{node}.name] + {lists} WHERE one IS NOT NULL]"


def _says(value: str, said: Saying, names: Names, day: Day) -> str:
    wanted = day.put([[word.lower() for word in words] for words in said.all])
    unwanted = day.put([word.lower() for word in said.none])
    return (
        f"any(line IN split({value}, '\\n') WHERE"
        f" any(one IN {_names_of(said.by, names)} WHERE toLower(line) STARTS WITH toLower(one) + ':')"
        f" AND all(words IN {wanted} WHERE any(word IN words WHERE toLower(line) CONTAINS word))"
        f" AND none(word IN {unwanted} WHERE toLower(line) CONTAINS word))"
    )
