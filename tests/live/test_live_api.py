"""Items of an API, page by page, as its description says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from servers import Answer, as_json, serving

from graph_platform.errors import SourceError
from ingestors.live import api
from ingestors.live.api import fetch
from ingestors.live.model import Api

TICKETS = [{"id": n, "subject": f"工单 {n}", "updated_at": f"2026-03-{n:02d}T00:00:00Z"} for n in range(1, 8)]
PARAMETERS = ("cursor", "page", "offset", "per_page", "updated_since")


def description(folder: Path, server: str) -> Path:
    """An OpenAPI description of a help desk."""
    path = folder / "helpdesk.yaml"
    parameters = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in PARAMETERS[1:]]
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Help desk", "version": "1"},
        "servers": [{"url": server + "/{version}", "variables": {"version": {"default": "v2"}}}],
        "security": [{"key": []}],
        "paths": {
            "/tickets": {
                "parameters": [{"$ref": "#/components/parameters/cursor"}],
                "get": {"operationId": "listTickets", "parameters": parameters},
                "post": {"operationId": "createTicket"},
            }
        },
        "components": {
            "parameters": {"cursor": {"name": "cursor", "in": "query"}},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"}},
        },
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def fetched(
    folder: Path, server: str, position: dict[str, Any] | None = None, **more: Any
) -> tuple[list[int], Any]:
    declared = {"operation": "listTickets", "items": "tickets", "rate": 1000, **more}
    asked = Api.model_validate({"description": description(folder, server), **declared})
    found = fetch({"tickets": asked}, position or {}, folder)
    rows = [json.loads(line) for path in found.files for line in path.read_text().splitlines()]
    return [row["id"] for row in rows], found.position


def by_cursor(path: str, query: dict[str, str], headers: dict[str, str]) -> Answer:
    start = int(query.get("cursor", 0))
    following = start + 3 if start + 3 < len(TICKETS) else None
    return as_json({"tickets": TICKETS[start : start + 3], "meta": {"next": following}})


def by_page(path: str, query: dict[str, str], headers: dict[str, str]) -> Answer:
    start = (int(query["page"]) - 1) * 3
    return as_json({"tickets": TICKETS[start : start + 3]})


def by_offset(path: str, query: dict[str, str], headers: dict[str, str]) -> Answer:
    start = int(query["offset"])
    return as_json({"tickets": TICKETS[start : start + 2]})


def by_link(path: str, query: dict[str, str], headers: dict[str, str]) -> Answer:
    start = int(query.get("cursor", 0))
    more = {"Link": f'<{path}?cursor={start + 4}>; rel="next"'} if start + 4 < len(TICKETS) else {}
    return as_json({"tickets": TICKETS[start : start + 4]}, **more)


@pytest.mark.parametrize(
    ("answer", "pages"),
    [
        (by_cursor, {"cursor": "meta.next", "parameter": "cursor"}),
        (by_page, {"number": "page"}),
        (by_offset, {"offset": "offset"}),
        (by_link, {"link": True}),
    ],
)
def test_all_pages_are_read_and_each_once(
    answer: Callable[..., Answer], pages: dict[str, Any], tmp_path: Path
) -> None:
    with serving(answer) as server:
        assert fetched(tmp_path, server, pages=pages)[0] == [1, 2, 3, 4, 5, 6, 7]


def test_the_next_time_asks_for_what_is_newer_and_signs_in_as_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, dict[str, str], str]] = []

    def answer(path: str, query: dict[str, str], headers: dict[str, str]) -> Answer:
        asked.append((path, query, headers.get("X-Api-Key", "")))
        since = query.get("updated_since", "")
        return as_json({"tickets": [each for each in TICKETS if each["updated_at"] > since]})

    monkeypatch.setenv("DESK_KEY", "hunter2")
    newer = {"parameter": "updated_since", "value": "updated_at"}
    options = {"newer": newer, "secret": "DESK_KEY", "parameters": {"per_page": 100}}
    with serving(answer) as server:
        ids, position = fetched(tmp_path, server, **options)
        assert (len(ids), position) == (7, {"tickets": "2026-03-07T00:00:00Z"})
        assert fetched(tmp_path, server, position, **options) == ([], position)
    assert asked[0] == ("/v2/tickets", {"per_page": "100"}, "hunter2")
    assert asked[1][1] == {"per_page": "100", "updated_since": "2026-03-07T00:00:00Z"}


def test_an_api_that_is_busy_is_asked_again_after_the_time_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(api.time, "sleep", waited.append)
    answers = [as_json({}, 429, Retry_After="7"), as_json({}, 503), as_json({"tickets": TICKETS[:1]})]
    with serving(lambda *_: answers.pop(0)) as server:
        assert fetched(tmp_path, server)[0] == [1]
    assert waited == [7.0, 2.0]


@pytest.mark.parametrize(
    ("answer", "options", "message"),
    [
        (as_json({}, 401), {}, "answers 401"),
        (as_json({}, 302, Location="http://example.com/"), {}, "answers 302"),
        ((200, {}, b"<html>"), {}, "is not JSON"),
        (as_json({"results": []}), {}, "no list under 'tickets'"),
        (
            as_json({"tickets": [], "n": 5}),
            {"pages": {"cursor": "n", "parameter": "cursor"}},
            "as the one after itself",
        ),
        (
            as_json({"tickets": [], "n": "http://198.51.100.1/x"}),
            {"pages": {"cursor": "n"}},
            "sends us to another host",
        ),
        (as_json({}), {"operation": "listTicket"}, "has no operation 'listTicket'"),
        (as_json({}), {"operation": "createTicket"}, "is no GET"),
        (as_json({}), {"parameters": {"pagesize": 1}}, "has no parameter 'pagesize'"),
    ],
)
def test_an_api_that_is_not_as_described_is_refused_in_words(
    answer: Answer, options: dict[str, Any], message: str, tmp_path: Path
) -> None:
    with serving(lambda *_: answer) as server, pytest.raises(SourceError, match=message):
        fetched(tmp_path, server, **options)


def test_a_page_that_does_not_end_is_cut_off_with_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "LARGEST_ANSWER", 1000)
    endless = as_json({"tickets": ["x" * 2000]})
    with (
        serving(lambda *_: endless) as server,
        pytest.raises(SourceError, match="a page of the API is longer"),
    ):
        fetched(tmp_path, server)
