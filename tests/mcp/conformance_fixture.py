"""A server with what the conformance suite calls by fixed names, behind the product's own door.

    python tests/mcp/conformance_fixture.py --port 3001

Then `conformance server --url http://127.0.0.1:3001/mcp --requirements 2026-07-28` (and `2025-11-25`). Transport,
guard and sign-in are the product's; the suite cannot sign in, so a token is put into its requests before the door.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import uvicorn
from mcp import MCPError, types
from mcp.server import Server, ServerRequestContext
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.server.subscriptions import (
    InMemorySubscriptionBus,
    ListenHandler,
    PromptsListChanged,
    ToolsListChanged,
)
from mcp.shared.message import ServerMessageMetadata
from mcp.types import INVALID_PARAMS, MISSING_REQUIRED_CLIENT_CAPABILITY
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from gql.mcp.door import Door
from gql.mcp.entrance import Entrance
from gql.mcp.server import as_seen
from gql.tokens import own_token, tokens_of
from graph_platform.settings import Settings, read_settings

Context = ServerRequestContext[Any, Any]
Given = types.CallToolRequestParams
Result = types.CallToolResult | types.InputRequiredResult
Answer = Callable[[Context, Given], Awaitable[Result]]
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA="
IMAGE = types.ImageContent(data=PNG, mime_type="image/png")
BUS = InMemorySubscriptionBus()
TOOLS: dict[str, tuple[Answer, dict[str, Any]]] = {}


def says(*content: Any, is_error: bool = False) -> types.CallToolResult:
    """A result of these contents; a text stands for a text."""
    parts = [types.TextContent(text=each) if isinstance(each, str) else each for each in content]
    return types.CallToolResult(content=parts, is_error=is_error)


def embedded(uri: str, text: str, kind: str = "text/plain") -> types.EmbeddedResource:
    """A resource inside of an answer."""
    return types.EmbeddedResource(resource=types.TextResourceContents(uri=uri, mime_type=kind, text=text))


def tool(**properties: Any) -> Callable[[Answer], Answer]:
    """Serve a function as the tool of its name; these arguments are required texts."""
    schema = {"type": "object", "properties": properties, "required": list(properties)}

    def named(answer: Answer) -> Answer:
        TOOLS[f"test_{answer.__name__}"] = (answer, schema)
        return answer

    return named


TEXT = {"type": "string"}


@tool()
async def simple_text(ctx: Context, given: Given) -> Result:
    return says("This is a simple text response for testing.")


@tool()
async def image_content(ctx: Context, given: Given) -> Result:
    return says(IMAGE)


@tool()
async def audio_content(ctx: Context, given: Given) -> Result:
    return says(types.AudioContent(data=WAV, mime_type="audio/wav"))


@tool()
async def embedded_resource(ctx: Context, given: Given) -> Result:
    return says(embedded("test://embedded-resource", "This is an embedded resource content."))


@tool()
async def multiple_content_types(ctx: Context, given: Given) -> Result:
    resource = embedded("test://mixed-content-resource", '{"test":"data","value":123}', "application/json")
    return says("Multiple content types test:", IMAGE, resource)


async def done(ctx: Context, given: Given) -> Result:
    return says("done")


TOOLS["json_schema_2020_12_tool"] = (
    done,
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
            "address": {
                "$anchor": "addressDef",
                "type": "object",
                "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
            }
        },
        "properties": {
            "name": {"type": "string"},
            "address": {"$ref": "#/$defs/address"},
            "contactMethod": {"type": "string", "enum": ["phone", "email"]},
            "phone": {"type": "string"},
            "email": {"type": "string"},
        },
        "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
        "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
        "then": {"required": ["phone"]},
        "else": {"required": ["email"]},
        "additionalProperties": False,
    },
)
TOOLS["test_custom_headers"] = (
    done,
    {
        "type": "object",
        "properties": {"region": {"type": "string", "x-mcp-header": "Region"}},
        "required": ["region"],
    },
)


@tool()
async def error_handling(ctx: Context, given: Given) -> Result:
    return says("This tool intentionally returns an error for testing", is_error=True)


async def log(ctx: Context, text: str) -> None:
    """Log to a client of before 2026-07-28; later ones have to ask for it, and these do not."""
    if ctx.protocol_version < "2026":
        params = types.LoggingMessageNotificationParams(level="info", data=text)
        await ctx.session.send_notification(types.LoggingMessageNotification(params=params), ctx.request_id)


@tool()
async def tool_with_logging(ctx: Context, given: Given) -> Result:
    for each in ("Tool execution started", "Tool processing data", "Tool execution completed"):
        await log(ctx, each)
        await asyncio.sleep(0.05)
    return says("logged")


@tool()
async def logging_tool(ctx: Context, given: Given) -> Result:
    return await tool_with_logging(ctx, given)


@tool()
async def tool_with_progress(ctx: Context, given: Given) -> Result:
    for done in (0, 50, 100):
        await ctx.session.report_progress(done, 100)
        await asyncio.sleep(0.05)
    return says("done")


@tool()
async def trigger_tool_change(ctx: Context, given: Given) -> Result:
    await BUS.publish(ToolsListChanged())
    return says("changed")


@tool()
async def trigger_prompt_change(ctx: Context, given: Given) -> Result:
    await BUS.publish(PromptsListChanged())
    return says("changed")


@tool()
async def missing_capability(ctx: Context, given: Given) -> Result:
    if not (capabilities := ctx.session.client_capabilities) or capabilities.sampling is None:
        needed = {"requiredCapabilities": {"sampling": {}}}
        raise MCPError(MISSING_REQUIRED_CLIENT_CAPABILITY, "sampling is needed", needed)
    return says("there")


def related(ctx: Context) -> ServerMessageMetadata:
    """So that what is asked in the middle of a call goes the way that the call came."""
    return ServerMessageMetadata(related_request_id=ctx.request_id)


@tool(prompt=TEXT)
async def sampling(ctx: Context, given: Given) -> Result:
    message = types.SamplingMessage(
        role="user", content=types.TextContent(text=(given.arguments or {})["prompt"])
    )
    params = types.CreateMessageRequestParams(messages=[message], max_tokens=100)
    request = types.CreateMessageRequest(params=params)
    found = await ctx.session.send_request(request, types.CreateMessageResult, metadata=related(ctx))
    return says(f"LLM response: {getattr(found.content, 'text', '')}")


async def elicited(ctx: Context, message: str, properties: dict[str, Any], required: list[str]) -> str:
    """What a client of before 2026-07-28 answers when it is asked in the middle of a call."""
    schema = {"type": "object", "properties": properties, "required": required}
    params = types.ElicitRequestFormParams(message=message, requested_schema=schema)
    found = await ctx.session.send_request(
        types.ElicitRequest(params=params), types.ElicitResult, metadata=related(ctx)
    )
    return f"action={found.action}, content={json.dumps(found.content or {})}"


@tool(message=TEXT)
async def elicitation(ctx: Context, given: Given) -> Result:
    asked = {"username": TEXT, "email": TEXT}
    return says(
        f"User response: {await elicited(ctx, (given.arguments or {})['message'], asked, list(asked))}"
    )


@tool()
async def elicitation_sep1034_defaults(ctx: Context, given: Given) -> Result:
    asked = {
        "name": {"type": "string", "default": "John Doe"},
        "age": {"type": "integer", "default": 30},
        "score": {"type": "number", "default": 95.5},
        "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
        "verified": {"type": "boolean", "default": True},
    }
    return says(f"Elicitation completed: {await elicited(ctx, 'Please review', asked, [])}")


def titled(**options: str) -> list[dict[str, str]]:
    """Choices with titles."""
    return [{"const": value, "title": title} for value, title in options.items()]


@tool()
async def elicitation_sep1330_enums(ctx: Context, given: Given) -> Result:
    plain = ["option1", "option2", "option3"]
    named = titled(value1="First Option", value2="Second Option", value3="Third Option")
    asked = {
        "untitledSingle": {"type": "string", "enum": plain},
        "titledSingle": {"type": "string", "oneOf": named},
        "legacyEnum": {"type": "string", "enum": ["opt1", "opt2"], "enumNames": ["Option One", "Option Two"]},
        "untitledMulti": {"type": "array", "items": {"type": "string", "enum": plain}},
        "titledMulti": {"type": "array", "items": {"anyOf": named}},
    }
    return says(f"Elicitation completed: {await elicited(ctx, 'Please choose', asked, [])}")


def form(message: str, **properties: str) -> types.ElicitRequest:
    """A question to the user with these fields."""
    fields = {name: {"type": kind} for name, kind in properties.items()}
    schema = {"type": "object", "properties": fields, "required": list(fields)}
    return types.ElicitRequest(params=types.ElicitRequestFormParams(message=message, requested_schema=schema))


def question(text: str) -> types.CreateMessageRequest:
    """A question to the client's model."""
    message = types.SamplingMessage(role="user", content=types.TextContent(text=text))
    return types.CreateMessageRequest(
        params=types.CreateMessageRequestParams(messages=[message], max_tokens=100)
    )


