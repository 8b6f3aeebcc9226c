"""What a row of a table is, which property each column is, and which things it names: guesses, with their grounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph_platform.facts import Formats
from graph_platform.ontology import ONTOLOGY, Property
from ingestors.drafting.columns import IDENTIFIERS, Column
from ingestors.drafting.relations import relation_of
from ingestors.drafting.sample import Sampled
from ingestors.drafting.vocabulary import THINGS, Meaning, meaning, role_of

TYPICAL = {"uscc": "Company", "lei": "Company", "vin": "Vehicle", "resident_id": "Person", "orcid": "Person"}
TYPICAL |= {"imei": "Device", "gtin": "Product", "doi": "Publication"}
BY_TYPE = {"iban": "bank_account", "email": "email"}
SAME_KIND = {"manufacturer", "parent"}
GENERAL = frozenset(
    (
        "name",
        "city",
        "status",
        "category",
        "description",
        "country",
        "region",
        "email",
        "phone",
        "address",
        "title",
        "at",
    )
)
MOST_PARTS = 4
LONGEST_PART = 60
NO_KEY = ("decimal", "money", "percent", "date", "datetime", "boolean", "list", "object", "empty")


@dataclass(frozen=True, slots=True)
class Guess:
    """A column that is a property, and why."""

    property: str
    column: str
    ground: str


@dataclass(slots=True)
class Other:
    """A thing beside the row's own; its role names it in the mapping. Without a `key`, only its name is known."""

    role: str
    label: str
    key: str
    values: list[Guess]
    relation: str
    outgoing: bool
    ground: str


@dataclass(slots=True)
class Plan:
    """A table as it is going to be drafted. `key` is the row's key as a template; what was not understood is told."""

    table: Sampled
    columns: Sequence[Column]
    label: str
    label_ground: str
    role: str
    key: str
    key_columns: tuple[str, ...]
    key_ground: str
    values: list[Guess] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    unused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def formats(self) -> Formats:
        """How the table writes values."""
        return _formats(self.columns)

    def used(self) -> set[str]:
        """The columns that the mapping reads."""
        guesses = [*self.values, *(guess for other in self.others for guess in other.values)]
        return {*self.key_columns, *(g.column for g in guesses), *(o.key for o in self.others if o.key)}


def plan(table: Sampled, columns: Sequence[Column]) -> Plan:
    """Guess what the rows of a table say."""
    meanings = {column.name: meaning(column.name.rpartition(".")[2]) for column in columns}
    key = _key(table, columns, meanings)
    role, label, ground = _label(table, columns, meanings, key)
    extent = "of the file" if table.whole else f"of the first {len(table.rows):,}"
    if key is not None:
        named: tuple[str, ...] = (key.name,)
        template = f"{role}/{{{key.name}}}"
        key_ground = f"filled and different in every row {extent}"
    else:
        found = composed(table, columns, meanings)
        named = tuple(column.name for column in found)
        parts = "/".join(f"{{{c.name}{'' if c.filled == 1.0 else '?'}}}" for c in found)
        template = f"{role}/{parts or '{line}'}"
        key_ground = (
            f"together different in the rows {extent}"
            if found
            else "no columns tell the rows, so their lines do: a row that moves is another"
        )
    made = Plan(table, columns, label, ground, role, template, named, key_ground)
    rest = [column for column in columns if column is not key]
    others = _others(made, rest, meanings)
    _own(made, [*([key] if key else []), *rest], meanings, others)
    return made


