"""GQL: what is special to GraphQL."""

from __future__ import annotations

import hashlib
import itertools
import re
from typing import Any

import pytest
from asking import SCHEMA, statements
from doors import Viewer, holds
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLUnionType, get_named_type
from trying import Trial
from world import ACH, BORN, ID_NUMBER, MAIL, P1, PH, PHONE, SALARY, WECHAT, World

from gql.execution import Service
from gql.planning import composing
from gql.planning.shapes import Leaf

Viewers = dict[str, Viewer]
SECRETS = (PHONE, MAIL, ID_NUMBER, WECHAT, BORN, str(SALARY))
IDENTITY = "phone email residentId wechat birthDate salary { amount }"


def test_GQL_01(rep_a: Viewer, world: World, trial: Trial) -> None:
    many = " ".join(f"a{n}: phone" for n in range(50))
    asked = f"query($id: ID!) {{ person(id: $id) {{ name: phone strength: residentId a: phone b: phone {many} }} }}"
    said = (
        f"query($id: ID!) {{ person(id: $id) {{ jobTitle: birthDate id: wechat labels: email {IDENTITY} }} }}"
    )

    def by_response_name(patch: pytest.MonkeyPatch) -> None:
        real = composing.Composer.piece

        def piece(self: Any, type_: Any, details: Any, place: Any) -> Any:
            if details[0].node.alias:
                patch_leaf = Leaf()
                name = details[0].node.name.value
                declared = self.meanings[type_.name, name]
                if hasattr(declared, "property"):
                    return composing.Piece(f"{place.node}.{declared.property.name}", patch_leaf)
            return real(self, type_, details, place)

        patch.setattr(composing.Composer, "piece", piece)

    def shown() -> list[str]:
        body = rep_a.bytes(asked, id=world.id("P-1")) + rep_a.bytes(said, id=world.id("P-1"))
        return holds(body, *SECRETS)

    trial(shown, by_response_name)


def test_GQL_02(rep_a: Viewer, world: World, trial: Trial) -> None:
    abstract = {
        name for name, type_ in SCHEMA.type_map.items()
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType) and not name.startswith("__")
    }  # fmt: skip
    assert abstract >= {"Node", "Entity"}
    on = f"__typename ... on Person {{ {IDENTITY} }} ... on Event {{ text title }} ... on Node {{ id }}"
    ways = {
        "node": f"query($id: ID!) {{ node(id: $id) {{ {on} }} }}",
        "search": f'{{ search(text: "欧阳测试") {{ nodes {{ {on} }} edges {{ node {{ {on} }} }} }} }}',
        "owners": f"{{ organizations {{ nodes {{ owners {{ nodes {{ {on} }} edges {{ node {{ {on} }} }} }} }} }} }}",
        "path": f'query($id: ID!) {{ path(from: $id, to: "{world.id("AC-C")}") {{ nodes {{ {on} }} }} }}',
        "timeline": "{ organizations { nodes { timeline { nodes { title text } } raised { nodes { text } } } } }",
    }

    def shown() -> list[str]:
        return list(
            itertools.chain(
                *(holds(rep_a.bytes(each, id=world.id("P-1")), *SECRETS) for each in ways.values())
            )
        )

    trial(shown, "mask")
    # every field of every type that gives a node, for every role
    reached = {
        get_named_type(field.type).name
        for type_ in SCHEMA.type_map.values()
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__")
        for field in type_.fields.values()
        if get_named_type(field.type).name in abstract
    }
    trial.attack(reached - {"Node", "Entity"})


