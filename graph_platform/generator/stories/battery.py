"""The battery story and its near misses.

Whole, it runs: a dealer's batteries fail in numbers that its own past does not know (diagnostics, joined to the
dealer by tickets about the same serial numbers) → the group that owns the dealer (register) → a ride-hailing fleet
of the same group (register) that is on the road (dispatches) and has just begun to hire people for battery swaps
(job posts) → the fleet's manager, whom sales already knows. The leg over which the group owns one of the two runs
through a British holding: the Chinese register names that holder without a number, and only its ownership statement
(BODS) says who stands behind it. So no system holds the story, and none of them can be missing.

A decoy is the same story with one thing changed, named after what was changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from graph_platform.generator import life
from graph_platform.generator.cast import Cast
from graph_platform.generator.parties import Founder
from graph_platform.generator.plan import Part
from graph_platform.generator.stories.telling import tell
from graph_platform.generator.world import Device, Diagnostic, Holding, Organization, Person

SWAP_TOPICS = ("swap", "electrification")


@dataclass(slots=True)
class _Plot:
    """What is being put together."""

    cast: Cast
    founder: Founder
    part: Part
    dealer: Organization
    fleet: Organization
    group: Organization
    start: date
    """The surge's first day."""
    evidence: list[str] = field(default_factory=list)


def battery_demand(cast: Cast, founder: Founder, part: Part) -> None:
    """Puts one battery story, or a decoy of it, into the cast."""
    decoy, rng = part.decoy, cast.rng
    fleet_kind = "property" if decoy == "no_fleet" else "fleet"
    group = founder.company(cast, "group", part.language)
    dealer = founder.company(cast, "dealer", part.language)
    fleet = founder.company(cast, fleet_kind, part.language)
    dealer.customer = fleet.customer = dealer.serviced = True
    weeks_ago = rng.randrange(26, 40) if decoy == "old_surge" else rng.randrange(3, 11)
    plot = _Plot(cast, founder, part, dealer, fleet, group, founder.as_of - timedelta(weeks=weeks_ago))

    for organization in (group, dealer, fleet):
        founder.post(cast, organization, "boss", officer=True)
    for organization in (dealer, fleet):
        founder.post(cast, organization, "technician" if organization is dealer else "finance", contact=True)
        life.deal(cast, founder, organization)
    _own(plot)
    life.equip(cast, founder, dealer)
    surge = _surge(plot)
    if fleet_kind == "fleet":
        life.drive(cast, founder, fleet, idle=decoy == "fleet_idle")
    posting = _hire(plot)
    fleet_chief = _manager(plot)
    _tell(plot, surge, fleet_chief, posting, weeks_ago)


def _own(plot: _Plot) -> None:
    """The group over dealer and fleet: one leg through the Chinese register, the other (mostly) through BODS."""
    cast, founder, rng = plot.cast, plot.founder, plot.cast.rng
    boss = next(p.person for p in cast.posts if p.organization is plot.group)
    founder.holding(cast, boss, plot.group, 100.0)
    # the first round is the shipped sample's: there every source is needed; later ones vary
    abroad = plot.part.round == 0 or rng.random() < 0.6
    far, near = (plot.fleet, plot.dealer) if plot.part.language == "zh" else (plot.dealer, plot.fleet)
    _leg(plot, near, layers=rng.randrange(2), abroad=False)
    _leg(plot, far, layers=1 if abroad else rng.randrange(2), abroad=abroad)


def _leg(plot: _Plot, held: Organization, *, layers: int, abroad: bool) -> None:
    """The holdings from the group down to one company, and whoever has the rest of it."""
    cast, founder, rng = plot.cast, plot.founder, plot.cast.rng
    top: Organization = plot.group
    share = float(rng.choice((51, 60, 67, 75, 80, 100)))
    registers = ("cn", "bods") if abroad else ("cn",)
    if layers:
        middle = founder.company(cast, "holding", plot.part.language, country="GB" if abroad else "CN")
        founder.post(cast, middle, "boss", officer=True)
        first = founder.holding(
            cast, top, middle, 100.0 if abroad else 90.0, *(("bods",) if abroad else ("cn",))
        )
        plot.evidence.append(first.id)
        top = middle
    if abroad:
        for organization in (plot.group, held):
            organization.in_bods = True
    if held is plot.fleet and plot.part.decoy == "minority_share":
        share = float(rng.choice((15, 20, 30)))
    last = founder.holding(cast, top, held, share, *registers)
    last.nameless = abroad
    plot.evidence.append(last.id)
    if held is plot.fleet and plot.part.decoy == "sold_before":
        _sell(plot, last, held)
    elif share < 100:
        stranger = founder.person(cast, plot.part.language)
        founder.holding(cast, stranger, held, 100 - share)


