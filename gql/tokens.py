"""Tokens: who sends a request, as a signed token says (RFC 7519, RFC 8725, OpenID Connect discovery).

The keys of an identity provider are found by its discovery document and fetched again when a token names one that is
not known; not more often than every few seconds, whoever sends what. In development the platform signs tokens itself,
with a key that never leaves its home.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gql.elsewhere import check_elsewhere
from gql.errors import NotSignedIn, Unavailable
from gql.kept import Kept
from gql.viewers import Viewer
from graph_platform.agents.model import AGENT
from graph_platform.errors import SettingsError
from graph_platform.managed.home import write_private
from graph_platform.settings import PREFIX, Settings

ALGORITHMS = ("EdDSA", "ES256", "ES384", "PS256", "RS256", "RS512")
"""Signatures by a pair of keys: whoever can check a token cannot make one."""
DEVELOPMENT = "graph-platform-development"
"""Issuer and audience of the tokens that the platform makes itself."""
SKEW = 30
"""Seconds that two clocks may differ."""
LONGEST = 8_192
"""Characters that a token may have."""
REFRESH = 10.0
"""Seconds before the keys of a provider are asked for again."""
KNOWN = 10_000
"""Tokens whose check is remembered."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Where a token says roles, scopes and purposes."""

    roles: str = "roles"
    scopes: str = "graph_scopes"
    purposes: str = "purposes"