def test_GQL_03(rep_a: Viewer, world: World, trial: Trial) -> None:
    spread = """query A($v: Boolean!, $id: ID!) { person(id: $id) { name ...F @include(if: $v) phone @skip(if: true) } }
    query B { people(where: {birthDate: {eq: "1900-01-09"}}) { totalCount } }
    fragment F on Person { birthDate employers: employers { totalCount } }"""
    body = {"query": spread, "operationName": "A", "variables": {"v": False, "id": world.id("P-1")}}
    bare = {"query": "query A($id: ID!) { person(id: $id) { name } }", "variables": {"id": world.id("P-1")}}

    def cost(asked: dict[str, Any]) -> Any:
        return rep_a.http.post("/graphql", json=asked).json()

    def planned(patch: pytest.MonkeyPatch) -> None:
        from gql.planning import selection

        for name in ("should_include_node",):
            if hasattr(selection, name):
                patch.setattr(selection, name, lambda *given: True)
        patch.setattr("graphql.execution.collect_fields.should_include_node", lambda *given: True)

    def reaches() -> bool:
        return cost(body).get("extensions", {}).get("cost") != cost(bare).get("extensions", {}).get("cost")

    trial(reaches, planned)
    hidden = "query($v: Boolean!) { people @include(if: $v) { nodes { name } } b: people(where: {birthDate: {isNull: false}}) @include(if: $v) { totalCount } }"
    trial.attack(
        "" if "errors" not in rep_a.send(hidden, v=False).json() else "refused though it is not asked"
    )
    trial.attack("" if rep_a.code(hidden, v=True) == "FORBIDDEN" else "not refused")
    loop = "{ people { nodes { ...A } } } fragment A on Person { id ...B } fragment B on Person { name ...A }"
    trial.attack("" if rep_a.code(loop) in ("LIMIT_EXCEEDED", "BAD_REQUEST") else rep_a.code(loop))


INTROSPECTION = """{ __schema { types { name description fields(includeDeprecated: true) { name description deprecationReason
  args { name description defaultValue } } inputFields { name description defaultValue } enumValues { name description } } } }"""


def test_GQL_04(viewers: Viewers, world: World, trial: Trial) -> None:
    partner = viewers["partner"]
    names = [ACH, PH, P1, "rep_a", "AC-H", world.id("P-H")]

    def told() -> list[str]:
        text = partner.send(INTROSPECTION).text
        return [name for name in names if name in text]

    partner.send("{ __typename }")
    served = partner_schema_of(trial)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(served.type_map["Label"], "description", f"{ACH}, {PH}")
        trial.control(told())
    trial.attack(told())
    with_hidden = partner.bytes(INTROSPECTION)
    with world.without_hidden():
        trial.attack("" if partner.bytes(INTROSPECTION) == with_hidden else "the schema hangs on data")


def partner_schema_of(trial: Trial) -> Any:
    """The schema that is served."""
    known = trial.service.known
    (one,) = {id(each.schema): each.schema for each in known._values.values()}.values() or [None]
    return one


def test_GQL_05(viewers: Viewers, world: World, trial: Trial) -> None:
    """Whoever is not signed in gets no schema, by whatever road."""
    anon = viewers["anon"]

    def roads() -> list[str]:
        asked = ["{ __schema { types { name } } }", "{__schema\n#c\n{types{name}}}", '{ __type(name: "Person") { fields { name } } }',
                 "{ x: __schema { types { name } } }", "query A { a: __typename } query B { __schema { types { name } } }"]  # fmt: skip
        got = []
        for each in asked:
            got.append(("POST", anon.send(each).text))
            got.append(("GET", anon.http.get("/graphql", params={"query": each}).text))
        got.append(("batch", anon.http.post("/graphql", json=[{"query": asked[0]}]).text))
        for route in ("/graphql/schema.graphql", "/graphql", "/", "/docs", "/openapi.json", "/redoc", "/metrics", "/readyz",
                      "/healthz", "/graphql/sdl", "/schema", "/graphql/static/"):  # fmt: skip
            got.append((route, anon.http.get(route, follow_redirects=True).text))
        return [road for road, text in got if "residentId" in text or "PersonFilter" in text]

    def open_road(patch: pytest.MonkeyPatch) -> None:
        from gql import server

        async def anybody(identify: Any, request: Any) -> None:
            return None

        patch.setattr(server, "may_read_schema", anybody)

    trial(roads, open_road)


