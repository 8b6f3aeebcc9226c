"""One load as it stands: where it is, which rows it has met, and that no other process goes on with it meanwhile."""

from __future__ import annotations

import fcntl
import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.loading.profile import Profile
from graph_platform.loading.reading import FACTS_PER_BATCH
from graph_platform.loading.rejects import SUFFIX, reject_path
from graph_platform.loading.seen import Seen
from graph_platform.loading.turns import among_others
from graph_platform.managed.home import open_private
from graph_platform.source import Source
from graph_platform.statements import statement


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be loaded. `name` is the data set's; `home` is where reject files and the state of a run go."""

    source: Source
    files: Sequence[Path]
    name: str
    home: Path
    complete: bool = False
    dry_run: bool = False
    facts_per_batch: int = FACTS_PER_BATCH


@dataclass(slots=True)
class RunState:
    """A run as it stands: its id, the rows behind it, the rows that it has met."""

    database: Database
    request: Request
    fingerprint: str
    id: str
    seen: Seen
    rows_done: int = 0
    rejected: int = 0
    reject_bytes: int = 0
    begun: bool = False
    newest: int | None = None
    profile: Profile = field(default_factory=Profile)

    @property
    def reject_file(self) -> Path:
        """Where the rows go that could not be used."""
        return reject_path(self.request.home, self.request.name, self.id)

    def begin(self) -> None:
        """Say that there is a run, when there is something that it can write."""
        if self.begun or self.request.dry_run:
            return
        source = self.request.source
        parameters = {
            "name": self.request.name,
            "source": source.name,
            "title": source.title,
            "kind": source.kind,
            "trust": source.trust,
            "licence": source.licence,
            "run": self.id,
            "fingerprint": self.fingerprint,
            "now": pd.Timestamp.now("UTC"),
        }
        if not self.database.write(statement("data_sets/begin"), parameters):
            raise being_forgotten(self.request.name)
        self.begun = True

    def end(self, how: str, **counts: int) -> None:
        """The run is `done`, or `stopped` or `failed` and can go on. What later loads are compared with is kept."""
        if self.begun:
            kept = kept_for_later(self.request, self.newest, self.profile)
            parameters = {
                "name": self.request.name,
                "run": self.id,
                "state": how,
                "now": pd.Timestamp.now("UTC"),
                "rejected": self.rejected,
                "counts": {**counts, **kept},
            }
            self.database.write(statement("data_sets/end"), parameters)
        if how == "done" or not self.begun:
            self.seen.remove()


def kept_for_later(request: Request, newest: int | None, profile: Profile) -> dict[str, Any]:
    """What later loads are compared with, as properties of the `Run`. `newest` is in milliseconds since 1970."""
    corrected = all(path.name.endswith(SUFFIX) for path in request.files)
    return {"newest": newest, "corrected": corrected, **profile.properties()}


def being_forgotten(name: str) -> UsageError:
    """The error of a load into a data set that is being forgotten."""
    return UsageError(
        f"the data set {name!r} is being forgotten",
        f"Let `graph-platform forget {name}` come to its end first.",
    )


@contextmanager
def run_of(database: Database, request: Request) -> Iterator[RunState]:
    """Go on with the run of the same files that did not come to its end, or begin a new one."""
    fingerprint = fingerprint_of(request)
    folder = request.home / "runs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with among_others(request.home), ExitStack() as locks:
        state = None if request.dry_run else _unfinished(database, request, fingerprint, locks)
        if state is None:
            id_ = secrets.token_hex(8)
            _locked(folder / f"{id_}.lock", locks)
            state = RunState(database, request, fingerprint, id_, Seen(folder / f"{id_}.sqlite"))
        try:
            yield state
        finally:
            state.seen.close()
            if not state.seen.path.exists():
                (folder / f"{state.id}.lock").unlink(missing_ok=True)


def fingerprint_of(request: Request) -> str:
    """Tells the same files from others without reading them whole."""
    parts = [request.source.name, str(request.complete)]
    for path in request.files:
        stat = path.stat()
        parts.append(f"{path.name}\0{stat.st_size}\0{stat.st_mtime_ns}")
    return hashlib.blake2b("\0\0".join(parts).encode(), digest_size=16).hexdigest()


def _unfinished(database: Database, request: Request, fingerprint: str, locks: ExitStack) -> RunState | None:
    asked = {"name": request.name, "fingerprint": fingerprint}
    if not (found := database.read(statement("data_sets/unfinished_run"), asked)):
        return None
    id_ = found[0]["id"]
    if not _locked(request.home / "runs" / f"{id_}.lock", locks):
        # the same load is running in another process: this one starts anew, and changes nothing
        return None
    # whoever had the lock before may have gone on with it, or come to its end
    found = [row for row in database.read(statement("data_sets/unfinished_run"), asked) if row["id"] == id_]
    # without the rows that it had met, a run can't go on: it begins again, which writes nothing twice
    seen = Seen.again(request.home / "runs" / f"{id_}.sqlite") if found else None
    if seen is None:
        return None
    done, rejected, size = (found[0][name] for name in ("rows_done", "rejected", "reject_bytes"))
    state = RunState(database, request, fingerprint, id_, seen, done, rejected, size)
    state.begin()
    return state


def _locked(path: Path, locks: ExitStack) -> bool:
    lock: Any = locks.enter_context(open_private(path))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
