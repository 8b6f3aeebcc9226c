"""The page about signals: how one is written, and every shipped one out of its file.

python -m graph_platform.signals.describing > docs/signals.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import files

from graph_platform.signals.model import Leg, Signal, Surge
from graph_platform.signals.reading import declared


def page() -> str:
    """The whole page, as Markdown."""
    text = files("graph_platform.signals").joinpath("page.md").read_text(encoding="utf-8")
    return text.replace("{shipped}\n", "\n".join(line for each in declared() for line in _lines(each)))


def _lines(signal: Signal) -> Iterator[str]:
    yield f"### {signal.name}\n"
    yield f"**{signal.title.en}** · {signal.title.zh}\n"
    yield f"{signal.meaning.en.strip()}\n"
    yield f"> {' '.join(signal.claim.en.split())}\n>\n> {signal.claim.zh}\n"
    yield "| part | what has to be there |"
    yield "|---|---|"
    if signal.surge:
        yield f"| {signal.surge.direction} | {_paths(signal.surge)}{_asked(signal.surge)} |"
    for name, leg in signal.legs.items():
        yield f"| {name} | {'none of ' if leg.none else ''}{_paths(leg)}{_counted(leg)} |"
    yield ""
    further = [f"weight {signal.weight}"]
    further += [f"told: who looks after `{signal.tell}`"] if signal.tell else []
    further += [f"`{each.measure}` over {each.times:g} × `{each.over}`" for each in signal.require]
    further += [f"refuted by: {signal.refuted_by.en.strip()}"] if signal.refuted_by else []
    yield f"{'; '.join(further)}\n"


def _paths(part: Leg | Surge) -> str:
    paths = ", ".join(f"`{path}`".replace("|", "\\|") for path in part.path)
    conditions = ", ".join(f"`{name}`" for name in part.where)
    return f"{paths}{f' where {conditions}' if conditions else ''}"


def _counted(leg: Leg) -> str:
    return "".join(f"; `{each.as_}` ≥ {each.least}" for each in leg.count)


def _asked(surge: Surge) -> str:
    return f"; per {' and '.join(surge.per)} in {surge.weeks} weeks"


if __name__ == "__main__":
    sys.stdout.write(page())
