"""TIM: time and size. `ATTACK_PAIRS` says how many pairs are timed; 1,000 on a machine that does nothing else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

import pytest
from asking import statements
from doors import Viewer
from test_cur import page
from test_orc import SEARCH
from trying import Trial
from world import OF_A, OF_B, World, person, ticket, works

from gql.planning import composing

Viewers = dict[str, Viewer]
PAIRS = int(os.environ.get("ATTACK_PAIRS", "60"))
# of fewer pairs the area is less certain: three standard deviations around one half
MARGIN = max(0.06, 3 * ((2 * PAIRS + 1) / (12 * PAIRS * PAIRS)) ** 0.5)


def area(one: list[float], other: list[float]) -> float:
    """The area under the ROC curve: how often the first takes longer than the second."""
    return sum((a > b) + (a == b) / 2 for a in one for b in other) / (len(one) * len(other))


def told_apart(one: Callable[[], Any], other: Callable[[], Any], pairs: int = PAIRS) -> float:
    """The area, where it tells the two apart; 0 where it does not, in two of two runs."""
    found = 0.0
    for _ in range(2):
        times: tuple[list[float], list[float]] = ([], [])
        for number in range(pairs):
            for at in (number % 2, 1 - number % 2):
                began = time.perf_counter()
                (one, other)[at]()
                times[at].append(time.perf_counter() - began)
        found = area(*times)
        if abs(found - 0.5) <= MARGIN:
            return 0.0
    return max(found, 1 - found)


def test_TIM_01(rep_a: Viewer, world: World, trial: Trial) -> None:
    staff = "staff(first: 9) { nodes { name jobTitle employers(first: 1) { nodes { name staff(first: 9) { nodes { id name } } } } } }"
    deep = " ".join(f"{alias}: employers {{ nodes {{ name {staff} }} }}" for alias in "abcdefgh")

    def by_id(id_: str) -> Callable[[], Any]:
        return lambda: rep_a.send(f"query($id: ID!) {{ person(id: $id) {{ name {deep} }} }}", id=id_)

    def search(text: str) -> Callable[[], Any]:
        return lambda: rep_a.send(SEARCH, t=text)

    def after_the_read(patch: pytest.MonkeyPatch) -> None:
        from graph_platform import statements as module

        patch.setattr(composing, "visible", lambda variable, seen: "")
        patch.setattr(module, "visible", lambda variable, seen: "")

    ghost = "0" * 32
    with trial.without(after_the_read):
        by_id(world.id("P-H"))()
        assert rep_a.ask("query($id: ID!) { person(id: $id) { name } }", id=world.id("P-H"))["person"]
        trial.control(told_apart(by_id(world.id("P-H")), by_id(ghost)))
    trial.attack(told_apart(by_id(world.id("P-H")), by_id(ghost)))
    trial.attack(told_apart(search("司马测试"), search("司徒测试")))
    before = statements(rep_a)
    by_id(world.id("P-H"))()
    middle = statements(rep_a)
    by_id(ghost)()
    trial.attack(statements(rep_a) - middle != middle - before)


def test_TIM_02(rep_a: Viewer, world: World, trial: Trial) -> None:
    def refused(value: str) -> Callable[[], Any]:
        where = {"birthDate": {"eq": value}}
        return lambda: rep_a.send(
            "query($w: PersonFilter) { people(where: $w) { nodes { id name } } }", w=where
        )

    before = statements(rep_a)
    trial.attack(told_apart(refused("1900-01-09"), refused("1900-01-10")))
    trial.attack(statements(rep_a) != before)
    long, short = "Zz long " + "long hidden words " * 100_000, "Zz short 1"
    rows = [ticket("long", OF_A, "AC-A", text=long), ticket("short", OF_A, "AC-A", text=short)]

    with world.with_rows(*rows):
        world.database.write(
            "MATCH (n:Entity {id: $id}) SET n.wechat = $t", {"id": world.id("P-9"), "t": long}
        )
        masked = "query($id: ID!) { person(id: $id) { wechat } }"

        def read(id_: str) -> Callable[[], Any]:
            return lambda: rep_a.send(masked, id=id_)

        try:
            with trial.without("mask"):
                trial.control(told_apart(read(world.id("P-9")), read(world.id("P-1"))))
            trial.attack(told_apart(read(world.id("P-9")), read(world.id("P-1"))))
        finally:
            world.database.write("MATCH (n:Entity {id: $id}) REMOVE n.wechat", {"id": world.id("P-9")})


def test_TIM_03(rep_a: Viewer, world: World, trial: Trial, viewers: Viewers) -> None:
    """Sizes: masks, cursors and answers are as long for a short hidden value as for a long one."""
    asked = (
        "query($id: ID!) { person(id: $id) { phone wechat email residentId birthDate salary { amount } } }"
    )
    twin = world.with_p1(wechat="w", email="a@example.com", birth_date="1900", phone=None)
    trial.twins(lambda: len(rep_a.bytes(asked, id=world.id("P-1"))), "mask", twin)

    def cursors() -> int:
        rows = [person(f"L-{n}", OF_A, name="Zq " + "x" * n) for n in (1, 4, 9, 30)]
        with world.with_rows(*rows):
            found = page(rep_a, n=9, w={"name": {"startsWith": "Zq"}})["edges"]
        lengths = {len(each["cursor"]) for each in found}
        return len(lengths) if len(lengths) > 1 else 0

    def unpadded(patch: pytest.MonkeyPatch) -> None:
        from gql import cursors as module

        patch.setattr(module, "STEP", 1)

    trial(cursors, unpadded)
    answer = rep_a.send(SEARCH, {"accept-encoding": "gzip, br, zstd"}, t="a" * 150)
    trial.attack(answer.headers.get("content-encoding"))


def test_TIM_04(rep_a: Viewer, world: World, trial: Trial, attacked: Any) -> None:
    """What an operation is said to cost does not hang on neighbours that the viewer does not see."""
    from gql.planning.statistics import read_statistics

    service = attacked[1]
    asked = "{ organizations { nodes { staff { nodes { employers { nodes { owners { totalCount } } } } } raised { nodes { id } } } } }"
    many = [person(f"many-{n}", OF_B, works(f"many-{n}", "AC-B"), name=f"Many {n}") for n in range(300)]

    def told() -> bytes:
        service.statistics = read_statistics(world.database)
        return rep_a.bytes(asked)

    def from_all(patch: pytest.MonkeyPatch) -> None:
        from graph_platform.statements import Visibility

        patch.setattr(Visibility, "hides_any", property(lambda self: False))

    trial.twins(told, from_all, world.with_rows(*many))
    service.statistics = read_statistics(world.database)


def test_TIM_05(viewers: Viewers, world: World, trial: Trial) -> None:
    """Whether somebody else has just read a hidden node makes no difference to who may not see it."""
    officer, rep_a = viewers["officer_1"], viewers["rep_a"]
    asked = "query($id: ID!) { person(id: $id) { name employers { nodes { name } } } }"
    kept: dict[str, Any] = {}

    def shared(patch: pytest.MonkeyPatch) -> None:
        """Answers are kept for everybody."""
        from gql.reading import Reader

        real = Reader.read

        async def read(self: Any, statement: str, parameters: Any) -> Any:
            key = str(parameters.get("p0"))
            if key not in kept:
                for _ in range(6):
                    await real(self, statement, parameters)
                kept[key] = await real(self, statement, parameters)
            return kept[key]

        patch.setattr(Reader, "read", read)

    others = [world.id("P-H"), world.id("P-2")]

    def after_others() -> Any:
        return rep_a.send(asked, id=others[0])

    def after_nobody() -> Any:
        kept.clear()
        return rep_a.send(asked, id=others[1])

    officer.send(asked, id=others[0])
    with trial.without(shared):
        trial.control(told_apart(after_others, after_nobody))

    def foreign() -> float:
        found = 0.0
        for _ in range(2):
            times: tuple[list[float], list[float]] = ([], [])
            for number in range(PAIRS):
                for at in (number % 2, 1 - number % 2):
                    officer.send(asked, id=others[0] if at == 0 else "0" * 32)
                    began = time.perf_counter()
                    rep_a.send(asked, id=others[0])
                    times[at].append(time.perf_counter() - began)
            found = area(*times)
            if abs(found - 0.5) <= MARGIN:
                return 0.0
        return max(found, 1 - found)

    trial.attack(foreign())
