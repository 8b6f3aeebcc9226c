"""POL: policy, approvals, tokens."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import distribution
from itertools import count, product
from pathlib import Path
from typing import Any

import jwt
import pytest
import yaml
from asking import SCHEMA
from doors import Viewer, command, holds
from graphql import GraphQLObjectType, get_named_type, is_leaf_type
from trying import APPROVE, PROPOSE, Trial, policy_text, put_into_force
from world import MAIL, OF_A, PHONE, WECHAT, World, person

from gql import tokens as gql_tokens
from gql.execution import Service
from gql.planning import composing
from gql.tokens import DEVELOPMENT, own_key, own_token
from graph_platform.facts import Record
from graph_platform.settings import PREFIX, Settings
from privacy.policy import deciding, force
from privacy.policy.operators import Tokens, widest

Viewers = dict[str, Viewer]
BACK = "mutation($in: PolicyVersionInput!) { made: rollBackPolicy(input: $in) { version activation } }"
NUMBERS = count()


@pytest.fixture
def named(world: World, attacked: tuple[str, Service], settings: Settings) -> Iterator[Any]:
    """Makes policies out of the suite's: a name of their own, more rules, without those that are named."""

    def make(extra: str = "", without: tuple[str, ...] = ()) -> str:
        text = policy_text(world).replace("name: attacks", f"name: trial {next(NUMBERS)}")
        for rule in without:
            begin = text.index(f"  - id: {rule}\n")
            end = text.find("  - id: ", begin + 5)
            text = text[:begin] + (text[end:] if end >= 0 else "")
        return text + textwrap.indent(textwrap.dedent(extra).strip("\n"), "  ") + "\n"

    yield make
    put_into_force(world, attacked[0], settings, make())


def officer(settings: Settings, address: str, subject: str, roles: list[str], email: str = "") -> Viewer:
    now = datetime.now(UTC)
    claims = {
        "iss": DEVELOPMENT, "aud": DEVELOPMENT, "sub": subject, "roles": roles, "graph_scopes": ["*"],
        "email": email, "iat": now, "exp": now + timedelta(hours=1),
    }  # fmt: skip
    return Viewer(address, jwt.encode(claims, own_key(settings), algorithm="EdDSA"))


def proposed(viewer: Viewer, text: str) -> str:
    answer = viewer.send(PROPOSE, **{"in": {"text": text, "why": "attack"}}).json()
    return str(((answer.get("data") or {}).get("made") or {}).get("version", ""))


def approved(viewer: Viewer, version: str) -> Any:
    return (viewer.ask(APPROVE, **{"in": {"version": version}}) or {}).get("made")


@pytest.mark.parametrize(
    ("subject", "roles", "email"),
    [
        ("officer_1", ["officer"], ""), ("Officer_1", ["officer"], ""), (" officer_1 ", ["chief"], ""),
        ("somebody", ["officer"], "one@example.com"), ("somebody", ["officer"], "One+second@Example.com"),
        ("robot", ["agent"], "robot@example.com"), ("delegate", ["sales"], ""),
    ],
)  # fmt: skip
def test_POL_01(
    named: Any,
    settings: Settings,
    attacked: tuple[str, Service],
    trial: Trial,
    subject: str,
    roles: list[str],
    email: str,
) -> None:
    first = officer(settings, attacked[0], "officer_1", ["officer"], "one@example.com")
    second = officer(settings, attacked[0], subject, roles, email)

    def alone() -> Any:
        return approved(second, proposed(first, named()))

    def by_token(patch: pytest.MonkeyPatch) -> None:
        numbers = count()

        def anybody(subject: str, email: str, roles: tuple[str, ...]) -> force.Officer:
            return force.Officer(subject, frozenset({f"token {next(numbers)}"}), ("officer",))

        from gql import policy

        patch.setattr(policy, "officer_of", anybody)

    trial(alone, by_token)


