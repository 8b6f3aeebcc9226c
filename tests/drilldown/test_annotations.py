"""What people add: beside what the sources say, once, and in sight of those whom it concerns."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from client import Client

from gql.tokens import own_token
from graph_platform.database import Database
from graph_platform.loading.closing import forget
from graph_platform.resolution.running import run
from graph_platform.resolution.steering import judge, undo
from graph_platform.settings import Settings

FLEET, GROUP, OUYANG = "Swift Ride-Hailing Ltd", "天东产业集团有限公司", "欧阳测试"
NOTE = "mutation($in: AddNoteInput!) { made: addNote(input: $in) { id version repeated } }"
TASK = "mutation($in: AddTaskInput!) { made: addTask(input: $in) { id version repeated } }"
FOLLOW_UP = "mutation($in: AddFollowUpInput!) { made: addFollowUp(input: $in) { id version } }"
CHANGE = "mutation($in: ChangeTaskInput!) { made: changeTask(input: $in) { id version } }"
CORRECT = "mutation($in: CorrectFactInput!) { made: correctFact(input: $in) { id version repeated } }"
WITHDRAW = "mutation($in: WithdrawInput!) { made: withdraw(input: $in) { id } }"
JUDGE = "mutation($in: JudgeInput!) { made: judge(input: $in) { changes } }"
EVENTS = """query($id: ID!) { organization(id: $id) { id concernedBy(first: 50) { nodes {
  id ... on Event { labels due title text status carriedOutBy(first: 2) { nodes { ... on Person { name } } }
  assignees(first: 2) { nodes { id } } raisedBy(first: 2) { nodes { ... on Person { name } } } } } } } }"""
INDUSTRY = """query($id: ID!) { organization(id: $id) { id industry
  provenance(property: "industry", first: 10) { dataSet said } } }"""


@pytest.fixture(scope="module")
def steward(settings: Settings, address: str) -> Any:
    token = own_token(settings, "steward_1", ["steward"], ["*"], timedelta(hours=1))
    with Client(address, token) as client:
        yield client


@pytest.fixture(autouse=True)
def nothing_left(database: Database, planted: dict[str, str]) -> Any:
    yield
    if database.read("MATCH (d:DataSet {name: 'annotations'}) RETURN d"):
        forget(database, "annotations")


def _events(client: Client, id_: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.ask(EVENTS, id=id_)["organization"]["concernedBy"]["nodes"]
    return found


def test_a_note_stands_at_the_customer_under_its_authors_name(
    steward: Client, planted: dict[str, str]
) -> None:
    note = {"about": planted[FLEET], "text": "They ask for battery swaps.", "title": "Call"}
    made = steward.ask(NOTE, **{"in": note})["made"]
    (found,) = [each for each in _events(steward, planted[FLEET]) if each["id"] == made["id"]]
    assert "Note" in found["labels"]
    assert found["title"] == "Call"
    assert found["text"] == "They ask for battery swaps."
    assert found["carriedOutBy"]["nodes"] == [{"name": "steward_1"}]


def test_a_note_that_is_sent_twice_under_one_key_is_kept_once(
    everything: Client, planted: dict[str, str], database: Database
) -> None:
    note = {"about": planted[FLEET], "text": "Once.", "idempotencyKey": str(uuid4())}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: everything.ask(NOTE, **{"in": note})["made"], range(4)))
    assert len({answer["id"] for answer in answers}) == 1
    assert sorted(answer["repeated"] for answer in answers) == [False, True, True, True]
    assert database.read("MATCH (n:Note) WHERE n.text = 'Once.' RETURN count(n) AS n")[0]["n"] == 1


def test_another_note_under_a_used_key_is_a_conflict(everything: Client, planted: dict[str, str]) -> None:
    note = {"about": planted[FLEET], "text": "One.", "idempotencyKey": "the same"}
    everything.ask(NOTE, **{"in": note})
    assert everything.refused(NOTE, **{"in": note | {"text": "Another."}}) == "CONFLICT"


def test_a_note_is_not_seen_by_those_who_do_not_see_its_customer(
    north: Client, south: Client, planted: dict[str, str]
) -> None:
    made = north.ask(NOTE, **{"in": {"about": planted[FLEET], "text": "For the north."}})["made"]
    read = "query($id: ID!) { node(id: $id) { id } }"
    assert north.ask(read, id=made["id"])["node"] == {"id": made["id"]}
    assert south.ask(read, id=made["id"])["node"] is None
    assert south.refused(NOTE, **{"in": {"about": planted[FLEET], "text": "?"}}) == "NOT_FOUND"
    assert south.refused(NOTE, **{"in": {"about": "0" * 32, "text": "?"}}) == "NOT_FOUND"


def test_annotating_shows_a_customer_to_nobody_more(
    everything: Client, planted: dict[str, str], database: Database
) -> None:
    scopes = "MATCH (n:Entity {id: $id}) RETURN [s IN n.scopes WHERE s <> 'set:annotations'] AS scopes"
    before = database.read(scopes, {"id": planted[FLEET]})[0]["scopes"]
    everything.ask(NOTE, **{"in": {"about": planted[FLEET], "text": "Seen by all."}})
    correction = {"node": planted[FLEET], "property": "industry", "value": "transport", "why": "their site"}
    everything.ask(CORRECT, **{"in": correction})
    assert database.read(scopes, {"id": planted[FLEET]})[0]["scopes"] == before


def test_a_task_is_assigned_changed_and_closed_by_who_read_its_version(
    steward: Client, planted: dict[str, str]
) -> None:
    task = {"about": planted[FLEET], "text": "Offer swaps.", "due": "2027-01-15", "assignee": planted[OUYANG]}
    made = steward.ask(TASK, **{"in": task})["made"]
    (found,) = _events(steward, planted[FLEET])
    assert (found["due"], found["status"], found["assignees"]["nodes"]) == (
        "2027-01-15",
        "open",
        [{"id": planted[OUYANG]}],
    )
    change = {"id": made["id"], "version": made["version"], "due": None, "status": "DONE"}
    changed = steward.ask(CHANGE, **{"in": change})["made"]
    assert changed["version"] != made["version"]
    (found,) = _events(steward, planted[FLEET])
    assert (found["due"], found["status"], found["text"]) == (None, "done", "Offer swaps.")
    assert found["raisedBy"]["nodes"] == found["carriedOutBy"]["nodes"] == [{"name": "steward_1"}]
    assert found["assignees"]["nodes"] == [{"id": planted[OUYANG]}]
    assert steward.refused(CHANGE, **{"in": change}) == "CONFLICT"


def test_a_follow_up_comes_out_of_its_event(everything: Client, planted: dict[str, str]) -> None:
    event = everything.ask("{ events(first: 1) { nodes { id } } }")["events"]["nodes"][0]["id"]
    made = everything.ask(FOLLOW_UP, **{"in": {"after": event, "text": "Call back."}})["made"]
    asked = "query($id: ID!) { event(id: $id) { precededBy(first: 2) { nodes { id } } } }"
    assert everything.ask(asked, id=made["id"])["event"]["precededBy"]["nodes"] == [{"id": event}]
    assert everything.refused(FOLLOW_UP, **{"in": {"after": planted[FLEET], "text": "?"}}) == "BAD_ARGUMENT"


def test_a_correction_outweighs_the_source_which_keeps_what_it_said(
    everything: Client, planted: dict[str, str]
) -> None:
    correction = {"node": planted[GROUP], "property": "industry", "value": "mobility", "why": "annual report"}
    made = everything.ask(CORRECT, **{"in": correction})["made"]
    assert made["id"] == planted[GROUP]
    found = everything.ask(INDUSTRY, id=planted[GROUP])["organization"]
    assert found["industry"] == "mobility"
    said = {each["dataSet"]: each["said"] for each in found["provenance"]}
    assert said == {"annotations": ["mobility"], "register": ["holding"]}
    everything.ask(
        WITHDRAW, **{"in": {"id": planted[GROUP], "version": made["version"], "property": "industry"}}
    )
    assert everything.ask(INDUSTRY, id=planted[GROUP])["organization"]["industry"] == "holding"


def test_a_correction_of_somebody_else_is_not_overwritten_unread(
    everything: Client, north: Client, planted: dict[str, str]
) -> None:
    correction = {"node": planted[GROUP], "property": "industry", "value": "mobility", "why": "report"}
    made = everything.ask(CORRECT, **{"in": correction})["made"]
    assert everything.ask(CORRECT, **{"in": correction})["made"]["repeated"]
    other = correction | {"value": "logistics"}
    assert north.refused(CORRECT, **{"in": other}) == "CONFLICT"
    north.ask(CORRECT, **{"in": other | {"version": made["version"]}})
    assert everything.ask(INDUSTRY, id=planted[GROUP])["organization"]["industry"] == "logistics"


@pytest.mark.parametrize(
    ("name", "value"),
    [("uscc", "91310115X1CA4LGR2J"), ("employees", "many"), ("noSuch", "x"), ("founded", "no day")],
)
def test_a_correction_that_cannot_be_is_refused(
    everything: Client, planted: dict[str, str], name: str, value: str
) -> None:
    correction = {"node": planted[GROUP], "property": name, "value": value, "why": "?"}
    assert everything.refused(CORRECT, **{"in": correction}) == "BAD_ARGUMENT"


def test_a_withdrawn_note_is_gone_and_stays_in_the_history(
    everything: Client, planted: dict[str, str], database: Database
) -> None:
    made = everything.ask(NOTE, **{"in": {"about": planted[FLEET], "text": "Wrong."}})["made"]
    assert everything.refused(WITHDRAW, **{"in": {"id": made["id"], "version": "0" * 16}}) == "CONFLICT"
    everything.ask(WITHDRAW, **{"in": {"id": made["id"], "version": made["version"]}})
    assert _events(everything, planted[FLEET]) == []
    assert database.read("MATCH (v:Version) WHERE v.text = 'Wrong.' RETURN count(v) AS n")[0]["n"] == 1
    assert everything.refused(WITHDRAW, **{"in": {"id": planted[FLEET], "version": "0" * 16}}) == "NOT_FOUND"


def test_forgetting_the_annotations_leaves_the_graph_as_it_was(
    everything: Client, planted: dict[str, str], database: Database
) -> None:
    rows = "MATCH (n:Entity) RETURN n.id AS id, properties(n) AS said ORDER BY id"
    before = [row.data() for row in database.read(rows)]
    everything.ask(NOTE, **{"in": {"about": planted[FLEET], "text": "A note."}})
    correction = {"node": planted[GROUP], "property": "industry", "value": "mobility", "why": "report"}
    everything.ask(CORRECT, **{"in": correction})
    forget(database, "annotations")
    assert [row.data() for row in database.read(rows)] == before


def test_a_note_stays_with_its_customer_when_resolution_runs_and_when_it_is_merged(
    everything: Client, planted: dict[str, str], database: Database
) -> None:
    made = everything.ask(NOTE, **{"in": {"about": planted[FLEET], "text": "Stays."}})["made"]
    correction = {"node": planted[FLEET], "property": "industry", "value": "transport", "why": "their site"}
    everything.ask(CORRECT, **{"in": correction})
    run(database)
    assert made["id"] in {each["id"] for each in _events(everything, planted[FLEET])}
    assert everything.ask(INDUSTRY, id=planted[FLEET])["organization"]["industry"] == "transport"
    other = planted[GROUP]
    (number,) = judge(database, planted[FLEET], other, True, "somebody", "one seat")
    assert made["id"] in {each["id"] for each in _events(everything, other)}
    undo(database, number, "somebody", "not so")
    assert made["id"] in {each["id"] for each in _events(everything, planted[FLEET])}
    assert made["id"] not in {each["id"] for each in _events(everything, other)}


def test_long_texts_and_values_of_another_type_are_refused(
    everything: Client, planted: dict[str, str]
) -> None:
    note = {"about": planted[FLEET], "text": "x" * 20_001}
    assert everything.refused(NOTE, **{"in": note}) == "BAD_ARGUMENT"
    task = {"about": planted[FLEET], "text": "x", "due": "soon"}
    assert everything.refused(TASK, **{"in": task}) == "BAD_REQUEST"
    task = {"about": planted[FLEET], "text": "x", "assignee": planted[FLEET], "due": "2027-02-30"}
    assert everything.refused(TASK, **{"in": task}) == "BAD_REQUEST"


def test_who_is_who_is_for_stewards_who_see_everything(
    north: Client, everything: Client, planted: dict[str, str]
) -> None:
    asked = "{ whoIsWho { queue(first: 1) { left } } }"
    assert north.refused(asked) == "FORBIDDEN"
    assert everything.refused(asked) == "FORBIDDEN"
    judged = {"left": planted[FLEET], "right": planted[GROUP], "verdict": "SAME", "why": "?"}
    assert north.refused(JUDGE, **{"in": judged}) == "FORBIDDEN"


def test_a_steward_sees_what_may_be_the_same_judges_and_takes_it_back(
    steward: Client, planted: dict[str, str]
) -> None:
    one, other = planted[FLEET], planted["Former Daughter Ltd"]
    asked = """query($a: ID!, $b: ID!) { organization(id: $a) { name }
      whoIsWho { explanation(left: $a, right: $b) { decision together total steps { comparison left } }
      sameAs(id: $a) { right probability } queue(first: 3) { left right } judgements(first: 5) { verdict why } } }"""
    found = steward.ask(asked, a=one, b=other)
    assert found["organization"] == {"name": FLEET}
    assert not found["whoIsWho"]["explanation"]["together"]
    assert found["whoIsWho"]["explanation"]["steps"]
    judged = {"left": one, "right": other, "verdict": "SAME", "why": "one seat"}
    (number,) = steward.ask(JUDGE, **{"in": judged})["made"]["changes"]
    said = steward.ask("{ whoIsWho { judgements(first: 5) { verdict why by } } }")["whoIsWho"]["judgements"]
    assert said[0] == {"verdict": "SAME", "why": "one seat", "by": "steward_1"}
    undo = "mutation($in: UndoInput!) { undo(input: $in) { changes } }"
    assert steward.ask(undo, **{"in": {"number": number, "why": "not so"}})["undo"]["changes"]
    changes = "query($id: ID!) { whoIsWho { changes(id: $id) { number command by } } }"
    found = steward.ask(changes, id=one)["whoIsWho"]["changes"]
    assert [(each["command"], each["by"]) for each in found[:2]] == [
        ("undo", "steward_1"),
        ("judge", "steward_1"),
    ]


def test_a_mutation_over_get_is_refused(everything: Client, planted: dict[str, str]) -> None:
    text = f'mutation {{ addNote(input: {{about: "{planted[FLEET]}", text: "x"}}) {{ id }} }}'
    assert everything.http.get("/graphql", params={"query": text}).status_code in (400, 405)
    assert _events(everything, planted[FLEET]) == []