def test_GQL_06(viewers: Viewers, world: World, trial: Trial) -> None:
    viewer = viewers["partner"]
    misspelt = [
        "{ people { nodes { phoen salery } } }", "{ people(wher: {}) { totalCount } }", "{ people(where: {nam: {eq: \"x\"}}) { totalCount } }",
        "{ people(orderBy: [{field: NAM}]) { totalCount } }", "{ people { nodes { ... on Persn { id } } } }", "{ peple { totalCount } }",
        "{ people @skp(if: true) { totalCount } }", "query($w: PersnFilter) { people(where: $w) { totalCount } }",
        "mutation { addNte(input: {}) { id } }", "{ people(where: {gender: {eq: MAL}}) { totalCount } }", "{ people(where: {name: {qe: \"x\"}}) { totalCount } }",
    ]  # fmt: skip

    def suggested() -> list[str]:
        return [each for each in misspelt if re.search(r"[Dd]id you mean", viewer.send(each).text)]

    def suggestions(patch: pytest.MonkeyPatch) -> None:
        from gql import http

        patch.setattr(
            http, "formatted", lambda error, language="en": {"message": f"{error.message} Did you mean?"}
        )

    trial(suggested, suggestions)


def test_GQL_07(rep_a: Viewer, world: World, trial: Trial) -> None:
    one = "{ people { totalCount } }"
    batch = rep_a.http.post("/graphql", json=[{"query": one}] * 100)

    def answers() -> int:
        said = rep_a.http.post("/graphql", json=[{"query": one}] * 100)
        return said.text.count("totalCount") if isinstance(said.json(), list) else 0

    trial.attack(answers() > 1)
    looked_up = "{" + " ".join(f'a{n}: person(id: "{n}") {{ id }}' for n in range(100)) + "}"

    def aliased() -> Any:
        return rep_a.send(looked_up).json().get("data")

    def no_limits(patch: pytest.MonkeyPatch) -> None:
        from gql import limits

        patch.setattr(limits, "too_large", lambda document, most: None)

    trial.attack(aliased())
    looked_up = looked_up.replace("a0:", "b0:")
    with trial.without(no_limits):
        trial.control(aliased())
    assert batch.status_code == 400


def test_GQL_08(rep_a: Viewer, world: World, trial: Trial) -> None:
    asked = f"{{ people {{ nodes {{ id {IDENTITY} }} }} }}"
    twin = world.with_p1(phone=None, birth_date=None, salary=None, wechat=None, email=None, resident_id=None)
    trial.twins(lambda: rep_a.bytes(asked), "mask", twin)


def test_GQL_09(rep_a: Viewer, world: World, trial: Trial, capfd: pytest.CaptureFixture[str]) -> None:
    by_id = "query($id: ID!) { person(id: $id) { name } }"
    filtered = "query($w: PersonFilter) { people(where: $w) { totalCount } }"
    tried: list[tuple[str, dict[str, Any]]] = [
        (by_id, {"id": {"eq": PHONE}}), (by_id, {"id": [PHONE]}), (by_id, {"id": 2**63}), (by_id, {"id": 1e999}),
        (by_id, {"id": None}), (by_id, {"id": {"__proto__": PHONE}}), (by_id, {"id": True}),
        (filtered, {"w": {"name": {"eq": PHONE, "$or": [PHONE]}}}), (filtered, {"w": {"name": [PHONE]}}),
        (filtered, {"w": {"name": {"eq": {"a": PHONE}}}}), (filtered, {"w": PHONE}), (filtered, {"w": {PHONE: {"eq": "x"}}}),
        ("query($n: Int) { people(first: $n) { totalCount } }", {"n": PHONE}),
        ("query($d: Date) { people(asOf: $d) { totalCount } }", {"d": PHONE}),
        ("query($d: Date) { people(asOf: $d) { totalCount } }", {"d": "1900-13-45 " + PHONE}),
        ("query($w: EventFilter) { events(where: $w) { totalCount } }", {"w": {"at": {"gt": PHONE}}}),
        ("query($k: [Label!]) { people(kinds: $k) { totalCount } }", {"k": [f"L{PHONE}"]}),
        (f'{{ people(where: {{name: {{eq: {PHONE}}}}}) {{ totalCount }} }}', {}),
        (f'{{ people(asOf: "{PHONE}") {{ totalCount }} }}', {}), (f'{{ organization(uscc: "{PHONE}") {{ id }} }}', {}),
    ]  # fmt: skip

    def echoed() -> list[str]:
        said = []
        for query, variables in tried:
            import json

            body = json.dumps({"query": query, "variables": variables})
            response = rep_a.http.post("/graphql", content=body, headers={"content-type": "application/json"})
            if holds(response.content, PHONE) or response.status_code >= 500:
                said.append(f"{query} {variables}: {response.status_code} {response.text[:200]}")
        out, err = capfd.readouterr()
        return said + holds(out + err, PHONE)

    with trial.without("error_scrub"):
        trial.control(echoed())
    trial.attack(echoed())


