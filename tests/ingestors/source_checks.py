"""Reading a file as its source does, with every fact held against the ontology."""

from pathlib import Path

from graph_platform.cleaning import clean_values
from graph_platform.facts import BadRow, Formats, Mention, Row
from graph_platform.ontology import ONTOLOGY
from graph_platform.source import Source


def read(source: Source, path: Path) -> tuple[list[Row], list[BadRow]]:
    """All rows of a file, good and bad, each good one checked against the ontology."""
    rows: list[Row] = []
    bad: list[BadRow] = []
    for item in source.open(path):
        if isinstance(item, BadRow):
            bad.append(item)
        else:
            check(item)
            rows.append(item)
    return rows, bad


def check(row: Row) -> None:
    """A row says something, under names that the ontology declares, and nothing twice."""
    assert row.key
    assert row.records or row.claims
    assert any(record.key == row.key for record in row.records) or row.claims
    assert len({record.key for record in row.records}) == len(row.records)
    assert len({claim.path for claim in row.claims}) == len(row.claims)
    for record in row.records:
        known = ONTOLOGY.properties(record.label)
        assert set(record.values) <= _with_currencies(known), record.label
    for claim in row.claims:
        relation = ONTOLOGY.relationships[claim.relation]
        _check_end(claim.start, relation.start)
        _check_end(claim.end, relation.end)
        assert set(claim.values) <= _with_currencies({p.name: p for p in relation.properties}), claim.relation
        assert relation.interval or claim.valid_from is claim.valid_to is None


def _check_end(end: Mention, allowed: tuple[str, ...]) -> None:
    assert end.key
    assert any(ONTOLOGY.is_a(end.label, label) for label in allowed), (end.label, allowed)


def _with_currencies(properties: dict) -> set[str]:
    return set(properties) | {f"{name}_currency" for name, p in properties.items() if p.type == "money"}


def claims_of(rows: list[Row]) -> set[tuple[str, str, str]]:
    """Every claim as relation, start, end."""
    return {(claim.relation, claim.start.key, claim.end.key) for row in rows for claim in row.claims}


def unclean(rows: list[Row], formats: Formats) -> dict[str, object]:
    """What of the rows' values the loader could not clean, each with its reason: by label or relation, and property."""
    found: dict[str, object] = {}
    for row in rows:
        for record in row.records:
            cleaned = clean_values(ONTOLOGY.properties(record.label), record.values, formats)
            found |= {f"{record.label}.{name}": why for name, why in cleaned.reasons.items()}
        for claim in row.claims:
            declared = {p.name: p for p in ONTOLOGY.relationships[claim.relation].properties}
            cleaned = clean_values(declared, claim.values, formats)
            found |= {f"{claim.relation}.{name}": why for name, why in cleaned.reasons.items()}
    return found
