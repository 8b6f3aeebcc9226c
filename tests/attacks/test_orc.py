"""ORC: oracles through filter, sort, count, search, path, facet and existence."""

from __future__ import annotations

import re
from typing import Any

import pytest
from asking import connections, filter_type, hidden_fields, people_at, plural, predicates, statements
from doors import Viewer, holds
from trying import Trial
from world import (
    ACH,
    BORN,
    ID_NUMBER,
    MAIL,
    OF_A,
    OF_B,
    P1,
    PH,
    PHONE,
    SALARY,
    WECHAT,
    World,
    person,
    ticket,
    works,
)

from graph_platform.database import Database
from privacy.policy.deciding import Asking, sight_of
from privacy.policy.force import in_force

Viewers = dict[str, Viewer]
REFUSED = ("FORBIDDEN", "BAD_REQUEST")


def sight(database: Database, role: str) -> Any:
    return sight_of(in_force(database), Asking((role,)))


def names(data: Any, root: str = "people") -> list[str]:
    return [each["name"] for each in ((data or {}).get(root) or {}).get("nodes", ())]


def unrefused(viewer: Viewer, queries: list[str], **variables: Any) -> list[str]:
    """Operations that are not refused, or for which a statement was sent."""
    before = statements(viewer)
    found = [each for each in queries if viewer.code(each, **variables) not in REFUSED]
    return found or ([] if statements(viewer) == before else ["a statement was sent"])


@pytest.mark.parametrize("role", ["rep_a", "partner", "agent_log", "service"])
def test_ORC_01(viewers: Viewers, world: World, trial: Trial, role: str) -> None:
    viewer = viewers[role]
    asked = "query($w: PersonFilter) { people(where: $w) { nodes { id name } } }"
    wheres: list[dict[str, Any]] = [
        {"birthDate": {"eq": BORN}},
        {"birthDate": {"in": [f"1900-01-{day:02d}" for day in range(1, 32)]}},
    ]
    if role in ("rep_a", "service"):
        with trial.without("planner_guard"):
            trial.control(all(names(viewer.ask(asked, w=where)) == [P1] for where in wheres))
    fields = {"rep_a": "sales", "agent_log": "agent"}.get(role, role)
    queries = []
    for dimension, field in hidden_fields(sight(world.database, fields)):
        for predicate in predicates(dimension, field):
            queries.append(f"{{ {plural(dimension)}(where: {predicate}) {{ totalCount }} }}")
        if field in filter_type(dimension).fields:
            mixed = f'{{id: {{eq: "x"}}, or: [{predicates(dimension, field)[0]}]}}'
            queries.append(f"{{ {plural(dimension)}(where: {mixed}) {{ totalCount }} }}")
    assert len(queries) > 20
    if role not in ("rep_a", "service"):
        with trial.without("planner_guard"):
            trial.control(unrefused(viewer, [each for each in queries if "or: [" in each][:2]))
    trial.attack(unrefused(viewer, queries))


def test_ORC_02(rep_a: Viewer, world: World, trial: Trial) -> None:
    asked = "query($w: PersonFilter) { people(where: $w) { totalCount } }"

    def bisected() -> str:
        known = ""
        while len(known) < len(BORN):
            for letter in "0123456789-":
                where = {"id": {"eq": world.id("P-1")}, "birthDate": {"startsWith": known + letter}}
                if ((rep_a.ask(asked, w=where) or {}).get("people") or {}).get("totalCount"):
                    known += letter
                    break
            else:
                return known
        return known

    trial(bisected, "planner_guard")
    # what has no filter at all can't be bisected even without the guard
    tried = [
        f'{{ people(where: {{{field}: {{gt: "1"}}}}) {{ totalCount }} }}'
        for field in ("residentId", "salary")
    ]
    trial.attack(unrefused(rep_a, tried))


