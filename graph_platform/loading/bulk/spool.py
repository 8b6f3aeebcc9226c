"""What a fill has read, on disk until it is sorted: records by id, claims by what they join, members of clusters.

Rows are pickled here and read again here, in a folder that only its owner can open. SQLite sorts on disk, so that
memory stays flat; the one thing kept in memory is a number for each record that shares an identifier.
"""

from __future__ import annotations

import pickle
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

NAME = "spool.sqlite"
CACHE_KILOBYTES = 32_000
TABLES = (
    "said (id BLOB, payload BLOB)",
    "claim (relation TEXT, start BLOB, end BLOB, payload BLOB)",
    "member (id BLOB PRIMARY KEY, arrived INTEGER, key TEXT, payload BLOB) WITHOUT ROWID",
    "identifier (key BLOB, id BLOB)",
    "ranked (id BLOB PRIMARY KEY, rank INTEGER) WITHOUT ROWID",
    "ahead (rank INTEGER PRIMARY KEY, founder INTEGER)",
    "joined (id BLOB PRIMARY KEY, founder BLOB) WITHOUT ROWID",
)
SHARING = """INSERT INTO ranked
SELECT id, row_number() OVER (ORDER BY arrived, key, id) - 1 FROM member WHERE id IN (
  SELECT id FROM identifier WHERE key IN (SELECT key FROM identifier GROUP BY key HAVING count(*) > 1))"""
EDGES = "SELECT identifier.key, rank FROM identifier JOIN ranked USING (id) ORDER BY identifier.key"
JOINED = """INSERT INTO joined
SELECT one.id, other.id FROM ahead JOIN ranked one USING (rank) JOIN ranked other ON other.rank = ahead.founder
ORDER BY one.id"""
CLUSTERS = """SELECT coalesce(founder, member.id) AS founder, payload
FROM member LEFT JOIN joined USING (id) ORDER BY 1"""
PAIRS = """SELECT relation, coalesce(one.founder, start), coalesce(other.founder, end), payload
FROM claim LEFT JOIN joined one ON one.id = start LEFT JOIN joined other ON other.id = end ORDER BY 1, 2, 3"""


class Spool:
    """Tables of one SQLite file in a folder. Ids are kept as bytes, half as long as their digits."""

    def __init__(self, folder: Path, *, made: bool = False) -> None:
        """Make the file; or read one that is `made` and closed, as several processes may."""
        address = f"{(folder / NAME).resolve().as_uri()}?mode={'ro' if made else 'rwc'}"
        self._db = sqlite3.connect(address, uri=True, isolation_level=None)
        # nothing of it outlives this command, so nothing has to be safe from a loss of power
        for pragma in () if made else ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
        # the system's own folder for temporary files may be small, or in memory
        self._db.execute("PRAGMA temp_store_directory = '{}'".format(str(folder).replace("'", "''")))
        for table in () if made else TABLES:
            self._db.execute(f"CREATE TABLE {table}")

    def say(self, records: Iterable[tuple[str, object]]) -> None:
        """Keep what is said of records, by their ids, in this order."""
        self._insert("said", ((bytes.fromhex(id_), pickle.dumps(said, 5)) for id_, said in records), 2)

    def claim(self, claims: Iterable[tuple[str, str, str, object]]) -> None:
        """Keep claims: relation, the ids of the records at both ends, and what is claimed."""
        rows = (
            (relation, bytes.fromhex(start), bytes.fromhex(end), pickle.dumps(claimed, 5))
            for relation, start, end, claimed in claims
        )
        self._insert("claim", rows, 4)

    def add_members(self, members: Iterable[tuple[str, int, str, Iterable[str], object]]) -> None:
        """Keep records that have identifiers: id, time of arrival, key, keys of identifiers, and what is said."""
        there, keys = [], []
        for id_, arrived, key, identifiers, said in members:
            digest = bytes.fromhex(id_)
            there.append((digest, arrived, key, pickle.dumps(said, 5)))
            keys += [(bytes.fromhex(each), digest) for each in identifiers]
        self._insert("member", there, 4)
        self._insert("identifier", keys, 2)

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]], columns: int) -> None:
        marks = ", ".join("?" * columns)
        self._db.execute("BEGIN")
        self._db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - names of our own
        self._db.execute("COMMIT")

    def take_over(self, other: Path) -> None:
        """Take the claims and members out of another spool's folder, which is done with."""
        path = other / NAME
        self._db.execute("ATTACH ? AS other", [str(path)])
        for table in ("claim", "member", "identifier"):
            self._db.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")  # noqa: S608 - names of our own
        self._db.execute("DETACH other")
        path.unlink()

    def records(self) -> Iterator[tuple[str, list[Any]]]:
        """Each record's id with all that is said of it, in the order in which it was said."""
        rows = self._db.execute("SELECT id, payload FROM said ORDER BY id, rowid")
        for id_, said in groupby(rows, itemgetter(0)):
            yield id_.hex(), [_unpickled(payload) for _, payload in said]

    def join(self) -> None:
        """Find the founder of every member that shares an identifier, directly or by way of others."""
        self._db.execute(SHARING)
        (count,) = self._db.execute("SELECT count(*) FROM ranked").fetchone()
        above = array("q", range(count))
        for (key, rank), (next_key, next_rank) in pairwise(self._db.execute(EDGES)):
            if key == next_key:
                _unite(above, rank, next_rank)
        ahead = ((rank, root) for rank in range(count) if (root := _root(above, rank)) != rank)
        self._insert("ahead", ahead, 2)
        self._db.execute(JOINED)

    def clusters(self) -> Iterator[tuple[str, list[Any]]]:
        """The founder's id of each cluster of members, with what is said of each member."""
        for founder, members in groupby(self._db.execute(CLUSTERS), itemgetter(0)):
            yield founder.hex(), [_unpickled(payload) for _, payload in members]

    def pairs(self) -> Iterator[tuple[tuple[str, str, str], list[Any]]]:
        """Relation and founders of both ends, with all that is claimed between these."""
        for (relation, start, end), claims in groupby(self._db.execute(PAIRS), itemgetter(0, 1, 2)):
            yield (relation, start.hex(), end.hex()), [_unpickled(row[3]) for row in claims]

    def close(self) -> None:
        """Close the file, which goes with its folder."""
        self._db.close()


def _unpickled(payload: bytes) -> Any:
    return pickle.loads(payload)  # noqa: S301 - written by this command itself


def _root(above: array[int], rank: int) -> int:
    while above[rank] != rank:
        above[rank] = above[above[rank]]
        rank = above[rank]
    return rank


def _unite(above: array[int], one: int, other: int) -> None:
    """The lower rank stands for both: it is that of who came first."""
    first, second = _root(above, one), _root(above, other)
    above[max(first, second)] = min(first, second)
