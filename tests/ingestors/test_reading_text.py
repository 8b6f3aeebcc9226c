"""Bytes to text: packing, encodings, files that end or change while they are read."""

import bz2
import gzip
import hashlib
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_platform.errors import SourceChanged, SourceError, SourceTruncated
from graph_platform.facts import BadRow
from ingestors.reading import delimited
from ingestors.reading.shape import shape_of
from ingestors.reading.stream import Stream
from ingestors.reading.text import Decoder, LongLine, encoding_of, line_blocks

Make = Callable[..., Path]
TABLE = "编号,名称\n1,苏州样例汽车销售有限公司\n2,上海样例物流\n"


def rows(path: Path) -> list:
    stream = Stream(path)
    return list(delimited.read(stream, stream.head()))


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
def test_encodings_are_told_apart(make: Make, encoding: str, named: str) -> None:
    path = make("t.csv", TABLE, encoding)
    assert encoding_of(path.read_bytes()) == named
    assert shape_of(Stream(path)).columns == ("编号", "名称")
    assert rows(path)[0] == (2, {"编号": "1", "名称": "苏州样例汽车销售有限公司"})


def test_western_text_is_not_taken_for_chinese() -> None:
    assert encoding_of("Müller;Zürich;Café Préféré;Ångström\n".encode("cp1252")) not in ("gb18030", "utf-8")


def test_the_encoding_is_decided_where_text_stops_being_ascii(make: Make) -> None:
    path = make("t.csv", b"id,name\n" + b"1,plain\n" * 50_000 + "2,苏州样例汽车\n".encode("gb18030"))
    assert rows(path)[-1] == (50_002, {"id": "2", "name": "苏州样例汽车"})


def test_a_wrong_byte_costs_its_row_and_no_other(make: Make) -> None:
    path = make("t.csv", TABLE.encode() + b"3,bad \xe9 byte\n4,good\n")
    last, good = rows(path)[-2:]
    assert isinstance(last, BadRow)
    assert last.line == 4
    assert last.reason == "column '名称' holds bytes that are not of the file's encoding"
    assert last.raw == {"编号": "3", "名称": "bad \\xe9 byte"}
    assert good == (5, {"编号": "4", "名称": "good"})


def test_half_a_character_at_the_end_of_utf_16(make: Make) -> None:
    found = rows(make("t.csv", TABLE.encode("utf-16")[:-1]))
    assert found[0][1]["编号"] == "1"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_files_are_known_by_their_bytes(make: Make, pack: Callable[[bytes], bytes]) -> None:
    path = make("no-suffix", pack(TABLE.encode()) + pack("3,第三行\n".encode()))
    assert [item[1]["编号"] for item in rows(path)] == ["1", "2", "3"]


def test_a_truncated_gzip_gives_its_rows_and_then_says_so(make: Make) -> None:
    lines = "".join(f"{n},{os.urandom(16).hex()}\n" for n in range(20_000))
    packed = gzip.compress(("id,name\n" + lines).encode())
    stream = Stream(make("t.csv.gz", packed[: len(packed) // 2]))
    found = []
    with pytest.raises(SourceTruncated, match=r"t\.csv\.gz ends in the middle.*byte \d+"):
        found.extend(item for item in delimited.read(stream, stream.head()) if found.append(item))
    assert len(found) > 5_000
    assert all(not isinstance(item, BadRow) for item in found)


def test_a_damaged_gzip(make: Make) -> None:
    packed = bytearray(gzip.compress(os.urandom(1_000_000)))
    packed[600_000] ^= 0xFF
    stream = Stream(make("t.csv.gz", bytes(packed)))
    with pytest.raises(SourceError, match=r"damaged|ends in the middle"):
        list(stream.chunks())


@pytest.mark.parametrize("content", [b"", gzip.compress(b"", mtime=0), b"\n \n"])
def test_an_empty_file_is_refused(make: Make, content: bytes) -> None:
    with pytest.raises(SourceError, match=r"empty|blank"):
        shape_of(Stream(make("t.csv", content)))


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder"):
        Stream(tmp_path)
    with pytest.raises(SourceError, match="cannot be read"):
        Stream(tmp_path / "nowhere.csv")


def test_a_file_that_grows_while_it_is_read(make: Make) -> None:
    path = make("t.csv", b"id,name\n" + b"1,name of nobody\n" * 100_000)
    stream = Stream(path)
    items = delimited.read(stream, stream.head())
    next(items)
    with path.open("ab") as file:
        file.write(b"2,late\n")
    with pytest.raises(SourceChanged, match=r"t\.csv changed while it was being read"):
        list(items)


def test_a_file_that_is_replaced_or_removed_while_it_is_read(make: Make) -> None:
    path = make("t.csv", b"id,name\n" + b"1,name of nobody\n" * 100_000)
    stream = Stream(path)
    items = delimited.read(stream, stream.head())
    next(items)
    path.unlink()
    with pytest.raises(SourceChanged, match="vanished"):
        list(items)


def test_the_position_reaches_the_size(make: Make) -> None:
    stream = Stream(make("t.csv.gz", gzip.compress(TABLE.encode() * 1000)))
    assert stream.read == 0
    list(stream.chunks())
    assert stream.read == stream.size


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_a_line_without_end_is_known_by_its_place_and_its_hash(encoding: str) -> None:
    before, long, after = "编号,名称\n", "汽车" * 50_000, "2,上海\n"
    content = (before + long + "\n" + after).encode(encoding)
    decoder = Decoder(content[:100])
    chunks = (content[at : at + 7_001] for at in range(0, len(content), 7_001))
    blocks = list(line_blocks(decoder.texts(chunks), decoder, longest=20_000))
    (found,) = [block for block in blocks if isinstance(block, LongLine)]
    assert [line for block in blocks if block is not found for line in block] == [before, after]
    kept = found.rejected(2).raw
    bytes_of_line = content[kept["offset"] : kept["offset"] + kept["bytes"]]
    wide = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding.removesuffix("-sig"))
    assert bytes_of_line == long.encode(wide)
    assert kept["sha256"] == hashlib.sha256(bytes_of_line).hexdigest()
    assert 20_000 < len(kept["…"]) <= 64 * 1024
    assert long.startswith(kept["…"])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(make: Make, end: str) -> None:
    path = make("t.csv", TABLE.replace("\n", end))
    assert [item[1]["编号"] for item in rows(path)] == ["1", "2"]


def test_decoding_survives_any_cut() -> None:
    whole = TABLE.encode("gb18030")
    for cut in range(1, len(whole)):
        decoder = Decoder(whole)
        assert decoder.decode(whole[:cut]) + decoder.decode(whole[cut:], final=True) == TABLE
