"""The policy over HTTP: what each role reads, what nothing is found by, and how another policy comes into force."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from client import Client
from factories import day, load_rows, row

from gql.replaying import replay
from gql.tokens import own_token
from graph_platform.database import Database
from graph_platform.facts import Record
from graph_platform.loading.closing import forget
from graph_platform.settings import Settings
from privacy.policy.deciding import InForce
from privacy.policy.force import shipped
from privacy.policy.reading import SHIPPED, hash_of, read_policy
from privacy.recording import erase, recorded, switch_on

GROUP, FLEET, OUYANG, PHONE = "天东产业集团有限公司", "Swift Ride-Hailing Ltd", "欧阳测试", "+8613800138000"
PROPOSE = "mutation($in: ProposePolicyInput!) { made: proposePolicy(input: $in) { version } }"
APPROVE = "mutation($in: PolicyVersionInput!) { made: approvePolicy(input: $in) { version activation } }"
BACK = "mutation($in: PolicyVersionInput!) { made: rollBackPolicy(input: $in) { version activation } }"
PERSON = "query($id: ID!) { person(id: $id) { id name phone jobTitle birthDate } }"
LAST4 = """
  - id: last-four
    effect: permit
    to: {roles: [service]}
    on: {fields: [Person.phone]}
    show: last4