def test_GQL_10(rep_a: Viewer, world: World, trial: Trial) -> None:
    asked = "query($id: ID!) { person(id: $id) { name ... @defer { phone } } }"
    streamed = "query($id: ID!) { person(id: $id) { name phone @stream } }"

    def deferred() -> list[str]:
        plain = "query($id: ID!) { person(id: $id) { name ... on Person { phone } } }"
        said = rep_a.bytes(asked, id=world.id("P-1")) + rep_a.bytes(streamed, id=world.id("P-1"))
        return holds(said + rep_a.bytes(plain, id=world.id("P-1")), PHONE)

    trial(deferred, "mask")
    answer = rep_a.http.post(
        "/graphql",
        json={"query": asked, "variables": {"id": world.id("P-1")}},
        headers={"accept": "multipart/mixed"},
    )
    trial.attack("multipart" in answer.headers["content-type"] or "incremental" in answer.text)


def test_GQL_11(
    rep_a: Viewer, world: World, trial: Trial, attacked: tuple[str, Service], settings: Any
) -> None:
    from doors import served

    from gql.limits import Limits
    from gql.persisted import KEPT, Persisted, sha256
    from gql.server import application, service_of
    from gql.tokens import tokens_of

    listed, other = "{ people { totalCount } }", "{ people { nodes { name } } }"
    known = hashlib.sha256(listed.encode()).hexdigest()

    def extension(hash_: str) -> dict[str, Any]:
        return {"persistedQuery": {"version": 1, "sha256Hash": hash_}}

    # the open mode: a text under another's hash is refused, and what is kept is bounded
    wrong = rep_a.http.post("/graphql", json={"query": other, "extensions": extension(known)})
    trial.attack("" if wrong.json()["errors"] else "a text runs under another's hash")
    # an officer's registered operation is answered by the rights of whoever sends its hash
    personal = f"query($id: ID!) {{ person(id: $id) {{ {IDENTITY} }} }}"
    hash_ = hashlib.sha256(personal.encode()).hexdigest()

    def as_registrant() -> list[str]:
        body = {"extensions": extension(hash_), "variables": {"id": world.id("P-1")}}
        return holds(rep_a.http.post("/graphql", json=body).content, *SECRETS)

    rep_a.http.post(
        "/graphql", json={"query": personal, "extensions": extension(hash_), "variables": {"id": "x"}}
    )
    trial(as_registrant, "mask")
    trial.attack(KEPT > 100_000)

    persisted = Persisted({sha256(listed): listed}, closed=True)
    service = service_of(world.database, settings.home, Limits())
    with served(application(world.database, service, tokens_of(settings, True).viewer, persisted)) as address:
        viewer = Viewer(address, rep_a.token)

        def any_text() -> list[str]:
            """A text that is not listed: alone, beside a known hash, and over GET."""
            bodies: list[dict[str, Any]] = [
                {"query": other},
                {"query": other, "extensions": extension(known)},
            ]
            answers = [viewer.http.post("/graphql", json=each).text for each in bodies]
            answers.append(viewer.http.get("/graphql", params={"query": other}).text)
            return [each for each in answers if '"name"' in each]

        def unchecked(patch: pytest.MonkeyPatch) -> None:
            patch.setattr(Persisted, "text", lambda self, query, extensions: query)

        with trial.without(unchecked):
            trial.control(any_text())
        trial.attack(any_text())
        assert viewer.http.post("/graphql", json={"extensions": extension(known)}).json()["data"]["people"]


