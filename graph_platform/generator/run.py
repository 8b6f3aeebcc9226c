"""One run of the generator: casts are made one after the other, written by every export, and forgotten."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

from graph_platform.generator import dealings, life, plan, stories
from graph_platform.generator.exports.bods import Bods
from graph_platform.generator.exports.cn_register import ChineseRegister
from graph_platform.generator.exports.hubspot import HubSpot
from graph_platform.generator.exports.jobposting import JobPostings
from graph_platform.generator.exports.operations import Operations
from graph_platform.generator.exports.outlet import Export, Sightings
from graph_platform.generator.exports.zendesk import Zendesk
from graph_platform.generator.parties import Founder
from graph_platform.generator.truth import Truth
from graph_platform.generator.world import Cast, Organization, Post, dice

AS_OF = date(2026, 11, 1)
"""The date of the exports where none is asked for: that of the shipped sample."""
NEIGHBOURS = 32
STORIES: dict[str, Callable[[Cast, Founder, plan.Part], None]] = {
    "battery_demand": stories.battery_demand,
    "group_purchase": dealings.group_purchase,
    "board_interlock": dealings.board_interlock,
}


@dataclass(frozen=True, slots=True)
class Report:
    """What a run wrote: rows by file, how often each story and (as `story/decoy`) each decoy, and how long it took."""

    customers: int
    rows: dict[str, int]
    stories: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def generate(
    customers: int,
    seed: int,
    folder: Path,
    *,
    as_of: date = AS_OF,
    progress: Callable[[int], object] | None = None,
) -> Report:
    """Writes the exports of all systems for so many customers below a folder.

    The same customers, seed and date give the same bytes. `progress` is told how many customers have been written.
    """
    began, done = perf_counter(), 0
    founder, planted = Founder(seed, as_of), dict[str, int]()
    neighbours: deque[Post] = deque(maxlen=NEIGHBOURS)
    exports: tuple[Export, ...] = (
        HubSpot(folder, as_of, seed),
        Zendesk(folder, as_of),
        ChineseRegister(folder, as_of),
        Bods(folder, as_of),
        JobPostings(folder, as_of),
        Operations(folder, as_of),
    )
    truth = Truth(folder, as_of, {"customers": customers, "seed": seed, "as_of": as_of.isoformat()})
    whole = False
    try:
        for number, part in enumerate(plan.parts(customers)):
            cast = Cast(number, dice(f"{seed}/{number}"))
            perform(cast, founder, part, neighbours)
            sightings = Sightings()
            for export in exports:
                export.write(cast, sightings)
            truth.write(cast, sightings)
            for story in cast.stories:
                name = f"{story.kind}/{story.decoy}" if story.decoy else story.kind
                planted[name] = planted.get(name, 0) + 1
            done += part.customers
            if progress:
                progress(done)
        whole = True
    finally:
        rows: dict[str, int] = {}
        for export in (*exports, truth):
            rows.update(export.close(whole=whole))
    return Report(done, rows, planted, perf_counter() - began)


def perform(cast: Cast, founder: Founder, part: plan.Part, neighbours: deque[Post]) -> None:
    """Fills a cast: a story or decoy, or ordinary companies, some of them sisters under a group."""
    if part.story:
        STORIES[part.story](cast, founder, part)
        return
    rng = cast.rng
    language = rng.choice(("zh", "en"))
    abroad = language == "en" and rng.random() < 0.6
    parent = None
    if part.customers > 1:
        parent = founder.company(cast, "group", language, country="GB" if abroad else "CN")
        life.staff(cast, founder, parent)
        life.own(cast, founder, parent, None)
    for _ in range(part.customers):
        kind = rng.choices(("dealer", "fleet", "plant", "logistics", "retail"), (30, 8, 26, 12, 24))[0]
        # trips are known by their operator's Chinese number, so a fleet is a company in China
        country = "GB" if abroad and kind != "fleet" else "CN"
        organization = founder.company(cast, kind, language, country=country)
        organization.customer = True
        life.settle(cast, founder, organization, parent=parent)
        _interlock(cast, founder, organization, neighbours)


def _interlock(cast: Cast, founder: Founder, organization: Organization, neighbours: deque[Post]) -> None:
    """Now and then somebody who runs another company sits on this one's board, too, or holds a little of it."""
    rng = cast.rng
    own = next(post for post in cast.posts if post.organization is organization)
    if organization.country == "CN" and neighbours:
        other = rng.choice(neighbours)
        if rng.random() < 0.12:
            founder.seat(cast, other.person, organization, "director", officer=True)
        elif rng.random() < 0.1:
            share = float(rng.choice((3, 5, 8, 12)))
            # a minority's share comes out of somebody's: shares still add up to a hundred
            owned = next(h for h in cast.holdings if h.held is organization and h.share > share)
            owned.share = round(owned.share - share, 2)
            founder.holding(cast, other.organization, organization, share)
    if organization.country == "CN":
        neighbours.append(own)