def composed(table: Sampled, columns: Sequence[Column], meanings: dict[str, Meaning]) -> Sequence[Column]:
    """The columns that tell rows apart together, keys first and dates next; none where the line is better."""
    # a column of that name hides the line's number
    alone = len(table.lines) == len(table.rows) and "line" not in table.columns
    fitting = [c for c in columns if usable_in_key(c.name) and c.type not in ("list", "object", "empty")]
    fitting = [c for c in fitting if max(len(str(cell)) for cell in c.values) <= LONGEST_PART]
    fitting.sort(
        key=lambda c: (not meanings[c.name].is_key, c.type not in ("date", "datetime"), c.filled < 1)
    )
    chosen: list[Column] = []
    told: list[tuple[str, ...]] = [()] * len(table.rows)
    for column in fitting[: MOST_PARTS if alone else 3 * MOST_PARTS]:
        cells = [str(cell).strip() if cell is not None else "" for cell in table.cells(column.name)]
        more = [(*before, cell) for before, cell in zip(told, cells, strict=True)]
        if len(set(more)) > len(set(told)):
            chosen, told = [*chosen, column], more
        if len(set(told)) == len(table.rows):
            return chosen
    return [] if alone else chosen


def _formats(columns: Iterable[Column]) -> Formats:
    commas = any(column.comma for column in columns)
    dates = tuple(dict.fromkeys(column.pattern for column in columns if column.pattern))
    return Formats(dates=dates, decimal="," if commas else ".", currency="XXX")


def usable_in_key(name: str) -> bool:
    """Whether a column can stand in a template: braces and a question mark mean something there."""
    return not any(mark in name for mark in "{}") and not name.endswith("?")


def _key(table: Sampled, columns: Sequence[Column], meanings: dict[str, Meaning]) -> Column | None:
    """The column that tells every row: the table's own id, an identifier, the first column, or another's id."""
    about, _ = _role_by_name(table)
    fitting = [c for c in columns if c.unique and c.type not in NO_KEY and usable_in_key(c.name)]
    ids = [c for c in fitting if meanings[c.name].is_key]
    own = [c for c in ids if not about or _alike(meanings[c.name].role, about)]
    checked = [c for c in fitting if c.type in TYPICAL]
    first = [c for c in fitting if c is columns[0] and c.type in ("text", "integer")]
    return next(iter([*own, *checked, *first, *ids]), None)


def _alike(role: str, about: str) -> bool:
    return not role or THINGS[role][0] == THINGS[about][0]


def _role_by_name(table: Sampled) -> tuple[str, str]:
    """The thing that the table's or the file's name speaks of, and which of the two does."""
    for name, which in ((table.name, "table"), (table.file.partition(".")[0], "file")):
        if role := role_of(name):
            return role, which
    return "", ""


def _label(
    table: Sampled, columns: Sequence[Column], meanings: dict[str, Meaning], key: Column | None
) -> tuple[str, str, str]:
    """The role, the label of a row and the ground."""
    if key is not None and (role := meanings[key.name].role) and meanings[key.name].is_key:
        return role, THINGS[role][0], f"its key column speaks of {role!r}"
    role, which = _role_by_name(table)
    if role:
        return role, THINGS[role][0], f"the name of the {which} speaks of {role!r}"
    for column in columns:
        if column.type in TYPICAL and column.unique:
            label = TYPICAL[column.type]
            return label.casefold(), label, f"every row has a {column.type} of its own"
    label, count = _by_properties(columns, meanings)
    if count > 1:
        return label.casefold(), label, f"{count} columns name properties of it"
    if any(column.type in ("date", "datetime") for column in columns):
        return "event", "Event", "its rows are dated, and nothing says what they are"
    return "content", "Content", "nothing says what its rows are"


def _by_properties(columns: Sequence[Column], meanings: dict[str, Meaning]) -> tuple[str, int]:
    """The label of which columns name most properties that others don't have."""
    formats = _formats(columns)
    best = ("Content", 0)
    for label in ONTOLOGY.labels:
        properties = ONTOLOGY.properties(label)
        found = {
            name
            for column in columns
            if (name := meanings[column.name].attribute) in properties
            and not meanings[column.name].role
            and name not in GENERAL
            and column.fits(properties[name], formats)
        }
        if len(found) > best[1]:
            best = (label, len(found))
    return best