def test_ORC_03(rep_a: Viewer, world: World, trial: Trial) -> None:
    p1 = world.id("P-1")
    known = f'{{id: {{eq: "{p1}"}}, birthDate: {{isNull: false}}}}'

    def asked() -> bytes:
        provenance = f'person(id: "{p1}") {{ provenance(property: "phone") {{ id said }} }}'
        return (
            rep_a.bytes(f"{{ people(where: {known}) {{ totalCount }} }}")
            + rep_a.bytes(f"{{ {provenance} }}")
            + rep_a.bytes('{ people(where: {phone: {isNull: false}}) { totalCount } }')
        )  # fmt: skip

    trial.twins(asked, "planner_guard", world.with_p1(birth_date=None))
    trial.attack(unrefused(rep_a, [f"{{ people(where: {known}) {{ totalCount }} }}"]))


def test_ORC_03_provenance_tells_no_existence(rep_a: Viewer, world: World, trial: Trial) -> None:
    def asked() -> list[Any]:
        return [
            rep_a.ask(
                "query($id: ID!, $p: String) { person(id: $id) { provenance(property: $p) { label said } } }",
                id=world.id("P-1"), p=name,
            )
            for name in ("phone", "email", "birthDate", "residentId", "salary")
        ]  # fmt: skip

    trial.twins(asked, "constant_provenance", world.with_p1(phone=None, birth_date=None, salary=None))


def wrapped(depth: int, inner: dict[str, Any]) -> dict[str, Any]:
    for number in range(depth):
        inner = {"not": {"not": inner}} if number % 2 else {"or": [{"name": {"eq": "x"}}, {"and": [inner]}]}
    return inner


def test_ORC_04(rep_a: Viewer, world: World, trial: Trial) -> None:
    asked = "query($w: PersonFilter) { people(where: $w) { nodes { name } } }"
    hidden = {"birthDate": {"startsWith": "1900-01"}}
    trial(lambda: P1 in names(rep_a.ask(asked, w=wrapped(1, hidden))), "planner_guard below the first level")
    literal = '{ people(where: {or: [{name: {eq: "x"}}, {not: {not: {birthDate: {startsWith: "19"}}}}]}) {totalCount} }'
    trial.attack(
        unrefused(
            rep_a, [literal, "{ people(where: {and: [], not: {birthDate: {isNull: true}}}) {totalCount} }"]
        )
    )
    before = statements(rep_a)
    for depth in range(1, 31):
        code = rep_a.code(asked, w=wrapped(depth, hidden))
        trial.attack("" if code in (*REFUSED, "BAD_ARGUMENT", "LIMIT_EXCEEDED") else f"depth {depth}: {code}")
    trial.attack(statements(rep_a) != before)


def test_ORC_05(rep_a: Viewer, world: World, trial: Trial) -> None:
    ways = {owner: connections(owner) for owner in ("Person", "Organization", "Device", "Content", "Event")}
    queries = [
        f'{{ {plural(owner)} {{ nodes {{ {name}({argument}: {{birthDate: {{startsWith: "1900"}}}}) {{ totalCount }} }} }} }}'
        for owner, found in ways.items()
        for name, argument in found.items()
    ]
    assert len(queries) > 10
    # the same along every relationship that a filter goes along
    born = '{birthDate: {startsWith: "1900"}}'
    along = [
        f"{{ {plural(owner)}(where: {{{end}: {{where: {born if one else f'{{person: {born}}}'}}}}}) {{ totalCount }} }}"
        for owner in ways
        for end, one in people_at(owner).items()
    ]
    assert len(along) > 20
    queries += along
    staff = '{ organizations { nodes { name staff(where: {birthDate: {startsWith: "1900"}}) { nodes { name } } } } }'

    def employer() -> list[str]:
        found = (rep_a.ask(staff) or {}).get("organizations") or {"nodes": []}
        return [each["name"] for each in found["nodes"] if names(each, "staff")]

    trial(employer, "planner_guard below the root")
    sums = "{ organizations { nodes { staff { aggregate { salary { max } } } } } }"
    told = holds(rep_a.bytes(sums), str(SALARY))
    trial.attack(told or unrefused(rep_a, queries))


