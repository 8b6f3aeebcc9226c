"""An agent's side of the protocol: the official client, held open, called from tests that are not asynchronous."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx2
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, PromptReference, ResourceTemplateReference

COMMAND = "import sys; sys.argv[0] = 'graph-platform'; from graph_platform.cli import main; main()"


class Agent:
    """One connection. What is answered is plain data; `refused` gives the code of an error."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self.portal, self.client = portal, client

    def result(self, name: str, **arguments: Any) -> CallToolResult:
        """What a call is answered, whatever it is."""

        async def call() -> Any:
            return await self.client.call_tool(name, arguments, read_timeout_seconds=120)

        found: CallToolResult = self.portal.call(call)
        return found

    def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        """The structured content of a call that is well."""
        found = self.result(name, **arguments)
        assert not found.is_error, found.content
        assert found.structured_content is not None
        return found.structured_content

    def rows(self, name: str, **arguments: Any) -> list[dict[str, Any]]:
        """The rows of an answer, each by the names of its columns."""
        untrusted = self.call(name, **arguments)["untrusted"]
        return [dict(zip(untrusted["columns"], row, strict=True)) for row in untrusted.get("rows", ())]

    def refused(self, name: str, **arguments: Any) -> dict[str, Any]:
        """The error that a call is answered."""
        found = self.result(name, **arguments)
        assert found.is_error, found.structured_content
        import orjson

        told: dict[str, Any] = orjson.loads(found.content[0].text)
        return told

    def read(self, uri: str) -> str:
        """The text of a resource."""

        async def read() -> Any:
            return await self.client.read_resource(uri)

        return str(self.portal.call(read).contents[0].text)

    def completed(self, of: str, argument: str, typed: str) -> list[str]:
        """What is offered for an argument of a prompt or a template."""
        ref = ResourceTemplateReference(uri=of) if "://" in of else PromptReference(name=of)

        async def complete() -> Any:
            return await self.client.complete(ref, {"name": argument, "value": typed})

        return list(self.portal.call(complete).completion.values)

    def failed(self, work: Any, *arguments: Any) -> MCPError:
        """The protocol's error that something ends in."""
        try:
            work(*arguments)
        except MCPError as error:
            return error
        raise AssertionError("it was answered")

    @classmethod
    @contextmanager
    def over_http(cls, address: str, token: str, mode: str = "auto") -> Iterator[Agent]:
        """Connected to a server, with a token."""

        @asynccontextmanager
        async def connect() -> AsyncIterator[Client]:
            headers = {"authorization": f"Bearer {token}"}
            async with (
                httpx2.AsyncClient(headers=headers, timeout=120) as http,
                Client(streamable_http_client(f"{address}/mcp", http_client=http), mode=mode) as client,
            ):
                yield client

        with start_blocking_portal() as portal, portal.wrap_async_context_manager(connect()) as client:
            yield cls(portal, client)

    @classmethod
    @contextmanager
    def over_pipes(cls, *options: str, **environment: str) -> Iterator[Agent]:
        """Connected to a process of its own: `graph-platform mcp` with these options."""

        @asynccontextmanager
        async def connect() -> AsyncIterator[Client]:
            started = StdioServerParameters(
                command=sys.executable,
                args=["-c", COMMAND, "mcp", *options],
                env={**os.environ, **environment},
            )
            async with Client(stdio_client(started)) as client:
                yield client

        with start_blocking_portal() as portal, portal.wrap_async_context_manager(connect()) as client:
            yield cls(portal, client)