def test_GQL_12(viewers: Viewers, world: World, trial: Trial) -> None:
    asked = "query($id: ID!) { organization(id: $id) { name owners { totalCount nodes { id } } } }"

    def kept(patch: pytest.MonkeyPatch) -> None:
        """Plans, and with them what is hidden, are kept by the operation alone."""
        from gql.viewers import Viewing

        patch.setattr(Viewing, "key", property(lambda self: "anybody"))

    def officers_bytes() -> Any:
        officer = viewers["officer_1"].ask(asked, id=world.id("AC-C"))
        mine = viewers["rep_a"].ask(asked, id=world.id("AC-C"))
        return mine if mine == officer else ""

    trial(officers_bytes, kept)
    headers = viewers["rep_a"].send(asked, id=world.id("AC-C")).headers
    trial.attack("" if "no-store" in headers["cache-control"] and "etag" not in headers else dict(headers))
    again = viewers["rep_a"].send(asked, {"if-none-match": "*"}, id=world.id("AC-C"))
    trial.attack(again.status_code == 304)


def test_GQL_13(rep_a: Viewer, world: World, trial: Trial) -> None:
    def checksum() -> Any:
        counted = "MATCH (n) RETURN count(n) AS nodes, sum(size(keys(n))) AS keys"
        return [dict(row) for row in world.database.read(counted)]

    before = checksum()
    evil = [
        "OWNS]-() DETACH DELETE n //",
        "`]",
        "\\u0060",
        "x' OR 1=1",
        '"}) DETACH DELETE n //',
        "Person`",
        "$p0",
        "}}",
        "{match}",
    ]
    asked = []
    for text in evil:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        asked += [
            f'{{ path(from: "a", to: "b", through: ["{quoted}"]) {{ length }} }}', f'{{ people(orderBy: "{quoted}") {{ totalCount }} }}',
            f'{{ people(kinds: ["{quoted}"]) {{ totalCount }} }}', f'{{ people(where: {{name: {{eq: "{quoted}"}}}}) {{ totalCount }} }}',
            f'{{ search(text: "{quoted}") {{ totalCount }} }}', f'{{ node(id: "{quoted}") {{ id }} }}',
            f'{{ people {{ nodes {{ provenance(property: "{quoted}") {{ id }} }} }} }}',
        ]  # fmt: skip
    bad = [each for each in asked if rep_a.code(each) in ("INTERNAL", "TIMED_OUT")]
    trial.attack(bad)
    trial.attack("" if checksum() == before else "the graph has changed")

    def composed(patch: pytest.MonkeyPatch) -> None:
        from gql.planning import conditions

        patch.setitem(conditions._COMPARISONS, "eq", "{v} <> '' OR {v} = {p}")

    trial_query = '{ people(where: {name: {eq: "nobody of this name"}}) { totalCount } }'
    with trial.without(composed):
        trial.control(rep_a.ask(trial_query)["people"]["totalCount"])
    trial.attack(rep_a.ask(trial_query)["people"]["totalCount"])


def test_GQL_14(rep_a: Viewer, world: World, trial: Trial, settings: Any) -> None:
    from privacy.audit.reading import entries

    two = """query Harmless { __typename }
      query Forbidden { people(where: {birthDate: {isNull: false}}) { totalCount } }"""
    body = {"query": two, "operationName": "Forbidden"}

    def runs() -> Any:
        return rep_a.http.post("/graphql", json=body).json().get("data")

    trial(runs, "planner_guard")
    mine = [each for each in entries(settings.home / "audit") if each["who"] == "rep_a"]
    last = max(mine, key=lambda each: (each["at"], each["n"]))
    trial.attack("" if last["outcome"] == "FORBIDDEN" and last["operation"].startswith("people") else last)
    note = f'mutation {{ addNote(input: {{about: "{world.id("AC-A")}", text: "x"}}) {{ id }} }}'
    before = statements(rep_a)
    by_get = rep_a.http.get("/graphql", params={"query": note})
    plain = rep_a.http.post(
        "/graphql", content='{"query": "{ people { totalCount } }"}', headers={"content-type": "text/plain"}
    )
    multipart = rep_a.http.post(
        "/graphql",
        files={"operations": (None, '{"query": "{ people { totalCount } }"}'), "map": (None, "{}")},
    )
    trial.attack([each.text for each in (by_get, plain, multipart) if '"data":{' in each.text])
    trial.attack(statements(rep_a) != before)
