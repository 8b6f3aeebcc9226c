"""The kinds of source that can be loaded: every entry point of the group `graph_platform.sources`.

A package brings its own by one line in its `pyproject.toml`:

    [project.entry-points."graph_platform.sources"]
    our-crm = "our_package.crm:source"
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from graph_platform.errors import EnvironmentProblem, SourceError, UsageError
from graph_platform.source import Source

GROUP = "graph_platform.sources"


@cache
def sources() -> dict[str, Source]:
    """Every source by its name, in the order of names."""
    return {
        point.name: _loaded(point.name) for point in sorted(entry_points(group=GROUP), key=lambda p: p.name)
    }


def source(name: str) -> Source:
    """The source of a name, without loading the code of any other."""
    names = sorted({point.name for point in entry_points(group=GROUP)})
    if name not in names:
        close = get_close_matches(name, names, 1)
        hint = f"Did you mean {close[0]}?" if close else f"There are {', '.join(names)}."
        raise UsageError(f"there is no source {name!r}", hint)
    return _loaded(name)


def recognising(path: Path, besides: str = "") -> list[tuple[str, str]]:
    """The sources that a file is of, each with the table that it is."""
    found = []
    for name in sorted(point.name for point in entry_points(group=GROUP)):
        if name != besides:
            try:
                found.append((name, _loaded(name).open(path).table))
            except (SourceError, EnvironmentProblem):
                # a package that cannot be loaded is reported where it is asked for
                continue
    return found


@cache
def _loaded(name: str) -> Source:
    (point, *_) = entry_points(group=GROUP, name=name)
    try:
        loaded = point.load()
    except (ImportError, AttributeError) as error:
        raise EnvironmentProblem(
            f"the source {name} cannot be loaded from {point.value} ({type(error).__name__})",
            "Install or mend the package that brings it.",
        ) from error
    if not isinstance(loaded, Source):
        raise EnvironmentProblem(f"{point.value} is not a Source", "See docs/new-source.md.")
    return loaded
