"""Explanations as pages: one file each with everything in it, in Chinese and English, for light and dark.

Nothing is fetched from elsewhere, and no script runs: the page's own policy forbids both. What sources said is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import isinf
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from graph_platform.resolution.explanation import Explanation
from graph_platform.resolution.hearing import Told
from graph_platform.resolution.membership import Membership
from graph_platform.resolution.provenance import Standing

HERE = Path(__file__).parent
WIDEST = 60.0
"""Bits at which a bar is cut off."""
_COUNTED = re.compile(r"(\d+) (.+)")


@cache
def _phrases() -> Mapping[str, str]:
    read: dict[str, str] = yaml.safe_load((HERE / "zh.yaml").read_text(encoding="utf-8"))
    return read


def in_chinese(text: str) -> str:
    """A phrase of an explanation in Chinese; as it is where nobody has translated it."""
    known = _phrases()
    if text in known:
        return known[text]
    if (counted := _COUNTED.fullmatch(text)) and (phrase := known.get(f"N {counted[2]}")):
        return phrase.replace("N", counted[1])
    head, colon, rest = text.partition(": ")
    if colon and head in known:
        return f"{known[head]}：{'、'.join(in_chinese(part) for part in rest.split(', '))}"
    return text


def _both(text: str) -> Markup:
    """A phrase in both languages, of which the page shows one."""
    return Markup('<span lang="en">{}</span><span lang="zh">{}</span>').format(text, in_chinese(text))


def _bits(bits: float) -> str | Markup:
    return _both("judged") if isinf(bits) else f"{bits:+.1f}"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["both"] = _both
    made.filters["bits"] = _bits
    return made


def pair_page(found: Explanation, standing: Mapping[str, Standing], chinese: bool = False) -> str:
    """Why two records are one or not, as HTML; the language that is shown first is one or the other."""
    bars, scale = waterfall(found)
    return (
        _environment()
        .get_template("pair.html.j2")
        .render(
            found=found,
            standing=standing,
            chinese=chinese,
            bars=bars,
            scale=scale,
            ticks=[tick for tick in range(-60, 61, 10) if 0 < scale(tick) < 100],
            short=short,
        )
    )


def record_page(
    found: Membership, standing: Mapping[str, Standing], judgements: Sequence[Told], chinese: bool = False
) -> str:
    """Why a record is in its entity, as HTML."""
    return (
        _environment()
        .get_template("record.html.j2")
        .render(found=found, standing=standing, judgements=judgements, chinese=chinese, short=short)
    )


def short(id_: str) -> str:
    """An id as it is told in a page."""
    return f"{id_[:8]}…" if len(id_) > 12 else id_


def waterfall(found: Explanation) -> tuple[list[dict[str, Any]], Callable[[float], float]]:
    """The bars from the prior to the total, each with its ends, and the scale in percent of the width."""
    stages: list[tuple[str, str, str, str, float]] = [
        ("prior", "", "", "before anything is compared", found.prior)
    ]
    stages += [(step.comparison, step.left, step.right, step.level, step.bits) for step in found.steps]
    if found.graph:
        stages.append(("neighbours", "", "", "", found.graph))
    bars: list[dict[str, Any]] = []
    at = 0.0
    for name, left, right, level, bits in stages:
        bars.append(
            {
                "name": name,
                "left": left,
                "right": right,
                "level": level,
                "bits": bits,
                "from": at,
                "to": at + bits,
            }
        )
        at += bits
    reached = [0.0, found.same, found.review, *(bar["to"] for bar in bars)]
    low, high = max(min(reached), -WIDEST) - 2, min(max(reached), WIDEST) + 2
    for bar in bars:
        ends = sorted(_percent(bar[end], low, high) for end in ("from", "to"))
        bar["start"], bar["width"] = ends[0], max(ends[1] - ends[0], 0.4)
    return bars, lambda bits: _percent(bits, low, high)


def _percent(bits: float, low: float, high: float) -> float:
    return round(min(max((bits - low) / (high - low) * 100, 0.0), 100.0), 2)
