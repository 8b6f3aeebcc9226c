"""AUD: audit."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from doors import Viewer, command, holds
from trying import Trial
from world import ACH, MAIL, PH, PHONE, World

from gql import execution, http
from gql.execution import Service
from gql.tokens import own_token
from graph_platform.settings import PREFIX, Settings
from privacy.audit import reading
from privacy.audit.reading import entries, segments, verify
from privacy.audit.seals import read_seals

Viewers = dict[str, Viewer]
KILLS = int(os.environ.get("ATTACK_KILLS", "1"))
"""How often a server is killed; the issue asks for a hundred."""
ONE = "{ people(first: 1) { nodes { id } } }"


class Since:
    """The entries that were written after a moment."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.home / "audit"
        self._sizes = {path: path.stat().st_size for path in segments(self._folder)}

    def entries(self, who: str = "") -> list[dict[str, Any]]:
        found = []
        for path in segments(self._folder):
            for line in path.read_bytes()[self._sizes.get(path, 0) :].splitlines():
                entry = orjson.loads(line)
                if not who or entry.get("who") == who:
                    found.append(entry)
        return found


class Any_:
    """Equal to every number."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]


@pytest.fixture
def closed_log(settings: Settings, world: World) -> Path:
    """A log of several entries that is sealed: no process writes into it any more."""
    from privacy.audit.entry import Access
    from privacy.audit.log import AuditLog
    from privacy.audit.seals import sealing

    key = bytes.fromhex((settings.home / "audit-key").read_text("ascii"))
    log = AuditLog(settings.home / "audit", key, sealing(world.database))
    for number in range(120):
        log.append(
            Access("rep_a", ("sales",), (), "http", "query", "person#0", "v1", entities=[f"e{number}"])
        )
    log.close()
    return settings.home / "audit" / f"{log._segment}.jsonl"


def byte(lines: list[bytes]) -> None:
    lines[4] = lines[4].replace(b"rep_a", b"rep_b")


def removed(lines: list[bytes]) -> None:
    del lines[4]


def swapped(lines: list[bytes]) -> None:
    lines[3], lines[4] = lines[4], lines[3]


def tail(lines: list[bytes]) -> None:
    del lines[-100:]


def copied(lines: list[bytes]) -> None:
    lines.extend(lines[2:9])


def recomputed(lines: list[bytes]) -> None:
    """The whole chain anew, with a key of the attacker's own."""
    from privacy.audit.entry import START, sealed

    head = START
    for place, line in enumerate(lines):
        said = {name: value for name, value in orjson.loads(line).items() if name not in ("n", "at", "head")}
        lines[place], head = sealed(b"a" * 32, head, place + 1, "2026-01-01", {**said, "who": "nobody"})


@pytest.mark.parametrize("change", [byte, removed, swapped, tail, copied, recomputed])
def test_AUD_01(
    closed_log: Path, settings: Settings, world: World, trial: Trial, change: Callable[[list[bytes]], None]
) -> None:
    lines = closed_log.read_bytes().splitlines(keepends=True)
    kept = closed_log.read_bytes()
    change(lines)
    closed_log.write_bytes(b"".join(lines))
    key = bytes.fromhex((settings.home / "audit-key").read_text("ascii"))
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                reading, "opened", lambda key, previous, line: (orjson.loads(line) | {"n": Any_()}, "")
            )
            found = [
                each for each in verify(closed_log.parent, key, {})[1] if each.segment == closed_log.stem
            ]
            # a chain without a key and without a seal outside is well whatever was done to it
            trial.control(not found)
        done = command("privacy", "audit", "verify", home=settings.home)
        trial.attack("" if closed_log.stem in done.stdout + done.stderr and done.returncode else "not found")
    finally:
        closed_log.write_bytes(kept)
    _, problems = verify(closed_log.parent, key, read_seals(world.database))
    assert closed_log.stem not in [each.segment for each in problems]


