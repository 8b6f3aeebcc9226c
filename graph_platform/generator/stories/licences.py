"""A fleet drives on with licences that have run out: training, and somebody who keeps an eye on them, are needed.

Most of its drivers' licences ran out some weeks ago and nobody has a newer one (operators' certificates); the same
drivers, by the numbers that their employer gives them, have driven since (dispatches); and the fleet looks for more
drivers (job posts) instead. Sales knows the fleet's manager.

Decoys: everybody has a newer licence (`renewed`); they run out in a year or two (`not_due`); those whose licences ran
out have not driven since, and others have (`drivers_left`).
"""

from __future__ import annotations

from datetime import date, timedelta

from graph_platform.generator import life, paperwork
from graph_platform.generator.cast import Cast
from graph_platform.generator.parties import Founder
from graph_platform.generator.plan import Part
from graph_platform.generator.stories.owning import staffed
from graph_platform.generator.stories.telling import tell
from graph_platform.generator.world import Dispatch


def licence_gap(cast: Cast, founder: Founder, part: Part) -> None:
    """Puts the story of licences that have run out, or a decoy of it, into the cast."""
    rng, decoy = cast.rng, part.decoy
    fleet = staffed(cast, founder, "fleet", part.language, customer=True)
    life.own(cast, founder, fleet, None)
    founder.post(cast, fleet, "fleet", contact=True)
    life.deal(cast, founder, fleet)
    life.drive(cast, founder, fleet)
    drivers = sorted({dispatch.driver for dispatch in cast.dispatches})
    gap = drivers[: min(len(drivers) - 1, len(drivers) * rng.randrange(70, 91) // 100)]
    first = paperwork.days_ago(cast, founder, 60, 110)
    evidence = []
    for driver in drivers:
        holder = founder.person(cast, part.language, at=fleet)
        expires = founder.as_of + timedelta(days=rng.randrange(300, 900))
        if driver in gap and decoy != "not_due":
            expires = first + timedelta(days=rng.randrange(20))
        evidence.append(paperwork.licence(cast, founder, holder, driver, fleet, expires).id)
        if driver in gap and decoy == "renewed":
            # the newer one begins where the older one ends
            newer = expires + timedelta(days=3 * 365)
            evidence.append(paperwork.licence(cast, founder, holder, driver, fleet, newer).id)
    since = _drive_on(cast, first, gap, drivers[len(gap) :] if decoy == "drivers_left" else [])
    evidence += [dispatch.id for dispatch in since]
    posting = life.advertise(cast, founder, fleet, "driver", paperwork.days_ago(cast, founder, 3, 50))
    facts: dict[str, str | int | float] = {
        "drivers": len(drivers),
        "gap": len(gap),
        "first": first.isoformat(),
        "trips": len(since),
    }
    tell(cast, founder, part, {"fleet": fleet}, facts, [*evidence, posting.id])


def _drive_on(cast: Cast, first: date, gap: list[str], others: list[str]) -> list[Dispatch]:
    """The trips since the first licence ran out: the newest by those in the gap, or all by `others` if there are."""
    since = [dispatch for dispatch in cast.dispatches if dispatch.start.date() >= first]
    since.sort(key=lambda dispatch: dispatch.start, reverse=True)
    for place, dispatch in enumerate(since):
        if others:
            dispatch.driver = cast.rng.choice(others)
        elif place < len(gap):
            dispatch.driver = gap[place]
    return since