"""


def policy(extra: str = "", contact: bool = True, name: str = "trial") -> str:
    """The shipped policy with more rules; without `contact`, what forbids contact details is left out."""
    text = SHIPPED.read_text("utf-8").replace("name: shipped", f"name: {name}")
    if not contact:
        text = text[: text.index("  - id: contact-and-identity")]
    return text + extra


@pytest.fixture
def viewer(settings: Settings, address: str) -> Iterator[Any]:
    """Makes a client for somebody with a role."""
    clients = []

    def make(
        role: str, subject: str = "somebody", scopes: tuple[str, ...] = ("*",), *purposes: str
    ) -> Client:
        token = own_token(settings, subject, [role], list(scopes), timedelta(hours=1), purposes)
        clients.append(Client(address, token))
        return clients[-1]

    yield make
    for client in clients:
        client.http.close()


@pytest.fixture(autouse=True)
def shipped_again(database: Database) -> Iterator[None]:
    yield
    database.write("MATCH (n:Policy|PolicyInForce|PolicyActivation) DETACH DELETE n")


def put_into_force(viewer: Any, text: str) -> str:
    one, other = viewer("officer", "officer_1"), viewer("officer", "officer_2")
    version: str = one.ask(PROPOSE, **{"in": {"text": text, "why": "a test"}})["made"]["version"]
    other.ask(APPROVE, **{"in": {"version": version}})
    return version


def test_what_is_masked_reads_the_same_whether_there_is_a_value_or_not(
    viewer: Any, planted: dict[str, str]
) -> None:
    sales = viewer("sales")
    with_phone = sales.ask(PERSON, id=planted[OUYANG])["person"]
    without = sales.ask(PERSON, id=planted["Chen Lihua"])["person"]
    assert with_phone["phone"] == without["phone"] == ["•••"]


def test_a_partner_reads_what_is_public_and_no_person(viewer: Any, planted: dict[str, str]) -> None:
    partner = viewer("partner")
    found = partner.ask(PERSON, id=planted[OUYANG])["person"]
    assert (found["name"], found["phone"], found["birthDate"]) == ("•••", ["•••"], "•••")
    query = "query($id: ID!) { organization(id: $id) { name uscc } }"
    assert partner.ask(query, id=planted[GROUP])["organization"]["name"] == GROUP


@pytest.mark.parametrize(
    "asked",
    [
        '{ people(where: {name: {eq: "欧阳测试"}}) { totalCount } }',
        '{ people(where: {and: [{not: {name: {startsWith: "欧"}}}]}) { totalCount } }',
        "{ people(where: {birthDate: {isNull: false}}) { totalCount } }",
        "{ people(orderBy: [{field: NAME}]) { nodes { id } } }",
        '{ organizations(where: {employees: {gt: 1}}) { nodes { staff(where: {name: {eq: "x"}}) { totalCount } } } }',
        "{ people { facets { status { value } } } }",
    ],
)
def test_nothing_is_found_ordered_or_counted_by_what_a_partner_may_not_see(
    viewer: Any, planted: dict[str, str], asked: str
) -> None:
    assert viewer("partner").refused(asked) == "FORBIDDEN"


def test_search_finds_no_name_that_the_viewer_may_not_read(viewer: Any, planted: dict[str, str]) -> None:
    query = '{ search(text: "欧阳测试") { totalCount nodes { id } } }'
    assert viewer("sales").ask(query)["search"]["totalCount"] >= 1
    assert viewer("partner").ask(query)["search"] == {"totalCount": 0, "nodes": []}


def test_people_are_in_an_order_that_tells_nothing_where_names_are_masked(
    viewer: Any, planted: dict[str, str]
) -> None:
    found = viewer("partner").ask("{ people(first: 50) { nodes { id } } }")["people"]["nodes"]
    ids = [each["id"] for each in found]
    assert ids == sorted(ids)


def test_whoever_has_no_role_of_the_policy_finds_nothing(viewer: Any, planted: dict[str, str]) -> None:
    for role in ("nobody", "Sales", "sales "):
        stranger = viewer(role)
        assert stranger.ask(PERSON, id=planted[OUYANG])["person"] is None
        assert stranger.ask("{ organizations { totalCount } }")["organizations"]["totalCount"] == 0


def test_a_dimension_that_rests_on_what_a_viewer_may_not_see_says_so_whatever_there_is(
    viewer: Any, planted: dict[str, str]
) -> None:
    query = (
        "query($id: ID!) { organization(id: $id) { dimensions { supplierConcentration { state value } } } }"
    )
    for name in (GROUP, FLEET):
        found = viewer("partner").ask(query, id=planted[name])["organization"]["dimensions"]
        assert found["supplierConcentration"] == {"state": "NOT_ALLOWED", "value": None}


def test_a_policy_comes_into_force_when_another_officer_approves_it(
    viewer: Any, planted: dict[str, str]
) -> None:
    service = viewer("service")
    assert service.ask(PERSON, id=planted[OUYANG])["person"]["phone"] == ["•••"]
    version = put_into_force(viewer, policy(LAST4, contact=False))
    answer = service.send(PERSON, id=planted[OUYANG]).json()
    assert answer["data"]["person"]["phone"] == ["•••8000"]
    assert answer["extensions"]["policy"]["version"] == version
    assert answer["extensions"]["policy"]["masked"]["Person.phone"] == "last4"
    assert viewer("sales").ask(PERSON, id=planted[OUYANG])["person"]["phone"] == ["•••"]


def test_nobody_approves_their_own_proposal(viewer: Any, planted: dict[str, str]) -> None:
    version = viewer("officer", "officer_1").ask(
        PROPOSE, **{"in": {"text": policy(LAST4, contact=False), "why": "?"}}
    )["made"]["version"]
    for alias in ("officer_1", "OFFICER_1", " officer_1"):
        assert viewer("officer", alias).refused(APPROVE, **{"in": {"version": version}}) == "BAD_ARGUMENT"
    for role in ("sales", "auditor", "agent"):
        assert viewer(role, "another").refused(APPROVE, **{"in": {"version": version}}) == "BAD_ARGUMENT"


def test_of_two_approvals_the_second_is_refused(viewer: Any, planted: dict[str, str]) -> None:
    one, other = viewer("officer", "officer_1"), viewer("officer", "officer_2")
    versions = [
        one.ask(PROPOSE, **{"in": {"text": policy(LAST4, contact=False, name=name), "why": "?"}})["made"][
            "version"
        ]
        for name in ("a", "b")
    ]
    other.ask(APPROVE, **{"in": {"version": versions[0]}})
    assert other.refused(APPROVE, **{"in": {"version": versions[1]}}) == "CONFLICT"


def test_one_person_goes_back_to_a_stricter_policy_and_to_none_that_shows_more(
    viewer: Any, planted: dict[str, str]
) -> None:
    opened = put_into_force(viewer, policy(LAST4, contact=False))
    officer = viewer("officer", "officer_1")
    assert officer.ask("{ policy { version } }")["policy"]["version"] == opened
    versions = officer.ask("{ policy { versions { version inForce } } }")["policy"]["versions"]
    assert [each["inForce"] for each in versions] == [True]
    officer.ask(BACK, **{"in": {"version": shipped().version}})
    assert viewer("service").ask(PERSON, id=planted[OUYANG])["person"]["phone"] == ["•••"]
    assert officer.refused(BACK, **{"in": {"version": opened}}) == "BAD_ARGUMENT"


def test_what_is_hidden_is_as_what_never_was(viewer: Any, planted: dict[str, str]) -> None:
    sales = viewer("sales")
    staff = "query($id: ID!) { organization(id: $id) { staff { totalCount nodes { id } } } }"
    assert sales.ask(staff, id=planted[FLEET])["organization"]["staff"]["totalCount"] == 1
    rule = f"""
  - id: nobody-knows
    effect: hide
    to: {{except_roles: [officer]}}
    entities: ["{planted[OUYANG]}"]
  - id: no-holdings
    effect: hide
    to: {{roles: [sales]}}
    relationships: [OWNS]