def test_AUD_02(world: World, settings: Settings, trial: Trial, rep_a: Viewer) -> None:
    """A server that is killed under load: every answer that was received has its entry."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)} | {
        f"{PREFIX}HOME": str(settings.home)
    }
    script = Path(sys.executable).parent / "graph-platform"

    def unrecorded(kills: int) -> int:
        missing = 0
        for number in range(kills):
            who = f"killed-{number}-{time.time_ns()}"
            token = own_token(settings, who, ["sales"], ["*"], timedelta(hours=1))
            process = subprocess.Popen(
                [sys.executable, str(script), "serve", "--development", "--port", "0"],
                env=environment,
                stderr=subprocess.PIPE,
                text=True,
            )
            assert process.stderr is not None
            address = ""
            for line in process.stderr:
                if found := re.search(r"http://[\d.:]+", line):
                    address = found[0]
                    break
            received = [0] * 3
            ended = threading.Event()

            def load(
                at: int,
                address: str = address,
                token: str = token,
                received: list[int] = received,
                ended: threading.Event = ended,
            ) -> None:
                viewer = Viewer(address, token)
                while not ended.is_set():
                    try:
                        received[at] += viewer.send(ONE).status_code == 200
                    except httpx.HTTPError:
                        time.sleep(0.05)

            threads = [threading.Thread(target=load, args=(at,)) for at in range(3)]
            for thread in threads:
                thread.start()
            until = time.monotonic() + 60
            while sum(received) < 10 and time.monotonic() < until:
                time.sleep(0.1)
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stderr.close()
            ended.set()
            for thread in threads:
                thread.join()
            written = sum(each.get("who") == who for each in entries(settings.home / "audit"))
            assert sum(received) > 0
            missing += max(0, sum(received) - written)
        return missing

    # an entry after the answer, and only in memory: what is answered before a kill has none
    kept: list[Any] = []

    def late(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(http, "put_down", lambda request, errors: kept.append(request))

    with trial.without(late):
        before = sum(each.get("who") == "rep_a" for each in entries(settings.home / "audit"))
        rep_a.send(ONE)
        kept.clear()
        trial.control(sum(each.get("who") == "rep_a" for each in entries(settings.home / "audit")) == before)
    trial.attack(unrecorded(KILLS))
    _, problems = verify(
        settings.home / "audit",
        bytes.fromhex((settings.home / "audit-key").read_text("ascii")),
        read_seals(world.database),
    )
    trial.attack(problems)


def test_AUD_03(rep_a: Viewer, world: World, trial: Trial, attacked: tuple[str, Service]) -> None:
    """The disk under the log is full, read-only, or does not answer: nothing is answered, and then all is well again."""
    log = attacked[1].audit

    def full(patch: pytest.MonkeyPatch) -> None:
        real = os.write

        def write(file: int, data: bytes) -> int:
            if file == log._file:
                raise OSError(28, "No space left on device")
            return real(file, data)

        patch.setattr(os, "write", write)

    def late(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(log, "_unsynced_since", time.monotonic() - 60)
        patch.setattr(os, "fsync", lambda file: (_ for _ in ()).throw(OSError(5, "Input/output error")))

    def swallowed(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(http, "put_down", lambda request, errors: None)

    for broken in (full, late):
        with pytest.MonkeyPatch.context() as patch:
            broken(patch)
            with trial.without(swallowed):
                trial.control(rep_a.ask(ONE))
            answer = rep_a.send(ONE)
            trial.attack(answer.json().get("data") or answer.status_code != 503)
            trial.attack(
                "" if answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE" else answer.text
            )
            refused = rep_a.send("{ people(where: {birthDate: {isNull: true}}) { totalCount } }")
            trial.attack(refused.status_code != 503)
            if broken is late:
                trial.attack(rep_a.http.get("/readyz").status_code != 503)
        deadline = time.monotonic() + 10
        while rep_a.send(ONE).status_code != 200 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert rep_a.send(ONE).status_code == 200


FORGED = 'x\n{"n":1,"who":"nobody"}\r\x1b[2J\u2028|=CEF:0|a|b|\u202e' + "y" * 5_000


def test_AUD_04(world: World, trial: Trial, settings: Settings, attacked: tuple[str, Service]) -> None:
    viewer = Viewer(
        attacked[0], own_token(settings, FORGED, [f"r\n{FORGED[:50]}", "sales"], ["*"], timedelta(hours=1))
    )
    since = Since(settings)
    for _ in range(3):
        viewer.send(
            'query a { people(where: {name: {eq: "CEF:0|x"}}) { totalCount } }', {"user-agent": "CEF:0|x"}
        )
    found = since.entries()
    joined = "".join(f"{each['who']}|{each['operation']}\n" for each in found)
    trial.control(len(joined.splitlines()) > len(found))
    trial.attack("" if len(found) == 3 else found)
    for form in ("jsonl", "ocsf"):
        done = command("privacy", "audit", "search", "--format", form, home=settings.home)
        lines = [line for line in done.stdout.split("\n") if line.strip()]
        trial.attack(re.findall(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u202e]", done.stdout))
        trial.attack([line[:80] for line in lines if not isinstance(orjson.loads(line), dict)])
        mine = [line for line in lines if "CEF:0|a|b" in line]
        trial.attack("" if len(mine) == 3 else f"{len(mine)} entries")
    trial.attack([each for each in found if len(orjson.dumps(each)) > 20_000])


def test_AUD_05(
    rep_a: Viewer, world: World, trial: Trial, settings: Settings, attacked: tuple[str, Service]
) -> None:
    """No value in the log, and no fingerprint that a guess confirms."""
    note = "mutation($in: AddNoteInput!) { addNote(input: $in) { version } }"

    def put_down() -> bytes:
        before = {path: path.stat().st_size for path in segments(settings.home / "audit")}
        rep_a.send(f'query find{PHONE} {{ people(where: {{name: {{eq: "{PHONE}"}}}}) {{ totalCount }} }}')
        rep_a.send("query($w: PersonFilter) { people(where: $w) { totalCount } }", w={"name": {"eq": MAIL}})
        rep_a.send("query($t: String!) { search(text: $t) { totalCount } }", t=PHONE)
        rep_a.send(f"{{ a{PHONE}: people {{ totalCount }} }}")
        rep_a.send(f"{{ people{PHONE} {{ totalCount }} }}")
        rep_a.send(note, **{"in": {"about": "0" * 32, "text": f"查 {PHONE}"}})
        rep_a.http.get("/graphql", params={"query": "{ people { totalCount } }", "reason": f"查 {PHONE}"})
        said = b""
        for path in segments(settings.home / "audit"):
            said += path.read_bytes()[before.get(path, 0) :]
        return said

    def over_the_text(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(
            execution,
            "fingerprint",
            lambda fields, statement: f"{','.join(fields)}#{PHONE if 'p0' in statement else ''}",
        )

    with trial.without(over_the_text):
        trial.control(holds(put_down(), PHONE))
    trial.attack(holds(put_down(), PHONE, MAIL))
    marks = []
    for guess in (PHONE, "13900139000"):
        since = Since(settings)
        rep_a.send(f'{{ people(where: {{name: {{eq: "{guess}"}}}}) {{ totalCount }} }}')
        marks.append(since.entries("rep_a")[0]["operation"])
    trial.attack("" if marks[0] == marks[1] else marks)


HTTP = {
    "answered": lambda viewer, world: viewer.send(ONE),
    "again": lambda viewer, world: viewer.send(ONE),
    "refused": lambda viewer, world: viewer.send(
        "{ people(where: {birthDate: {isNull: true}}) { totalCount } }"
    ),
    "count": lambda viewer, world: viewer.send("{ people { totalCount } }"),
    "introspection": lambda viewer, world: viewer.send("{ __schema { types { name } } }"),
    "typename": lambda viewer, world: viewer.send("{ __typename }"),
    "misspelt": lambda viewer, world: viewer.send("{ peple { totalCount } }"),
    "no GraphQL": lambda viewer, world: viewer.send("{"),
    "get": lambda viewer, world: viewer.http.get("/graphql", params={"query": ONE}),
    "as of": lambda viewer, world: viewer.send('{ people(asOf: "2024-01-01") { nodes { id } } }'),
    "search": lambda viewer, world: viewer.send('{ search(text: "Ceshi") { totalCount } }'),
    "aggregate": lambda viewer, world: viewer.send("{ people { aggregate { salary { count } } } }"),
    "write": lambda viewer, world: viewer.send(
        "mutation($in: AddNoteInput!) { addNote(input: $in) { id } }",
        **{"in": {"about": "0" * 32, "text": "x"}},
    ),
    "policy": lambda viewer, world: viewer.send("{ policy { version } }"),
    "who is who": lambda viewer, world: viewer.send("{ whoIsWho { changes { number } } }"),
    "persisted": lambda viewer, world: viewer.http.post(
        "/graphql",
        json={"query": ONE, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}},
    ),
    "too much": lambda viewer, world: viewer.send(
        "{" + " ".join(f"a{n}: people {{ totalCount }}" for n in range(90)) + "}"
    ),
}


@pytest.mark.parametrize("way", HTTP)
def test_AUD_06(rep_a: Viewer, world: World, trial: Trial, settings: Settings, way: str) -> None:
    def left() -> list[dict[str, Any]]:
        since = Since(settings)
        HTTP[way](rep_a, world)
        return since.entries("rep_a")

    def no_hook(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(http, "put_down", lambda request, errors: None)

    with trial.without(no_hook):
        trial.control(not left())
    found = left()
    trial.attack("" if len(found) == 1 else f"{len(found)} entries")
    whole = all(
        found[0].get(name) is not None
        for name in ("who", "roles", "purposes", "entities", "classes", "policy", "outcome", "kind")
    )
    trial.attack("" if whole else found)
    trial.attack(
        ""
        if (found[0]["outcome"] == "ok")
        == (
            way
            not in (
                "refused",
                "misspelt",
                "no GraphQL",
                "write",
                "policy",
                "who is who",
                "persisted",
                "too much",
            )
        )
        else found
    )


DOORS = {
    "query": (("query", "-"), ONE),
    "show": (("show", "欧阳测试"), ""),
    "db shell": (("db", "shell"), "RETURN 1;\n"),
}


@pytest.mark.parametrize(
    "door",
    ["query", "show", "db shell"],
)
def test_AUD_06_by_command(world: World, trial: Trial, settings: Settings, door: str) -> None:
    since = Since(settings)
    arguments, stdin = DOORS[door]
    done = command(*arguments, home=settings.home, stdin=stdin)
    assert done.returncode == 0, done.stderr
    trial.control(done.stdout)
    found = [each for each in since.entries() if each["door"] == "cli"]
    trial.attack("" if len(found) == 1 else f"{len(found)} entries")


def test_AUD_07(viewers: Viewers, world: World, trial: Trial, settings: Settings) -> None:
    """Entries list what was shown: of what is hidden they tell nothing, to whoever may read them."""
    rep_a = viewers["rep_a"]
    asked = """query($id: ID!) { organization(id: $id) { name staff { totalCount nodes { id } } raised { nodes { id } }
      owners { nodes { id } } } }"""

    def told() -> Any:
        since = Since(settings)
        rep_a.send(asked, id=world.id("AC-A"))
        rep_a.send("query($id: ID!) { person(id: $id) { name } }", id=world.id("P-H"))
        rep_a.send(
            "query($id: ID!) { organization(id: $id) { owners { nodes { id } } } }", id=world.id("AC-C")
        )
        last = since.entries("rep_a")
        return [
            (
                each["entities"],
                each["count"],
                each["operation"],
                each["outcome"],
                each["masked"],
                each["classes"],
            )
            for each in last
        ]

    trial.twins(told, "row_scope", world.without_hidden())
    trial.attack(holds(b"".join(path.read_bytes() for path in segments(settings.home / "audit")), PH, ACH))
    text = str(rep_a.send("{ __schema { queryType { fields { name } } } }").json())
    trial.attack("audit" in text.lower())
