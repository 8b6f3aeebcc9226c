"""Files that lie: what spreadsheets, mails and attackers do to an export costs rows or the file, and nothing else."""

import bz2
import contextlib
import csv
import gzip
import json
import lzma
import os
import random
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from mutations import mutated
from openpyxl.styles import numbers
from source_checks import claims_of, read

from graph_platform.cli.load import files_in
from graph_platform.errors import SourceError, SourceTruncated, UnrecognisedSource, UsageError
from graph_platform.facts import BadRow
from graph_platform.generator.exports import outlet
from graph_platform.loading.rejects import Reject, append_rejects
from graph_platform.settings import current_settings
from graph_platform.source import Source
from graph_platform.sources import source
from ingestors.mapping import mapping_source
from ingestors.reading import archive, delimited

Make = Callable[..., Path]
HEADER = "Record ID,Company name,City,Annual Revenue,Create Date,Parent company ID"
FIRST = "1,Northgate Sample Ltd,Leeds,1000,2024-01-05 10:00,"
SECOND = "2,苏州样例汽车销售有限公司,苏州,2000,2024-01-06 10:00,1"
HOLDERS = "企业名称,统一社会信用代码,股东名称,持股比例"


@pytest.fixture(scope="module")
def hubspot() -> Source:
    return source("hubspot")


@pytest.fixture(scope="module")
def register() -> Source:
    return source("cn-register")


def lines(*each: str) -> str:
    return "\n".join(each) + "\n"


