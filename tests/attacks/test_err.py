"""ERR: errors and logs."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from doors import Viewer, command, holds
from trying import Trial
from world import BORN, ID_NUMBER, MAIL, PHONE, World

from gql import auditing, http
from gql.execution import Service
from graph_platform.database import Database
from graph_platform.settings import Settings

Viewers = dict[str, Viewer]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_ERR_01(
    rep_a: Viewer, world: World, trial: Trial, language: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A constraint of the database is broken: its text names the node and quotes the value."""
    world.database.write("CREATE CONSTRAINT attack IF NOT EXISTS FOR (n:Attack) REQUIRE n.phone IS UNIQUE")
    world.database.write("CREATE (:Attack {phone: $phone})", {"phone": PHONE})
    note = "mutation($in: AddNoteInput!) { addNote(input: $in) { version } }"

    def broken(patch: pytest.MonkeyPatch) -> None:
        from graph_platform.annotations import keeping

        def clash(database: Database, *given: Any, **more: Any) -> Any:
            with database.session() as session:
                session.run("CREATE (:Attack {phone: $phone})", {"phone": PHONE}).consume()

        patch.setattr(keeping, "add_note", clash)

    def told() -> list[str]:
        said = rep_a.bytes(
            note, {"accept-language": language}, **{"in": {"about": world.id("AC-A"), "text": "x"}}
        )
        out, err = capfd.readouterr()
        return holds(said, PHONE) + holds(out + err, PHONE)

    try:
        with pytest.MonkeyPatch.context() as patch:
            broken(patch)
            with trial.without("error_scrub"):
                trial.control(told())
            trial.attack(told())
    finally:
        world.database.write("MATCH (n:Attack) DELETE n")
        world.database.write("DROP CONSTRAINT attack IF EXISTS")


def test_ERR_02(rep_a: Viewer, world: World, trial: Trial, capfd: pytest.CaptureFixture[str]) -> None:
    """Values of the wrong type in the store: the field is null or refused, and nothing quotes them."""
    bad = f"1900-01-09 call {PHONE}"
    id_ = world.id("AC-A")
    world.database.write(
        "MATCH (n:Entity {id: $id}) SET n.employees = $bad, n.founded = [$bad], n.rating = $bad, n.country = [$bad]",
        {"id": id_, "bad": bad},
    )
    asked = "query($id: ID!) { organization(id: $id) { name employees founded rating country registeredCapital { amount } } }"

    def told() -> list[str]:
        said = rep_a.bytes(asked, id=id_)
        out, err = capfd.readouterr()
        return holds(said, PHONE) + holds(out + err, PHONE)

    try:
        with trial.without("as_declared"):
            trial.control(told())
        trial.attack(told())
        answer = rep_a.ask(asked, id=id_)
        trial.attack(
            "" if answer and answer["organization"]["name"] == "甲测物流" else "the other fields are lost"
        )
    finally:
        world.database.write(
            "MATCH (n:Entity {id: $id}) REMOVE n.employees, n.founded, n.rating SET n.country = 'CN'",
            {"id": id_},
        )


