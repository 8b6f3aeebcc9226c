"""HIS: history, asOf, knownAt."""

from __future__ import annotations

from typing import Any

import pytest
from asking import SCHEMA, hidden_fields
from doors import Viewer, holds
from factories import LEIS
from graphql import GraphQLObjectType, get_named_type
from test_orc import forget_notes, names, unrefused, world_id
from trying import Trial, policy_text, put_into_force
from world import BORN, MAIL, OF_A, OF_B, PHONE, World, person, row, works

from gql.execution import Service
from gql.planning import composing
from graph_platform.facts import Record
from privacy.policy.deciding import Asking, sight_of
from privacy.policy.force import in_force

Viewers = dict[str, Viewer]
DAYS = ("0001-01-01", "1999-12-31", "2024-06-30", "2030-01-01", "9999-12-31")


def test_HIS_01(
    rep_a: Viewer, world: World, trial: Trial, attacked: tuple[str, Service], settings: Any
) -> None:
    """A former policy showed the phone; asked as of a day when it was in force, today's decides."""
    asked = "query($id: ID!, $d: Date) { person(id: $id, asOf: $d) { name phone birthDate email } }"
    former = policy_text(world).replace("name: attacks", "name: open") + (
        "  - id: once\n    effect: permit\n    on: {fields: [Person.wechat]}\n"
    )
    put_into_force(world, attacked[0], settings, former)
    put_into_force(
        world, attacked[0], settings, policy_text(world).replace("name: attacks", "name: attacks since")
    )

    def shown() -> list[str]:
        said = b"".join(rep_a.bytes(asked, id=world.id("P-1"), d=each) for each in DAYS)
        return holds(said, PHONE, BORN, MAIL)

    def as_of_then(patch: pytest.MonkeyPatch) -> None:
        """Of another day than today, nothing is looked up that decides today."""
        patch.setattr(composing, "is_closed", lambda decision: False)
        patch.setattr(composing, "guarded", lambda decision, node, value, declared: value)
        patch.setattr(composing, "leaf", lambda decision: composing.Leaf())

    trial(shown, as_of_then)


def test_HIS_02(rep_a: Viewer, world: World, trial: Trial) -> None:
    """What was said of AC-B while it was rep_a's is rep_b's alone today, at whatever moment it was known."""
    world.load(
        "moved",
        [row("moved", Record("moved", "Company", {"name": "Moved Ceshi", "lei": LEIS[2]}), scopes=OF_A)],
    )
    world.load(
        "moved",
        [
            row(
                "moved",
                Record("moved", "Company", {"name": "Moved Ceshi", "lei": LEIS[2], "city": "x"}),
                scopes=OF_B,
            )
        ],
    )
    id_ = world_id("moved", "moved")
    asked = (
        "query($id: ID!, $k: DateTime) { organization(id: $id) { name provenance(knownAt: $k) { id said } } }"
    )

    def shown() -> list[Any]:
        moments = (None, "2024-01-12T12:00:00Z", "2024-02-01T00:00:00Z", "0001-01-01T00:00:00Z")
        return [
            found
            for each in moments
            if (found := (rep_a.ask(asked, id=id_, k=each) or {}).get("organization"))
        ]

    trial(shown, "row_scope")
    # a record that the viewer may not see is not told of at any moment, on a node that they may
    both = [row("of-b", Record("of-b", "Company", {"lei": LEIS[0], "city": "Secret City"}), scopes=OF_B)]
    record = 'query($id: ID!, $k: DateTime) { organization(id: $id) { provenance(property: "city", knownAt: $k) { said } } }'
    with world.with_rows(*both):
        trial(
            lambda: [
                m
                for m in (None, "9998-01-01T00:00:00Z")
                if "Secret City" in str(rep_a.ask(record, id=world.id("AC-A"), k=m))
            ],
            "row_scope",
        )


