"""Which source a file is of: the weighing by itself, and what the sources make of handmade files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestors.appearance import appearance
from ingestors.recognition import Candidate, Sight, candidates, evidence, recognise, verdict

Make = Callable[..., Path]
SHARES = st.floats(0, 1)
SIGHTS = st.builds(
    Sight, st.sampled_from("abc"), st.just("t"), SHARES, SHARES, SHARES, st.just(10), st.integers(0, 10)
)
HUBSPOT = "Record ID,Company name,Phone Number,Create Date\n1,Northgate Motors Ltd,+44 20 7946 0018,2024-01-05 10:00\n"


@pytest.fixture(scope="module")
def all_candidates() -> list[Candidate]:
    return list(candidates())


def fitting(name: str, known: float = 1.0, clean: float = 1.0, bad: int = 0) -> Sight:
    return Sight(name, "table", known, 1.0, clean, 10, bad)


def test_one_that_fits_alone_is_sure() -> None:
    given_ = verdict([fitting("a"), fitting("b", known=0.1, clean=0.2)])
    assert given_.sure
    assert given_.best == fitting("a")


def test_two_that_fit_alike_are_not_sure() -> None:
    assert not verdict([fitting("a"), fitting("b")]).sure
    assert not verdict([fitting("a"), fitting("b", known=0.9)]).sure


def test_what_fits_badly_is_not_sure_though_it_is_alone() -> None:
    assert not verdict([fitting("a", clean=0.0)]).sure
    assert not verdict([fitting("a", bad=10)]).sure
    assert not verdict([Sight("a", "t", known=0.05, evidence=0.5, clean=1.0, rows=10)]).sure
    assert verdict([]).best is None


def test_two_common_words_are_weak_evidence_and_names_of_several_words_strong() -> None:
    assert evidence(["name", "id"]) < evidence(["Company name", "Record ID"])
    assert evidence(["name", "id"]) < evidence(["企业名称", "统一社会信用代码"])
    assert evidence([]) == 0


@given(st.lists(SIGHTS, max_size=5))
def test_the_order_of_sources_does_not_matter(sights: list[Sight]) -> None:
    forth, back = verdict(sights), verdict(sights[::-1])
    assert forth.sure == back.sure
    if forth.sure:
        assert forth.best is not None
        assert back.best is not None
        assert forth.best.candidate == back.best.candidate
        assert forth.best.score >= max(sight.score for sight in sights)


@given(SIGHTS)
def test_a_share_of_bad_rows_never_helps(sight: Sight) -> None:
    worse = Sight(sight.candidate, "t", sight.known, sight.evidence, sight.clean, 10, 10)
    assert 0 <= worse.score <= sight.score <= 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_crm_export_is_recognised_in_any_encoding(
    make: Make, all_candidates: list[Candidate], encoding: str
) -> None:
    path = make("x.csv", HUBSPOT + "2,华东样例有限公司,,\n", encoding)
    found = recognise(path, all_candidates)
    assert found.verdict.sure
    assert found.verdict.best is not None
    assert (found.verdict.best.candidate, found.verdict.best.table) == ("hubspot", "companies")


def test_a_mapping_is_recognised_by_its_name(make: Make, all_candidates: list[Candidate]) -> None:
    path = make("x.csv", "Customer,Supplier\nSample Motors,Sample Steel\n")
    found = recognise(path, all_candidates)
    assert found.verdict.sure
    assert found.candidate is not None
    assert (found.candidate.name, found.candidate.mapping) == ("mapping auto_supply", "auto_supply")


def test_chance_columns_in_a_wide_file_are_not_enough(make: Make, all_candidates: list[Candidate]) -> None:
    more = ",".join(f"field {n}" for n in range(60))
    path = make("x.csv", f"Customer,Supplier,{more}\nA,B{',1' * 60}\n")
    assert not recognise(path, all_candidates).verdict.sure


def test_a_file_of_no_source_is_none_and_a_near_one_says_what_is_missing(
    make: Make, all_candidates: list[Candidate]
) -> None:
    found = recognise(make("x.csv", "alpha,beta\n1,2\n"), all_candidates)
    assert (found.verdict.best, found.candidate) == (None, None)
    near = recognise(make("y.csv", HUBSPOT.replace("Record ID", "RecordNo")), all_candidates)
    assert not near.verdict.sure
    assert any("'Record ID' is missing" in message for message in near.refusals)


def test_a_header_without_rows_is_judged_by_its_columns(make: Make, all_candidates: list[Candidate]) -> None:
    found = recognise(make("x.csv", HUBSPOT.splitlines()[0] + "\n"), all_candidates)
    assert found.verdict.best is not None
    assert found.verdict.best.candidate == "hubspot"
    assert found.verdict.best.rows == 0


@pytest.mark.parametrize(
    ("name", "content", "encoding", "expected"),
    [
        ("a.csv", "a;b\n1;ü\n", "utf-8-sig", ("csv", "utf-8 with a byte order mark", ";")),
        ("a.csv", "名称\t代码\n样例有限公司\t1\n", "gb18030", ("csv", "gb18030", "\t")),
        ("a.csv", "a,b\n1,2\n", "utf-16", ("csv", "utf-16", ",")),
        ("a.jsonl", '{"a": 1}\n{"a": 2}\n', "utf-8", ("jsonl", "ascii", "")),
    ],
)
def test_how_a_file_is_written(
    make: Make, name: str, content: str, encoding: str, expected: tuple[str, str, str]
) -> None:
    seen = appearance(make(name, content, encoding))
    assert (seen.format, seen.encoding, seen.delimiter) == expected
