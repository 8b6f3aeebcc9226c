"""Graph Data Science, Cypher and the API give the same number wherever they compute the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import prod
from typing import Any

import pytest
from client import Client
from graphdatascience import GraphDataScience
from planted import DEALERS

from graph_platform.database import Database, endpoint_of
from graph_platform.settings import Settings

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
HELD = "r.valid_from <= date() AND r.valid_to > date()"
PROJECTIONS = {
    # who owns whom today, and who owns most of whom
    "owned": (f"OPTIONAL MATCH (a)-[r:OWNS]->(b:Entity) WHERE {HELD}", "r.share", []),
    "controlled": (f"OPTIONAL MATCH (a)-[r:OWNS]->(b:Entity) WHERE {HELD} AND r.share > 0.5", "r.share", []),
    # everything that hangs together today
    "joined": (
        f"OPTIONAL MATCH (a)-[r]->(b:Entity) WHERE r.valid_from IS NULL OR {HELD}", "1.0", ["*"],
    ),
}  # fmt: skip
PROJECT = """MATCH (a:Entity) {match} RETURN gds.graph.project('{name}', a, b,
  {{relationshipProperties: {{weight: {weight}}}}}, {{undirectedRelationshipTypes: {undirected}}})"""
Graphs = Mapping[str, Any]


@pytest.fixture(scope="module")
def gds(settings: Settings, planted: Ids) -> Iterator[GraphDataScience]:
    """The library's own client."""
    endpoint = endpoint_of(settings)
    with GraphDataScience(endpoint.uri, auth=(endpoint.user, endpoint.password)) as client:
        yield client


@pytest.fixture(scope="module")
def graphs(gds: GraphDataScience) -> Iterator[Graphs]:
    """The projections by name."""
    for name, (match, weight, undirected) in PROJECTIONS.items():
        gds.run_cypher(PROJECT.format(match=match, name=name, weight=weight, undirected=undirected))
    yield {name: gds.graph.get(name) for name in PROJECTIONS}
    for name in PROJECTIONS:
        gds.graph.drop(name)


def by_id(gds: GraphDataScience, frame: Any, column: str) -> dict[str, float]:
    """A column of a stream by the entities' ids."""
    named = gds.run_cypher(
        "UNWIND $nodes AS node RETURN gds.util.asNode(node).id AS id", {"nodes": frame["nodeId"].tolist()}
    )
    return dict(zip(named["id"], frame[column].tolist(), strict=True))


def node_of(gds: GraphDataScience, id_: str) -> int:
    """The number by which the library knows an entity."""
    return int(gds.run_cypher("MATCH (n:Entity {id: $id}) RETURN id(n) AS node", {"id": id_})["node"][0])


def test_what_somebody_owns_is_counted_alike(
    gds: GraphDataScience, graphs: Graphs, database: Database, everything: Client, planted: Ids
) -> None:
    counted = "MATCH (a:Entity) RETURN a.id AS id, COUNT {{ (a){}-[r:OWNS]-{}(:Entity) WHERE {} }} AS many"
    asked = (
        "{ page: organizations(first: 200) { nodes { id owners { totalCount } holdings { totalCount } } } }"
    )
    served = {node["id"]: node for node in everything.ask(asked)["page"]["nodes"]}
    assert len(served) > DEALERS
    for field, orientation, arrows in (("holdings", "NATURAL", ("", ">")), ("owners", "REVERSE", ("<", ""))):
        scores = by_id(gds, gds.degree_centrality.stream(graphs["owned"], orientation=orientation), "score")
        plain = {row["id"]: row["many"] for row in database.read(counted.format(*arrows, HELD))}
        assert scores == plain
        assert {id_: node[field]["totalCount"] for id_, node in served.items()} == {
            id_: plain[id_] for id_ in served
        }
    assert max(node["holdings"]["totalCount"] for node in served.values()) == DEALERS + 2


def test_shares_sum_up_alike(
    gds: GraphDataScience, graphs: Graphs, database: Database, everything: Client, planted: Ids
) -> None:
    summed = f"MATCH (:Entity {{id: $id}})-[r:OWNS]->(:Entity) WHERE {HELD} RETURN sum(r.share) AS total"
    asked = """query($id: ID!) { organization(id: $id) { holdings(first: 0) { edgeAggregate { share { sum } } } } }"""
    stream = gds.degree_centrality.stream(graphs["owned"], relationship_weight_property="weight")
    served = everything.ask(asked, id=planted[GROUP])["organization"]["holdings"]["edgeAggregate"]["share"][
        "sum"
    ]
    assert by_id(gds, stream, "score")[planted[GROUP]] == pytest.approx(served, abs=1e-12)
    assert database.read(summed, {"id": planted[GROUP]})[0]["total"] == pytest.approx(served, abs=1e-12)