def reasons(bad: list[BadRow]) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in bad]


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Set settings for one test."""

    def limit(**settings: object) -> None:
        for name, value in settings.items():
            monkeypatch.setenv(f"GRAPH_PLATFORM_{name.upper()}", str(value))
        current_settings.cache_clear()

    yield limit
    current_settings.cache_clear()


# spreadsheets


@pytest.mark.parametrize(("whole", "part"), [("gb18030", "utf-8"), ("utf-8", "gb18030"), ("utf-8", "cp1252")])
def test_rows_in_another_encoding_than_their_file_are_rejected_and_never_misread(
    make: Make, hubspot: Source, whole: str, part: str
) -> None:
    other = "3,Müller Söhne,,,," if part == "cp1252" else "3,上海样例物流有限公司,上海,,,"
    content = (
        lines(HEADER, *[SECOND] * 30).encode(whole) + lines(other).encode(part) + lines(SECOND).encode(whole)
    )
    rows, bad = read(hubspot, make("t.csv", content))
    assert len(rows) == 31
    assert {row.records[0].values["name"] for row in rows} == {"苏州样例汽车销售有限公司"}
    assert reasons(bad) == [(32, "column 'Company name' holds bytes that are not of the file's encoding")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_titles_above_the_header_are_passed_over(
    make: Make, hubspot: Source, encoding: str, delimiter: str
) -> None:
    titles = ("客户名单 2024年一季度;;;;;", "", "导出时间：2024-04-01", '"说明\n第二行"')
    path = make(
        "t.csv", lines(*titles, *(r.replace(",", delimiter) for r in (HEADER, FIRST, SECOND))), encoding
    )
    rows, bad = read(hubspot, path)
    assert not bad
    assert [(row.line, row.key) for row in rows] == [(7, "company/1"), (8, "company/2")]


def test_titles_are_passed_over_on_an_old_mac_too(make: Make, hubspot: Source) -> None:
    rows, _ = read(hubspot, make("t.csv", lines("Customers", HEADER, FIRST).replace("\n", "\r")))
    assert [(row.line, row.key) for row in rows] == [(3, "company/1")]


def test_a_group_heading_above_the_header_is_no_header(make: Make, hubspot: Source) -> None:
    rows, bad = read(hubspot, make("t.csv", lines("Customer,,,Money,,", HEADER, FIRST)))
    assert ([row.line for row in rows], bad) == ([3], [])


def test_a_header_in_a_second_language_and_a_repeated_one_are_no_customers(
    make: Make, register: Source
) -> None:
    second = "公司名称,社会信用代码,股东,出资比例"
    row = "华东甲有限公司,,张测试,40%"
    rows, bad = read(register, make("t.csv", lines(HOLDERS, second, row, HOLDERS, row.replace("甲", "乙"))))
    assert len(rows) == 2
    assert reasons(bad) == [(3 - 1, "is a second header"), (4, "repeats the header")]


@pytest.mark.parametrize("word", ["合计", "总计：", "Total", "Grand total", "小计", "Summe"])
@pytest.mark.parametrize("place", [0, 1])
def test_a_total_at_the_foot_is_rejected_and_is_no_customer(
    make: Make, hubspot: Source, word: str, place: int
) -> None:
    foot = [""] * 6
    foot[place], foot[3] = word, "¥3,000.00"
    rows, bad = read(hubspot, make("t.csv", lines(HEADER, FIRST, ",".join(f'"{c}"' for c in foot))))
    assert [row.key for row in rows] == ["company/1"]
    assert reasons(bad) == [(3, "is a total, and no row of the table")]


def test_a_company_that_is_named_total_stays(make: Make, register: Source) -> None:
    rows, bad = read(register, make("t.csv", lines(HOLDERS, "Total,,张测试,40%")))
    assert (len(rows), bad) == (1, [])


def test_doubled_and_reordered_columns_change_nothing(make: Make, hubspot: Source) -> None:
    order = (3, 1, 0, 5, 2, 4, 1)
    mixed = [",".join(row.split(",")[n] for n in order) for row in (HEADER, FIRST, SECOND)]
    rows, bad = read(hubspot, make("t.csv", lines(*mixed)))
    straight, _ = read(hubspot, make("u.csv", lines(HEADER, FIRST, SECOND)))
    assert not bad
    assert [(row.key, row.records, row.claims) for row in rows] == [
        (row.key, row.records, row.claims) for row in straight
    ]


def test_a_merged_cell_is_not_filled_in_by_guess(make: Make, register: Source) -> None:
    merged = ("华东甲有限公司,,张测试,40%", ",,李测试,30%", ",,王测试,30%")
    rows, bad = read(register, make("t.csv", lines(HOLDERS, *merged)))
    assert [row.line for row in rows] == [2]
    assert reasons(bad) == [(3, "column '企业名称' is empty"), (4, "column '企业名称' is empty")]


def test_an_id_that_a_spreadsheet_rounded_joins_nothing(
    make: Make, hubspot: Source, register: Source
) -> None:
    rounded = ("1.1E+17,One Ltd,,,,", "1.1E+17,Two Ltd,,,,", "3,Three Ltd,,,,1.1E+17")
    rows, bad = read(hubspot, make("t.csv", lines(HEADER, FIRST, *rounded)))
    assert [row.key for row in rows] == ["company/1"]
    assert [row.line for row in bad] == [3, 4, 5]
    assert "'Record ID' was rounded" in bad[0].reason
    assert "'Parent Company ID' was rounded" in bad[2].reason
    rows, bad = read(register, make("u.csv", lines(HOLDERS, "华东甲有限公司,9.13301E+17,张测试,40%")))
    assert not rows
    assert "'统一社会信用代码' was rounded" in bad[0].reason
    assert "9.13" not in bad[0].reason


def test_a_rounded_id_is_rejected_under_a_mapping_too(make: Make, mapped: Source) -> None:
    rows, bad = read(mapped, make("t.csv", "Nr;Name;Umsatz\n1,2E+15;A GmbH;1.234,50\n17;B GmbH;1.234,50\n"))
    assert [row.key for row in rows] == ["customer/17"]
    assert "'Nr' was rounded" in bad[0].reason


@pytest.fixture
def mapped(make: Make) -> Source:
    return mapping_source(
        make(
            "m.yaml",
            """
source: list
title: Customers
kind: sales
trust: 0.5
formats: {decimal: ",", currency: EUR}
tables:
  customers:
    columns: [Nr, Name, Umsatz]
    records:
      customer: {label: Company, key: "customer/{Nr}", values: {name: Name, annual_revenue: Umsatz}}
""",
        )
    )


def test_claims_of_a_table_below_titles_are_those_of_the_table(make: Make, hubspot: Source) -> None:
    rows, _ = read(hubspot, make("t.csv", lines("Title", HEADER, FIRST, SECOND)))
    assert ("PART_OF", "company/2", "company/1") in claims_of(rows)


# Excel files


def workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    """An Excel file; a cell that is a pair is a value and its number format."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for line, row in enumerate(cells, 1):
            for column, said in enumerate(row, 1):
                value, shown = said if isinstance(said, tuple) else (said, None)
                cell = sheet.cell(line, column, value)
                if shown:
                    cell.number_format = shown
    path = folder / "book.xlsx"
    book.save(path)
    return path


COLUMNS: list[object] = list(HEADER.split(","))


