"""Defences that a control takes away, each for as long as a block runs. Nothing outside of tests reaches this."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import Any

import orjson
import pytest

from gql import cursors, execution, http, mutations, provenance
from gql.execution import PLANS, Service
from gql.kept import Kept
from gql.planning import composing, narrowing, searching, summaries
from gql.planning.shapes import Leaf
from graph_platform import database, statements
from graph_platform.annotations import correcting
from graph_platform.annotations.said import Author
from graph_platform.annotations.storing import Writer
from graph_platform.ontology import ONTOLOGY

Patch = Callable[[pytest.MonkeyPatch], None]


def _planner_guard(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(composing.Composer, "check_clear", lambda self, owner, declared: None)
    patch.setattr(composing.Composer, "is_found_by", lambda self, owner, name: True)


def _first_level_only(patch: pytest.MonkeyPatch) -> None:
    """The guard looks at the first level of a filter alone."""

    def shallow(self: Any, owner: str, filter_: Any, where: Any) -> None:
        for name in where:
            if name in filter_.fields and (declared := filter_.fields[name].property):
                self.composer.check_clear(owner, declared)

    patch.setattr(narrowing.Narrowed, "_check_clear", shallow)


def _root_only(patch: pytest.MonkeyPatch) -> None:
    """The guard looks at root fields alone."""
    real = composing.Composer.check_clear

    def guard(self: Any, owner: str, declared: Any) -> None:
        if not any(call.node.name.value in ("staff", "workingFor", "owners") for call in self.calls):
            real(self, owner, declared)

    patch.setattr(composing.Composer, "check_clear", guard)


def _row_scope(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(composing, "visible", lambda variable, seen: "")
    patch.setattr(statements, "visible", lambda variable, seen: "")


def _search_guard(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(statements, "visible", lambda variable, seen: "")
    patch.setattr(searching, "_searched", lambda composer: statements.Visibility())


def _mask(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(composing, "is_closed", lambda decision: False)
    patch.setattr(composing, "guarded", lambda decision, node, value, declared: value)
    patch.setattr(composing, "leaf", lambda decision: Leaf())


def _small_groups(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(summaries, "_least", lambda composer, rows, meaning: 0)


def _cursor_seal(patch: pytest.MonkeyPatch) -> None:
    """Cursors are the keys themselves."""
    patch.setattr(
        cursors.Sealer,
        "sealed",
        lambda self, keys, binding: base64.urlsafe_b64encode(orjson.dumps(keys)).decode(),
    )
    patch.setattr(
        cursors.Sealer, "opened", lambda self, cursor, binding: orjson.loads(base64.urlsafe_b64decode(cursor))
    )


def _cursor_binding(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(execution.Asked, "_bound", lambda self, binding: b"")


def _error_scrub(patch: pytest.MonkeyPatch) -> None:
    """Errors go out as they come."""

    def raw(error: Any, language: str = "en") -> dict[str, Any]:
        return {"message": f"{error.message} {error.original_error!r}", "extensions": {"code": "RAW"}}

    patch.setattr(http, "formatted", raw)
    # and Neo4j's own texts do not end at the driver
    patch.setattr(database, "_typed_errors", nullcontext)


def _constant_provenance(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(provenance, "CLOSED", ())


def _masked_sources(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(provenance, "source_shown", lambda name: name)


def _row_scope_for_writers(patch: pytest.MonkeyPatch) -> None:
    """Whoever writes sees every row."""
    patch.setattr(mutations, "writer_of", _everything)


async def _everything(info: Any) -> Writer:
    return Writer(Author(info.context.viewer.subject, info.context.viewer.subject), None)


def _identifiers_are_not_corrected(patch: pytest.MonkeyPatch) -> None:
    class Open:
        def properties(self, label: str) -> dict[str, Any]:
            return {name: replace(each, exclusive=False) for name, each in ONTOLOGY.properties(label).items()}

    patch.setattr(correcting, "ONTOLOGY", Open())


def _as_declared(patch: pytest.MonkeyPatch) -> None:
    """What is stored goes out in whatever type it has."""

    def stored(self: Any, type_: Any, details: Any, declared: Any, place: Any) -> Any:
        return self._shown(type_, f"{place.owner}.{declared.name}", declared, place)

    patch.setattr(composing.Composer, "_stored", stored)


DEFENCES: dict[str, Patch] = {
    "planner_guard": _planner_guard,
    "planner_guard below the first level": _first_level_only,
    "planner_guard below the root": _root_only,
    "row_scope": _row_scope,
    "search_guard": _search_guard,
    "mask": _mask,
    "small_groups": _small_groups,
    "cursor_seal": _cursor_seal,
    "cursor_binding": _cursor_binding,
    "error_scrub": _error_scrub,
    "constant_provenance": _constant_provenance,
    "masked_sources": _masked_sources,
    "as_declared": _as_declared,
    "row_scope for writers": _row_scope_for_writers,
    "identifiers_are_not_corrected": _identifiers_are_not_corrected,
}


@contextmanager
def without(defence: str | Patch, service: Service) -> Iterator[None]:
    """Take a defence away from a server in this process; what it planned with or without it is forgotten."""
    take = DEFENCES[defence] if isinstance(defence, str) else defence
    with pytest.MonkeyPatch.context() as patch:
        take(patch)
        forgotten(service)
        yield
    forgotten(service)


def forgotten(service: Service) -> None:
    """Have a server plan everything anew."""
    service.plans, service.planned = Kept(PLANS), Kept(PLANS)
    service.fixed, service.known = Kept(PLANS), Kept(PLANS)
    if hasattr(searching._question, "cache_clear"):
        searching._question.cache_clear()
