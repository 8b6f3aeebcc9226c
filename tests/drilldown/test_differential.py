"""Two graphs that differ in what a viewer may not see answer every random operation of theirs alike, byte for byte.

`FUZZ` sets how many operations. What a policy releases on purpose (the last four characters) differs: the control.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import planted as world
import pytest
from client import Client
from graphql import build_schema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries

from gql.schema import schema
from gql.tokens import own_token
from graph_platform.database import Database
from graph_platform.identity import entity_id, record_id
from graph_platform.settings import Settings
from privacy.policy.reading import SHIPPED

MANY = int(os.environ.get("FUZZ", "25"))
SCALARS = {
    "Date": st.dates().map(lambda each: nodes.String(each.isoformat())),
    "DateTime": st.datetimes().map(lambda each: nodes.String(f"{each.isoformat()}Z")),
    "Long": st.integers(-1000, 20_000).map(nodes.Int),
}
OUYANG = entity_id(record_id("register", "ouyang"))
GROUP = entity_id(record_id("register", "group"))


@dataclass(frozen=True)
class Twins:
    """A viewer, what makes the second graph of the first one, and what of the policy hides the difference."""

    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    change: Callable[[pytest.MonkeyPatch], None]
    rules: str = ""
    differs: bool = False


def other_numbers(patch: pytest.MonkeyPatch) -> None:
    """Another phone number and another mailbox, in properties and in texts."""
    patch.setattr(world, "PHONE", "+8613900139001")
    patch.setattr(world, "MAIL", "another.person@example.org")


def without(*keys: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Rows that were never there."""

    def change(patch: pytest.MonkeyPatch) -> None:
        rows = [row for row in world._group() if row.key not in keys]
        patch.setattr(world, "_group", lambda: rows)

    return change


TWINS = {
    "masked values": Twins(("sales",), ("*",), other_numbers),
    "masked values, several roles": Twins(("partner", "service"), ("*",), other_numbers),
    "a person hidden by the policy": Twins(
        ("sales",),
        ("*",),
        without("ouyang"),
        f'  - {{id: nobody-knows, effect: hide, to: {{except_roles: [officer]}}, entities: ["{OUYANG}"]}}\n',
    ),
    "what the policy releases": Twins(
        ("service",),
        ("*",),
        other_numbers,
        "  - {id: last, effect: permit, to: {roles: [service]}, on: {fields: [Person.phone]}, show: last4}\n",
        differs=True,
    ),
    "an organization of other rows": Twins(("sales",), ("region:north", "public"), without("hidden")),
}


def operations(ids: list[str], many: int) -> list[str]:
    """Random operations; in the place of random texts stand ids, names and values that there are."""
    made: list[str] = []
    core = build_schema(schema().as_str())

    @settings(
        max_examples=many,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(text=queries(core, custom_scalars=SCALARS))
    def collect(text: str) -> None:
        made.append(text)

    collect()
    known = [*ids, "欧阳测试", "13800138000", "天东产业", "Dealer", "ouyang", "请回电", "隐测控股"]
    turn = itertools.cycle(known)
    return [
        re.sub(r'(?<=[(\[: ])"[^"\\]*"(?!Z)', lambda found: _instead(found[0], turn), text) for text in made
    ]


def _instead(literal: str, turn: Iterator[str]) -> str:
    return literal if re.match(r'"\d{4}-\d\d', literal) else f'"{next(turn)}"'


def asked() -> list[str]:
    """Operations that go for what is hidden."""
    person = f'person(id: "{OUYANG}")'
    group = f'organization(id: "{GROUP}")'
    return [
        f"{{ {person} {{ name phone email jobTitle provenance(first: 50) {{ id dataSet said seenFrom }} }} }}",
        f'{{ {person} {{ provenance(property: "phone") {{ said }} timeline {{ totalCount }} }} }}',
        f"{{ {group} {{ owners {{ totalCount edges {{ share node {{ id name }} }} }} }} }}",
        f"{{ {group} {{ owners {{ pageInfo {{ endCursor hasNextPage }} }} }} }}",
        "{ people(first: 200) { totalCount nodes { id name phone email } facets { labels { value count } } } }",
        "{ organizations(first: 200) { totalCount nodes { id name staff { totalCount } } } }",
        '{ events(first: 100) { nodes { title text provenance(property: "text") { said } } } }',
        f'{{ path(from: "{OUYANG}", to: "{GROUP}") {{ length nodes {{ id }} }} }}',
        f"{{ {group} {{ dimensions {{ ownershipStructure {{ state value }} judicialRisk {{ state value }}"
        " executiveTies { state value } buyingChain { state value } } } }",
        *(
            f'{{ search(text: "{text}") {{ totalCount nodes {{ id name }} }} }}'
            for text in (
                "13800138000",
                "138 0013 8000",
                "欧阳测试",
                "ouyang",
                "oycs",
                "隐测控股",
                "ceshi.ouyang@example.com",
            )
        ),
        f'{{ node(id: "{OUYANG}") {{ id }} other: node(id: "{"0" * 32}") {{ id }} }}',
    ]


def answers(client: Client, texts: list[str]) -> list[str]:
    """Status and body of each, as they came."""
    said = []
    for text in texts:
        response = client.send(text)
        said.append(f"{response.status_code} {response.text}")
    return said


@pytest.mark.parametrize("name", TWINS)
def test_what_is_hidden_changes_no_answer(
    name: str,
    settings: Settings,
    address: str,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    twins = TWINS[name]
    token = own_token(settings, "somebody", list(twins.roles), list(twins.scopes), timedelta(hours=1))
    said = []
    with Client(address, token) as client:
        for number in range(2):
            home = tmp_path / str(number)
            home.mkdir()
            ids = world.plant(database, home)
            if twins.rules:
                shipped = SHIPPED.read_text("utf-8")
                if twins.differs:
                    shipped = shipped[: shipped.index("  - id: contact-and-identity")]
                _put_into_force(settings, address, shipped + twins.rules)
            if not said:
                texts = [*asked(), *operations([*sorted(ids.values())[:20], OUYANG, GROUP], MANY)]
            said.append(answers(client, texts))
            twins.change(monkeypatch)
    database.write("MATCH (n:Policy|PolicyInForce|PolicyActivation) DETACH DELETE n")
    database.write("MATCH (n:Entity) DETACH DELETE n")
    differing = [text for text, one, other in zip(texts, *said, strict=True) if one != other]
    assert bool(differing) == twins.differs, differing[:3]
    # operations that are all refused would not tell of anything
    assert sum('"data":{' in one for one in said[0]) > len(texts) // 3


def _put_into_force(settings: Settings, address: str, text: str) -> None:
    propose = "mutation($in: ProposePolicyInput!) { made: proposePolicy(input: $in) { version } }"
    approve = "mutation($in: PolicyVersionInput!) { made: approvePolicy(input: $in) { activation } }"
    version: Any = None
    for subject, operation in (("officer_1", propose), ("officer_2", approve)):
        given_ = {"version": version} if version else {"text": text, "why": "a test"}
        token = own_token(settings, subject, ["officer"], ["*"], timedelta(hours=1))
        with Client(address, token) as client:
            version = client.ask(operation, **{"in": given_})["made"].get("version")