def needed(state: str | None = None, **requests: Any) -> types.InputRequiredResult:
    """What has to be known before a call goes on."""
    return types.InputRequiredResult(input_requests=requests, request_state=state)


NAME = form("What is your name?", name="string")
OK = form("Please confirm", ok="boolean")
ROOTS = types.ListRootsRequest()


def answered(given: Any, *names: str) -> bool:
    """Whether all of these have an answer."""
    responses = given.input_responses or {}
    return all(name in responses for name in names)


@tool()
async def input_required_result_elicitation(ctx: Context, given: Given) -> Result:
    if not answered(given, "user_name"):
        return needed(user_name=NAME)
    response = (given.input_responses or {})["user_name"]
    content = getattr(response, "content", None)
    if not isinstance(content, dict) or "name" not in content:
        return needed(user_name=NAME)
    return says(f"Hello, {content['name']}!")


@tool()
async def streaming_elicitation(ctx: Context, given: Given) -> Result:
    return await input_required_result_elicitation(ctx, given)


@tool()
async def input_required_result_sampling(ctx: Context, given: Given) -> Result:
    asked = "capital_question"
    return (
        says("Paris")
        if answered(given, asked)
        else needed(**{asked: question("What is the capital of France?")})
    )


@tool()
async def input_required_result_list_roots(ctx: Context, given: Given) -> Result:
    return says("file:///test/root") if answered(given, "client_roots") else needed(client_roots=ROOTS)