def test_HIS_03(rep_a: Viewer, world: World, trial: Trial) -> None:
    """Every road from a node to what its records say, for every property that is hidden from the viewer."""
    roads = {
        (type_.name, name)
        for type_ in SCHEMA.type_map.values()
        if isinstance(type_, GraphQLObjectType)
        for name, field in type_.fields.items()
        if get_named_type(field.type).name in ("Provenance", "Record", "Version")
    }
    trial.attack({name for _, name in roads} - {"provenance"})
    sight = sight_of(in_force(world.database), Asking(("sales",)))
    hidden = sorted({field for _, field in hidden_fields(sight)})
    old = "+8613900000000"
    with world.with_p1(phone=old, birth_date="1901-02-03"):
        pass

    def shown() -> list[str]:
        asked = " ".join(
            f'{field}{n}: provenance(property: "{field}", first: 100{known}) {{ said }}'
            for field in hidden if len(field) < 30
            for n, known in enumerate(("", ', knownAt: "2024-01-20T00:00:00Z"'))
        )  # fmt: skip
        said = rep_a.bytes(
            f"query($id: ID!) {{ person(id: $id) {{ {asked} }} }}".replace("provenance(", "provenance("),
            id=world.id("P-1"),
        )
        return holds(said, PHONE, old[3:], BORN, "1901-02-03", MAIL)

    def raw(patch: pytest.MonkeyPatch) -> None:
        from gql import provenance

        patch.setattr(provenance, "_operator", lambda arguments: provenance.Operator.SHOW)

    def narrow() -> list[str]:
        said = b""
        for field in ("phone", "birthDate", "email", "residentId", "wechat"):
            for known in ("null", '"2024-01-20T00:00:00Z"', '"2100-01-01T00:00:00Z"'):
                query = f'query($id: ID!) {{ person(id: $id) {{ provenance(property: "{field}", first: 100, knownAt: {known}) {{ said }} }} }}'
                said += rep_a.bytes(query, id=world.id("P-1"))
        return holds(said, PHONE, old[3:], BORN, "1901-02-03", MAIL)

    trial(narrow, raw)
    for start in range(0, len(hidden), 10):
        part = hidden[start : start + 10]
        asked = " ".join(f'a{n}: provenance(property: "{field}") {{ said }}' for n, field in enumerate(part))
        answer = rep_a.ask(f"query($id: ID!) {{ person(id: $id) {{ {asked} }} }}", id=world.id("P-1"))
        said = {each for found in answer["person"].values() for one in found for each in one["said"]}
        trial.attack([each for each in said if "•••" not in each])


def test_HIS_04(rep_a: Viewer, world: World, trial: Trial) -> None:
    asked = """query($id: ID!, $d: Date) { organization(id: $id, asOf: $d) {
      staff { totalCount } raised { totalCount } partyTo { totalCount } timeline { totalCount }
      dimensions { judicialRisk { state value } serviceLoad { state value } } }
      people(asOf: $d) { totalCount } events(asOf: $d) { totalCount } }"""

    def told() -> list[bytes]:
        days = ("2024-03-30", "2024-03-31", "2024-04-10", "2024-04-11", None)
        return [rep_a.bytes(asked, id=world.id(key), d=each) for each in days for key in ("AC-A", "AC-C")]

    trial.twins(told, "row_scope", world.without_hidden())


def test_HIS_05(rep_a: Viewer, world: World, trial: Trial) -> None:
    """When a hidden fact begins can't be bisected by what is visible, whatever is written for a day."""
    asked = "query($id: ID!, $d: Date) { organization(id: $id, asOf: $d) { owners { totalCount edgeAggregate { share { sum } } } dimensions { ownershipStructure { state value } control { state value } } } }"
    days = [
        *DAYS,
        "2024-01-01",
        "2024-06-30T12:00:00+14:00",
        "2024-06-30T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "0000-01-01",
        "-1-1-1",
        "99999-01-01",
    ]

    def told() -> list[bytes]:
        return [rep_a.bytes(asked, id=world.id("AC-C"), d=each) for each in days]

    trial.twins(told, "row_scope", world.without_hidden())
    fields = [
        f'{{ people(asOf: "2024-01-01", where: {{birthDate: {{lt: "{day}"}}}}) {{ totalCount }} }}'
        for day in DAYS
    ]
    trial.attack(unrefused(rep_a, fields))
    codes = {rep_a.code(asked, id=world.id("AC-C"), d=each) for each in days[6:]}
    trial.attack(codes - {"BAD_REQUEST", "BAD_ARGUMENT", ""})


