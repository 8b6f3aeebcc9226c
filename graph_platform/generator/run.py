"""One run of the generator: casts are made one after the other, written by every export, and forgotten."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

from graph_platform.generator import life, plan, routine
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.bods import Bods
from graph_platform.generator.exports.cn_register import ChineseRegister
from graph_platform.generator.exports.cn_risk import ChineseRisk
from graph_platform.generator.exports.customs import Customs
from graph_platform.generator.exports.docdb import Docdb
from graph_platform.generator.exports.hubspot import HubSpot
from graph_platform.generator.exports.jobposting import JobPostings
from graph_platform.generator.exports.licences import Licences
from graph_platform.generator.exports.operations import Operations
from graph_platform.generator.exports.outlet import Export, Sightings
from graph_platform.generator.exports.patents import Patents
from graph_platform.generator.exports.payments import Payments
from graph_platform.generator.exports.transcripts import Transcripts
from graph_platform.generator.exports.workshop import Workshop
from graph_platform.generator.exports.zendesk import Zendesk
from graph_platform.generator.parties import Founder
from graph_platform.generator.stories import NEEDS, STORIES
from graph_platform.generator.truth import Truth
from graph_platform.generator.world import Organization, Post, dice

AS_OF = date(2026, 11, 1)
"""The date of the exports where none is asked for: that of the shipped sample."""
NEIGHBOURS = 32
SYSTEMS: dict[str, Callable[[Path, date, int], Export]] = {
    "hubspot": HubSpot,
    "zendesk": lambda folder, as_of, seed: Zendesk(folder, as_of),
    "cn-register": lambda folder, as_of, seed: ChineseRegister(folder, as_of),
    "bods": lambda folder, as_of, seed: Bods(folder, as_of),
    "jobposting": lambda folder, as_of, seed: JobPostings(folder, as_of),
    "operations": lambda folder, as_of, seed: Operations(folder, as_of),
    "cn-risk": lambda folder, as_of, seed: ChineseRisk(folder, as_of),
    "patents": lambda folder, as_of, seed: Patents(folder, as_of),
    "docdb": lambda folder, as_of, seed: Docdb(folder, as_of),
    "customs": lambda folder, as_of, seed: Customs(folder, as_of),
    "operator-certificates": lambda folder, as_of, seed: Licences(folder, as_of),
    "workshop": lambda folder, as_of, seed: Workshop(folder, as_of),
    # after sales: a payment's reference names the contract by the number that it has there
    "payments": lambda folder, as_of, seed: Payments(folder, as_of),
    "transcripts": Transcripts,
}
"""Every system that can be written, in the order in which each sees a cast."""
BASIC = frozenset(("hubspot", "zendesk", "cn-register", "bods", "jobposting", "operations"))
"""What every company has. Where nothing else is asked for, nobody leaves papers in the others."""


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
    systems: Collection[str] = tuple(SYSTEMS),
    progress: Callable[[int], object] | None = None,
) -> Report:
    """Writes the exports of these systems (all of them) for so many customers below a folder.

    The same customers, seed, date and systems give the same bytes. A story that needs a system that is not written is
    not planted. `progress` is told how many customers have been written.
    """
    began, done = perf_counter(), 0
    founder, planted = Founder(seed, as_of), dict[str, int]()
    neighbours: deque[Post] = deque(maxlen=NEIGHBOURS)
    exports = [make(folder, as_of, seed) for name, make in SYSTEMS.items() if name in systems]
    planned = [part for part in plan.ROUND if part.story and NEEDS[part.story].issubset(systems)]
    papers = not BASIC.issuperset(systems)
    run: dict[str, object] = {"customers": customers, "seed": seed, "as_of": as_of.isoformat()}
    if set(systems) != BASIC:
        # the shipped sample is older than the choice, and its truth says nothing of it
        run["systems"] = [name for name in SYSTEMS if name in systems]
    truth = Truth(folder, as_of, run)
    whole = False
    try:
        for number, part in enumerate(plan.parts(customers, planned)):
            cast = Cast(number, dice(f"{seed}/{number}"))
            perform(cast, founder, part, neighbours, papers=papers)
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


def perform(cast: Cast, founder: Founder, part: plan.Part, neighbours: deque[Post], *, papers: bool) -> None:
    """Fills a cast: a story or decoy, or ordinary companies, some of them sisters under a group; they have `papers`."""
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
        if papers:
            routine.file_papers(cast, founder, organization)


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