def test_POL_02(
    named: Any, settings: Settings, attacked: tuple[str, Service], trial: Trial, world: World
) -> None:
    first, second = (officer(settings, attacked[0], name, ["officer"]) for name in ("officer_1", "officer_2"))

    def after_a_change() -> Any:
        """The ontology is another one when it is approved than when it was proposed."""
        version = proposed(first, named())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(force, "ground", lambda: "another ontology")
            return approved(second, version)

    def not_bound(patch: pytest.MonkeyPatch) -> None:
        real = force.statement

        def statement(name: str) -> str:
            text: str = real(name)
            return text.replace("policy.ground = $ground", "policy.ground = 'another ontology'")

        patch.setattr(force, "statement", statement)

    trial(after_a_change, not_bound)

    def another_text() -> Any:
        """The text that was proposed is changed where it is kept."""
        version = proposed(first, named())
        world.database.write(
            "MATCH (p:Policy {version: $v}) SET p.text = replace(p.text, 'show: spans', 'show: show')",
            {"v": version},
        )
        return approved(second, version)

    trial.attack(another_text())
    trial.attack(approved(second, proposed(first, named())[:3]))


@pytest.mark.parametrize(
    "change", ["officers", "auditors", "empty", "half", "agents", "nothing", "everything"]
)
def test_POL_04(
    named: Any, settings: Settings, attacked: tuple[str, Service], trial: Trial, world: World, change: str
) -> None:
    first, second = (officer(settings, attacked[0], name, ["officer"]) for name in ("officer_1", "officer_2"))
    text = named()
    made = {
        "officers": text.replace("officers: [officer, chief]", "officers: [operator]"),
        "auditors": text.replace("auditors: [auditor, officer, chief]", "auditors: []"),
        "empty": "",
        "half": text[: text.index("  - id: free-text")] + "  - id: ",
        "agents": text.replace("officers: [officer, chief]", "officers: [officer, agent]"),
        "nothing": text.replace("effect: permit", "effect: forbid"),
        "everything": named("- id: all\n  effect: permit"),
    }[change]

    def in_force() -> Any:
        version = proposed(first, made)
        return version and approved(second, version)

    if change == "officers":

        def unchecked(patch: pytest.MonkeyPatch) -> None:
            patch.setattr(force, "_check_stays", lambda officer, policy: None)

        with trial.without(unchecked):
            trial.control(in_force())
        put_back(world)
        put_into_force(world, attacked[0], settings, named())
    else:
        trial.control(made != text)
    trial.attack(in_force())
    if change == "empty":
        kept = world.database.read("MATCH (f:PolicyInForce) RETURN f.version AS v")[0]["v"]
        world.database.write("MATCH (f:PolicyInForce) SET f.version = 'unreadable'")
        try:
            said = first.send("{ people { totalCount } }")
            trial.attack(said.status_code != 503 or said.json().get("data"))
            trial.attack(first.http.get("/readyz").status_code != 503)
        finally:
            world.database.write("MATCH (f:PolicyInForce) SET f.version = $v", {"v": kept})
        first.send("{ people { totalCount } }")


def put_back(world: World) -> None:
    """Nothing was ever put into force."""
    world.database.write("MATCH (n:Policy|PolicyInForce|PolicyActivation) DETACH DELETE n")


MISSPELT = [
    ("fields: [Person.salary]", "fields: [Persn.salary]"), ("fields: [Person.salary]", "fields: [Person.phne]"),
    ("{roles: [agent]}", '{roles: ["agent "]}'), ("[contact, identity]", "[contact, PERSONAL_ID]"),
    ("show: aggregate", "show: maks"), ("show: aggregate", "show: aggregate\n    when: {country: CN}"),
    ("show: aggregate", "show: aggregate\n    when: {countries: ['!= CN']}"), ("except_roles: [chief]", "except_roles: [cheif]"),
    ("show: aggregate", "show: aggregate\n    when: {consent: maybe}"), ("fields: [Person.salary]", "labels: [Persn]"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "now"), MISSPELT)
def test_POL_05(
    settings: Settings, attacked: tuple[str, Service], named: Any, trial: Trial, was: str, now: str
) -> None:
    first = officer(settings, attacked[0], "officer_1", ["officer"])
    text = named()
    trial.control(yaml.safe_load(text.replace(was, now)) != yaml.safe_load(text))
    trial.attack(proposed(first, text.replace(was, now)))


CONDITIONS = ["consent: given", "consent: withdrawn", "countries: [CN]", "countries: [GB, US]"]