class Tokens:
    """Checks tokens of one issuer for one audience."""

    def __init__(self, keys: Keys, issuer: str, audience: str, claims: Claims) -> None:
        self._keys, self._issuer, self._audience, self._claims = keys, issuer, audience, claims
        self._known: Kept[bytes, tuple[Viewer, float]] = Kept(KNOWN)

    async def viewer(self, headers: Mapping[str, str]) -> Viewer:
        """Who sends a request with these headers. Raises `NotSignedIn`, and `Unavailable` without a provider."""
        if len(said := _every(headers, "authorization")) > 1:
            # what stands behind this server could take the other one
            raise _refused()
        kind, _, token = (said[0] if said else "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise NotSignedIn("there is no token in the request", "请求中没有令牌")
        if len(token) > LONGEST:
            raise _refused()
        digest = hashlib.sha256(token.encode()).digest()
        known = self._known.get(digest)
        if known is None or known[1] < time.time():
            known = await self._checked(token.strip())
            self._known.put(digest, known)
        return known[0]

    async def _checked(self, token: str) -> tuple[Viewer, float]:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS:
                raise _refused()
            key = await self._keys.key(str(header.get("kid", "")))
            claims = jwt.decode(
                token,
                key,
                algorithms=[header["alg"]],
                issuer=self._issuer,
                audience=self._audience,
                leeway=SKEW,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError):
            raise _refused() from None
        viewer = Viewer(
            claims["sub"],
            _names(claims, self._claims.roles),
            _names(claims, self._claims.scopes),
            _text(claims, "name"),
            _text(claims, "email"),
            _names(claims, self._claims.purposes),
            _agent(claims),
        )
        return viewer, float(claims["exp"]) + SKEW


def _refused() -> NotSignedIn:
    # one text for every reason: a forger learns nothing
    return NotSignedIn("the token is not valid here", "令牌无效")


def _every(headers: Mapping[str, str], name: str) -> list[str]:
    """Every header of a name: some mappings of headers hold several."""
    getlist = getattr(headers, "getlist", None)
    return getlist(name) if getlist else [headers[name]] if name in headers else []


def _names(claims: Mapping[str, Any], claim: str) -> tuple[str, ...]:
    """The names that a claim lists: a list of text and nothing else, so that no other shape is taken for a role."""
    listed = claims.get(claim, [])
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise _refused()
    return tuple(listed)


def _text(claims: Mapping[str, Any], claim: str) -> str:
    said = claims.get(claim)
    return said if isinstance(said, str) else ""


def _agent(claims: Mapping[str, Any]) -> str:
    """The agent that acts, by `act` (RFC 8693) or as the subject itself; of a chain of agents none is taken."""
    subject, act = _text(claims, "sub"), claims.get("act")
    if act is not None and (not isinstance(act, dict) or "act" in act or subject.startswith(AGENT)):
        raise _refused()
    acting = _text(act, "sub") if act is not None else subject
    if act is not None and not acting.startswith(AGENT):
        raise _refused()
    return acting.removeprefix(AGENT) if acting.startswith(AGENT) else ""


class Keys(Protocol):
    """The public keys of an issuer by their ids."""

    async def key(self, kid: str) -> Any:
        """The key of this id. Raises `NotSignedIn` where there is none."""


class OwnKeys:
    """The one key of this installation, for development."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._public = private.public_key()

    async def key(self, kid: str) -> Any:
        return self._public


class DiscoveredKeys:
    """The keys that an identity provider publishes."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer.rstrip("/")
        self._keys: dict[str, Any] = {}
        self._asked = float("-inf")
        self._lock = asyncio.Lock()

    async def key(self, kid: str) -> Any:
        if kid not in self._keys:
            async with self._lock:
                if kid not in self._keys and time.monotonic() - self._asked > REFRESH:
                    self._asked = time.monotonic()
                    self._keys = await self._published()
        if kid not in self._keys:
            raise _refused()
        return self._keys[kid]

    async def _published(self) -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(timeout=5.0, follow_redirects=False) as client:
                about = (
                    await client.get(f"{self._issuer}/.well-known/openid-configuration")
                ).raise_for_status()
                document = about.json()
                if document.get("issuer", "").rstrip("/") != self._issuer:
                    raise Unavailable("the identity provider names another issuer", "身份提供方的标识不符")
                where = str(document["jwks_uri"])
                await asyncio.to_thread(check_elsewhere, where, self._issuer)
                found = (await client.get(where)).raise_for_status().json()
            keys = jwt.PyJWKSet.from_dict(found).keys
        except (httpx.HTTPError, KeyError, ValueError, AttributeError, jwt.PyJWTError):
            if self._keys:
                return self._keys
            raise Unavailable("the identity provider does not answer", "身份提供方没有响应") from None
        return {key.key_id or "": key.key for key in keys}


def tokens_of(settings: Settings, development: bool, audience: str | None = None) -> Tokens:
    """The check that the settings ask for, of tokens for another audience than theirs where one is given.

    Raises `SettingsError` where nothing says who may ask.
    """
    if development:
        # what this installation signs is good for itself alone, whatever it is called
        return Tokens(OwnKeys(own_key(settings)), DEVELOPMENT, DEVELOPMENT, Claims())
    if not settings.oidc_issuer or not settings.oidc_audience:
        raise SettingsError(
            "nothing says who may ask",
            f"Set {PREFIX}OIDC_ISSUER and {PREFIX}OIDC_AUDIENCE, or give --development on this machine.",
        )
    if urlsplit(settings.oidc_issuer).scheme != "https" and not _is_here(settings.oidc_issuer):
        raise SettingsError(
            "the issuer's address is not https", f"Set {PREFIX}OIDC_ISSUER to its https address."
        )
    claims = Claims(settings.oidc_roles_claim, settings.oidc_scopes_claim)
    return Tokens(
        DiscoveredKeys(settings.oidc_issuer), settings.oidc_issuer, audience or settings.oidc_audience, claims
    )


def _is_here(address: str) -> bool:
    return urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")


def own_key(settings: Settings) -> Ed25519PrivateKey:
    """The key of this installation, made when it is first asked for, and readable by its owner only."""
    path = settings.home / "development-key.pem"
    if not path.exists():
        _write_key(path)
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingsError(f"{path.name} is no key of ours", "Remove it; a new one is made then.")
    return key


def _write_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(path, text.decode("ascii"))


def own_token(
    settings: Settings,
    subject: str,
    roles: list[str],
    scopes: list[str],
    lifetime: timedelta,
    purposes: Sequence[str] = (),
    agent: str = "",
) -> str:
    """A token of this installation for development; `agent` acts for the subject."""
    now = datetime.now(UTC)
    claims: dict[str, Any] = {
        "iss": DEVELOPMENT,
        "aud": DEVELOPMENT,
        "sub": subject,
        "roles": roles,
        "graph_scopes": scopes,
        "purposes": list(purposes),
        "iat": now,
        "exp": now + lifetime,
    }
    if agent:
        claims["act"] = {"sub": AGENT + agent}
    return jwt.encode(claims, own_key(settings), algorithm="EdDSA")