def test_an_excel_file_says_what_the_same_csv_says(tmp_path: Path, make: Make, hubspot: Source) -> None:
    cells: list[list[object]] = [
        ["客户名单"],
        [],
        COLUMNS,
        [1, "Northgate Sample Ltd", "Leeds", 1000, datetime(2024, 1, 5, 10, 0), None],
        ["2", "苏州样例汽车销售有限公司", "苏州", 2000.0, date(2024, 1, 6), 1],
        ["合计", None, None, 3000],
    ]
    rows, bad = read(hubspot, workbook(tmp_path, 客户=cells, Notes=[["Ask the sales desk", 1]]))
    table = make(
        "t.csv", lines("Title", "", HEADER, FIRST.replace("10:00", "10:00:00"), SECOND.replace(" 10:00", ""))
    )
    straight, _ = read(hubspot, table)
    assert [(row.line, row.key, row.records, row.claims) for row in rows] == [
        (row.line, row.key, row.records, row.claims) for row in straight
    ]
    assert reasons(bad) == [(6, "is a total, and no row of the table")]


def test_each_sheet_is_a_table_of_its_own(tmp_path: Path, register: Source) -> None:
    path = workbook(
        tmp_path,
        股东=[[*HOLDERS.split(",")], ["华东甲有限公司", None, "张测试", (0.4, numbers.FORMAT_PERCENTAGE)]],
        投资=[["企业名称", "被投资企业名称", "投资比例"], ["华东甲有限公司", "华东乙有限公司", "60%"]],
    )
    opened = register.open(path)
    assert opened.table == "shareholders, investments"
    rows, bad = read(register, path)
    assert not bad
    assert [row.claims[0].values["share"] for row in rows] == ["40%", "60%"]


def test_merged_cells_formulas_and_long_numbers_of_an_excel_file(tmp_path: Path, register: Source) -> None:
    cells: list[list[object]] = [
        [*HOLDERS.split(",")],
        ["华东甲有限公司", None, "张测试", "=20%+20%"],
        [None, None, "李测试", 0.3],
        ["华东乙有限公司", 913301081234567890, "王测试", 0.3],
    ]
    path = workbook(tmp_path, 股东=cells)
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.save(path)
    # a program other than Excel leaves no computed value behind a formula, and none is made up
    rows, bad = read(register, path)
    assert [row.line for row in rows] == [2]
    assert "share" not in rows[0].claims[0].values
    assert bad[0].reason == "column '企业名称' is empty"
    assert "'统一社会信用代码' was rounded" in bad[1].reason
    packed = _rewritten(
        path, "xl/worksheets/sheet1.xml", b"<f>20%+20%</f><v></v>", b"<f>20%+20%</f><v>0.4</v>"
    )
    rows, _ = read(register, packed)
    assert rows[0].claims[0].values["share"] == "0.4%"


def _rewritten(path: Path, member: str, old: bytes, new: bytes) -> Path:
    """The archive with a part of one member exchanged."""
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == member:
                assert old in content
                content = content.replace(old, new, 1)
            after.writestr(name, content)
    return changed


def test_a_renamed_column_of_an_excel_file_is_named(tmp_path: Path, register: Source) -> None:
    path = workbook(tmp_path, 股东=[["企业名称", "股东名称", "持股比率"], ["a", "b", "c"]])
    with pytest.raises(UnrecognisedSource, match="'持股比例' is missing"):
        register.open(path)


@pytest.mark.parametrize(
    ("member", "old", "new", "says"),
    [
        ("xl/workbook.xml", b"<workbook", b'<!DOCTYPE x [<!ENTITY a "aa">]><workbook', "document type"),
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="99999999"', "rows or"),
        ("xl/worksheets/sheet1.xml", b"</row>", b"</wor>", "damaged"),
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b" " * 70_000_000 + b"<sheetData>", "times its size"),
    ],
)
def test_an_excel_file_that_was_made_to_do_harm_is_refused(
    tmp_path: Path, hubspot: Source, member: str, old: bytes, new: bytes, says: str
) -> None:
    path = _rewritten(workbook(tmp_path, A=[COLUMNS, [1, "A"], [2, "B"]]), member, old, new)
    with pytest.raises(SourceError, match=says):
        read(hubspot, path)


def test_a_sheet_that_lies_about_its_size_costs_nothing(tmp_path: Path, hubspot: Source) -> None:
    path = workbook(tmp_path, A=[COLUMNS, [1, "A"]])
    path = _rewritten(path, "xl/worksheets/sheet1.xml", b'ref="A1:F2"', b'ref="A1:XFD1048576"')
    assert [row.key for row in read(hubspot, path)[0]] == ["company/1"]


