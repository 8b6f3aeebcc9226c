"""Comments on documents."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import SourceTruncated, UnrecognisedSource
from graph_platform.facts import BadRow
from graph_platform.loading.prepare import prepare
from ingestors.comments import source

Make = Callable[..., Path]
GOOGLE, FEISHU, CONFLUENCE = "comments_google.json", "comments_feishu.json", "comments_confluence.json"


def test_google_drive(samples: Path) -> None:
    rows, bad = read(source, samples / GOOGLE)
    key = "comment/comments_google/AAAA1"
    records = {record.key: record.values for record in rows[0].records}
    assert records == {
        key: {
            "text": "Is this right? @han.mei@sample.example",
            "published": "2026-03-02T01:00:00.000Z",
            "status": "resolved",
            "quote": "120 batteries & racks",
        },
        f"{key}#R1": {"text": "对，已核对。", "published": "2026-03-02T02:00:00.000Z"},
        "user/1111": {"name": "Eva Beispiel"},
        "mailbox/han.mei@sample.example": {"name": "韩梅", "email": "han.mei@sample.example"},
    }
    assert claims_of(rows[:1]) == {
        ("CONCERNS", key, "document/comments_google"),
        ("CONCERNS", f"{key}#R1", "document/comments_google"),
        ("CONCERNS", f"{key}#R1", key),
        ("AUTHORED", "user/1111", key),
        ("AUTHORED", "mailbox/han.mei@sample.example", f"{key}#R1"),
        ("MENTIONS", key, "mailbox/han.mei@sample.example"),
    }
    assert [(b.line, b.reason) for b in bad] == [(63, "column 'id' is empty")]


def test_an_author_without_an_id_is_known_in_one_comment_only(samples: Path) -> None:
    row = read(source, samples / GOOGLE)[0][1]
    assert row.records[0].values["status"] == "deleted"
    assert row.records[1].key == "comment/comments_google/AAAA2#author"


def test_feishu(samples: Path) -> None:
    (row,), bad = read(source, samples / FEISHU)
    assert not bad
    assert row.key == "comment/comments_feishu/6916106822734578184"
    # the first reply is the comment's own text
    assert [record.values.get("text") for record in row.records] == [
        "这个数对吗 https://sample.example/docx/abc",
        "对的。",
    ]
    assert row.records[0].values["quote"] == "换电站数量"
    reply = f"{row.key}#6916106822734594569"
    assert claims_of([row]) == {
        ("CONCERNS", row.key, "document/comments_feishu"),
        ("CONCERNS", reply, "document/comments_feishu"),
        ("CONCERNS", reply, row.key),
        ("AUTHORED", "user/ou_sample1", row.key),
        ("AUTHORED", "user/ou_sample2", reply),
        ("MENTIONS", row.key, "user/ou_sample2"),
    }


def test_the_items_of_feishu_without_their_answer(samples: Path, make: Make) -> None:
    expected = read(source, samples / FEISHU)[0]
    items = json.loads((samples / FEISHU).read_text(encoding="utf-8"))["data"]["items"]
    for name, content in (
        ("comments_feishu.json", json.dumps(items)),
        ("comments_feishu.jsonl", json.dumps(items[0])),
    ):
        rows, _ = read(source, make(name, content))
        assert [row.records for row in rows] == [row.records for row in expected]


def test_confluence(samples: Path) -> None:
    rows, bad = read(source, samples / CONFLUENCE)
    assert not bad
    assert rows[0].records[1].values == {
        "text": "Which charger?",
        "published": "2026-03-02T08:00:00.000+08:00",
        "status": "open",
        "quote": "the charger",
    }
    assert rows[0].records[0].values == {"title": "Station handbook"}
    assert ("CONCERNS", "comment/1001/2002", "comment/1001/2001") in claims_of(rows)
    assert {("AUTHORED", "user/5b10a", rows[0].key), ("AUTHORED", "user/hanmei", rows[1].key)} <= claims_of(
        rows
    )


def test_the_second_api_of_confluence_speaks_of_the_same_people(samples: Path) -> None:
    (row,), _ = read(source, samples / "comments_confluence_v2.json")
    assert claims_of([row]) == {
        ("CONCERNS", "comment/1001/3001", "document/1001"),
        ("CONCERNS", "comment/1001/3001", "comment/1001/2001"),
        ("AUTHORED", "user/5b10a", "comment/1001/3001"),
    }
    assert (row.records[0].values["status"], row.records[0].values["quote"]) == ("resolved", "the charger")


def test_the_loader_takes_every_value(samples: Path) -> None:
    for name in (GOOGLE, FEISHU, CONFLUENCE):
        for row in read(source, samples / name)[0]:
            prepared = prepare(row, "comments", "x", source.formats)
            assert not any("unclean" in record.values for record in prepared.records)


@pytest.mark.parametrize("name", ["abc.comments.json", "abc.json", "ABC.JSON"])
def test_a_file_is_named_after_its_document(samples: Path, tmp_path: Path, name: str) -> None:
    shutil.copy(samples / FEISHU, tmp_path / name)
    (row,), _ = read(source, tmp_path / name)
    assert row.claims[0].end.key == f"document/{name.split('.')[0]}"
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress((samples / FEISHU).read_bytes()))
    assert read(source, packed)[0][0].claims[0].end.key == row.claims[0].end.key


def test_a_rejected_comment_keeps_its_document(samples: Path, make: Make) -> None:
    (bad,) = (item for item in source.open(samples / GOOGLE) if isinstance(item, BadRow))
    line = {
        "file": "x",
        "table": "comments",
        "line": 63,
        "reason": "?",
        "row": {**bad.raw, "id": "AAAA3"},
    }
    (row,), _ = read(source, make("run-1.rejects.jsonl", json.dumps(line)))
    assert row.key == "comment/comments_google/AAAA3"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(samples: Path, make: Make, encoding: str) -> None:
    for name in (GOOGLE, FEISHU):
        expected, _ = read(source, samples / name)
        rows, _ = read(source, make(name, (samples / name).read_text(encoding="utf-8"), encoding))
        assert [row.records for row in rows] == [row.records for row in expected]


@pytest.mark.parametrize(
    "change",
    [
        {"replies": "x"},
        {"author": "x"},
        {"replies": [{}]},
        {"quotedFileContent": 3},
        {"mentionedEmailAddresses": 3},
    ],
)
def test_a_comment_that_is_built_otherwise(make: Make, change: dict[str, object]) -> None:
    good = {"id": "1", "createdTime": "2026-03-02T01:00:00Z", "author": {"displayName": "x"}, "content": "y"}
    rows, bad = read(source, make("t.json", json.dumps({"comments": [good, {**good, **change}]})))
    assert (len(rows), len(bad)) == (1, 1)


def test_a_renamed_key_is_named(make: Make) -> None:
    good = {"id": "1", "created_time": "2026-03-02T01:00:00Z", "author": {}, "content": "y"}
    with pytest.raises(UnrecognisedSource, match="as comments, column 'createdTime' is missing"):
        source.open(make("t.json", json.dumps({"comments": [good]})))


def test_an_answer_that_was_cut_off(samples: Path, make: Make) -> None:
    with pytest.raises(SourceTruncated):
        read(source, make("t.json", (samples / FEISHU).read_bytes()[:-10]))