def test_who_is_under_control_is_counted_alike(
    gds: GraphDataScience, graphs: Graphs, database: Database, everything: Client, planted: Ids
) -> None:
    below = f"""MATCH (:Entity {{id: $id}}) (()-[r:OWNS WHERE {HELD} AND r.share > 0.5]->()){{1,6}} (below:Entity)
      RETURN count(DISTINCT below) AS many"""
    asked = "query($id: ID!) { organization(id: $id) { dimensions { control { value } } } }"
    reached = gds.bfs.stream(graphs["controlled"], source_node=node_of(gds, planted[GROUP]))["nodeIds"][0]
    served = everything.ask(asked, id=planted[GROUP])["organization"]["dimensions"]["control"]["value"]
    assert (
        served
        == len(set(reached)) - 1
        == database.read(below, {"id": planted[GROUP]})[0]["many"]
        == DEALERS + 1
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("欧阳测试", "Dealer 03"),
        ("Ring1", "Ring3"),
        ("隐测控股", "Pack 1"),
        ("Chen Lihua", "隐测控股"),
        ("Ring1", GROUP),
    ],
)
def test_a_shortest_path_is_as_long(
    gds: GraphDataScience,
    graphs: Graphs,
    database: Database,
    everything: Client,
    planted: Ids,
    one: str,
    other: str,
) -> None:
    ends = {"one": planted[one], "other": planted[other]}
    found = gds.shortest_path.dijkstra.stream(
        graphs["joined"], source_node=node_of(gds, ends["one"]), target_nodes=node_of(gds, ends["other"])
    )
    length = len(found["nodeIds"][0]) - 1 if len(found) else None
    plain = database.read(
        f"""MATCH p = SHORTEST 1 (:Entity {{id: $one}})
          (()-[r WHERE r.valid_from IS NULL OR {HELD}]-(:Entity)){{1,8}} (:Entity {{id: $other}})
          RETURN length(p) AS length""",
        ends,
    )
    asked = "query($one: ID!, $other: ID!) { path(from: $one, to: $other, maxLength: 8) { length } }"
    served = everything.ask(asked, **ends)["path"]
    assert length == (plain[0]["length"] if plain else None) == (served["length"] if served else None)
    assert (length is None) == (one == "Ring1" and other == GROUP)


def test_a_component_is_as_large_as_whoever_walks_it_finds_it(
    gds: GraphDataScience, graphs: Graphs, database: Database, everything: Client, planted: Ids
) -> None:
    components = by_id(gds, gds.wcc.stream(graphs["owned"]), "componentId")
    neighbours = """query($id: ID!) { organization(id: $id) { owners(first: 200) { nodes { id } }
      holdings(first: 200) { nodes { id } } } }"""
    for name in ("Ring2", "Dealer 07"):
        size = sum(each == components[planted[name]] for each in components.values())
        plain = database.read(
            f"""MATCH (:Entity {{id: $id}}) (()-[r:OWNS WHERE {HELD}]-(:Entity)){{0,9}} (other:Entity)
              RETURN count(DISTINCT other) AS size""",
            {"id": planted[name]},
        )[0]["size"]
        seen, waiting = {planted[name]}, [planted[name]]
        while waiting:
            found = everything.ask(neighbours, id=waiting.pop())["organization"]
            near = {node["id"] for field in (found or {}).values() for node in field["nodes"]}
            waiting += near - seen
            seen |= near
        assert size == plain == len(seen)


def test_an_effective_share_is_the_sum_over_all_chains(
    gds: GraphDataScience, graphs: Graphs, database: Database, everything: Client, planted: Ids
) -> None:
    asked = """query($id: ID!) { organization(id: $id) { dimensions { ownershipStructure {
      ultimateOwners { party { id } effectiveShare } } } } }"""
    chains = f"""MATCH p = (top:Entity) (()-[r:OWNS WHERE {HELD}]->()){{1,8}} (:Entity {{id: $id}})
      WHERE NOT EXISTS {{ (top)<-[x:OWNS]-(:Entity) WHERE {HELD.replace("r.", "x.")} }}
      RETURN top.id AS id, sum(reduce(share = 1.0, each IN relationships(p) | share * each.share)) AS share"""
    target = planted["Dealer 24"]
    served = everything.ask(asked, id=target)["organization"]["dimensions"]["ownershipStructure"][
        "ultimateOwners"
    ]
    effective = {each["party"]["id"]: each["effectiveShare"] for each in served}
    assert effective == pytest.approx(
        {row["id"]: row["share"] for row in database.read(chains, {"id": target})}
    )
    for owner, share in effective.items():
        paths = gds.shortest_path.yens.stream(
            graphs["owned"],
            source_node=node_of(gds, owner),
            target_node=node_of(gds, target),
            k=50,
            relationship_weight_property="weight",
        )
        # along a chain the weights add up: each of them is the difference of two neighbours
        chained = sum(prod(after - before for before, after in pairwise(each)) for each in paths["costs"])
        assert chained == pytest.approx(share, abs=1e-9)