def _others(made: Plan, columns: Sequence[Column], meanings: dict[str, Meaning]) -> dict[str, Other]:
    """The things that columns name beside the row's own, by role."""
    found: dict[str, Other] = {}
    for column in columns:
        told = meanings[column.name]
        is_party = told.is_key or (told.is_name and column.type == "text")
        if not told.role or not is_party or column.type in NO_KEY:
            continue
        if told.role == made.role or (
            told.is_name and not told.is_key and told.role in found and found[told.role].values
        ):
            continue
        label = THINGS[told.role][0]
        relation = relation_of(made.label, label, told.role, made.role)
        if relation is None:
            made.unused.append((column.name, f"names a {told.role}, and nothing relates it to {made.label}"))
            continue
        other = found.setdefault(
            told.role,
            Other(told.role, label, "", [], *relation, f"columns {column.name!r} and its like name it"),
        )
        if told.is_key and usable_in_key(column.name) and not other.key:
            other.key = column.name
        elif told.is_name and "name" in ONTOLOGY.properties(label):
            other.values.append(Guess("name", column.name, "named as its name"))
    for other in list(found.values()):
        _settle(made, other)
    made.others = [other for other in found.values() if other.key or other.values]
    return {other.role: other for other in made.others}


def _settle(made: Plan, other: Other) -> None:
    """A name goes with a key only where the key always has the same one."""
    other.ground = " and ".join(repr(name) for name in [other.key, *(g.column for g in other.values)] if name)
    other.ground += " speak of it" if other.key and other.values else " speaks of it"
    if not (other.key and other.values):
        return
    names: dict[str, str] = {}
    column = other.values[0].column
    for row in made.table.rows:
        key, name = str(row.get(other.key) or "").strip(), str(row.get(column) or "").strip()
        if key and names.setdefault(key, name) != name:
            made.unused.append((column, f"says different names for one {other.key!r}"))
            other.values.clear()
            return


def _own(
    made: Plan, columns: Sequence[Column], meanings: dict[str, Meaning], others: dict[str, Other]
) -> None:
    """The row's own properties, and those of the others whose role a column names."""
    properties = ONTOLOGY.properties(made.label)
    told = {name for name, _ in made.unused}
    taken: set[str] = set()
    for column in columns:
        if column.name in made.used() - set(made.key_columns) or column.name in told:
            continue
        said = meanings[column.name]
        if (other := others.get(said.role)) and other.key == "" and not said.is_key:
            _of_other(made, other, column, said)
            continue
        if column.type == "empty":
            made.unused.append((column.name, column.ground))
            continue
        guess = _guess(column, said, made, properties, taken)
        if guess is not None:
            taken.add(guess.property)
            made.values.append(guess)
        elif column.name not in made.key_columns:
            made.unused.append(
                (column.name, f"{column.ground}, and no property of {made.label} is named like it")
            )


def _of_other(made: Plan, other: Other, column: Column, said: Meaning) -> None:
    declared = ONTOLOGY.properties(other.label).get(said.attribute)
    known = {guess.property for guess in other.values}
    if declared is not None and said.attribute not in known and column.fits(declared, made.formats):
        other.values.append(
            Guess(said.attribute, column.name, f"named as its {said.attribute}; {column.ground}")
        )
    else:
        made.unused.append((column.name, f"says something of the {other.role} that no property holds"))


def _guess(
    column: Column, said: Meaning, made: Plan, properties: dict[str, Property], taken: set[str]
) -> Guess | None:
    by_name = said.attribute if said.role in ("", made.role) or said.attribute in SAME_KIND else ""
    if said.role and not by_name and said.role in properties:
        by_name = said.role
    by_type = BY_TYPE.get(column.type, "") or (column.type if column.type in IDENTIFIERS else "")
    for name, ground in ((by_type, column.ground), (by_name, f"named like it; {column.ground}")):
        declared = properties.get(name)
        if declared is not None and name not in taken and column.fits(declared, made.formats):
            return Guess(name, column.name, ground)
    if column.type in ("date", "datetime") and "at" in properties and "at" not in taken:
        return Guess("at", column.name, f"the first dates of the row; {column.ground}")
    if column.name.rpartition(".")[2] in properties:
        declared = properties[column.name.rpartition(".")[2]]
        if declared.name not in taken and column.fits(declared, made.formats):
            return Guess(declared.name, column.name, f"named as the property is; {column.ground}")
    return None
