"""Whether a mapping agrees with the ontology and with itself: every name is looked up, and errors say the line."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from graph_platform.errors import GraphPlatformError
from graph_platform.ontology import ONTOLOGY, Property
from graph_platform.strict_yaml import Document, Place, did_you_mean, first_error
from ingestors.mapping.model import ByColumn, MappedTable, Named, Said, Thing, Value, When, templates
from ingestors.mapping.model import Mapping as MappingModel

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
ITEM = ("item", "index")
LINE = "line"


def checked(document: Document) -> MappingModel:
    """The mapping in a document, or the first thing that is wrong with it."""
    if not isinstance(document.data, dict):
        raise document.error(
            (), "a mapping begins with `source:`, `title:` and `tables:`", "See docs/new-source.md."
        )
    try:
        mapping = MappingModel.model_validate(document.data)
    except ValidationError as error:
        raise first_error(error, document, MappingModel) from None
    try:
        ZoneInfo(mapping.formats.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise document.error(
            ("formats", "timezone"), "is no timezone", "Use a name such as Asia/Shanghai."
        ) from None
    for name, table in mapping.tables.items():
        _Table(document, ("tables", name), table).check()
    return mapping


class _Table:
    """One table of a mapping, with the names that are known where we are in it."""

    def __init__(self, document: Document, place: Place, table: MappedTable) -> None:
        self._document = document
        self._place = place
        self._table = table
        self._columns = {*table.columns, *table.optional, LINE}

    def check(self) -> None:
        """Raise for the first name that nothing declares."""
        table, place = self._table, self._place
        for alias, column in table.aliases.items():
            self._column(column, (*place, "aliases", alias))
        for template in templates(table.key or []):
            self._template(template, (*place, "key"), ())
        if table.seen is not None:
            self._value(table.seen, (*place, "seen"), ())
        for scope, value in table.scopes.items():
            if not re.fullmatch("[a-z][a-z_]*", scope):
                raise self._error(
                    (*place, "scopes", scope), f"{scope!r} is no kind of scope", "Use owner, region, …"
                )
            self._value(value, (*place, "scopes", scope), ())
        self._when(table.when, (*place, "when"), ())
        named = self._statements(table.records, table.mentions, table.claims, place, (), {})
        for index, each in enumerate(table.each):
            inner = (*place, "each", index)
            self._column(each.column, (*inner, "column"))
            self._statements(each.records, each.mentions, each.claims, inner, ITEM, named)

    def _statements(
        self,
        records: Mapping[str, Thing],
        mentions: Mapping[str, Named],
        claims: Iterable[Said],
        place: Place,
        extra: tuple[str, ...],
        outer: Mapping[str, list[str]],
    ) -> dict[str, list[str]]:
        named = dict(outer)
        things: Iterable[tuple[str, Thing | Named]] = (*records.items(), *mentions.items())
        for name, thing in things:
            kind = "records" if isinstance(thing, Thing) else "mentions"
            here = (*place, kind, name)
            if name in named:
                raise self._error(here, f"{name!r} is named twice")
            named[name] = self._thing(thing, here, extra)
        for index, claim in enumerate(claims):
            self._claim(claim, (*place, "claims", index), extra, named)
        return named

    def _thing(self, thing: Thing | Named, place: Place, extra: tuple[str, ...]) -> list[str]:
        labels = [thing.label]
        if isinstance(thing.label, ByColumn):
            self._column(thing.label.column, (*place, "label", "column"), extra)
            labels = [*thing.label.lookup.values(), thing.label.default]
        for label in labels:
            if label not in ONTOLOGY.labels:
                raise self._error(
                    (*place, "label"),
                    f"there is no label {label!r}",
                    did_you_mean(str(label), ONTOLOGY.labels),
                )
        for template in templates(thing.key):
            self._template(template, (*place, "key"), extra)
        if isinstance(thing, Thing):
            for label in labels:
                self._values(
                    thing.values, ONTOLOGY.properties(str(label)), f"{label}", (*place, "values"), extra
                )
            self._when(thing.when, (*place, "when"), extra)
        return [str(label) for label in labels]

    def _claim(
        self, claim: Said, place: Place, extra: tuple[str, ...], named: Mapping[str, list[str]]
    ) -> None:
        relation = ONTOLOGY.relationships.get(claim.relation)
        if relation is None:
            hint = did_you_mean(claim.relation, ONTOLOGY.relationships)
            raise self._error((*place, "relation"), f"there is no relationship {claim.relation!r}", hint)
        for side, allowed in (("start", relation.start), ("end", relation.end)):
            name = getattr(claim, side)
            if name not in named:
                raise self._error((*place, side), f"{name!r} is not named above", did_you_mean(name, named))
            for label in named[name]:
                if not any(ONTOLOGY.is_a(label, other) for other in allowed):
                    raise self._error(
                        (*place, side),
                        f"{claim.relation} cannot {side} at {label}",
                        f"It {side}s at {', '.join(allowed)}.",
                    )
        for side in ("valid_from", "valid_to", "last_day"):
            if (value := getattr(claim, side)) is not None:
                if not relation.interval:
                    raise self._error(
                        (*place, side), f"{claim.relation} has no interval", "Date the event at its end."
                    )
                self._value(value, (*place, side), extra)
        self._values(
            claim.values, {p.name: p for p in relation.properties}, relation.name, (*place, "values"), extra
        )
        self._when(claim.when, (*place, "when"), extra)

    def _values(
        self,
        values: Mapping[str, Value],
        known: Mapping[str, Property],
        of: str,
        place: Place,
        extra: tuple[str, ...],
    ) -> None:
        money = {f"{name}_currency" for name, declared in known.items() if declared.type == "money"}
        for name, value in values.items():
            if name not in known and name not in money:
                raise self._error(
                    (*place, name), f"{of} has no property {name!r}", did_you_mean(name, {*known, *money})
                )
            self._value(value, (*place, name), extra)

    def _value(self, value: Value, place: Place, extra: tuple[str, ...]) -> None:
        for column in (value.column, *(value.columns or ())):
            if column is not None:
                self._column(column, place, extra)
        if value.template is not None:
            self._template(value.template, place, extra)
        if value.match is not None:
            self._pattern(value.match, (*place, "match"))

    def _when(self, when: When, place: Place, extra: tuple[str, ...]) -> None:
        for column, condition in when.items():
            self._column(column, (*place, column), extra)
            if not isinstance(condition, str | list) and condition.match is not None:
                self._pattern(condition.match, (*place, column))

    def _template(self, template: str, place: Place, extra: tuple[str, ...]) -> None:
        for column in columns_in(template):
            self._column(column, place, extra)

    def _pattern(self, pattern: str, place: Place) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", FutureWarning)
                re.compile(pattern)
        except (re.error, FutureWarning, OverflowError, RecursionError) as error:
            raise self._error(place, f"is no regular expression: {error}") from None

    def _column(self, column: str, place: Place, extra: tuple[str, ...] = ()) -> None:
        of_item = bool(extra) and column.startswith("item.")
        if column not in self._columns and column not in extra and not of_item:
            known = [name for name in (*self._columns, *extra) if name != LINE]
            hint = did_you_mean(column, known) or "Name it under `columns` or `optional`."
            raise self._error(place, f"no column {column!r} is declared", hint)

    def _error(self, place: Place, message: str, suggestion: str = "") -> GraphPlatformError:
        return self._document.error(place, message, suggestion)


def columns_in(template: str) -> Iterator[str]:
    """The columns in the braces of a template; one that may be empty has a question mark behind it."""
    return (found[1].removesuffix("?") for found in PLACEHOLDER.finditer(template))
