"""Who may ask: tokens that are forged, old, of others or odd are refused in one and the same way."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from client import Client
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from serving import served

from gql.limits import Limits
from gql.server import application, service_of
from gql.tokens import DEVELOPMENT, own_key, tokens_of
from graph_platform.database import Database
from graph_platform.errors import SettingsError
from graph_platform.managed.home import private_key
from graph_platform.settings import Settings

QUERY = "{ __typename organizations(first: 1) { totalCount } }"


def claims(**other: Any) -> dict[str, Any]:
    now = int(time.time())
    made = {
        "iss": DEVELOPMENT,
        "aud": DEVELOPMENT,
        "sub": "somebody",
        "roles": ["sales"],
        "graph_scopes": ["*"],
        "iat": now,
        "exp": now + 60,
    }
    return {name: value for name, value in (made | other).items() if value is not None}


def part(said: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def forged(settings: Settings) -> dict[str, str]:
    """Tokens that must not be taken, by what is wrong with them."""
    key, other = own_key(settings), Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    good = jwt.encode(claims(), key, algorithm="EdDSA")
    head, body, signature = good.split(".")
    return {
        "no signature": f"{part({'alg': 'none', 'typ': 'JWT'})}.{body}.",
        "none in capitals": f"{part({'alg': 'NONE'})}.{body}.{signature}",
        "public key as a secret": jwt.encode(claims(), public.hex(), algorithm="HS256"),
        "another's key": jwt.encode(claims(), other, algorithm="EdDSA"),
        "expired": jwt.encode(claims(exp=int(time.time()) - 3600), key, algorithm="EdDSA"),
        "not yet": jwt.encode(claims(nbf=int(time.time()) + 3600), key, algorithm="EdDSA"),
        "no end": jwt.encode(claims(exp=None), key, algorithm="EdDSA"),
        "no subject": jwt.encode(claims(sub=None), key, algorithm="EdDSA"),
        "another issuer": jwt.encode(claims(iss="https://elsewhere.example"), key, algorithm="EdDSA"),
        "another audience": jwt.encode(claims(aud="elsewhere"), key, algorithm="EdDSA"),
        "another body": f"{head}.{part(claims(graph_scopes=['everything']))}.{signature}",
        "scopes that are no list": jwt.encode(claims(graph_scopes={"*": 1}), key, algorithm="EdDSA"),
        "an algorithm of another kind": f"{part({'alg': 'ES256'})}.{body}.{signature}",
        "no token at all": "x",
        "dots": "..",
        "very long": "a" * 100_000,
    }


def test_a_token_of_this_installation_is_taken(settings: Settings, address: str, planted: Any) -> None:
    with Client(address, jwt.encode(claims(), own_key(settings), algorithm="EdDSA")) as client:
        assert client.ask(QUERY)["organizations"]["totalCount"] > 1


def test_forged_old_and_odd_tokens_are_refused_in_the_same_words(settings: Settings, address: str) -> None:
    answers = set()
    for wrong, token in forged(settings).items():
        with Client(address, token) as client:
            response = client.send(QUERY)
        assert response.status_code in (401, 431) or wrong == "very long", wrong
        if response.status_code == 401:
            answers.add(response.content)
    assert len(answers) == 1


def test_without_a_token_nothing_is_answered_not_even_the_schema(address: str) -> None:
    with Client(address) as client:
        for query in (QUERY, "{ __schema { types { name } } }"):
            response = client.send(query, {"accept-language": "zh-CN,zh;q=0.9"})
            assert response.status_code == 401
            assert response.json()["errors"][0]["message"] == "请求中没有令牌"


def test_a_token_ends_while_it_is_remembered(
    settings: Settings, address: str, planted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gql.tokens.SKEW", 0)
    ends = int(time.time()) + 4
    with Client(address, jwt.encode(claims(exp=ends), own_key(settings), algorithm="EdDSA")) as client:
        assert client.send(QUERY).status_code == 200
        time.sleep(max(ends - time.time(), 0) + 0.1)
        assert client.send(QUERY).status_code == 401


@dataclass
class Provider:
    """An identity provider on this machine: its keys by id, how often they were asked for, whether it answers."""

    keys: dict[str, ec.EllipticCurvePrivateKey] = field(default_factory=dict)
    asked: int = 0
    answers: bool = True
    address: str = ""

    def token(self, kid: str, **other: Any) -> str:
        said = claims(iss=self.address, aud="graph", **other)
        return jwt.encode(said, self.keys[kid], algorithm="ES256", headers={"kid": kid})


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider({"one": ec.generate_private_key(ec.SECP256R1())})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith("/jwks"):
                made.asked += 1
                listed = [
                    json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key()))
                    | {"kid": kid, "use": "sig"}
                    for kid, key in made.keys.items()
                ]
                said: Any = {"keys": listed}
            else:
                said = {"issuer": made.address, "jwks_uri": f"{made.address}/jwks"}
            self.send_response(200 if made.answers else 500)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *arguments: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def outside(settings: Settings, database: Database, provider: Provider, planted: Any) -> Iterator[str]:
    """The application behind the identity provider."""
    known = settings.model_copy(update={"oidc_issuer": provider.address, "oidc_audience": "graph"})
    service = service_of(database, settings.home, Limits())
    with served(application(database, service, tokens_of(known, development=False).viewer)) as address:
        yield address


def status(address: str, token: str) -> int:
    with Client(address, token) as client:
        return client.send(QUERY).status_code


def test_a_providers_token_is_taken_and_another_issuers_is_not(outside: str, provider: Provider) -> None:
    assert status(outside, provider.token("one")) == 200
    said = claims(iss="https://elsewhere.example", aud="graph")
    assert (
        status(outside, jwt.encode(said, provider.keys["one"], algorithm="ES256", headers={"kid": "one"}))
        == 401
    )


def test_keys_that_are_rotated_are_found_and_a_flood_of_unknown_ones_asks_once(
    outside: str, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert status(outside, provider.token("one")) == 200
    assert provider.asked == 1
    provider.keys["two"] = ec.generate_private_key(ec.SECP256R1())
    # a stranger's ids do not make us ask the provider over and over
    stranger = ec.generate_private_key(ec.SECP256R1())
    for number in range(20):
        odd = jwt.encode(
            claims(iss=provider.address, aud="graph"), stranger, "ES256", {"kid": f"odd{number}"}
        )
        assert status(outside, odd) == 401
    assert provider.asked == 1
    monkeypatch.setattr("gql.tokens.REFRESH", 0.0)
    assert status(outside, provider.token("two")) == 200
    assert provider.asked == 2


def test_a_provider_that_is_away_is_no_reason_to_let_anybody_in(outside: str, provider: Provider) -> None:
    provider.answers = False
    assert status(outside, provider.token("one")) == 503
    provider.answers = True


def test_a_server_that_nobody_may_ask_does_not_start(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="nothing says who may ask"):
        tokens_of(settings, development=False)
    insecure = settings.model_copy(
        update={"oidc_issuer": "http://login.example.com", "oidc_audience": "graph"}
    )
    with pytest.raises(SettingsError, match="https"):
        tokens_of(insecure, development=False)


def test_the_keys_of_an_installation_are_its_owners_alone(settings: Settings) -> None:
    own_key(settings)
    private_key(settings.home / "cursor-key", 64)
    for name in ("development-key.pem", "cursor-key"):
        assert (settings.home / name).stat().st_mode & 0o077 == 0
