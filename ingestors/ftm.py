"""FollowTheMoney entities, one JSON object on each line: OpenSanctions, and whatever else speaks FollowTheMoney.

Load `entities.ftm.json` of an OpenSanctions collection. (`targets.nested.json`, which has entities within entities, and
`statements.csv` are other formats, and are refused.) Read are people, companies, organizations, public bodies,
vehicles, vessels and airplanes; who owns, controls, directs, employs and knows whom, with its interval; public posts
and who held them; sanctions; court cases. `topics` (`sanction`, `role.pep`) are kept as they are.

- A **sanction** becomes an event of the category `sanction` that concerns its entity, carried out by its authority.
- A **public post** (`Position`) becomes a public body of its name, in which its holders hold a post.
- Only people hold posts: a company that directs another controls it, and a member that is one is a part of it.
- An **address** becomes text of those that refer to it. Passports are left to the person's own `passportNumber`.
- Of several names, the caption is the name, and the others are other names. Contradicting values are kept as said.
- A `LegalEntity`, which may be a person or an organization, is taken for an organization.

The file is read twice: a link says nothing of whether its ends are people, organizations or devices, so their schemas
(and the addresses) are looked up first, into a temporary file. Entities of a schema that is not read (securities,
wallets, documents, links of an unknown kind that are not between people) are passed over, and counted by their schema.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

from graph_platform.facts import Claim, Formats, Mention, Record, Row, Said
from ingestors.columns import first, needed, stated
from ingestors.ftm_lookup import NO_THING, Known, looked_up, nothing_known
from ingestors.ftm_schemas import (
    CASE,
    DEVICE,
    ELSEWHERE,
    LABELS,
    LINKS,
    NAMES,
    NOT_READ,
    ORGANIZATION,
    OTHERWISE,
    PERSON,
    SANCTION,
    TEXTS,
)
from ingestors.reading.items import Raw, RowError, RowSkipped
from ingestors.tables import RowFunction, Table, tables_source

FORMATS = Formats()

Properties: TypeAlias = Mapping[str, list[Any]]
"""An entity's properties, each a list."""

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%?")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*%?\s*[-–]\s*(\d+(?:\.\d+)?)\s*%?")


def entity_function(path: Path) -> RowFunction:
    """The row function for one file, which knows what the entities in it are."""
    known = looked_up(path)
    return lambda raw, line: entity(raw, line, known)


def entity(raw: Raw, line: int, known: Known = nothing_known) -> Row | None:
    """One entity: a thing, a sanction, or a link between two things."""
    schema, id_ = needed(raw, "schema"), needed(raw, "id")
    said = _properties(raw)
    if schema in ELSEWHERE:
        return None
    records: tuple[Record, ...] = ()
    if schema in LABELS:
        key = f"entity/{id_}"
        records = (Record(key, LABELS[schema], stated(_thing(schema, raw, said, known))),)
        claims = _operators(Mention(key, LABELS[schema]), said, known)
    elif schema == "Sanction":
        key = f"sanction/{id_}"
        records, claims = _sanction(key, said, known)
    elif schema in LINKS:
        key = f"link/{id_}"
        claims = _links(schema, said, known)
    elif schema in NOT_READ:
        raise RowSkipped(f"is of the schema {schema}, which is not read")
    else:
        raise RowError("column 'schema' is none that is read")
    return Row(key, line, raw, records, claims, first(raw, "last_seen", "last_change") or None, ("public",))


def _mention(id_: object, known: Known, otherwise: str = "Organization") -> Mention:
    """A thing that a row refers to; `otherwise` is what it is taken for where the file does not describe it."""
    label, _ = known(id_)
    if label == NO_THING:
        raise RowSkipped("is about an entity whose schema is not read")
    return Mention(f"entity/{id_}", label or otherwise)


