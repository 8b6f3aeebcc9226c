"""The audit log: an entry before every answer, and no change to it that is not seen."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from graph_platform.errors import AuditError
from privacy.audit.entry import Access
from privacy.audit.log import AuditLog
from privacy.audit.reading import Sealed, matching, ocsf, segments, verify
from privacy.audit.reading import entries as read

KEY = b"k" * 32


def access(number: int = 0, who: str = "rep_a") -> Access:
    return Access(who, ("sales",), (), "http", "query", "person#0", "v1", entities=[f"e{number}"])


@pytest.fixture
def seals() -> dict[str, Sealed]:
    return {}


@pytest.fixture
def log(tmp_path: Path, seals: dict[str, Sealed]) -> Iterator[AuditLog]:
    made = AuditLog(
        tmp_path / "audit", KEY, lambda name, count, head: seals.update({name: Sealed(count, head)})
    )
    yield made
    made.close()


def filled(log: AuditLog, many: int = 10) -> None:
    for number in range(many):
        log.append(access(number))
    log.close()


def changed(folder: Path, change: str) -> None:
    (path,) = segments(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    if change == "byte":
        lines[4] = lines[4].replace(b"rep_a", b"rep_b")
    elif change == "removed":
        del lines[4]
    elif change == "swapped":
        lines[3], lines[4] = lines[4], lines[3]
    elif change == "cut":
        del lines[6:]
    elif change == "copied":
        lines.append(lines[2])
    path.write_bytes(b"".join(lines))


def test_a_log_that_nobody_touched_verifies(log: AuditLog, tmp_path: Path, seals: dict[str, Sealed]) -> None:
    filled(log)
    assert verify(tmp_path / "audit", KEY, seals) == (10, [])
    assert [entry["n"] for entry in read(tmp_path / "audit")] == list(range(1, 11))


@pytest.mark.parametrize(
    ("change", "line"), [("byte", 5), ("removed", 5), ("swapped", 4), ("cut", 7), ("copied", 11)]
)
def test_every_change_is_seen_at_the_first_bad_entry(
    log: AuditLog, tmp_path: Path, seals: dict[str, Sealed], change: str, line: int
) -> None:
    filled(log)
    changed(tmp_path / "audit", change)
    _, (problem,) = verify(tmp_path / "audit", KEY, seals)
    assert problem.line == line


def test_a_log_that_was_written_anew_or_taken_away_is_seen(
    log: AuditLog, tmp_path: Path, seals: dict[str, Sealed]
) -> None:
    filled(log)
    (path,) = segments(tmp_path / "audit")
    other = AuditLog(tmp_path / "other", KEY, lambda name, count, head: None)
    for number in range(10):
        other.append(access(number, "nobody"))
    other.close()
    path.write_bytes(segments(tmp_path / "other")[0].read_bytes())
    _, (problem,) = verify(tmp_path / "audit", KEY, seals)
    assert "anew" in problem.what
    path.unlink()
    _, (problem,) = verify(tmp_path / "audit", KEY, seals)
    assert "missing" in problem.what


def test_what_a_client_calls_itself_makes_no_second_entry(
    log: AuditLog, tmp_path: Path, seals: dict[str, Sealed]
) -> None:
    odd = 'x\n{"n":1}\x1b[2J\u2028|=CEF:0' + "y" * 1_000_000
    log.append(access(1, odd))
    log.append(access(2))
    log.close()
    assert verify(tmp_path / "audit", KEY, seals) == (2, [])
    first, second = read(tmp_path / "audit")
    assert first["who"] == odd[:200]
    (path,) = segments(tmp_path / "audit")
    assert b"\x1b" not in path.read_bytes()
    assert orjson.loads(orjson.dumps(ocsf(second)))["actor"]["user"]["uid"] == "rep_a"


def test_entries_are_found_by_who_what_and_how_it_ended(log: AuditLog, tmp_path: Path) -> None:
    filled(log)
    found = [entry for entry in read(tmp_path / "audit") if matching(entry, who="rep_a", entity="e3")]
    assert [entry["n"] for entry in found] == [4]
    assert not [entry for entry in read(tmp_path / "audit") if matching(entry, outcome="FORBIDDEN")]


def test_where_nothing_can_be_written_it_says_so_and_goes_on_when_it_can(
    log: AuditLog, tmp_path: Path, seals: dict[str, Sealed], monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append(access(1))
    real = os.write

    def full(file: int, data: bytes) -> int:
        # half an entry reaches the disk, as when it becomes full
        return real(file, data[: len(data) // 2])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(AuditError, match="cannot be written"):
        log.append(access(2))
    monkeypatch.undo()
    log.append(access(3))
    log.close()
    assert verify(tmp_path / "audit", KEY, seals) == (2, [])


def test_a_log_whose_file_is_taken_away_goes_on_in_another(
    log: AuditLog, tmp_path: Path, seals: dict[str, Sealed]
) -> None:
    log.append(access(1))
    segments(tmp_path / "audit")[0].unlink()
    log.append(access(2))
    log.close()
    (path,) = segments(tmp_path / "audit")
    assert path.read_bytes().count(b"\n") == 1


def test_a_killed_process_loses_no_entry_that_it_answered_for(tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from privacy.audit.entry import Access
        from privacy.audit.log import AuditLog
        log = AuditLog(Path(sys.argv[1]), b"k" * 32, lambda *said: None)
        for number in range(100_000):
            log.append(Access("rep_a", (), (), "http", "query", "", "v1", entities=[str(number)]))
            print(number, flush=True)
    """)
    for round_ in range(5):
        folder = tmp_path / str(round_)
        command = [sys.executable, "-c", program, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            answered = [process.stdout.readline() for _ in range(200 + 50 * round_)]
            process.kill()
            answered += process.stdout.read().splitlines(keepends=True)
        last = max(int(line) for line in answered if line.endswith("\n"))
        count, problems = verify(folder, KEY, {})
        assert not problems
        assert count > last


def test_the_log_is_its_owners_alone(log: AuditLog, tmp_path: Path) -> None:
    log.append(access())
    (path,) = segments(tmp_path / "audit")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
