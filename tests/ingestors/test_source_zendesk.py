"""Zendesk's exports."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import SourceError
from ingestors.zendesk import source


def test_tickets(samples: Path) -> None:
    rows, bad = read(source, samples / "zendesk_tickets.json")
    assert not bad
    assert source.open(samples / "zendesk_tickets.json").observed == datetime.fromtimestamp(1772500000, UTC)
    assert [(row.key, row.line, row.seen) for row in rows] == [
        ("ticket/101", 2, "2026-03-02T08:00:00Z"),
        ("ticket/102", 8, "2026-03-03T09:00:00Z"),
    ]
    assert rows[0].records[0].values["satisfaction"] == "good"
    assert rows[1].records[0].values["status"] == "deleted"
    assert claims_of(rows[:1]) == {
        ("RAISED", "user/391", "ticket/101"),
        ("RAISED", "organization/361", "ticket/101"),
        ("ASSIGNED_TO", "ticket/101", "user/390"),
        ("CONCERNS", "ticket/101", "serial/04QPE0A1B2C3D4E5F6G7H8J9"),
        ("CONCERNS", "ticket/101", "vin/LSVAA4182E2184847"),
    }


def test_the_list_of_fields_says_which_is_the_serial_number(samples: Path, tmp_path: Path) -> None:
    shutil.copy(samples / "zendesk_tickets.json", tmp_path / "tickets.json")
    fields = [{"id": 3601, "title": "Order number"}, {"id": 3602, "title": "车架号"}]
    (tmp_path / "ticket_fields.json").write_text(json.dumps({"ticket_fields": fields}), encoding="utf-8")
    rows, _ = read(source, tmp_path / "tickets.json")
    assert [record.label for record in rows[0].records] == ["Ticket", "Vehicle"]
    (tmp_path / "ticket_fields.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SourceError, match=r"ticket_fields\.json is not a list"):
        read(source, tmp_path / "tickets.json")


def test_one_object_a_line(samples: Path) -> None:
    rows, _ = read(source, samples / "zendesk_users.jsonl")
    assert [row.records[0].label for row in rows] == ["User", "Contact"]
    assert rows[1].records[0].values["job_title"] == "车队经理"
    assert claims_of(rows) == {("WORKS_FOR", "user/391", "organization/361")}


def test_an_export_with_several_arrays(samples: Path) -> None:
    opened = source.open(samples / "zendesk_export.json")
    assert opened.table == "organizations, ticket_events"
    rows, bad = read(source, samples / "zendesk_export.json")
    assert not bad
    assert [row.key for row in rows] == ["organization/361", "event/501"]
    assert rows[0].records[0].values["uscc"] == "91320500MA00000010"
    assert rows[0].scopes == ("region:East China",)
    assert claims_of(rows[1:]) == {
        ("CONCERNS", "comment/502", "ticket/101"),
        ("AUTHORED", "user/391", "comment/502"),
    }


def test_the_answer_of_an_api_is_one_line(make: Callable[..., Path]) -> None:
    ticket = {
        "id": 1,
        "subject": "a",
        "status": "new",
        "requester_id": 2,
        "custom_fields": [{"id": 1, "value": "x"}],
    }
    rows, _ = read(source, make("t.json", json.dumps({"tickets": [ticket], "count": 1})))
    assert [row.key for row in rows] == ["ticket/1"]
    rows, _ = read(source, make("one.jsonl", json.dumps(ticket)))
    assert [row.key for row in rows] == ["ticket/1"]


def test_an_export_without_rows(make: Callable[..., Path]) -> None:
    assert read(source, make("t.json", '{"tickets": [], "count": 0, "end_time": 1772500000}')) == ([], [])


def test_a_row_that_is_built_otherwise(make: Callable[..., Path]) -> None:
    good = {"id": 1, "subject": "a", "status": "new", "requester_id": 2}
    strange = {**good, "id": 2, "custom_fields": "secret"}
    rows, bad = read(source, make("t.json", json.dumps({"tickets": [good, strange]})))
    assert len(rows) == 1
    assert bad[0].reason == "is not built as its table's rows are (AttributeError)"
