"""The twelve derived dimensions through the API: all in one statement, over the viewer's own rows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from client import Client

from gql.declared import camel
from graph_platform.database import Database
from graph_platform.dimensions import DIMENSIONS

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
ALL = "\n".join(
    f"{camel(name)} {{ state value unit formula formulaZh freshness cut evidence {{ fact entity observed }} }}"
    for name in DIMENSIONS
)
TWELVE = f"query($id: ID!, $day: Date) {{ organization(id: $id, asOf: $day) {{ dimensions {{ {ALL} }} }} }}"
OWNERS = """query($id: ID!) { organization(id: $id) { dimensions { ownershipStructure { state value explained
  ultimateOwners { party { name kind } effectiveShare } circularHoldings { closed members { name } } } } } }"""


def test_all_twelve_are_read_by_one_statement_and_say_what_they_are(
    everything: Client, planted: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    run = Database.read_value
    monkeypatch.setattr(
        Database,
        "read_value",
        lambda self, statement, *rest: (sent.append(statement), run(self, statement, *rest))[1],
    )
    found = everything.ask(TWELVE, id=planted[GROUP])["organization"]["dimensions"]
    assert len(sent) == 1
    assert len(found) == 12
    for each in found.values():
        assert each["state"] in ("COMPUTED", "UNKNOWN", "NOT_COMPUTED_YET")
        assert (each["value"] is None) or each["state"] == "COMPUTED"
        assert each["formula"]
        assert each["formulaZh"]
    assert found["influence"]["state"] == "NOT_COMPUTED_YET"
    assert found["installedBase"]["state"] == "COMPUTED"
    assert found["installedBase"]["evidence"]


def test_what_is_not_known_is_unknown_and_not_nought(everything: Client, planted: Ids) -> None:
    found = everything.ask(TWELVE, id=planted["Ring1"])["organization"]["dimensions"]
    for name in ("supplierConcentration", "serviceLoad", "installedBase"):
        assert (found[name]["state"], found[name]["value"]) == ("UNKNOWN", None)


def test_an_owner_who_is_hidden_owns_nothing_for_the_viewer(
    everything: Client, north: Client, planted: Ids
) -> None:
    def owners(client: Client) -> dict[str, float]:
        found = client.ask(OWNERS, id=planted[GROUP])["organization"]["dimensions"]["ownershipStructure"]
        return {each["party"]["name"]: each["effectiveShare"] for each in found["ultimateOwners"]}

    assert owners(everything) == {"Chen Lihua": pytest.approx(0.55), "隐测控股": pytest.approx(0.45)}
    assert owners(north) == {"Chen Lihua": pytest.approx(0.55)}


def test_a_circle_of_owners_is_named(everything: Client, planted: Ids) -> None:
    found = everything.ask(OWNERS, id=planted["Ring2"])["organization"]["dimensions"]["ownershipStructure"]
    (circle,) = found["circularHoldings"]
    assert sorted(each["name"] for each in circle["members"]) == ["Ring1", "Ring2", "Ring3"]


STATES = f"""query($id: ID!, $day: Date) {{ organization(id: $id, asOf: $day) {{ dimensions {{
  {" ".join(f"{camel(name)} {{ state value }}" for name in DIMENSIONS)} }} }} }}"""


def test_what_rests_on_values_of_today_says_that_it_cannot_be_had_for_another_day(
    everything: Client, planted: Ids
) -> None:
    def states(day: str) -> dict[str, str]:
        found = everything.ask(STATES, id=planted[GROUP], day=day)["organization"]["dimensions"]
        assert all(each["value"] is None or each["state"] == "COMPUTED" for each in found.values())
        return {name: each["state"] for name, each in found.items()}

    today = states(datetime.now(UTC).date().isoformat())
    assert "NOT_AVAILABLE_FOR_THIS_DATE" not in today.values()
    past, coming = states("2020-06-01"), states("2999-01-01")
    assert {name for name, state in past.items() if state == "NOT_AVAILABLE_FOR_THIS_DATE"} == {
        "judicialRisk", "installedBase", "buyingChain", "influence", "partnerFit",
    }  # fmt: skip
    assert past["control"] == "COMPUTED"
    assert set(coming.values()) == {"NOT_AVAILABLE_FOR_THIS_DATE"}


def test_a_share_of_the_past_is_that_of_the_past(everything: Client, planted: Ids) -> None:
    query = """query($id: ID!, $day: Date) { organization(id: $id, asOf: $day) {
      dimensions { control { state value } } } }"""
    held = {
        day: everything.ask(query, id=planted[GROUP], day=day)["organization"]["dimensions"]["control"][
            "value"
        ]
        for day in ("2016-01-01", "2020-06-01", "2022-06-01")
    }
    # the former daughter; both it and the fleet; the fleet and every dealer with more than half
    assert held == {"2016-01-01": 1, "2020-06-01": 2, "2022-06-01": 26}
