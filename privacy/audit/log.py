"""The log of one process: entries are with the system before an answer goes out, and on the disk within a second.

A killed process loses none; a power cut at most the last second, and the seal in the graph tells so. Where an entry
can't be written, or what was written does not reach the disk, `AuditError` says so, and nothing is to be answered.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from graph_platform.errors import AuditError, DatabaseError
from graph_platform.managed.home import PRIVATE_FILE
from privacy.audit.entry import START, Access, sealed

SYNC = 0.5
"""Seconds between two times that the disk is made to have everything."""
LATE = 5.0
"""Seconds after which what has not reached the disk stops everything."""
LARGEST = 256 * 1024 * 1024
"""Bytes after which a log goes on in another file."""
Seal = Callable[[str, int, str], None]
"""Keeps elsewhere how far a log has come: its name, its entries, the head of the last."""


class AuditLog:
    """A log that is open for entries; closes its file when it is left."""

    def __init__(self, folder: Path, key: bytes, seal: Seal) -> None:
        self._folder, self._key, self._seal = folder, key, seal
        self._lock = threading.Lock()
        self._segment, self._file = "", -1
        self._number, self._head, self._size = 0, START, 0
        self._unsynced_since: float | None = None
        self._kept = 0
        self._ended = threading.Event()
        self._open()
        self._thread = threading.Thread(target=self._sync_on, name="audit", daemon=True)
        self._thread.start()

    def append(self, access: Access) -> None:
        """Put an access down. Raises `AuditError` where that cannot be; then the log is as it was before."""
        with self._lock:
            self._check()
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            line, head = sealed(self._key, self._head, self._number + 1, at, access.said())
            self._write(line)
            self._number, self._head, self._size = self._number + 1, head, self._size + len(line)
            if self._unsynced_since is None:
                self._unsynced_since = time.monotonic()
            if self._size >= LARGEST:
                self._go_on()

    def is_well(self) -> bool:
        """Whether what is put down is stored, as far as is known."""
        late = self._unsynced_since is not None and time.monotonic() - self._unsynced_since > LATE
        return self._file >= 0 and not late

    def close(self) -> None:
        """Have everything on the disk, and sealed."""
        self._ended.set()
        self._thread.join()
        with self._lock:
            if self._file >= 0:
                self._finish()

    def _open(self) -> None:
        started = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        self._segment = f"{started}-{os.getpid()}-{secrets.token_hex(4)}"
        self._number, self._head, self._size, self._kept = 0, START, 0, 0
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._folder / f"{self._segment}.jsonl"
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, PRIVATE_FILE)
        except OSError as error:
            self._file = -1
            raise _unwritable(error) from None

    def _check(self) -> None:
        if self._file < 0 or os.fstat(self._file).st_nlink == 0:
            # its file was taken away: what is put down from now on stands in another one
            self._open()
        if self._unsynced_since is not None and time.monotonic() - self._unsynced_since > LATE:
            raise AuditError("the audit log does not reach the disk", "See whether the disk is well.")

    def _write(self, line: bytes) -> None:
        try:
            written = os.write(self._file, line)
            if written == len(line):
                return
            error = OSError(28, "no space")
        except OSError as failed:
            error = failed
        try:
            os.ftruncate(self._file, self._size)
        except OSError:
            # half an entry stays, and ends this file
            os.close(self._file)
            self._file = -1
        raise _unwritable(error) from None

    def _go_on(self) -> None:
        self._finish()
        self._open()

    def _finish(self) -> None:
        os.fsync(self._file)
        os.close(self._file)
        self._file, self._unsynced_since = -1, None
        self._keep(self._segment, self._number, self._head)

    def _sync_on(self) -> None:
        while not self._ended.wait(SYNC):
            with self._lock:
                segment, number, head, since = self._segment, self._number, self._head, self._unsynced_since
                file = os.dup(self._file) if self._file >= 0 and since is not None else -1
            if file < 0:
                continue
            try:
                os.fsync(file)
            except OSError:
                continue
            finally:
                os.close(file)
            with self._lock:
                if self._unsynced_since == since:
                    self._unsynced_since = None if self._number == number else time.monotonic()
            self._keep(segment, number, head)

    def _keep(self, segment: str, number: int, head: str) -> None:
        if number <= self._kept:
            return
        try:
            self._seal(segment, number, head)
            self._kept = number
        except DatabaseError:
            # nobody is answered without the database; the next one seals it
            return


def _unwritable(error: OSError) -> AuditError:
    return AuditError(
        f"the audit log cannot be written ({error.strerror or type(error).__name__})",
        "Make room on its disk, or let its folder be written to; nothing is answered until then.",
    )
