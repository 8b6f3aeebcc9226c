"""Splink as its own tutorials use it: beside ours in the same run, on the same machine.

Each is shown at the threshold that suits it best, chosen with the labels: more than a user could know.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from graph_platform.loading.clusters import Components
from graph_platform.resolution.evaluation import by_clusters

THRESHOLDS = (0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999)
PAIRS = 1_000_000
Scored = Sequence[tuple[str, str, float]]
Figures = dict[str, float | int]


def febrl(rows: Sequence[Mapping[str, str]], linked: bool) -> Scored:
    """FEBRL with the settings of Splink's tutorial on FEBRL 4; `linked` links two files, else one is deduplicated."""
    from splink import SettingsCreator, block_on
    from splink import comparison_library as cl

    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="link_only" if linked else "dedupe_only",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
    )
    certain = [
        block_on("soc_sec_id"),
        block_on("given_name", "surname", "date_of_birth"),
        "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
    ]
    tables = [[row for row in rows if ("-org" in row["rec_id"]) is first] for first in (True, False)]
    return _trained(
        tables if linked else [rows], settings, certain, [block_on("date_of_birth"), block_on("postcode")]
    )


PERSON = ("name", "phone", "email", "city", "title", "employer")
ORGANIZATION = ("name", "phone", "email", "city", "uscc", "registration_number", "domain", "address")


def people(rows: Sequence[Mapping[str, str]]) -> Scored:
    """People with what the tutorials compare: name, phone, e-mail, city, title, employer."""
    from splink import SettingsCreator, block_on
    from splink import comparison_library as cl

    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.ExactMatch("title").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("employer", [0.9]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[block_on("name"), block_on("phone"), block_on("email")],
    )
    certain = [block_on("name", "phone"), block_on("name", "email")]
    whole = [dict.fromkeys(PERSON, "") | dict(row) for row in rows]
    return _trained([whole], settings, certain, [block_on("name"), block_on("phone"), block_on("email")])


def organizations(rows: Sequence[Mapping[str, str]]) -> Scored:
    """Organizations with name, phone, e-mail, city, identifiers, domain and address."""
    from splink import SettingsCreator, block_on
    from splink import comparison_library as cl

    exact = ("phone", "uscc", "registration_number", "domain", "city")
    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            *(cl.ExactMatch(column).configure(term_frequency_adjustments=True) for column in exact),
            cl.EmailComparison("email"),
            cl.JaroWinklerAtThresholds("address", [0.95, 0.88]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on(column)
            for column in ("name", "phone", "email", "uscc", "registration_number", "domain", "address")
        ],
    )
    certain = [block_on("uscc"), block_on("name", "city"), block_on("name", "domain")]
    whole = [dict.fromkeys(ORGANIZATION, "") | dict(row) for row in rows]
    return _trained([whole], settings, certain, [block_on("name"), block_on("domain"), block_on("phone")])


def _trained(
    tables: Sequence[Sequence[Mapping[str, str]]], settings: Any, certain: list[Any], together: list[Any]
) -> Scored:
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    with duckdb.connect() as connection:
        backend = DuckDBAPI(connection)
        registered = []
        columns = sorted({column for rows in tables for row in rows for column in row})
        for number, rows in enumerate(tables):
            table = pa.table(
                {name: pa.array([row.get(name) or None for row in rows], pa.string()) for name in columns}
            )
            connection.register(f"said_{number}", table)
            connection.execute(f"create table rows_{number} as select * from said_{number}")
            registered.append(backend.register(f"rows_{number}"))
        linker = Linker(registered if len(registered) > 1 else registered[0], settings, log_level=None)
        linker.training.estimate_probability_two_random_records_match(certain, recall=0.9)
        linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=1)
        for rule in together:
            try:
                linker.training.estimate_parameters_using_expectation_maximisation(rule)
            except Exception as error:  # Splink's own: a rule under which no pair falls
                print(f"  Splink learnt nothing by one rule ({type(error).__name__})")
        found = linker.inference.predict(threshold_match_probability=0.01)
        return connection.execute(
            f"select rec_id_l, rec_id_r, match_probability from {found.physical_name}"
        ).fetchall()


def at_best(scored: Scored, truth: Mapping[str, str], by: str = "b-cubed") -> tuple[float, Figures]:
    """The figures at the threshold that suits best, with connected components as Splink makes them."""
    return max(
        ((at, figures_of((pair[:2] for pair in scored if pair[2] >= at), truth)) for at in THRESHOLDS),
        key=lambda made: made[1][by],
    )


def figures_of(pairs: Iterable[tuple[str, str]], truth: Mapping[str, str]) -> Figures:
    """The figures of joining these pairs, and whatever hangs together by them."""
    joined = Components[str]()
    met: set[str] = set()
    for one, other in pairs:
        joined.join(one, other)
        met |= {one, other}
    return by_clusters({record: joined.find(record) for record in met}, truth)


def first_values(
    said: Mapping[str, Any], names: Mapping[str, Sequence[str]], clean: Callable[[Any], str]
) -> dict[str, str]:
    """One row of texts out of what a record says; of several values, the first."""
    row = {}
    for column, properties in names.items():
        for name in properties:
            value = said.get(name)
            value = value[0] if isinstance(value, (list, tuple)) and value else value
            if value not in (None, "", [], ()):
                row[column] = clean(value)
                break
    return row