def test_ORC_06(rep_a: Viewer, world: World, trial: Trial) -> None:
    def order() -> Any:
        return [
            rep_a.ask("{ people(orderBy: [{field: SALARY, direction: DESC}]) { nodes { name } } }"),
            rep_a.ask("{ people { nodes { name } } }"),
        ]

    trial.twins(order, "planner_guard", world.with_p1(salary="1 CNY"))
    deep = "{ organizations { nodes { staff(orderBy: [{field: BIRTH_DATE}]) { nodes { name } } } } }"
    trial.attack(
        unrefused(rep_a, ["{ people(orderBy: [{field: GENDER}]) { totalCount nodes { id } } }", deep])
    )


def test_ORC_07(rep_a: Viewer, world: World, trial: Trial, viewers: Viewers) -> None:
    """The same people loaded in the order of their salaries, and the other way round."""
    from gql.planning import paging

    rows = [
        person(
            f"equal-{n}",
            ("owner:rep_a",),
            works(f"equal-{n}", "AC-A"),
            name="Same Name",
            salary=f"{n}000 CNY",
        )
        for n in range(1, 9)
    ]
    asked = '{ people(where: {name: {eq: "Same Name"}}, orderBy: [{field: JOB_TITLE}]) { nodes { id } } }'
    bare = '{ people(where: {name: {eq: "Same Name"}}) { nodes { id } } }'
    salary = {world_id(f"equal-{n}"): n for n in range(1, 9)}

    def in_order() -> bool:
        orders = []
        for query in (asked, bare):
            found = rep_a.ask(query)["people"]["nodes"]
            ranks = [salary[each["id"]] for each in found]
            orders.append(ranks in (sorted(ranks), sorted(ranks, reverse=True)))
        return any(orders)

    def by_internal_id(patch: pytest.MonkeyPatch) -> None:
        real = paging.keys_of

        def keys(node: str, *arguments: Any, **more: Any) -> Any:
            made = list(real(node, *arguments, **more))
            from dataclasses import replace

            last = made[-1]
            internal = {
                name: value.replace(f"{node}.id", f"id({node})")
                for name in last.__dataclass_fields__
                if isinstance(value := getattr(last, name), str)
            }
            return [*made[:-1], replace(last, **internal)]

        from gql.planning import pages

        patch.setattr(pages, "keys_of", keys)

    with world.with_rows(*rows, data_set="equals"):
        trial(in_order, by_internal_id)
        forward = [rep_a.ask(each) for each in (asked, bare)]
    with world.with_rows(*reversed(rows), data_set="equals"):
        trial.attack("" if forward == [rep_a.ask(each) for each in (asked, bare)] else "order of the load")


def world_id(key: str, data_set: str = "equals") -> str:
    from graph_platform.identity import entity_id, record_id

    return entity_id(record_id(data_set, key))


def test_ORC_08(rep_a: Viewer, world: World, trial: Trial) -> None:
    drivers = '{ people(where: {jobTitle: {eq: "driver"}}) { totalCount pageInfo { hasNextPage } } }'
    trial.twins(lambda: rep_a.bytes(drivers), "row_scope", world.without_hidden())
    page = "query($after: String) { people(first: 2, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }"
    seen, after = [], None
    while True:
        found = rep_a.ask(page, after=after)["people"]
        seen += found["nodes"]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    trial.attack("" if found["totalCount"] == len(seen) else f"{found['totalCount']} are not {len(seen)}")


