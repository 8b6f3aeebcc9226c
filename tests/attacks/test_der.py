"""DER: derived values that can be planted before discovery is there: properties, findings, strengths."""

from __future__ import annotations

from typing import Any

import pytest
from doors import Viewer, holds
from factories import company, mention, row
from test_orc import SEARCH
from test_pol import leaves
from trying import Trial
from world import ACH, OF_A, World

from gql.planning import composing
from graph_platform.facts import Claim

PATH = "query($a: ID!, $b: ID!) { path(from: $a, to: $b, prefer: STRONGEST) { strength length relationships { share } } }"


def planted(
    world: World,
    trial: Trial,
    viewer: Viewer,
    values: dict[str, Any],
    canary: tuple[str, ...],
    to: str = "P-1",
) -> None:
    """Properties that nothing declares, as a run of GDS leaves them, are shown by no field to anybody."""
    world.database.write("MATCH (n:Entity {id: $id}) SET n += $v", {"id": world.id(to), "v": values})
    fields = " ".join(leaves("Person"))
    asked = f"""query($id: ID!) {{ person(id: $id) {{ {fields} salary {{ amount }} provenance {{ id said }} }}
      node(id: $id) {{ id __typename ... on Entity {{ id name labels }} }} }}"""
    tried = [*values, "properties", "embedding", "community", "pagerank", "findings"]

    def shown() -> list[str]:
        said = viewer.bytes(asked, id=world.id(to)) + viewer.bytes(SEARCH, t="测试")
        for name in tried:
            said += viewer.bytes(f"query($id: ID!) {{ person(id: $id) {{ {name} }} }}", id=world.id(to))
            said += viewer.bytes(f"{{ people(where: {{{name}: {{isNull: false}}}}) {{ totalCount }} }}")
        return holds(said, *canary)

    def undeclared(patch: pytest.MonkeyPatch) -> None:
        real = composing.Composer._stored

        def stored(self: Any, type_: Any, details: Any, declared: Any, place: Any) -> Any:
            if declared.name == "job_title":
                every = f"reduce(t = '', k IN {sorted(values)} | t + ' ' + toStringOrNull({place.owner}[k]))"
                return composing.Piece(every, composing.Leaf())
            return real(self, type_, details, declared, place)

        patch.setattr(composing.Composer, "_stored", stored)

    try:
        trial(shown, undeclared)
    finally:
        world.database.write(
            f"MATCH (n:Entity {{id: $id}}) REMOVE {', '.join(f'n.{name}' for name in values)}",
            {"id": world.id(to)},
        )


def test_DER_04(viewers: dict[str, Viewer], world: World, trial: Trial) -> None:
    """A strength is the same whatever the viewer may not see: shares that they may not see have no part in it."""
    partner = viewers["partner"]

    def supplies(share: str) -> list[Any]:
        claim = Claim("SUPPLIES", "SUPPLIES", mention("S-1"), mention("S-2"), {"share": share})
        return [
            row("S-1", company("S-1", name="Supplier Ceshi"), claim, scopes=OF_A),
            row("S-2", company("S-2", name="Supplied Ceshi"), scopes=OF_A),
        ]

    from test_orc import world_id

    ends = {"a": world_id("S-1", "supply"), "b": world_id("S-2", "supply")}
    world.load("supply", supplies("87%"))

    def by_all(patch: pytest.MonkeyPatch) -> None:
        from gql.planning import path

        patch.setattr(path, "_share", lambda composer: "each.share")

    answers = []
    for share in ("87%", "41%"):
        world.load("supply", supplies(share))
        with trial.without(by_all):
            open_ = partner.ask(PATH, **ends)
        answers.append((open_, partner.bytes(PATH, **ends)))
    trial.control(answers[0][0] != answers[1][0])
    trial.attack("" if answers[0][1] == answers[1][1] else answers)
    # the same constant where there is a value and where there is none
    phones = [
        partner.ask("query($id: ID!) { person(id: $id) { phone } }", id=world.id(each))
        for each in ("P-1", "P-9")
    ]
    trial.attack("" if phones[0] == phones[1] else phones)


def test_DER_05(rep_a: Viewer, world: World, trial: Trial) -> None:
    planted(world, trial, rep_a, {"community": "c-77", "community_name": f"battery {ACH} leasing"}, (ACH,))


def test_DER_09(rep_a: Viewer, world: World, trial: Trial) -> None:
    """A finding about a hidden pair, planted as discovery would store it."""
    world.database.write(
        "MATCH (a:Entity {id: $a}), (b:Entity {id: $b}) CREATE (a)<-[:ABOUT_PAIR]-(:Finding {id: 'finding-0', score: 0.99, text: $t})-[:ABOUT_PAIR]->(b)",
        {"a": world.id("P-1"), "b": world.id("AC-H"), "t": f"probably owns {ACH}"},
    )
    everything = """query($a: ID!) { node(id: $a) { id __typename } person(id: $a) { timeline { nodes { id title } } concernedBy { totalCount nodes { id } }
      holdings { totalCount nodes { name } } mentionedIn { totalCount } } f: node(id: "finding-0") { id } }"""

    def told() -> list[str]:
        return holds(
            rep_a.bytes(everything, a=world.id("P-1")) + rep_a.bytes(SEARCH, t="隐测"), ACH, "finding-0"
        )

    try:
        trial(told, "row_scope")
    finally:
        world.database.write("MATCH (f:Finding) DETACH DELETE f")


def test_DER_10(rep_a: Viewer, world: World, trial: Trial) -> None:
    """What rests on a path through AC-H alone is not there: no path, no strength, no rank."""

    def asked() -> bytes:
        return rep_a.bytes(PATH, a=world.id("P-1"), b=world.id("AC-C")) + rep_a.bytes(
            PATH, a=world.id("P-1"), b=world.id("AC-H")
        )

    trial.twins(asked, "row_scope", world.without_hidden())


def test_DER_11(rep_a: Viewer, world: World, trial: Trial) -> None:
    planted(
        world,
        trial,
        rep_a,
        {"embedding": "0.12345678,0.87654321", "embedding_of": "raw-canary"},
        ("0.12345678", "raw-canary"),
    )
    # what is looked for by what it means: there is no such search, and a guess finds no more than another
    guess = [
        rep_a.ask(SEARCH, t=text)
        for text in ("司机电话一三八零零一三八零零零", "司机电话一三九零零一三九零零零")
    ]
    trial.attack("" if guess[0] == guess[1] else guess)


def test_DER_13(rep_a: Viewer, world: World, trial: Trial) -> None:
    planted(world, trial, rep_a, {"pagerank_tmp": "0.98127", "emb_v2": "left-over"}, ("0.98127", "left-over"))
    left = world.database.read("CALL gds.graph.list() YIELD graphName RETURN graphName")
    trial.attack([each["graphName"] for each in left])
