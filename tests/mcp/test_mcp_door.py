"""The door of the running server: names, origins, tokens, sizes; and nothing is parsed for a stranger."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
from client import Client
from serving import served

from gql.limits import Limits
from gql.mcp.entrance import Entrance
from gql.mcp.guarding import hosts_of
from gql.server import application, service_of
from gql.tokens import DEVELOPMENT, own_key, tokens_of
from graph_platform.database import Database
from graph_platform.settings import Settings

BOTH = "application/json, text/event-stream"
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
Post = Callable[..., httpx.Response]


@pytest.fixture
def post(address: str, token: Callable[..., str]) -> Iterator[Post]:
    """Sends a message to the running server, with a token and whatever headers."""
    with Client(address, token("*")) as client:

        def sent(message: Any = LIST, path: str = "/mcp", **headers: str) -> httpx.Response:
            given = {"accept": BOTH} | {name.replace("_", "-"): value for name, value in headers.items()}
            if isinstance(message, bytes):
                return client.http.post(
                    path, content=message, headers=given | {"content-type": "application/json"}
                )
            return client.http.post(path, json=message, headers=given)

        yield sent


def test_who_is_nobody_is_told_where_tokens_are_from(address: str) -> None:
    for path in ("/mcp", "/tools/search_entities"):
        refused = httpx.post(f"{address}{path}", json=LIST)
        assert refused.status_code == 401
        said = refused.headers["www-authenticate"]
        assert said == f'Bearer resource_metadata="{address}/.well-known/oauth-protected-resource/mcp"'
    told = httpx.get(f"{address}/.well-known/oauth-protected-resource/mcp").json()
    assert told["resource"] == f"{address}/mcp"
    assert told["bearer_methods_supported"] == ["header"]


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "somebody-else"},
        {"aud": ["another", "and-another"]},
        {"iss": "https://login.example.com"},
        {"exp": 1},
        {"sub": None},
    ],
)
def test_a_token_for_another_door_is_refused_in_the_same_words(
    address: str, settings: Settings, claims: dict[str, Any]
) -> None:
    good = {
        "iss": DEVELOPMENT,
        "aud": DEVELOPMENT,
        "sub": "x",
        "roles": ["sales"],
        "graph_scopes": ["*"],
        "exp": 2**31,
    }
    made = {name: value for name, value in (good | claims).items() if value is not None}
    bad = jwt.encode(made, own_key(settings), algorithm="EdDSA")
    refused = httpx.post(f"{address}/mcp", json=LIST, headers={"authorization": f"Bearer {bad}"})
    assert refused.status_code == 401
    assert refused.json()["error"]["message"] == "the token is not valid here"
    assert "resource_metadata" in refused.headers["www-authenticate"]
    well = jwt.encode(good, own_key(settings), algorithm="EdDSA")
    answered = httpx.post(
        f"{address}/mcp", json=LIST, headers={"authorization": f"Bearer {well}", "accept": BOTH}
    )
    assert answered.status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "x.example",
        "x.example:8000",
        "127.0.0.1.x.example",
        "127.0.0.1:8000.x.example",
        "localhost:80@x.example",
        "localhost.x.example:8000",
        "[::1].x.example",
        "[::ffff:127.0.0.1]",
        "0x7f000001",
        "127.1",
        "",
    ],
)
def test_another_name_than_the_servers_own_is_refused_before_anything_is_read(post: Post, host: str) -> None:
    for path in ("/mcp", "/tools/search_entities", "/.well-known/oauth-protected-resource"):
        refused = (
            post(b"{ no json", path=path, host=host) if "known" not in path else post(path=path, host=host)
        )
        assert refused.status_code in (405, 421) if "known" in path else refused.status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1", "LOCALHOST", "[::1]:8000"])
def test_the_servers_own_names_are_answered_at_any_port(post: Post, host: str) -> None:
    assert post(host=host).status_code == 200


def test_two_names_in_one_request_are_refused(address: str, token: Callable[..., str]) -> None:
    there, port = address.removeprefix("http://").split(":")
    with socket.create_connection((there, int(port)), timeout=10) as line:
        heads = f"Host: {there}\r\nHost: x.example\r\nAuthorization: Bearer {token('*')}\r\nContent-Length: 2"
        line.sendall(f"POST /mcp HTTP/1.1\r\n{heads}\r\n\r\n{{}}".encode())
        assert line.recv(100).split()[1] in (b"400", b"421")


@pytest.mark.parametrize("origin", ["http://x.example", "null", "https://localhost.x.example", "file://", ""])
def test_another_origin_is_refused(post: Post, origin: str) -> None:
    assert post(origin=origin).status_code == 403


def test_our_own_origin_is_answered(post: Post) -> None:
    assert post(origin="http://localhost:3000").status_code == 200


def test_no_session_is_kept_and_a_strangers_is_ignored(post: Post) -> None:
    answered = post(mcp_session_id="of-somebody-else", last_event_id="7")
    assert answered.status_code == 200
    assert "mcp-session-id" not in answered.headers
    assert answered.headers["content-type"].startswith("application/json")


def test_only_post_is_served(address: str, token: Callable[..., str]) -> None:
    headers = {"authorization": f"Bearer {token('*')}"}
    for method in ("GET", "DELETE", "PUT"):
        assert httpx.request(method, f"{address}/mcp", headers=headers).status_code == 405


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"\xff\xfe{", 400),
        (b"[" * 100_000, 400),
        (b"{}", 400),
        (b"[]", 400),
        (b'{"jsonrpc": "2.0", "id": {}, "method": "13800138000"}', 400),
        (b'{"jsonrpc": "2.0", "id": 1, "method": 13800138000}', 400),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": ["13800138000"]}', 400),
        (b'[{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}]', 400),
        (b" " * 1_100_000, 413),
    ],
)
def test_a_body_that_is_no_message_is_refused_and_not_quoted(post: Post, body: bytes, status: int) -> None:
    for version in ("2025-11-25", "2026-07-28"):
        refused = post(body, mcp_protocol_version=version)
        assert refused.status_code == status
        assert "13800138000" not in refused.text
        assert "Traceback" not in refused.text
    assert post().status_code == 200


def test_a_server_with_a_public_name_goes_by_it_and_takes_tokens_for_it_alone(
    settings: Settings, database: Database
) -> None:
    public = "https://graph.example.com/mcp"
    made_for = tokens_of(settings, development=True)
    entrance = Entrance(made_for.viewer, hosts_of(public), public, "https://login.example.com")
    service = service_of(database, settings.home, Limits())
    with served(application(database, service, made_for.viewer, entrance=entrance)) as address:
        told = httpx.get(
            f"{address}/.well-known/oauth-protected-resource/mcp", headers={"host": "graph.example.com"}
        ).json()
        assert told["resource"] == public
        assert told["authorization_servers"] == ["https://login.example.com"]
        refused = httpx.post(f"{address}/mcp", json=LIST, headers={"host": "graph.example.com"})
        assert (
            "https://graph.example.com/.well-known/oauth-protected-resource/mcp"
            in refused.headers["www-authenticate"]
        )


def test_a_token_for_the_rest_of_the_server_is_not_one_for_agents(settings: Settings) -> None:
    named = settings.model_copy(
        update={"oidc_issuer": "https://login.example.com", "oidc_audience": "graph-platform"}
    )
    assert tokens_of(named, False)._audience == "graph-platform"
    assert (
        tokens_of(named, False, "https://graph.example.com/mcp")._audience == "https://graph.example.com/mcp"
    )


def test_the_lifetime_of_a_token_is_looked_at_again(address: str, settings: Settings) -> None:
    from gql.tokens import own_token

    over = own_token(settings, "late", ["sales"], ["*"], timedelta(seconds=-60))
    refused = httpx.post(
        f"{address}/mcp", json=LIST, headers={"authorization": f"Bearer {over}", "accept": BOTH}
    )
    assert refused.status_code == 401