"""
    put_into_force(viewer, policy(rule))
    hidden = sales.send(PERSON, id=planted[OUYANG]).json()["data"]
    assert hidden == sales.send(PERSON, id="0" * 32).json()["data"] == {"person": None}
    assert sales.ask(staff, id=planted[FLEET])["organization"]["staff"] == {"totalCount": 0, "nodes": []}
    assert sales.ask('{ search(text: "欧阳测试") { totalCount } }')["search"]["totalCount"] == 0
    path = "query($a: ID!, $b: ID!) { path(from: $a, to: $b) { length } }"
    assert sales.ask(path, a=planted[GROUP], b=planted[OUYANG])["path"] is None
    owned = "query($id: ID!) { organization(id: $id) { holdings { totalCount } } }"
    assert sales.ask(owned, id=planted[GROUP])["organization"]["holdings"]["totalCount"] == 0
    dims = "query($id: ID!) { organization(id: $id) { dimensions { ownershipStructure { state } } } }"
    found = sales.ask(dims, id=planted[FLEET])["organization"]["dimensions"]
    assert found["ownershipStructure"]["state"] == "NOT_ALLOWED"
    assert viewer("officer").ask(PERSON, id=planted[OUYANG])["person"]["name"] == OUYANG


def test_own_accounts_are_shown_and_others_are_not(
    viewer: Any, planted: dict[str, str], database: Database
) -> None:
    rule = """
  - id: own-accounts
    effect: permit
    to: {roles: [sales]}
    on: {fields: [Person.phone]}
    when: {accounts: own}
"""
    put_into_force(viewer, policy(rule, contact=False))
    mine = viewer("sales", "rep_a", ("region:north", "public", "owner:rep_a"))
    assert mine.ask(PERSON, id=planted[OUYANG])["person"]["phone"] == ["•••"]
    database.write(
        "MATCH (n:Entity {id: $id}) SET n.scopes = n.scopes + ['owner:rep_a']", {"id": planted[OUYANG]}
    )
    try:
        assert mine.ask(PERSON, id=planted[OUYANG])["person"]["phone"] == [PHONE]
        assert mine.ask(PERSON, id=planted["Chen Lihua"])["person"]["phone"] == ["•••"]
        other = viewer("sales", "rep_b", ("region:north", "public", "owner:rep_b"))
        assert other.ask(PERSON, id=planted[OUYANG])["person"]["phone"] == ["•••"]
    finally:
        database.write(
            "MATCH (n:Entity {id: $id}) SET n.scopes = [s IN n.scopes WHERE s <> 'owner:rep_a']",
            {"id": planted[OUYANG]},
        )


def test_tokens_are_joinable_inside_a_purpose_alone(viewer: Any, planted: dict[str, str]) -> None:
    rule = """
  - id: joinable
    effect: permit
    to: {roles: [analyst]}
    on: {fields: [Person.phone]}
    show: tokenise
