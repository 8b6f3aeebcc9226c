"""Edges as arrays: what a caller knows, cleaned of what no method can use, with a count of what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Names = NDArray[np.object_]
NO_TYPE = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many rows were left out or mended, by what was wrong with them."""

    rows: int = 0
    incomplete: int = 0
    loops: int = 0
    repeated: int = 0
    bad_weights: int = 0
    bad_dates: int = 0


@dataclass(frozen=True)
class Edges:
    """Directed edges: each pair once per type, no loops.

    `source` and `target` are places in `names`, `kind` a place in `kinds`; `date` is in days since 1970 and NaN where
    unknown; `weight` is above 0, and 1 where unknown.
    """

    names: Names
    kinds: tuple[str, ...]
    source: Ints
    target: Ints
    kind: Ints
    date: Floats
    weight: Floats
    cleaned: Cleaned = field(default_factory=Cleaned)

    def __len__(self) -> int:
        return len(self.source)

    @cached_property
    def places(self) -> pd.Index:
        """The names, to look places up in."""
        return pd.Index(self.names)

    @cached_property
    def links(self) -> sparse.csr_array:
        """All edges, both ways, each entry 1; columns sorted."""
        size = len(self.names)
        ends = np.concatenate([self.source, self.target]), np.concatenate([self.target, self.source])
        links = sparse.csr_array((np.ones(2 * len(self), dtype=np.float32), ends), shape=(size, size))
        links.sum_duplicates()
        links.data[:] = 1
        return links

    @cached_property
    def degree(self) -> Ints:
        """For each node the number of nodes that it is linked to."""
        return np.diff(self.links.indptr).astype(np.int64)

    @cached_property
    def _order(self) -> tuple[Ints, Ints]:
        key = self.source * len(self.names) + self.target
        order = np.argsort(key, kind="stable")
        return order, key[order]

    def between(self, source: int, target: int) -> Ints:
        """The numbers of the edges that lead from one place to another."""
        order, keys = self._order
        key = source * len(self.names) + target
        return order[np.searchsorted(keys, key) : np.searchsorted(keys, key, "right")]

    def find(self, names: pd.Series | list[str]) -> Ints:
        """The places of some names, -1 for those that no edge has."""
        return np.asarray(self.places.get_indexer(pd.Index(names)), dtype=np.int64)


def edges_of(frame: pd.DataFrame) -> Edges:
    """Make edges of a table with source and target, and date, weight, type where it has them.

    Of a pair that is repeated within its type the earliest date and the sum of the weights count. A weight that is no
    number above 0 becomes 1, a date that cannot be read is unknown.
    """
    rows = len(frame)
    source, target = (frame[end].astype("string").str.strip() for end in ("source", "target"))
    kept = (source.notna() & target.notna() & (source != "") & (target != "")).to_numpy(dtype=bool)
    loops = kept & (source == target).fillna(False).to_numpy(dtype=bool)
    use = kept & ~loops
    kind = frame["type"].astype("string").fillna(NO_TYPE).str.strip() if "type" in frame else None
    weight, bad_weights = _weights(frame, use)
    date, bad_dates = _dates(frame, use)
    table = pd.DataFrame(
        {
            "source": source[use].to_numpy(dtype=object),
            "target": target[use].to_numpy(dtype=object),
            "kind": kind[use].to_numpy(dtype=object) if kind is not None else NO_TYPE,
            "date": date,
            "weight": weight,
        }
    )
    pairs = table.groupby(["kind", "source", "target"], sort=True, as_index=False).agg(
        date=("date", "min"), weight=("weight", "sum")
    )
    codes, names = pd.factorize(pd.concat([pairs.source, pairs.target], ignore_index=True), sort=True)
    kinds, kind_names = pd.factorize(pairs.kind, sort=True)
    return Edges(
        np.asarray(names, dtype=object),
        tuple(str(name) for name in kind_names),
        codes[: len(pairs)].astype(np.int64),
        codes[len(pairs) :].astype(np.int64),
        kinds.astype(np.int64),
        pairs.date.to_numpy(dtype=np.float64),
        pairs.weight.to_numpy(dtype=np.float64),
        Cleaned(
            rows, int((~kept).sum()), int(loops.sum()), int(use.sum()) - len(pairs), bad_weights, bad_dates
        ),
    )


def _weights(frame: pd.DataFrame, use: NDArray[np.bool_]) -> tuple[Floats, int]:
    if "weight" not in frame:
        return np.ones(int(use.sum())), 0
    said = frame["weight"].astype("string").str.strip()[use]
    value = pd.to_numeric(said, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    bad = ~np.isfinite(value) | (value <= 0)
    stated = (said.notna() & (said != "")).to_numpy(dtype=bool)
    return np.where(bad, 1.0, value), int((bad & stated).sum())


def _dates(frame: pd.DataFrame, use: NDArray[np.bool_]) -> tuple[Floats, int]:
    if "date" not in frame:
        return np.full(int(use.sum()), np.nan), 0
    said = frame["date"].astype("string").str.strip()[use]
    stated = (said.notna() & (said != "")).to_numpy(dtype=bool)
    read = pd.to_datetime(said, errors="coerce", format="ISO8601", utc=True)
    day = (read - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(days=1)
    days = day.to_numpy(dtype=np.float64, na_value=np.nan)
    return days, int((np.isnan(days) & stated).sum())
