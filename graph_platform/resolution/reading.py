"""What resolution reads of the graph: every record of a person or an organization, and the claims around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from neo4j import Record

from graph_platform.database import Database
from graph_platform.loading.bolt import from_bolt
from graph_platform.ontology import ONTOLOGY
from graph_platform.resolution.collective import Related
from graph_platform.resolution.party import SCHEMAS, Party, Schema, as_list, make_party
from graph_platform.resolution.stage import Judgement, Pair, ordered
from graph_platform.statements import statement

PAGE = 5_000
EMPLOYS = frozenset(("WORKS_FOR", "HOLDS_POST"))
Told = Callable[[int], None]

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "aliases": ("other_names",),
    "former_names": ("previous_names",),
    "registration_number": ("registration_number", "licence_number", "passport_number"),
    "domain": ("domain_name", "website"),
    "title": ("job_title",),
}
"""The properties that a field of a party is made of, where they are called otherwise."""
_SAME = ("country", "city", "address", "birth_date", "phone", "email")


Said = tuple[str, Schema, dict[str, Any], list[str]]
"""A record's id, its schema, what it says, and the names of its employers."""


@dataclass(slots=True)
class Page:
    """Some records, the claims around them, and the entity that each record is about."""

    said: list[Said]
    related: list[Related]
    entity_of: dict[str, str]

    @property
    def parties(self) -> list[Party]:
        """The records as resolution reads them."""
        return parties_of(self.said)


@dataclass(slots=True)
class Stored:
    """What there is to be resolved, and which entity each record is about at present."""

    parties: list[Party] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    entity_of: dict[str, str] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)
    unknown: set[Pair] = field(default_factory=set)
    """Pairs of which somebody has said that they cannot tell."""


def read_stored(
    database: Database, schemas: tuple[Schema, ...] = SCHEMAS, tell: Told = lambda count: None
) -> Stored:
    """Everything that resolution needs; `tell` hears how many records are read."""
    unknown = database.read(statement("resolution/read_unknown"))
    stored = Stored(
        judgements=read_judgements(database), unknown={ordered(row["left"], row["right"]) for row in unknown}
    )
    for page in read_pages(database, schemas):
        stored.parties += page.parties
        stored.related += page.related
        stored.entity_of |= page.entity_of
        tell(len(stored.parties))
    return stored


def read_judgements(database: Database) -> list[Judgement]:
    """What people have decided."""
    rows = database.read(statement("resolution/read_judgements"))
    return [Judgement(row["left"], row["right"], row["same"]) for row in rows]


def read_pages(database: Database, schemas: tuple[Schema, ...] = SCHEMAS) -> Iterator[Page]:
    """All records of these schemas, in the order of their ids; a claim between two comes with the one that makes it."""
    labels = labels_of(schemas)
    after = ""
    while rows := database.read(
        statement("resolution/read_records"), {"labels": labels, "after": after, "limit": PAGE}
    ):
        after = rows[-1]["id"]
        yield _page(database, [row for row in rows if row["told"]], labels)


def read_some(database: Database, ids: Sequence[str], schemas: tuple[Schema, ...] = SCHEMAS) -> Page:
    """Those of these records that are of these schemas, with all claims around them."""
    wanted = {"ids": list(ids), "labels": labels_of(schemas)}
    return _page(database, database.read(statement("resolution/read_records_by_id"), wanted), [])


def labels_of(schemas: tuple[Schema, ...]) -> list[str]:
    """All labels of the ontology below these."""
    return [label for label in ONTOLOGY.labels if any(ONTOLOGY.is_a(label, schema) for schema in schemas)]


def _page(database: Database, rows: Sequence[Record], apart: list[str]) -> Page:
    asked = {"ids": [row["id"] for row in rows], "labels": apart, "employs": list(EMPLOYS)}
    claims = database.read(statement("resolution/read_related"), asked) if rows else []
    employers: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if claim["employer"]:
            employers[claim["start"]].append(claim["employer"])
    page = Page([], [Related(claim["start"], claim["end"], claim["relation"]) for claim in claims], {})
    for row in rows:
        record = from_bolt(row["record"])
        schema: Schema = "Person" if ONTOLOGY.is_a(record["label"], "Person") else "Organization"
        page.said.append((row["id"], schema, record, employers.get(row["id"], [])))
        if row["entity"]:
            page.entity_of[row["id"]] = row["entity"]
    return page


def parties_of(said: Sequence[Said]) -> list[Party]:
    """Records as resolution reads them."""
    return [party_of(*each) for each in said]


def party_of(id_: str, schema: Schema, record: Mapping[str, Any], employers: list[str]) -> Party:
    """A stored record, or one that is about to be, as resolution reads it."""
    values = {name: as_list(record.get(name)) for name in (*_SAME, *ONTOLOGY.properties(schema))}
    values |= {
        name: [value for each in properties for value in as_list(record.get(each))]
        for name, properties in _FIELDS.items()
    }
    if schema == "Person" and (given := record.get("given_name")) and (family := record.get("family_name")):
        values["aliases"] = [*values["aliases"], f"{given} {family}"]
    return make_party(id_, schema, values | {"employer": employers, "system": [record["data_set"]]})
