"""Every setting of the platform, read once, in one place.

A setting is an environment variable with the prefix `GRAPH_PLATFORM_`, named after a field below:
`GRAPH_PLATFORM_NEO4J_URI=neo4j+s://…` points to a team's database, and nothing else changes.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

import platformdirs
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph_platform.errors import SettingsError

PREFIX = "GRAPH_PLATFORM_"
SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def _default_home() -> Path:
    return platformdirs.user_data_path("graph-platform", appauthor=False)


def _absolute(path: Path) -> Path:
    # a child process has another working folder, so a relative path would change its meaning
    return path.expanduser().absolute()


def _none_if_blank(value: object) -> object:
    # compose files and CI hand on `NAME=` where they mean "not set"
    return None if isinstance(value, str) and not value.strip() else value


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]
OptionalPath = Annotated[AbsolutePath | None, BeforeValidator(_none_if_blank)]
OptionalText = Annotated[str | None, BeforeValidator(_none_if_blank)]
OptionalSecret = Annotated[SecretStr | None, BeforeValidator(_none_if_blank)]
OptionalMebibytes = Annotated[int | None, BeforeValidator(_none_if_blank)]


class Settings(BaseSettings):
    """What the platform runs with."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=True
    )

    home: AbsolutePath = Field(
        default_factory=_default_home,
        description="Folder of this installation: the managed database, its password, logs and reject files.",
    )
    neo4j_uri: OptionalText = Field(
        default=None,
        description="Address of a Neo4j of yours, such as neo4j+s://graph.example.com. "
        "Not set: the platform starts and keeps its own.",
    )
    neo4j_user: str = Field(default="neo4j", min_length=1, description="User of the Neo4j at neo4j_uri.")
    neo4j_password_file: OptionalPath = Field(
        default=None,
        description="File whose first line is the password for neo4j_uri. The managed Neo4j makes its own.",
    )
    neo4j_database: str = Field(
        default="neo4j", min_length=1, description="Database inside Neo4j; the managed one has only neo4j."
    )
    heap_mb: OptionalMebibytes = Field(
        default=None,
        ge=256,
        description="Heap of the managed Neo4j in MiB. Not set: chosen from this machine's memory.",
    )
    pagecache_mb: OptionalMebibytes = Field(
        default=None,
        ge=32,
        description="Page cache of the managed Neo4j in MiB. Not set: chosen from this machine's memory.",
    )
    maven_repository: OptionalPath = Field(
        default=None,
        description="Local Maven repository that Neo4j's jars are kept in. Not set: Maven's own.",
    )
    bolt_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port the managed Neo4j should listen on, on this machine only. "
        "0: any free one, kept while it stays free.",
    )
    recognizers: OptionalPath = Field(
        default=None,
        description="File of recognizers of your own for free text, beside the shipped ones.",
    )
    unpacked_ratio: int = Field(
        default=200,
        ge=1,
        description="How many times its size a packed file (zip, gzip, bzip2, xz, Excel) may unpack to; "
        "the first 64 MiB are free.",
    )
    unpacked_mb: int = Field(
        default=102_400, ge=1, description="MiB that one packed file may unpack to altogether."
    )
    resolution_model: OptionalText = Field(
        default=None,
        description="Model file that resolution uses, or `shipped`. Not set: the newest that `resolve train` made.",
    )
    resolve_after_load: bool = Field(
        default=True, description="Whether a load finds out who its new records are about."
    )
    oidc_issuer: OptionalText = Field(
        default=None,
        description="Issuer of the tokens that the server takes (OpenID Connect): its address, as tokens name it.",
    )
    oidc_audience: OptionalText = Field(
        default=None, description="Audience that tokens for the server are made for."
    )
    oidc_roles_claim: str = Field(default="roles", description="Claim of a token that lists roles.")
    oidc_scopes_claim: str = Field(
        default="graph_scopes", description="Claim of a token that lists the scopes of records it may see."
    )
    mcp_resource: OptionalText = Field(
        default=None,
        description="Public address of /mcp; tokens for it then have to be made for it. Not set: those for the server.",
    )
    token: OptionalSecret = Field(
        default=None, description="Token of whoever asks by `graph-platform mcp`, for clients that start it."
    )
    synonyms: OptionalPath = Field(
        default=None, description="File of words of your own for questions, beside the shipped ones."
    )
    ask_model_url: OptionalText = Field(
        default=None,
        description="Address of a model behind OpenAI's interface (…/v1) that proposes plans for questions which the "
        "planner does not understand: https, or on this machine. Not set: none does.",
    )
    ask_model: OptionalText = Field(default=None, description="Name of that model.")
    ask_model_key: OptionalSecret = Field(default=None, description="Key for that model.")
    start_timeout: float = Field(
        default=180.0,
        gt=0,
        description="Seconds that the managed Neo4j may take to answer for the first time.",
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.neo4j_uri is None:
            self._check_managed()
        else:
            _check_uri(self.neo4j_uri)
            if self.neo4j_password_file is None:
                raise ValueError(
                    f"{PREFIX}NEO4J_URI is set, so {PREFIX}NEO4J_PASSWORD_FILE must name the password's file"
                )
        return self

    def _check_managed(self) -> None:
        for name, value, only in (
            ("NEO4J_PASSWORD_FILE", self.neo4j_password_file, None),
            ("NEO4J_USER", self.neo4j_user, "neo4j"),
            ("NEO4J_DATABASE", self.neo4j_database, "neo4j"),
        ):
            if value != only:
                raise ValueError(f"{PREFIX}{name} goes with {PREFIX}NEO4J_URI, which is not set")

    @property
    def managed(self) -> bool:
        """Whether the platform starts and keeps the database itself."""
        return self.neo4j_uri is None


def _check_uri(uri: str) -> None:
    parts = urlsplit(uri)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ValueError(f"{PREFIX}NEO4J_URI must look like neo4j+s://host, with one of {', '.join(SCHEMES)}")
    if parts.username or parts.password:
        raise ValueError(
            f"{PREFIX}NEO4J_URI must not hold a user or password; use {PREFIX}NEO4J_USER and "
            f"{PREFIX}NEO4J_PASSWORD_FILE"
        )


def read_settings(**overrides: object) -> Settings:
    """Read the settings from the environment; `overrides` (by field name) go before it.

    Raises `SettingsError`, which names the setting and what is wrong, never its value.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(
            "; ".join(_complaint(tuple(detail["loc"]), detail["msg"]) for detail in error.errors()),
            "Change the environment variable, or unset it for its default.",
        ) from None


def _complaint(location: tuple[int | str, ...], message: str) -> str:
    text = message.removeprefix("Value error, ")
    return f"{PREFIX}{str(location[0]).upper()}: {text}" if location else text


@cache
def current_settings() -> Settings:
    """Give the settings of this process, read at the first call. Raises `SettingsError`."""
    return read_settings()


def password_from_file(path: Path) -> str:
    """Read the password out of a file's first line. Raises `SettingsError` where there is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"the password file {path} cannot be read ({type(error).__name__})",
            "Make it readable for you alone: chmod 600.",
        ) from None
    if not lines or not lines[0].strip():
        raise SettingsError(f"the password file {path} is empty", "Its first line is the password.")
    return lines[0].strip()
