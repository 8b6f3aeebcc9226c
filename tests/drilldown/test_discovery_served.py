"""Findings, strength, influence and communities over HTTP: out of what is there for the viewer, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from client import Client
from planted import ids as planted_ids
from planted import plant

from graph_platform.database import Database
from graph_platform.discovery.analyses import analyses
from graph_platform.discovery.analysis import SEED
from graph_platform.discovery.days import newest_day
from graph_platform.discovery.running import discover
from graph_platform.discovery.standings import compute

Ids = dict[str, str]
FINDINGS = """query($kinds: [String!], $judged: Boolean = false) { discovery {
  findings(kinds: $kinds, judged: $judged) {
    id kind claim score about { role ids names } verdict
    evidence { part steps { start relation end facts } } } } }"""
CIRCLE = ["interest/circular_holding"]
STRENGTH = (
    "query($a: ID!, $b: ID!) { discovery { strength(a: $a, b: $b) { value count ways { names strength } } } }"
)
INFLUENCE = (
    """query($id: ID!) { organization(id: $id) { dimensions { influence { state value community } } } }"""
)
GROUP, HIDDEN, FLEET = "天东产业集团有限公司", "隐测控股", "Swift Ride-Hailing Ltd"


@pytest.fixture(scope="module")
def found(planted: Ids, database: Database) -> Ids:
    """The planted graph after a run of discovery."""
    _look_through(database)
    return planted


@pytest.fixture
def again(database: Database, found: Ids, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ids]:
    """The same, planted anew afterwards for the tests behind."""
    yield found
    plant(database, tmp_path_factory.mktemp("again"))
    _look_through(database)


def _look_through(database: Database) -> None:
    discover(database, analyses())
    compute(database, newest_day(database), SEED)


def findings(client: Client, kinds: list[str] | None = None, **more: Any) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = client.ask(FINDINGS, kinds=kinds, **more)["discovery"]["findings"]
    return listed


def test_a_finding_is_told_with_names_and_the_facts_behind_each_step(north: Client, found: Ids) -> None:
    (circle,) = findings(north, CIRCLE)
    said = circle["claim"].removeprefix("3 organizations own one another in a circle: ").removesuffix(".")
    assert sorted(said.split(", ")) == ["Ring1", "Ring2", "Ring3"]
    (leg,) = circle["evidence"]
    assert len(leg["steps"]) == 3
    assert all(step["facts"] and step["relation"] == "OWNS" for step in leg["steps"])


def test_a_finding_is_not_there_for_who_does_not_see_its_entities(south: Client, found: Ids) -> None:
    assert findings(south, CIRCLE) == []


def test_one_finding_is_not_told_from_none_by_its_id(north: Client, south: Client, found: Ids) -> None:
    asked = "query($id: ID!) { discovery { finding(id: $id) { claim } } }"
    (circle,) = findings(north, CIRCLE)
    hidden, absent = (south.send(asked, id=id_).json() for id_ in (circle["id"], "0" * 32))
    assert hidden == absent
    assert hidden["data"] == {"discovery": {"finding": None}}
    assert south.ask("query($id: ID!) { discovery { findings(about: $id) { id } } }", id="0" * 32) == {
        "discovery": {"findings": []}
    }
    assert north.ask(asked, id=circle["id"])["discovery"]["finding"]["claim"]
    # and not by the beginning of one either
    assert north.ask(asked, id=circle["id"][:8])["discovery"]["finding"] is None


def test_a_verdict_is_kept_and_takes_the_finding_from_what_is_new(
    north: Client, south: Client, again: Ids
) -> None:
    judge = "mutation($id: ID!, $verdict: FindingVerdict!) { judgeFinding(input: {id: $id, verdict: $verdict}) { id } }"
    (circle,) = findings(north, CIRCLE)
    assert south.refused(judge, id=circle["id"], verdict="REJECTED") == "NOT_FOUND"
    north.ask(judge, id=circle["id"], verdict="REJECTED")
    assert findings(north, CIRCLE) == []
    (judged,) = findings(north, CIRCLE, judged=True)
    assert judged["verdict"] == "REJECTED"


def test_strength_is_the_same_whether_or_not_what_is_hidden_is_there(
    everything: Client, north: Client, found: Ids, database: Database
) -> None:
    ends = {"a": found["Chen Lihua"], "b": found[GROUP]}
    with_it = north.ask(STRENGTH, **ends)
    database.write("MATCH (n:Entity {id: $id}) SET n:Aside REMOVE n:Entity", {"id": found[HIDDEN]})
    try:
        assert north.ask(STRENGTH, **ends) == with_it
    finally:
        database.write("MATCH (n:Aside {id: $id}) SET n:Entity REMOVE n:Aside", {"id": found[HIDDEN]})
    assert with_it["discovery"]["strength"]["value"] > 0.5


def test_strength_to_what_is_hidden_is_not_told_from_what_is_not_there(north: Client, found: Ids) -> None:
    assert north.refused(STRENGTH, a=found[GROUP], b=found[HIDDEN]) == "NOT_FOUND"
    assert north.refused(STRENGTH, a=found[GROUP], b="0" * 32) == "NOT_FOUND"


def test_what_rests_on_every_row_is_for_those_alone_who_see_every_row(
    everything: Client, north: Client, found: Ids
) -> None:
    (influence,) = everything.ask(INFLUENCE, id=found[GROUP])["organization"]["dimensions"].values()
    assert influence["state"] == "COMPUTED"
    assert influence["value"] > 0.9
    (closed,) = north.ask(INFLUENCE, id=found[GROUP])["organization"]["dimensions"].values()
    assert closed == {"state": "NOT_ALLOWED", "value": None, "community": None}
    asked = "{ organizations(first: 1) { nodes { id } } discovery { communities(first: 5) { size } } }"
    assert everything.ask(asked)["discovery"]["communities"]
    refused = north.send(asked).json()
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert refused["data"]["organizations"]["nodes"]


def test_influence_at_an_organization_counts_whom_the_viewer_sees(
    north: Client, south: Client, found: Ids
) -> None:
    asked = "query($id: ID!) { discovery { influence(at: $id) { people ranked { name share } } } }"
    seen = north.ask(asked, id=found[FLEET])["discovery"]["influence"]
    assert seen["people"] == 1
    assert south.refused(asked, id=found[FLEET]) == "NOT_FOUND"


@pytest.mark.parametrize(
    "asked",
    [
        "{ discovery { findings(first: 101) { id } } }",
        '{ discovery { findings(kinds: ["nothing"]) { id } } }',
        "{ discovery { influence { people } } }",
        '{ discovery { introductions(to: "0", first: 21) { names } } }',
    ],
)
def test_what_cannot_be_asked_is_refused_and_not_an_internal_error(
    everything: Client, found: Ids, asked: str
) -> None:
    assert everything.refused(asked) == "BAD_ARGUMENT"


def test_the_planted_graph_is_as_it_was_for_the_tests_behind(database: Database, found: Ids) -> None:
    assert planted_ids(database) == found
