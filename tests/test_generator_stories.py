"""The stories beyond the battery's: the files hold every step of a whole one, and of a decoy all but what it lacks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_platform.generator import generate, plan
from graph_platform.generator.run import SYSTEMS
from graph_platform.generator.stories import NEEDS, STORIES
from tests import story_steps
from tests.generated_exports import Exports

CANDIDATES: dict[str, tuple[str, ...]] = {
    "supplier_at_risk": ("supplier",),
    "technology_shift": ("customer", "laboratory"),
    "licence_gap": ("fleet",),
    "hidden_payer": ("payer",),
    "promise_in_call": ("fleet",),
    "inventor_moved": ("customer", "prospect"),
}
"""Whom each story's steps are asked of, by their parts in it."""
LACKS: dict[str, set[str]] = {
    "supplier_at_risk/creditor": {"enforced"},
    "supplier_at_risk/settled": {"enforced"},
    "supplier_at_risk/namesake": {"enforced"},
    "supplier_at_risk/steady_imports": {"imports"},
    "technology_shift/patents_lapsed": {"in force"},
    "technology_shift/sold_before": {"sister"},
    "technology_shift/other_field": {"field"},
    "technology_shift/deal_won": {"lost"},
    "licence_gap/renewed": {"no newer"},
    # nobody can drive on with what has not run out
    "licence_gap/not_due": {"ran out", "drive on"},
    "licence_gap/drivers_left": {"drive on"},
    "hidden_payer/factor": {"owns"},
    # a single payment is neither for three accounts nor for some months
    "hidden_payer/one_off": {"three", "months"},
    "hidden_payer/minority_share": {"owns"},
    "promise_in_call/our_words": {"said"},
    "promise_in_call/about_another": {"said"},
    "promise_in_call/made_since": {"no deal"},
    "promise_in_call/no_hiring": {"hiring"},
    "inventor_moved/namesake": {"same field"},
    "inventor_moved/own_subsidiary": {"apart"},
}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """Two rounds, so that each story and decoy comes in both languages."""
    folder = tmp_path_factory.mktemp("stories")
    generate(400, 23, folder)
    return Exports(folder)