def test_HIS_06(rep_a: Viewer, world: World, trial: Trial) -> None:
    """Holes: nothing that is numbered or counted tells of what is between."""
    asked = """query($id: ID!) { organization(id: $id) {
      timeline { totalCount nodes { id } pageInfo { hasNextPage } } provenance(first: 100) { id label seenFrom }
      owners { edges { provenance { id } } } } }"""
    # the hidden records are stored between two that are seen
    trial.twins(lambda: rep_a.bytes(asked, id=world.id("AC-C")), "row_scope", world.without_hidden())
    note = "mutation($in: AddNoteInput!) { addNote(input: $in) { id version } }"

    def numbers() -> list[Any]:
        try:
            made = [rep_a.ask(note, **{"in": {"about": world.id("AC-C"), "text": f"{n}"}}) for n in range(2)]
            return [
                each
                for each in made
                if str(each["addNote"]["id"]).isdigit() or len(each["addNote"]["version"]) < 12
            ]
        finally:
            forget_notes(world)

    trial.attack(numbers())
    steward = "{ whoIsWho { changes { number } } }"
    trial.attack(unrefused(rep_a, [steward]))


def test_HIS_07(viewers: Viewers, world: World, trial: Trial) -> None:
    """AC-M was rep_b's until it was given to rep_a: rep_b reads it at no day and by no former id."""
    rep_b = viewers["rep_b"]
    values = {"name": "Given Ceshi", "lei": LEIS[3]}
    world.load(
        "given",
        [
            row("m", Record("m", "Company", values), scopes=OF_B),
            person("pm", OF_B, works("pm", "m"), name="Given Person"),
        ],
    )
    asked = "query($id: ID!, $d: Date) { node(id: $id, asOf: $d) { id ... on Organization { name staff { nodes { name } } } } }"
    id_ = world_id("m", "given")
    assert rep_b.ask(asked, id=id_)["node"]
    cursor = rep_b.ask("{ organizations(first: 1) { pageInfo { endCursor } } }")["organizations"]["pageInfo"][
        "endCursor"
    ]
    world.load(
        "given",
        [
            row("m", Record("m", "Company", values | {"city": "y"}), scopes=OF_A),
            person("pm", OF_A, works("pm", "m"), name="Given Person"),
        ],
    )

    def read() -> list[Any]:
        found = [rep_b.ask(asked, id=id_, d=day)["node"] for day in (*DAYS, None)]
        old = rep_b.ask(
            "query($a: String) { organizations(first: 50, after: $a) { nodes { name } } }", a=cursor
        )
        return [each for each in found if each] + [
            name for name in names(old, "organizations") if name == "Given Ceshi"
        ]

    trial(read, "row_scope")
    # an id that it had before leads to it, and only for who may go there
    world.database.write(
        "MATCH (n:Entity {id: $id}) CREATE (:FormerId {id: $old})-[:LEADS_TO]->(n)",
        {"id": id_, "old": "f" * 32},
    )
    try:
        trial(lambda: rep_b.ask(asked, id="f" * 32)["node"], "row_scope")
        same = [rep_b.bytes(asked, id=each) for each in ("f" * 32, "0" * 32)]
        trial.attack("" if same[0] == same[1] else same)
    finally:
        world.database.write("MATCH (f:FormerId {id: $old}) DETACH DELETE f", {"old": "f" * 32})
