"""The tools as others declare them: OpenAI's functions, LangChain's JSON schemas, an OpenAPI description."""

from __future__ import annotations

from typing import Any

from gql.errors import ApiError
from gql.tools.catalogue import TOOLS, version
from gql.tools.schemas import input_schema, output_schema
from gql.tools.tool import Tool


def as_openai() -> list[dict[str, Any]]:
    """Functions, as the `tools` of a request to a model with OpenAI's interface."""
    return [
        {
            "type": "function",
            "function": {
                "name": tool.name,
                "description": tool.description,
                "parameters": input_schema(tool),
            },
        }
        for tool in TOOLS.values()
    ]


def as_langchain() -> list[dict[str, Any]]:
    """JSON schemas with a title and a description, as `bind_tools` of LangChain's models takes them."""
    return [
        {"title": tool.name, "description": tool.description, **input_schema(tool)} for tool in TOOLS.values()
    ]


def as_openapi() -> dict[str, Any]:
    """What a server answers at /tools/{name}, as OpenAPI 3.1."""
    text = {"type": "string"}
    error = {
        "type": "object",
        "properties": {"code": text, "message": text, "hint": text},
        "required": ["code", "message"],
        "description": f"code: one of the API's, such as {ApiError.code}.",
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "graph-platform tools", "version": version()},
        "paths": {f"/tools/{tool.name}": {"post": _operation(tool)} for tool in TOOLS.values()},
        "components": {
            "schemas": {"Error": error},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _operation(tool: Tool) -> dict[str, Any]:
    def body(schema: dict[str, Any]) -> dict[str, Any]:
        return {"application/json": {"schema": schema}}

    refused = {"description": "Refused.", "content": body({"$ref": "#/components/schemas/Error"})}
    return {
        "operationId": tool.name,
        "summary": tool.title,
        "description": tool.description,
        "x-reads-only": tool.hints.reads_only,
        "requestBody": {"required": True, "content": body(input_schema(tool))},
        "responses": {
            "200": {"description": "The answer.", "content": body(output_schema(tool))},
            "default": refused,
        },
    }
