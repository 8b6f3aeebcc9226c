"""From a mapping to functions, once: a row then costs look-ups and no interpretation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from graph_platform.facts import Claim, Mention, Record, Row, Said
from ingestors.mapping import model
from ingestors.mapping.check import PLACEHOLDER
from ingestors.reading.items import Raw, RowError
from ingestors.reading.objects import ID
from ingestors.tables import RowFunction

Get: TypeAlias = Callable[[Raw], Said]
Text: TypeAlias = Callable[[Raw], str | None]
Test: TypeAlias = Callable[[Raw], bool]
Named: TypeAlias = dict[str, Mention]
Stated: TypeAlias = tuple[list[Record], list[Claim]]


def row_function(table: model.MappedTable) -> RowFunction:
    """What a row of the table says."""
    wanted = _tests(table.when)
    key_template = table.key or next(iter(table.records.values())).key
    key_of = _key(key_template)
    seen = _value(table.seen) if table.seen else None
    scopes = [(kind, _value(value)) for kind, value in table.scopes.items()]
    public = ("public",) if table.public else ()
    state = _statements(table.records, table.mentions, table.claims)
    loops = [_loop(each) for each in table.each]
    missing = f"its key {' or '.join(map(repr, model.templates(key_template)))} needs a column that is empty"
    nested = [(column, column.split(".")) for column in table.optional if "." in column]
    copied = bool(nested) or "{line}" in repr(table)

    def row(raw: Raw, line: int) -> Row | None:
        fields = _with_nested(raw, line, nested) if copied else raw
        for test in wanted:
            if not test(fields):
                return None
        key = key_of(fields, "")
        if key is None:
            raise RowError(missing)
        records: list[Record] = []
        claims: list[Claim] = []
        named = state(fields, key, "", {}, records, claims)
        for loop in loops:
            loop(fields, key, named, records, claims)
        return Row(
            key,
            line,
            raw,
            tuple(records),
            tuple(claims),
            seen(fields) if seen else None,
            (
                *public,
                *[f"{kind}:{said}" for kind, value in scopes if (said := value(fields)) not in _EMPTY],
            ),
        )

    return row


def _with_nested(raw: Raw, line: int, nested: list[tuple[str, list[str]]]) -> Raw:
    """The row with its number and with keys of nested objects as if they were its own."""
    fields = {"line": line, **raw}
    for column, path in nested:
        value: Any = raw
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        fields.setdefault(column, value)
    return fields


_EMPTY: tuple[Said, ...] = (None, "")


def _statements(
    records: Mapping[str, model.Thing], mentions: Mapping[str, model.Named], claims: Iterable[model.Said]
) -> Callable[[Raw, str, str, Named, list[Record], list[Claim]], Named]:
    things = [
        (name, _label(thing.label), _key(thing.key), _values(thing.values), _tests(thing.when))
        for name, thing in records.items()
    ]
    others = [(name, _label(thing.label), _key(thing.key)) for name, thing in mentions.items()]
    compiled = _claims(claims)

    def state(raw: Raw, key: str, place: str, outer: Named, to: list[Record], said: list[Claim]) -> Named:
        named = dict(outer)
        for name, label, key_of, values, tests in things:
            if tests and not _hold(tests, raw):
                continue
            if (own := key_of(raw, key)) is not None:
                kind = label(raw)
                # a list may name the same thing twice, and a row may state it once
                if not place or all(record.key != own for record in to):
                    to.append(Record(own, kind, values(raw)))
                named[name] = Mention(own, kind)
        for name, label, key_of in others:
            if (own := key_of(raw, key)) is not None:
                named[name] = Mention(own, label(raw))
        for relation, path, start, end, values, since, until, last, tests in compiled:
            # an end whose key is empty in this row is not there, and nothing is said about it
            if start in named and end in named and (not tests or _hold(tests, raw)):
                said.append(
                    Claim(
                        path + place,
                        relation,
                        named[start],
                        named[end],
                        values(raw),
                        since(raw) if since else None,
                        until(raw) if until else None,
                        last(raw) if last else None,
                    )
                )
        return named

    return state


def _hold(tests: list[Test], raw: Raw) -> bool:
    # a loop, since a generator for each record and claim of each row costs more than the tests
    for test in tests:  # noqa: SIM110
        if not test(raw):
            return False
    return True


def _claims(claims: Iterable[model.Said]) -> list[tuple[Any, ...]]:
    compiled = []
    used: dict[str, int] = {}
    for claim in claims:
        count = used[claim.relation] = used.get(claim.relation, -1) + 1
        name = claim.name or (str(count) if count else "")
        compiled.append(
            (
                claim.relation,
                f"{claim.relation}/{name}" if name else claim.relation,
                claim.start,
                claim.end,
                _values(claim.values),
                _value(claim.valid_from) if claim.valid_from else None,
                _value(claim.valid_to) if claim.valid_to else None,
                _value(claim.last_day) if claim.last_day else None,
                _tests(claim.when),
            )
        )
    return compiled


def _loop(each: model.Each) -> Callable[[Raw, str, Named, list[Record], list[Claim]], None]:
    state = _statements(each.records, each.mentions, each.claims)
    column, split = each.column, each.split

    def loop(raw: Raw, key: str, named: Named, to: list[Record], said: list[Claim]) -> None:
        for index, item in enumerate(_parts(raw.get(column), split)):
            inner = {**raw, "item": item, "index": index}
            if isinstance(item, dict):
                inner.update({f"item.{name}": value for name, value in item.items()})
            state(inner, key, f"[{index}]", named, to, said)

    return loop


def _parts(cell: Any, split: str | None) -> list[Any]:
    if cell is None:
        return []
    if isinstance(cell, list):
        return [each for each in cell if each not in _EMPTY]
    if isinstance(cell, dict):
        return [{ID: key, **each} for key, each in cell.items() if isinstance(each, dict)]
    text = str(cell)
    parts = text.split(split) if split else [text]
    return [part for each in parts if (part := each.strip())]


def _label(label: str | model.ByColumn) -> Callable[[Raw], str]:
    if isinstance(label, str):
        return lambda _: label
    column, lookup, default = label.column, label.lookup, label.default
    return lambda raw: lookup.get(str(raw.get(column)), default)


def _key(key: model.Key) -> Callable[[Raw, str], str | None]:
    """A key, by the first of its templates that has no empty column; None where all have."""
    each = [_one_key(template) for template in model.templates(key)]
    if len(each) == 1:
        return each[0]
    return lambda raw, key: next((own for key_of in each if (own := key_of(raw, key)) is not None), None)


def _one_key(template: str) -> Callable[[Raw, str], str | None]:
    """A key, below the row's own where it begins with `#`; None where one of its columns is empty."""
    key_of = _template(template)
    if not template.startswith("#"):
        return lambda raw, _: key_of(raw)
    return lambda raw, key: None if (own := key_of(raw)) is None else key + own


