"""The four operations: as we are asked, as the peer is, and by hand, with the same answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Operation:
    """One read; `times`, `peer_times` and `cpu` (ms) are what is to be reached."""

    name: str
    ours: str
    peer: str
    cypher: str
    times: float
    peer_times: float
    cpu: float
    variables: Mapping[str, Any] = field(default_factory=dict)


HOLDS = "{r}.valid_from <= date() AND {r}.valid_to > date()"


def _layer(near: str, pattern: str, far: str, row: str, held: str = "") -> str:
    where = f" WHERE {HOLDS.format(r=held)}" if held else ""
    order = f"WITH {far} ORDER BY {far}.name_sort, {far}.id LIMIT 20"
    return f"COLLECT {{ MATCH ({near}){pattern}({far}){where} {order} RETURN {row} }}"


_D = _layer("v", "<-[:CONCERNS]-", "e", "e {.id, .status}")
_C = _layer("c", "<-[i:INSTALLED_AT]-", "v", f"v {{.id, .name, .status, events: {_D}}}", "i")
_B = _layer("h", "-[s:SUPPLIES]->", "c", f"c {{.id, .name, .industry, devices: {_C}}}", "s")
_SUPPLIED = f"(o)<-[s:SUPPLIES]-(n) WHERE {HOLDS.format(r='s')} AND n.country IN $countries"
_SORTED = "sort: [{ name_sort: ASC }, { id: ASC }]"

OPERATIONS = (
    Operation(
        "a",
        "query A($id: ID!) { organization(id: $id) { id name country industry employees } }",
        "query A($id: ID!) { organizations(where: { id: { eq: $id } }) { id name country industry employees } }",
        "MATCH (o:Entity:Organization {id: $id}) RETURN o {.id, .name, .country, .industry, .employees}",
        3.0,
        0.6,
        1.0,
    ),
    Operation(
        "b",
        """query B($id: ID!) { organization(id: $id) { id name customers(first: 20) { nodes { id name country
             holdings(first: 20) { nodes { id ... on Organization { name country } } } } } } }""",
        f"""query B($id: ID!) {{ organizations(where: {{ id: {{ eq: $id }} }}) {{ id name
             customers(limit: 20, {_SORTED}) {{ id name country
               holdings(limit: 20, {_SORTED}) {{ id name country }} }} }} }}""",
        "MATCH (o:Entity:Organization {id: $id}) RETURN o {.id, .name, customers: "
        + _layer(
            "o",
            "-[s:SUPPLIES]->",
            "c",
            "c {.id, .name, .country, holdings: "
            + _layer("c", "-[w:OWNS]->", "h", "h {.id, .name, .country}", "w")
            + "}",
            "s",
        )
        + "}",
        2.2,
        0.6,
        1.0,
    ),
    Operation(
        "c",
        """query C($id: ID!, $countries: [String!]) { organization(id: $id) { id
             suppliers(first: 20, where: {country: {in: $countries}}) { totalCount pageInfo { hasNextPage endCursor }
               edges { category node { id name country industry } } } } }""",
        """query C($id: ID!, $countries: [String!]) { organizations(where: { id: { eq: $id } }) { id
             suppliersConnection(first: 20, where: { node: { country: { in: $countries } } },
               sort: [{ node: { name_sort: ASC } }, { node: { id: ASC } }]) {
               totalCount pageInfo { hasNextPage endCursor }
               edges { properties { category } node { id name country industry } } } } }""",
        f"""MATCH (o:Entity:Organization {{id: $id}})
            RETURN o {{.id, total: COUNT {{ MATCH {_SUPPLIED} }}, edges: COLLECT {{ MATCH {_SUPPLIED}
              WITH s, n ORDER BY n.name_sort, n.id LIMIT 21
              RETURN {{category: s.category, node: n {{.id, .name, .country, .industry}}}} }}}}""",
        3.0,
        0.6,
        1.0,
        {"countries": ["DE", "CN"]},
    ),
    Operation(
        "d",
        """query D($id: ID!) { organization(id: $id) { id name
             holdings(first: 20) { nodes { id ... on Organization { name country
             customers(first: 20) { nodes { id name industry installedBase(first: 20) { nodes { id name status
               concernedBy(first: 20) { nodes { id ... on Event { status } } } } } } } } } } } }""",
        f"""query D($id: ID!) {{ organizations(where: {{ id: {{ eq: $id }} }}) {{ id name
             holdings(limit: 20, {_SORTED}) {{ id name country customers(limit: 20, {_SORTED}) {{ id name industry
               devices(limit: 20, {_SORTED}) {{ id name status
                 events(limit: 20, sort: [{{ id: ASC }}]) {{ id status }} }} }} }} }} }}""",
        "MATCH (o:Entity:Organization {id: $id}) RETURN o {.id, .name, holdings: "
        + _layer("o", "-[w:OWNS]->", "h", f"h {{.id, .name, .country, customers: {_B}}}", "w")
        + "}",
        1.3,
        0.4,
        3.5,
    ),
)