@pytest.fixture(scope="module")
def planted(exports: Exports) -> list[dict[str, Any]]:
    """Stories and decoys, each with the registered number of whoever plays a part in it."""
    lines = (exports.folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    truth = [json.loads(line) for line in lines]
    numbers = {
        each["id"]: each.get("uscc") or each.get("lei")
        for each in truth
        if each["kind"] == "organization" and "name" in each
    }
    stories = [each for each in truth if each["kind"] == "story"]
    for story in stories:
        story["numbers"] = {part: numbers.get(id_) for part, id_ in story["roles"].items()}
    return stories


def steps(exports: Exports, story: dict[str, Any]) -> dict[str, bool]:
    kind: str = story["story"]
    ask: Callable[..., dict[str, bool]] = getattr(story_steps, kind)
    return ask(exports, *(story["numbers"][part] for part in CANDIDATES[kind]))


def test_there_are_at_least_eight_kinds_each_with_decoys_and_in_both_languages(
    planted: list[dict[str, Any]],
) -> None:
    assert len(STORIES) >= 8
    for kind in STORIES:
        of_kind = [story for story in planted if story["story"] == kind]
        assert len({story["decoy"] for story in of_kind if story["decoy"]}) >= 2, kind
        whole = {story["facts"]["language"] for story in of_kind if not story["decoy"]}
        assert whole == ({"zh"} if kind == "board_interlock" else {"zh", "en"}), kind


def test_every_decoy_says_what_it_lacks() -> None:
    named = {f"{part.story}/{part.decoy}" for part in plan.ROUND if part.decoy and part.story in CANDIDATES}
    assert named == LACKS.keys()
    assert CANDIDATES.keys() == STORIES.keys() - {"battery_demand", "group_purchase", "board_interlock"}


@pytest.mark.parametrize("kind", CANDIDATES)
def test_a_whole_story_has_every_step_in_the_files(
    kind: str, exports: Exports, planted: list[dict[str, Any]]
) -> None:
    whole = [story for story in planted if story["story"] == kind and not story["decoy"]]
    assert len(whole) == 2
    for story in whole:
        found = steps(exports, story)
        assert all(found.values()), (story["id"], found)


@pytest.mark.parametrize("name", LACKS)
def test_a_decoy_lacks_exactly_its_step(name: str, exports: Exports, planted: list[dict[str, Any]]) -> None:
    of_name = [story for story in planted if f"{story['story']}/{story['decoy']}" == name]
    assert len(of_name) == 2
    for story in of_name:
        found = steps(exports, story)
        assert {step for step, there in found.items() if not there} == LACKS[name], story["id"]


def everybody(exports: Exports, kind: str) -> set[tuple[str, ...]]:
    """All for whom the files hold a story's every step, whoever they are."""
    said, ask = exports.said, getattr(story_steps, kind)
    if kind == "supplier_at_risk":
        found = {(c.end.key.removeprefix("supplier/"),) for c in said("spare_parts").claims["SUPPLIED_BY"]}
    elif kind == "hidden_payer":
        paid = (said("payments"), said("camt053"))
        parties = [each.values[claim.start.key] for each in paid for claim in each.claims["PAYS"]]
        found = {(number,) for party in parties if (number := party.get("uscc") or party.get("lei"))}
    elif kind == "technology_shift":
        lost = {
            deal["Associated Company IDs"] for deal in exports.deals if deal["Deal Stage"] == "closedlost"
        }
        found = {
            (customer, holder)
            for customer in {exports.accounts[id_] for id_ in lost} - {""}
            for holder in exports.patent_holders
            if customer != holder
        }
    else:
        found = {(trip["operator_uscc"],) for trip in exports.trips}
    return {each for each in found if all(ask(exports, *each).values())}


@pytest.mark.parametrize("kind", sorted(CANDIDATES.keys() - {"inventor_moved"}))
def test_nobody_but_the_planted_has_every_step(
    kind: str, exports: Exports, planted: list[dict[str, Any]]
) -> None:
    whole = {
        tuple(story["numbers"][part] for part in CANDIDATES[kind])
        for story in planted
        if story["story"] == kind and not story["decoy"]
    }
    assert everybody(exports, kind) == whole


def test_rows_of_evidence_stand_in_files_of_at_least_three_systems(planted: list[dict[str, Any]]) -> None:
    for story in planted:
        assert len(NEEDS[story["story"]]) >= 2
        assert set(NEEDS[story["story"]]) <= SYSTEMS.keys()
        if story["story"] in CANDIDATES:
            assert len(NEEDS[story["story"]]) >= 3
            files = {row["file"] for rows in story["evidence"].values() for row in rows}
            assert len(files) >= 2, story["id"]


@pytest.mark.parametrize(
    "missing", ["cn-risk", "patents", "payments", "transcripts", "operator-certificates"]
)
def test_a_story_is_not_planted_where_a_system_is_missing_that_it_needs(missing: str, tmp_path: Path) -> None:
    systems = tuple(name for name in SYSTEMS if name != missing)
    report = generate(200, 3, tmp_path, systems=systems)
    told = {name.split("/")[0] for name in report.stories}
    assert told == {kind for kind, needs in NEEDS.items() if missing not in needs}


def test_stories_vary_in_size_delay_and_depth(tmp_path: Path) -> None:
    generate(2000, 5, tmp_path)
    lines = (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    stories = [line for line in map(json.loads, lines) if line["kind"] == "story" and not line["decoy"]]
    facts = {
        "supplier_at_risk": "enforcements",
        "technology_shift": "patents",
        "licence_gap": "gap",
        "hidden_payer": "months",
        "promise_in_call": "points",
        "inventor_moved": "moved",
    }
    for kind, fact in facts.items():
        of_kind = [story for story in stories if story["story"] == kind]
        assert len(of_kind) == 10, kind
        assert len({story["facts"][fact] for story in of_kind}) > 2, kind
    depth = {len(s["evidence"]) for s in stories if s["story"] == "technology_shift"}
    assert len(depth) > 3