def test_ORC_09(rep_a: Viewer, world: World, trial: Trial) -> None:
    allowed = "{ people { facets { status { value count } jobTitle { value count } } } organizations { facets { country { value count } } } }"
    shape = "{ people { facets { status { value count } } } organizations { facets { country { value count } } } }"

    def asked() -> bytes:
        return rep_a.bytes(allowed) + rep_a.bytes(shape)

    trial.twins(asked, "row_scope", world.without_hidden())
    trial.attack(
        unrefused(
            rep_a,
            ["{ people { facets { birthDate { value } } } }", "{ people { facets { phone { value } } } }"],
        )
    )
    found = rep_a.ask("{ people { facets { status { value count } } } }")["people"]["facets"]["status"]
    with world.with_rows(person("few", ("owner:rep_a",), name="Few Ceshi", status="rare")):
        few = rep_a.ask("{ people { facets { status { value count } } } }")["people"]["facets"]["status"]
    trial.attack([each for each in few if each["count"] < 5] if few != found or few else "")


def test_ORC_10(rep_a: Viewer, world: World, trial: Trial) -> None:
    of_one = "query($id: ID!) { people(where: {id: {eq: $id}}) { aggregate { salary { count min max sum avg } } } }"
    trial(lambda: holds(rep_a.bytes(of_one, id=world.id("P-1")), str(SALARY)), "small_groups")
    for field in ("phone", "residentId", "email"):
        asked = f"{{ people {{ aggregate {{ {field} {{ min max }} }} }} }}"
        trial.attack(unrefused(rep_a, [asked]))
    many = rep_a.ask('{ people(where: {status: {eq: "active"}}) { aggregate { salary { count sum max } } } }')
    (said,) = many["people"]["aggregate"]["salary"]
    trial.attack(said["max"])
    assert said["sum"] == 200_000, "over six it is told, in steps"


def test_ORC_11(rep_a: Viewer, world: World, trial: Trial, viewers: Viewers) -> None:
    """Groups by what the viewer may not see: by the values of a masked property, or by a property of few."""
    partner = viewers["partner"]
    grouped = "{ people { facets { jobTitle { value count } } } }"
    by_status = "{ people { facets { status { value count } } } }"

    def told() -> Any:
        found = (partner.ask(by_status) or {}).get("people") or {}
        return (found.get("facets") or {}).get("status")

    trial(told, "planner_guard")
    trial.attack(unrefused(partner, [by_status, grouped]))


SEARCH = "query($t: String!) { search(text: $t) { totalCount edges { way node { id name } } } }"


def found(viewer: Viewer, text: str) -> list[str]:
    """The ids of what is found."""
    edges = ((viewer.ask(SEARCH, t=text) or {}).get("search") or {}).get("edges", ())
    return [each["node"]["id"] for each in edges]


@pytest.mark.parametrize("text", [PHONE, "138 0013 8000", ID_NUMBER, MAIL, WECHAT])
def test_ORC_12(rep_a: Viewer, world: World, trial: Trial, text: str) -> None:
    from graph_platform import text_keys

    def hit() -> list[str]:
        return [each for each in found(rep_a, text) if each in (world.id("P-1"), world.id("T-1"))]

    raw = f"look for {text}: {PHONE} 138 0013 8000 {MAIL} {ID_NUMBER} {WECHAT}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_keys, "masked", text_keys.fold)
        patch.setattr(text_keys, "_fits", lambda piece: True)
        world.load("base", [ticket("T-1", OF_A, "AC-A", title="raw", text=raw)])
    trial.control(hit())
    world.load("base", [ticket("T-1", OF_A, "AC-A", title="raw", text=raw + ".")])
    trial.attack(hit())


