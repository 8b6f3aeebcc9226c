"""A plan as the text of a mapping: valid as it stands, each guess with its ground beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ingestors.drafting.plan import Guess, Other, Plan

HEAD = """\
# Drafted from {file}. It is valid and loads that file as it stands; whether it says what you mean is yours to decide.
# Every line with `guess:` was guessed on the ground that it names. Look at each, then delete these comments.
# What a mapping may say: docs/new-source.md. What the graph may hold: graph-platform ontology.
#
# graph-platform sources check {file} --mapping THIS.yaml
# graph-platform load mapping {file} --mapping THIS.yaml --dry-run"""


def written(file: str, source: str, plans: Sequence[Plan]) -> str:
    """The text of a mapping for the tables of one file."""
    lines = HEAD.format(file=_comment(file)).splitlines()
    lines += [f"source: {source}", f"title: {quoted(file)}", "kind: other", "trust: 0.5"]
    lines += _formats(plans)
    lines.append("tables:")
    for made in plans:
        lines += _table(made)
    return "\n".join(lines) + "\n"


def _formats(plans: Sequence[Plan]) -> Iterator[str]:
    columns = [column for made in plans for column in made.columns]
    patterns = {column.pattern: column for column in reversed(columns) if column.pattern}
    currencies = {
        c.currency: c for c in reversed(columns) if c.currency and c.type in ("money", "decimal", "integer")
    }
    chinese = next((c for c in columns if c.type in ("uscc", "resident_id")), None)
    said: list[str] = []
    if patterns:
        said.append("  dates:")
        said += [f"    - {quoted(p)}  # guess: {quoted(c.name)}: {c.ground}" for p, c in patterns.items()]
    if currencies:
        currency, column = next(iter(currencies.items()))
        others = f", beside {', '.join(list(currencies)[1:])} elsewhere" if len(currencies) > 1 else ""
        said.append(f"  currency: {currency}  # guess: {quoted(column.name)} or its cells say so{others}")
    if comma := next((column for column in columns if column.comma), None):
        said.append(f'  decimal: ","  # guess: the numbers of {quoted(comma.name)} are written so')
    if chinese:
        said.append(f"  country: CN  # guess: {quoted(chinese.name)} holds Chinese identifiers")
        said.append("  timezone: Asia/Shanghai  # guess: for the same reason")
    if said:
        yield "formats:"
        yield from said


def _table(made: Plan) -> Iterator[str]:
    needed, optional = _columns(made)
    yield f"  {quoted(made.table.name)}:"
    yield f"    columns: [{', '.join(map(quoted, needed))}]"
    if optional:
        yield f"    optional: [{', '.join(map(quoted, optional))}]"
    yield f"    key: {quoted(made.key)}  # guess: {made.key_ground}"
    yield "    records:"
    yield from _record("this", made.label, made.label_ground, made.key, made.values)
    for other in made.others:
        if other.values or not other.key:
            yield from _record(other.role, other.label, other.ground, _key(other), other.values)
    mentioned = [other for other in made.others if other.key and not other.values]
    if mentioned:
        yield "    mentions:"
        for other in mentioned:
            yield f"      {other.role}:"
            yield f"        label: {other.label}  # guess: {_comment(other.ground)}"
            yield f"        key: {quoted(_key(other))}"
    if made.others:
        yield "    claims:"
        for other in made.others:
            start, end = ("this", other.role) if other.outgoing else (other.role, "this")
            claim = f"relation: {other.relation}, start: {start}, end: {end}, name: {other.role}"
            yield f"      - {{{claim}}}  # guess: the usual one of {made.label} and {other.role}"
    if made.unused:
        yield "    # Not understood:"
        yield from (f"    #   {quoted(name)}: {_comment(why)}" for name, why in made.unused)


def _record(name: str, label: str, ground: str, key: str, values: Iterable[Guess]) -> Iterator[str]:
    yield f"      {name}:"
    yield f"        label: {label}  # guess: {_comment(ground)}"
    yield f"        key: {quoted(key)}"
    guesses = list(values)
    if guesses:
        yield "        values:"
        for guess in guesses:
            yield f"          {guess.property}: {quoted(guess.column)}  # guess: {_comment(guess.ground)}"


def _key(other: Other) -> str:
    return f"{other.role}/{{{other.key}}}" if other.key else f"#{other.role}"


def _columns(made: Plan) -> tuple[list[str], list[str]]:
    """The columns that every such file must have, and those that are used where they are there."""
    used = made.used()
    full = {column.name for column in made.columns if column.filled == 1.0}
    top = [name for name in made.table.top if name in made.table.columns or made.table.rows]
    needed = [name for name in top if name in used and name in full]
    if not needed:
        needed = [name for name in top if name in made.key_columns] or top[:1]
    return needed, [name for name in made.table.columns if name in used and name not in needed]


def quoted(text: str) -> str:
    """A text as YAML reads it back, whatever stands in it."""
    return '"' + "".join(letter if _plain(letter) else _escaped(letter) for letter in text) + '"'


def _plain(letter: str) -> bool:
    return letter.isprintable() and letter not in '"\\'


def _escaped(letter: str) -> str:
    code = ord(letter)
    if letter in '"\\':
        return f"\\{letter}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _comment(text: str) -> str:
    """A text that stays on its line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
