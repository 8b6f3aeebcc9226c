"""Records that are to be one, in the graph as it is: what they meet there, and what has to stay apart or together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_platform.database import Transaction, run, run_collected
from graph_platform.identity import resolved_id
from graph_platform.loading.clusters import Components, clusters, entity_of_each
from graph_platform.loading.clusters import Member as Clustered
from graph_platform.loading.recompute import identifiers
from graph_platform.statements import statement

Member = Mapping[str, Any]
"""A row of `resolution/read_members`."""


@dataclass(frozen=True, slots=True)
class Group:
    """Records that are to be one; with `split`, from now on by no identifier of theirs. `None` leaves that as it is."""

    records: tuple[str, ...]
    split: bool | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """Groups that meet in an entity, as lists of records: they change in one step, and are one change."""

    groups: list[list[Member]]
    splits: list[bool | None]
    gone: list[str]

    def moves(self) -> list[dict[str, Any]]:
        """What is to be set on each record, beside what there was."""
        found = []
        for records, split in zip(self.groups, self.splits, strict=True):
            founder = min(records, key=age)
            wanted = resolved_id(founder["id"], founder["arrived"]) if len(records) > 1 else None
            for record in records:
                now = {"resolved": wanted, "split": record["split"] if split is None else split}
                was = {"was": record["resolved"], "was_split": record["split"]}
                found.append({"id": record["id"], **now, **was})
        return found


def age(record: Member) -> tuple[Any, ...]:
    """Orders records as clustering does: the oldest founds an entity."""
    return (record["arrived"], record["key"], record["id"])


def read_members(tx: Transaction, ids: Sequence[str]) -> dict[str, Member]:
    """All records that are about the same things as these, by id."""
    rows = run_collected(tx, statement("resolution/read_members"), {"ids": list(ids)})
    return {row["id"]: row for row in rows}


def groups_that_meet(groups: Sequence[Group], members: Mapping[str, Member]) -> list[Together]:
    meeting = Components()
    for number, group in enumerate(groups):
        for record in group.records:
            if record in members:
                meeting.join(f"g{number}", f"e{members[record]['about']}")
    found: dict[str, Together] = defaultdict(lambda: Together([], [], []))
    for number, group in enumerate(groups):
        together = found[meeting.find(f"g{number}")]
        together.gone.extend(record for record in group.records if record not in members)
        if there := [members[record] for record in group.records if record in members]:
            together.groups.append(there)
            together.splits.append(group.split)
    return list(found.values())


def _others(together: Together, members: Mapping[str, Member]) -> list[tuple[Member, list[Member]]]:
    """Records that no group names and that were resolved to be one with some of a group, each with that group."""
    groups = sorted(together.groups, key=lambda group: min(map(age, group)), reverse=True)
    holding = {record["resolved"]: group for group in groups for record in group if record["resolved"]}
    named = {record["id"] for group in groups for record in group}
    return [
        (record, holding[record["resolved"]])
        for record in members.values()
        if record["id"] not in named and record["resolved"] in holding
    ]


def is_stale(together: Together, members: Mapping[str, Member]) -> bool:
    """Whether a record was deleted, or joined these, since the groups were found."""
    return bool(together.gone) or any(not other["silent"] for other, _ in _others(together, members))


def take_along(together: Together, members: Mapping[str, Member]) -> None:
    """Records of which nothing is said any more stay with those that they were one with; no run looks at them."""
    for record, group in _others(together, members):
        group.append(record)


def contradicts(
    together: Together, members: Mapping[str, Member], judged: Iterable[Mapping[str, Any]]
) -> bool:
    """Whether the groups join what somebody has judged to be different, or part what is one and is to stay it."""
    group_of = {record["id"]: number for number, group in enumerate(together.groups) for record in group}
    for each in judged:
        one, other = group_of.get(each["left"]), group_of.get(each["right"])
        if one is None or other is None:
            continue
        were_one = members[each["left"]]["about"] == members[each["right"]]["about"]
        if (each["same"] is False and one == other) or (each["same"] is True and one != other and were_one):
            return True
    return False


def hold_apart(
    tx: Transaction,
    together: Together,
    members: Mapping[str, Member],
    judged: Iterable[Mapping[str, Any]],
) -> None:
    """Let no identifier join what somebody has judged to be different: the younger group goes without its own."""
    group_of = {record["id"]: number for number, group in enumerate(together.groups) for record in group}
    apart = [
        (each["left"], each["right"])
        for each in judged
        if each["same"] is False and each["left"] in group_of and each["right"] in group_of
    ]
    if not apart:
        return
    about = {members[record]["about"] for record in group_of}
    near = {record: member for record, member in members.items() if member["about"] in about}
    said = {
        row["record"]["id"]: identifiers(row["record"]["label"], row["record"])
        for row in run(tx, statement("load/read_values"), {"ids": list(near)})
    }
    while True:
        moved = {row["id"]: row for row in together.moves()}
        then = {record: moved.get(record, member) for record, member in near.items()}
        entities = entity_of_each(
            clusters(
                Clustered(
                    id_,
                    member["key"],
                    member["arrived"],
                    () if then[id_]["split"] else said[id_],
                    then[id_]["resolved"],
                )
                for id_, member in near.items()
            )
        )
        joined = [pair for pair in apart if entities[pair[0]] == entities[pair[1]]]
        if not joined:
            return
        groups = sorted(map(group_of.__getitem__, joined[0]), key=lambda n: min(map(age, together.groups[n])))
        younger = next(number for number in reversed(groups) if not together.splits[number])
        together.splits[younger] = True