@pytest.mark.parametrize("text", ["回电", "callback"])
def test_ORC_13(rep_a: Viewer, world: World, trial: Trial, text: str) -> None:
    """What a search shows of a text is cut from the masked one; no field shows a piece of it."""
    asked = "query($t: String!) { search(text: $t) { edges { way node { ... on Event { title text } } } } }"
    said = f"callback 回电 {PHONE}, then {MAIL}, callback 回电"
    with world.with_rows(ticket("T-13", OF_A, "AC-A", title="回电 callback", text=said)):
        trial(lambda: holds(rep_a.bytes(asked, t=text), PHONE, MAIL, "0138000"), "mask")
    shown = rep_a.ask('{ __type(name: "SearchEdge") { fields { name } } }')["__type"]
    names_ = {each["name"] for each in shown["fields"]} if shown else set()
    trial.attack(names_ & {"excerpt", "snippet", "highlight", "score"})


def test_ORC_14(rep_a: Viewer, world: World, trial: Trial) -> None:
    """The order and the way of visible hits do not hang on how many hidden documents hold a word."""
    from graph_platform.search import lucene

    hidden_ones = [ticket(f"X-{n}", OF_B, "AC-B", title="zeppelin", text="zeppelin lamp") for n in range(50)]
    visible = [
        ticket("V-1", OF_A, "AC-A", title="zeppelin", text="zeppelin"),
        ticket(
            "V-2", OF_A, "AC-A", title="lamp zeppelin", text="zeppelin zeppelin lamp and much more beside it"
        ),
    ]

    def raw_scores(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(lucene, "_worth", lambda points, clause: f"({clause})^9" if clause else "")

    with world.with_rows(*visible, data_set="seen"):
        trial.twins(
            lambda: [rep_a.bytes(SEARCH, t=text) for text in ("zeppelin", "lamp zeppelin")],
            raw_scores, world.with_rows(*hidden_ones),
        )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["sima", "simaceshi", "smcs", "司马", "司马测式", "Yince", "隐测控服", "spying"]
)
def test_ORC_15(rep_a: Viewer, world: World, trial: Trial, text: str) -> None:
    def asked() -> bytes:
        return rep_a.bytes(SEARCH, t=text)

    if text in ("sima", "司马", "simaceshi"):
        trial.twins(asked, "search_guard", world.without_hidden())
    else:
        with world.without_hidden():
            absent = asked()
        with trial.without("search_guard"):
            trial.control(asked() or absent)
        trial.attack("" if asked() == absent else f"{text} is answered otherwise")
    trial.attack(holds(asked(), PH, ACH))


SYNTAX = [
    "name_find:欧阳*", "phone:138* AND name:欧阳", "_exists_:idNumber", "/138.{8}/", "name:x~2", "*:*", '"un', "(((",
    "a AND", "OR", "\\", "search_in:owner:rep_b", "+*:* -x", "[a TO b]", "{", "~", "^9", "name_find:/.*/",
]  # fmt: skip


@pytest.mark.parametrize("text", SYNTAX)
def test_ORC_16(rep_a: Viewer, world: World, trial: Trial, text: str) -> None:
    from gql.planning import searching

    def as_it_is(patch: pytest.MonkeyPatch) -> None:
        real = searching._question

        def raw(*asked: Any) -> Any:
            made = dict(real(*asked))
            return made | {"search_text": "name_find:欧阳*" if asked[0] == text else made["search_text"]}

        patch.setattr(searching, "_question", raw)

    def fielded() -> list[str]:
        return [each for each in found(rep_a, text) if each == world.id("P-1")]

    trial(fielded, as_it_is)
    answer = rep_a.send(SEARCH, t=text).json()
    message = str(answer.get("errors", ""))
    trial.attack([each for each in ("Lucene", "parse", "org.apache", "Encountered") if each in message])
    trial.attack(
        answer["errors"][0]
        if answer.get("errors", [{}])[0].get("extensions", {}).get("code") == "INTERNAL"
        else ""
    )


PATH = "query($a: ID!, $b: ID!, $n: Int!) { path(from: $a, to: $b, maxLength: $n) { length strength nodes { id name } } }"