def _template(template: str) -> Text:
    """The text of a template; None where a column without a question mark is empty."""
    parts = PLACEHOLDER.split(template)
    texts, columns = parts[::2], parts[1::2]
    if not columns:
        return lambda _: template
    if len(columns) == 1 and not columns[0].endswith("?"):
        return _one_column(texts[0], columns[0], texts[1])
    steps = [
        (c.removesuffix("?"), c.endswith("?"), after) for c, after in zip(columns, texts[1:], strict=True)
    ]

    def text(raw: Raw) -> str | None:
        made = [texts[0]]
        for column, may_be_empty, after in steps:
            said = _text(raw, column)
            if not said and not may_be_empty:
                return None
            made += said, after
        return "".join(made)

    return text


def _one_column(before: str, column: str, after: str) -> Text:
    def text(raw: Raw) -> str | None:
        value = raw.get(column)
        said = value.strip() if value.__class__ is str else "" if value is None else str(value)
        return before + said + after if said else None

    return text


def _values(values: Mapping[str, model.Value]) -> Callable[[Raw], dict[str, Said]]:
    """Plain columns in one loop, everything else by a function of its own."""
    plain = tuple((name, value.column) for name, value in values.items() if value.column and value.is_plain)
    plain_names = {name for name, _ in plain}
    others = tuple((name, _value(value)) for name, value in values.items() if name not in plain_names)

    if not values:
        return lambda raw: {}

    def read(raw: Raw) -> dict[str, Said]:
        get = raw.get
        found: dict[str, Said] = {}
        for name, column in plain:
            value = get(column)
            if value is not None and value != "":
                found[name] = value
        for name, get_value in others:
            said = get_value(raw)
            if said is not None and said != "" and said != []:
                found[name] = said
        return found

    return read