def _thing(schema: str, raw: Raw, said: Properties, known: Known) -> dict[str, Said]:
    label = LABELS[schema]
    if label == "Lawsuit":
        return {**_values(said, CASE), "at": _date(said, "fileDate"), "ended_at": _date(said, "closeDate")}
    names, former = _listed(said, *NAMES), _listed(said, "previousName")
    name = raw.get("caption") if raw.get("caption") in names else next(iter(names), None)
    others: list[Said] = [other for other in names if other != name]
    values: dict[str, Said] = {"name": name, "topics": said.get("topics")}
    if label == "Vehicle":
        return values | _values(said, DEVICE) | _device(schema, said) | {"other_names": [*others, *former]}
    addresses = [*_listed(said, "address"), *(known(id_)[1] for id_ in said.get("addressEntity", ()))]
    values["address"] = next(filter(None, addresses), None)
    values["email"], values["phone"] = said.get("email"), said.get("phone")
    if label == "Person":
        return values | _values(said, PERSON) | _person(said) | {"other_names": [*others, *former]}
    values |= {"other_names": others, "previous_names": former}
    return values | _values(said, ORGANIZATION) | _organization(said)


def _person(said: Properties) -> dict[str, Said]:
    return {
        "birth_date": _date(said, "birthDate"),
        "nationality": _listed(said, "nationality", "citizenship"),
        "country": _one(said.get("country")),
    }


def _organization(said: Properties) -> dict[str, Said]:
    ogrn = _one(said.get("ogrnCode"))
    return {
        "founded": _date(said, "incorporationDate"),
        "dissolved": _date(said, "dissolutionDate"),
        "country": _one(said.get("jurisdiction") or said.get("mainCountry") or said.get("country")),
        "stock_code": said.get("ticker"),
        "company_number": f"RU-OGRN/{ogrn}" if isinstance(ogrn, str) else None,
    }


def _device(schema: str, said: Properties) -> dict[str, Said]:
    return {
        "category": next(iter(said.get("type", ())), schema),
        "manufactured": _date(said, "buildDate"),
        "plate": _one(said.get("registrationNumber")) if schema == "Vehicle" else None,
    }


def _operators(me: Mention, said: Properties, known: Known) -> tuple[Claim, ...]:
    """Who owns and operates a vehicle, where it says so itself."""
    if me.label != "Vehicle":
        return ()
    return tuple(
        Claim(f"{relation}/{id_}", relation, _mention(id_, known), me)
        for column, relation in (("owner", "OWNS"), ("operator", "OPERATES"))
        for id_ in said.get(column, ())
    )


def _sanction(key: str, said: Properties, known: Known) -> tuple[tuple[Record, ...], tuple[Claim, ...]]:
    me = Mention(key, "Event")
    values: dict[str, Said] = {
        **_values(said, SANCTION),
        "category": "sanction",
        "title": "; ".join(map(str, said.get("program") or said.get("programId") or ())),
        "at": _date(said, "startDate") or _date(said, "listingDate") or _date(said, "date"),
        "ended_at": _date(said, "endDate"),
    }
    records = [Record(key, "Event", stated(values))]
    claims = [
        Claim(f"CONCERNS/{id_}", "CONCERNS", me, _mention(id_, known)) for id_ in said.get("entity", ())
    ]
    if not claims:
        raise RowError("column 'properties.entity' is empty")
    for name in said.get("authority", ()):
        # the source knows authorities by name: it has one spelling for each
        authority = Mention(f"authority/{name}", "Government")
        records.append(Record(authority.key, authority.label, {"name": name}))
        claims.append(Claim(f"CARRIED_OUT/{name}", "CARRIED_OUT", authority, me))
    return tuple(records), tuple(claims)


def _links(schema: str, said: Properties, known: Known) -> tuple[Claim, ...]:
    """What a link says of each of its starts and each of its ends."""
    ends: list[list[Mention]] = []
    for column in LINKS[schema]:
        ends.append(
            [_mention(id_, known, OTHERWISE.get(column, "Organization")) for id_ in said.get(column, ())]
        )
        if not ends[-1]:
            raise RowError(f"column 'properties.{column}' is empty")
    return tuple(_link(schema, said, start, end) for start, end in product(*ends))