def test_ORC_17(rep_a: Viewer, world: World, trial: Trial) -> None:
    def asked() -> bytes:
        return rep_a.bytes(PATH, a=world.id("P-1"), b=world.id("AC-C"), n=8)

    trial.twins(asked, "row_scope", world.without_hidden())
    found_ = rep_a.ask(PATH, a=world.id("P-1"), b=world.id("AC-C"), n=8)["path"]
    trial.attack("" if found_["length"] == 4 else found_)


def test_ORC_18(rep_a: Viewer, world: World, trial: Trial) -> None:
    def asked() -> list[bytes]:
        among = "query($a: ID!, $b: ID!, $n: Int!) { path(from: $a, to: $b, through: [OWNS], maxLength: $n) { length } }"
        ends = (world.id("P-1"), world.id("AC-C")), (world.id("P-1"), world.id("AC-H"))
        return [rep_a.bytes(among, a=a, b=b, n=n) for a, b in ends for n in range(1, 9)]

    trial.twins(asked, "row_scope", world.without_hidden())
    # what it costs goes by the length that is asked for, and by nothing else
    told = {re.sub(rb'"cost":[0-9.]+|content-length.*?\)', b"", each) for each in asked()}
    trial.attack("" if len(told) == 1 else told)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("root", ["node", "person", "organization"])
def test_ORC_19(rep_a: Viewer, world: World, trial: Trial, language: str, root: str) -> None:
    with world.with_rows(person("erased", OF_A, name="Erased Ceshi")):
        erased = world_id("erased", "twin")
    other_type = (
        world.id("AC-A") if root == "person" else world.id("P-1") if root == "organization" else "Person:1"
    )
    ids = [world.id("P-H"), world.id("AC-H"), world.id("AC-B"), world.id("P-2"), erased, other_type, "0" * 32]

    def answers() -> set[bytes]:
        asked = f"query($id: ID!) {{ {root}(id: $id) {{ id }} }}"
        said = {rep_a.bytes(asked, {"accept-language": language}, id=id_) for id_ in ids}
        return said if len(said) > 1 else set()

    trial(answers, "row_scope")


NOTE = "mutation($in: AddNoteInput!) { addNote(input: $in) { version repeated } }"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("key", ["AC-H", "P-H", "T-H", "AC-B"])
def test_ORC_19_for_writing(rep_a: Viewer, world: World, trial: Trial, language: str, key: str) -> None:
    """A note, a task and a correction about what is hidden are refused as about what never was."""
    asked = {
        NOTE: {"about": "?", "text": "Hello"},
        "mutation($in: AddTaskInput!) { addTask(input: $in) { version } }": {"about": "?", "text": "Hello"},
        "mutation($in: AddTaskInput!) {  addTask(input: $in) { version } }": {
            "about": world.id("AC-C"), "text": "Hello", "assignee": "?"},
        "mutation($in: AddFollowUpInput!) { addFollowUp(input: $in) { version } }": {"after": "?", "text": "Hello"},
        "mutation($in: CorrectFactInput!) { correctFact(input: $in) { version } }": {
            "node": "?", "property": "name", "value": "X", "why": "y"},
        "mutation($in: WithdrawInput!) { withdraw(input: $in) { id } }": {"id": "?", "version": "x" * 16},
        "mutation($in: ChangeTaskInput!) { changeTask(input: $in) { version } }": {"id": "?", "version": "x" * 16},
    }  # fmt: skip

    def told() -> list[str]:
        differing = []
        for query, given in asked.items():
            said = {
                rep_a.bytes(query, {"accept-language": language}, **{
                    "in": {name: id_ if value == "?" else value for name, value in given.items()}})
                for id_ in (world.id(key), "0" * 32)
            }  # fmt: skip
            differing += [query] if len(said) > 1 else []
        return differing

    trial(told, "row_scope for writers")
    forget_notes(world)


def forget_notes(world: World) -> None:
    """Take back what was written by a control."""
    from graph_platform.errors import UsageError
    from graph_platform.loading.closing import forget

    try:
        forget(world.database, "annotations")
    except UsageError:
        return


