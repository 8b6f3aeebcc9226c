"""DER through discovery's own doors: strength, influence, introductions, findings and communities, on both twins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import pytest
from doors import Viewer, holds
from factories import company, day, mention, row
from trying import Trial
from world import ACH, NOBODY, OF_A, World

from gql import connections, findings
from graph_platform import statements
from graph_platform.discovery.analyses import analyses
from graph_platform.discovery.analysis import SEED
from graph_platform.discovery.days import newest_day
from graph_platform.discovery.running import discover
from graph_platform.discovery.standings import compute
from graph_platform.facts import Claim, Record, Row
from graph_platform.findings.keeping import keep
from graph_platform.findings.model import Evidence, Finding, Step
from graph_platform.findings.telling import names_of as called

STRENGTH = """query($a: ID!, $b: ID!) { discovery { strength(a: $a, b: $b) {
  value count ways { ids names strength steps { start relation end } } } } }"""
INFLUENCE = """query($id: ID, $topic: String) { discovery { influence(at: $id, topic: $topic, first: 20) {
  people seeds fromDeciders ranked { id name share because { start relation end } } } } }"""
INTRODUCED = "query($id: ID!) { discovery { introductions(to: $id) { ids names strength } } }"
FOUND = """{ discovery { findings(first: 100, judged: null, gone: true) {
  id kind claim score changed gone about { ids names } measures { name value } evidence { part nodes } } } }"""
NOTE = "mutation($in: AddNoteInput!) { addNote(input: $in) { id } }"
SEEN = ("P-1", "AC-A", "AC-C", "D1", "D2", "P-3", "P-9")
"""What rep_a sees on both twins."""


def all_pairs(viewer: Viewer, world: World) -> list[bytes]:
    ids = [world.id(key) for key in SEEN]
    return [viewer.bytes(STRENGTH, a=one, b=other) for one, other in combinations(ids, 2)]


def test_DER_01(rep_a: Viewer, world: World, trial: Trial) -> None:
    """The strength of every pair that is seen is the same with the hidden edges and without them."""
    trial.twins(lambda: all_pairs(rep_a, world), "row_scope", world.without_hidden())


def test_DER_02(rep_a: Viewer, world: World, trial: Trial) -> None:
    """Own notes are written one by one, and the steps of the strength watched: they are the same steps on both twins."""
    ends = {"a": world.id("P-1"), "b": world.id("AC-C")}

    def watched() -> list[Any]:
        seen = [rep_a.ask(STRENGTH, **ends)["discovery"]["strength"]["value"]]
        for number in range(3):
            rep_a.ask(NOTE, **{"in": {"about": ends["a"], "text": f"note {number}"}})
            seen.append(rep_a.ask(STRENGTH, **ends)["discovery"]["strength"]["value"])
        return seen

    trial.twins(watched, "row_scope", world.without_hidden())


def test_DER_03(rep_a: Viewer, world: World, trial: Trial) -> None:
    """The number is made of the ways that are shown, in two digits, and of nothing beside them."""

    def beyond() -> list[Any]:
        told = []
        for one, other in combinations([world.id(key) for key in SEEN], 2):
            said = rep_a.ask(STRENGTH, a=one, b=other)["discovery"]["strength"]
            if said is None:
                continue
            left = 1.0
            for way in said["ways"]:
                left *= 1 - way["strength"]
            if said["count"] <= len(said["ways"]) and abs(1 - left - said["value"]) > 0.02:
                told.append(said)
            if round(said["value"], 2) != said["value"]:
                told.append(said)
        return told

    def shown_are_cut(patch: pytest.MonkeyPatch) -> None:
        real = connections.strengths.strength

        def cut(*arguments: Any) -> Any:
            found = real(*arguments)
            ways = found.ways[1:]
            return connections.strengths.Strength(found.value, ways, len(ways))

        patch.setattr(connections.strengths, "strength", cut)

    trial(beyond, shown_are_cut)


def test_DER_05_by_discovery(rep_a: Viewer, world: World, trial: Trial) -> None:
    """Communities rest on every row: who doesn't see every row is given neither ids, nor names, nor sizes."""
    compute(world.database, newest_day(world.database), SEED)
    asked = """query($id: ID!) { organization(id: $id) { dimensions { influence { value community communityMembers } } }
      discovery { communities { id name size } } }"""

    def told() -> list[Any]:
        said = rep_a.ask(asked, id=world.id("AC-C"))
        mine = said["organization"]["dimensions"]["influence"]
        return [value for value in (*mine.values(), said["discovery"]["communities"]) if value is not None]

    trial(told, _rests_on_every_row)


