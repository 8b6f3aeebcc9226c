"""One operation is one statement, whose text depends on no value, no alias and no order of variables."""

from __future__ import annotations

import pytest
from client import Client

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"


def test_several_root_fields_and_many_layers_are_one_statement(
    everything: Client, planted: Ids, statements: list[str]
) -> None:
    everything.ask(
        """query($id: ID!) {
        a: organization(id: $id) { holdings { nodes { id ... on Organization { staff { nodes { name } } } } } }
        b: organization(id: $id) { owners { totalCount } provenance { dataSet } timeline { nodes { name } } }
        organizations(first: 2) { totalCount nodes { name } } node(id: $id) { id } __typename }""",
        id=planted[GROUP],
    )
    assert len(statements) == 1


def test_values_aliases_and_literals_leave_the_statement_as_it_is(
    everything: Client, planted: Ids, statements: list[str]
) -> None:
    asked = """query($id: ID!, $n: Int, $c: [String!]) { organization(id: $id) {
      %s holdings(first: $n) { nodes { id } } }
      organizations(first: %s, where: {country: {in: $c}}) { nodes { id } } }"""
    for id_, number, countries, alias, literal in (
        (planted[GROUP], 3, ["CN"], "", 5),
        ("' OR 1=1 //", 7, ["DE", "' }) DETACH DELETE n //"], "x: ", 9),
        (planted["Dealer 01"], 0, [], "y: ", 0),
    ):
        everything.ask(asked % (alias, literal), id=id_, n=number, c=countries)
    assert len(set(statements)) == 1
    assert "DELETE" not in statements[0]


def test_what_is_not_included_is_not_read(everything: Client, planted: Ids, statements: list[str]) -> None:
    asked = """query($id: ID!, $more: Boolean!) { organization(id: $id) { id
      owners @include(if: $more) { nodes { name } } ...F @skip(if: $more) } }
      fragment F on Organization { staff { nodes { name } } }"""
    everything.ask(asked, id=planted[GROUP], more=True)
    everything.ask(asked, id=planted[GROUP], more=False)
    assert "OWNS" in statements[0]
    assert "WORKS_FOR" not in statements[0]
    assert "OWNS" not in statements[1]
    assert "WORKS_FOR" in statements[1]


@pytest.mark.parametrize(
    "refused",
    [
        '{ people(where: {phone: {eq: "1"}}) { nodes { id } } }',
        "{ people(orderBy: [{field: PHONE}]) { nodes { id } } }",
        "{ people(orderBy: [{field: EMAIL}]) { nodes { id } } }",
        '{ events(where: {title: {contains: "x"}}) { nodes { id } } }',
        '{ person(residentId: "11010119000109000X") { id } }',
        "{ organizations(first: 100000) { nodes { id } } }",
        "{ organizations(first: -1) { nodes { id } } }",
        '{ organizations(after: "x") { nodes { id } } }',
        "{ organization { id } }",
        '{ organization(id: "1", uscc: "2") { id } }',
        "{ organizations(where: {country: {eq: null}}) { nodes { id } } }",
        "{ nonsense }",
        "{",
        "",
    ],
)
def test_what_is_refused_is_refused_before_a_statement_is_sent(
    everything: Client, planted: Ids, statements: list[str], refused: str
) -> None:
    answer = everything.send(refused).json()
    assert "data" not in answer
    assert answer["errors"][0]["extensions"]["code"] in ("BAD_REQUEST", "BAD_ARGUMENT", "BAD_CURSOR")
    assert statements == []
