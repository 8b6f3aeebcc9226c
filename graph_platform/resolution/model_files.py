"""Models as files: which one is used, those of an installation by version, and the refusal of those made for others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from graph_platform.errors import UsageError
from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.model import Model, read_model, shipped
from graph_platform.resolution.party import EXCLUSIVE, SCHEMAS, Schema
from graph_platform.settings import Settings

WITHOUT = "shipped"
"""Said in the place of a file: the models that come with the project."""
TRAIN = "`resolve train` makes one that fits; `--model shipped` goes without."


def folder_of(settings: Settings) -> Path:
    """Where an installation keeps the models that it trained."""
    return settings.home / "resolution" / "models"


def fingerprint(schema: Schema) -> str:
    """Tells the comparisons of a schema, and the identifiers that its ontology declares exclusive, from others."""
    said = [
        EXCLUSIVE[schema],
        [
            (each.name, each.missing, [(level.name, level.sql, level.frequency) for level in each.levels])
            for each in COMPARISONS[schema]
        ],
    ]
    return blake2b(orjson.dumps(said), digest_size=8).hexdigest()


def versions(folder: Path, schema: Schema) -> list[Path]:
    """The trained models of a schema, the oldest first."""
    return sorted(folder.glob(f"{schema.lower()}-[0-9][0-9][0-9][0-9].json"))


def choose(settings: Settings, said: str | None = None) -> dict[Schema, Model]:
    """The models to resolve with: `shipped`, the file `said`, or the newest of this installation that is in use.

    `said` goes before the setting `resolution_model`. A file is of one schema; the other keeps what it has. Raises
    `UsageError` for a file of other comparisons or of another ontology.
    """
    said = said or settings.resolution_model
    if said == WITHOUT:
        return {schema: shipped(schema) for schema in SCHEMAS}
    models = {schema: _newest(folder_of(settings), schema) or shipped(schema) for schema in SCHEMAS}
    if said:
        path = Path(said).expanduser()
        schema = _said(path).get("schema")
        if schema not in SCHEMAS:
            raise UsageError(f"{path.name} is no model", TRAIN)
        models[schema] = read(path, schema)
    return models


def _newest(folder: Path, schema: Schema) -> Model | None:
    for path in reversed(versions(folder, schema)):
        if _said(path).get("in_use"):
            return read(path, schema)
    return None


def read(path: Path, schema: Schema) -> Model:
    """A trained model out of its file. Raises `UsageError` where it was made for something else."""
    made_for = _said(path).get("fingerprint")
    if made_for != fingerprint(schema):
        raise UsageError(
            f"{path.name} was made for other comparisons or another ontology than there are now", TRAIN
        )
    return read_model(path, schema)


def write(folder: Path, model: Model, more: Mapping[str, Any]) -> Path:
    """Keep a model as the next version of its schema, with `more` beside it; its path. Nothing is overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    before = versions(folder, model.schema)
    number = int(before[-1].stem.rpartition("-")[2]) + 1 if before else 1
    path = folder / f"{model.schema.lower()}-{number:04}.json"
    said = asdict(model) | {"name": path.stem, "fingerprint": fingerprint(model.schema)} | dict(more)
    with path.open("xb") as file:
        file.write(orjson.dumps(said, option=orjson.OPT_INDENT_2))
    return path


def _said(path: Path) -> dict[str, Any]:
    try:
        said = orjson.loads(path.read_bytes())
    except OSError:
        raise UsageError(f"{path.name} cannot be read", "Name a model file, or `shipped`.") from None
    except orjson.JSONDecodeError:
        raise UsageError(f"{path.name} is no JSON", TRAIN) from None
    if not isinstance(said, dict):
        raise UsageError(f"{path.name} is no model", TRAIN)
    return said