def test_a_damaged_excel_file_ends_in_rows_or_a_refusal(tmp_path: Path, register: Source) -> None:
    good = workbook(tmp_path, 股东=[[*HOLDERS.split(",")], ["华东甲有限公司", None, "张测试", 0.4]])
    with zipfile.ZipFile(good) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for seed in range(100):
        rng = random.Random(seed)
        spoiled = rng.choice([*parts, ""])
        content = {name: mutated(part, rng) if name == spoiled else part for name, part in parts.items()}
        path = packed(tmp_path, dict(content), "spoiled.xlsx")
        if not spoiled:
            path.write_bytes(mutated(good.read_bytes(), rng))
        with contextlib.suppress(SourceError):
            read(register, path)


# archives


def packed(folder: Path, members: dict[str | zipfile.ZipInfo, str | bytes], name: str = "t.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for member, content in members.items():
            zipped.writestr(member, content)
    return path


def test_members_of_an_archive_are_files_of_their_own(tmp_path: Path, register: Source) -> None:
    path = packed(
        tmp_path,
        {
            "导出/股东.csv": lines(HOLDERS, "华东甲有限公司,,张测试,40%", ",,李测试,60%").encode("gb18030"),
            "导出/投资.csv": lines("企业名称,被投资企业名称", "华东甲有限公司,华东乙有限公司"),
            "README.txt": "thank you",
            "__MACOSX/._x": b"\0\5\26\7",
        },
    )
    opened = register.open(path)
    assert opened.table == "shareholders, investments"
    seen = [(opened.table, item.line, isinstance(item, BadRow)) for item in opened]
    assert seen == [("shareholders", 2, False), ("shareholders", 3, True), ("investments", 2, False)]
    assert opened.position() <= opened.size


def test_a_member_of_another_source_has_the_archive_refused_by_its_name(
    tmp_path: Path, hubspot: Source
) -> None:
    path = packed(tmp_path, {"good.csv": lines(HEADER, FIRST), "other.csv": "Alpha,Beta\n1,2\n"})
    with pytest.raises(UnrecognisedSource, match=r"t\.zip:other\.csv"):
        hubspot.open(path)


def _link() -> zipfile.ZipInfo:
    link = zipfile.ZipInfo("customers.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return link


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"../../x.csv": HEADER}, "leads out"),
        ({"a/../../x.csv": HEADER}, "leads out"),
        ({"/etc/x.csv": HEADER}, "leads out"),
        ({"C:\\x.csv": HEADER}, "leads out"),
        ({"..\\x.csv": HEADER}, "leads out"),
        ({_link(): "/etc/passwd"}, "symbolic link"),
        ({"inner.zip": b"PK\x03\x04" + b"\0" * 30}, "an archive"),
        ({"inner.csv.gz": gzip.compress(HEADER.encode())}, "an archive"),
        ({"README": "x"}, "holds no file"),
        ({}, "holds no file"),
        ({"empty.csv": ""}, "empty file"),
    ],
)
def test_an_archive_with_a_trick_in_it_is_refused(
    tmp_path: Path, hubspot: Source, members: dict, says: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    path = packed(tmp_path, members)
    with pytest.raises(SourceError, match=says):
        read(hubspot, path)
    assert sorted(tmp_path.rglob("*")) == sorted([*before, path])


def test_an_encrypted_archive_is_refused_with_what_to_do(tmp_path: Path, hubspot: Source) -> None:
    path = packed(tmp_path, {"t.csv": lines(HEADER, FIRST)})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(SourceError, match="encrypted") as refused:
        hubspot.open(path)
    assert "password" in refused.value.suggestion


@pytest.mark.parametrize("cut", [0.3, 0.9, 0.99])
def test_an_archive_that_is_cut_off_or_damaged_is_refused(
    tmp_path: Path, hubspot: Source, cut: float
) -> None:
    path = packed(tmp_path, {"t.csv": lines(HEADER, *[f"{n},{os.urandom(9).hex()},,,," for n in range(99)])})
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * cut)])
    with pytest.raises(SourceTruncated):
        read(hubspot, path)
    path.write_bytes(whole[:200] + b"garbage" + whole[207:])
    with pytest.raises(SourceError):
        read(hubspot, path)


