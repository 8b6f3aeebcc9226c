"""A second opinion on a whole graph: what must be, worked out anew and naively from every record and claim in it.

`check(database)` fails where what is stored differs in anything. It shares with the loader only the two pure
functions that decide what a node and a relationship are, and the ids.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from neo4j.time import Date, DateTime

from graph_platform.database import Database
from graph_platform.identity import data_set_prefix, entity_id, identifier_key, record_id
from graph_platform.loading.entities import Assertion, Testimony, node, relationships
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.system import (
    CLAIM_PROPERTIES,
    ENTITY_PROPERTIES,
    RECORD_PROPERTIES,
    RELATIONSHIP_PROPERTIES,
    SYSTEM_LABELS,
    SYSTEM_RELATIONSHIPS,
)

OPEN_END_YEAR = 9999


@dataclass
class Graph:
    """Everything that is stored, as plain Python. Nodes and relationships go by their element ids."""

    nodes: dict[str, tuple[frozenset[str], dict[str, Any]]]
    relationships: list[tuple[str, str, str, dict[str, Any]]]
    """Start, type, end, properties."""

    @classmethod
    def of(cls, database: Database) -> Graph:
        """Read the whole graph."""
        nodes = {
            row["id"]: (frozenset(row["labels"]), plain(row["properties"]))
            for row in database.read(
                "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties"
            )
        }
        found = database.read(
            "MATCH (a)-[r]->(b) "
            "RETURN elementId(a) AS a, type(r) AS type, elementId(b) AS b, properties(r) AS properties"
        )
        return cls(nodes, [(row["a"], row["type"], row["b"], plain(row["properties"])) for row in found])

    def labelled(self, label: str) -> dict[str, dict[str, Any]]:
        """The properties of the nodes with a label."""
        return {id_: properties for id_, (labels, properties) in self.nodes.items() if label in labels}

    def typed(self, type_: str) -> list[tuple[str, str, dict[str, Any]]]:
        """Start, end and properties of the relationships of a type."""
        return [(start, end, values) for start, its, end, values in self.relationships if its == type_]


def plain(value: Any) -> Any:
    """A stored value as Python has it."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.to_native() if isinstance(value, DateTime | Date) else value


def check(database: Database) -> Graph:
    """Fail where the stored graph is not what its records and claims make; give it for more questions."""
    graph = Graph.of(database)
    _check_names(graph)
    _check_records(graph)
    _check_claims(graph)
    _check_history(graph)
    _check_data_sets(graph)
    expected = _expected_clusters(graph)
    _check_entities(graph, expected)
    _check_identifiers(graph, expected)
    _check_relationships(graph)
    _check_former_ids(graph)
    return graph


def _check_names(graph: Graph) -> None:
    for labels, _ in graph.nodes.values():
        system = labels & SYSTEM_LABELS.keys()
        assert len(system) == 1, f"a node with the labels {set(labels)}"
        assert labels - system <= ONTOLOGY.labels.keys()
        assert system == {"Entity"} or labels == system, f"a system node with the labels {set(labels)}"
    declared = ONTOLOGY.relationships.keys() | SYSTEM_RELATIONSHIPS.keys()
    assert {type_ for _, type_, _, _ in graph.relationships} <= declared


def declared_properties(labels: Iterable[str]) -> set[str]:
    """What nodes of these labels may say, with the currencies of sums."""
    found = {name: prop for label in labels for name, prop in ONTOLOGY.properties(label).items()}
    return found.keys() | {f"{name}_currency" for name, prop in found.items() if prop.type == "money"}


def _check_records(graph: Graph) -> None:
    about = Counter(start for start, _, _ in graph.typed("ABOUT"))
    data_sets = {each["name"] for each in graph.labelled("DataSet").values()}
    for id_, record in graph.labelled("Record").items():
        assert about[id_] == 1, f"{record['key']} is about {about[id_]} things"
        assert record["data_set"] in data_sets, f"{record['key']} is of no data set"
        assert record["id"] == record_id(record["data_set"], record["key"])
        said = record.keys() - RECORD_PROPERTIES.keys()
        assert said <= declared_properties([record["label"]]), f"{record['key']} says {said}"
        if "seen_from" in record:
            assert record["seen_to"].year == OPEN_END_YEAR
            assert ("row_hash" in record) != ("hash" in record)
            assert "row_hash" in record or "parts" not in record
        else:
            assert not said, f"{record['key']} is only mentioned, and says {said}"
            assert not record.keys() & {"seen_to", "row_hash", "hash", "parts", "table", "file", "line"}
    _check_single(graph, "Record", "id")