@tool()
async def input_required_result_request_state(ctx: Context, given: Given) -> Result:
    is_well = answered(given, "confirm") and given.request_state == "round-1"
    return says("state-ok") if is_well else needed("round-1", confirm=OK)


@tool()
async def input_required_result_tampered_state(ctx: Context, given: Given) -> Result:
    return await input_required_result_request_state(ctx, given)


@tool()
async def input_required_result_multiple_inputs(ctx: Context, given: Given) -> Result:
    asked = {"user_name": NAME, "greeting": question("Generate a greeting"), "client_roots": ROOTS}
    return says("all there") if answered(given, *asked) else needed("round-1", **asked)


@tool()
async def input_required_result_multi_round(ctx: Context, given: Given) -> Result:
    if given.request_state == "round-2" and answered(given, "step2"):
        return says("done")
    if given.request_state == "round-1" and answered(given, "step1"):
        return needed("round-2", step2=form("Step 2: What is your favorite color?", color="string"))
    return needed("round-1", step1=form("Step 1: What is your name?", name="string"))


@tool()
async def input_required_result_capabilities(ctx: Context, given: Given) -> Result:
    capabilities = ctx.session.client_capabilities
    asked: dict[str, Any] = {}
    if capabilities and capabilities.sampling is not None:
        asked["greeting"] = question("Generate a greeting")
    if capabilities and capabilities.elicitation is not None:
        asked["user_name"] = NAME
    return needed(**asked) if asked and not answered(given, *asked) else says("nothing is needed")


RESOURCES = {
    "test://static-text": types.TextResourceContents(
        uri="test://static-text",
        mime_type="text/plain",
        text="This is the content of the static text resource.",
    ),
    "test://static-binary": types.BlobResourceContents(
        uri="test://static-binary", mime_type="image/png", blob=PNG
    ),
    "test://watched-resource": types.TextResourceContents(
        uri="test://watched-resource", mime_type="text/plain", text="watched"
    ),
}
PROMPTS: dict[str, tuple[str, ...]] = {
    "test_simple_prompt": (),
    "test_prompt_with_arguments": ("arg1", "arg2"),
    "test_prompt_with_embedded_resource": ("resourceUri",),
    "test_prompt_with_image": (),
    "test_input_required_result_prompt": (),
}


async def list_tools(ctx: Context, params: Any) -> types.ListToolsResult:
    listed = [
        types.Tool(name=name, description=name, input_schema=schema) for name, (_, schema) in TOOLS.items()
    ]
    return types.ListToolsResult(tools=listed)


async def call_tool(ctx: Context, params: Given) -> Result:
    if params.name not in TOOLS:
        raise MCPError(INVALID_PARAMS, "there is no such tool")
    return await TOOLS[params.name][0](ctx, params)


