"""Rows of delimited files: lines, quotes, widths, headers."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_platform.facts import BadRow
from ingestors.reading import delimited
from ingestors.reading.items import UNREAD
from ingestors.reading.stream import Stream

Make = Callable[..., Path]


def rows(path: Path) -> list:
    stream = Stream(path)
    return list(delimited.read(stream, stream.head()))


def test_a_row_has_the_line_where_it_begins(make: Make) -> None:
    path = make("t.csv", 'id,text\n1,"a\nb\n\nc"\n\n2,d\n3,"e\n"\n4,f\n')
    assert [(line, raw["id"]) for line, raw in rows(path)] == [(2, "1"), (7, "2"), (8, "3"), (10, "4")]


def test_lines_are_right_across_blocks(make: Make) -> None:
    body = "".join(f'{n},"first {n}\nsecond"\n' for n in range(60_000))
    found = rows(make("t.csv", "id,text\n" + body))
    assert len(found) == 60_000
    assert all(line == 2 + 2 * int(raw["id"]) for line, raw in found)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(make: Make, delimiter: str) -> None:
    path = make("t.csv", f'id{delimiter}a name{delimiter}x\n1{delimiter}"a,b;c"{delimiter}\n')
    assert rows(path) == [(2, {"id": "1", "a name": "a,b;c", "x": ""})]


def test_excel_says_its_separator_above_the_header(make: Make) -> None:
    assert rows(make("t.csv", "sep=;\nid;name\n1;a\n")) == [(3, {"id": "1", "name": "a"})]


def test_a_wrong_cell_count_costs_its_row(make: Make) -> None:
    few, good, many = rows(make("t.csv", "id,name,x\n1,a\n2,b,c\n3,d,e,f,g\n"))
    assert isinstance(few, BadRow)
    assert (few.line, few.reason) == (2, "2 cells where the header has 3 columns")
    assert few.raw == {"id": "1", "name": "a", UNREAD: []}
    assert good == (3, {"id": "2", "name": "b", "x": "c"})
    assert isinstance(many, BadRow)
    assert many.raw == {"id": "3", "name": "d", "x": "e", UNREAD: ["f", "g"]}


def test_nuls_cost_their_row(make: Make) -> None:
    good, bad, after = rows(make("t.csv", b"id,name\n1,a\n2,b\0c\n3,d\n"))
    assert good == (2, {"id": "1", "name": "a"})
    assert (bad.line, bad.reason) == (3, "column 'name' holds NUL characters")
    assert after == (4, {"id": "3", "name": "d"})


def test_a_stray_quote_costs_one_row(make: Make) -> None:
    body = "".join(f"{n},plain\n" for n in range(50_000))
    found = rows(make("t.csv", 'id,name\n1,"never closed\n' + body))
    assert isinstance(found[0], BadRow)
    assert (found[0].line, found[0].raw) == (2, {UNREAD: '1,"never closed'})
    assert len(found) == 50_001
    assert found[1] == (3, {"id": "0", "name": "plain"})
    assert found[-1] == (50_002, {"id": "49999", "name": "plain"})


def test_a_cell_that_is_too_long(make: Make) -> None:
    big = "x" * (delimited.LONGEST_CELL + 10)
    bad, good = rows(make("t.csv", f"id,name\n1,{big}\n2,b\n"))
    assert bad.reason == "a cell is longer than 1 MiB"
    assert good == (3, {"id": "2", "name": "b"})


def test_columns_of_one_name_do_not_hide_one_another(make: Make) -> None:
    assert rows(make("t.csv", "id,phone,phone,\n1,a,b,c\n")) == [
        (2, {"id": "1", "phone": "a", "phone (2)": "b", "column 4": "c"})
    ]


def test_no_line_end_at_the_end(make: Make) -> None:
    assert rows(make("t.csv", "id,name\n1,a")) == [(2, {"id": "1", "name": "a"})]


CELLS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read(tmp_path_factory, table, delimiter, encoding) -> None:
    header = [f"c{n}" for n in range(len(table[0]))]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [header, *table]
    )
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    found = [item for item in rows(path) if not isinstance(item, BadRow)]
    # a text that holds the mark of an unreadable byte itself is rejected rather than trusted
    expected = [dict(zip(header, cells, strict=True)) for cells in table if "\ufffd" not in "".join(cells)]
    if all(not isinstance(item, BadRow) for item in rows(path)):
        expected = [dict(zip(header, cells, strict=True)) for cells in table]
    assert [raw for _, raw in found] == expected
