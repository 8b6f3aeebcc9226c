"""What a person does: judge, merge, split, take back. Each is kept as a judgement, so that later runs hold to it.

Each is one transaction in the turn that writers of entities take: two people who decide about one pair at once do so
one after the other, and the second one is answered by what the first one decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, islice, product

from graph_platform.database import Database, Pipeline, run, run_collected
from graph_platform.errors import UsageError
from graph_platform.loading.unresolved import note_touched
from graph_platform.ontology import ONTOLOGY
from graph_platform.resolution import changes, hearing, judgements, undoing
from graph_platform.resolution.changes import Author, read_records_of
from graph_platform.resolution.grouping import Group, Member, age, read_members
from graph_platform.resolution.resolving import Judgement
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement

MOST = 50
"""Records on each side of a split for which every pair is judged; of more, these."""


def judge(
    database: Database,
    left: str,
    right: str,
    same: bool | None,
    by: str,
    why: str,
    command: str = "judge",
    again: bool = True,
) -> list[int]:
    """Decide about two records or entities, and let entities follow; numbers of the changes.

    `same` is nothing where somebody cannot tell. Raises `UsageError`, unless `again` also where somebody has said
    something else of them.
    """
    ensure_schema(database)
    work = _judge_unknown if same is None else judge_same if same else _judge_different
    author = Author(command, by, why)
    return changes.in_turn(database, partial(work, left=left, right=right, author=author, again=again))


def split(database: Database, entity: str, records: list[str], by: str, why: str) -> list[int]:
    """Take records out of an entity; the numbers of what changed. Raises `UsageError`."""
    ensure_schema(database)
    author = Author("split", by, why)
    return changes.in_turn(database, partial(_split, entity=entity, records=records, author=author))


def undo(database: Database, number: int, by: str, why: str) -> list[int]:
    """Take a change back, and keep it back. Raises `UsageError`."""
    ensure_schema(database)
    return changes.in_turn(database, partial(_undo, number=number, by=by, why=why))


def _judge_unknown(tx: Pipeline, now: int, left: str, right: str, author: Author, again: bool) -> list[int]:
    ours, theirs = read_records_of(tx, left), read_records_of(tx, right)
    if set(ours) & set(theirs):
        raise UsageError("both ids stand for one entity", "Name two of its records.")
    pairs = list(product(ours[:MOST], theirs[:MOST]))
    if not again:
        hearing.hear(tx, pairs, None)
    hearing.keep_unknown(tx, pairs, author.by, author.why)
    # it may stand in the place of what joined or parted them
    note_touched(tx, now, {record for pair in pairs for record in pair})
    return []


def judge_same(tx: Pipeline, now: int, left: str, right: str, author: Author, again: bool) -> list[int]:
    """Decide in a turn that is taken that two records or entities are one. Raises `UsageError`."""
    ours, theirs = read_records_of(tx, left), read_records_of(tx, right)
    if ours[0] == theirs[0]:
        raise UsageError("both ids stand for one record", "Name two records, or two entities.")
    members = read_members(tx, [ours[0], theirs[0]])
    if len({ONTOLOGY.dimension(member["label"]) for member in members.values()}) > 1:
        raise UsageError("a person, an organization and a device are never one", "Name two of a kind.")
    decided = [Judgement(ours[0], theirs[0], True)]
    if not again:
        hearing.hear(tx, [(ours[0], theirs[0])], True)
    _keep(tx, now, decided, author)
    for judged in _about(tx, members):
        if judged.same is False and judged.left in members and judged.right in members:
            raise judgements.contradiction([judged])
    return changes.regroup(tx, now, [Group(tuple(sorted(members)))], author)


def _judge_different(tx: Pipeline, now: int, left: str, right: str, author: Author, again: bool) -> list[int]:
    ours, theirs = read_records_of(tx, left), read_records_of(tx, right)
    if set(ours) & set(theirs):
        raise UsageError(
            "both ids stand for one entity", "Name the records to be told apart: `resolve split`."
        )
    decided = _between(ours, theirs, False)
    if not again:
        hearing.hear(tx, [(each.left, each.right) for each in decided], False)
    _keep(tx, now, decided, author)
    members = read_members(tx, theirs)
    if ours[0] not in members:
        return []
    # they are one at present: the second one goes, with what people have judged to be the same as it
    going = judgements.reach(_about(tx, members), theirs[0]) & members.keys()
    groups = [Group(tuple(sorted(going)), split=True), Group(tuple(sorted(members.keys() - going)))]
    return changes.regroup(tx, now, groups, author)


def _keep(tx: Pipeline, now: int, decided: Sequence[Judgement], author: Author) -> None:
    """Keep judgements, and let the next run look at what they are about, also where they move nothing by themselves."""
    judgements.keep(tx, decided, author.by, author.why)
    note_touched(tx, now, (record for judged in decided for record in (judged.left, judged.right)))


def _split(tx: Pipeline, now: int, entity: str, records: list[str], author: Author) -> list[int]:
    members = read_records_of(tx, entity)
    if set(records) - set(members):
        raise UsageError("a record is not one of this entity's", "`graph-platform show` lists them.")
    rest = [record for record in members if record not in set(records)]
    if not rest:
        raise UsageError("nothing would be left of the entity", "Name fewer records.")
    _tell_apart(tx, [records, rest], author)
    groups = [Group(tuple(sorted(set(records))), split=True), Group(tuple(sorted(rest)))]
    return changes.regroup(tx, now, groups, author)


def _undo(tx: Pipeline, now: int, number: int, by: str, why: str) -> list[int]:
    numbers, before = undoing.undo(tx, now, number, by, why)
    rows = run_collected(tx, statement("resolution/read_about"), {"ids": list(before)})
    after = {row["id"]: row["about"] for row in rows}
    was = {id_: member["about"] for id_, member in before.items()}
    author = Author("undo", by, why or f"change {number} was taken back")
    for parts in _parts(sorted(before.values(), key=age), was, after):
        _tell_apart(tx, parts, author)
    resolved = {id_: member["resolved"] for id_, member in read_members(tx, list(before)).items()}
    for parts in _parts(sorted(before.values(), key=age), after, was):
        _tell_together(tx, parts, resolved, author)
    return numbers


def _parts(
    records: Iterable[Member], one: Mapping[str, str], parted: Mapping[str, str]
) -> Iterator[list[list[str]]]:
    """The records of each thing of `one` that are several in `parted`, by those."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        found[one[record["id"]]][parted[record["id"]]].append(record["id"])
    return (list(parts.values()) for parts in found.values() if len(parts) > 1)


