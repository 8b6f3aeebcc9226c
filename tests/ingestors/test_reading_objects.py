"""Objects out of JSON, JSON Lines, pages, Parquet and SQL."""

import hashlib
import itertools
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph_platform.errors import SourceError, SourceTruncated
from graph_platform.facts import BadRow
from ingestors.reading import columnar, database, objects, pages
from ingestors.reading.items import UNREAD
from ingestors.reading.json_end import ValueEnd
from ingestors.reading.shape import SAMPLED, items_of, shape_of
from ingestors.reading.stream import Stream

Make = Callable[..., Path]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


def array(path: Path) -> list:
    return list(objects.read_array(Stream(path), b""))


def lines(path: Path) -> list:
    return list(objects.read_lines(Stream(path), b""))


def test_objects_have_the_line_where_they_begin(make: Make) -> None:
    path = make("t.json", '[\n {"id": 1,\n  "a": [1, 2]},\n\n {"id": 2}, {"id": 3}\n]\n')
    assert [(line, raw["id"]) for line, raw in array(path)] == [(2, 1), (5, 2), (5, 3)]


def test_arrays_under_keys(make: Make) -> None:
    path = make(
        "t.json", '{"count": 1, "a": [{"x": 1}], "meta": {"b": [1]}, "c": [], "d": [{"y": 2}], "end": 3}'
    )
    assert list(objects.read_keyed(Stream(path), b"")) == [("a", (1, {"x": 1})), ("d", (1, {"y": 2}))]
    assert set(shape_of(Stream(path), ["a"]).arrays) == {"a", "b", "c", "d"}
    assert shape_of(Stream(path)).format == "jsonl"


def test_a_long_array_is_read_in_parts(make: Make) -> None:
    rows = [{"id": n, "text": "漢" * (n % 300)} for n in range(8_000)]
    assert [raw for _, raw in array(make("t.json", json.dumps(rows, ensure_ascii=False)))] == rows


def test_an_object_larger_than_a_chunk(make: Make) -> None:
    rows = [{"id": n, "text": "x" * 700_000} for n in range(4)]
    assert [raw for _, raw in array(make("t.json", json.dumps(rows)))] == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("long", ['{{"id": 2, "a": [{}]}}', '"{}"', "[[{}]]"], ids=["object", "text", "list"])
def test_an_element_that_is_too_long_is_known_by_its_place_and_its_hash(
    make: Make, encoding: str, long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "LARGEST_OBJECT", 200_000)
    filling = '汉" }' if long == '"{}"' else '"汉]\\\\", '
    element = long.format(
        (filling * 200_000).replace('"', '\\"') if long == '"{}"' else filling * 200_000 + "1"
    )
    content = f'[{{"id": 1}},\n{element},\n{{"id": 3, "a": "}}"}}]'.encode(encoding)
    path = make("t.json", content)
    first, bad, last = objects.read_array(Stream(path), content[:100])
    assert (first, last) == ((1, {"id": 1}), (3, {"id": 3, "a": "}"}))
    assert (bad.line, bad.reason) == (2, "is longer than 0 MiB")
    place = slice(bad.raw["offset"], bad.raw["offset"] + bad.raw["bytes"])
    wide = "utf-16-le" if encoding == "utf-16" else encoding.removesuffix("-sig")
    assert content[place] == element.encode(wide)
    assert bad.raw["sha256"] == hashlib.sha256(content[place]).hexdigest()
    assert element.startswith(bad.raw[UNREAD])
    assert len(bad.raw[UNREAD]) == 64 * 1024


def test_a_broken_element_in_a_long_file_is_no_long_element(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "LARGEST_OBJECT", 200_000)
    rows = ", ".join(json.dumps({"id": n, "a": "x" * 100}) for n in range(9_000))
    with pytest.raises(SourceError, match="is not valid JSON at line 2"):
        array(make("t.json", f'[{{"id": 1}},\n{{"id": tru}},\n{rows}]'))
    with pytest.raises(SourceTruncated, match="ends in the middle"):
        array(make("t.json", f'[{{"id": 1}},\n{{"id": "x}},\n{rows}]'))


@given(VALUES, st.lists(st.integers(1, 40), min_size=1), st.booleans())
def test_the_end_of_a_value_is_found_wherever_it_is_cut_into_pieces(value, sizes, ascii_only) -> None:
    said = json.dumps(value, ensure_ascii=ascii_only)
    text, at, found, end = f'{said}, "]}}"', 0, -1, ValueEnd()
    for size in itertools.cycle(sizes):
        if (found := end.feed(text[at : at + size])) >= 0:
            break
        at += size
    assert at + found == len(said)