@pytest.mark.parametrize(
    "magic", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_an_archive_of_an_unknown_kind_is_named(make: Make, hubspot: Source, magic: bytes) -> None:
    with pytest.raises(SourceError, match=r"7z|RAR|Office"):
        hubspot.open(make("t.bin", magic + b"\0" * 100))


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "zip"])
def test_a_bomb_is_refused_with_memory_flat(tmp_path: Path, kind: str) -> None:
    bomb = tmp_path / "bomb"
    zeros = (lines(HEADER).encode(), *[b"0" * 1_000_000 + b"\n"] * 100)
    if kind == "zip":
        packed(tmp_path, {"t.csv": b"".join(zeros)}, "bomb")
    else:
        opener = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}[kind]
        with opener(bomb, "wb") as file:
            file.writelines(zeros)
    assert bomb.stat().st_size < 2_000_000
    said, grown = in_a_process(bomb)
    assert "times its size" in said
    assert grown < 200


def in_a_process(path: Path, name: str = "hubspot", small: str = "") -> tuple[str, int]:
    """What reading a file as a source's says, and by how many MiB the process grew over one that reads a small file."""
    script = """
import resource, sys
from pathlib import Path
from graph_platform.errors import SourceError
from graph_platform.facts import BadRow
from graph_platform.sources import source
read = source(sys.argv[3])
def run(path):
    good = bad = 0
    said = ""
    try:
        for item in read.open(Path(path)):
            good, bad = good + (not isinstance(item, BadRow)), bad + isinstance(item, BadRow)
            said = item.reason if isinstance(item, BadRow) else said
    except SourceError as error:
        said = error.message
    return f"{good} good, {bad} bad, {said}"
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
run(sys.argv[1])
before = peak()
print(run(sys.argv[2]))
print(peak() - before)
"""
    other = path.with_name(f"small{path.suffix}")
    other.write_text(small or lines(HEADER, FIRST), encoding="utf-8")
    arguments = [sys.executable, "-c", script, str(other), str(path), name]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    said, grown = done.stdout.splitlines()
    return said, int(grown)


def test_the_limits_of_unpacking_are_settings(
    make: Make, hubspot: Source, limits: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "FREE", 1024 * 1024)
    path = make("t.csv.gz", gzip.compress(lines(HEADER, f"1,A,{'x' * 9_000},,,").encode() + b" " * 3_000_000))
    with pytest.raises(SourceError, match="200 times its size") as refused:
        read(hubspot, path)
    assert "RATIO" in refused.value.suggestion
    limits(unpacked_ratio=2000)
    assert len(read(hubspot, path)[0]) == 1
    limits(unpacked_mb=2)
    with pytest.raises(SourceError, match="2 MiB"):
        read(hubspot, path)


