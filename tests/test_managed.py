"""The managed Neo4j: started once, found again, never lost, private. Real processes only."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from graph_platform import managed
from graph_platform.database import Database, connect, endpoint_of
from graph_platform.errors import AccessDenied, AdminFailed, ArtifactError, ConstraintViolated, UsageError
from graph_platform.managed.artifacts import ensure_jars, standard_repository
from graph_platform.managed.home import Home, read_port
from graph_platform.managed.lock import Jar, locked_jars
from graph_platform.managed.memory import choose_memory
from graph_platform.managed.startup_cache import cache_file
from graph_platform.settings import Settings, read_settings

SMALL_JAR = next(jar for jar in locked_jars() if jar.artifact == "failureaccess")


@pytest.fixture(scope="module")
def own(_settings_of_nobody: None) -> Iterator[Settings]:
    """A home for the tests that kill what runs in it."""
    home = Path(tempfile.mkdtemp(prefix="graph-platform-own-"))
    # a user's own choice, and one that a command line could take for an option
    (home / "password").write_text("-Xmx-chosen-by-the-user\n")
    (home / "password").chmod(0o600)
    settings = read_settings(home=home, heap_mb=512, pagecache_mb=64)
    try:
        yield settings
    finally:
        managed.stop(settings)
        shutil.rmtree(home)


def _command(settings: Settings, *arguments: str) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "GRAPH_PLATFORM_HOME": str(settings.home),
        "GRAPH_PLATFORM_HEAP_MB": str(settings.heap_mb),
        "GRAPH_PLATFORM_PAGECACHE_MB": str(settings.pagecache_mb),
    }
    call = [sys.executable, "-c", "from graph_platform.cli import main; main()", *arguments]
    return subprocess.Popen(
        call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _run(settings: Settings, *arguments: str) -> tuple[int, str]:
    with _command(settings, *arguments) as command:
        output, _ = command.communicate(timeout=300)
        return command.returncode, output


def _servers(settings: Settings) -> list[int]:
    mark = f"--home-dir={Home(settings.home).neo4j}"
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "status"]):
        if mark in (process.info["cmdline"] or []) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process.info["pid"])
    return found


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def test_two_simultaneous_first_starts_give_one_database_that_outlives_both(own: Settings) -> None:
    with _command(own, "db", "start") as one, _command(own, "db", "start") as two:
        outputs = [command.communicate(timeout=300)[0] for command in (one, two)]
        assert (one.returncode, two.returncode) == (0, 0), outputs
    assert len(_servers(own)) == 1
    assert managed.status(own).ready


def test_a_second_start_finds_the_first_in_milliseconds(own: Settings) -> None:
    first = managed.ensure_running(own)
    servers = _servers(own)
    begun = time.perf_counter()
    assert managed.ensure_running(own) == first
    assert time.perf_counter() - begun < 0.1
    assert _servers(own) == servers


def test_nobody_else_on_the_machine_can_read_the_home(own: Settings) -> None:
    managed.ensure_running(own)
    assert stat.S_IMODE(own.home.stat().st_mode) == 0o700
    assert stat.S_IMODE((own.home / "password").stat().st_mode) == 0o600
    files = [path for path in own.home.rglob("*") if path.is_file() and not path.is_symlink()]
    assert [path for path in files if path.stat().st_mode & 0o077 and path.name != "lock"] == []


def test_no_password_stands_on_a_command_line(own: Settings) -> None:
    endpoint = managed.ensure_running(own)
    assert endpoint.password not in repr(endpoint)
    assert endpoint.password not in " ".join(psutil.Process(_servers(own)[0]).cmdline())
    assert list(Home(own.home).run.glob("java-*.args")) == []


def test_acknowledged_writes_survive_a_kill_and_the_next_command_recovers(own: Settings) -> None:
    with connect(own) as database:
        for number in range(20):
            database.write("CREATE (:Kept {number: $number})", {"number": number})
    killed = _servers(own)
    _kill(killed[0])
    with connect(own) as database:
        assert database.read("MATCH (n:Kept) RETURN count(n) AS kept")[0]["kept"] == 20
    assert _servers(own) != killed
    assert len(_servers(own)) == 1


def test_a_port_that_was_taken_meanwhile_is_changed_for_another(own: Settings) -> None:
    managed.ensure_running(own)
    port = read_port(Home(own.home))
    assert managed.stop(own)
    assert _servers(own) == []
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", port or 0))
        stranger.listen()
        managed.ensure_running(own)
    assert read_port(Home(own.home)) != port


@pytest.mark.parametrize("noted", [True, False])
def test_a_killed_start_is_taken_over_by_the_next_command(own: Settings, noted: bool) -> None:
    managed.stop(own)
    home = Home(own.home)
    with _command(own, "db", "start") as starting:
        while not (home.process_file.exists() and _servers(own)):
            assert starting.poll() is None
            time.sleep(0.02)
        starting.kill()
    if not noted:
        # killed between starting Neo4j and writing that down
        home.process_file.unlink()
    orphan = _servers(own)
    managed.ensure_running(own)
    assert _servers(own) == orphan


def test_a_note_about_a_process_that_is_another_by_now_is_not_believed(own: Settings) -> None:
    managed.stop(own)
    home = Home(own.home)
    home.process_file.write_text(f'{{"pid": {os.getpid()}, "created": 1.0, "port": 1, "ready": true}}')
    assert not managed.status(own).running
    assert not managed.stop(own)


def test_what_was_dumped_comes_back_whole_and_a_broken_dump_changes_nothing(
    own: Settings, tmp_path: Path
) -> None:
    with connect(own) as database:
        database.write("MATCH (n) DETACH DELETE n")
        database.write("UNWIND range(1, 100) AS n CREATE (:Dumped {n: n})-[:NEXT]->(:Dumped {n: -n})")
    target = tmp_path / "graph copy.dump"
    code, output = _run(own, "db", "dump", str(target))
    assert code == 0, output
    assert "stopped for this" in output
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(UsageError, match="already"):
        managed.dump(own, target)
    with connect(own) as database:
        database.write("MATCH (n) DETACH DELETE n CREATE (:Later)")
    managed.stop(own)
    broken = tmp_path / "broken.dump"
    broken.write_bytes(target.read_bytes()[:2000])
    with pytest.raises(AdminFailed):
        managed.load(own, broken)
    managed.load(own, target)
    managed.check(own)
    assert not managed.status(own).running
    with connect(own) as database:
        assert database.read("MATCH (:Dumped)-[r:NEXT]->() RETURN count(r) AS n")[0]["n"] == 100
        assert database.read("MATCH (n:Later) RETURN count(n) AS n")[0]["n"] == 0


def test_a_damaged_class_cache_does_not_keep_neo4j_from_starting(own: Settings, tmp_path: Path) -> None:
    managed.stop(own)
    repository = tmp_path / "repository"
    repository.mkdir()
    for group in {jar.group.split(".")[0] for jar in locked_jars()}:
        (repository / group).symlink_to(standard_repository() / group)
    settings = own.model_copy(update={"maven_repository": repository})
    cache = cache_file(repository)
    cache.parent.mkdir(exist_ok=True)
    cache.write_bytes(os.urandom(100_000))
    managed.ensure_running(settings)
    assert managed.status(settings).ready
    managed.stop(settings)


def test_a_jar_that_was_changed_in_the_cache_is_refused_and_removed(tmp_path: Path) -> None:
    ensure_jars(standard_repository(), jars=[SMALL_JAR])
    place = SMALL_JAR.path_in(tmp_path)
    place.parent.mkdir(parents=True)
    shutil.copy(SMALL_JAR.path_in(standard_repository()), place)
    assert ensure_jars(tmp_path, jars=[SMALL_JAR]) == [place]
    content = bytearray(place.read_bytes())
    content[100] ^= 1
    before = place.stat()
    place.write_bytes(content)
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ArtifactError, match="not the file that was locked"):
        ensure_jars(tmp_path, jars=[SMALL_JAR])
    assert not place.exists()


def test_a_jar_that_was_changed_on_its_way_never_reaches_its_place(tmp_path: Path) -> None:
    other = Jar(SMALL_JAR.group, SMALL_JAR.artifact, SMALL_JAR.version, "", "0" * 64)
    with pytest.raises(ArtifactError, match="not the file that was locked"):
        ensure_jars(tmp_path, jars=[other])
    assert list(tmp_path.rglob("*.jar")) == []


def test_the_lock_file_names_every_jar_once_and_by_hash() -> None:
    jars = locked_jars()
    assert len({jar.coordinates for jar in jars}) == len(jars) == 390
    assert all(len(jar.sha256) == 64 for jar in jars)


def test_memory_fits_a_laptop_and_a_server(settings: Settings) -> None:
    automatic = settings.model_copy(update={"heap_mb": None, "pagecache_mb": None})
    for total in (4_096, 8_192, 24_576, 262_144):
        chosen = choose_memory(automatic, total)
        assert chosen.heap + chosen.pagecache <= total * 0.4
        assert chosen.heap >= 768


def test_logs_of_the_database_keep_no_statement_and_no_parameter(database: Database) -> None:
    rows = database.read(
        "CALL dbms.listConfig('db.logs.query') YIELD name, value RETURN collect([name, value]) AS pairs"
    )
    pairs = dict(rows[0]["pairs"])
    assert pairs["db.logs.query.enabled"] == "OFF"
    assert pairs["db.logs.query.parameter_logging_enabled"] == "false"
    assert pairs["db.logs.query.obfuscate_literals"] == "true"


def test_a_wrong_password_is_told_without_the_password(settings: Settings, tmp_path: Path) -> None:
    wrong = tmp_path / "password"
    wrong.write_text("13800138000\n")
    team = read_settings(neo4j_uri=endpoint_of(settings).uri, neo4j_password_file=wrong)
    with pytest.raises(AccessDenied) as caught:
        connect(team)
    assert "13800138000" not in f"{caught.value.message} {caught.value.suggestion}"


def test_an_error_of_the_database_gives_away_no_value(clean_database: Database) -> None:
    clean_database.write("CREATE CONSTRAINT one_phone FOR (n:P) REQUIRE n.phone IS UNIQUE")
    clean_database.write("CREATE (:P {phone: $phone})", {"phone": "13800138000"})
    with pytest.raises(ConstraintViolated) as caught:
        clean_database.write("CREATE (:P {phone: $phone})", {"phone": "13800138000"})
    assert "13800138000" not in str(caught.value) + caught.value.suggestion
    assert caught.value.__suppress_context__


def test_graph_algorithms_are_there(database: Database) -> None:
    assert database.read("RETURN gds.version() AS version")[0]["version"] == "2.26.0"