@pytest.mark.parametrize(("effect", "condition"), [*product(["permit", "forbid"], CONDITIONS)])
def test_POL_05_nothing_known(
    named: Any,
    settings: Settings,
    attacked: tuple[str, Service],
    trial: Trial,
    rep_a: Viewer,
    world: World,
    effect: str,
    condition: str,
) -> None:
    """A condition on what the graph does not say takes the stricter side."""
    # on P-1 neither consent nor country is known
    rule = f"""
- id: depends
  effect: {effect}
  on: {{fields: [Person.phone]}}
  when: {{{condition}}}
"""
    permitted = """
- id: phones
  effect: permit
  on: {fields: [Person.phone]}
"""
    text = named(rule + (permitted if effect == "forbid" else ""), without=("contact-and-identity",))
    put_into_force(world, attacked[0], settings, text)
    asked = "query($id: ID!) { person(id: $id) { name phone } }"

    def shown() -> list[str]:
        return holds(rep_a.bytes(asked, id=world.id("P-1")), PHONE)

    def null_is_no_match(patch: pytest.MonkeyPatch) -> None:
        real = deciding.Condition.expression

        def expression(self: Any, node: str) -> str:
            opened = deciding.Condition(self.when, unknown=effect == "permit")
            return real(opened, node)

        patch.setattr(deciding.Condition, "expression", expression)

    trial(shown, null_is_no_match)


