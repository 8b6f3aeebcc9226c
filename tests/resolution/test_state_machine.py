"""Random sequences of load, resolve, judge, merge, split, undo, forget: nothing is lost, and every way back is exact.

`FUZZ=1000 pytest tests/resolution/test_state_machine.py` runs a thousand; without it a few are run, always the same.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from factories import LEIS, company, day, emptied, load_rows, owns, person, row
from graph_check import Graph, check, portrait
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.facts import Claim, Mention, Row
from graph_platform.identity import entity_id
from graph_platform.loading.closing import forget
from graph_platform.resolution import steering
from graph_platform.resolution.changes import records_of
from graph_platform.resolution.running import run, run_new
from graph_platform.schema import ensure_schema

SEQUENCES = int(os.environ.get("FUZZ", "10"))
STEPS = 8
DATA_SETS = ("a", "b", "c")
PICK = st.integers(0, 10_000)

PEOPLE = st.fixed_dictionaries(
    {"name": st.sampled_from(["陈丽华", "陳麗華", "Chen Lihua", "王伟"])},
    optional={
        "phone": st.sampled_from([["+8613911204471"], ["+8613622907713"]]),
        "email": st.sampled_from([["lihua@lantu.example"], ["wang.wei@lantu.example"]]),
        "resident_id": st.sampled_from(["11010519491231002X", "440308199901101512"]),
        "city": st.sampled_from(["成都", "无锡"]),
    },
)
COMPANIES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(
            ["无锡岚途轴承有限公司", "无锡岚途轴承", "Lantu Bearings", "苏州云澜控股有限公司"]
        )
    },
    optional={
        "phone": st.sampled_from([["+8651085302217"], ["+8651267771830"]]),
        "lei": st.sampled_from(LEIS[:2]),
        "duns": st.sampled_from(["150483782", "001368083"]),
    },
)
LINKS = st.lists(
    st.sampled_from(
        [("works", "p1", "c1"), ("works", "p2", "c2"), ("owns", "c1", "c2"), ("owns", "c2", "c3")]
    ),
    max_size=2,
    unique=True,
)
LOAD = st.fixed_dictionaries(
    {
        "people": st.dictionaries(st.sampled_from(["p1", "p2"]), PEOPLE, max_size=2),
        "companies": st.dictionaries(st.sampled_from(["c1", "c2"]), COMPANIES, max_size=2),
        "links": LINKS,
    }
).filter(lambda said: bool(said["people"] or said["companies"] or said["links"]))


def rows_of(said: dict[str, Any]) -> list[Row]:
    """The rows of one load."""
    rows = [row(key, person(key, **values)) for key, values in said["people"].items()]
    rows += [row(key, company(key, **values)) for key, values in said["companies"].items()]
    for kind, start, end in said["links"]:
        claim = (
            owns(start, end, 60)
            if kind == "owns"
            else Claim(f"WORKS_FOR/{end}", "WORKS_FOR", Mention(start, "Person"), Mention(end, "Company"), {})
        )
        rows.append(row(f"{kind} {start} {end}", claim))
    return rows


class Machine(RuleBasedStateMachine):
    """What may be done to a graph, in any order; the invariants are looked at after each step."""

    database: Database
    home: Path

    @initialize(first=LOAD, second=LOAD)
    def begin(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        """Two systems, before anything else."""
        emptied(self.database)
        self.seen: dict[str, set[str]] = {}
        self.loads: dict[str, list[tuple[dict[str, Any], int, bool]]] = defaultdict(list)
        self.steered = self.rerun = False
        self.load("a", first, 0, False)
        self.load("b", second, 0, False)

    @rule(
        data_set=st.sampled_from(DATA_SETS),
        said=LOAD,
        at=st.integers(0, 4),
        complete=st.sampled_from([False, False, True]),
    )
    def load(self, data_set: str, said: dict[str, Any], at: int, complete: bool) -> None:
        """Newer and older versions of what is there, and what was not."""
        self.loads[data_set].append((said, at, complete))
        self._load(data_set, said, at, complete)
        self.rerun = False

    def _load(self, data_set: str, said: dict[str, Any], at: int, complete: bool) -> None:
        load_rows(self.database, self.home, data_set, rows_of(said), observed=day(at), complete=complete)

    @rule()
    def resolve(self) -> None:
        """A run, and another one that finds nothing to do."""
        run(self.database)
        before = self._portrait()
        assert run(self.database).changed == 0
        assert self._portrait() == before
        self.rerun = True

    @rule()
    def resolve_what_is_new(self) -> None:
        """A run over what was touched since the last one."""
        run_new(self.database, self.home / "kept")
        self.rerun = True

    @rule(one=PICK, other=PICK, same=st.sampled_from([True, False, None]))
    def judge(self, one: int, other: int, same: bool | None) -> None:
        """A word about two records."""
        self._permitted(
            lambda: steering.judge(
                self.database, self._record(one), self._record(other), same, "somebody", ""
            )
        )

    @rule(one=PICK, other=PICK)
    def merge(self, one: int, other: int) -> None:
        """A word about two entities or ids that they had."""
        self._permitted(
            lambda: steering.judge(
                self.database, self._id(one), self._id(other), True, "somebody", "", "merge"
            )
        )

    @rule(entity=PICK, mask=st.integers(1, 30))
    def split(self, entity: int, mask: int) -> None:
        """Some records of an entity go."""
        self._permitted(lambda: self._split(entity, mask))

    @rule(change=PICK)
    def undo(self, change: int) -> None:
        """Any change, which is refused unless everything is as it left it."""
        rows = self.database.read("MATCH (c:Change) RETURN c.number AS number ORDER BY number")
        if rows:
            number = rows[change % len(rows)]["number"]
            self._permitted(lambda: steering.undo(self.database, number, "somebody", ""))

    @rule(data_set=st.sampled_from(DATA_SETS))
    def forget(self, data_set: str) -> None:
        """A whole data set goes."""
        if self.loads.pop(data_set, None):
            forget(self.database, data_set)
            self.rerun = False

    @rule(
        steps=st.lists(
            st.tuples(st.sampled_from(["merge", "split", "judge", "run", "undo"]), PICK, PICK),
            min_size=1,
            max_size=3,
        )
    )
    def there_and_back(self, steps: list[tuple[str, int, int]]) -> None:
        """Whatever is done to entities and taken back, the newest first, leaves the graph as it was, ids included."""
        before = self._portrait()
        numbers: list[int] = []
        for what, one, other in steps:
            numbers += self._step(what, one, other)
            self._remember(check(self.database))
        for number in reversed(numbers):
            steering.undo(self.database, number, "somebody", "")
        self.steered = self.steered or bool(steps)
        after = self._portrait()
        assert not before - after, f"lost: {before - after}"
        new = [told for told in (after - before) if "FormerId" not in told]
        assert not new, f"left over: {new}"
        event(f"{len(numbers)} changes there and back")

    def _step(self, what: str, one: int, other: int) -> list[int]:
        if what == "run":
            before = self._last()
            run(self.database)
            return list(range(before + 1, self._last() + 1))
        rows = self.database.read("MATCH (c:Change) RETURN c.number AS number ORDER BY number")
        work: dict[str, Callable[[], list[int]]] = {
            "merge": lambda: steering.judge(
                self.database, self._id(one), self._id(other), True, "somebody", ""
            ),
            "judge": lambda: steering.judge(
                self.database, self._record(one), self._record(other), bool(one % 2), "somebody", ""
            ),
            "split": lambda: self._split(one, 1 + other % 30),
            "undo": lambda: (
                steering.undo(self.database, rows[one % len(rows)]["number"], "somebody", "") if rows else []
            ),
        }
        return self._permitted(work[what])

    def _permitted(self, work: Callable[[], list[int]]) -> list[int]:
        """Do something that may be refused, and then has changed nothing."""
        before = self._portrait(history=True)
        try:
            numbers = work()
        except UsageError as refused:
            assert self._portrait(history=True) == before
            event(f"refused: {str(refused)[:40]}")
            return []
        self.steered = True
        return numbers

    def _split(self, entity: int, mask: int) -> list[int]:
        several = self.database.read(
            "MATCH (e:Entity)<-[:ABOUT]-(r:Record) WITH e, r ORDER BY r.id WITH e, collect(r.id) AS records "
            "WHERE size(records) > 1 RETURN e.id AS id, records ORDER BY id"
        )
        if not several:
            return []
        found = several[entity % len(several)]
        chosen = [record for bit, record in enumerate(found["records"]) if mask >> bit & 1]
        return steering.split(self.database, found["id"], chosen, "somebody", "") if chosen else []

    def _record(self, pick: int) -> str:
        rows = self.database.read("MATCH (r:Record) RETURN r.id AS id ORDER BY id")
        return str(rows[pick % len(rows)]["id"]) if rows else "none"

    def _id(self, pick: int) -> str:
        ids = sorted(self.seen)
        return ids[pick % len(ids)] if ids else "none"

    def _last(self) -> int:
        rows = self.database.read("MATCH (c:Change) RETURN max(c.number) AS last")
        return rows[0]["last"] or 0

    def _portrait(self, history: bool = False) -> Counter[str]:
        told = portrait(Graph.of(self.database), ids=True)
        if history:
            rows = self.database.read("MATCH (n:Change|Judgement) RETURN n{.*, at: 0} AS said")
            told += Counter(str(sorted(each["said"].items())) for each in rows)
        return told

    def _remember(self, graph: Graph) -> None:
        """Every id that anybody has seen leads to records, as long as one of those that it led to is there."""
        records = {record["id"] for record in graph.labelled("Record").values()}
        leads = led_to(graph)
        for id_, led in list(self.seen.items()):
            if led & records:
                assert id_ in leads, "an id that was seen leads nowhere"
                self.seen[id_] = leads[id_]
            else:
                del self.seen[id_]
        for entity in graph.labelled("Entity").values():
            self.seen.setdefault(entity["id"], leads[entity["id"]])
        if self.seen:
            some = sorted(self.seen)[len(records) % len(self.seen)]
            assert set(records_of(self.database, some)) == leads[some]

    @invariant()
    def everything_is_as_its_records_say(self) -> None:
        """The graph is what its records make, every id is found, and what people said holds."""
        graph = check(self.database)
        self._remember(graph)
        about = {graph.nodes[start][1]["id"]: end for start, end, _ in graph.typed("ABOUT")}
        for record, end in about.items():
            # of one that its source no longer states, the id leads to what is left of the entity
            if "Entity" in graph.nodes[end][0] and (found := self.seen.get(entity_id(record))):
                assert record in found, "an id does not lead to the record that founded it"
        for judged in graph.labelled("Judgement").values():
            assert judged["left"] in about, "a judgement on a record that is gone"
            assert judged["right"] in about, "a judgement on a record that is gone"
            one, other = about[judged["left"]], about[judged["right"]]
            if "same" not in judged:
                continue  # somebody cannot tell
            if judged["same"] or self.rerun:
                assert (one == other) == judged["same"], f"a judgement does not hold: {judged}"

    def teardown(self) -> None:
        """What was forgotten and loaded again, and what was loaded afresh, are resolved alike."""
        if self.steered or not self.loads:
            return
        first = next(iter(self.loads))
        forget(self.database, first)
        self._replay(first)
        run(self.database)
        check(self.database)
        found = partition(Graph.of(self.database))
        emptied(self.database)
        for data_set in self.loads:
            self._replay(data_set)
        run(self.database)
        fresh = partition(check(self.database))
        assert fresh == found, f"as before: {found - fresh}, afresh: {fresh - found}"
        event("forgotten and loaded again")

    def _replay(self, data_set: str) -> None:
        for said, at, complete in self.loads[data_set]:
            self._load(data_set, said, at, complete)


def led_to(graph: Graph) -> dict[str, set[str]]:
    """The records that each present and former id leads to."""
    about: dict[str, set[str]] = defaultdict(set)
    for start, end, _ in graph.typed("ABOUT"):
        about[end].add(graph.nodes[start][1]["id"])
    into = {start: end for start, end, _ in graph.typed("LEADS_TO")}
    ids = graph.labelled("Entity") | graph.labelled("FormerId")
    return {each["id"]: about[into.get(node, node)] for node, each in ids.items()}


def partition(graph: Graph) -> set[frozenset[str]]:
    """The records that state something, by what they are about."""
    found: dict[str, set[str]] = defaultdict(set)
    for start, end, _ in graph.typed("ABOUT"):
        record = graph.nodes[start][1]
        if "seen_from" in record:
            found[end].add(record["id"])
    return {frozenset(records) for records in found.values()}


def test_any_sequence_keeps_every_id_and_judgement_and_can_be_taken_back(
    database: Database, tmp_path: Path
) -> None:
    ensure_schema(database)
    Machine.database, Machine.home = database, tmp_path
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="FUZZ" not in os.environ,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            # what fails is told as it was found: to make it smaller would take an hour
            phases=[Phase.generate],
        ),
    )
