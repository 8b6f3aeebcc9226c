"""The records of one schema on their way to clusters: pairs scored once, judged in the light of the last clusters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graph_platform.resolution import guards
from graph_platform.resolution.clustering import components, contract
from graph_platform.resolution.collective import MOST, Around, Neighbourhood
from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.decisions import (
    AGAINST,
    ENOUGH_ALONE,
    Decision,
    Judged,
    bits_of,
    is_elsewhere,
    judge,
    levels_of,
    untold,
)
from graph_platform.resolution.gathering import Gathered
from graph_platform.resolution.scoring import LOWEST, Numbers, Scorer, Scores

COMPLETE = 30
"""Up to so many records that hang together, every pair of them is compared before they are made one."""
Pair = tuple[str, str]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person has decided about two records."""

    left: str
    right: str
    same: bool


class Stage:
    """Records of one schema; `clusters` are sets of numbers, as the last round found them."""

    def __init__(
        self, gathered: Gathered, scorer: Scorer, judgements: Sequence[Judgement], asked: Iterable[Pair]
    ) -> None:
        self._scorer, self._ids = scorer, gathered.ids
        self._model, self.schema = scorer.model, scorer.model.schema
        self._read(len(gathered.ids))
        self._decide(gathered, judgements)
        self._asked = {
            (min(pair), max(pair)) for names in asked if (pair := self._numbers(gathered, *names)) is not None
        } | self._forced
        # without neighbours nothing lifts a pair; where its weight counts against others, `_complete` looks it up
        alone = not len(gathered.ends[0])
        self._scores = scorer.predict(max(LOWEST, bits_of(self._model.review)) if alone else LOWEST)
        self._index()
        self._complete(self._asked)
        self.judged: dict[int, Judged] = {}
        self._around: Around | None = None
        self.clusters: list[set[int]] = []

    def _read(self, count: int) -> None:
        organization = self.schema == "Organization"
        told = [name for name in guards.COLUMNS if name in _guarded(organization)]
        rows = self._scorer.values(
            "number", "system", "name", *(("core", "distinctive") if organization else ()), *told
        )
        self._own = rows["number"].to_numpy()
        self._place = np.full(count, -1, np.int32)
        self._place[self._own] = np.arange(len(self._own))
        self._system, _ = _codes(rows["system"])
        self._name, self._name_texts = _codes(rows["name"])
        self._distinctive = (
            rows["distinctive"].fill_null(False).to_numpy() if organization else np.zeros(len(rows), bool)
        )
        self._was_distinctive = self._distinctive
        self._core = _codes(rows["core"])[0] if organization else self._name
        self._told = {name: rows[name].to_pylist() for name in told}
        self._marks: dict[int, guards.Marks] = {}

    def _decide(self, gathered: Gathered, judgements: Sequence[Judgement]) -> None:
        """What people said: pairs that are one before anything, and marks that keep the others apart."""
        self._forced: set[tuple[int, int]] = set()
        for number, judgement in enumerate(judgements):
            pair = self._numbers(gathered, judgement.left, judgement.right)
            if pair is None:
                continue
            if judgement.same:
                self._forced.add((min(pair), max(pair)))
            else:
                for record, left in zip(pair, (True, False), strict=True):
                    apart = guards.judged_apart(number, left)
                    self._marks[record] = guards.joined(self._marks_of(record), apart)

    def _numbers(self, gathered: Gathered, left: str, right: str) -> tuple[int, int] | None:
        one, other = gathered.known(left), gathered.known(right)
        if one is None or other is None or self._place[one] < 0 or self._place[other] < 0:
            return None
        return one, other

    def _marks_of(self, record: int) -> guards.Marks:
        if record not in self._marks:
            place = int(self._place[record])
            row = {name: values[place] for name, values in self._told.items()}
            self._marks[record] = guards.marks_of(row)
        return self._marks[record]

    def _index(self) -> None:
        keys = self._keys(self._scores.left, self._scores.right)
        self._order = np.argsort(keys)
        self._sorted = keys[self._order]

    def _keys(self, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]) -> Places:
        return left.astype(np.int64) * len(self._place) + right

    def _find(self, pairs: Sequence[tuple[int, int]]) -> Places:
        """The places of pairs among those that are scored; -1 for one that is not."""
        if not pairs or not len(self._sorted):
            return np.full(len(pairs), -1, np.int64)
        asked = np.array(pairs, np.int32)
        wanted = self._keys(asked[:, 0], asked[:, 1])
        at = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        return np.where(self._sorted[at] == wanted, self._order[at], -1)

    def _complete(self, pairs: Iterable[tuple[int, int]]) -> None:
        wanted = list(pairs)
        missing = [pair for pair, place in zip(wanted, self._find(wanted), strict=True) if place < 0]
        if missing:
            self._scores = Scores.joined([self._scores, self._scorer.score(missing)])
            self._index()

    def cluster(self, around: Neighbourhood | None) -> None:
        """Judge every pair anew with what its neighbours say, and make clusters of the answers."""
        self._judge(around)
        if self._forget_shared_names():
            self.judged.clear()
            self._judge(around)
        groups = components([*self._likely(), *self._forced])
        self._complete(
            (one, other)
            for group in groups
            if 2 < len(group) <= COMPLETE
            for one in group
            for other in group
            if one < other
        )
        self._judge(around)
        self.clusters = self._contracted(groups)

    def around(self, record: int, most: int) -> list[Judged]:
        """What is decided about a record and those that it was compared with, the closest first."""
        total = self._scores.weight + self._bits
        places = np.flatnonzero((self._scores.left == record) | (self._scores.right == record))
        closest = places[np.argsort(-total[places], kind="stable")][:most].tolist()
        return [
            self.judged.get(place) or self._judged_pair(place, float(self._bits[place])) for place in closest
        ]

    def within(self, cluster: set[int]) -> dict[tuple[int, int], float]:
        """What each pair that was compared inside a cluster weighs when clusters are made."""
        here = np.zeros(len(self._place), bool)
        here[list(cluster)] = True
        places = np.flatnonzero(here[self._scores.left] & here[self._scores.right])
        return {
            (int(self._scores.left[place]), int(self._scores.right[place])): self._weight(place)
            for place in places.tolist()
        }

    def _likely(self) -> list[tuple[int, int]]:
        places = [place for place, judged in self.judged.items() if judged.decision is Decision.SAME]
        return list(zip(self._scores.left[places].tolist(), self._scores.right[places].tolist(), strict=True))

    def _contracted(self, groups: Sequence[set[int]]) -> list[set[int]]:
        of_record = np.full(len(self._place), -1, np.int32)
        for number, group in enumerate(groups):
            of_record[list(group)] = number
        left, right = self._scores.left, self._scores.right
        inside = np.flatnonzero((of_record[left] >= 0) & (of_record[left] == of_record[right]))
        weights: list[dict[tuple[int, int], float]] = [{} for _ in groups]
        for place in inside.tolist():
            pair = int(left[place]), int(right[place])
            weights[of_record[pair[0]]][pair] = self._weight(place)
        decided: list[list[tuple[int, int]]] = [[] for _ in groups]
        for pair in self._forced:
            decided[of_record[pair[0]]].append(pair)
            weights[of_record[pair[0]]].setdefault(pair, 0.0)
        found: list[set[int]] = []
        for group, held, forced in zip(groups, weights, decided, strict=True):
            # two that are the same are one without further ado
            if len(group) == 2:
                found.append(group)
                continue
            marks = {record: self._marks_of(record) for record in group}
            found += contract(held, marks, guards.joined, guards.forbidden, decided=forced)
        return found

    def _weight(self, place: int) -> float:
        if judged := self.judged.get(place):
            return judged.weight
        total = float(self._scores.weight[place] + self._bits[place])
        if self.untold[place]:
            return min(total - bits_of(self._model.same), 0.0)
        return max(min(total, 0.0), AGAINST)

    def _judge(self, around: Neighbourhood | None) -> None:
        """Judge the pairs that enough speaks for to look closer, and those that were asked for."""
        scores = self._scores
        self._around = around.around(scores.left, scores.right) if around else None
        self._bits = self._around.bits if self._around else np.zeros(len(scores), np.float32)
        distinctive = (
            self._distinctive[self._place[scores.left]] & self._distinctive[self._place[scores.right]]
        )
        near = scores.weight + self._bits >= bits_of(self._model.review)
        self.untold = near & untold(self._model, scores, self._bits, distinctive)
        looked_at = np.flatnonzero(near & ~self.untold)
        asked = self._find(sorted(self._asked))
        for place in np.union1d(looked_at, asked[asked >= 0]).tolist():
            bits = float(self._bits[place])
            known = self.judged.get(place)
            if known is None or known.graph != bits:
                self.judged[place] = self._judged_pair(place, bits)
        for place in set(self.judged) - set(looked_at.tolist()) - set(asked.tolist()):
            del self.judged[place]

    def _judged_pair(self, place: int, bits: float) -> Judged:
        one, other = int(self._scores.left[place]), int(self._scores.right[place])
        at, there = self._place[one], self._place[other]
        return judge(
            self._model,
            self._scores.pair(place, self._ids),
            bits,
            guards.veto(self._marks_of(one), self._marks_of(other)),
            bool(self._distinctive[at] and self._distinctive[there]),
            bool(self._system[at] >= 0 and self._system[at] == self._system[there]),
        )

    def _forget_shared_names(self) -> bool:
        """Names that two different ones bear here are distinctive no more; whether there were any."""
        left, right = self._place[self._scores.left], self._place[self._scores.right]
        names = [level.name for level in COMPARISONS[self.schema][0].levels]
        enough = [place for place, name in enumerate(names) if name in ENOUGH_ALONE]
        alike = np.isin(self._scores.levels[:, 0], enough)
        shared = set()
        for place in np.flatnonzero(alike & self._distinctive[left] & self._distinctive[right]).tolist():
            one, other = int(self._scores.left[place]), int(self._scores.right[place])
            level = levels_of(self._model, self._scores.pair(place, self._ids))
            if is_elsewhere(level) or guards.veto(self._marks_of(one), self._marks_of(other)):
                shared |= {int(self._core[left[place]]), int(self._core[right[place]])}
        if shared:
            self._distinctive = self._distinctive & ~np.isin(self._core, list(shared))
        return bool(shared)

    def pairs(self, places: Places) -> list[Pair]:
        """The pairs in these places among those that are scored."""
        left, right = self._scores.left[places].tolist(), self._scores.right[places].tolist()
        return [ordered(self._ids[one], self._ids[other]) for one, other in zip(left, right, strict=True)]

    def neighbours(self, pair: tuple[int, int]) -> tuple[str, ...]:
        """In words, what stands around two records."""
        (place,) = self._find([(min(pair), max(pair))])
        return self._around.reasons(int(place)) if self._around and place >= 0 else ()

    def mark(self, same: Numbers) -> None:
        """Write down the first record of the cluster of each that is in one."""
        for cluster in self.clusters:
            same[list(cluster)] = min(cluster)

    def near(self) -> dict[str, Any]:
        """Pairs that are one, or could be if their neighbours spoke for it, in columns.

        `total` is in bits, what the graph adds in it; `decision` is empty where nothing had to be decided.
        """
        total = self._scores.weight + self._bits
        places = np.flatnonzero(total >= bits_of(self._model.review) - MOST)
        judged = [self.judged.get(place) for place in places.tolist()]
        return {
            "l": self._scores.left[places],
            "r": self._scores.right[places],
            "total": total[places],
            "decision": [each.decision.value if each else "" for each in judged],
        }

    def distinctive_no_more(self) -> Numbers:
        """The records whose name others bear too, as was found out here."""
        return np.asarray(self._own[self._was_distinctive & ~self._distinctive], np.int32)

    def name(self, names: Numbers, codes: dict[str, int]) -> None:
        """Write down by which name each record is known again."""
        known = [codes.setdefault(name, len(codes)) for name in self._name_texts]
        names[self._own] = np.where(self._name >= 0, np.array([*known, -1], np.int32)[self._name], -1)


def _guarded(organization: bool) -> tuple[str, ...]:
    return ("identifiers", "branch", "ordinals") if organization else ("identifiers", "generation", "gender")


def _codes(column: Any) -> tuple[Numbers, list[str]]:
    """A number for each different text of an Arrow column, -1 for none, and the texts by number."""
    encoded = column.combine_chunks().dictionary_encode()
    return np.asarray(encoded.indices.fill_null(-1).to_numpy(), np.int32), encoded.dictionary.to_pylist()


def ordered(one: str, other: str) -> Pair:
    """Two records as a pair, whichever is named first."""
    return (one, other) if one < other else (other, one)
