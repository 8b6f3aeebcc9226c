"""Files of folders and buckets that are new since the last time."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from servers import Bucket, serving

from graph_platform.errors import SourceError
from ingestors.live import bucket, folder
from ingestors.live.model import Bucket as BucketPart
from ingestors.live.model import Folder


def aged(path: Path, text: str, seconds: float = 60) -> Path:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def through_json(position: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps(position))
    return kept


def test_a_file_is_loaded_once_and_again_when_it_changes(tmp_path: Path) -> None:
    declared = Folder(path=tmp_path, match="*.csv")
    aged(tmp_path / "b.csv", "b", 120)
    aged(tmp_path / "a.csv", "a", 60)
    aged(tmp_path / "notes.txt", "n")
    first = folder.fetch(declared, {})
    assert [path.name for path in first.files] == ["b.csv", "a.csv"]
    second = folder.fetch(declared, through_json(first.position))
    assert not second.files
    aged(tmp_path / "a.csv", "changed", 30)
    assert [path.name for path in folder.fetch(declared, second.position).files] == ["a.csv"]


def test_a_file_that_is_still_being_written_waits_for_the_next_time(tmp_path: Path) -> None:
    declared = Folder(path=tmp_path, settle=5)
    aged(tmp_path / "a.csv", "half", 0)
    found = folder.fetch(declared, {})
    assert (list(found.files), found.position) == ([], {"files": {}})
    aged(tmp_path / "a.csv", "whole", 10)
    assert len(folder.fetch(declared, found.position).files) == 1


def test_links_folders_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    secret = aged(tmp_path / "secret", "s")
    inside = tmp_path / "inbox"
    inside.mkdir()
    (inside / "link.csv").symlink_to(secret)
    (inside / "folder.csv").mkdir()
    os.mkfifo(inside / "pipe.csv")
    aged(inside / ".partial.csv", "p")
    assert not folder.fetch(Folder(path=inside), {}).files
    with pytest.raises(SourceError, match="cannot be read"):
        folder.fetch(Folder(path=tmp_path / "nowhere"), {})


def test_an_object_of_a_bucket_is_taken_out_once_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORE", "KEY:SECRET")
    held = Bucket({"crm/companies.csv": b"a", "crm/notes.txt": b"n", "other/companies.csv": b"o"})
    with serving(held.answer) as server:
        declared = BucketPart(name="exports", prefix="crm/", match="*.csv", endpoint=server, secret="STORE")
        first = bucket.fetch(declared, {}, tmp_path)
        assert [path.read_bytes() for path in first.files] == [b"a"]
        assert first.files[0].stat().st_mtime == 1772438400
        assert first.files[0].stat().st_mode & 0o077 == 0
        second = bucket.fetch(declared, through_json(first.position), tmp_path)
        assert not second.files
        held.objects["crm/companies.csv"] = b"changed"
        assert [p.read_bytes() for p in bucket.fetch(declared, second.position, tmp_path).files] == [
            b"changed"
        ]
    assert held.taken == ["crm/companies.csv", "crm/companies.csv"]
    assert all(held.signed)


def test_the_name_of_an_object_never_decides_where_a_file_lies(tmp_path: Path) -> None:
    held = Bucket(
        {"a/../../../escaped.csv": b"1", "b/..": b"2", "/absolute.csv": b"3", "c/companies.csv": b"4"}
    )
    into = tmp_path / "into"
    into.mkdir()
    with serving(held.answer) as server:
        try:
            found = bucket.fetch(BucketPart(name="exports", endpoint=server), {}, into)
        except SourceError:
            # the library refuses to speak of such names at all
            found = None
    assert {path.name for path in tmp_path.iterdir()} == {"into"}
    assert found is None or all(path.parent == into for path in found.files)


def test_a_bucket_that_cannot_be_read_is_told_without_its_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORE", "KEY:hunter2")
    with serving(lambda *_: (403, {}, b"<Error><Code>AccessDenied</Code></Error>")) as server:
        declared = BucketPart(name="exports", endpoint=server, secret="STORE")
        with pytest.raises(SourceError, match="cannot be read") as refused:
            bucket.fetch(declared, {}, tmp_path)
    assert "hunter2" not in refused.value.message + refused.value.suggestion