async def list_resources(ctx: Context, params: Any) -> types.ListResourcesResult:
    listed = [types.Resource(uri=uri, name=uri, mime_type=each.mime_type) for uri, each in RESOURCES.items()]
    return types.ListResourcesResult(resources=listed)


async def list_templates(ctx: Context, params: Any) -> types.ListResourceTemplatesResult:
    template = types.ResourceTemplate(uri_template="test://template/{id}/data", name="template")
    return types.ListResourceTemplatesResult(resource_templates=[template])


async def read_resource(ctx: Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
    uri = str(params.uri)
    if found := RESOURCES.get(uri):
        return types.ReadResourceResult(contents=[found])
    if uri.startswith("test://template/") and uri.endswith("/data"):
        id_ = uri.removeprefix("test://template/").removesuffix("/data")
        text = json.dumps({"id": id_, "templateTest": True, "data": f"Data for ID: {id_}"})
        made = types.TextResourceContents(uri=uri, mime_type="application/json", text=text)
        return types.ReadResourceResult(contents=[made])
    raise MCPError(INVALID_PARAMS, "there is no such resource", {"uri": uri})


async def list_prompts(ctx: Context, params: Any) -> types.ListPromptsResult:
    return types.ListPromptsResult(
        prompts=[
            types.Prompt(
                name=name,
                description=name,
                arguments=[types.PromptArgument(name=each, required=True) for each in arguments],
            )
            for name, arguments in PROMPTS.items()
        ]
    )


async def get_prompt(
    ctx: Context, params: types.GetPromptRequestParams
) -> types.GetPromptResult | types.InputRequiredResult:
    given = params.arguments or {}
    contents: dict[str, list[Any]] = {
        "test_simple_prompt": ["This is a simple prompt for testing."],
        "test_prompt_with_arguments": [
            f"Prompt with arguments: arg1='{given.get('arg1')}', arg2='{given.get('arg2')}'"
        ],
        "test_prompt_with_embedded_resource": [
            embedded(given.get("resourceUri", ""), "Embedded resource content for testing."),
            "Please process the embedded resource above.",
        ],
        "test_prompt_with_image": [IMAGE, "Please analyze the image above."],
        "test_input_required_result_prompt": ["With the context that was given."],
    }
    if params.name not in contents:
        raise MCPError(INVALID_PARAMS, "there is no such prompt")
    if params.name == "test_input_required_result_prompt" and not answered(params, "user_context"):
        return needed(user_context=form("What context should the prompt use?", context="string"))
    parts = says(*contents[params.name]).content
    return types.GetPromptResult(messages=[types.PromptMessage(role="user", content=part) for part in parts])


async def complete(ctx: Context, params: types.CompleteRequestParams) -> types.CompleteResult:
    return types.CompleteResult(
        completion=types.Completion(values=["paris", "park", "party"], total=3, has_more=False)
    )


async def taken(ctx: Context, params: Any) -> types.EmptyResult:
    return types.EmptyResult()


def fixture_server() -> Server[Any]:
    """The server, with the product's own way out around every answer."""
    server: Server[Any] = Server(
        "conformance-fixture",
        version="1",
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_subscribe_resource=taken,
        on_unsubscribe_resource=taken,
        on_subscriptions_listen=ListenHandler(BUS),
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
        on_completion=complete,
    )
    server.add_request_handler("logging/setLevel", types.SetLevelRequestParams, taken)
    server.middleware.append(
        RequestStateBoundary(RequestStateSecurity.ephemeral(), default_audience=server.name)
    )
    server.middleware.append(as_seen)
    return server


def signed_in(app: ASGIApp, token: str) -> ASGIApp:
    """Requests without a token get this one: the suite has no way to sign in."""

    async def passed_on(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not any(name == b"authorization" for name, _ in scope["headers"]):
            scope["headers"] = [*scope["headers"], (b"authorization", f"Bearer {token}".encode())]
        await app(scope, receive, send)

    return passed_on


def fixture_app(settings: Settings) -> ASGIApp:
    """The fixture behind the product's door, which keeps sessions here: older scenarios ask back during a call."""
    door = Door(fixture_server(), Entrance(tokens_of(settings, development=True).viewer), stateless=False)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> Any:
        async with door.running():
            yield

    app = Starlette(routes=door.routes(), lifespan=lifespan)
    return signed_in(app, own_token(settings, "conformance", ["sales"], ["public"], timedelta(hours=8)))


def main() -> None:
    """Serve it until it is ended."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=3001)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings(home=Path(folder))
        uvicorn.run(fixture_app(settings), port=options.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
