"""What a connection may say: the YAML file that `graph-platform sync` takes."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from graph_platform.strict_yaml import Document, first_error

SECRET = r"^[A-Z][A-Z0-9_]*$"  # noqa: S105 - the pattern of a variable's name, and no secret


class Part(BaseModel):
    """A part of a connection: nothing in it is ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sql(Part):
    """A query of a database that SQLAlchemy speaks to: PostgreSQL, MySQL, SQLite …"""

    address: str = Field(pattern=SECRET, description="Name of the secret that holds the URL.")
    query: str = Field(description="A `select` without `order by`.")
    newer: str | None = Field(
        default=None,
        description="A column that only grows, such as `updated_at`: the next time begins where this one ended. "
        "Without it all rows are read every time.",
    )
    overlap: int = Field(
        default=0, ge=0, description="Seconds to go back, for rows that were committed late (times only)."
    )


class Newer(Part):
    """How an API is asked for what is new."""

    parameter: str = Field(description="The query parameter that takes the position.")
    value: str = Field(description="The key of an item that holds it, with dots for nested ones.")


class Pages(Part):
    """How an API gives the next page: exactly one of these."""

    link: bool = Field(default=False, description='By the header `Link: <…>; rel="next"`.')
    cursor: str | None = Field(
        default=None, description="The key of the answer with the next page's cursor, or URL."
    )
    parameter: str | None = Field(default=None, description="The query parameter that takes the cursor.")
    number: str | None = Field(default=None, description="The query parameter that counts pages.")
    first: int = Field(default=1, ge=0, description="What the first page is called.")
    offset: str | None = Field(default=None, description="The query parameter that counts items.")

    @model_validator(mode="after")
    def _one_way(self) -> Pages:
        ways = [self.link, self.cursor is not None, self.number is not None, self.offset is not None]
        if sum(ways) != 1:
            raise ValueError("needs exactly one of link, cursor, number and offset")
        return self


class Api(Part):
    """A reading operation of an HTTP API that an OpenAPI description declares."""

    description: Path = Field(description="The OpenAPI 3 description, JSON or YAML, beside this file.")
    operation: str = Field(description="The `operationId` of a GET operation.")
    server: str | None = Field(
        default=None, pattern="^https?://", description="Instead of the description's first server."
    )
    parameters: dict[str, str | int | bool] = Field(default_factory=dict)
    items: str | None = Field(
        default=None, description="The key of the answer with the list; none: it is the answer."
    )
    newer: Newer | None = None
    pages: Pages | None = None
    rate: float = Field(default=5.0, gt=0, description="Requests a second at most.")
    secret: str | None = Field(default=None, pattern=SECRET, description="Name of the secret that signs in.")


class Bucket(Part):
    """A bucket that speaks S3."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,62}$")
    prefix: str = ""
    match: str = Field(default="*", description="A pattern of the objects' names below the prefix.")
    endpoint: str | None = Field(default=None, pattern="^https?://", description="For another than Amazon's.")
    region: str | None = None
    secret: str | None = Field(
        default=None, pattern=SECRET, description="Name of the secret `KEY:SECRET`; none: a public bucket."
    )


class Folder(Part):
    """A folder into which somebody puts exports."""

    path: Path
    match: str = Field(default="*", description="A pattern of the files' names.")
    settle: int = Field(default=5, ge=0, description="Seconds for which a file must have been left alone.")


class From(Part):
    """Where it comes from: exactly one."""

    sql: dict[str, Sql] | None = Field(
        default=None, description="Queries, by the name of the table that each fills."
    )
    api: dict[str, Api] | None = Field(
        default=None, description="Operations, by the name of the table of each."
    )
    bucket: Bucket | None = None
    folder: Folder | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> From:
        if sum(kind is not None for kind in (self.sql, self.api, self.bucket, self.folder)) != 1:
            raise ValueError("needs exactly one of sql, api, bucket and folder")
        return self


class Connection(Part):
    """A source that is fetched: whose facts it states, and where it comes from."""

    version: Literal[1] = 1
    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,40}$", description="The data set.")
    source: str = Field(description="Who reads it: a kind of source, or `mapping`.")
    mapping: str | None = Field(
        default=None, description="For `mapping`: a path, or a shipped mapping's name."
    )
    licence: str | None = None
    origin: From = Field(alias="from")


def connection(path: Path) -> Connection:
    """The connection in a file; paths in it are taken from beside it. Raises `MappingError` with the line."""
    document = Document(path)
    try:
        declared = Connection.model_validate(document.data)
    except ValidationError as error:
        raise first_error(error, document, Connection) from None
    return _beside(declared, path.absolute().parent)


def _beside(declared: Connection, folder: Path) -> Connection:
    origin = declared.origin
    if origin.folder:
        moved = origin.folder.model_copy(update={"path": folder / origin.folder.path.expanduser()})
        origin = origin.model_copy(update={"folder": moved})
    if origin.api:
        apis = {
            name: api.model_copy(update={"description": folder / api.description})
            for name, api in origin.api.items()
        }
        origin = origin.model_copy(update={"api": apis})
    mapping = declared.mapping
    if mapping and (folder / mapping).is_file():
        mapping = str(folder / mapping)
    return declared.model_copy(update={"origin": origin, "mapping": mapping})
