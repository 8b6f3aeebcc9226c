"""Each shipped signal that the generator has no story for fires on one planted by hand, and on no near miss."""

from __future__ import annotations

import pytest
from factories import emptied, load_rows
from planted_signals import DAY, LACKS, everything

from graph_platform.database import Database
from graph_platform.findings.model import Finding
from graph_platform.schema import ensure_schema
from graph_platform.signals.detecting import declared, detect

NAMES = [each.__name__ for each in LACKS]


@pytest.fixture(scope="module")
def found(database: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """What every signal finds in the graph of all stories, by signal; and each entity's key in `names`."""
    ensure_schema(database)
    emptied(database)

    load_rows(database, tmp_path_factory.mktemp("planted"), "planted", list(everything()))
    findings = detect(database, declared(), DAY)
    return {name: [each for each in findings if each.kind == f"signal/{name}"] for name in NAMES}


@pytest.fixture(scope="module")
def plots(database: Database, found: dict[str, list[Finding]]) -> dict[str, set[str]]:
    """For each signal which stories its findings are about: `whole`, or what they lack."""
    keys = "MATCH (e:Entity)<-[:ABOUT]-(r:Record) RETURN e.id AS id, r.key AS key"
    keyed = {row["id"]: row["key"].split("/")[:2] for row in database.read(keys)}
    return {
        name: {"/".join(keyed[ids[0]]) for each in findings for ids in each.roles.values()}
        for name, findings in found.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_story_is_found_and_no_near_miss_of_it(name: str, plots: dict[str, set[str]]) -> None:
    # the tickets of a contract's story are a rise of tickets as well
    own = {each for each in plots[name] if each.startswith(f"{name}/")}
    assert own == {f"{name}/whole"}


@pytest.mark.parametrize("name", NAMES)
def test_a_finding_shows_what_it_rests_on(name: str, found: dict[str, list[Finding]]) -> None:
    for finding in found[name]:
        assert 0 < finding.score <= 1
        assert all(each.steps or each.nodes for each in finding.evidence), finding
        shown = [value for value in finding.measures.values() if isinstance(value, str)]
        # days alone are texts: no name and no text of a node is in a finding
        assert all(len(value) == 10 and value[4] == "-" for value in shown)
