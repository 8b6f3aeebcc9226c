"""`discover rank` through the command line: what it finds, what it never reads, and what it refuses."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import Result
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.errors import EXIT_OK, EXIT_SOURCE, EXIT_USAGE, GraphPlatformError

SUPPLIES = "supplies"


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


World = tuple[pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module")
def world() -> World:
    """A world that is large enough to learn in."""
    return made(120)


@pytest.fixture(scope="module")
def small() -> World:
    """One that is large enough to be ranked at all."""
    return made(36)


def made(buyers: int) -> World:
    """What is known and what is hidden: buyers of four branches, each with suppliers of its branch and one beside."""
    rng = np.random.default_rng(1)
    rows = []
    for buyer in range(buyers):
        branch = buyer % 4
        own = rng.choice(15, 7, replace=False) + 15 * branch
        rows += [
            (f"buyer {buyer}", f"supplier {number}") for number in {*own.tolist(), int(rng.integers(60))}
        ]
    pairs = pd.DataFrame(rows, columns=["source", "target"]).assign(type=SUPPLIES)
    hidden = pairs.groupby("source").sample(1, random_state=0).index
    return pairs.drop(hidden), pairs.loc[hidden]


def ask(folder: Path, known: pd.DataFrame, queries: pd.DataFrame, *more: str) -> Result:
    known.to_csv(folder / "train.csv", index=False)
    queries.to_csv(folder / "queries.csv", index=False)
    return run(folder, *more)


def run(folder: Path, *more: str) -> Result:
    files = ["--edges", str(folder / "train.csv"), "--queries", str(folder / "queries.csv")]
    return CliRunner().invoke(app, ["discover", "rank", *files, "--out", str(folder / "ranked.csv"), *more])


def ranked(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "ranked.csv", dtype={"source": str, "target": str})


def refused(result: Result, status: int) -> str:
    assert isinstance(result.exception, GraphPlatformError), result.output
    assert result.exception.exit_code == status
    return f"{result.exception.message} | {result.exception.suggestion}"


def report(result: Result, kind: str = SUPPLIES) -> dict[str, Any]:
    assert result.exit_code == EXIT_OK, result.output
    task = json.loads(result.stdout)["tasks"][kind]
    assert isinstance(task, dict)
    return task


def test_hidden_links_come_first_and_probabilities_hold(tmp_path: Path, world: World) -> None:
    known, hidden = world
    told = report(ask(tmp_path, known, hidden, "--json"))
    rows = ranked(tmp_path)
    assert rows.columns.tolist() == ["source", "target", "score"]
    assert rows.score.between(0, 1).all()
    place = rows.groupby("source").score.rank(ascending=False, method="max")
    truth = hidden.merge(rows.assign(place=place), on=["source", "target"])
    # by chance one of five hidden links would be among the first ten of some fifty
    assert (truth.place <= 10).sum() / len(hidden) > 0.6
    assert rows.score.sum() == pytest.approx(len(hidden), rel=0.5)
    assert told["learned"]["calibration"]["brier_skill"] > 0


def test_nothing_known_and_no_source_is_its_own_candidate(tmp_path: Path, small: World) -> None:
    known, hidden = small
    ask(tmp_path, known, hidden, "--top", "0")
    rows = ranked(tmp_path)
    assert rows.merge(known, on=["source", "target"]).empty
    assert (rows.source != rows.target).all()
    assert not rows.duplicated(["source", "target"]).any()
    each = rows.groupby("source").score
    assert all(scores.is_monotonic_decreasing for _, scores in each)


def test_the_answers_beside_the_questions_are_never_read(tmp_path: Path, small: World) -> None:
    known, hidden = small
    ask(tmp_path, known, hidden)
    with_answers = (tmp_path / "ranked.csv").read_bytes()
    ask(tmp_path, known, hidden[["source"]])
    assert (tmp_path / "ranked.csv").read_bytes() == with_answers
    ask(tmp_path, known, hidden.assign(target="no such node", weight="\u0000"))
    assert (tmp_path / "ranked.csv").read_bytes() == with_answers


def test_the_order_of_rows_changes_nothing_and_the_seed_may(tmp_path: Path, small: World) -> None:
    known, hidden = small
    ask(tmp_path, known, hidden, "--seed", "3")
    first = ranked(tmp_path)
    ask(tmp_path, known.sample(frac=1, random_state=5), hidden, "--seed", "3")
    assert ranked(tmp_path).equals(first)


def test_reasons_name_scores_and_a_path_of_known_edges(tmp_path: Path, small: World) -> None:
    known, hidden = small
    ask(tmp_path, known, hidden.head(5), "--top", "5", "--explain")
    rows = ranked(tmp_path)
    assert rows.why.str.contains("#").all()
    pairs = set(zip(known.source, known.target, strict=True))
    for row in rows.dropna(subset=["path"]).itertuples():
        nodes = str(row.path).split(" – ")
        assert (nodes[0], nodes[-1]) == (row.source, row.target)
        for here, there in pairwise(nodes):
            assert {(here, there), (there, here)} & pairs
    assert rows.path.notna().any()


def test_each_type_in_the_queries_is_a_task_of_its_own(tmp_path: Path, small: World) -> None:
    known, hidden = small
    other = known.assign(type="advises", target="adviser " + known.target.str[-1]).drop_duplicates()
    queries = pd.concat([hidden.head(20), hidden.head(10).assign(type="advises")])
    result = ask(tmp_path, pd.concat([known, other]), queries, "--json")
    assert {SUPPLIES, "advises"} == set(json.loads(result.stdout)["tasks"])
    rows = ranked(tmp_path)
    assert rows[rows.type == "advises"].target.str.startswith("adviser").all()
    assert set(rows[rows.type == SUPPLIES].source) == set(hidden.head(20).source)


def test_edges_of_several_types_need_a_question_that_says_which(tmp_path: Path, small: World) -> None:
    known, hidden = small
    both = pd.concat([known, known.assign(type="advises")])
    told = refused(ask(tmp_path, both, hidden[["source"]]), EXIT_USAGE)
    assert "`advises`, `supplies`" in told
    told = refused(ask(tmp_path, both, hidden.assign(type="supply")), EXIT_USAGE)
    assert "a type that no edge has" in told


def test_dates_split_what_is_learned_from_and_odd_values_are_counted(tmp_path: Path, small: World) -> None:
    known, hidden = small
    days = pd.date_range("2015-01-01", periods=len(known), freq="D").strftime("%Y-%m-%d").to_numpy(copy=True)
    np.random.default_rng(0).shuffle(days)
    dirty = known.assign(
        date=days, weight=["0", "nan", "-1", "2"] * (len(known) // 4) + ["1"] * (len(known) % 4)
    )
    more = pd.DataFrame({"source": ["x", "buyer 1", ""], "target": ["x", "buyer 1", "supplier 1"]}).assign(
        type=SUPPLIES, date="someday", weight="1"
    )
    result = ask(tmp_path, pd.concat([dirty, more, dirty.head(4)]), hidden, "--json")
    cleaned = json.loads(result.stdout)["cleaned"]
    assert (cleaned["loops"], cleaned["incomplete"], cleaned["repeated"]) == (2, 1, 4)
    assert cleaned["bad_weights"] >= 3 * (len(known) // 4)
    assert report(result)["learned"]["hidden"] > 0


def test_unknown_sources_are_counted_and_get_no_rows(tmp_path: Path, small: World) -> None:
    known, hidden = small
    queries = pd.concat([hidden.head(3), pd.DataFrame({"source": ["nobody", "NaN"], "type": SUPPLIES})])
    told = report(ask(tmp_path, known, queries, "--json"))
    assert told["unknown_queries"] == 2
    assert set(ranked(tmp_path).source) == set(hidden.head(3).source)


@pytest.mark.parametrize(
    ("edges", "queries", "said"),
    [
        ("source\na\n", "source\na\n", "no column `target`"),
        ("sorce,target\na,b\n", "source\na\n", "Is it `sorce`? Call it `source`."),
        ("Source,Target\na,b\n", "source\na\n", "Is it `Source`?"),
        ("source,target\na,b\n", "sources\na\n", "queries.csv has no column `source`"),
        ("", "source\na\n", "train.csv is empty"),
        ("source,target\n", "source\na\n", "no rows below its header"),
        ("source,target\na,b\n", "source\n", "queries.csv has no rows"),
        ("source,target\na,b\n\x00\xff", "source\na\n", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(
    tmp_path: Path, edges: str, queries: str, said: str
) -> None:
    (tmp_path / "train.csv").write_bytes(edges.encode("latin-1"))
    (tmp_path / "queries.csv").write_text(queries, encoding="utf-8")
    assert said in refused(run(tmp_path), EXIT_SOURCE)
    assert not (tmp_path / "ranked.csv").exists()


def test_only_loops_are_no_edges(tmp_path: Path) -> None:
    loops = pd.DataFrame({"source": ["a", "b"], "target": ["a", "b"]})
    told = refused(ask(tmp_path, loops, loops[["source"]]), EXIT_USAGE)
    assert "no edge between two nodes" in told
    assert "2 from a node to itself" in told


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_graph_with_hardly_an_edge_gives_an_order_and_says_so(tmp_path: Path, count: int) -> None:
    star = pd.DataFrame({"source": [f"s{number}" for number in range(count)], "target": "hub"})
    result = ask(tmp_path, pd.concat([star, star.head(1).assign(target="other")]), star[["source"]])
    assert result.exit_code == EXIT_OK, result.output
    assert ranked(tmp_path).score.between(0, 1).all()


def test_a_million_isolated_pairs_end_soon_with_nothing(tmp_path: Path) -> None:
    numbers = np.arange(1_000_000).astype(str)
    pairs = pd.DataFrame({"source": np.char.add("s", numbers), "target": np.char.add("t", numbers)})
    result = ask(tmp_path, pairs, pairs.head(1000)[["source"]])
    assert result.exit_code == EXIT_OK, result.output
    assert "Nothing could be hidden to learn from" in result.output
    assert ranked(tmp_path).empty


def test_what_would_not_fit_is_refused_before_it_begins(
    tmp_path: Path, small: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph_platform.cli import discover_rank

    known, hidden = small
    monkeypatch.setattr(discover_rank, "SHARE_OF_MEMORY", 1e-6)
    told = refused(ask(tmp_path, known, hidden), EXIT_USAGE)
    assert "GiB of memory" in told
    assert "edges would fit" in told
    assert not (tmp_path / "ranked.csv").exists()


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path, small: World) -> None:
    known, hidden = small
    ask(tmp_path, known.head(50), hidden.head(2))
    files = ["--edges", str(tmp_path / "train.csv"), "--queries", str(tmp_path / "queries.csv")]
    out = tmp_path / "no" / "such" / "folder.csv"
    told = CliRunner().invoke(app, ["discover", "rank", *files, "--out", str(out)])
    assert "cannot be written" in refused(told, EXIT_USAGE)
