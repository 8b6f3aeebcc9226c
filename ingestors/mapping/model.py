"""What a mapping may say. The JSON Schema in docs/mapping.schema.json is made from these classes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Scalar: TypeAlias = str | int | float | bool


class Part(BaseModel):
    """A part of a mapping: nothing in it is ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _column(said: Any) -> Any:
    return {"column": said} if isinstance(said, str) else said


class Value(Part):
    """Where a value comes from: a column (its name alone says that), a template, several columns, or a constant."""

    column: str | None = Field(default=None, description="The column that holds it.")
    template: str | None = Field(
        default=None, description="Text with columns in braces: `{Id}`; `{Id?}` may be empty."
    )
    columns: list[str] | None = Field(
        default=None, description="Columns that make a list, empty cells left out."
    )
    constant: Scalar | None = Field(default=None, description="The same for every row.")
    split: str | None = Field(
        default=None, min_length=1, description="What tells the parts of a list in one cell apart."
    )
    lookup: dict[str, Scalar] | None = Field(
        default=None, description="What is said, and what it means here."
    )
    default: Scalar | None = Field(
        default=None, description="For an empty cell, or one that the lookup does not know."
    )
    match: str | None = Field(
        default=None, description="A regular expression; its first group (or all of it) is the value."
    )
    ignore: list[str] | None = Field(
        default=None, description="Cells that mean nothing, such as `-1` or `n/a`."
    )

    @model_validator(mode="after")
    def _one_origin(self) -> Value:
        origins = [self.column, self.template, self.columns, self.constant]
        if sum(origin is not None for origin in origins) != 1:
            raise ValueError("needs exactly one of column, template, columns and constant")
        if self.split and self.column is None:
            raise ValueError("split needs a column")
        return self

    @property
    def is_plain(self) -> bool:
        """Whether it is nothing but a column."""
        return self.model_fields_set == {"column"}


AnyValue = Annotated[Value, BeforeValidator(_column, json_schema_input_type=str | Value)]


class ByColumn(Part):
    """A label that follows from a column."""

    column: str
    lookup: dict[str, str]
    default: str


class Unless(Part):
    """A condition on one column that is more than a word or a list of words."""

    present: bool | None = Field(default=None, description="Whether the cell holds anything.")
    unless: list[str] | None = Field(default=None, description="Any cell but these.")
    match: str | None = Field(default=None, description="A regular expression that is found in the cell.")


Condition: TypeAlias = str | list[str] | Unless
When: TypeAlias = dict[str, Condition]


Key: TypeAlias = str | Annotated[list[str], Field(min_length=1)]


def templates(key: Key) -> list[str]:
    """The templates of a key, the first of which that has no empty column gives it."""
    return [key] if isinstance(key, str) else key


class Thing(Part):
    """A record of the graph that a row states."""

    label: str | ByColumn
    key: Key = Field(
        description="Its key as a template; `#name` is below the row's own key. "
        "Of several, the first whose columns are filled."
    )
    values: dict[str, AnyValue] = Field(default_factory=dict)
    when: When = Field(default_factory=dict, description="Stated only where these columns hold this.")


class Named(Part):
    """A record that another row states, and that this one only names."""

    label: str | ByColumn
    key: Key


class Said(Part):
    """What a row says about two things, each by its name above."""

    relation: str
    start: str
    end: str
    name: str | None = Field(
        default=None, description="Tells it from another claim of the same relation in the row."
    )
    values: dict[str, AnyValue] = Field(default_factory=dict)
    valid_from: AnyValue | None = Field(default=None, description="The first day on which it holds.")
    valid_to: AnyValue | None = Field(default=None, description="The first day on which it no longer does.")
    last_day: AnyValue | None = Field(
        default=None, description="The last day on which it holds, where that is said instead of `valid_to`."
    )
    when: When = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_end(self) -> Said:
        if self.valid_to and self.last_day:
            raise ValueError("needs one of valid_to and last_day, not both")
        return self


class Each(Part):
    """What is stated once for every part of a list in a cell; `item` and `index` are columns within."""

    column: str
    split: str | None = Field(
        default=None, min_length=1, description="What tells the parts apart; a JSON list needs none."
    )
    records: dict[str, Thing] = Field(default_factory=dict)
    mentions: dict[str, Named] = Field(default_factory=dict)
    claims: list[Said] = Field(default_factory=list)


class Sql(Part):
    """A query of a SQL database. Its address is in the environment, since it holds a password."""

    address: str = Field(
        pattern=r"^[A-Z][A-Z0-9_]*$", description="Name of the environment variable with the URL."
    )
    query: str


class MappedTable(Part):
    """One kind of file, told from the others by its columns, and what a row of it says."""

    description: str = ""
    columns: list[str] = Field(min_length=1, description="Columns (or JSON keys) that every file of it has.")
    optional: list[str] = Field(
        default_factory=list,
        description="Columns that are used where they are there, and keys of nested objects: `address.city`.",
    )
    aliases: dict[str, str] = Field(default_factory=dict, description="Other names of columns.")
    sql: Sql | None = None
    key: Key | None = Field(
        default=None, description="The row's own key as a template; by default its first record's."
    )
    seen: AnyValue | None = Field(default=None, description="When the source observed the row.")
    scopes: dict[str, AnyValue] = Field(
        default_factory=dict, description="Who may see it: `owner`, `region`."
    )
    public: bool = Field(default=False, description="Everybody may see it: it stands in a public register.")
    when: When = Field(default_factory=dict, description="Other rows say nothing that is wanted here.")
    records: dict[str, Thing] = Field(default_factory=dict)
    mentions: dict[str, Named] = Field(default_factory=dict)
    claims: list[Said] = Field(default_factory=list)
    each: list[Each] = Field(default_factory=list)

    @model_validator(mode="after")
    def _has_a_key(self) -> MappedTable:
        if not self.key and not self.records:
            raise ValueError("needs a key, or a record whose key is the row's")
        return self


class MappedFormats(Part):
    """How the source writes values."""

    dates: list[str] = Field(default_factory=list, description="strptime patterns; ISO 8601 always works.")
    country: str | None = Field(
        default=None, pattern="^[A-Z]{2}$", description="Of phone numbers without a country code."
    )
    timezone: str = Field(default="UTC", description="Of times without a zone (IANA).")
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$", description="Of bare sums.")
    decimal: Literal[".", ","] = "."


class Mapping(Part):
    """A mapping from somebody's tables to facts."""

    source: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,40}$", description="The name of the source.")
    title: str
    kind: Literal["sales", "service", "register", "hiring", "operations", "finance", "other"] = "other"
    description: str = ""
    licence: str | None = None
    trust: float = Field(default=0.5, ge=0, le=1, description="How far it is trusted against other sources.")
    formats: MappedFormats = Field(default_factory=lambda: MappedFormats.model_validate({}))
    tables: dict[str, MappedTable] = Field(min_length=1)