def _value(value: model.Value) -> Get:
    get = _origin(value)
    if value.ignore:
        get = _without(get, frozenset(value.ignore))
    if value.match:
        get = _matching(get, re.compile(value.match))
    if value.lookup is not None:
        get = _looked_up(get, value.lookup, value.default)
    elif value.default is not None:
        get = _or_default(get, value.default)
    return get


def _origin(value: model.Value) -> Get:
    if value.constant is not None:
        constant = value.constant
        return lambda _: constant
    if value.template is not None:
        return _template(value.template)
    if value.columns is not None:
        columns = tuple(value.columns)
        return lambda raw: [said for column in columns if (said := raw.get(column)) not in _EMPTY]
    column = value.column or ""
    if (split := value.split) is not None:
        return lambda raw: _parts(raw.get(column), split)
    return lambda raw: raw.get(column)


def _on_each(change: Callable[[Said], Said], get: Get) -> Get:
    """Change what is said, or each part of a list of it."""

    def changed(raw: Raw) -> Said:
        said = get(raw)
        if isinstance(said, list):
            return [new for each in said if (new := change(each)) not in _EMPTY]
        return change(said)

    return changed


def _without(get: Get, ignored: frozenset[str]) -> Get:
    return _on_each(lambda said: None if said is None or str(said).strip() in ignored else said, get)


def _matching(get: Get, pattern: re.Pattern[str]) -> Get:
    def match(said: Said) -> Said:
        found = pattern.search(str(said)) if said is not None else None
        return None if found is None else found[1] if pattern.groups else found[0]

    return _on_each(match, get)


def _looked_up(get: Get, lookup: Mapping[str, model.Scalar], default: Said) -> Get:
    def look_up(said: Said) -> Said:
        if said is None or said == "":
            return default
        return lookup.get(str(said).strip(), said if default is None else default)

    return _on_each(look_up, get)


def _or_default(get: Get, default: Said) -> Get:
    return lambda raw: default if (said := get(raw)) in _EMPTY or said == [] else said


def _tests(when: model.When) -> list[Test]:
    return [_test(column, condition) for column, condition in when.items()]


def _test(column: str, condition: model.Condition) -> Test:
    if isinstance(condition, str | list):
        allowed = frozenset([condition] if isinstance(condition, str) else condition)
        return lambda raw: _text(raw, column) in allowed
    tests: list[Callable[[str], bool]] = []
    if (present := condition.present) is not None:
        tests.append(lambda text: bool(text) == present)
    if condition.unless is not None:
        refused = frozenset(condition.unless)
        tests.append(lambda text: text not in refused)
    if condition.match is not None:
        pattern = re.compile(condition.match)
        tests.append(lambda text: pattern.search(text) is not None)
    return lambda raw: all(test(_text(raw, column)) for test in tests)


def _text(raw: Raw, column: str) -> str:
    value = raw.get(column)
    return "" if value is None else str(value).strip()
