"""YAML that holds nothing but data, with the line of each of its parts.

Tags would make objects, and aliases of aliases grow without end: both are refused. Keys that stand twice hide one
another: refused too.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from pydantic import BaseModel, ValidationError

from graph_platform.errors import GraphPlatformError, MappingError

LONGEST = 1024 * 1024
MOST_NODES = 100_000
DEEPEST = 50

Place: TypeAlias = tuple[str | int, ...]


class Document:
    """The data of a YAML file, and the line on which each part of it begins.

    `raises` is the error of what the file declares, and `help` the page that says how it is written.
    """

    def __init__(
        self,
        path: Path,
        raises: type[GraphPlatformError] = MappingError,
        help: str = "docs/new-source.md",
        text: str | None = None,
    ) -> None:
        self.path = path
        self.help = help
        self._raises = raises
        self._lines: dict[Place, int] = {(): 1}
        self._nodes = 0
        text = self._text() if text is None else text
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except RecursionError:
            raise self._raises(
                f"{path.name} is nested too deeply", "Plain data has a handful of levels."
            ) from None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise self._raises(
                f"{path.name}:{line}: not valid YAML: {error.problem}", "Mend that line."
            ) from None
        except yaml.YAMLError:
            raise self._raises(
                f"{path.name} is not valid YAML", "It holds characters that YAML forbids."
            ) from None
        self._loader = yaml.SafeLoader("")
        self.data: Any = None if node is None else self._value(node, ())

    def line(self, place: Place) -> int:
        """The line of a part, or of the nearest thing around it that stands in the file."""
        while place not in self._lines:
            place = place[:-1]
        return self._lines[place]

    def error(self, place: Place, message: str, suggestion: str = "") -> GraphPlatformError:
        """An error that points to a part."""
        return self._raises(f"{self.path.name}:{self.line(place)}: {message}", suggestion)

    def _text(self) -> str:
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            raise self._raises(
                f"{self.path.name} cannot be read: {error.strerror}", "Check the path."
            ) from None
        if len(raw) > LONGEST:
            raise self._raises(f"{self.path.name} is longer than {LONGEST >> 20} MiB", f"See {self.help}.")
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self._raises(
                f"{self.path.name} is not UTF-8 at byte {error.start}", "Save it as UTF-8."
            ) from None

    def _value(self, node: yaml.Node, place: Place) -> Any:
        self._nodes += 1
        # counted as they are unfolded, so that an alias costs what it stands for
        if self._nodes > MOST_NODES or len(place) > DEEPEST:
            raise self._refused(node, "its aliases unfold to more than plain data can need")
        self._lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            return [self._value(child, (*place, index)) for index, child in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and node.tag in _SCALARS:
            return self._scalar(node)
        raise self._refused(node, f"the tag {node.tag!r} is not allowed: this is plain data")

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._refused(key_node, "a key must be a word")
            # a key is a name: `on` and `no` and `1` mean themselves
            key = str(key_node.value)
            if key in found:
                raise self._refused(key_node, f"the key {key!r} stands here twice")
            self._lines[(*place, key)] = key_node.start_mark.line + 1
            found[key] = self._value(value_node, (*place, key))
        return found

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        try:
            return _SCALARS[node.tag](self._loader, node)
        except ValueError:
            raise self._refused(node, "this value cannot be read") from None

    def _refused(self, node: yaml.Node, why: str) -> GraphPlatformError:
        return self._raises(f"{self.path.name}:{node.start_mark.line + 1}: {why}", f"See {self.help}.")


def first_error(error: ValidationError, document: Document, model: type[BaseModel]) -> GraphPlatformError:
    """pydantic's first error, in words and with its line."""
    # a key that is not known explains one that is missing
    errors = error.errors(include_url=False, include_input=False)
    details = min(errors, key=lambda each: each["type"] != "extra_forbidden")
    place = _place(details["loc"], document.data)
    message = str(details["msg"]).removeprefix("Value error, ")
    where = ".".join(map(str, place)) or f"the {model.__name__.lower()}"
    hint = ""
    if details["type"] == "missing":
        where, message = f"{'.'.join(map(str, details['loc']))}", "is missing"
    if details["type"] == "extra_forbidden":
        where, message = f"{where!r}", "is not a key that is known here"
        hint = did_you_mean(str(place[-1]), _keys_of(model))
    return document.error(place, f"{where}: {message}", hint or f"See {document.help}.")


def _keys_of(model: type[BaseModel]) -> set[str]:
    """Every key that a model or a part of it knows."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", ())}


def _place(loc: tuple[int | str, ...], data: Any) -> Place:
    """The part of the document that pydantic means: its own names of union members are left out."""
    place: list[int | str] = []
    for step in loc:
        within = step in data if isinstance(data, dict) else isinstance(data, list) and isinstance(step, int)
        if within:
            place.append(step)
            data = data[step] if isinstance(data, dict) or int(step) < len(data) else None
    return tuple(place)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A suggestion for a name that nothing has; "" where none is near."""
    close = get_close_matches(name, list(known), 1, 0.6)
    return f"Did you mean {close[0]!r}?" if close else ""


_TAG = "tag:yaml.org,2002:"
_SCALARS: dict[str, Any] = {
    _TAG + "str": lambda _, node: node.value,
    _TAG + "null": lambda _, node: None,
    _TAG + "bool": yaml.SafeLoader.construct_yaml_bool,
    _TAG + "int": yaml.SafeLoader.construct_yaml_int,
    _TAG + "float": yaml.SafeLoader.construct_yaml_float,
    # dates stay text: the cleaners read them by the declared formats
    _TAG + "timestamp": lambda _, node: node.value,
}
