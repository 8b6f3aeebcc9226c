"""A model that proposes plans, behind OpenAI's interface: reached at the one address that the settings name."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx

from gql.errors import Unavailable
from graph_platform.asking.proposing import Message, Propose
from graph_platform.errors import SettingsError
from graph_platform.settings import PREFIX, Settings

SECONDS = 30.0
"""How long one answer may take."""
LONGEST = 200_000
"""Bytes of an answer; what is longer is none."""
HERE = ("127.0.0.1", "localhost", "::1")


def model_of(settings: Settings) -> Propose | None:
    """What sends messages to the model that the settings name; nothing where they name none. Raises `SettingsError`."""
    if settings.ask_model_url is None:
        return None
    address = urlsplit(settings.ask_model_url)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in HERE):
        raise SettingsError(
            "the model's address is not https",
            f"Set {PREFIX}ASK_MODEL_URL to an https address, or to this machine's.",
        )
    if not settings.ask_model:
        raise SettingsError("nothing says which model", f"Set {PREFIX}ASK_MODEL.")
    url = f"{settings.ask_model_url.rstrip('/')}/chat/completions"
    key = settings.ask_model_key.get_secret_value() if settings.ask_model_key else ""
    headers = {"authorization": f"Bearer {key}"} if key else {}
    model = settings.ask_model

    async def propose(messages: Sequence[Message]) -> str:
        body = {"model": model, "messages": list(messages), "temperature": 0}
        try:
            # a redirect would lead to an address that nobody named
            async with (
                httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False) as client,
                client.stream("POST", url, json=body, headers=headers) as response,
            ):
                response.raise_for_status()
                raw = bytearray()
                async for part in response.aiter_bytes():
                    raw += part
                    if len(raw) > LONGEST:
                        raise ValueError
            said = httpx.Response(200, content=bytes(raw)).json()["choices"][0]["message"]["content"]
        except (httpx.HTTPError, ValueError, LookupError, TypeError):
            raise Unavailable("the model does not answer", "模型没有响应") from None
        return said if isinstance(said, str) else ""

    return propose