def test_a_parquet_file_that_is_damaged_or_a_bomb_is_refused(
    tmp_path: Path, register: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.parquet"
    columns = {name: [f"{name}{n}" for n in range(20_000)] for name in HOLDERS.split(",")}
    pq.write_table(pa.table(columns), path, compression="gzip", use_dictionary=False)
    whole = path.read_bytes()
    rng = random.Random(5)
    for _ in range(40):
        at = rng.randrange(4, len(whole) - 8)
        path.write_bytes(whole[:at] + rng.randbytes(200) + whole[at + 200 :])
        with contextlib.suppress(SourceError):
            read(register, path)
    monkeypatch.setattr(archive, "FREE", 1024)
    blank = {name: ["x" * 30] * 50_000 for name in columns}
    pq.write_table(pa.table(blank), path, compression="gzip", use_dictionary=False)
    with pytest.raises(SourceError, match="times its size"):
        register.open(path)


# what is no file


def test_a_pipe_or_a_device_is_refused_without_waiting_for_it(tmp_path: Path, hubspot: Source) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(SourceError, match="pipe or a device"):
            hubspot.open(path)


def test_a_link_is_followed_where_it_is_named_and_never_where_it_lies_in_a_folder(
    tmp_path: Path, make: Make, hubspot: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    real = make("real.csv", lines(HEADER, FIRST))
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "link.csv").symlink_to(real)
    assert len(read(hubspot, folder / "link.csv")[0]) == 1
    with pytest.raises(UsageError, match="holds no file"):
        files_in([folder])
    assert "link.csv is a link" in capsys.readouterr().err
    (folder / "own.csv").write_text(HEADER, encoding="utf-8")
    os.mkfifo(folder / "pipe")
    assert files_in([folder, folder / "link.csv"]) == [folder / "own.csv", folder / "link.csv"]


# without end


def test_a_line_without_end_costs_itself_and_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.write(lines(HEADER, FIRST).encode() + b"2,")
        # a hole in the file: as many NULs, and no disk
        file.seek(300 * 1024 * 1024, os.SEEK_CUR)
        file.write(lines("", SECOND.replace("2,", "3,", 1)).encode())
    said, grown = in_a_process(path)
    assert said == "2 good, 1 bad, the line is longer than 16 MiB"
    assert grown < 200


def test_an_element_without_end_costs_itself_and_memory_stays_flat(tmp_path: Path) -> None:
    ticket = '{"id": %d, "subject": "s", "status": "open", "requester_id": 5}'
    path = tmp_path / "t.json"
    with path.open("wb") as file:
        file.write(f'{{"tickets": [{ticket % 1},\n{{"id": 2, "subject": "'.encode())
        file.seek(300 * 1024 * 1024, os.SEEK_CUR)
        file.write(f'"}}, {ticket % 3}]}}'.encode())
    said, grown = in_a_process(path, "zendesk", f'{{"tickets": [{ticket % 1},\n{ticket % 2}]}}')
    assert said == "2 good, 1 bad, is longer than 16 MiB"
    assert grown < 250


def test_a_row_whose_cells_never_end_is_given_up_and_the_others_are_read(
    make: Make, hubspot: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "LONGEST_ROW", 1024 * 1024)
    # every cell is well, and there is always one more
    content = lines(HEADER, FIRST, '2,"' + '\n","' * 1_000_000, SECOND.replace("2,", "3,", 1))
    given_up, kept = [], []
    for item in hubspot.open(make("t.csv", content)):
        (given_up if isinstance(item, BadRow) else kept).append(item.line)
    assert given_up[0] == 3
    assert kept == [2, 1_000_004]


@pytest.mark.parametrize("kind", ["zendesk_tickets.jsonl", "zendesk_tickets.json"])
def test_json_of_any_depth_costs_its_object_alone(make: Make, kind: str) -> None:
    good = '{"id": %d, "subject": "s", "status": "open", "requester_id": 5}'
    deep = '{"id": 2, "subject": ' + "[" * 100_000 + "]" * 100_000 + "}"
    if kind.endswith("jsonl"):
        content = lines(good % 1, deep, good % 3)
    else:
        content = '{"tickets": [' + ",\n".join((good % 1, deep, good % 3)) + "]}"
    rows, bad = read(source("zendesk"), make(kind, content))
    assert [row.key for row in rows] == ["ticket/1", "ticket/3"]
    assert len(bad) == 1
    assert "nested too" in bad[0].reason or "nested more" in bad[0].reason


def test_a_json_text_without_end_is_refused_with_memory_flat(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    with path.open("wb") as file:
        file.write(b'[{"id": 1, "subject": "')
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(b'"}]')
    said, grown = in_a_process(path)
    assert said.startswith("0 good, 0 bad, t.json")
    assert grown < 200


# formulas

FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "a,=1",
    'b;"@x',
    "c |+1",
    "=\\",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_no_formula_in_a_reject_file_and_loads_back_as_it_was(
    tmp_path: Path, formula: str
) -> None:
    path = tmp_path / "t.rejects.jsonl"
    row = {"Record ID": "1", "Company name": formula, formula: [formula, "x", -5, 10**30, "\ud800"], "n": -1}
    append_rejects(path, [Reject("t.csv", "companies", 2, "reason", row)], 0)
    written = path.read_text(encoding="utf-8")
    assert json.loads(written)["row"] == row
    for delimiter in ",;\t|":
        for cells in csv.reader([written], delimiter=delimiter):
            for cell in cells:
                assert not cell.lstrip().startswith(("=", "@", "+", "＝")), cell
                assert not re.match(r"-(?![\d]+[\]},]*$)", cell), cell


@pytest.mark.parametrize("formula", [f for f in FORMULAS if f[0] in "=+-@\t\r＝"])
def test_a_formula_is_never_written_live_to_a_csv_file(tmp_path: Path, formula: str) -> None:
    table = outlet.Table(tmp_path, "t.csv", date(2026, 11, 1), ("a", "b"))
    table.add(formula, "+44 20 7946 0018")
    table.add("-12.5", 3)
    table.close(whole=True)
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["a", "b"], [f"'{formula}", "+44 20 7946 0018"], ["-12.5", "3"]]