def _check_single(graph: Graph, label: str, key: str) -> None:
    often = Counter(each[key] for each in graph.labelled(label).values())
    assert all(times == 1 for times in often.values())


def _check_claims(graph: Graph) -> None:
    records = graph.labelled("Record")
    leads = {r["id"]: r for r in records.values() if "row_hash" in r}
    claims = graph.typed("CLAIMS")
    leads |= {claim["id"]: claim for _, _, claim in claims if "row_hash" in claim}
    for start, end, claim in claims:
        one, other = records[start], records[end]
        assert one["data_set"] == other["data_set"]
        assert claim["id"].startswith(data_set_prefix(one["data_set"]))
        assert claim["seen_to"].year == OPEN_END_YEAR
        lead = leads.get(claim["row"])
        assert lead is not None, f"a {claim['relation']} of {one['key']} belongs to no row"
        assert claim["id"] == claim["row"] or claim["id"] in lead["parts"]
        _check_relation(claim["relation"], claim, CLAIM_PROPERTIES.keys())
    often = Counter(claim["id"] for _, _, claim in claims)
    assert all(times == 1 for times in often.values())
    stored = often.keys() | {r["id"] for r in records.values()}
    for lead in leads.values():
        for part in lead.get("parts", ()):
            assert part in stored, f"a part of the row {lead.get('key') or lead['id']} is missing"


def _check_relation(relation: str, said: Mapping[str, Any], system: Iterable[str]) -> None:
    declared = ONTOLOGY.relationships[relation]
    names = {p.name for p in declared.properties}
    names |= {f"{p.name}_currency" for p in declared.properties if p.type == "money"}
    assert said.keys() - set(system) <= names
    assert ("valid_from" in said) == ("valid_to" in said) == declared.interval
    if declared.interval:
        assert said["valid_from"] < said["valid_to"]


def _check_history(graph: Graph) -> None:
    records = graph.labelled("Record")
    belongs = {start: end for start, end, _ in graph.typed("VERSION_OF")}
    said: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
    for id_, version in graph.labelled("Version").items():
        assert version["id"] == records[belongs[id_]]["id"]
        said[version["id"]].append((version["seen_from"], version["seen_to"]))
    for record in records.values():
        if "seen_from" in record:
            said[record["id"]].append((record["seen_from"], record["seen_to"]))
    for id_, intervals in said.items():
        for start, end in intervals:
            assert start <= end, f"a version of {id_} ends before it begins"
        ordered = sorted(intervals)
        for (_, end), (start, _) in pairwise(ordered):
            assert end <= start, f"two versions of {id_} hold at once"
    for _, _, past in graph.typed("CLAIMED"):
        assert past["seen_from"] <= past["seen_to"]


def _check_data_sets(graph: Graph) -> None:
    rows: Counter[str] = Counter()
    records = graph.labelled("Record")
    for record in records.values():
        rows[record["data_set"]] += "row_hash" in record
    for start, _, claim in graph.typed("CLAIMS"):
        rows[records[start]["data_set"]] += "row_hash" in claim
    for data_set in graph.labelled("DataSet").values():
        name = data_set["name"]
        assert data_set["rows"] == rows[name], f"{name}: says {data_set['rows']} rows, has {rows[name]}"


Cluster = list[dict[str, Any]]


def _identifiers(record: Mapping[str, Any]) -> set[str]:
    if record.get("split"):
        return set()
    declared = ONTOLOGY.properties(record["label"])
    return {
        identifier_key(name, record[name]) for name in declared if declared[name].exclusive and name in record
    }