@pytest.mark.parametrize("cut", [1, 5, 12, 20, 29])
def test_json_that_ends_in_the_middle(make: Make, cut: int) -> None:
    path = make("t.json", '[{"id": 1}, {"id": 2, "a": [1]}]'[:cut])
    with pytest.raises(SourceTruncated, match="ends in the middle"):
        array(path)


def test_broken_json_says_its_line_and_keeps_what_was_before(make: Make) -> None:
    items = objects.read_array(Stream(make("t.json", '[{"id": 1},\n{"id": },\n{"id": 3}]')), b"")
    assert next(items) == (1, {"id": 1})
    with pytest.raises(SourceError, match=r"not valid JSON at line 2"):
        next(items)


def test_what_follows_the_end_is_refused(make: Make) -> None:
    with pytest.raises(SourceError, match="not valid JSON"):
        array(make("t.json", '[{"id": 1}] {"id": 2}'))


@pytest.mark.parametrize("depth", [200, 900, 5_000, 60_000])
def test_deep_json_costs_its_row(make: Make, depth: int) -> None:
    deep = '{"a":' * depth + "1" + "}" * depth
    first, bad, last = array(make("t.json", f'[{{"id": 1}},\n{deep},\n{{"id": 3}}]'))
    assert (first, last) == ((1, {"id": 1}), (3, {"id": 3}))
    assert isinstance(bad, BadRow)
    assert bad.line == 2
    assert "nested" in bad.reason


def test_deep_json_on_a_line(make: Make) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    bad, good = lines(make("t.jsonl", f'{{"a": {deep}}}\n{{"id": 2}}\n'))
    assert (bad.line, good) == (1, (2, {"id": 2}))


def test_lines(make: Make) -> None:
    path = make("t.jsonl", '\ufeff{"id": 1}\n\n{"id": 2\n[3]\n{"id": "a\\u0000b"}\n{"id": 5}')
    first, broken, number, nul, last = lines(path)
    assert (first, last) == ((1, {"id": 1}), (6, {"id": 5}))
    assert (broken.line, broken.raw) == (3, {UNREAD: '{"id": 2'})
    assert (number.line, number.reason) == (4, "is not a JSON object")
    assert (nul.line, nul.reason) == (5, "holds NUL characters")


def test_an_escaped_nul_in_an_array(make: Make) -> None:
    bad, good = array(make("t.json", '[{"id": "a\\u0000"}, {"id": "\\\\u0000"}]'))
    assert bad.reason == "holds NUL characters"
    assert good[1] == {"id": "\\u0000"}


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
def test_json_in_other_encodings(make: Make, encoding: str) -> None:
    path = make("t.json", '[{"名称": "苏州样例汽车销售有限公司"}]', encoding)
    stream = Stream(path)
    assert list(objects.read_array(stream, stream.head())) == [(1, {"名称": "苏州样例汽车销售有限公司"})]


def test_wrong_bytes_in_a_line(make: Make) -> None:
    stream = Stream(make("t.jsonl", '{"id": "苏州样例汽车"}\n'.encode() * 30 + b'{"id": "\xe9t\xe9"}\n'))
    bad = list(objects.read_lines(stream, stream.head()))[-1]
    assert (bad.line, bad.raw) == (31, {"id": "\\xe9t\\xe9"})


ROWS = st.lists(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), VALUES), max_size=8
)


@settings(max_examples=100, deadline=None)
@given(ROWS, st.sampled_from([None, 1]), st.booleans())
@example([{"\\u0000": "\\\\u0000"}, {"\0": 1}], None, False)
def test_what_is_written_is_read(tmp_path_factory, rows, indent, ascii_only) -> None:
    folder = tmp_path_factory.mktemp("json")
    (folder / "t.json").write_text(json.dumps(rows, indent=indent, ensure_ascii=ascii_only), encoding="utf-8")
    (folder / "t.jsonl").write_text(
        "".join(json.dumps(row, ensure_ascii=ascii_only) + "\n" for row in rows) or "\n", encoding="utf-8"
    )
    nul = ["\\u0000" in json.dumps(row).replace("\\\\", "") for row in rows]
    for found in (array(folder / "t.json"), lines(folder / "t.jsonl")):
        assert [isinstance(item, BadRow) for item in found] == nul
        assert [item[1] for item in found if not isinstance(item, BadRow)] == [
            row for row, bad in zip(rows, nul, strict=True) if not bad
        ]