def test_DER_06(rep_a: Viewer, world: World, trial: Trial) -> None:
    """What is found, and what changed between runs, is told alike with a hidden fact and without it."""

    def told() -> Any:
        discover(world.database, analyses())
        said = rep_a.ask(FOUND)["discovery"]["findings"]
        return [
            each | {"changed": each["changed"] is not None, "gone": each["gone"] is not None} for each in said
        ]

    world.load("pair", _same_hands())
    discover(world.database, analyses())
    try:
        assert [each["kind"] for each in told()] == ["interest/same_hands"]
        # goes with the pair at the end
        trial.twins(told, _everything_is_seen, world.with_rows(_third_hand(), data_set="pair"))
    finally:
        world.database.write("MATCH (f:Finding) DETACH DELETE f")


def test_DER_07(rep_a: Viewer, world: World, trial: Trial) -> None:
    """Influence and the order in which the visible stand are the same with the hidden and without them."""
    trial.twins(
        lambda: [rep_a.bytes(INFLUENCE, id=world.id(key)) for key in ("AC-A", "AC-C", "D1")],
        "row_scope",
        world.without_hidden(),
    )


def test_DER_08(rep_a: Viewer, world: World, trial: Trial) -> None:
    """A seed beside what is hidden sends nothing through it: neither influence nor an introduction."""
    trial.twins(
        lambda: [
            (rep_a.bytes(INFLUENCE, id=world.id(key)), rep_a.bytes(INTRODUCED, id=world.id(key)))
            for key in ("AC-A", "P-1", "AC-H", "P-H")
        ],
        "row_scope",
        world.without_hidden(),
    )


def test_DER_09_as_it_is_kept(rep_a: Viewer, world: World, trial: Trial) -> None:
    """A finding about a pair of which one is hidden is not there: by the list, by its end, by its id."""
    finding = _finding(world, {"member": [world.id("P-1"), world.id("AC-H")]}, ())
    one = "query($id: ID!) { discovery { finding(id: $id) { claim score } } }"
    about = "query($id: ID!) { discovery { findings(about: $id) { claim } } }"
    judge = 'mutation($id: ID!) { judgeFinding(input: {id: $id, verdict: REJECTED, why: "?"}) { id } }'

    def told() -> list[str]:
        said = rep_a.bytes(FOUND) + rep_a.bytes(one, id=finding.id) + rep_a.bytes(about, id=world.id("P-1"))
        return holds(said, ACH, finding.id) + (
            [] if rep_a.code(judge, id=finding.id) == "NOT_FOUND" else ["judged"]
        )

    with _kept(world, finding):
        trial(told, _everything_is_seen)


def test_DER_10_as_it_is_kept(rep_a: Viewer, world: World, trial: Trial) -> None:
    """A finding between two who are seen, whose only path runs through AC-H, is not there at all."""
    ends = [world.id("P-1"), world.id("AC-C")]
    path = (Step(ends[0], "OWNS", world.id("AC-H")), Step(world.id("AC-H"), "OWNS", ends[1]))
    finding = _finding(world, {"member": ends}, path)
    with _kept(world, finding):
        trial(lambda: holds(rep_a.bytes(FOUND), finding.id, "0.93"), _everything_is_seen)


def _finding(world: World, roles: dict[str, list[str]], steps: tuple[Step, ...]) -> Finding:
    evidence = (Evidence("path", steps, () if steps else (roles["member"][-1],)),)
    return Finding("interest/circular_holding", roles, ("member",), 0.93, evidence, {"members": 2})


@contextmanager
def _kept(world: World, finding: Finding) -> Iterator[None]:
    keep(world.database, [finding], [finding.kind], day(1).date(), "attack")
    try:
        yield
    finally:
        world.database.write("MATCH (f:Finding) DETACH DELETE f")


def _same_hands() -> list[Row]:
    """Two companies that rep_a sees, at one address and with one officer."""
    officer = Record("O-1", "Executive", {"name": "Officer Ceshi"})
    posts = (
        Claim(f"HOLDS_POST/{at}", "HOLDS_POST", mention("O-1", "Executive"), mention(at))
        for at in ("H-1", "H-2")
    )
    return [
        *(
            row(key, company(key, name=f"Hand {key}", address="1 Quiet Lane, Leeds"), scopes=OF_A)
            for key in ("H-1", "H-2")
        ),
        row("O-1", officer, *posts, scopes=OF_A),
    ]


def _third_hand() -> Row:
    """One whom rep_a does not see, with the same address and officer."""
    post = Claim("HOLDS_POST/H-3", "HOLDS_POST", mention("O-1", "Executive"), mention("H-3"))
    third = company("H-3", name="Hand H-3", address="1 Quiet Lane, Leeds")
    return row("H-3", third, post, scopes=NOBODY)


def _rests_on_every_row(patch: pytest.MonkeyPatch) -> None:
    """What is computed out of every row is shown to everybody."""
    patch.setattr(statements.Visibility, "hides_any", property(lambda self: False))


def _everything_is_seen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(findings, "_seen", lambda database, found, viewing, scopes: list(found))
    patch.setattr(findings, "names_of", _names_of_all)


async def _names_of_all(info: Any, ids: Iterable[str]) -> dict[str, str]:
    """What things are called, whoever asks."""
    return called(info.context.service.short._database, ids)
