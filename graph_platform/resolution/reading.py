"""What resolution reads of the graph: every record of a person or an organization, and the claims around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_platform.database import Database
from graph_platform.loading.bolt import from_bolt
from graph_platform.ontology import ONTOLOGY
from graph_platform.resolution.collective import Related
from graph_platform.resolution.party import SCHEMAS, Party, Schema, as_list, make_party
from graph_platform.resolution.resolving import Judgement, Pair, ordered
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
    """Everything that resolution needs, read once in pages; `tell` hears how many records are read."""
    stored = Stored()
    labels = [label for label in ONTOLOGY.labels if any(ONTOLOGY.is_a(label, schema) for schema in schemas)]
    said: dict[str, tuple[Schema, dict[str, Any]]] = {}
    after = ""
    while True:
        page = database.read(
            statement("resolution/read_records"), {"labels": labels, "after": after, "limit": PAGE}
        )
        if not page:
            break
        after = page[-1]["id"]
        told = [row for row in page if row["told"]]
        for row in told:
            record = from_bolt(row["record"])
            schema: Schema = "Person" if ONTOLOGY.is_a(record["label"], "Person") else "Organization"
            said[row["id"]] = (schema, record)
            if row["entity"]:
                stored.entity_of[row["id"]] = row["entity"]
        stored.related += _related(database, [row["id"] for row in told])
        tell(len(said))
    employers = employers_of(stored.related, said)
    stored.parties = [
        party_of(id_, schema, record, employers.get(id_, [])) for id_, (schema, record) in said.items()
    ]
    for row in database.read(statement("resolution/read_judgements")):
        if row["same"] is None:
            stored.unknown.add(ordered(row["left"], row["right"]))
        else:
            stored.judgements.append(Judgement(row["left"], row["right"], row["same"]))
    return stored


def _related(database: Database, ids: list[str]) -> list[Related]:
    rows = database.read(statement("resolution/read_related"), {"ids": ids})
    return [Related(row["start"], row["end"], row["relation"]) for row in rows]


def employers_of(
    related: list[Related], said: Mapping[str, tuple[Schema, dict[str, Any]]]
) -> dict[str, list[str]]:
    """The names of the employers of each person among records by id."""
    found: dict[str, list[str]] = {}
    for relation in related:
        known = relation.source in said and relation.target in said
        if known and relation.type in EMPLOYS and (name := said[relation.target][1].get("name")):
            found.setdefault(relation.source, []).append(name)
    return found


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