"""
    put_into_force(viewer, policy(rule, contact=False).replace("k: 5", "purposes: [fraud, sales]\nk: 5"))
    tokens = [
        viewer("analyst", "a", ("*",), purpose).ask(PERSON, id=planted[OUYANG])["person"]["phone"][0]
        for purpose in ("fraud", "fraud", "sales")
    ]
    assert tokens[0] == tokens[1] != tokens[2]
    assert all(token.startswith("tok_") and len(token) == 24 for token in tokens)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "begins with"),
        ("policy: 1\nname: x\n", "roles"),
        (policy().replace("class", "clas"), "clas"),
        (policy().replace("Person.salary", "Persn.salary"), "Person.salary"),
        (policy().replace("[contact, identity]", "[contact, PERSONAL_ID]"), "policy.yaml:"),
        (policy().replace("show: spans", "show: maks"), "policy.yaml:"),
        (policy("  - id: salaries\n    effect: forbid\n"), "already"),
        (policy().replace("roles: [sales,", "roles: [\u0455ales, sales,"), "CYRILLIC"),
        (policy().replace("k: 5", "k: 5\nk: 2"), "twice"),
        (policy().replace("k: 5", "k: 0x0"), "policy.yaml:"),
        (policy().replace("officers: [officer]", "officers: []"), "policy.yaml:"),
        (policy().replace("officers: [officer]", "officers: [boss]"), "role of this policy"),
        (policy("  - id: all\n    effect: permit\n"), "permits everything"),
        (policy().replace("policy: 1", "policy: !!python/object:os.system 1"), "tag"),
    ],
)
def test_a_policy_that_is_wrong_is_refused_with_its_line(
    viewer: Any, planted: dict[str, str], text: str, says: str
) -> None:
    answer = viewer("officer", "officer_1").send(PROPOSE, **{"in": {"text": text, "why": "?"}}).json()
    assert says in answer["errors"][0]["message"]
    assert answer["data"] is None


def test_why_somebody_sees_something_is_told_to_officers(viewer: Any, planted: dict[str, str]) -> None:
    query = """{ policy { explanation(field: "Person.phone", roles: ["sales"]) { shows foundBy says { rule effect } }
      check(text: "policy: 1") { kind message } } }"""
    found = viewer("auditor").ask(query)["policy"]
    assert found["explanation"] == {
        "shows": "mask",
        "foundBy": False,
        "says": [{"rule": "contact-and-identity", "effect": "forbid"}],
    }
    assert found["check"][0]["kind"] == "error"
    assert viewer("sales").refused(query) == "FORBIDDEN"


def test_no_answer_is_of_two_policies_while_they_change(viewer: Any, planted: dict[str, str]) -> None:
    shown: dict[str, set[str]] = {}
    ended = threading.Event()
    mixed = []

    def read(client: Client) -> None:
        while not ended.is_set():
            answer = client.send(PERSON, id=planted[OUYANG]).json()
            version = answer["extensions"]["policy"]["version"]
            phone = answer["data"]["person"]["phone"][0]
            if phone not in shown.setdefault(version, {phone}):
                mixed.append((version, phone))

    threads = [threading.Thread(target=read, args=(viewer("service"),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    texts = [policy(LAST4, contact=False, name=f"v{n}") if n % 2 else policy(name=f"v{n}") for n in range(6)]
    versions = []
    for text in texts:
        versions.append(put_into_force(viewer, text))
        # whoever asks from now on is under the new one
        answer = viewer("service").send(PERSON, id=planted[OUYANG]).json()
        assert answer["extensions"]["policy"]["version"] == versions[-1]
    ended.set()
    for thread in threads:
        thread.join()
    assert not mixed
    assert len(set(versions)) == len(texts)


def test_a_policy_that_cannot_be_read_stops_everything(
    viewer: Any, planted: dict[str, str], database: Database
) -> None:
    put_into_force(viewer, policy(LAST4, contact=False))
    database.write("MATCH (p:Policy) SET p.text = replace(p.text, 'last4', 'show')")
    database.write("MATCH (f:PolicyInForce) SET f.version = f.version + 'x'")
    database.write("MATCH (p:Policy) SET p.version = p.version + 'x'")
    answer = viewer("service").send(PERSON, id=planted[OUYANG])
    assert answer.status_code == 503
    assert answer.json()["data"] is None


def test_a_name_that_is_loaded_after_a_text_is_masked_in_it_at_the_next_read(
    viewer: Any, planted: dict[str, str], database: Database, tmp_path: Path
) -> None:
    rule = """
  - id: no-names
    effect: forbid
    to: {roles: [analyst]}
    on: {fields: [Person.name]}
"""
    put_into_force(viewer, policy(rule))
    analyst = viewer("analyst")
    text = row("note/1", Record("note/1", "Note", {"text": "请找慕容试一下电池，谢谢。"}), scopes=("public",))
    load_rows(database, tmp_path, "later", [text], observed=day(30))
    query = "{ events(kinds: [Note]) { nodes { text } } }"
    try:
        (found,) = analyst.ask(query)["events"]["nodes"]
        assert "慕容试一" in found["text"]
        person = row("p/1", Record("p/1", "Person", {"name": "慕容试一"}), scopes=("public",))
        load_rows(database, tmp_path, "names", [person], observed=day(30))
        (found,) = analyst.ask(query)["events"]["nodes"]
        assert "慕容试一" not in found["text"]
        assert "电池" in found["text"]
        (found,) = viewer("sales").ask(query)["events"]["nodes"]
        assert "慕容试一" in found["text"]
    finally:
        for data_set in ("later", "names"):
            if database.read("MATCH (d:DataSet {name: $name}) RETURN d", {"name": data_set}):
                forget(database, data_set)


def test_recorded_operations_tell_what_a_policy_would_show_and_hold_nothing_in_clear(
    viewer: Any, planted: dict[str, str], settings: Settings, database: Database
) -> None:
    name = '{ people(where: {name: {eq: "欧阳测试"}}) { nodes { name phone } } }'
    erase(settings.home)
    viewer("service").ask(name)
    switch_on(settings.home, datetime.now(UTC) + timedelta(hours=1), "officer_1")
    time.sleep(1.1)
    viewer("service").ask(name)
    viewer("sales").ask(PERSON, id=planted[OUYANG])
    found = list(recorded(settings.home))
    assert [each.roles for each in found] == [("service",), ("sales",)]
    (path,) = (settings.home / "recorded").glob("*.bin")
    assert "欧阳".encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    new = read_policy(Path("p.yaml"), policy(LAST4, contact=False))
    result = replay(database, settings.home, found, shipped(), InForce(hash_of(new), new))
    assert (result.operations, result.differing) == (2, 1)
    (change,) = result.changes
    assert (change.roles, change.place, change.opens) == (("service",), "people.nodes.phone", True)
    assert erase(settings.home) == 1
    assert list(recorded(settings.home)) == []
