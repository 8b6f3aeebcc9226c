"""The JSON schemas of tools, as short as they can be: a model reads all of them before it reads a question."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel

from gql.tools.tool import Tool

UNSAID = {"title", "minLength", "maxLength", "maxItems", "minimum", "maximum"}
"""What costs more to read than it helps: what is too long or too large is refused with its bounds."""
ANY = {"items", "additionalProperties"}
"""Keywords that say nothing where anything is allowed."""


@cache
def _schema(model: type[BaseModel], is_input: bool) -> dict[str, Any]:
    made = model.model_json_schema(mode="validation" if is_input else "serialization")
    parts = made.pop("$defs", {})
    short: dict[str, Any] = _shortened(made, parts)
    short.pop("description", None)
    if not is_input:
        # what is not there is left out of an answer
        short["required"] = [name for name, each in model.model_fields.items() if each.is_required()]
    return short


def input_schema(tool: Tool) -> dict[str, Any]:
    """What a tool takes, as JSON Schema."""
    return _schema(tool.takes, True)


def output_schema(tool: Tool) -> dict[str, Any]:
    """What a tool gives, as JSON Schema."""
    return _schema(tool.gives, False)


def _shortened(schema: Any, parts: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_shortened(each, parts) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return {} if name == "JsonValue" else _shortened(parts[name], parts)
    made = {}
    for key, value in schema.items():
        if key == "properties":
            made[key] = {name: _shortened(each, parts) for name, each in value.items()}
        elif key not in UNSAID and not (key == "default" and value in (None, [], "", False)):
            made[key] = _shortened(value, parts)
    return _without_null({key: value for key, value in made.items() if not (key in ANY and value == {})})


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """What may be left out is not said to be null too."""
    choices = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if "anyOf" not in schema or len(choices) == len(schema["anyOf"]):
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**choices[0], **rest} if len(choices) == 1 else {"anyOf": choices, **rest}
