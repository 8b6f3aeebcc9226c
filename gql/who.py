"""Who is who, for stewards: what may be the same, why, what waits for a person, and what people decide.

Each answer about pairs looks at all records, so they are given one after the other, the queue is kept as long as nobody
writes, and a graph of more than `MOST` records is left to the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import strawberry
from strawberry.types import Info

from gql.declared import resolved
from gql.errors import ArgumentRefused, LimitExceeded, NotAllowed, NotFound
from gql.kept import Kept
from gql.viewers import Viewing
from gql.who_types import (
    Candidate,
    ComparisonStep,
    JudgeInput,
    Judgement,
    JudgePayload,
    MatchExplanation,
    ResolutionChange,
    SplitInput,
    UndoInput,
    Verdict,
)
from graph_platform.database import Database
from graph_platform.resolution import hearing, steering
from graph_platform.resolution.changes import log, records_of
from graph_platform.resolution.explanation import Step, explain
from graph_platform.resolution.membership import membership
from graph_platform.resolution.provenance import Standing, standings
from graph_platform.resolution.reading import read_stored
from graph_platform.resolution.review import Asked, queue
from graph_platform.statements import statement
from privacy.masking import MASK
from privacy.policy.deciding import Sight
from privacy.policy.operators import Operator

STEWARDS = ("steward", "operator")
"""Roles that see and decide who is who: both need every row."""
MOST = 100_000
"""Records up to which pairs are looked at while somebody waits."""
FIRST = 100
T = TypeVar("T")
VERDICTS = {Verdict.SAME: True, Verdict.DIFFERENT: False, Verdict.UNKNOWN: None}


_READS = {"birth": "birth_date", "number": "passport_number", "identifier": "resident_id", "employer": "name"}
"""The property that a comparison reads, of several the most sensitive, where it is called otherwise."""
_queues: Kept[int, list[Asked]] = Kept(1)


async def _think(info: Info, work: Callable[..., T], *arguments: Any) -> T:
    _check_role(info)
    found: T = await info.context.service.thinking.call(work, *arguments)
    return found


async def _sight(info: Info) -> Sight:
    """What the policy in force lets the viewer see, as it is now."""
    viewing: Viewing = await info.context.viewing_now()
    return viewing.sight


def _check_role(info: Info) -> None:
    viewer = info.context.viewer
    # all records are looked at, whatever an agent's boundary is
    if viewer.agent or viewer.is_restricted or not set(viewer.roles) & set(STEWARDS):
        raise NotAllowed(
            "who is who is decided by stewards who see every row", "仅可查看全部数据的数据管理员可操作"
        )


def _page(first: int) -> int:
    if not 0 <= first <= FIRST:
        raise ArgumentRefused(f"first: from 0 to {FIRST}")
    return first


def _check_size(database: Database) -> None:
    (row,) = database.read(statement("resolution/count_records"))
    if row["records"] > MOST:
        raise LimitExceeded(
            f"the graph has more than {MOST:,} records; `graph-platform resolve` answers this on the command line",
            f"记录超过 {MOST:,} 条，请使用命令行 `graph-platform resolve`",
        )


def _queue(database: Database) -> list[Asked]:
    _check_size(database)
    (row,) = database.read(statement("resolution/last_turn"))
    if (found := _queues.get(row["arrived"])) is None:
        found = queue(read_stored(database))
        _queues.put(row["arrived"], found)
    return found


def _read_queue(database: Database, sight: Sight, first: int) -> list[Candidate]:
    waiting = _queue(database)[:first]
    standing = standings(database, (record for each in waiting for record in (each.left, each.right)))
    return [
        Candidate(
            left=strawberry.ID(each.left),
            right=strawberry.ID(each.right),
            stands=[_stands(standing, each.left), _stands(standing, each.right)],
            probability=each.probability,
            reason=each.reason,
            alike=each.alike,
            steps=_steps(each.steps, sight),
        )
        for each in waiting
    ]


def _read_same_as(database: Database, id_: str, first: int) -> list[Candidate]:
    _check_size(database)
    stored = read_stored(database)
    found = {}
    for record in records_of(database, id_)[:FIRST]:
        member = membership(stored, record)
        for other, judged in member.nearest if member else ():
            found[other] = (record, judged)
    nearest = sorted(found.items(), key=lambda each: -each[1][1].probability)[:first]
    standing = standings(database, {*found, *(record for _, (record, _) in nearest)})
    return [
        Candidate(
            left=strawberry.ID(record),
            right=strawberry.ID(other),
            stands=[_stands(standing, record), _stands(standing, other)],
            probability=judged.probability,
            reason=judged.reason,
            alike=1,
            steps=[],
        )
        for other, (record, judged) in nearest
    ]


def _read_explanation(database: Database, sight: Sight, left: str, right: str) -> MatchExplanation:
    _check_size(database)
    one, other = records_of(database, left)[0], records_of(database, right)[0]
    found = explain(read_stored(database), one, other) if one != other else None
    if found is None:
        raise NotFound("these are not two records of one kind", "不是两条同类记录")
    return MatchExplanation(
        decision=found.decision.value,
        reason=found.reason,
        probability=found.probability,
        together=found.together,
        prior=found.prior,
        graph=found.graph,
        total=found.total,
        steps=_steps(found.steps, sight),
    )


def _read_judgements(database: Database, first: int) -> list[Judgement]:
    return [
        Judgement(
            left=strawberry.ID(each.left),
            right=strawberry.ID(each.right),
            verdict=Verdict[each.verdict.upper()],
            by=each.by,
            why=each.why,
            day=each.day,
        )
        for each in hearing.told(database)[:first]
    ]


def _read_changes(database: Database, id_: str, first: int) -> list[ResolutionChange]:
    return [
        ResolutionChange(number=each["number"], command=each["command"], by=each["by"], why=each["why"])
        for each in log(database, id_, first)
    ]


def _steps(steps: Sequence[Step], sight: Sight) -> list[ComparisonStep]:
    return [
        ComparisonStep(
            comparison=step.comparison,
            left=_masked(step, step.left, sight),
            right=_masked(step, step.right, sight),
            level=step.level,
            bits=step.bits,
        )
        for step in steps
    ]


def _masked(step: Step, said: str, sight: Sight) -> str:
    if not said:
        return said
    name = _READS.get(step.name, step.name)
    return said if sight.strictest(name) is Operator.SHOW else MASK


def _stands(standing: Mapping[str, Standing], record: str) -> str:
    # of where it stands no more than the data set: a file's name or a key may hold a value
    found = standing.get(record)
    return found.data_set if found else ""


async def read_queue(info: Info, first: int = 20) -> list[Candidate]:
    return await _think(info, _read_queue, await _sight(info), _page(first))


async def read_same_as(info: Info, id: strawberry.ID, first: int = 5) -> list[Candidate]:
    return await _think(info, _read_same_as, id, _page(first))


async def read_explanation(info: Info, left: strawberry.ID, right: strawberry.ID) -> MatchExplanation:
    return await _think(info, _read_explanation, await _sight(info), left, right)


async def read_judgements(info: Info, first: int = 20) -> list[Judgement]:
    return await _think(info, _read_judgements, _page(first))


async def read_changes(info: Info, id: strawberry.ID, first: int = 20) -> list[ResolutionChange]:
    return await _think(info, _read_changes, id, _page(first))


@strawberry.type(description="Who is who: for stewards, who see every row.")
class WhoIsWho:
    """Who is who."""

    queue: list[Candidate] = resolved(
        read_queue, "Pairs that wait for a person, in the order in which an answer teaches most."
    )
    same_as: list[Candidate] = resolved(
        read_same_as, "What else may be the same as a node or record, the nearest first."
    )
    explanation: MatchExplanation = resolved(
        read_explanation, "Why two records or nodes are one, or are not."
    )
    judgements: list[Judgement] = resolved(
        read_judgements, "What people have said of pairs, the newest first."
    )
    changes: list[ResolutionChange] = resolved(
        read_changes, "What has changed about a node or record, the newest first."
    )


async def judge(info: Info, input: JudgeInput) -> JudgePayload:
    again = input.again is True
    said = (input.left, input.right, VERDICTS[input.verdict], info.context.viewer.subject, input.why)
    return await _decided(info, steering.judge, *said, "judge", again)


async def split(info: Info, input: SplitInput) -> JudgePayload:
    return await _decided(
        info, steering.split, input.node, list(input.records), info.context.viewer.subject, input.why
    )


async def undo(info: Info, input: UndoInput) -> JudgePayload:
    return await _decided(info, steering.undo, input.number, info.context.viewer.subject, input.why)


async def _decided(info: Info, work: Callable[..., list[int]], *said: Any) -> JudgePayload:
    _check_role(info)
    return JudgePayload(changes=await info.context.service.writes.call(work, *said))