def _expected_clusters(graph: Graph) -> dict[str, Cluster]:
    """Records by the id of their entity: any two sets that share an identifier are one, until none do."""
    groups: list[tuple[set[str], Cluster]] = []
    for record in graph.labelled("Record").values():
        keys = _identifiers(record)
        keys |= {record["resolved"]} if "resolved" in record else set()
        sharing = [group for group in groups if group[0] & keys]
        groups = [group for group in groups if not group[0] & keys]
        groups.append(
            (keys.union(*(group[0] for group in sharing)), [record, *(r for g in sharing for r in g[1])])
        )
    founders = (min(members, key=lambda r: (r["arrived"], r["key"], r["id"])) for _, members in groups)
    return {entity_id(f["id"]): members for f, (_, members) in zip(founders, groups, strict=True)}


def _trust(graph: Graph) -> dict[str, float]:
    return {each["name"]: each["trust"] for each in graph.labelled("DataSet").values()}


def _milliseconds(moment: Any) -> int:
    return round(moment.timestamp() * 1000)


def _testimony(record: Mapping[str, Any], trust: Mapping[str, float]) -> Testimony:
    return Testimony(
        id=record["id"],
        label=record["label"],
        values={name: value for name, value in record.items() if name not in RECORD_PROPERTIES},
        scopes=record["scopes"],
        trust=trust[record["data_set"]],
        seen=_milliseconds(record["seen_from"]) if "seen_from" in record else 0,
    )


def _living(graph: Graph, clusters: Mapping[str, Cluster]) -> dict[str, Cluster]:
    records = graph.labelled("Record")
    held = {records[end]["id"] for claim in graph.typed("CLAIMS") for end in claim[:2]}
    return {
        entity: members
        for entity, members in clusters.items()
        if any("seen_from" in record or record["id"] in held for record in members)
    }


def _check_entities(graph: Graph, clusters: Mapping[str, Cluster]) -> None:
    trust, living = _trust(graph), _living(graph, clusters)
    stored = {each["id"]: id_ for id_, each in graph.labelled("Entity").items()}
    assert len(stored) == len(graph.labelled("Entity")), "two entities with one id"
    for entity, members in living.items():
        speaking = [r for r in members if "seen_from" in r] or members
        wanted = node([_testimony(record, trust) for record in speaking])
        assert entity in stored, f"no entity for {sorted(r['key'] for r in members)}"
        labels, properties = graph.nodes[stored[entity]]
        assert labels == wanted.labels | {"Entity"}
        assert properties == {"id": entity, **wanted.properties}
        assert properties.keys() <= declared_properties(labels - {"Entity"}) | ENTITY_PROPERTIES.keys()
        assert len(labels & set(ONTOLOGY.dimensions)) == 1, f"an entity of {set(labels)}"
    left = [graph.nodes[stored[entity]] for entity in stored.keys() - living.keys()]
    assert not left, f"entities of no living record: {left}"
    _check_about(graph, clusters, living)


def _check_about(graph: Graph, clusters: Mapping[str, Cluster], living: Mapping[str, Cluster]) -> None:
    of = {record["id"]: entity for entity, members in clusters.items() for record in members}
    for start, end, _ in graph.typed("ABOUT"):
        record, (labels, about) = graph.nodes[start][1], graph.nodes[end]
        wanted = of[record["id"]]
        assert about["id"] == wanted, f"{record['key']} is about another thing"
        assert ("Entity" if wanted in living else "FormerId") in labels


def _check_identifiers(graph: Graph, clusters: Mapping[str, Cluster]) -> None:
    wanted = {
        (key, entity)
        for entity, members in clusters.items()
        for record in members
        for key in _identifiers(record)
    }
    keys = {id_: each["key"] for id_, each in graph.labelled("Identifier").items()}
    found = [(keys[start], graph.nodes[end][1]["id"]) for start, end, _ in graph.typed("IDENTIFIES")]
    assert len(found) == len(set(found)), "an identifier leads to its entity twice"
    assert set(found) == wanted
    assert set(keys.values()) == {key for key, _ in wanted}, "an identifier that leads nowhere"