def test_pages(samples: Path) -> None:
    found = list(pages.read(Stream(samples / "job_page.html"), b""))
    assert [raw["@type"] for _, raw in found] == ["BreadcrumbList", "JobPosting"]
    assert [line for line, _ in found] == [5, 6]


def test_a_page_with_broken_json(make: Make) -> None:
    page = '<html><script type="application/ld+json">{"a": </script><p>x</p></html>'
    (bad,) = pages.read(Stream(make("t.html", page)), b"")
    assert bad.reason == "is not valid JSON-LD"


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    table = arrow.table({"id": list(range(10_000)), "name": ["样例"] * 10_000})
    parquet.write_table(table, path, row_group_size=3_000)
    stream = Stream(path)
    found = list(columnar.read(stream))
    assert found[0] == (1, {"id": 0, "name": "样例"})
    assert (len(found), found[-1][0]) == (10_000, 10_000)
    assert stream.read == stream.size
    assert shape_of(Stream(path)).columns == ("id", "name")
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(SourceTruncated, match=r"cut off|does not end"):
        shape_of(Stream(path))


def test_sql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(tmp_path / "t.db") as connection:
        connection.execute("create table customer (id integer, name text)")
        connection.executemany("insert into customer values (?, ?)", [(n, f"name {n}") for n in range(9_000)])
    connection.close()
    monkeypatch.setenv("SAMPLE_URL", f"sqlite:///{tmp_path / 't.db'}")
    found = list(database.read("SAMPLE_URL", "select id, name from customer order by id"))
    assert len(found) == 9_000
    assert found[0] == (1, {"id": 0, "name": "name 0"})
    with pytest.raises(SourceError, match="OperationalError") as caught:
        list(database.read("SAMPLE_URL", "select nothing from nowhere"))
    assert "nowhere" not in str(caught.value)
    monkeypatch.delenv("SAMPLE_URL")
    with pytest.raises(SourceError, match="the environment has no SAMPLE_URL"):
        list(database.read("SAMPLE_URL", "select 1"))


def by_id(path: Path) -> list:
    return [item for _, item in items_of(Stream(path), shape_of(Stream(path)), {})]


@pytest.mark.parametrize("indent", [None, 2])
def test_objects_under_their_ids_are_rows(make: Make, indent: int | None) -> None:
    rows = {f"号{n}": {"n": n, "name": {"first": "阿"}} for n in range(40)}
    path = make("t.json", json.dumps(rows, indent=indent, ensure_ascii=False))
    shape = shape_of(Stream(path))
    assert (shape.format, shape.by_id, shape.columns) == ("json", True, ("@id", "n", "name"))
    assert [raw for _, raw in by_id(path)] == [{"@id": key, **row} for key, row in rows.items()]
    if indent:
        assert [line for line, _ in by_id(path)][:2] == [2, 8]


def test_an_export_with_an_object_before_its_array_has_no_rows_under_ids(make: Make) -> None:
    path = make("t.json", '{"meta": {"n": 1},\n "links": {},\n "a": [{"x": 1}]}')
    assert not shape_of(Stream(path)).by_id
    assert by_id(path) == [(3, {"x": 1})]


def test_what_is_no_object_among_objects_under_ids_is_a_bad_row(make: Make) -> None:
    rows = {str(n): {"n": n} for n in range(SAMPLED)}
    deep: object = {}
    for _ in range(200):
        deep = {"d": deep}
    path = make("t.json", json.dumps({**rows, "x": 7, "y": [1], "z": deep, "last": {"n": 9}}, indent=0))
    found = by_id(path)[SAMPLED:]
    assert [item.reason for item in found if isinstance(item, BadRow)] == [
        "is not a JSON object",
        "is not a JSON object",
        "is nested more than 100 deep",
    ]
    assert found[-1][1] == {"@id": "last", "n": 9}


@pytest.mark.parametrize("cut", [20, 27, 40])
def test_objects_under_ids_that_end_in_the_middle(make: Make, cut: int) -> None:
    text = '{\n"a": {"x": 1},\n"b": {"x": 2},\n"c": {"x": 3}}'
    assert shape_of(Stream(make("t.json", text[:cut]))).by_id
    with pytest.raises(SourceTruncated, match="ends in the middle"):
        by_id(make("t.json", text[:cut]))