ODD = {
    "second key": ("k: 5\n", "k: 5\nk: 2\n"), "merge": ("k: 5\n", "k: 5\nx: &x {k: 2}\n<<: *x\n"), "no": ("[CN]", "no"),
    "hex": ("k: 5\n", "k: 0x0\n"), "inf": ("k: 5\n", "k: .inf\n"), "tag": ("policy: 1\n", "policy: !!python/object:os.system 1\n"),
    "homoglyph": ("roles: [sales,", "roles: [\u0455ales, sales,"), "zero width": ("Person.salary", "Person.\u200bsalary"),
    "two documents": ("policy: 1\n", "policy: 1\n---\npolicy: 1\n"), "unknown": ("k: 5\n", "k: 5\nmask: false\n"),
    "date": ("k: 5\n", "k: 5\nuntil: 2026-02-30\n"), "float": ("k: 5\n", "k: 5.5\n"),
    "alias": ("k: 5\n", "k: &k 5\nx: *k\n"), "null": ("k: 5\n", "k:\n"), "negative": ("k: 5\n", "k: -5\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_POL_06(
    settings: Settings, attacked: tuple[str, Service], named: Any, trial: Trial, name: str
) -> None:
    first = officer(settings, attacked[0], "officer_1", ["officer"])
    was, now = ODD[name]
    text = named()
    if name == "no":
        text += "  - id: x\n    effect: forbid\n    on: {classes: [text]}\n    when: {countries: [CN]}\n"
    changed = text.replace(was, now)
    trial.control(changed != text)
    trial.attack(proposed(first, changed))
    answer = first.send(PROPOSE, **{"in": {"text": changed, "why": "x"}}).json()
    assert "policy.yaml" in answer["errors"][0]["message"]


def leaves(type_name: str) -> list[str]:
    type_ = SCHEMA.type_map[type_name]
    assert isinstance(type_, GraphQLObjectType)
    return [
        name
        for name, field in type_.fields.items()
        if is_leaf_type(get_named_type(field.type)) and not field.args
    ]


def test_POL_07(rep_a: Viewer, world: World, trial: Trial, settings: Settings, tmp_path: Path) -> None:
    canary = "canary-7f3a"
    world.database.write(
        "MATCH (n:Entity {id: $id}) OPTIONAL MATCH (n)<-[:ABOUT]-(r:Record) "
        "SET n.phone_raw = $c, n.extra = '{\"a\": \"' + $c + '\"}', n.note2 = [$c], r.phone_raw = $c, r.extra = $c",
        {"id": world.id("P-1"), "c": canary},
    )
    fields = " ".join(leaves("Person"))
    asked = f"query($id: ID!) {{ person(id: $id) {{ {fields} salary {{ amount }} provenance {{ id dataSet label said }} }} node(id: $id) {{ id }} }}"
    refused = ["phoneRaw", "phone_raw", "extra", "note2", "properties", "rawRecord", "records { values }"]

    def shown() -> Any:
        said = rep_a.bytes(asked, id=world.id("P-1"))
        said += b"".join(
            rep_a.bytes(f"query($id: ID!) {{ person(id: $id) {{ {each} }} }}", id=world.id("P-1"))
            for each in refused
        )
        said += rep_a.bytes(
            'query($id: ID!) { person(id: $id) { provenance(property: "phone_raw") { said } } }',
            id=world.id("P-1"),
        )
        return holds(said, canary)

    def allowed(patch: pytest.MonkeyPatch) -> None:
        real = composing.Composer._stored

        def stored(self: Any, type_: Any, details: Any, declared: Any, place: Any) -> Any:
            if declared.name == "job_title":
                return composing.Piece(f"{place.owner}.extra", composing.Leaf())
            return real(self, type_, details, declared, place)

        patch.setattr(composing.Composer, "_stored", stored)

    try:
        trial(shown, allowed)
    finally:
        world.database.write(
            "MATCH (n) WHERE n.phone_raw IS NOT NULL OR n.extra IS NOT NULL REMOVE n.phone_raw, n.extra, n.note2"
        )
    # a source that brings what is not declared: none of it reaches the graph
    brought = person("raw", OF_A, name="Raw Ceshi")
    record = Record("raw", "Contact", {"name": "Raw Ceshi", "phone_raw": canary, "extra": canary})
    from dataclasses import replace

    try:
        with world.with_rows(replace(brought, records=(record,)), data_set="undeclared"):
            stored = world.database.read(
                "MATCH (n) WHERE any(k IN keys(n) WHERE toString(n[k]) CONTAINS $c) AND n:Entity RETURN n",
                {"c": canary},
            )
            trial.attack(stored)
    except Exception as error:
        trial.attack("" if canary not in str(error) else error)


def test_POL_08(
    named: Any, settings: Settings, attacked: tuple[str, Service], trial: Trial, world: World
) -> None:
    rules = """
- id: service-phones
  effect: permit
  to: {roles: [service]}
  on: {fields: [Person.phone]}
- id: everybody-reads-what-companies-say
  effect: permit
  on: {fields: [Organization.phone, Organization.email]}
"""
    put_into_force(world, attacked[0], settings, named(rules, without=("contact-and-identity",)))
    token = own_token(settings, "both", ["service", "sales"], ["*"], timedelta(hours=1))
    reversed_ = own_token(settings, "both", ["sales", "service"], ["*"], timedelta(hours=1))
    asked = "query($id: ID!) { person(id: $id) { phone } }"

    def combined() -> list[str]:
        return [
            each
            for each in (token, reversed_)
            for _ in holds(Viewer(attacked[0], each).bytes(asked, id=world.id("P-1")), PHONE)
        ]

    def first_wins(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(
            deciding,
            "_strictest_of",
            lambda decisions: (
                deciding._combined(decisions, widest)
                if decisions
                else deciding.Decision((), (deciding.Operator.MASK,))
            ),
        )
        deciding.sight_of.cache_clear()

    with trial.without(first_wins):
        trial.control(combined())
    deciding.sight_of.cache_clear()
    trial.attack(combined())
    # a sole proprietor, who is a person and an organization
    both = Viewer(attacked[0], own_token(settings, "x", ["sales"], ["*"], timedelta(hours=1)))
    world.database.write("MATCH (n:Entity {id: $id}) SET n:Organization", {"id": world.id("P-1")})
    node = """query($id: ID!) { organization(id: $id) { phone email } node(id: $id) { ... on Organization { phone email } }
      person(id: $id) { phone email } }"""

    def as_organization() -> list[str]:
        return holds(both.bytes(node, id=world.id("P-1")), PHONE, MAIL)

    def one_label(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(composing, "as_other", lambda sight, owner, declared, node, text: text)

    try:
        trial(as_organization, one_label)
    finally:
        world.database.write("MATCH (n:Entity {id: $id}) REMOVE n:Organization", {"id": world.id("P-1")})


def test_POL_09(
    named: Any, settings: Settings, attacked: tuple[str, Service], trial: Trial, rep_a: Viewer, world: World
) -> None:
    rule = """
- id: for-fraud
  effect: permit
  to: {purposes: [fraud-investigation]}
  on: {fields: [Person.phone]}
- id: in-china
  effect: permit
  on: {fields: [Person.email]}
  when: {countries: [CN]}
"""
    put_into_force(world, attacked[0], settings, named(rule, without=("contact-and-identity",)))
    headers = {
        "purpose": "fraud-investigation", "x-purpose": "fraud-investigation", "x-forwarded-for": "1.2.4.8", "x-roles": "chief",
        "x-country": "CN", "x-scopes": "*", "forwarded": "for=1.2.4.8", "x-user": "officer_1",
    }  # fmt: skip
    asked = "query($id: ID!, $purpose: String, $own: Boolean) { person(id: $id) { phone email } }"
    plain = "query($id: ID!) { person(id: $id) { phone email } }"

    def claimed() -> list[str]:
        said = rep_a.bytes(plain, headers, id=world.id("P-1"))
        said += rep_a.bytes(asked, headers, id=world.id("P-1"), purpose="fraud-investigation", own=True)
        said += rep_a.http.post(
            "/graphql?purpose=fraud-investigation", headers=headers,
            json={"query": plain, "variables": {"id": world.id("P-1")}, "extensions": {"purpose": "fraud-investigation"}, "purpose": "fraud-investigation"},
        ).content  # fmt: skip
        return holds(said, PHONE, MAIL)

    def from_header(patch: pytest.MonkeyPatch) -> None:
        from dataclasses import replace

        real = gql_tokens.Tokens.viewer

        async def viewer(self: Any, given: Any) -> Any:
            return replace(await real(self, given), purposes=(given.get("x-purpose", ""),))

        patch.setattr(gql_tokens.Tokens, "viewer", viewer)

    # the endpoint holds the method of its tokens: another server reads the header
    from doors import served

    from gql.limits import Limits
    from gql.server import application, service_of

    with pytest.MonkeyPatch.context() as patch:
        from_header(patch)
        service = service_of(world.database, settings.home, Limits())
        with served(
            application(world.database, service, gql_tokens.tokens_of(settings, True).viewer)
        ) as address:
            trial.control(
                holds(Viewer(address, rep_a.token).bytes(plain, headers, id=world.id("P-1")), PHONE)
            )
    trial.attack(claimed())
    trial.attack(
        ""
        if rep_a.bytes(plain, id=world.id("P-1")) == rep_a.bytes(plain, headers, id=world.id("P-1"))
        else "differs"
    )
    # a purpose that the policy does not know opens nothing either
    odd = Viewer(
        attacked[0],
        own_token(settings, "x", ["sales"], ["*"], timedelta(hours=1), ["Fraud-Investigation", "*", ""]),
    )
    trial.attack(holds(odd.bytes(plain, id=world.id("P-1")), PHONE))


def test_POL_12(
    named: Any, settings: Settings, attacked: tuple[str, Service], trial: Trial, world: World, rep_a: Viewer
) -> None:
    first = officer(settings, attacked[0], "officer_1", ["officer"])
    opened = "- id: opened\n  effect: permit\n  on: {fields: [Person.phone]}"
    open_version = put_into_force(
        world, attacked[0], settings, named(opened, without=("contact-and-identity",))
    )
    put_into_force(world, attacked[0], settings, named())
    asked = "query($id: ID!) { person(id: $id) { phone } }"

    def alone() -> list[str]:
        first.send(BACK, **{"in": {"version": open_version}})
        return holds(rep_a.bytes(asked, id=world.id("P-1")), PHONE)

    def free(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(force, "opens", lambda now, then: False)

    with trial.without(free):
        trial.control(alone())
    put_into_force(world, attacked[0], settings, named())
    trial.attack(alone())
    # the way back to a stricter one is one command of one person
    strict = put_into_force(
        world,
        attacked[0],
        settings,
        named("- id: closed\n  effect: forbid\n  on: {fields: [Person.job_title]}"),
    )
    put_into_force(world, attacked[0], settings, named())
    assert (first.ask(BACK, **{"in": {"version": strict}}) or {}).get("made")
    trial.attack(
        holds(rep_a.bytes("query($id: ID!) { person(id: $id) { jobTitle } }", id=world.id("P-1")), "车队经理")
    )


def test_POL_13(world: World, trial: Trial, settings: Settings, tmp_path: Path) -> None:
    """What explains, compares and tries policies out says names of rules and properties, and no value."""
    policy = tmp_path / "p.yaml"
    policy.write_text(policy_text(world).replace("name: attacks", "name: tried"), "utf-8")
    asked = f'{{ person(id: "{world.id("P-1")}") {{ name phone email wechat birthDate }} }}'
    said = [
        command("privacy", "explain", "Person.phone", "--role", "sales", home=settings.home),
        command("privacy", "check", str(policy), home=settings.home),
        command("privacy", "diff", "force", str(policy), home=settings.home),
        command("privacy", "preview", "-", "--role", "sales", home=settings.home, stdin=asked),
    ]
    stored = world.database.read(
        "MATCH (n:Entity {id: $id}) RETURN n.phone AS phone", {"id": world.id("P-1")}
    )
    trial.control(holds(str(stored), PHONE))
    assert "contact-and-identity" in said[0].stdout
    assert '"name"' in said[3].stdout, said[3].stderr
    trial.attack(holds("".join(each.stdout + each.stderr for each in said), PHONE, MAIL, WECHAT))
    left = [
        path
        for path in settings.home.rglob("*")
        if path.is_file() and "record" in path.name and "neo4j" not in str(path)
    ]
    trial.attack(left)


def test_POL_14(
    world: World,
    trial: Trial,
    settings: Settings,
    tmp_path: Path,
    attacked: tuple[str, Service],
    rep_a: Viewer,
) -> None:
    """No setting, folder or option takes a defence away from the installed command."""
    asked = f'{{ person(id: "{world.id("P-1")}") {{ name phone email }} }}'
    trial(lambda: holds(rep_a.bytes(asked), PHONE), "mask")
    # modules of our names, in the folder where it is run
    for name in ("privacy", "defences", "sitecustomize", "gql", "conftest"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(
            f"raise SystemExit('{name} of the working folder')", "utf-8"
        )
    script = Path(sys.executable).parent / "graph-platform"
    odd = (
        "PRIVACY",
        "MASK",
        "NO_MASK",
        "DEBUG",
        "WITHOUT",
        "POLICY",
        "OPERATORS",
        "AUDIT",
        "UNMASKED",
        "DEVELOPMENT",
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    environment |= {f"{PREFIX}HOME": str(settings.home)} | {f"{PREFIX}{each}": "false" for each in odd}
    environment |= dict.fromkeys(odd, "0")
    for flags in (["-O"],):
        done = subprocess.run(
            [sys.executable, *flags, str(script), "query", "-"], input=asked, capture_output=True, text=True, cwd=tmp_path,
            env=environment, timeout=120,
        )  # fmt: skip
        trial.attack(
            holds(done.stdout + done.stderr, PHONE, MAIL) or "working folder" in done.stdout + done.stderr
        )
        assert '"name"' in done.stdout, done.stderr
    for option in ("--no-mask", "--debug"):
        refused = command("query", "-", option, home=settings.home, stdin=asked)
        trial.attack(refused.returncode == 0 or holds(refused.stdout, PHONE))
    weakening = [
        name
        for name in Settings.model_fields
        if any(word in name for word in ("mask", "debug", "unsafe", "policy", "privacy", "audit"))
    ]
    trial.attack(weakening)
    groups = {each.group for each in distribution("graph-platform").entry_points}
    trial.attack(groups - {"console_scripts", "graph_platform.sources"})
    root = Path(__file__).parents[2]
    shipped = [
        path for package in ("gql", "privacy", "graph_platform") for path in (root / package).rglob("*.py")
    ]
    trial.attack(
        [
            path.name
            for path in shipped
            if "import pytest" in path.read_text("utf-8") or "monkeypatch" in path.read_text("utf-8").lower()
        ]
    )
    # an assert that only tells a type checker something defends nothing
    asserts = [line for path in (root / "privacy").rglob("*.py") for line in path.read_text("utf-8").splitlines()
               if line.strip().startswith("assert ") and "is not None" not in line]  # fmt: skip
    trial.attack(asserts)


def test_POL_15(
    named: Any, settings: Settings, attacked: tuple[str, Service], trial: Trial, world: World, rep_a: Viewer
) -> None:
    rule = """
- id: joinable
  effect: permit
  on: {fields: [Person.phone]}
  show: tokenise
"""
    put_into_force(world, attacked[0], settings, named(rule, without=("contact-and-identity",)))
    asked = "query($id: ID!) { person(id: $id) { phone } }"
    near = [f"+86138001{n:05d}" for n in range(37_990, 38_010)]

    def token(*purposes: str) -> str:
        viewer = Viewer(attacked[0], own_token(settings, "x", ["sales"], ["*"], timedelta(hours=1), purposes))
        return str(viewer.ask(asked, id=world.id("P-1"))["person"]["phone"][0])

    def guessed() -> list[str]:
        said = token().removeprefix("tok_")
        found = []
        for guess in near:
            for text in (guess, guess[1:], guess[3:], f"\0{guess}", f"{guess}\0"):
                for how in (hashlib.sha256, hashlib.sha1, hashlib.md5, hashlib.blake2b):
                    if how(text.encode()).hexdigest().startswith(said):
                        found.append(guess)
        return found

    def unkeyed(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(
            Tokens, "token", lambda self, value: f"tok_{hashlib.sha256(value.encode()).hexdigest()[:20]}"
        )

    trial(guessed, unkeyed)
    tokens = [token("service"), token("service"), token("fraud-investigation"), token()]
    trial.attack("" if tokens[0] == tokens[1] and len(set(tokens)) == 3 else tokens)
    trial.attack({len(each) for each in tokens} - {24})
    search = "query($t: String!) { search(text: $t) { totalCount } }"
    trial.attack(rep_a.ask(search, t=tokens[3])["search"]["totalCount"])
    trial.attack(
        ""
        if rep_a.code(f'{{ people(where: {{phone: {{includes: "{tokens[3]}"}}}}) {{ totalCount }} }}')
        in ("FORBIDDEN", "BAD_REQUEST")
        else "a token is searched by"
    )
    key = (settings.home / "token-key").read_text("ascii").strip()
    trial.attack((settings.home / "token-key").stat().st_mode & 0o077)
    trial.attack(holds(b"".join(path.read_bytes() for path in (settings.home / "audit").glob("*")), key))


def test_tokens_of_other_shapes_are_refused_alike(
    settings: Settings, attacked: tuple[str, Service], world: World
) -> None:
    """What POL-10 asks of tokens, as far as there is a door."""
    now = datetime.now(UTC)
    good = {
        "iss": DEVELOPMENT,
        "aud": DEVELOPMENT,
        "sub": "x",
        "roles": ["chief"],
        "graph_scopes": ["*"],
        "exp": now + timedelta(hours=1),
    }
    key = own_key(settings)

    def signed(headers: dict[str, Any] | None = None, **changed: Any) -> str:
        return jwt.encode(good | changed, key, algorithm="EdDSA", headers=headers)

    odd = [
        jwt.encode(good, None, algorithm="none"), jwt.encode(good, "s" * 64, algorithm="HS256"), signed(roles="chief"),
        signed(roles={"chief": 1}), signed(roles=["chief", 1]), signed(exp=now - timedelta(hours=1)), signed(nbf=now + timedelta(hours=1)),
        signed(iss="https://x.example"), signed(aud="other"), signed()[:-4], "x.y.z", signed(graph_scopes="*"),
    ]  # fmt: skip
    answers = {Viewer(attacked[0], each).bytes("{ people { totalCount } }") for each in odd}
    assert len(answers) == 1
    assert next(iter(answers)).startswith(b"401")
    twice = Viewer(attacked[0]).http.post(
        "/graphql", json={"query": "{ people { totalCount } }"},
        headers=[("authorization", f"Bearer {signed()}"), ("authorization", "Bearer x")],
    )  # fmt: skip
    assert twice.status_code == 401
    capital = Viewer(attacked[0], signed(roles=["Chief", "CHIEF", " chief"]))
    assert capital.ask("query($id: ID!) { person(id: $id) { name } }", id=world.id("P-H"))["person"] is None