def _check_relationships(graph: Graph) -> None:
    trust, records = _trust(graph), graph.labelled("Record")
    about = {start: graph.nodes[end][1]["id"] for start, end, _ in graph.typed("ABOUT")}
    made: dict[tuple[str, str, str], list[Assertion]] = defaultdict(list)
    for start, end, claim in graph.typed("CLAIMS"):
        values = {
            name: value
            for name, value in claim.items()
            if name not in CLAIM_PROPERTIES or name in ("valid_from", "valid_to")
        }
        said = Assertion(
            claim["id"], values, trust[records[start]["data_set"]], _milliseconds(claim["seen_from"])
        )
        made[about[start], claim["relation"], about[end]].append(said)
    wanted = Counter(
        (*pair, _text(values))
        for pair, claims in made.items()
        for values in relationships(pair[1], claims)
        if pair[0] != pair[2] or ONTOLOGY.relationships[pair[1]].loops
    )
    found: Counter[tuple[str, str, str, str]] = Counter()
    for start, type_, end, values in graph.relationships:
        if type_ in SYSTEM_RELATIONSHIPS:
            continue
        (one, first), (other, second) = graph.nodes[start], graph.nodes[end]
        declared = ONTOLOGY.relationships[type_]
        assert one & set(declared.start), f"{type_} from {set(one)}"
        assert other & set(declared.end), f"{type_} to {set(other)}"
        _check_relation(type_, values, RELATIONSHIP_PROPERTIES.keys())
        found[first["id"], type_, second["id"], _text(values)] += 1
    assert found == wanted, f"missing {wanted - found}, left over {found - wanted}"


def _text(values: Mapping[str, Any]) -> str:
    return repr(sorted(values.items()))


def _check_former_ids(graph: Graph) -> None:
    leads: dict[str, list[str]] = defaultdict(list)
    about = {start: end for start, end, _ in graph.typed("ABOUT")}
    reached = set(about.values())
    for start, end, _ in graph.typed("LEADS_TO"):
        assert "FormerId" in graph.nodes[start][0]
        assert "Entity" in graph.nodes[end][0] or end in reached, "a former id leads to what nothing is about"
        leads[start].append(end)
    entities = {each["id"] for each in graph.labelled("Entity").values()}
    records = graph.labelled("Record")
    founders = {entity_id(record["id"]): id_ for id_, record in records.items()}
    of = {record["id"]: about[id_] for id_, record in records.items()}
    for id_, former in graph.labelled("FormerId").items():
        assert former["id"] not in entities, "an id that is former and present"
        assert former.keys() <= {"id", "record"}
        assert len(leads[id_]) <= 1, "a former id leads to two entities"
        assert leads[id_] or id_ in reached, "a former id that leads nowhere"
        if "record" in former:
            assert leads[id_] == [of[former["record"]]], "a former id does not follow its record"
        elif leads[id_]:
            assert leads[id_] == [about[founders[former["id"]]]], (
                "a former id lost the record that founded it"
            )


def portrait(graph: Graph, *, ids: bool = False) -> Counter[str]:
    """The graph of what is so, told without element ids: equal portraits, equal graphs.

    Without `ids`, an entity is told by its records instead, and what tells one load or run from another is left out.
    """
    names = {}
    members: dict[str, list[str]] = defaultdict(list)
    for start, end, _ in graph.typed("ABOUT"):
        record = graph.nodes[start][1]
        members[end].append(f"{record['data_set']}/{record['key']}")
    passing = set() if ids else {"id", "arrived", "name_of_run", "resolved"}
    skipped = {"Run", "Lock", "DataSet", "Change", "Judgement", "Unresolved", "AuditSeal"}
    skipped |= {"Policy", "PolicyInForce", "PolicyActivation"}
    skipped |= set() if ids else {"FormerId"}
    told: Counter[str] = Counter()
    for id_, (labels, properties) in graph.nodes.items():
        if labels & skipped:
            continue
        told_by = sorted(members[id_]) if "Entity" in labels else [properties.get("id") or properties["key"]]
        if "FormerId" in labels or ids:
            told_by = [properties.get("id") or properties["key"]]
        names[id_] = f"{sorted(labels)}{told_by}"
        if "Version" in labels:
            names[id_] += str(properties["seen_from"])
        said = {k: v for k, v in properties.items() if k not in passing}
        told[f"{names[id_]} {sorted(said.items())}"] += 1
    for start, type_, end, properties in graph.relationships:
        if start in names and end in names:
            told[f"{names[start]} -{type_}-> {names[end]} {_text(properties)}"] += 1
    return told
