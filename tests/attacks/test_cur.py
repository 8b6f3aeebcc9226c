"""CUR: cursors and ids."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

import pytest
from doors import Viewer, holds
from trying import Trial, policy_text, put_into_force
from world import BORN, OF_A, World, person

from graph_platform.settings import Settings

Viewers = dict[str, Viewer]
PAGE = """query($n: Int!, $after: String, $w: PersonFilter, $o: [PersonOrder!]) {
  people(first: $n, after: $after, where: $w, orderBy: $o) {
    nodes { id name } edges { cursor } pageInfo { endCursor startCursor hasNextPage } } }"""


def page(viewer: Viewer, **variables: Any) -> Any:
    return (viewer.ask(PAGE, **{"n": 1, **variables}) or {}).get("people")


def decoded(cursor: str) -> bytes:
    """Everything that a cursor may be unpacked to."""
    made = [cursor.encode()]
    for alphabet in (base64.b64decode, base64.urlsafe_b64decode, base64.b16decode):
        try:
            made.append(alphabet(cursor + "=" * (-len(cursor) % 4)))
        except ValueError:
            continue
    for each in [*made]:
        try:
            made.append(zlib.decompress(each))
        except zlib.error:
            continue
    return b"\n".join(made)


def test_CUR_01(rep_a: Viewer, world: World, trial: Trial) -> None:
    one = {"w": {"id": {"eq": world.id("P-1")}}}

    def read() -> list[str]:
        cursor = page(rep_a, **one)["edges"][0]["cursor"]
        return holds(decoded(cursor), world.id("P-1"), "ouyang", BORN)

    trial(read, "cursor_seal")


FORGED = ["", "x", "MA==", "bnVsbA==", "W10=", "WyIiLCAiMCJd", "é", "A" * 5_000, "....", "-" * 64]


def test_CUR_02(rep_a: Viewer, world: World, trial: Trial) -> None:
    begin = base64.urlsafe_b64encode(json.dumps(["p", "0" * 32]).encode()).decode()

    def moved() -> bool:
        return bool(page(rep_a, after=begin)) and page(rep_a, after=begin) != page(rep_a)

    trial(moved, "cursor_seal")
    real = page(rep_a)["pageInfo"]["endCursor"]
    changed = [
        real[:place] + ("A" if real[place] != "A" else "B") + real[place + 1 :] for place in (0, 9, -5)
    ]
    answers = {rep_a.bytes(PAGE, n=1, after=each) for each in [*FORGED, *changed, real[:-4], real + real]}
    trial.attack(answers if len(answers) > 1 else "")
    trial.attack("" if rep_a.code(PAGE, n=1, after=real[:-4]) == "BAD_CURSOR" else "a forged cursor is taken")


def test_CUR_03(viewers: Viewers, world: World, trial: Trial) -> None:
    def taken() -> Any:
        cursor = page(viewers["rep_b"])["pageInfo"]["endCursor"]
        return page(viewers["rep_a"], after=cursor)

    trial(taken, "cursor_binding")


def test_CUR_04(rep_a: Viewer, world: World, trial: Trial) -> None:
    where = {"jobTitle": {"eq": "mechanic"}}
    events = "query($a: String) { events(first: 1, after: $a) { nodes { id } } }"
    aged = 'query($a: String) { people(first: 1, after: $a, asOf: "2024-01-01") { nodes { id } } }'

    def walked() -> list[Any]:
        cursor = page(rep_a, w=where)["pageInfo"]["endCursor"]
        return [
            each
            for each in (
                page(rep_a, after=cursor),
                page(rep_a, after=cursor, w={"jobTitle": {"eq": "driver"}}),
                page(rep_a, after=cursor, w=where, o=[{"field": "JOB_TITLE"}]),
                (rep_a.ask(events, a=cursor) or {}).get("events"),
                (rep_a.ask(aged, a=cursor) or {}).get("people"),
            )
            if each
        ]

    def unbound(patch: pytest.MonkeyPatch) -> None:
        from gql.execution import Asked

        patch.setattr(Asked, "_bound", lambda self, binding: b"")

    trial(walked, unbound)


def test_CUR_05(rep_a: Viewer, world: World, trial: Trial) -> None:
    everything = "{ people { nodes { id provenance { id } } } organizations { nodes { id provenance { id } } } events { nodes { id } } }"

    def internal(patch: pytest.MonkeyPatch) -> None:
        from gql.planning import pages

        real = pages.part

        def counted(name: str) -> Any:
            return real(name)

        patch.setattr(pages, "part", counted)
        from gql.planning.composing import Composer

        place = Composer.piece

        def piece(self: Any, type_: Any, details: Any, where: Any) -> Any:
            made = place(self, type_, details, where)
            if details[0].node.name.value == "id" and made.expression:
                from dataclasses import replace

                return replace(made, expression=f"elementId({where.node})")
            return made

        patch.setattr(Composer, "piece", piece)

    def element_ids() -> list[str]:
        return re.findall(r'"\d+:[0-9a-f-]{36}:\d+"', rep_a.send(everything).text)

    trial(element_ids, internal)
    ids = re.findall(r'"id":"([^"]*)"', rep_a.send(everything).text)
    trial.attack([each for each in ids if not re.fullmatch(r"[0-9a-f]{32}", each)])
    guesses = [f"Person:{n}" for n in range(20)] + [str(n) for n in range(20)]
    guesses += [base64.b64encode(each.encode()).decode() for each in guesses] + [f"4:x:{n}" for n in range(9)]
    known = world.id("P-1")
    guesses += [
        f"Note:{known}",
        base64.b64encode(f"Note:{known}".encode()).decode(),
        known.upper(),
        f" {known}",
    ]
    answers = {rep_a.bytes("query($id: ID!) { node(id: $id) { id } }", id=each) for each in guesses}
    trial.attack(answers if len(answers) > 1 else "")
    wrong = [
        rep_a.bytes("query($id: ID!) { x: organization(id: $id) { id } }", id=each)
        for each in (known, "0" * 32)
    ]
    trial.attack("" if wrong[0] == wrong[1] else wrong)


def test_CUR_06(rep_a: Viewer, world: World, trial: Trial, settings: Settings, attacked: Any) -> None:
    """A cursor at a row that a new policy hides, or that is gone: nothing says that the row was there."""
    rows = [person(f"Z-{n}", OF_A, name=f"Zz Ceshi {n}") for n in range(4)]
    where = {"name": {"startsWith": "Zz"}}
    with world.with_rows(*rows, data_set="zz"):
        cursor = page(rep_a, n=2, w=where)["pageInfo"]["endCursor"]

        def at_a_hidden_row() -> bytes:
            return rep_a.bytes(PAGE, n=9, w=where, after=cursor)

        stale = "x" * len(cursor)
        from test_orc import world_id

        text = policy_text(world).replace("entities: [", f'entities: ["{world_id("Z-1", "zz")}", ')
        with trial.without("cursor_seal"):
            read = page(rep_a, n=2, w=where)["pageInfo"]["endCursor"]
            trial.control(holds(decoded(read), world_id("Z-1", "zz")))
        put_into_force(world, attacked[0], settings, text.replace("name: attacks", "name: stricter"))
        try:
            page(rep_a)
            refused = rep_a.bytes(PAGE, n=9, w=where, after=stale)
            trial.attack("" if at_a_hidden_row() == refused else "an old cursor is answered otherwise")
            rest = page(rep_a, n=9, w=where)
            trial.attack("" if [each["name"][-1] for each in rest["nodes"]] == ["0", "2", "3"] else rest)
        finally:
            put_into_force(
                world, attacked[0], settings, policy_text(world).replace("name: attacks", "name: again")
            )
    # gone under the same policy: paging goes on at the next row
    with world.with_rows(*rows, data_set="zz"):
        cursor = page(rep_a, n=2, w=where)["pageInfo"]["endCursor"]
    with world.with_rows(*[each for each in rows if each.key != "Z-1"], data_set="zz"):
        rest = page(rep_a, n=9, w=where, after=cursor)
        trial.attack("" if [each["name"][-1] for each in rest["nodes"]] == ["2", "3"] else rest)