def test_ERR_03(
    world: World, trial: Trial, settings: Settings, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A bad row is told of by line and column; the row itself stands in the reject file alone."""
    (tmp_path / "people.csv").write_text(
        f"id,name,phone,born,idn\n1,欧阳测试,{PHONE},2026-13-45,{ID_NUMBER[:9]}\x00\n,Nobody,{PHONE},{BORN},{ID_NUMBER}\n",
        "utf-8",
    )
    mapping = """
mapping: 1
name: attacked
rows: {key: "{id}"}
records:
  - label: Contact
    key: "{id}"
    values: {name: "{name}", phone: "{phone}", birth_date: "{born}", resident_id: "{idn}"}
"""
    (tmp_path / "m.yaml").write_text(mapping, "utf-8")
    done = command(
        "load",
        "mapping",
        str(tmp_path / "people.csv"),
        "--mapping",
        str(tmp_path / "m.yaml"),
        home=settings.home,
    )
    doctor = command("doctor", home=settings.home)
    said = done.stdout + done.stderr + doctor.stdout + doctor.stderr
    trial.control(holds(f"rejected: {(tmp_path / 'people.csv').read_text('utf-8')!r}", PHONE))
    trial.attack(holds(said, PHONE, ID_NUMBER, "2026-13-45"))
    rejects = [path for path in settings.home.rglob("*") if "reject" in str(path).lower() and path.is_file()]
    trial.attack([str(path) for path in rejects if stat.S_IMODE(path.stat().st_mode) & 0o077])
    trial.attack([path.name for path in tmp_path.iterdir() if path.name not in ("people.csv", "m.yaml")])


def test_ERR_04(
    rep_a: Viewer, world: World, trial: Trial, settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    """Something unexpected in the middle of an answer: no locals, no query string, no text of it."""
    asked = "query find($p: String) { people(where: {name: {eq: $p}}) { totalCount } }"

    def boom(patch: pytest.MonkeyPatch) -> None:
        from gql.reading import Reader

        async def read(self: Any, statement: str, parameters: Any) -> Any:
            secret = parameters
            raise RuntimeError(f"lost {secret}")

        patch.setattr(Reader, "read", read)

    def told() -> list[str]:
        params = {"query": asked, "variables": f'{{"p": "{PHONE}"}}'}
        said = rep_a.http.get("/graphql", params=params).content + rep_a.bytes(asked, p=PHONE)
        out, err = capfd.readouterr()
        return holds(said, PHONE) + holds(out + err, PHONE)

    def loud(patch: pytest.MonkeyPatch) -> None:
        boom(patch)
        for module in (http, auditing):
            patch.setattr(module, "note", lambda error: print(repr(error)))

    with trial.without(loud):
        trial.control(told())
    with trial.without(boom):
        trial.attack(told())
    # the command: an operation that cannot be answered, with the value in its variables
    done = command(
        "query", "-", "--variables", f'{{"p": "{PHONE}"}}', home=settings.home, stdin=asked,
        GRAPH_PLATFORM_NEO4J_URI="bolt://127.0.0.1:1", GRAPH_PLATFORM_NEO4J_PASSWORD_FILE=str(settings.home / "password"),
    )  # fmt: skip
    trial.attack(holds(done.stdout + done.stderr, PHONE) or "Traceback" in done.stderr)


def test_ERR_05(viewers: Viewers, world: World, trial: Trial) -> None:
    named = f"query find{PHONE} {{ people {{ totalCount }} }}"
    headers = {
        "traceparent": f"00-{PHONE}",
        "baggage": f"phone={PHONE}",
        "apollographql-client-name": MAIL,
        "x-client": MAIL,
    }
    headers["user-agent"] = MAIL

    def told() -> list[str]:
        viewers["rep_a"].send(named, headers)
        viewers["rep_a"].http.post(
            "/graphql", json={"query": named, "operationName": f"find{PHONE}"}, headers=headers
        )
        return holds(viewers["anon"].http.get("/metrics").content, PHONE, MAIL)

    from prometheus_client import REGISTRY, Counter

    def labelled(patch: pytest.MonkeyPatch) -> None:
        real = http.put_down

        def put_down(request: Any, errors: Any) -> None:
            counter.labels(f"find{PHONE}").inc()
            real(request, errors)

        patch.setattr(http, "put_down", put_down)

    counter = Counter("attacked", "By name.", ["name"])
    try:
        with trial.without(labelled):
            trial.control(told())
    finally:
        REGISTRY.unregister(counter)
    before = len(viewers["anon"].http.get("/metrics").text.splitlines())
    for number in range(50):
        viewers["rep_a"].send(f"query find{number} {{ people {{ totalCount }} }}")
    trial.attack(told())
    trial.attack(len(viewers["anon"].http.get("/metrics").text.splitlines()) > before + 5)


def test_ERR_06(
    rep_a: Viewer, world: World, trial: Trial, settings: Settings, attacked: tuple[str, Service]
) -> None:
    """The database's own traces: values go as parameters, and its logs and settings keep none."""
    seen: list[str] = []

    def watched(patch: pytest.MonkeyPatch) -> None:
        from gql.reading import Reader

        real = Reader.read

        async def read(self: Any, statement: str, parameters: Any) -> Any:
            seen.append(statement)
            return await real(self, statement, parameters)

        patch.setattr(Reader, "read", read)

    def literal(patch: pytest.MonkeyPatch) -> None:
        from gql.planning import conditions

        watched(patch)
        patch.setitem(conditions._COMPARISONS, "eq", "{v} = '" + PHONE + "' OR {v} = {p}")

    asked = [
        f'{{ people(where: {{name: {{eq: "{PHONE}"}}}}) {{ totalCount }} }}', f'{{ search(text: "{PHONE}") {{ totalCount }} }}',
        f'{{ node(id: "{PHONE}") {{ id }} }}',
    ]  # fmt: skip

    def told() -> list[str]:
        seen.clear()
        for each in asked:
            rep_a.send(each)
        return holds("\n".join(seen), PHONE)

    with trial.without(literal):
        trial.control(told())
    with trial.without(watched):
        trial.attack(told())
    assert seen
    logs = settings.home / "neo4j" / "logs"
    trial.attack(
        holds(b"".join(path.read_bytes() for path in logs.rglob("*") if path.is_file()), PHONE, MAIL)
    )
    logged = command("db", "logs", home=settings.home)
    trial.attack(holds(logged.stdout + logged.stderr, PHONE, MAIL))
    trial.attack(stat.S_IMODE(logs.stat().st_mode) & 0o077)
    conf = "".join(path.read_text() for path in (settings.home / "neo4j" / "conf").glob("*.conf"))
    trial.attack("parameter_logging_enabled=true" in conf)
    java = "".join(
        path.read_text("utf-8", "replace") for path in (settings.home / "neo4j" / "run").glob("*args")
    )
    trial.attack("HeapDumpOnOutOfMemoryError" in java + conf and "-XX:+HeapDump" in java + conf)