def _link(schema: str, said: Properties, start: Mention, end: Mention) -> Claim:
    relation = _relation(schema, start, end)
    since, until = _date(said, "startDate"), _date(said, "endDate")
    # where sources contradict each other, the interval holds what either of them says
    since = min(map(str, since)) if isinstance(since, list) else since
    until = max(map(str, until)) if isinstance(until, list) else until
    role: Said = "; ".join(map(str, _listed(said, "role", "relationship"))) or None
    values: dict[str, dict[str, Said]] = {
        "OWNS": _owned(said),
        "CONTROLS": {"interests": _listed(said, "controlType", "role")},
        "HOLDS_POST": {"post": role},
        "WORKS_FOR": {"job_title": role},
        "KNOWS": {"basis": role},
        "PARTY_TO": {"party_role": role},
    }
    if relation == "PARTY_TO":
        since = until = None
    path = f"{relation}/{start.key.removeprefix('entity/')}/{end.key.removeprefix('entity/')}"
    return Claim(path, relation, start, end, stated(values.get(relation, {})), since, until)


def _relation(schema: str, start: Mention, end: Mention) -> str:
    person = start.label == "Person"
    if schema in ("Family", "Associate", "UnknownLink"):
        if not (person and end.label == "Person"):
            raise RowSkipped(f"is of the schema {schema}, which is read between people only")
        return "KNOWS"
    if schema == "Employment" and not person:
        raise RowError("column 'properties.employee' names no person")
    return {
        "Ownership": "OWNS",
        "Control": "CONTROLS",
        "Directorship": "HOLDS_POST" if person else "CONTROLS",
        "Membership": "HOLDS_POST" if person else "PART_OF",
        "Employment": "WORKS_FOR",
        "Occupancy": "HOLDS_POST",
        "CourtCaseParty": "PARTY_TO",
    }[schema]


def _owned(said: Properties) -> dict[str, Said]:
    """A share is in per cent here, with its sign or without, exactly or from one to another, or told in words."""
    share = "; ".join(map(str, said.get("percentage", ()))).strip()
    values: dict[str, Said] = {}
    if exactly := _PERCENT.fullmatch(share):
        values["share"] = f"{exactly[1]}%"
    elif between := _RANGE.fullmatch(share):
        values |= {"share_min": f"{between[1]}%", "share_max": f"{between[2]}%"}
    told = [] if values or not share else [share]
    return {"interests": [*_listed(said, "ownershipType", "role"), *told], **values}


def _properties(raw: Raw) -> dict[str, list[Any]]:
    properties = raw["properties"]
    for column, values in properties.items():
        if values.__class__ is not list:
            raise RowError(f"column 'properties.{column}' is not a list")
        if any(value.__class__ is dict for value in values):
            raise RowError(f"column 'properties.{column}' has entities in it: load entities.ftm.json instead")
    return dict(properties)


def _values(said: Properties, columns: Mapping[str, str]) -> dict[str, Said]:
    return {
        name: "; ".join(map(str, said[column])) if name in TEXTS else _one(said[column])
        for column, name in columns.items()
        if said.get(column)
    }


def _one(values: list[Any] | None) -> Said:
    """The one value that is said; of several, all, so that they are kept and none is preferred."""
    return values[0] if values and len(values) == 1 else values or None


def _date(said: Properties, column: str) -> Said:
    """A date as exactly as it is known: `1970-01-02` where `1970` is said too."""
    exactest = max(said.get(column) or [""], key=lambda value: len(str(value)))
    fits = all(str(exactest).startswith(str(value)) for value in said.get(column, ()))
    return exactest or None if fits else said.get(column)


def _listed(said: Properties, *columns: str) -> list[Any]:
    """The values of several properties, each once."""
    return list(dict.fromkeys(value for column in columns for value in said.get(column, ())))


TABLES = (
    Table(
        "entities",
        entity,
        ("id", "schema", "properties"),
        ("caption", "datasets", "referents", "target", "first_seen", "last_seen", "last_change"),
        description="Entities, with these properties: "
        + ", ".join(dict.fromkeys([*NAMES, *PERSON, *ORGANIZATION, *DEVICE])),
        beside=entity_function,
    ),
)

source = tables_source(
    "ftm",
    "FollowTheMoney (OpenSanctions)",
    "register",
    0.9,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
    shapes=("json", "jsonl"),
)