def _tell_apart(tx: Pipeline, parts: Sequence[Sequence[str]], author: Author) -> None:
    """Keep that these are different, in the place of what said that they are the same."""
    _drop(tx, parts, same=True)
    pairs = (judged for one, other in combinations(parts, 2) for judged in _between(one, other, False))
    judgements.keep(tx, list(islice(pairs, MOST * MOST)), author.by, author.why)


def _tell_together(
    tx: Pipeline, parts: Sequence[Sequence[str]], resolved: Mapping[str, str | None], author: Author
) -> None:
    """Keep that these are the same, in the place of what said that they are different.

    Those that only an identifier joins need no word of anybody's: they part when one of them has another.
    """
    _drop(tx, parts, same=False)
    first, *others = parts
    together = [
        Judgement(first[0], other[0], True)
        for other in others
        if resolved.get(first[0]) and resolved.get(first[0]) == resolved.get(other[0])
    ]
    judgements.keep(tx, together, author.by, author.why)


def _drop(tx: Pipeline, parts: Sequence[Sequence[str]], same: bool) -> None:
    part_of = {record: number for number, part in enumerate(parts) for record in part}
    ids = [
        judgements.judgement_id(judged.left, judged.right)
        for judged in _about(tx, part_of)
        if judged.same is same
        and judged.left in part_of
        and judged.right in part_of
        and part_of[judged.left] != part_of[judged.right]
    ]
    run(tx, statement("resolution/drop_judgements"), {"ids": ids})


def _about(tx: Pipeline, records: Iterable[str]) -> list[Judgement]:
    rows = run(tx, statement("resolution/judgements_about"), {"ids": list(records)})
    return [Judgement(row["left"], row["right"], row["same"]) for row in rows]


def _between(ours: Sequence[str], theirs: Sequence[str], same: bool) -> list[Judgement]:
    return [Judgement(left, right, same) for left, right in product(ours[:MOST], theirs[:MOST])]