def test_ORC_20(rep_a: Viewer, world: World, trial: Trial) -> None:
    page = """query($id: ID!, $n: Int!) { organization(id: $id) {
      staff(first: $n) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage } }
      back: staff(last: $n) { nodes { id } pageInfo { hasNextPage hasPreviousPage } }
      raised(first: $n) { totalCount nodes { id } pageInfo { hasNextPage } } } }"""
    visible = rep_a.ask(page, id=world.id("AC-A"), n=200)["organization"]["staff"]["totalCount"]

    def asked() -> list[bytes]:
        return [rep_a.bytes(page, id=world.id("AC-A"), n=n) for n in range(1, visible + 2)]

    trial.twins(asked, "row_scope", world.without_hidden())
    whole = rep_a.ask(page, id=world.id("AC-A"), n=visible)["organization"]["staff"]
    trial.attack("" if len(whole["nodes"]) == visible and not whole["pageInfo"]["hasNextPage"] else whole)


def test_ORC_21(rep_a: Viewer, world: World, trial: Trial) -> None:
    shares = """query($id: ID!) { organization(id: $id) {
      owners { totalCount edges { share node { name } } edgeAggregate { share { count sum max } } }
      dimensions { ownershipStructure { state value } control { state value } influence { state value }
        supplierConcentration { state value } customerConcentration { state value } } } }"""
    trial.twins(lambda: rep_a.bytes(shares, id=world.id("AC-C")), "row_scope", world.without_hidden())


def test_ORC_22(rep_a: Viewer, world: World, trial: Trial) -> None:
    from gql.types import DIMENSIONS

    def called(name: str) -> str:
        first, *rest = name.split("_")
        return first + "".join(map(str.capitalize, rest))

    words = " ".join(f"{called(name)} {{ state value }}" for name in DIMENSIONS)
    asked = f"query($id: ID!) {{ organization(id: $id) {{ dimensions {{ {words} }} }} }}"
    trial.twins(lambda: rep_a.bytes(asked, id=world.id("AC-C")), "row_scope", world.without_hidden())


def test_ORC_23(rep_a: Viewer, world: World, trial: Trial) -> None:
    name = f"contacts_{PHONE}"
    asked = """query($id: ID!) { person(id: $id) { provenance { id dataSet label seenFrom said }
      employers { edges { provenance { id dataSet label } } } } }"""
    rows = [person(PHONE, OF_A, works(PHONE, "AC-A"), name="Sourced Ceshi")]
    with world.with_rows(*rows, data_set=name):
        id_ = world_id(PHONE, name)
        assert rep_a.ask(asked, id=id_)["person"]["provenance"]
        trial(lambda: holds(rep_a.bytes(asked, id=id_), PHONE), "masked_sources")


def test_ORC_24(rep_a: Viewer, world: World, trial: Trial) -> None:
    correct = "mutation($in: CorrectFactInput!) { correctFact(input: $in) { id repeated } }"
    who = "query($id: ID!) { person(id: $id) { id name jobTitle } }"

    def written(field: str, value: str) -> list[Any]:
        given = {"node": world.id("P-9"), "property": field, "value": value, "why": "guess"}
        try:
            said = rep_a.send(correct, **{"in": given}).json()
            return [said.get("errors"), said.get("data"), rep_a.ask(who, id=world.id("P-9"))]
        finally:
            forget_notes(world)

    def asked() -> list[Any]:
        return [written("email", MAIL), written("residentId", ID_NUMBER), written("phone", PHONE)]

    trial.twins(
        asked, "identifiers_are_not_corrected", world.with_p1(resident_id=None, email=None, phone=None)
    )
    judged = 'mutation { judge(input: {left: "a", right: "b", verdict: SAME}) { __typename } }'
    trial.attack("" if rep_a.code(judged) in REFUSED else "rep_a judges")
