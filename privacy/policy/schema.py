"""`python -m privacy.policy.schema FILE`: the JSON Schema of policies, for editors."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

from privacy.policy.model import Policy


def schema() -> str:
    """The JSON Schema of a policy."""
    made = Policy.model_json_schema()
    made |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A policy: who may see what"}
    return orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema(), "utf-8")
