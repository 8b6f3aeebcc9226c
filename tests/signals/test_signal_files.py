"""A signal file is read strictly: what is wrong in it is said with its line and with what was perhaps meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph_platform.cli.discover_signals import app
from graph_platform.errors import SignalError
from graph_platform.signals.describing import page
from graph_platform.signals.reading import declared, read

ROOT = Path(__file__).parents[2]
OWN = """name: late_payers
title: {zh: 付款变慢, en: A customer pays less often}
meaning: {zh: 付款骤减, en: Payments have dried up.}
claim:
  zh: "{customer} 付款 {recent} 次（预计 {expected} 次）"
  en: "{customer} paid {recent} times, where {expected} were to be expected"
roles: [customer]
identity: [customer]
tell: customer
weight: 0.9
surge:
  path: (customer:Organization)-[:PAYS]->(event:Payment)
  per: [customer]
  direction: fall
legs:
  account:
    path: (customer)<-[m:MANAGES_ACCOUNT]-(our:User)
    where:
      customer.employees: {at_least: 5}
    count:
      - {of: our, as: ours}
  deal:
    path: (customer)-[:BUYS]->(deal:Opportunity)
    where:
      deal.at: {within: 300 days}
"""


def written(folder: Path, old: str = "", new: str = "", name: str = "late_payers") -> Path:
    assert old in OWN
    path = folder / f"{name}.yaml"
    path.write_text(OWN.replace(old, new, 1), encoding="utf-8")
    return path


MISTAKES = {
    "a key": ("weight: 0.9", "wieght: 0.9", "'weight'"),
    "a language": ("meaning: {zh: 付款骤减, ", "meaning: {", "zh"),
    "a label": ("event:Payment", "event:Paiment", "'Payment'"),
    "a relationship": ("-[:PAYS]->", "-[:PAYES]->", "'PAYS'"),
    "a direction": ("-[:BUYS]->", "<-[:BUYS]-", "Turn the arrow round"),
    "an end": ("(deal:Opportunity)", "(deal:Battery)", "It leads from"),
    "a property": ("customer.employees", "customer.employes", "'employees'"),
    "a property of a relationship": ("customer.employees: {at_least: 5}", "m.share: 1", "no property share"),
    "a condition": ("{at_least: 5}", "{atleast: 5}", "'at_least'"),
    "a condition of another kind": ("{at_least: 5}", "{contains: five}", "at_least"),
    "a span": ("300 days", "300 dayz", "90 days"),
    "a name": ("per: [customer]", "per: [custome]", "'customer'"),
    "a role": ("roles: [customer]", "roles: [customers]", "'customer'"),
    "a placeholder": ("paid {recent} times", "paid {recnt} times", "'recent'"),
    "a path": ("-[:BUYS]->(deal", "-[:BUYS]>(deal", "-[:TYPE]->"),
    "a long path": ("-[:BUYS]->", "-[:BUYS*1..9]->", "more than 4 times"),
    "a path that hangs on nothing": ("(customer)-[:BUYS]->(d", "(other:Person)-[:BUYS]->(d", "customer"),
    "a name without a label": ("(our:User)", "(our)", "has no label"),
    "an event without an index": ("(event:Payment)", "(event:Event)", "finer kind"),
    "the same key twice": ("roles: [customer]", "tell: customer\nroles: [customer]", "twice"),
    "a leg called as the surge": ("  account:\n", "  surge:\n", "already"),
    "a role that is taken": ("as: ours}", "as: ours, role: account_owner}", "two roles"),
    "YAML": ("identity: [customer]", "identity: [customer", ""),
}
"""What is written wrong: the text, what stands there instead, and what the error has to say."""
ON = {"the same key twice": 10, "a role that is taken": 20, "YAML": 9}
"""Lines of mistakes that show further down."""


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_shown_with_its_line_and_what_was_meant(mistake: str, tmp_path: Path) -> None:
    old, new, hint = MISTAKES[mistake]
    path = written(tmp_path, old, new)
    text = path.read_text(encoding="utf-8")
    line = ON.get(mistake) or text[: text.index(new)].count("\n") + 1
    with pytest.raises(SignalError) as caught:
        read(path)
    assert caught.value.message.startswith(f"late_payers.yaml:{line}: "), caught.value.message
    assert hint in f"{caught.value.message} {caught.value.suggestion}"


def test_a_value_that_could_tell_who_it_is_about_may_not_stand_in_a_finding(tmp_path: Path) -> None:
    path = written(tmp_path, "weight: 0.9", "weight: 0.9\nmeasures: {who: deal.title}")
    with pytest.raises(SignalError, match=r"late_payers\.yaml:11: deal\.title may not stand in a finding"):
        read(path)


def test_a_file_is_named_after_its_signal(tmp_path: Path) -> None:
    with pytest.raises(SignalError) as caught:
        read(written(tmp_path, name="other"))
    assert "the same name" in caught.value.suggestion


def test_what_a_user_wrote_cannot_become_cypher(tmp_path: Path) -> None:
    from datetime import date

    from graph_platform.signals import compiling
    from graph_platform.signals.conditions import Day

    evil = "x'}) DETACH DELETE n //"
    signal = read(written(tmp_path, "{at_least: 5}", f'5\n      customer.city: {{contains: "{evil}"}}'))
    day = Day(date(2026, 11, 1))
    assert "DETACH" not in compiling.statement(signal, day)
    assert any(evil.lower() in value for value in day.values.values() if isinstance(value, list))


def test_ones_own_signals_stand_beside_the_shipped_ones_and_replace_those_of_their_name(
    tmp_path: Path,
) -> None:
    shipped = {signal.name for signal in declared(tmp_path)}
    (tmp_path / "signals").mkdir()
    written(tmp_path / "signals")
    own = OWN.replace("late_payers", "tickets_rise").replace("付款变慢", "我的")
    (tmp_path / "signals" / "tickets_rise.yaml").write_text(own, encoding="utf-8")
    by_name = {signal.name: signal for signal in declared(tmp_path)}
    assert by_name.keys() == shipped | {"late_payers"}
    assert by_name["tickets_rise"].title.zh == "我的"


def test_the_commands_list_and_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "160")
    listed = CliRunner().invoke(app, ["list", "--language", "zh"])
    assert listed.exit_code == 0
    assert "battery_demand" in listed.output
    assert "兄弟车队" in listed.output
    checked = CliRunner().invoke(app, ["check", str(written(tmp_path))])
    assert checked.exit_code == 0, checked.output
    assert "late_payers.yaml can be used" in checked.output
    wrong = CliRunner().invoke(app, ["check", str(written(tmp_path, "-[:PAYS]->", "-[:PAID]->"))])
    assert isinstance(wrong.exception, SignalError)


def test_every_shipped_signal_says_what_it_means_in_both_languages_and_what_would_refute_it() -> None:
    for signal in declared():
        assert signal.refuted_by, signal.name
        for words in (signal.title, signal.meaning, signal.claim):
            assert re.search("[\u4e00-\u9fff]", words.zh), signal.name
            assert not re.search("[\u4e00-\u9fff]", words.en), signal.name


def test_the_page_is_what_the_files_say() -> None:
    assert (ROOT / "docs" / "signals.md").read_text(encoding="utf-8") == page()
