"""`resolve train`: what is learnt, what is kept, what is refused, and which model later commands use."""

from __future__ import annotations

import json
from dataclasses import replace
from math import log2
from pathlib import Path
from typing import Any

import pytest
from factories import emptied, load_rows, person, row
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.resolution.blending import APART, in_order, reweigh
from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.evaluation import read_parties
from graph_platform.resolution.featuring import featured
from graph_platform.resolution.gathering import Gathered
from graph_platform.resolution.model import shipped
from graph_platform.resolution.model_files import choose, folder_of, versions, write
from graph_platform.resolution.party import SCHEMAS, Schema
from graph_platform.resolution.scoring import Scored
from graph_platform.resolution.thresholds import Example, counted, fit
from graph_platform.resolution.validation import Validated
from graph_platform.schema import ensure_schema
from graph_platform.settings import read_settings

HERE = Path(__file__).parent / "labelled"
ARGUMENTS = ("--records", str(HERE / "records.jsonl"), "--labels", str(HERE / "pairs.csv"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, which keeps no model yet."""
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def said(*arguments: str) -> Any:
    done = CliRunner().invoke(app, ["resolve", *arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.stdout)


def test_training_keeps_a_version_with_its_figures_and_later_commands_use_it(home: Path) -> None:
    made = {each["schema"]: each for each in said("train", *ARGUMENTS, "--anyway")}
    assert {"Person", "Organization"} == set(made)
    for each in made.values():
        assert each["before"]["judged different"] == each["after"]["judged different"] > 20
        assert each["after"]["with 95 % at least"] <= each["after"]["wrongly merged, share"]
        assert each["after"]["wrongly merged, share"] <= each["after"]["with 95 % at most"]
    models = choose(read_settings())
    assert models["Person"].name == "person-0001"
    kept = json.loads(Path(made["Person"]["file"]).read_text(encoding="utf-8"))
    assert kept["in_use"]
    assert kept["estimated_on"]
    for name in made["Person"]["kept as shipped"]:
        comparison, level = name.split(".")
        assert kept["weights"][comparison][level] == list(shipped("Person").weights[comparison][level])
    used = said("evaluate", *ARGUMENTS)
    without = said("evaluate", *ARGUMENTS, "--model", "shipped")
    named = said("evaluate", *ARGUMENTS, "--model", made["Person"]["file"])
    assert used["threshold for Person"] == named["threshold for Person"] == models["Person"].same
    assert without["threshold for Person"] == shipped("Person").same
    said("train", *ARGUMENTS, "--only", "Person")
    assert [path.stem for path in versions(folder_of(read_settings()), "Person")] == [
        "person-0001",
        "person-0002",
    ]


def test_a_dry_run_keeps_nothing(home: Path) -> None:
    assert said("train", *ARGUMENTS, "--only", "Person", "--dry-run")[0]["file"] is None
    assert choose(read_settings())["Person"].name == "shipped"


def test_a_model_of_other_comparisons_is_refused(home: Path) -> None:
    path = write(folder_of(read_settings()), shipped("Person"), {"in_use": True})
    assert choose(read_settings())["Person"].name == "person-0001"
    kept = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(kept | {"fingerprint": "0" * 16}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"person-0001.json was made for other comparisons"):
        choose(read_settings())
    assert choose(read_settings(), "shipped")["Person"].name == "shipped"


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"schema": "Robot"}', '{"schema": "Person"}'])
def test_a_file_that_is_no_model_is_refused(home: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"model\.json"):
        choose(read_settings(), str(path))


def test_a_model_that_does_worse_is_kept_and_not_used(home: Path) -> None:
    path = write(folder_of(read_settings()), shipped("Person"), {"in_use": False})
    assert choose(read_settings())["Person"].name == "shipped"
    assert choose(read_settings(), str(path))["Person"].name == path.stem


def test_too_few_records_are_refused(home: Path, tmp_path: Path) -> None:
    records = tmp_path / "few.jsonl"
    records.write_text('{"record_id": "1", "schema": "Person", "name": "Ottoline Marchbank"}\n')
    done = CliRunner().invoke(app, ["resolve", "train", "--records", str(records)])
    assert isinstance(done.exception, UsageError)


def test_no_level_outweighs_a_stronger_one() -> None:
    before = {"equal": (0.5, 0.0001), "close": (0.2, 0.001), "odd": (0.1, 0.00001), "different": (0.3, 0.9)}
    new = {"equal": (0.3, 0.01), "close": (0.4, 0.001), "odd": (0.2, 0.0001), "different": (0.9, 0.1)}
    held, lowered = in_order(before, new)
    bits = {level: log2(m / u) for level, (m, u) in held.items()}
    # `odd` weighed more than both before it from the start, so nothing is said of it
    assert lowered == ["close"]
    assert bits["equal"] - APART == pytest.approx(bits["close"])
    assert bits["odd"] == pytest.approx(log2(0.2 / 0.0001))
    assert bits["different"] < bits["close"]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_weighing_anew_is_what_splink_says_of_the_other_model(schema: Schema) -> None:
    parties = [party for party in read_parties(HERE / "records.jsonl") if party.schema == schema][:80]
    old = shipped(schema)
    weights = {
        name: {level: (m * 0.7, u * 1.7) for level, (m, u) in levels.items()}
        for name, levels in old.weights.items()
    }
    new = replace(old, prior=0.003, weights=weights)
    pairs = [(one, other) for one in range(12) for other in range(one + 1, 12)]
    scored = []
    for model in (old, new):
        gathered = Gathered({schema: model})
        gathered.add(featured(parties))
        gathered.prepare()
        found = gathered.scorers[schema].score(pairs)
        gathered.close()
        told = [found.pair(place, gathered.ids) for place in range(len(found))]
        scored.append({(pair.left, pair.right): pair for pair in told})
    assert len(scored[0]) == len(pairs)
    for key, pair in scored[0].items():
        assert reweigh(pair, old, new).weight == pytest.approx(scored[1][key].weight, abs=1e-3)


def example(bits: float, same: bool, group: int = 0) -> Example:
    """A pair whose e-mail and name agree, of this weight altogether."""
    names = [comparison.name for comparison in COMPARISONS["Person"]]
    levels = [-1] * len(names)
    evidence = [0.0] * len(names)
    levels[names.index("name")] = [level.name for level in COMPARISONS["Person"][0].levels].index("equal")
    levels[names.index("email")], evidence[names.index("email")] = 0, 15.0
    return Example(Scored(f"{group}a", f"{group}b", bits, tuple(levels), tuple(evidence)), same, group=group)


def test_the_threshold_rises_until_few_different_ones_are_merged_and_falls_only_where_many_were_judged() -> (
    None
):
    model = shipped("Person")

    def fitted(different: list[float]) -> float:
        examples = [example(bits, False) for bits in different] + [example(20.0, True)]
        return fit(model, examples, [each.pair for each in examples], 0.01).same

    raised = fitted([9.0] + [-5.0] * 30)
    assert raised > model.same
    assert counted(replace(model, same=raised), [example(9.0, False)], [example(9.0, False).pair]).wrong == 0
    assert fitted([-5.0] * 30) == model.same
    assert fitted([-5.0] * 2_000) < model.same


def test_more_wrong_merges_are_never_better() -> None:
    few = counted(shipped("Person"), [example(20.0, True)], [example(20.0, True).pair])
    wrong = counted(shipped("Person"), [example(20.0, False)], [example(20.0, False).pair])
    assert wrong.wrong == 1
    assert Validated(few, few).better
    assert not Validated(few, few + wrong).better


def test_the_graph_is_learnt_from_with_what_people_judged(
    database: Database, tmp_path: Path, home: Path
) -> None:
    ensure_schema(database)
    emptied(database)
    for data_set in ("sales", "service"):
        rows = [
            row(
                str(n), person(str(n), name=f"Ottoline Marchbank {chr(65 + n)}", phone=[f"+4479111234{n:02}"])
            )
            for n in range(15)
        ]
        load_rows(database, tmp_path, data_set, rows)
    from graph_platform.resolution.reading import read_stored
    from graph_platform.resolution.training import train

    stored = read_stored(database, ("Person",))
    (made,) = train(stored.parties, stored.related, stored.judgements, schemas=("Person",))
    assert made.records == 30
    assert made.estimate.matches == pytest.approx(15, abs=3)
    assert made.validated is None