def _sell(plot: _Plot, holding: Holding, held: Organization) -> None:
    """The group sold the company to somebody else some weeks before the surge began."""
    rng = plot.cast.rng
    holding.until = plot.start - timedelta(days=rng.randrange(14, 150))
    holding.since = min(holding.since, holding.until - timedelta(days=400))
    buyer = plot.founder.company(plot.cast, "group", plot.part.language)
    plot.founder.post(plot.cast, buyer, "boss", officer=True)
    new = plot.founder.holding(plot.cast, buyer, held, holding.share)
    new.since = holding.until


def _surge(plot: _Plot) -> list[Diagnostic]:
    """Two or three weeks of failing devices, each with a ticket; a seasonal one came a year ago as well."""
    cast, founder, rng = plot.cast, plot.founder, plot.cast.rng
    make = founder.battery
    kind = rng.choice(("charger", "motor"))
    devices: list[Device] = [
        founder.machine(cast, plot.dealer, kind)
        if plot.part.decoy == "other_diagnostics"
        else make(cast, plot.dealer)
        for _ in range(rng.randrange(10, 17))
    ]
    days = rng.randrange(12, 20)
    starts = [plot.start]
    if plot.part.decoy == "seasonal_surge":
        starts.append(plot.start - timedelta(weeks=52))
    size = rng.randrange(36, 60)
    surge = [
        life.check(cast, founder, devices, start + timedelta(days=rng.randrange(days)), worn=True)
        for start in starts
        for _ in range(size)
    ]
    for device in devices:
        day = plot.start + timedelta(days=rng.randrange(days))
        life.complain(cast, founder, device, life.moment(cast, day), topic="swelling")
    plot.evidence += [device.id for device in devices] + [diagnostic.id for diagnostic in surge]
    return surge


def _hire(plot: _Plot) -> str | None:
    """The fleet (or its group) looks for people who can run battery swaps."""
    rng = plot.cast.rng
    if plot.part.decoy == "no_hiring":
        life.advertise(plot.cast, plot.founder, plot.fleet, "finance")
        return None
    hiring = plot.fleet if rng.random() < 0.6 else plot.group
    posted = max(plot.start - timedelta(days=10), plot.founder.as_of - timedelta(days=rng.randrange(4, 45)))
    posting = life.advertise(plot.cast, plot.founder, hiring, rng.choice(SWAP_TOPICS), posted)
    plot.evidence.append(posting.id)
    return posting.id


def _manager(plot: _Plot) -> Person | None:
    """The person whom sales knows as the fleet's manager; in one decoy by now another company's."""
    if plot.part.decoy == "no_fleet":
        founder_post = plot.founder.post(plot.cast, plot.fleet, "buyer", contact=True)
        return founder_post.person
    post = plot.founder.post(plot.cast, plot.fleet, "fleet", contact=True)
    if plot.part.decoy == "manager_left":
        # sales moved the contact along to the new employer, and kept the title that the card still shows
        elsewhere = plot.founder.company(plot.cast, "logistics", plot.part.language)
        elsewhere.prospect = True
        plot.founder.post(plot.cast, elsewhere, "boss", officer=True)
        post.until = plot.founder.as_of - timedelta(days=60)
        plot.founder.seat(plot.cast, post.person, elsewhere, "fleet", contact=True)
    life.engage(plot.cast, plot.founder, plot.fleet, post.person)
    return post.person


def _tell(
    plot: _Plot, surge: list[Diagnostic], chief: Person | None, posting: str | None, weeks_ago: int
) -> None:
    """Writes down what was planted."""
    roles: dict[str, Organization | Person] = {
        "dealer": plot.dealer,
        "parent": plot.group,
        "fleet": plot.fleet,
    }
    if chief:
        roles["manager"] = chief
    facts: dict[str, str | int | float] = {
        "surge_start": plot.start.isoformat(),
        "weeks_ago": weeks_ago,
        "surge_diagnostics": len(surge),
        "dispatches": len(plot.cast.dispatches),
        "hiring": posting or "",
    }
    tell(plot.cast, plot.founder, plot.part, roles, facts, plot.evidence)
